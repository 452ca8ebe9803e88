// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {AccountProof, IBridge} from "../src/interfaces/IBridge.sol";
import {BatchHeader} from "../src/interfaces/IRollup.sol";
import {BridgeFixture} from "./support/BridgeFixture.sol";
import {Behaviour, TestToken} from "./support/TestToken.sol";

/// @notice Rules D-1 to D-3 where tokens move.
contract TokensTest is BridgeFixture {
    uint32 private constant kAccount = 1; // of kUser, of token 1
    TestToken private _token;

    function setUp() public override {
        super.setUp();
        _token = new TestToken(Behaviour.Standard);
        _token.mint(address(this), 1000);
        _token.approve(address(bridge), 1000);
        bridge.registerToken(address(_token));
        _model.add(kUser, 0, 1 ether);
        _model.add(kUser, 1, 0);
    }

    /// @dev A token of this kind, registered as number 2, of which this contract has 1,000 and approved them.
    function _other(Behaviour behaviour) private returns (TestToken token) {
        token = new TestToken(behaviour);
        token.mint(address(this), 1000);
        token.approve(address(bridge), 1000);
        bridge.registerToken(address(token));
    }

    function test_D3_numbersAreGivenOnceAndInOrder() external {
        checkEqual(bridge.tokenCount(), 1, "count");
        checkEqual(bridge.tokenOf(address(_token)), 1, "the first");
        checkEqual(bridge.tokenAddress(1), address(_token), "its address");
        checkEqual(bridge.tokenAddress(0), address(0), "ETH has none");
        checkEqual(bridge.tokenAddress(2), address(0), "nor what is not registered");
        vm.expectRevert(abi.encodeWithSelector(IBridge.AlreadyRegistered.selector, address(_token), 1));
        bridge.registerToken(address(_token));
        TestToken second = new TestToken(Behaviour.Standard);
        vm.expectEmit(true, true, true, true, address(bridge));
        emit IBridge.TokenRegistered(2, address(second));
        checkEqual(bridge.registerToken(address(second)), 2, "the second");
    }

    function test_D3_onlyAContractIsAToken() external {
        vm.expectRevert(abi.encodeWithSelector(IBridge.NotAToken.selector, kUser));
        bridge.registerToken(kUser);
        vm.expectRevert(abi.encodeWithSelector(IBridge.NotAToken.selector, address(0)));
        bridge.registerToken(address(0));
    }

    function test_D1_depositOfATokenAppends() external {
        vm.recordLogs();
        checkEqual(bridge.depositToken(address(_token), kUser, 300), 0, "index");
        bytes memory entry = _model.entryOf(kUser, 1, 300);
        (, bytes memory logged) = abi.decode(lastLogOf(address(inbox)).data, (bytes32, bytes));
        checkEqual(keccak256(logged), keccak256(entry), "I-2");
        checkEqual(inbox.acc(1), _model.accAfter(0, entry), "acc(1)");
        checkEqual(bridge.escrow(1), 300, "escrow");
        checkEqual(bridge.escrow(0), 0, "no ETH");
        checkEqual(_token.balanceOf(address(bridge)), 300, "held");
    }

    function test_D1_refusedDepositsOfTokens() external {
        vm.expectRevert(abi.encodeWithSelector(IBridge.TokenNotRegistered.selector, address(this)));
        bridge.depositToken(address(this), kUser, 1);
        vm.expectRevert(IBridge.ZeroAmount.selector);
        bridge.depositToken(address(_token), kUser, 0);
        vm.expectRevert(abi.encodeWithSelector(IBridge.BadRecipient.selector, address(0xe817)));
        bridge.depositToken(address(_token), address(0xe817), 1);
        vm.expectRevert(abi.encodeWithSelector(IBridge.TokenTransferFailed.selector, address(_token)));
        bridge.depositToken(address(_token), kUser, 1001);
        uint256 tooMuch = 1 << 128;
        _token.mint(address(this), tooMuch);
        _token.approve(address(bridge), tooMuch);
        vm.expectRevert(abi.encodeWithSelector(IBridge.AmountTooLarge.selector, tooMuch));
        bridge.depositToken(address(_token), kUser, tooMuch);
        checkEqual(inbox.count(), 0, "nothing was queued");
        checkEqual(_token.balanceOf(address(bridge)), 0, "nothing was taken");
    }

    function test_D1_noTokenCanFillAnAccountUp() external {
        uint256 most = type(uint128).max;
        _token.mint(address(this), 2 * most);
        _token.approve(address(bridge), 2 * most);
        bridge.depositToken(address(_token), kUser, most - 10);
        vm.expectRevert(abi.encodeWithSelector(IBridge.AmountTooLarge.selector, 11));
        bridge.depositToken(address(_token), kUser, 11);
        bridge.depositToken(address(_token), kUser, 10);
        checkEqual(bridge.escrow(1), most, "escrow");
    }

    function test_D1_whatArrivedIsCredited() external {
        TestToken token = _other(Behaviour.KeepsAFee);
        bridge.depositToken(address(token), kUser, 500);
        checkEqual(bridge.escrow(2), 495, "one in a hundred stayed on the way");
        checkEqual(inbox.acc(1), _model.accAfter(0, _model.entryOf(kUser, 2, 495)), "acc(1)");
    }

    function test_D1_aTokenThatReturnsNothingIsTaken() external {
        TestToken token = _other(Behaviour.ReturnsNothing);
        bridge.depositToken(address(token), kUser, 500);
        checkEqual(bridge.escrow(2), 500, "escrow");
    }

    function test_D1_aTokenThatReturnsFalseOrMovesNothingIsNotCredited() external {
        TestToken token = _other(Behaviour.ReturnsFalse);
        vm.expectRevert(abi.encodeWithSelector(IBridge.TokenTransferFailed.selector, address(token)));
        bridge.depositToken(address(token), kUser, 500);
        TestToken liar = new TestToken(Behaviour.MovesNothing);
        liar.mint(address(this), 1000);
        bridge.registerToken(address(liar));
        vm.expectRevert(IBridge.ZeroAmount.selector);
        bridge.depositToken(address(liar), kUser, 500);
    }

    function test_D1_aTokenThatCallsBackIsNotCreditedTwice() external {
        TestToken token = _other(Behaviour.CallsBack);
        token.callBack(address(bridge), abi.encodeCall(bridge.depositToken, (address(token), kUser, 100)));
        bridge.depositToken(address(token), kUser, 500);
        check(token.wasRefused(), "the inner call was refused");
        checkEqual(bridge.escrow(2), 500, "escrow");
        checkEqual(inbox.count(), 1, "one entry");
    }

    function test_D2_withdrawalOfATokenPaysOnce() external {
        bridge.depositToken(address(_token), kUser, 1000);
        _exit(kAccount, 200);
        BatchHeader memory header = _finalize();
        vm.expectEmit(true, true, true, true, address(bridge));
        emit IBridge.Withdrawn(kAccount, kUser, 1, 200);
        checkEqual(bridge.withdraw(header, _proof(kAccount)), 200, "amount");
        checkEqual(_token.balanceOf(kUser), 200, "paid in the token");
        checkEqual(kUser.balance, 0, "and not in ETH");
        checkEqual(bridge.escrow(1), 800, "escrow");
        AccountProof memory proof = _proof(kAccount);
        vm.expectRevert(abi.encodeWithSelector(IBridge.NothingToWithdraw.selector, kAccount));
        bridge.withdraw(header, proof);
        _exit(kAccount, 500);
        checkEqual(bridge.withdraw(_finalize(), _proof(kAccount)), 300, "what came on top");
    }

    function test_D2_oneTokensEscrowPaysNoOther() external {
        TestToken token = _other(Behaviour.Standard);
        bridge.depositToken(address(token), kUser, 1000);
        deposit(kUser, 1 ether);
        _exit(kAccount, 200);
        BatchHeader memory header = _finalize();
        (bool paid,) = address(bridge).call(abi.encodeCall(bridge.withdraw, (header, _proof(kAccount))));
        check(!paid, "nothing of token 1 was deposited");
    }

    function test_D2_aTokenThatFailsTakesNoClaim() external {
        TestToken token = _other(Behaviour.Standard);
        bridge.depositToken(address(token), kUser, 1000);
        uint32 index = uint32(_model.add(kUser, 2, 0));
        _exit(index, 200);
        BatchHeader memory header = _finalize();
        token.become(Behaviour.ReturnsFalse);
        AccountProof memory proof = _proof(index);
        vm.expectRevert(abi.encodeWithSelector(IBridge.TokenTransferFailed.selector, address(token)));
        bridge.withdraw(header, proof);
        checkEqual(bridge.claimed(index), 0, "nothing was taken");
        token.become(Behaviour.ReturnsNothing);
        checkEqual(bridge.withdraw(header, proof), 200, "paid later");
    }

    function test_D2_aTokenThatCallsBackIsNotPaidTwice() external {
        TestToken token = _other(Behaviour.CallsBack);
        bridge.depositToken(address(token), kUser, 1000);
        uint32 index = uint32(_model.add(kUser, 2, 0));
        _exit(index, 200);
        BatchHeader memory header = _finalize();
        AccountProof memory proof = _proof(index);
        token.callBack(address(bridge), abi.encodeCall(bridge.withdraw, (header, proof)));
        bridge.withdraw(header, proof);
        check(token.wasRefused(), "the inner call was refused");
        checkEqual(token.balanceOf(kUser), 200, "paid once");
    }
}
