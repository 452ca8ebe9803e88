// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {DemandedTransaction} from "../src/interfaces/IDemands.sol";
import {OperatorStatus} from "../src/interfaces/IOperators.sol";
import {BatchHeader, IRollup, Submission} from "../src/interfaces/IRollup.sol";
import {SegmentOpening} from "../src/interfaces/ISegments.sol";
import {SignedBatches} from "./support/SignedBatches.sol";
import {TxTree} from "./support/TxTree.sol";

/// @notice O-5, A-21, with the times of the real preset: who waits for the answers to demands of its own making neither
/// holds the place nor keeps out what is overdue for longer than an epoch and the time of one answer.
contract WaitingTest is SignedBatches {
    uint64 private constant kRealHeartbeat = 75;
    uint64 private constant kRealEpoch = 1800;
    uint64 private constant kRealAnswer = 7200;
    uint64 private constant kRealEscape = 50_400;

    bytes32[] private _txs;
    Segment[] private _segments;
    BatchHeader private _header;
    uint8 private _demanded;

    function setUp() public override {
        super.setUp();
        deploy(Times(50_400, 43_200, kRealAnswer, kRealEscape, kRealEpoch, kRealHeartbeat, 900));
    }

    function _now() private view returns (uint64) {
        return uint64(vm.getBlockNumber());
    }

    /// @dev Of the next transaction of the batch.
    function _demand() private returns (uint64 id) {
        DemandedTransaction memory t;
        t.header = _header;
        t.segmentLeaves = leavesOf(_segments);
        t.opening = SegmentOpening(_segments[0].postRoot, _segments[0].txRoot, keccak256(_segments[0].records));
        t.place = _demanded;
        t.signingHash = hashOf(_demanded);
        t.sender = user;
        t.siblings = TxTree.siblings(_txs, _demanded);
        ++_demanded;
        return makeDemand(kBert, t);
    }

    /// @dev Anna and Bert are one person. Her batch is the last of her epoch; his turn comes with the next.
    function _annasBatch() private {
        register(kAnna, 2 * kMinBid, kBond);
        register(kCleo, 3 * kMinBid, kBond); // ready all the time
        vm.roll(kStart + kRealEpoch);
        register(kBert, kMinBid, kBond);
        vm.roll(kStart + 2 * kRealEpoch);
        uint256 last = kStart + 3 * kRealEpoch - 1;
        while (_now() < last) {
            heartbeat(kAnna);
            vm.roll(_now() + kRealHeartbeat < last ? _now() + kRealHeartbeat : last);
        }
        for (uint256 i = 0; i < 7; ++i) {
            _txs.push(TxTree.leaf(hashOf(i), user));
        }
        _segments.push(Segment(kTreeRoot, TxTree.root(_txs), hex"010001"));
        _header = submit(kAnna, submissionOf(kAnna), _segments);
        pass(1);
        checkCurrent(kBert);
        deposit(address(0x05e4), 100 ether); // overdue after 900 blocks
    }

    function test_O5_nobodyWaitsOnAndOn() external {
        _annasBatch();
        uint64 until = _header.submittedAt + kRealEpoch + kRealAnswer;
        uint64 id = _demand();
        uint64 madeAt = _now();
        while (_now() < until) {
            if (_now() + kRealHeartbeat > madeAt + kRealAnswer) {
                uint64 old = id;
                id = _demand();
                madeAt = _now();
                demands.answer(old, signedBy(kUserKey, hashOf(_demanded - 2)));
            }
            vm.prank(kBert);
            rollup.heartbeatWaiting(id);
            vm.roll(_now() + kRealHeartbeat < until ? _now() + kRealHeartbeat : until);
        }
        checkEqual(rollup.aliveAt(), _header.submittedAt, "no sign of life in all that time");
        vm.prank(kBert);
        rollup.heartbeatWaiting(id);
        pass(1);
        checkCurrent(kBert);
        check(demands.isWaitedFor(id, kBert), "another demand is open");
        vm.prank(kBert);
        vm.expectRevert(abi.encodeWithSelector(IRollup.NotWaiting.selector, id));
        rollup.heartbeatWaiting(id);
        vm.expectRevert(abi.encodeWithSelector(IRollup.InboxOverdue.selector, 0, 1));
        heartbeat(kBert);

        // Whoever is ready has its turn long before the rollup would freeze.
        pass(2 * kRealHeartbeat + 1);
        checkCurrent(kCleo);
        Submission memory submission = submissionOf(kCleo);
        submission.inboxAfter = 1;
        submit(kCleo, submission, one(kTreeRoot, 0, hex"010001"));
        checkStatus(kBert, OperatorStatus.Ejected);
        checkStatus(kAnna, OperatorStatus.Ejected);
        vm.roll(_header.submittedAt + kRealEscape + 1);
        check(!rollup.isFrozen(), "alive");
    }

    /// @dev It is the time since the last sign of life that counts, whoever waits.
    function test_O5_whoWaitsInTurnWaitsNoLonger() external {
        _annasBatch();
        uint64 until = _header.submittedAt + kRealEpoch + kRealAnswer;
        vm.roll(until - kRealHeartbeat);
        uint64 id = _demand();
        address current = operators.currentOperator();
        check(current != kAnna, "who made the batch waits for nothing");
        vm.prank(current);
        rollup.heartbeatWaiting(id);
        pass(kRealHeartbeat + 1);
        address next = operators.currentOperator();
        vm.prank(next);
        vm.expectRevert(abi.encodeWithSelector(IRollup.NotWaiting.selector, id));
        rollup.heartbeatWaiting(id);
    }
}
