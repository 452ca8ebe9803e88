// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {ICommitments} from "../src/interfaces/ICommitments.sol";
import {BadSegmentProof, IFraud} from "../src/interfaces/IFraud.sol";
import {OperatorStatus} from "../src/interfaces/IOperators.sol";
import {BatchHeader, Submission} from "../src/interfaces/IRollup.sol";
import {ISegments, SegmentOpening} from "../src/interfaces/ISegments.sol";
import {ChainFixture} from "./support/ChainFixture.sol";
import {Model} from "./support/Model.sol";
import {Records} from "./support/Records.sol";

/// @notice Rules F-1 to F-4, on a chain with one honest batch of three deposits.
contract FraudTest is ChainFixture {
    address private constant kAlice = address(0xa11ce);
    address private constant kBob = address(0xb0b);
    address private constant kChallenger = address(0xcc);
    bytes32 private constant kSalt = bytes32(uint256(0x5a17));
    uint256 private constant kFee = 21_000 * uint256(kAnnaBid);

    Model private _model;
    BatchHeader private _first;
    bytes private _entries;

    function setUp() public override {
        super.setUp();
        registerThree();
        pass(1);
        _model = new Model();
        address[3] memory users = [kAnna, kAlice, kBob];
        for (uint256 i = 0; i < 3; ++i) {
            deposit(users[i], 10 ether);
            _entries = abi.encodePacked(_entries, _model.entry(users[i], 10 ether));
            _model.add(users[i], 0, 10 ether);
        }
        _model.setCursor(3);
        Submission memory submission = submissionOf(kAnna);
        submission.inboxAfter = 3;
        _first = submit(kAnna, submission, one(_model.root(), 0, hex"010202020001"));
        pass(1);
    }

    function _all() private view returns (uint256[] memory list) {
        list = new uint256[](_model.count());
        for (uint256 i = 0; i < list.length; ++i) {
            list[i] = i;
        }
    }

    function _witness() private view returns (bytes memory) {
        return _model.witness(_all(), 0, "");
    }

    /// @dev Alice pays Bob: txRoot of it, and the model after it.
    function _pay(uint64 nonce, uint256 valueWei) private returns (Segment memory segment) {
        segment.records = Records.segment(abi.encodePacked(Records.transfer(1, 2, valueWei), Records.blockEnd(10)));
        _model.move(1, 2, 0, valueWei, kFee);
        segment.postRoot = _model.root();
        bytes32[] memory hashes = new bytes32[](1);
        address[] memory senders = new address[](1);
        hashes[0] = _model.signingHash(Model.Tx(kChainId, nonce, 0, 10_000_000, 21_000, kBob, uint128(valueWei)));
        senders[0] = kAlice;
        segment.txRoot = _model.txRoot(hashes, senders);
    }

    function _proofOf(BatchHeader memory header, Segment[] memory segments, uint32 index, bytes memory witness)
        private
        pure
        returns (BadSegmentProof memory proof)
    {
        proof.header = header;
        proof.segmentLeaves = leavesOf(segments);
        proof.index = index;
        if (index > 0) {
            Segment memory before = segments[index - 1];
            proof.previous = SegmentOpening(before.postRoot, before.txRoot, keccak256(before.records));
        }
        proof.postRoot = segments[index].postRoot;
        proof.txRoot = segments[index].txRoot;
        proof.records = segments[index].records;
        proof.witness = witness;
        proof.salt = kSalt;
    }

    function _commitment(BadSegmentProof memory proof, address challenger) private pure returns (bytes32) {
        return commitmentTo(challenger, proof);
    }

    function _commit(BadSegmentProof memory proof) private {
        vm.prank(kChallenger);
        fraud.commit(_commitment(proof, kChallenger));
        pass(1);
    }

    function _prove(BadSegmentProof memory proof) private {
        vm.prank(kChallenger);
        fraud.proveBadSegment(proof);
    }

    function _checkVerdict(BadSegmentProof memory proof, uint8 reason, uint16 rule) private view {
        (uint8 shownReason, uint16 shownRule) = fraud.checkBadSegment(proof);
        checkEqual(shownReason, reason, "reason");
        checkEqual(shownRule, rule, "rule");
    }

    /// @dev A proof that holds: the operator takes ten ether out of thin air.
    function _mint() private returns (BadSegmentProof memory proof) {
        bytes memory witness = _witness();
        Model.Account memory anna = _model.account(0);
        anna.balance += 10 ether;
        _model.set(0, anna);
        Segment[] memory segments = one(_model.root(), 0, Records.segment(Records.blockEnd(10)));
        proof = _proofOf(submit(kAnna, submissionOf(kAnna), segments), segments, 0, witness);
    }

    function test_F1_validSegmentsAreNotConvicted() external {
        // The first batch, from the genesis state, with its inbox entries.
        Segment[] memory deposits = one(_model.root(), 0, hex"010202020001");
        Model empty = new Model();
        BadSegmentProof memory proof = _proofOf(_first, deposits, 0, empty.witness(new uint256[](0), 3, _entries));
        vm.expectRevert(IFraud.SegmentIsValid.selector);
        fraud.checkBadSegment(proof);

        // A batch of two segments.
        bytes memory firstWitness = _witness();
        Segment[] memory segments = new Segment[](2);
        segments[0] = _pay(0, 1 ether);
        bytes memory secondWitness = _witness();
        segments[1] = _pay(1, 2 ether);
        BatchHeader memory header = submit(kAnna, submissionOf(kAnna), segments);
        proof = _proofOf(header, segments, 0, firstWitness);
        vm.expectRevert(IFraud.SegmentIsValid.selector);
        fraud.checkBadSegment(proof);
        proof = _proofOf(header, segments, 1, secondWitness);
        _commit(proof);
        vm.expectRevert(IFraud.SegmentIsValid.selector);
        _prove(proof);
        checkStatus(kAnna, OperatorStatus.Registered);
        check(rollup.isInChain(header), "the batch stands");
    }

    function test_F1_brokenRule() external {
        bytes memory witness = _witness();
        bytes memory tooMuch = Records.segment(Records.transfer(1, 2, 100 ether));
        Segment[] memory segments = one(_model.root(), 0, tooMuch);
        BatchHeader memory header = submit(kAnna, submissionOf(kAnna), segments);
        _checkVerdict(_proofOf(header, segments, 0, witness), 1, 28);
        segments = one(_model.root(), 0, hex"ff");
        header = submit(kAnna, submissionOf(kAnna), segments);
        _checkVerdict(_proofOf(header, segments, 0, witness), 1, 1);
    }

    /// @dev T-1 to T-3 need no account, whatever the records before name: one is shown, as it opens the state.
    function test_F1_brokenFormNeedsNoAccounts() external {
        uint256[] memory first = new uint256[](1);
        bytes memory witness = _model.witness(first, 0, "");
        bytes memory records = Records.segment(Records.transfer(1, 2, 1 ether));
        Segment[] memory segments = one(_model.root(), 0, abi.encodePacked(records, uint8(0x3f)));
        BatchHeader memory header = submit(kAnna, submissionOf(kAnna), segments);
        BadSegmentProof memory proof = _proofOf(header, segments, 0, witness);
        _commit(proof);
        vm.expectEmit(true, true, true, true, address(fraud));
        emit IFraud.FraudProven(2, keccak256(abi.encode(header)), kChallenger, 0, 1, 1);
        _prove(proof);
        checkStatus(kAnna, OperatorStatus.Convicted);
    }

    function test_F1_wrongPostRoot() external {
        _checkVerdict(_mint(), 2, 0);
    }

    function test_F1_wrongTxRoot() external {
        bytes memory witness = _witness();
        Segment memory segment = _pay(0, 1 ether);
        segment.txRoot = bytes32(uint256(segment.txRoot) ^ 1);
        Segment[] memory segments = new Segment[](1);
        segments[0] = segment;
        _checkVerdict(_proofOf(submit(kAnna, submissionOf(kAnna), segments), segments, 0, witness), 3, 0);
    }

    function test_F1_wrongFinalCursor() external {
        deposit(kAlice, 1 ether);
        Submission memory submission = submissionOf(kAnna);
        submission.inboxAfter = 4; // says that it consumes the deposit, and does not
        Segment[] memory segments = one(_model.root(), 0, Records.segment(Records.blockEnd(1)));
        _checkVerdict(_proofOf(submit(kAnna, submission, segments), segments, 0, _witness()), 4, 0);
    }

    function test_F1_cursorMattersInTheLastSegmentOnly() external {
        deposit(kAlice, 1 ether);
        bytes memory entry = _model.entry(kAlice, 1 ether);
        Submission memory submission = submissionOf(kAnna);
        submission.inboxAfter = 4;
        Segment[] memory segments = new Segment[](2);
        bytes memory witness = _witness();
        segments[0] = Segment(_model.root(), 0, Records.segment(Records.blockEnd(1)));
        bytes memory lastWitness = _model.witness(_all(), 0, entry);
        _model.credit(1, 1 ether);
        _model.setCursor(4);
        segments[1] =
            Segment(_model.root(), 0, Records.segment(abi.encodePacked(Records.depositTo(1), Records.blockEnd(1))));
        BatchHeader memory header = submit(kAnna, submission, segments);
        BadSegmentProof memory proof = _proofOf(header, segments, 0, witness);
        vm.expectRevert(IFraud.SegmentIsValid.selector);
        fraud.checkBadSegment(proof);
        proof = _proofOf(header, segments, 1, lastWitness);
        vm.expectRevert(IFraud.SegmentIsValid.selector);
        fraud.checkBadSegment(proof);
    }

    function test_F1_laterSegmentStartsFromThePostRootBefore() external {
        Segment[] memory segments = new Segment[](2);
        segments[0] = _pay(0, 1 ether);
        bytes memory witness = _witness();
        segments[1] = Segment(bytes32(uint256(1)), 0, Records.segment(Records.blockEnd(1)));
        BatchHeader memory header = submit(kAnna, submissionOf(kAnna), segments);
        _checkVerdict(_proofOf(header, segments, 1, witness), 2, 0);
        BadSegmentProof memory proof = _proofOf(header, segments, 1, witness);
        proof.previous.postRoot = _first.postStateRoot;
        vm.expectRevert(ISegments.WrongOpening.selector);
        fraud.checkBadSegment(proof);
    }

    function test_F2_nothingMalformedConvicts() external {
        BadSegmentProof memory proof = _mint();
        BadSegmentProof memory bad;

        bad = _copy(proof);
        bad.witness = abi.encodePacked(bad.witness, bytes32(uint256(1)));
        _expect(bad, abi.encodeWithSelector(IFraud.MalformedWitness.selector));

        bad = _copy(proof);
        bad.witness[bad.witness.length - 1] ^= 0x01;
        (bool shown,) = address(fraud).call(abi.encodeCall(fraud.checkBadSegment, (bad)));
        check(!shown, "another sibling");

        bad = _copy(proof);
        bad.records = abi.encodePacked(bad.records, uint8(2));
        _expect(bad, abi.encodeWithSelector(ISegments.WrongOpening.selector));

        bad = _copy(proof);
        bad.postRoot = bytes32(uint256(1));
        _expect(bad, abi.encodeWithSelector(ISegments.WrongOpening.selector));

        bad = _copy(proof);
        bad.previous.txRoot = bytes32(uint256(1));
        _expect(bad, abi.encodeWithSelector(ISegments.WrongOpening.selector));

        bad = _copy(proof);
        bad.index = 1;
        _expect(bad, abi.encodeWithSelector(ISegments.WrongSegments.selector));

        bad = _copy(proof);
        bad.segmentLeaves = new bytes32[](2);
        bad.segmentLeaves[0] = proof.segmentLeaves[0];
        _expect(bad, abi.encodeWithSelector(ISegments.WrongSegments.selector));

        bad = _copy(proof);
        bad.segmentLeaves[0] = bytes32(uint256(1));
        _expect(bad, abi.encodeWithSelector(ISegments.WrongSegments.selector));

        bad = _copy(proof);
        bad.header.baseFeeWei = 1;
        _expect(bad, abi.encodeWithSelector(ISegments.NotInChain.selector, keccak256(abi.encode(bad.header))));

        _checkVerdict(proof, 2, 0); // and the proof as it is holds
    }

    function test_F2_inventedInboxEntries() external {
        // The operator credits Alice with a deposit that L1 never saw; the challenger shows the true one.
        deposit(kBob, 1 ether);
        Submission memory submission = submissionOf(kAnna);
        submission.inboxAfter = 4;
        bytes memory trueWitness = _model.witness(_all(), 0, _model.entry(kBob, 1 ether));
        bytes memory falseWitness = _model.witness(_all(), 0, _model.entry(kAlice, 1 ether));
        bytes memory twoEntries =
            _model.witness(_all(), 0, abi.encodePacked(_model.entry(kBob, 1 ether), _model.entry(kBob, 1 ether)));
        Segment[] memory segments = one(bytes32(uint256(1)), 0, Records.segment(Records.depositTo(1)));
        BatchHeader memory header = submit(kAnna, submission, segments);
        _checkVerdict(_proofOf(header, segments, 0, trueWitness), 1, 11);
        _expect(
            _proofOf(header, segments, 0, falseWitness), abi.encodeWithSelector(IFraud.WrongInboxEntry.selector, 3)
        );
        _expect(_proofOf(header, segments, 0, twoEntries), abi.encodeWithSelector(IFraud.WrongInboxEntry.selector, 3));
    }

    function test_F3_commitAndReveal() external {
        BadSegmentProof memory proof = _mint();
        bytes32 mine = _commitment(proof, kChallenger);
        vm.expectRevert(abi.encodeWithSelector(ICommitments.NoCommitment.selector, mine));
        _prove(proof);

        vm.expectEmit(true, true, true, true, address(fraud));
        emit ICommitments.Committed(mine, kChallenger);
        vm.prank(kChallenger);
        fraud.commit(mine);
        checkEqual(fraud.committedAt(mine), vm.getBlockNumber(), "committedAt");
        vm.expectRevert(abi.encodeWithSelector(ICommitments.AlreadyCommitted.selector, mine));
        fraud.commit(mine);
        vm.expectRevert(abi.encodeWithSelector(ICommitments.CommitmentTooFresh.selector, vm.getBlockNumber()));
        _prove(proof);
        pass(1);

        // Somebody who saw the proof on its way has no commitment of its own.
        vm.expectRevert(abi.encodeWithSelector(ICommitments.NoCommitment.selector, _commitment(proof, kBert)));
        vm.prank(kBert);
        fraud.proveBadSegment(proof);
        // Another salt or segment is another commitment.
        BadSegmentProof memory other = _copy(proof);
        other.salt = 0;
        vm.expectRevert(abi.encodeWithSelector(ICommitments.NoCommitment.selector, _commitment(other, kChallenger)));
        _prove(other);

        _prove(proof);
        checkStatus(kAnna, OperatorStatus.Convicted);
    }

    /// @dev Who commits to a segment without knowing what it is convicted by, and waits for what another reveals.
    function test_F3_nobodyCommitsToWhatItDoesNotKnow() external {
        BadSegmentProof memory proof = _mint();
        _commit(proof);
        bytes32 hash = keccak256(abi.encode(proof.header));
        bytes32[2] memory guesses =
            [keccak256(abi.encode(hash, proof.index)), keccak256(abi.encode(hash, proof.index, keccak256("")))];
        for (uint256 i = 0; i < 2; ++i) {
            vm.prank(kBert);
            fraud.commit(keccak256(abi.encode(kBert, guesses[i], kSalt)));
        }
        pass(1);
        vm.prank(kBert);
        vm.expectRevert(abi.encodeWithSelector(ICommitments.NoCommitment.selector, _commitment(proof, kBert)));
        fraud.proveBadSegment(proof);
        // Nor does the commitment to one witness do for another.
        BadSegmentProof memory other = _copy(proof);
        other.witness = abi.encodePacked(other.witness, bytes32(uint256(1)));
        vm.expectRevert(abi.encodeWithSelector(ICommitments.NoCommitment.selector, _commitment(other, kChallenger)));
        _prove(other);
        _prove(proof);
        checkEqual(operators.claimable(kChallenger), 5 ether, "the reward of who found it");
        checkEqual(operators.claimable(kBert), 0, "nothing for who copied it");
    }

    function test_F4_conviction() external {
        heartbeat(kAnna);
        uint64 era = eraNow();
        BadSegmentProof memory proof = _mint();
        BatchHeader memory later = submitRoot(kAnna, bytes32(uint256(9)));
        _commit(proof);
        vm.expectEmit(true, true, true, true, address(fraud));
        emit IFraud.FraudProven(2, keccak256(abi.encode(proof.header)), kChallenger, 0, 2, 0);
        _prove(proof);

        checkStatus(kAnna, OperatorStatus.Convicted);
        checkEqual(viewOf(kAnna).bondWei, 0, "the whole bond");
        checkEqual(operators.claimable(kChallenger), 5 ether, "reward");
        checkEqual(kBurnt.balance, 5 ether, "burnt");
        checkEqual(eraNow(), era + 1, "a new era");
        checkCurrent(kBert);
        (uint64 number, bytes32 hash, bytes32 root, uint64 cursor,) = rollup.tip();
        checkEqual(number, 1, "number");
        checkEqual(hash, keccak256(abi.encode(_first)), "hash");
        checkEqual(root, _first.postStateRoot, "root");
        checkEqual(cursor, 3, "cursor");
        check(!rollup.isInChain(later), "what built on it is gone too");
        vm.expectRevert(abi.encodeWithSelector(ISegments.NotInChain.selector, keccak256(abi.encode(proof.header))));
        _prove(proof);
        // The successor goes on.
        checkEqual(submitRoot(kBert, bytes32(uint256(5))).era, era + 1, "in the new era");
        vm.prank(kChallenger);
        operators.claim();
        checkEqual(kChallenger.balance, 5 ether, "paid");
    }

    function test_F4_whoWasConvictedBeforeIsRolledBackAgain() external {
        // Two bad batches, the later one convicted first.
        BadSegmentProof memory earlier = _mint();
        BadSegmentProof memory later = _mint();
        _commit(earlier);
        _commit(later);
        _prove(later);
        (uint64 number,,,,) = rollup.tip();
        checkEqual(number, 2, "tip");
        _prove(earlier);
        (number,,,,) = rollup.tip();
        checkEqual(number, 1, "tip");
        checkEqual(operators.claimable(kChallenger), 5 ether, "rewarded once");
    }

    function test_F4_ejectedOperatorIsConvicted() external {
        BadSegmentProof memory proof = _mint();
        pass(kHeartbeat + 1);
        heartbeat(kBert);
        checkStatus(kAnna, OperatorStatus.Ejected);
        _commit(proof);
        _prove(proof);
        checkStatus(kAnna, OperatorStatus.Convicted);
        checkEqual(operators.claimable(kChallenger), 4.5 ether, "half of what the ejection left");
        checkCurrent(kBert);
    }

    function test_A20_finalBatchIsNotChallenged() external {
        BadSegmentProof memory proof = _mint();
        _commit(proof);
        vm.roll(proof.header.submittedAt + kWindow + 1);
        vm.expectRevert(abi.encodeWithSelector(IFraud.AlreadyFinal.selector, 2));
        _prove(proof);
        vm.roll(proof.header.submittedAt + kWindow);
        _prove(proof);
    }

    function _expect(BadSegmentProof memory proof, bytes memory error_) private {
        vm.expectRevert(error_);
        fraud.checkBadSegment(proof);
    }

    function _copy(BadSegmentProof memory proof) private pure returns (BadSegmentProof memory) {
        return abi.decode(abi.encode(proof), (BadSegmentProof));
    }
}
