// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Signature} from "../src/interfaces/IInbox.sol";
import {OperatorStatus} from "../src/interfaces/IOperators.sol";
import {BrokenPromiseProof, IPromises, SoftConfirmation} from "../src/interfaces/IPromises.sol";
import {SignedBatches} from "./support/SignedBatches.sol";
import {TxTree} from "./support/TxTree.sol";

/// @notice F-9, O-6: what an operator promised on another fork of L1, or on another L1, is void here. An operator that
/// keeps its word on each of them is never convicted.
contract PromisesForksTest is SignedBatches {
    uint256 private constant kKey = 0x09e4a704;
    address private constant kChallenger = address(0xcc);
    bytes32 private constant kSalt = bytes32(uint256(0x5a17));

    address private _honest;

    function setUp() public override {
        super.setUp();
        _honest = vm.addr(kKey);
    }

    /// @dev A promise of the honest operator in the era in force.
    function _promise(bytes32 leaf) private view returns (SoftConfirmation memory one_, Signature memory signature) {
        one_ = promiseOf(eraNow(), kTxCountBefore, leaf);
        signature = signedBy(kKey, promises.promiseHash(one_));
    }

    function _commit(SoftConfirmation memory confirmation) private {
        bytes32 hash = promises.promiseHash(confirmation);
        vm.prank(kChallenger);
        promises.commit(keccak256(abi.encode(kChallenger, hash, kSalt)));
    }

    /// @dev Neither way round do the two convict.
    function _checkVoid(
        SoftConfirmation memory other,
        Signature memory otherSignature,
        SoftConfirmation memory here,
        Signature memory hereSignature
    ) private {
        check(other.eraId != here.eraId, "two eras");
        checkEqual(other.era, here.era, "of one number");
        _commit(other);
        _commit(here);
        pass(1);
        bytes memory reason = abi.encodeWithSelector(IPromises.UnknownEra.selector, other.era, other.eraId);
        vm.prank(kChallenger);
        vm.expectRevert(reason);
        promises.proveConflict(other, otherSignature, here, hereSignature, kSalt);
        vm.prank(kChallenger);
        vm.expectRevert(reason);
        promises.proveConflict(here, hereSignature, other, otherSignature, kSalt);
        checkStatus(_honest, OperatorStatus.Registered);
        checkEqual(viewOf(_honest).bondWei, kBond, "the whole bond");
    }

    /// @dev The last batch of the operator before is on one fork of L1 and not on the other.
    function test_F9_promisesOfAnotherForkAreVoid() external {
        register(kCleo, kMinBid, kBond);
        register(_honest, kBertBid, kBond);
        pass(1);
        submitRoot(kCleo, rootAfter(0));
        uint256 fork = vm.snapshotState();
        pass(kHeartbeat + 1);
        heartbeat(_honest);
        checkEqual(eraNow(), 2, "era");
        (SoftConfirmation memory first, Signature memory firstSignature) = _promise(hashOf(7));

        check(vm.revertToState(fork), "back");
        submitSigned(kCleo);
        pass(kHeartbeat + 1);
        vm.setBlockhash(vm.getBlockNumber() - 1, keccak256("of the other fork"));
        heartbeat(_honest);
        (SoftConfirmation memory second, Signature memory secondSignature) = _promise(hashOf(8));
        _checkVoid(first, firstSignature, second, secondSignature);
    }

    /// @dev What was promised on one fork is not what was anchored on the other.
    function test_F9_noBatchBreaksAPromiseOfAnotherFork() external {
        register(_honest, kMinBid, kBond);
        pass(1);
        uint256 fork = vm.snapshotState();
        heartbeat(_honest);
        (SoftConfirmation memory confirmation, Signature memory signature) = _promise(hashOf(7));

        check(vm.revertToState(fork), "back");
        vm.setBlockhash(vm.getBlockNumber() - 1, keccak256("of the other fork"));
        submitRoot(_honest, rootAfter(0));
        BrokenPromiseProof memory proof;
        proof.confirmation = confirmation;
        proof.signature = signature;
        proof.header = submitSigned(_honest);
        proof.segmentLeaves = leavesOf(segmentsOfTheBatch());
        proof.opening = openingOf(0);
        proof.before.treeRoot = kTreeRoot;
        proof.before.accountCount = 9;
        proof.before.txCount = kTxCountBefore;
        proof.txLeaf = leavesOfSegment(0)[0];
        proof.siblings = TxTree.siblings(leavesOfSegment(0), 0);
        proof.salt = kSalt;
        checkEqual(proof.header.era, confirmation.era, "era");
        _commit(confirmation);
        pass(1);
        vm.prank(kChallenger);
        vm.expectRevert(abi.encodeWithSelector(IPromises.UnknownEra.selector, confirmation.era, confirmation.eraId));
        promises.proveBroken(proof);
        // The same words about this fork are a lie.
        proof.confirmation.eraId = operators.eraId(confirmation.era);
        proof.signature = signedBy(kKey, promises.promiseHash(proof.confirmation));
        _commit(proof.confirmation);
        pass(1);
        vm.prank(kChallenger);
        promises.proveBroken(proof);
        checkStatus(_honest, OperatorStatus.Convicted);
    }

    /// @dev One deployer with the same nonces and parameters on two L1s: all addresses are the same.
    function test_F9_promisesOnAnotherL1AreVoid() external {
        pass(1);
        uint256 before = vm.snapshotState();
        vm.chainId(11_155_111);
        register(_honest, kMinBid, kBond);
        heartbeat(_honest);
        (SoftConfirmation memory first, Signature memory firstSignature) = _promise(hashOf(1));
        check(vm.revertToState(before), "back");
        vm.chainId(1);
        register(_honest, kMinBid, kBond);
        heartbeat(_honest);
        (SoftConfirmation memory second, Signature memory secondSignature) = _promise(hashOf(2));
        _checkVoid(first, firstSignature, second, secondSignature);
    }
}
