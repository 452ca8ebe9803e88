// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {DemandedTransaction} from "../src/interfaces/IDemands.sol";
import {Signature} from "../src/interfaces/IInbox.sol";
import {BatchHeader, Submission} from "../src/interfaces/IRollup.sol";
import {SegmentOpening} from "../src/interfaces/ISegments.sol";
import {BridgeFixture} from "./support/BridgeFixture.sol";
import {TxTree} from "./support/TxTree.sol";

/// @notice A-20, F-5: whoever demands transactions of its own and answers them at once makes finality dear for nobody,
/// neither while the rollup lives nor when it is frozen.
contract DemandsFloodTest is BridgeFixture {
    uint256 private constant kSenderKey = 0xa11ce;
    uint256 private constant kSegments = 4; // of 64 transactions each
    bytes32 private constant kHash = keccak256("a transaction");

    address private _sender;
    bytes32[] private _txs;
    Segment[] private _segments;
    BatchHeader private _header;

    /// @dev A right exit of 1 ether in the state, and a batch full of one sender's transactions. That all are the same
    /// one only keeps the test short: L1 looks at batch, segment and place.
    function setUp() public override {
        super.setUp();
        _sender = vm.addr(kSenderKey);
        deposit(kUser, 6 ether);
        _model.add(kUser, 0, 5 ether);
        _exit(0, 1 ether);
        _model.setCursor(inbox.count());
        for (uint256 i = 0; i < 64; ++i) {
            _txs.push(TxTree.leaf(kHash, _sender));
        }
        bytes32 txRoot = TxTree.root(_txs);
        for (uint256 i = 0; i < kSegments; ++i) {
            _segments.push(Segment(_model.root(), txRoot, hex"010001"));
        }
        Submission memory submission = submissionOf(kAnna);
        submission.inboxAfter = inbox.count();
        _header = submit(kAnna, submission, _segments);
    }

    function _demanded(uint256 segment, uint256 place) private view returns (DemandedTransaction memory t) {
        t.header = _header;
        t.segmentLeaves = leavesOf(_segments);
        t.segment = uint32(segment);
        t.opening = SegmentOpening(_segments[segment].postRoot, _segments[segment].txRoot, keccak256(hex"010001"));
        t.place = uint8(place);
        t.signingHash = kHash;
        t.sender = _sender;
        // All leaves are alike, and so are the siblings of each.
        t.siblings = TxTree.siblings(_txs, 0);
    }

    /// @dev All are answered, the first one last: until then nothing is cleared away.
    function _flood() private {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(kSenderKey, kHash);
        Signature memory signature = Signature(v - 27, r, s);
        vm.deal(address(this), kSegments * 64 * kDemandBond);
        for (uint256 i = 0; i < kSegments * 64; ++i) {
            uint64 id = demands.demand{value: kDemandBond}(_demanded(i / 64, i % 64));
            if (i != 0) demands.answer(id, signature);
        }
        demands.answer(1, signature);
        pass(kAnswer + 1);
    }

    function _gasOfFinality() private returns (uint256) {
        vm.cool(address(demands));
        vm.cool(address(rollup));
        check(rollup.isFinal(_header), "final");
        return vm.lastCallGas().gasTotalUsed;
    }

    function test_settledDemandsAreClearedAway() external {
        pass(kWindow + 1);
        uint256 before = _gasOfFinality();
        vm.roll(_header.submittedAt);
        _flood();
        vm.roll(_header.submittedAt + kWindow + 1);
        uint256 flooded = _gasOfFinality();
        check(flooded > before + (kSegments * 64 - 32) * 2000, "all are looked at");
        demands.clear(100); // by anyone, in as many steps as it takes
        uint256 less = _gasOfFinality();
        check(less < flooded - 100 * 2000, "a hundred less");
        demands.clear(type(uint64).max);
        check(_gasOfFinality() < before + 5000, "as if nothing had been");
        checkEqual(bridge.withdraw(_header, _proof(0)), 1 ether, "paid");
        demands.clear(5); // there is nothing left
        check(_gasOfFinality() < before + 5000, "and so it stays");
    }

    /// @dev No demand is made, answered or convicted any more, and they can be cleared away all the same.
    function test_settledDemandsAreClearedAwayWhenFrozen() external {
        _flood();
        vm.roll(rollup.aliveAt() + kEscape + 1);
        check(rollup.isFrozen(), "frozen");
        uint256 flooded = _gasOfFinality();
        demands.clear(type(uint64).max);
        check(_gasOfFinality() < flooded / 10, "cheap");
        checkEqual(bridge.escape(_header, _proof(0)), 6 ether, "paid");
    }

    /// @dev Nothing that is open is cleared away, and nothing behind it.
    function test_openDemandsStay() external {
        vm.deal(address(this), 1 ether);
        uint64 first = demands.demand{value: kDemandBond}(_demanded(0, 0));
        uint64 open = demands.demand{value: kDemandBond}(_demanded(0, 1));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(kSenderKey, kHash);
        demands.answer(first, Signature(v - 27, r, s));
        demands.clear(type(uint64).max);
        vm.roll(_header.submittedAt + kWindow + 1);
        check(demands.isOverdueBelow(1), "overdue");
        check(!rollup.isFinal(_header), "not final");
        demands.convictUnanswered(open, _header);
        check(!demands.isOverdueBelow(1), "settled");
    }
}
