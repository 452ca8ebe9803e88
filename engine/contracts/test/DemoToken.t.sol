// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {DemoToken} from "../demo/DemoToken.sol";
import {IBridge} from "../src/interfaces/IBridge.sol";
import {BridgeFixture} from "./support/BridgeFixture.sol";

/// @notice The token of demonstrations: ordinary ERC-20, and one call that brings it to layer 2.
contract DemoTokenTest is BridgeFixture {
    DemoToken private _token;

    function setUp() public override {
        super.setUp();
        _token = new DemoToken();
    }

    function test_itsCreatorOwnsAllOfIt() external view {
        checkEqual(_token.balanceOf(address(this)), _token.totalSupply(), "balance");
    }

    function test_movesWhatItsOwnerHas() external {
        vm.expectEmit(true, true, true, true, address(_token));
        emit DemoToken.Transfer(address(this), kUser, 5);
        require(_token.transfer(kUser, 5));
        checkEqual(_token.balanceOf(kUser), 5, "recipient");
        checkEqual(_token.balanceOf(address(this)), _token.totalSupply() - 5, "sender");
        vm.expectRevert(abi.encodeWithSelector(DemoToken.NotEnough.selector, kUser, 5, 6));
        vm.prank(kUser);
        _token.transfer(address(this), 6);
    }

    function test_movesWhatItsOwnerAllows() external {
        _token.approve(kUser, 7);
        vm.prank(kUser);
        require(_token.transferFrom(address(this), kUser, 5));
        checkEqual(_token.allowance(address(this), kUser), 2, "allowance");
        checkEqual(_token.balanceOf(kUser), 5, "recipient");
        vm.expectRevert(abi.encodeWithSelector(DemoToken.NotAllowed.selector, address(this), kUser, 2, 3));
        vm.prank(kUser);
        _token.transferFrom(address(this), kUser, 3);
    }

    function test_bringsItselfToLayer2() external {
        address[] memory owners = new address[](2);
        (owners[0], owners[1]) = (kUser, address(this));
        _token.bringToLayer2(bridge, owners, 100);
        checkEqual(bridge.tokenOf(address(_token)), 1, "number");
        checkEqual(bridge.escrow(1), 200, "escrow");
        checkEqual(inbox.count(), 2, "deposits");
        checkEqual(_token.balanceOf(address(bridge)), 200, "held by the bridge");
        checkEqual(_token.balanceOf(address(_token)), 0, "held by the token");
        checkEqual(_token.balanceOf(address(this)), _token.totalSupply() - 200, "left");
        vm.expectRevert(abi.encodeWithSelector(IBridge.AlreadyRegistered.selector, address(_token), 1));
        _token.bringToLayer2(bridge, owners, 1);
    }

    function test_bringsNoMoreThanTheCallerHas() external {
        address[] memory owners = new address[](1);
        owners[0] = kUser;
        vm.expectRevert(abi.encodeWithSelector(DemoToken.NotEnough.selector, kUser, 0, 100));
        vm.prank(kUser);
        _token.bringToLayer2(bridge, owners, 100);
    }
}
