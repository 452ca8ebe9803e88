// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IOperators} from "../src/interfaces/IOperators.sol";
import {BatchHeader, IRollup, Submission} from "../src/interfaces/IRollup.sol";
import {ChainFixture} from "./support/ChainFixture.sol";
import {Model} from "./support/Model.sol";

/// @notice Rules A-1 to A-20.
contract RollupTest is ChainFixture {
    bytes32 private constant kRoot = bytes32(uint256(0x1111));

    function setUp() public override {
        super.setUp();
        registerThree();
        pass(2);
    }

    function _expect(Submission memory submission, bytes memory error_) private {
        vm.expectRevert(error_);
        vm.prank(kAnna);
        rollup.submitBatch(submission, encode(one(kRoot, 0, hex"010001")));
    }

    function _expectMalformed(bytes memory data, uint256 offset) private {
        Submission memory submission = submissionOf(kAnna);
        vm.expectRevert(abi.encodeWithSelector(IRollup.MalformedData.selector, offset));
        vm.prank(kAnna);
        rollup.submitBatch(submission, data);
    }

    function test_S6_A3_genesis() external {
        (uint64 number, bytes32 hash, bytes32 root, uint64 cursor,) = rollup.tip();
        checkEqual(number, 0, "number");
        checkEqual(hash, keccak256(abi.encodePacked(address(rollup), kChainId)), "A-3");
        checkEqual(root, new Model().root(), "S-6");
        checkEqual(cursor, 0, "cursor");
        checkEqual(rollup.batchHash(0), hash, "hash of number 0");
    }

    function test_batchIsChained() external {
        uint64 now_ = uint64(vm.getBlockNumber());
        BatchHeader memory h = submitRoot(kAnna, kRoot);
        checkEqual(h.rollup, address(rollup), "rollup");
        checkEqual(h.number, 1, "number");
        checkEqual(h.operator, kAnna, "operator");
        checkEqual(h.era, 1, "the first action begins era 1");
        checkEqual(h.baseFeeWei, kAnnaBid, "base fee");
        checkEqual(h.submittedAt, now_, "submittedAt");
        checkEqual(h.preStateRoot, new Model().root(), "preStateRoot");
        checkEqual(h.postStateRoot, kRoot, "postStateRoot");
        checkEqual(h.segmentCount, 1, "segments");
        checkEqual(h.segmentsHash, keccak256(abi.encodePacked(leavesOf(one(kRoot, 0, hex"010001")))), "A-2");
        checkEqual(h.bondWei, kBond, "bond");
        BatchHeader memory next = submitRoot(kAnna, bytes32(uint256(2)));
        checkEqual(next.number, 2, "number");
        checkEqual(next.parentHash, keccak256(abi.encode(h)), "parent");
        checkEqual(next.preStateRoot, kRoot, "preStateRoot");
        checkEqual(next.era, 1, "same era");
        check(rollup.isInChain(h) && rollup.isInChain(next), "both are in the chain");
        checkEqual(rollup.batchHash(2), keccak256(abi.encode(next)), "hash");
        checkEqual(rollup.batchHash(3), bytes32(0), "nothing above the tip");
    }

    function test_A1_A2_manySegments() external {
        Segment[] memory segments = new Segment[](256);
        for (uint256 i = 0; i < 256; ++i) {
            segments[i] = Segment(bytes32(i + 1), bytes32(i), new bytes(i + 1));
        }
        BatchHeader memory h = submit(kAnna, submissionOf(kAnna), segments);
        checkEqual(h.segmentCount, 256, "segments");
        checkEqual(h.postStateRoot, bytes32(uint256(256)), "root of the last");
        checkEqual(h.segmentsHash, keccak256(abi.encodePacked(leavesOf(segments))), "A-2");
    }

    function test_A10_onlyTheCurrentOperator() external {
        Submission memory submission = submissionOf(kBert);
        vm.expectRevert(abi.encodeWithSelector(IRollup.NotCurrentOperator.selector, kBert, kAnna));
        vm.prank(kBert);
        rollup.submitBatch(submission, encode(one(kRoot, 0, hex"010001")));
    }

    function test_A11_parentIsTheTip() external {
        Submission memory submission = submissionOf(kAnna);
        bytes32 genesis = submission.parentHash;
        BatchHeader memory h = submitRoot(kAnna, kRoot);
        _expect(submission, abi.encodeWithSelector(IRollup.WrongParent.selector, genesis, keccak256(abi.encode(h))));
    }

    function test_A12_boundBlock() external {
        // A longer epoch, in which all of the last 256 blocks lie (A-13).
        deploy(Times(kWindow, kCutoff, kAnswer, kEscape, 600, kHeartbeat, kDeadline));
        pass(300);
        register(address(0xD0), kMinBid, kBond);
        uint64 now_ = uint64(vm.getBlockNumber());
        Submission memory submission = submissionOf(address(0xD0));
        checkCurrent(address(0xD0));

        submission.l1BlockHash = bytes32(uint256(7));
        vm.prank(address(0xD0));
        vm.expectRevert(
            abi.encodeWithSelector(
                IRollup.WrongL1Block.selector, now_ - 1, submission.l1BlockHash, blockhash(now_ - 1)
            )
        );
        rollup.submitBatch(submission, encode(one(kRoot, 0, hex"010001")));

        uint64[3] memory outside = [now_, now_ + 1, now_ - 257];
        for (uint256 i = 0; i < 3; ++i) {
            submission.l1BlockNumber = outside[i];
            submission.l1BlockHash = 0;
            vm.prank(address(0xD0));
            vm.expectRevert(abi.encodeWithSelector(IRollup.WrongL1Block.selector, outside[i], bytes32(0), bytes32(0)));
            rollup.submitBatch(submission, encode(one(kRoot, 0, hex"010001")));
        }

        submission.l1BlockNumber = now_ - 256;
        submission.l1BlockHash = blockhash(now_ - 256);
        submission.baseFeeWei = operators.bidAt(address(0xD0), now_ - 256);
        submit(address(0xD0), submission, one(kRoot, 0, hex"010001"));
    }

    function test_A12_boundBlockDoesNotGoBack() external {
        Submission memory older = submissionOf(kAnna);
        pass(1);
        BatchHeader memory h = submitRoot(kAnna, kRoot);
        older.parentHash = keccak256(abi.encode(h));
        _expect(
            older,
            abi.encodeWithSelector(
                IRollup.WrongL1Block.selector, older.l1BlockNumber, older.l1BlockHash, older.l1BlockHash
            )
        );
        // The same block again is fine.
        submitRoot(kAnna, kRoot);
    }

    function test_A13_baseFeeIsTheBid() external {
        Submission memory submission = submissionOf(kAnna);
        submission.baseFeeWei = kAnnaBid + 1;
        _expect(submission, abi.encodeWithSelector(IRollup.WrongBaseFee.selector, kAnnaBid + 1, kAnnaBid));
    }

    function test_A13_bidOfTheBoundBlocksEpoch() external {
        goToEpoch(1);
        vm.prank(kAnna);
        operators.setBid(kMinBid);
        goToEpoch(3); // the first block of the epoch in which the new bid is in effect
        Submission memory submission = submissionOf(kAnna);
        checkEqual(submission.baseFeeWei, kAnnaBid, "the block before is still of the old epoch");
        submission.baseFeeWei = kMinBid;
        _expect(submission, abi.encodeWithSelector(IRollup.WrongBaseFee.selector, kMinBid, kAnnaBid));
        pass(1);
        submission = submissionOf(kAnna);
        checkEqual(submission.baseFeeWei, kMinBid, "the new bid");
        submit(kAnna, submission, one(kRoot, 0, hex"010001"));
    }

    /// @dev Nobody is ranked by one bid and paid by one of long ago.
    function test_A13_boundBlockIsOfThisEpochOrTheOneBefore() external {
        vm.prank(kAnna);
        operators.setBid(kMinBid); // epoch 0: at once
        vm.prank(kAnna);
        operators.setBid(kBertBid - 1);
        goToEpoch(1);
        vm.prank(kAnna);
        operators.setBid(kMinBid);
        goToEpoch(3);
        uint64 start = uint64(vm.getBlockNumber());
        heartbeat(kAnna);
        // The first blocks of an epoch, one heartbeat long: the epoch before will do, and none before that.
        for (uint256 i = 0; i < 2; ++i) {
            if (i == 1) pass(kHeartbeat - 1);
            _expectBoundTooEarly(start - kEpoch - 1, start - kEpoch);
            checkEqual(operators.baseFeeAt(kAnna, start - kEpoch), kBertBid - 1, "the bid of the epoch before");
            checkEqual(operators.baseFeeAt(kAnna, start - 1), kBertBid - 1, "the bid of the epoch before");
        }
        checkEqual(operators.baseFeeAt(kAnna, start), kMinBid, "the bid of this one");
        uint256 state = vm.snapshotState();
        checkEqual(submit(kAnna, _bound(start - 1), one(kRoot, 0, hex"010001")).baseFeeWei, kBertBid - 1, "as bound");
        check(vm.revertToState(state), "back");
        pass(1);
        _expectBoundTooEarly(start - 1, start);
        checkEqual(submit(kAnna, _bound(start), one(kRoot, 0, hex"010001")).baseFeeWei, kMinBid, "as bound");
    }

    /// @dev What Anna submits where she binds a block.
    function _bound(uint64 l1Block) private view returns (Submission memory submission) {
        submission = submissionOf(kAnna);
        submission.l1BlockNumber = l1Block;
        submission.l1BlockHash = blockhash(l1Block);
        submission.baseFeeWei = operators.bidAt(kAnna, l1Block);
    }

    function _expectBoundTooEarly(uint64 l1Block, uint64 earliest) private {
        _expect(_bound(l1Block), abi.encodeWithSelector(IOperators.BoundTooEarly.selector, l1Block, earliest));
    }

    /// @dev There is no epoch before the first.
    function test_A13_epoch0() external {
        checkEqual(operators.baseFeeAt(kAnna, kStart - 1), kAnnaBid, "before the deployment");
        checkEqual(operators.baseFeeAt(kAnna, kStart), kAnnaBid, "the deployment");
        goToEpoch(1);
        vm.expectRevert(abi.encodeWithSelector(IOperators.BoundTooEarly.selector, kStart - 1, kStart));
        operators.baseFeeAt(kAnna, kStart - 1);
    }

    function test_A14_shapeOfTheData() external {
        _expectMalformed("", 0);
        _expectMalformed(new bytes(65), 0);
        _expectMalformed(encode(one(kRoot, 0, "")), 0); // no records
        _expectMalformed(encode(one(0, kRoot, hex"010001")), 0); // zero root
        _expectMalformed(encode(one(kRoot, 0, new bytes(6145))), 0); // too many bytes
        bytes memory good = encode(one(kRoot, 0, hex"010001"));
        _expectMalformed(abi.encodePacked(good, uint8(1)), good.length); // bytes left over
        good[1] = 0x04;
        _expectMalformed(good, 0); // cut off
        Segment[] memory tooMany = new Segment[](257);
        for (uint256 i = 0; i < 257; ++i) {
            tooMany[i] = Segment(kRoot, 0, hex"00");
        }
        _expectMalformed(encode(tooMany), 256 * 67);
        submitData(kAnna, submissionOf(kAnna), encode(one(kRoot, 0, new bytes(6144))));
    }

    function test_A15_inboxCursor() external {
        for (uint256 i = 0; i < 3; ++i) {
            deposit(address(0xdead), 1);
        }
        Submission memory submission = submissionOf(kAnna);
        submission.inboxAfter = 4;
        _expect(submission, abi.encodeWithSelector(IRollup.WrongInboxCursor.selector, 4, 0, 3));
        submission.inboxAfter = 2;
        BatchHeader memory h = submit(kAnna, submission, one(kRoot, 0, hex"010001"));
        checkEqual(h.inboxBefore, 0, "inboxBefore");
        checkEqual(h.inboxAfter, 2, "inboxAfter");
        submission = submissionOf(kAnna);
        submission.inboxAfter = 1;
        _expect(submission, abi.encodeWithSelector(IRollup.WrongInboxCursor.selector, 1, 2, 3));
    }

    function test_A15_O5_overdueEntriesAreConsumed() external {
        deposit(address(0xdead), 1);
        deposit(address(0xdead), 1);
        pass(1);
        deposit(address(0xdead), 1);
        for (uint256 i = 0; i < 4; ++i) {
            heartbeat(kAnna);
            pass(kDeadline / 4);
        }
        // The first two are overdue, the third is not.
        Submission memory submission = submissionOf(kAnna);
        submission.inboxAfter = 1;
        _expect(submission, abi.encodeWithSelector(IRollup.InboxOverdue.selector, 1, 2));
        vm.expectRevert(abi.encodeWithSelector(IRollup.InboxOverdue.selector, 0, 2));
        heartbeat(kAnna);
        submission.inboxAfter = 2;
        submit(kAnna, submission, one(kRoot, 0, hex"010001"));
        heartbeat(kAnna);
    }

    /// @dev A flood of deposits cannot demand more of a batch than a batch can hold.
    function test_A15_demandIsBounded() external {
        for (uint256 i = 0; i < 4100; ++i) {
            deposit(address(0xdead), 1);
        }
        goToEpoch(2);
        Submission memory submission = submissionOf(kAnna);
        submission.inboxAfter = 4095;
        _expect(submission, abi.encodeWithSelector(IRollup.InboxOverdue.selector, 4095, 4100));
        submission.inboxAfter = 4096;
        submit(kAnna, submission, one(kRoot, 0, hex"010001"));
    }

    function test_A20_finality() external {
        BatchHeader memory h = submitRoot(kAnna, kRoot);
        pass(kWindow);
        check(!rollup.isFinal(h), "not in the last block of the window");
        pass(1);
        check(rollup.isFinal(h), "final after it");
        h.era += 1;
        check(!rollup.isFinal(h) && !rollup.isInChain(h), "another header is none of the chain");
    }

    function test_timesMakeSense() external {
        uint64 most = 1 << 32;
        uint64[2][4] memory wrong = [[uint64(0), 1], [most + 1, 1], [uint64(1), most + 1], [type(uint64).max, 1]];
        for (uint256 i = 0; i < 4; ++i) {
            (bool deployed,) = address(this).call(abi.encodeCall(this.deployRollup, (wrong[i][0], wrong[i][1])));
            check(!deployed, "refused");
        }
        this.deployRollup(most, most);
        this.deployRollup(1, 0);
    }

    function deployRollup(uint64 window, uint64 escape) external returns (address) {
        return vm.deployCode("Rollup.sol", abi.encode(operators, inbox, fraud, demands, kChainId, window, escape));
    }

    function test_onlyFraudRollsBack() external {
        BatchHeader memory h = submitRoot(kAnna, kRoot);
        vm.expectRevert(abi.encodeWithSelector(IRollup.NotFraud.selector, address(this)));
        rollup.rollBack(h);
    }

    function test_rollBackRestoresTheTip() external {
        deposit(address(0xdead), 1);
        BatchHeader memory first = submitRoot(kAnna, kRoot);
        Submission memory submission = submissionOf(kAnna);
        submission.inboxAfter = 1;
        BatchHeader memory second = submit(kAnna, submission, one(bytes32(uint256(2)), 0, hex"010001"));
        BatchHeader memory third = submitRoot(kAnna, bytes32(uint256(3)));
        vm.prank(address(fraud));
        rollup.rollBack(second);
        (uint64 number, bytes32 hash, bytes32 root, uint64 cursor,) = rollup.tip();
        checkEqual(number, 1, "number");
        checkEqual(hash, keccak256(abi.encode(first)), "hash");
        checkEqual(root, kRoot, "root");
        checkEqual(cursor, 0, "cursor");
        checkEqual(rollup.batchHash(2), bytes32(0), "nothing above the tip");
        check(!rollup.isInChain(second) && !rollup.isInChain(third), "both are gone");
        vm.startPrank(address(fraud));
        vm.expectRevert(abi.encodeWithSelector(IRollup.UnknownBatch.selector, keccak256(abi.encode(third))));
        rollup.rollBack(third);
        vm.stopPrank();
        // The chain goes on from there.
        BatchHeader memory again = submitRoot(kAnna, bytes32(uint256(4)));
        checkEqual(again.number, 2, "number");
        checkEqual(again.parentHash, keccak256(abi.encode(first)), "parent");
    }

    function test_finalBatchIsNotRolledBack() external {
        BatchHeader memory h = submitRoot(kAnna, kRoot);
        pass(kWindow + 1);
        vm.startPrank(address(fraud));
        vm.expectRevert(abi.encodeWithSelector(IRollup.BatchIsFinal.selector, 1));
        rollup.rollBack(h);
        vm.stopPrank();
    }
}
