// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {ICommitments} from "../src/interfaces/ICommitments.sol";
import {Signature} from "../src/interfaces/IInbox.sol";
import {IOperators, OperatorStatus} from "../src/interfaces/IOperators.sol";
import {BrokenPromiseProof, IPromises, SoftConfirmation} from "../src/interfaces/IPromises.sol";
import {BatchHeader} from "../src/interfaces/IRollup.sol";
import {ISegments, SegmentOpening} from "../src/interfaces/ISegments.sol";
import {SignedBatches} from "./support/SignedBatches.sol";
import {TxTree} from "./support/TxTree.sol";

/// @notice Rule F-9, on a chain of two batches: one that leads to the state of which the promises speak, and one with
/// what was anchored there.
contract PromisesTest is SignedBatches {
    uint256 private constant kOperatorKey = 0x09e4a704;
    address private constant kChallenger = address(0xcc);
    bytes32 private constant kSalt = bytes32(uint256(0x5a17));

    address private _operator;
    BatchHeader private _header;

    function setUp() public override {
        super.setUp();
        _operator = vm.addr(kOperatorKey);
        register(_operator, kMinBid, kBond);
        registerThree();
        pass(1);
        // It asserts the state of which the next batch's transactions have the sequence numbers from 40 on.
        submitRoot(_operator, rootAfter(0));
        pass(1);
        _header = submitSigned(_operator);
        pass(1);
    }

    function _promise(uint64 sequence, bytes32 leaf) private view returns (SoftConfirmation memory) {
        return promiseOf(_header.era, sequence, leaf);
    }

    function _signed(SoftConfirmation memory confirmation) private view returns (Signature memory) {
        return signedBy(kOperatorKey, promises.promiseHash(confirmation));
    }

    function _commit(SoftConfirmation memory confirmation) private {
        bytes32 subject = promises.promiseHash(confirmation);
        promises.commit(keccak256(abi.encode(kChallenger, subject, kSalt)));
        pass(1);
    }

    /// @dev Shows what stands at the place of transaction `place` of segment `index`.
    function _proofFor(SoftConfirmation memory confirmation, uint256 index, uint256 place)
        private
        view
        returns (BrokenPromiseProof memory proof)
    {
        bytes32[] memory leaves = leavesOfSegment(index);
        proof.confirmation = confirmation;
        proof.signature = _signed(confirmation);
        proof.header = _header;
        proof.segmentLeaves = leavesOf(segmentsOfTheBatch());
        proof.segment = uint32(index);
        if (index > 0) proof.previous = openingOf(index - 1);
        proof.opening = openingOf(index);
        proof.before.treeRoot = kTreeRoot;
        proof.before.accountCount = 9;
        proof.before.txCount = kTxCountBefore + 3 * uint64(index);
        if (place < leaves.length) proof.txLeaf = leaves[place];
        proof.siblings = TxTree.siblings(leaves, place);
        proof.salt = kSalt;
    }

    function _prove(BrokenPromiseProof memory proof) private {
        vm.prank(kChallenger);
        promises.proveBroken(proof);
    }

    function _expectKept(BrokenPromiseProof memory proof, bytes memory reason) private {
        _commit(proof.confirmation);
        vm.expectRevert(reason);
        _prove(proof);
        checkStatus(_operator, OperatorStatus.Registered);
    }

    function test_promiseHash() external view {
        SoftConfirmation memory confirmation = _promise(41, hashOf(7));
        bytes memory signed = abi.encodePacked(
            uint8(6), address(rollup), kChainId, uint64(1), operators.eraId(1), uint64(41), hashOf(7)
        );
        checkEqual(promises.promiseHash(confirmation), keccak256(signed), "hash");
    }

    function test_F9_anotherTransactionWasAnchored() external {
        SoftConfirmation memory confirmation = _promise(kTxCountBefore + 4, hashOf(7));
        BrokenPromiseProof memory proof = _proofFor(confirmation, 1, 1);
        _commit(confirmation);
        vm.expectEmit(true, true, true, true, address(promises));
        emit IPromises.PromiseBroken(
            _operator,
            kChallenger,
            promises.promiseHash(confirmation),
            confirmation.era,
            confirmation.sequence,
            hashOf(7),
            proof.txLeaf,
            true
        );
        _prove(proof);
        checkStatus(_operator, OperatorStatus.Convicted);
        checkEqual(operators.claimable(kChallenger), kBond / 2, "reward");
        checkEqual(kBurnt.balance, kBond / 2, "burnt");
        check(rollup.isInChain(_header), "the batch stands: it is valid");
        checkEqual(eraNow(), 1, "no era begins but by who acts next");
        checkCurrent(kAnna);
        heartbeat(kAnna);
        checkEqual(eraNow(), 2, "hers");
    }

    function test_F9_inTheFirstSegment() external {
        SoftConfirmation memory confirmation = _promise(kTxCountBefore, hashOf(7));
        _commit(confirmation);
        _prove(_proofFor(confirmation, 0, 0));
        checkStatus(_operator, OperatorStatus.Convicted);
    }

    function test_F9_aPromiseThatWasKept() external {
        SoftConfirmation memory confirmation = _promise(kTxCountBefore + 2, leavesOfSegment(0)[2]);
        _expectKept(_proofFor(confirmation, 0, 2), abi.encodeWithSelector(IPromises.PromiseIsKept.selector));
    }

    function test_F9_onlyTheLeafWithItsSequenceNumber() external {
        SoftConfirmation memory confirmation = _promise(kTxCountBefore + 2, leavesOfSegment(0)[2]);
        bytes memory reason = abi.encodeWithSelector(IPromises.WrongLeaf.selector);
        _expectKept(_proofFor(confirmation, 0, 1), reason); // the leaf beside it
        BrokenPromiseProof memory proof = _proofFor(confirmation, 1, 0);
        vm.expectRevert(reason);
        _prove(proof);
        // Beyond the last transaction there is nothing, which breaks no promise.
        confirmation = _promise(kTxCountBefore + 3, hashOf(7));
        _expectKept(_proofFor(confirmation, 0, 3), reason);
        confirmation = _promise(kTxCountBefore + 64, hashOf(7));
        _expectKept(_proofFor(confirmation, 0, 0), reason);
    }

    function test_F9_onlyWithTheStateBefore() external {
        SoftConfirmation memory confirmation = _promise(kTxCountBefore + 1, leavesOfSegment(0)[1]);
        BrokenPromiseProof memory proof = _proofFor(confirmation, 0, 0);
        proof.before.txCount += 1; // so that the leaf would have the promised number
        _expectKept(proof, abi.encodeWithSelector(IPromises.WrongStateOpening.selector));
        proof = _proofFor(confirmation, 1, 0);
        proof.previous = SegmentOpening(0, 0, 0);
        vm.expectRevert(ISegments.WrongOpening.selector);
        _prove(proof);
    }

    function test_F9_onlyInTheEraOfThePromise() external {
        SoftConfirmation memory confirmation = _promise(kTxCountBefore, hashOf(7));
        confirmation.era += 1;
        _expectKept(_proofFor(confirmation, 0, 0), abi.encodeWithSelector(IPromises.AnotherEra.selector, 2, 1));
    }

    function test_F9_onlyWhatTheOperatorItselfAnchored() external {
        SoftConfirmation memory confirmation = _promise(kTxCountBefore, hashOf(7));
        BrokenPromiseProof memory proof = _proofFor(confirmation, 0, 0);
        proof.signature = signedBy(0xb0b, promises.promiseHash(confirmation));
        _expectKept(proof, abi.encodeWithSelector(IPromises.NotTheSigner.selector, vm.addr(0xb0b)));
        proof.signature.yParity = 7;
        vm.expectRevert(abi.encodeWithSelector(IPromises.NotTheSigner.selector, address(0)));
        _prove(proof);
    }

    function test_F9_onlyOfAnEraOfThisChain() external {
        SoftConfirmation memory confirmation = _promise(kTxCountBefore, hashOf(7));
        confirmation.eraId = hashOf(1);
        bytes memory reason = abi.encodeWithSelector(IPromises.UnknownEra.selector, _header.era, hashOf(1));
        _expectKept(_proofFor(confirmation, 0, 0), reason);
        confirmation.eraId = 0;
        reason = abi.encodeWithSelector(IPromises.UnknownEra.selector, _header.era, bytes32(0));
        _expectKept(_proofFor(confirmation, 0, 0), reason);
    }

    function test_F9_onlyABatchInTheChain() external {
        SoftConfirmation memory confirmation = _promise(kTxCountBefore, hashOf(7));
        BrokenPromiseProof memory proof = _proofFor(confirmation, 0, 0);
        proof.header.feeAccount = 3;
        bytes32 hash = keccak256(abi.encode(proof.header));
        _expectKept(proof, abi.encodeWithSelector(ISegments.NotInChain.selector, hash));
    }

    function test_F9_commitAndReveal() external {
        SoftConfirmation memory confirmation = _promise(kTxCountBefore, hashOf(7));
        BrokenPromiseProof memory proof = _proofFor(confirmation, 0, 0);
        bytes32 commitment = keccak256(abi.encode(kChallenger, promises.promiseHash(confirmation), kSalt));
        vm.expectRevert(abi.encodeWithSelector(ICommitments.NoCommitment.selector, commitment));
        _prove(proof);
        promises.commit(commitment);
        uint64 now_ = uint64(vm.getBlockNumber());
        vm.expectRevert(abi.encodeWithSelector(ICommitments.CommitmentTooFresh.selector, now_));
        _prove(proof);
        pass(1);
        _prove(proof);
    }

    function test_F9_onceIsEnough() external {
        SoftConfirmation memory confirmation = _promise(kTxCountBefore, hashOf(7));
        _commit(confirmation);
        _prove(_proofFor(confirmation, 0, 0));
        BrokenPromiseProof memory again = _proofFor(confirmation, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IOperators.IsConvicted.selector, _operator));
        _prove(again);
    }

    /// @param reason it is refused for; empty where it convicts
    function _proveConflict(
        SoftConfirmation memory first,
        SoftConfirmation memory second,
        uint256 key,
        bytes memory reason
    ) private {
        Signature memory one_ = _signed(first);
        Signature memory other = signedBy(key, promises.promiseHash(second));
        vm.prank(kChallenger);
        if (reason.length != 0) vm.expectRevert(reason);
        promises.proveConflict(first, one_, second, other, kSalt);
    }

    function test_F9_twoPromisesForOnePlace() external {
        SoftConfirmation memory first = _promise(99, hashOf(7));
        SoftConfirmation memory second = _promise(99, hashOf(8));
        _commit(first);
        _proveConflict(first, second, kOperatorKey, "");
        checkStatus(_operator, OperatorStatus.Convicted);
        checkEqual(operators.claimable(kChallenger), kBond / 2, "reward");
    }

    function test_F9_promisesThatAgree() external {
        SoftConfirmation memory first = _promise(99, hashOf(7));
        _commit(first);
        bytes memory reason = abi.encodeWithSelector(IPromises.PromisesAgree.selector);
        _proveConflict(first, first, kOperatorKey, reason);
        SoftConfirmation memory second = _promise(100, hashOf(8));
        _proveConflict(first, second, kOperatorKey, reason);
        second = _promise(99, hashOf(8));
        second.era += 1;
        _proveConflict(first, second, kOperatorKey, reason);
        second = _promise(99, hashOf(8));
        reason = abi.encodeWithSelector(IPromises.NotTheSigner.selector, vm.addr(0xb0b));
        _proveConflict(first, second, 0xb0b, reason);
        second.eraId = hashOf(1);
        reason = abi.encodeWithSelector(IPromises.UnknownEra.selector, first.era, hashOf(1));
        _proveConflict(first, second, kOperatorKey, reason);
        checkStatus(_operator, OperatorStatus.Registered);
    }

    /// @dev An era that nobody has begun has no id, which is not the id 0.
    function test_F9_noPromiseIsOfAnEraThatIsNotThere() external {
        uint64[2] memory eras = [uint64(0), _header.era + 1];
        for (uint256 i = 0; i < 2; ++i) {
            SoftConfirmation memory first = promiseOf(eras[i], 99, hashOf(7));
            SoftConfirmation memory second = promiseOf(eras[i], 99, hashOf(8));
            checkEqual(first.eraId, bytes32(0), "no id");
            _commit(first);
            bytes memory reason = abi.encodeWithSelector(IPromises.UnknownEra.selector, eras[i], bytes32(0));
            _proveConflict(first, second, kOperatorKey, reason);
        }
        checkStatus(_operator, OperatorStatus.Registered);
    }

    /// @dev Promises of an era that is over are promises all the same.
    function test_F9_erasOfThePastAreKept() external {
        pass(kHeartbeat + 1);
        heartbeat(kAnna);
        checkEqual(eraNow(), 2, "hers");
        SoftConfirmation memory first = _promise(99, hashOf(7));
        _commit(first);
        _proveConflict(first, _promise(99, hashOf(8)), kOperatorKey, "");
        checkStatus(_operator, OperatorStatus.Convicted);
    }

    function test_F9_aStrangersSignatureConvictsNobody() external {
        SoftConfirmation memory first = _promise(99, hashOf(7));
        SoftConfirmation memory second = _promise(99, hashOf(8));
        Signature memory one_ = signedBy(0xb0b, promises.promiseHash(first));
        Signature memory other = signedBy(0xb0b, promises.promiseHash(second));
        _commit(first);
        vm.prank(kChallenger);
        vm.expectRevert(abi.encodeWithSelector(IOperators.NotRegistered.selector, vm.addr(0xb0b)));
        promises.proveConflict(first, one_, second, other, kSalt);
    }
}
