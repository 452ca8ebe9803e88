// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Signature} from "./interfaces/IInbox.sol";
import {IOperators} from "./interfaces/IOperators.sol";
import {BrokenPromiseProof, IPromises, SoftConfirmation} from "./interfaces/IPromises.sol";
import {BatchHeader, IRollup} from "./interfaces/IRollup.sol";
import {BatchHeaders} from "./BatchHeaders.sol";
import {Commitments} from "./Commitments.sol";
import {kDomainPromise, kSegmentRecords} from "./interfaces/Protocol.sol";
import {Segments} from "./Segments.sol";
import {Signatures} from "./Signatures.sol";
import {StateTree} from "./StateTree.sol";

/// @notice Where anyone shows soft confirmations that conflict with each other or with what was anchored (PROTOCOL.md,
/// F-9). The batches stay: they are valid, whoever broke its word with them.
contract Promises is Commitments, IPromises {
    using BatchHeaders for BatchHeader;

    /// @notice The chain of batches that is spoken of.
    IRollup public immutable rollup;
    /// @notice Where bonds are, and claims.
    IOperators public immutable operators;

    /// @param rollup_ address of the Rollup
    /// @param operators_ address of Operators
    constructor(IRollup rollup_, IOperators operators_) {
        rollup = rollup_;
        operators = operators_;
    }

    /// @inheritdoc IPromises
    function proveConflict(
        SoftConfirmation calldata first,
        Signature calldata firstSignature,
        SoftConfirmation calldata second,
        Signature calldata secondSignature,
        bytes32 salt
    ) external {
        bytes32 hash = promiseHash(first);
        _checkCommitment(hash, salt);
        bool samePlace = first.era == second.era && first.sequence == second.sequence;
        if (!samePlace || first.txLeaf == second.txLeaf) revert PromisesAgree();
        _checkEra(first);
        _checkEra(second);
        address operator = _signer(hash, firstSignature);
        address other = _signer(promiseHash(second), secondSignature);
        if (other != operator) revert NotTheSigner(other);
        _convict(operator, hash, first, second.txLeaf, false);
    }

    /// @inheritdoc IPromises
    function proveBroken(BrokenPromiseProof calldata proof) external {
        bytes32 hash = promiseHash(proof.confirmation);
        _checkCommitment(hash, proof.salt);
        BatchHeader calldata header = proof.header;
        if (!rollup.isInChain(header)) revert NotInChain(header.hash());
        if (header.era != proof.confirmation.era) revert AnotherEra(proof.confirmation.era, header.era);
        _checkEra(proof.confirmation);
        address operator = _signer(hash, proof.signature);
        if (operator != header.operator) revert NotTheSigner(operator);
        _checkAnchored(proof);
        _convict(operator, hash, proof.confirmation, proof.txLeaf, true);
    }

    /// @inheritdoc IPromises
    function promiseHash(SoftConfirmation calldata confirmation) public view returns (bytes32) {
        return keccak256(
            abi.encodePacked(
                uint8(kDomainPromise),
                address(rollup),
                rollup.l2ChainId(),
                confirmation.era,
                confirmation.eraId,
                confirmation.sequence,
                confirmation.txLeaf
            )
        );
    }

    /// @dev Another leaf than the promised one has its sequence number in the batch.
    function _checkAnchored(BrokenPromiseProof calldata proof) private pure {
        Segments.check(proof.header, proof.segmentLeaves, proof.segment, proof.opening);
        bytes32 preRoot = Segments.preRoot(proof.header, proof.segmentLeaves, proof.segment, proof.previous);
        bytes32 opened = StateTree.stateRoot(
            proof.before.treeRoot, proof.before.accountCount, proof.before.inboxCursor, proof.before.txCount
        );
        if (opened != preRoot) revert WrongStateOpening();
        uint64 sequence = proof.confirmation.sequence;
        if (sequence < proof.before.txCount || sequence - proof.before.txCount >= kSegmentRecords) {
            revert WrongLeaf();
        }
        bytes32 root = StateTree.txRootOf(sequence - proof.before.txCount, proof.txLeaf, proof.siblings);
        // An empty place is no transaction: the segment has fewer.
        if (proof.txLeaf == 0 || root != proof.opening.txRoot) revert WrongLeaf();
        if (proof.txLeaf == proof.confirmation.txLeaf) revert PromiseIsKept();
    }

    function _checkEra(SoftConfirmation calldata confirmation) private view {
        bytes32 id = operators.eraId(confirmation.era);
        // Above the era in force it is 0, which is no era's.
        if (id == 0 || id != confirmation.eraId) revert UnknownEra(confirmation.era, confirmation.eraId);
    }

    function _signer(bytes32 hash, Signature calldata signature) private pure returns (address signer) {
        signer = Signatures.recover(hash, signature);
        if (signer == address(0)) revert NotTheSigner(signer);
    }

    function _convict(
        address operator,
        bytes32 hash,
        SoftConfirmation calldata confirmation,
        bytes32 other,
        bool anchored
    ) private {
        // Once is enough: nothing is left to take.
        if (operators.isConvicted(operator)) revert IOperators.IsConvicted(operator);
        emit PromiseBroken(
            operator, msg.sender, hash, confirmation.era, confirmation.sequence, confirmation.txLeaf, other, anchored
        );
        operators.convict(operator, msg.sender, false);
    }
}
