// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {BadSegmentProof, IFraud} from "./interfaces/IFraud.sol";
import {IInbox} from "./interfaces/IInbox.sol";
import {IOperators} from "./interfaces/IOperators.sol";
import {BatchHeader, IRollup} from "./interfaces/IRollup.sol";
import {SegmentOpening} from "./interfaces/ISegments.sol";
import {ITokens} from "./interfaces/ITokens.sol";
import {BatchHeaders} from "./BatchHeaders.sol";
import {Commitments} from "./Commitments.sol";
import {kSegmentRecords} from "./interfaces/Protocol.sol";
import {ReplayContext, ReplayOutcome} from "./ReplayTypes.sol";
import {SegmentReplay} from "./SegmentReplay.sol";
import {Segments} from "./Segments.sol";

/// @notice Where anyone shows that a segment breaks a rule, or gives other roots than it says (PROTOCOL.md, F-1 to
/// F-4). Whatever does not prove it reverts.
contract Fraud is Commitments, IFraud {
    using BatchHeaders for BatchHeader;

    /// @notice The chain of batches that is spoken of.
    IRollup public immutable rollup;
    /// @notice Where bonds are, and claims.
    IOperators public immutable operators;
    /// @notice Whose entries segments consume.
    IInbox public immutable inbox;
    /// @notice The Bridge, which knows the tokens.
    ITokens public immutable tokens;

    /// @param rollup_ address of the Rollup
    /// @param operators_ address of Operators
    /// @param inbox_ address of the Inbox
    /// @param tokens_ address of the Bridge
    constructor(IRollup rollup_, IOperators operators_, IInbox inbox_, ITokens tokens_) {
        rollup = rollup_;
        operators = operators_;
        inbox = inbox_;
        tokens = tokens_;
    }

    /// @inheritdoc IFraud
    function proveBadSegment(BadSegmentProof calldata proof) external {
        bytes32 hash = proof.header.hash();
        // What the proof is made of, so that nobody commits to all segments and waits for what another reveals.
        _checkCommitment(keccak256(abi.encode(hash, proof.index, keccak256(proof.witness))), proof.salt);
        (uint8 reason, uint16 rule) = _judge(proof, hash);
        emit FraudProven(proof.header.number, hash, msg.sender, proof.index, reason, rule);
        // The conviction first: the roll-back reports the era that it starts.
        operators.convict(proof.header.operator, msg.sender, true);
        rollup.rollBack(proof.header);
    }

    /// @inheritdoc IFraud
    function checkBadSegment(BadSegmentProof calldata proof) external view returns (uint8 reason, uint16 rule) {
        return _judge(proof, proof.header.hash());
    }

    /// @inheritdoc IFraud
    function segmentRecords() external pure returns (uint256) {
        return kSegmentRecords;
    }

    /// @dev Reverts where the batch cannot be challenged, or the segment is what it says.
    /// @return reason as in FraudProven
    /// @return rule broken; 0 where none is
    function _judge(BadSegmentProof calldata proof, bytes32 hash) private view returns (uint8 reason, uint16 rule) {
        if (!rollup.isInChain(proof.header)) revert NotInChain(hash);
        if (rollup.isFinal(proof.header)) revert AlreadyFinal(proof.header.number);
        SegmentOpening memory opening = SegmentOpening(proof.postRoot, proof.txRoot, keccak256(proof.records));
        Segments.check(proof.header, proof.segmentLeaves, proof.index, opening);
        ReplayOutcome memory outcome = SegmentReplay.replay(_context(proof), proof.records, proof.witness);
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

    function _context(BadSegmentProof calldata proof) private view returns (ReplayContext memory context) {
        context.chainId = rollup.l2ChainId();
        context.baseFeeWei = proof.header.baseFeeWei;
        context.feeAccount = proof.header.feeAccount;
        context.inboxAfter = proof.header.inboxAfter;
        context.fees.maxFeeWei = proof.header.templateMaxFeeWei;
        context.fees.tipWei = proof.header.templateTipWei;
        context.tokens = tokens;
        context.preRoot = Segments.preRoot(proof.header, proof.segmentLeaves, proof.index, proof.previous);
        (uint64 preCursor, uint64 entryCount) = SegmentReplay.inboxRange(proof.witness);
        if (entryCount != 0) {
            uint64 count = inbox.count();
            // Entries that L1 does not have cannot be shown to it; unset words are no accumulators.
            if (preCursor > count || count - preCursor < entryCount) revert WrongInboxEntry(preCursor);
            context.accStart = inbox.acc(preCursor);
            context.accEnd = inbox.acc(preCursor + entryCount);
        }
    }
}
