// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {OperatorStatus, OperatorView} from "../src/interfaces/IOperators.sol";
import {ChainFixture} from "./support/ChainFixture.sol";

/// @notice What holds after any sequence of acts by any operators at any time.
contract OperatorsInvariantTest is ChainFixture {
    uint256 private _paidIn;
    uint256 private _paidOut;
    uint256 private _done;

    /// forge-config: default.fuzz.runs = 48
    function testFuzz_anySequenceOfActs(uint256 seed) external {
        for (uint160 i = 0; i < 4; ++i) {
            register(address(0xA00 + i), kMinBid + uint64(i), kBond);
            _paidIn += kBond;
        }
        for (uint256 step = 0; step < 60; ++step) {
            seed = uint256(keccak256(abi.encode(seed)));
            _act(address(uint160(0xA00 + seed % 12)), (seed >> 16) % 10, seed >> 32);
            _checkAgreement();
            _checkMoney();
        }
        check(_done >= 5, "acts are accepted, or this shows nothing");
    }

    function _act(address actor, uint256 kind, uint256 detail) private {
        bytes memory call_;
        address target = address(operators);
        uint256 value = 0;
        if (kind == 0) {
            value = kBond;
            uint64 bid = uint64(kMinBid + detail % 5);
            call_ = abi.encodeCall(operators.register, (bid, "x"));
        } else if (kind == 1) {
            call_ = abi.encodeCall(operators.setBid, (uint64(kMinBid + detail % 5)));
        } else if (kind == 2) {
            if (detail % 4 != 0) return;
            call_ = abi.encodeCall(operators.leave, ());
        } else if (kind == 3) {
            actor = operators.currentOperator();
            call_ = abi.encodeCall(operators.stepDown, ());
        } else if (kind == 4) {
            call_ = abi.encodeCall(operators.releaseBond, ());
        } else if (kind == 5) {
            call_ = abi.encodeCall(operators.claim, ());
        } else if (kind == 6) {
            if (detail % 3 != 0) return;
            actor = address(fraud);
            call_ = abi.encodeCall(operators.convict, (address(uint160(0xA00 + detail % 12)), address(0xCAFE), true));
        } else if (kind == 7) {
            pass(detail % 40);
            return;
        } else {
            actor = operators.currentOperator();
            target = address(rollup);
            call_ = abi.encodeCall(rollup.heartbeat, ());
        }
        vm.deal(actor, value);
        vm.prank(actor);
        (bool accepted,) = target.call{value: value}(call_);
        if (!accepted) return;
        ++_done;
        _paidIn += value;
        if (kind == 5) _paidOut += actor.balance;
    }

    /// @dev clock, ladder, all and currentOperator say the same.
    function _checkAgreement() private view {
        address[] memory ladder = operators.ladder();
        (uint64 epoch,, uint64 silentBlocks,) = operators.clock();
        OperatorView[] memory views = operators.all();
        uint256 eligible = 0;
        for (uint256 i = 0; i < views.length; ++i) {
            if (!views[i].eligible) continue;
            ++eligible;
            checkEqual(uint256(views[i].status), uint256(OperatorStatus.Registered), "eligible is registered");
            check(views[i].eligibleFromEpoch <= epoch, "eligible is in effect");
            check(views[i].bondWei > 0, "eligible has a bond");
        }
        checkEqual(ladder.length, eligible, "the ladder holds the eligible");
        for (uint256 i = 1; i < ladder.length; ++i) {
            OperatorView memory before = viewOf(ladder[i - 1]);
            OperatorView memory after_ = viewOf(ladder[i]);
            check(
                before.bidWei < after_.bidWei || (before.bidWei == after_.bidWei && before.order < after_.order),
                "the ladder is ranked by bid, then by order"
            );
        }
        address expected = address(0);
        if (ladder.length != 0) {
            uint256 position = silentBlocks <= kHeartbeat ? 0 : (silentBlocks - 1) / kHeartbeat;
            expected = ladder[position < ladder.length ? position : ladder.length - 1];
        }
        checkCurrent(expected);
    }

    /// @dev Every wei that came in is a bond, claimable, paid out, or burnt.
    function _checkMoney() private view {
        uint256 held = operators.claimable(address(0xCAFE));
        OperatorView[] memory views = operators.all();
        for (uint256 i = 0; i < views.length; ++i) {
            held += uint256(views[i].bondWei) + views[i].claimableWei;
        }
        checkEqual(address(operators).balance, held, "what is here is bonds and claims");
        checkEqual(_paidIn, held + _paidOut + kBurnt.balance, "nothing is lost");
    }
}
