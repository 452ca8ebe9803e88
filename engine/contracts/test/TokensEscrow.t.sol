// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {AccountProof, IBridge} from "../src/interfaces/IBridge.sol";
import {BatchHeader} from "../src/interfaces/IRollup.sol";
import {BridgeFixture} from "./support/BridgeFixture.sol";
import {Behaviour, TestToken} from "./support/TestToken.sol";

/// @notice Invariant: what the bridge holds of a token is its escrow, and nobody is paid more than once what it withdrawn
/// with, in any order of deposits, exits and withdrawals.
contract TokensEscrowTest is BridgeFixture {
    TestToken[3] private _tokens; // the first is none: ETH

    /// @dev Account i is the user's of token i.
    function setUp() public override {
        super.setUp();
        _model.add(kUser, 0, 0);
        for (uint32 i = 1; i < 3; ++i) {
            _tokens[i] = new TestToken(i == 1 ? Behaviour.Standard : Behaviour.ReturnsNothing);
            bridge.registerToken(address(_tokens[i]));
            _model.add(kUser, i, 0);
        }
    }

    function _deposit(uint32 token, uint256 amount) private {
        if (token == 0) {
            deposit(kUser, amount);
            return;
        }
        _tokens[token].mint(address(this), amount);
        _tokens[token].approve(address(bridge), amount);
        bridge.depositToken(address(_tokens[token]), kUser, amount);
    }

    function testFuzz_D2_nobodyIsPaidTwice(uint256 seed) external {
        uint256[3] memory paid;
        for (uint256 step = 0; step < 12; ++step) {
            seed = uint256(keccak256(abi.encode(seed)));
            _deposit(uint32(seed % 3), bound(seed >> 8, 1, 1e6));
            uint32 i = uint32((seed >> 40) % 3);
            _exit(i, uint128(bound(seed >> 48, paid[i], paid[i] + bridge.escrow(i))));
            BatchHeader memory header = _finalize();
            for (uint256 again = 0; again < 2; ++again) {
                try bridge.withdraw(header, _proof(i)) returns (uint128 more) {
                    paid[i] += more;
                } catch {}
            }
            checkEqual(paid[i], _model.account(i).withdrawn, "all that it withdrawn with, once");
            checkEqual(address(bridge).balance, bridge.escrow(0), "ETH held");
            for (uint32 token = 1; token < 3; ++token) {
                checkEqual(_tokens[token].balanceOf(address(bridge)), bridge.escrow(token), "token held");
                checkEqual(_tokens[token].balanceOf(kUser), paid[token], "token paid");
            }
        }
    }

    function test_D2_tokenWhoseCodeIsGoneTakesNoClaim() external {
        _deposit(1, 100);
        _exit(1, 40);
        BatchHeader memory header = _finalize();
        AccountProof memory proof = _proof(1);
        vm.etch(address(_tokens[1]), "");
        vm.expectRevert(abi.encodeWithSelector(IBridge.TokenTransferFailed.selector, address(_tokens[1])));
        bridge.withdraw(header, proof);
        (bool taken,) = address(bridge).call(abi.encodeCall(bridge.depositToken, (address(_tokens[1]), kUser, 1)));
        check(!taken, "no deposit either");
        checkEqual(bridge.claimed(1), 0, "claimed");
        checkEqual(bridge.escrow(1), 100, "escrow");
    }
}
