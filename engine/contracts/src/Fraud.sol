// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {BadSegmentProof, IFraud} from "./interfaces/IFraud.sol";
import {IInbox} from "./interfaces/IInbox.sol";
import {IOperators} from "./interfaces/IOperators.sol";
import {BatchHeader, IRollup} from "./interfaces/IRollup.sol";
import {ITokens} from "./interfaces/ITokens.sol";
import {BatchHeaders} from "./BatchHeaders.sol";
import {kDomainSegment} from "./Protocol.sol";
import {SegmentReplay} from "./SegmentReplay.sol";

/// @notice Where anyone shows that an anchor is wrong (PROTOCOL.md, section 8). Whatever does not prove fraud
/// reverts.
contract Fraud is IFraud {
    using BatchHeaders for BatchHeader;

    IRollup public immutable rollup;
    IOperators public immutable operators;
    IInbox public immutable inbox;
    ITokens public immutable tokens;

    /// @inheritdoc IFraud
    mapping(bytes32 commitment => uint64) public committedAt;

    constructor(IRollup rollup_, IOperators operators_, IInbox inbox_, ITokens tokens_) {
        rollup = rollup_;
        operators = operators_;
        inbox = inbox_;
        tokens = tokens_;
    }

    /// @inheritdoc IFraud
    function commit(bytes32 commitment) external {
        if (committedAt[commitment] != 0) revert AlreadyCommitted(commitment);
        committedAt[commitment] = uint64(block.number);
        emit Committed(commitment, msg.sender);
    }

    /// @inheritdoc IFraud
    function proveBadSegment(BadSegmentProof calldata proof) external {
        bytes32 hash = proof.header.hash();
        _checkCommitment(proof, hash);
        (uint8 reason, uint16 rule) = _judge(proof, hash);
        emit FraudProven(proof.header.number, hash, msg.sender, proof.index, reason, rule);
        // The conviction first: the roll-back reports the era that it starts.
        operators.convict(proof.header.operator, msg.sender);
        rollup.rollBack(proof.header);
    }

    /// @inheritdoc IFraud
    function checkBadSegment(BadSegmentProof calldata proof) external view returns (uint8 reason, uint16 rule) {
        return _judge(proof, proof.header.hash());
    }

    /// @dev F-3. The commitment names the caller: nobody else can use a proof seen on its way.
    function _checkCommitment(BadSegmentProof calldata proof, bytes32 hash) private view {
        bytes32 commitment = keccak256(abi.encode(msg.sender, hash, proof.index, proof.salt));
        uint64 since = committedAt[commitment];
        if (since == 0) revert NoCommitment(commitment);
        if (block.number <= since) revert CommitmentTooFresh(since);
    }

    /// @dev Holds what the proof says of the batch's segments against the header (A-2).
    function _checkOpenings(BadSegmentProof calldata proof) private pure {
        uint256 count = proof.segmentLeaves.length;
        if (
            count != proof.header.segmentCount || proof.index >= count
                || keccak256(abi.encodePacked(proof.segmentLeaves)) != proof.header.segmentsHash
        ) revert WrongSegments();
        bytes32 leaf = _segmentLeaf(proof.postRoot, proof.txRoot, keccak256(proof.records));
        if (leaf != proof.segmentLeaves[proof.index]) revert WrongOpening();
        if (proof.index == 0) {
            if (proof.previous.postRoot | proof.previous.txRoot | proof.previous.recordsHash != 0) {
                revert WrongOpening();
            }
        } else {
            bytes32 previous =
                _segmentLeaf(proof.previous.postRoot, proof.previous.txRoot, proof.previous.recordsHash);
            if (previous != proof.segmentLeaves[proof.index - 1]) revert WrongOpening();
        }
    }

    /// @dev F-1. Reverts where the batch cannot be challenged, or the segment is what it says.
    /// @return reason as in FraudProven
    /// @return rule broken; 0 where none is
    function _judge(BadSegmentProof calldata proof, bytes32 hash) private view returns (uint8 reason, uint16 rule) {
        if (!rollup.isInChain(proof.header)) revert NotInChain(hash);
        if (rollup.isFinal(proof.header)) revert AlreadyFinal(proof.header.number);
        _checkOpenings(proof);
        SegmentReplay.Outcome memory outcome = SegmentReplay.replay(_context(proof), proof.records, proof.witness);
        if (outcome.rule != 0) return (1, outcome.rule);
        if (outcome.postRoot != proof.postRoot) return (2, 0);
        if (outcome.txRoot != proof.txRoot) return (3, 0);
        bool last = uint256(proof.index) + 1 == proof.header.segmentCount;
        if (last && (outcome.finalCursor != proof.header.inboxAfter || proof.postRoot != proof.header.postStateRoot))
        {
            return (4, 0);
        }
        revert SegmentIsValid();
    }

    function _context(BadSegmentProof calldata proof) private view returns (SegmentReplay.Context memory context) {
        context.chainId = rollup.l2ChainId();
        context.baseFeeWei = proof.header.baseFeeWei;
        context.feeAccount = proof.header.feeAccount;
        context.inboxAfter = proof.header.inboxAfter;
        context.fees.maxFeeWei = proof.header.templateMaxFeeWei;
        context.fees.tipWei = proof.header.templateTipWei;
        context.tokens = tokens;
        context.preRoot = proof.index == 0 ? proof.header.preStateRoot : proof.previous.postRoot;
        (uint64 preCursor, uint64 entryCount) = SegmentReplay.inboxRange(proof.witness);
        if (entryCount != 0) {
            uint64 count = inbox.count();
            // Entries that L1 does not have cannot be shown to it; unset words are no accumulators.
            if (preCursor > count || count - preCursor < entryCount) revert WrongInboxEntry(preCursor);
            context.accStart = inbox.acc(preCursor);
            context.accEnd = inbox.acc(preCursor + entryCount);
        }
    }

    function _segmentLeaf(bytes32 postRoot, bytes32 txRoot, bytes32 recordsHash) private pure returns (bytes32) {
        return keccak256(abi.encodePacked(uint8(kDomainSegment), postRoot, txRoot, recordsHash));
    }
}
