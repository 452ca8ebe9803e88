// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IFraud} from "./interfaces/IFraud.sol";
import {InboxRules} from "./InboxRules.sol";
import {
    kDomainInbox,
    kSegmentIndexes,
    kSegmentRecords,
    kTxTreeDepth,
    kWitnessLeafBytes
} from "./interfaces/Protocol.sol";
import {RecordDecoder} from "./RecordDecoder.sol";
import {ReplayContext, ReplayOutcome, ReplayRun} from "./ReplayTypes.sol";
import {StateTree} from "./StateTree.sol";
import {TransactionRules} from "./TransactionRules.sol";
import {WorkingAccounts} from "./WorkingAccounts.sol";

/// @notice Replays one segment from a witness (PROTOCOL.md, sections 6 and 8). The C++ twin is
/// engine/transition/segment.hpp; a differential test holds the two equal.
library SegmentReplay {
    using WorkingAccounts for WorkingAccounts.Table;

    /// @notice The inbox entries that a witness holds.
    function inboxRange(bytes calldata witness) internal pure returns (uint64 preCursor, uint64 entryCount) {
        (,,, uint256 count) = _split(witness);
        return (uint64(_uintAt(witness, 8, 8)), uint64(count));
    }

    /// @notice Replays. Reverts where the witness is malformed or does not open the pre-state root (F-2).
    function replay(ReplayContext memory context, bytes calldata records, bytes calldata witness)
        internal
        view
        returns (ReplayOutcome memory outcome)
    {
        ReplayRun memory run;
        bytes calldata siblings = _load(context, run, witness);
        outcome.signingHashes = new bytes32[](kSegmentRecords);
        uint256 txLeaves;
        assembly ("memory-safe") {
            txLeaves := mload(0x40)
            mstore(0x40, add(txLeaves, shl(5, kSegmentRecords)))
            // Memory above the free pointer may hold what hashing left behind.
            calldatacopy(txLeaves, calldatasize(), shl(5, kSegmentRecords))
        }
        run.txLeaves = txLeaves;

        uint64 preCursor = uint64(run.cursor);
        uint64 preTxCount = uint64(_uintAt(witness, 16, 8));
        outcome.rule = _runAll(context, records, run, outcome.signingHashes);
        if (outcome.rule == 0 && run.entriesRead != run.entryCount) revert IFraud.MalformedWitness();

        (bytes32 before, bytes32 afterwards) = run.accounts.roots(siblings);
        bytes32 opened = StateTree.stateRoot(before, uint64(run.accounts.preCount), preCursor, preTxCount);
        if (opened != context.preRoot) revert IFraud.WrongPreState(context.preRoot, opened);

        outcome.finalCursor = uint64(run.cursor);
        // What opens the pre-state root is a count of transactions, far below 2^64.
        outcome.finalTxCount = uint64(preTxCount + run.txCount);
        outcome.postRoot =
            StateTree.stateRoot(afterwards, uint64(run.accounts.count), outcome.finalCursor, outcome.finalTxCount);
        outcome.txRoot = StateTree.foldLeaves(txLeaves, kTxTreeDepth);
        bytes32[] memory hashes = outcome.signingHashes;
        uint256 txCount = run.txCount;
        assembly ("memory-safe") {
            mstore(hashes, txCount)
        }
    }

    /// @dev Reads the witness into the run.
    function _load(ReplayContext memory context, ReplayRun memory run, bytes calldata witness)
        private
        pure
        returns (bytes calldata siblings)
    {
        bytes calldata leaves;
        bytes calldata entries;
        (leaves, entries, siblings, run.entryCount) = _split(witness);
        run.accounts = WorkingAccounts.load(leaves, _uintAt(witness, 0, 8));
        run.cursor = _uintAt(witness, 8, 8);
        uint256 first;
        assembly ("memory-safe") {
            first := entries.offset
        }
        run.nextEntry = first;
        _checkEntries(context, first, run);
    }

    function _runAll(
        ReplayContext memory context,
        bytes calldata records,
        ReplayRun memory run,
        bytes32[] memory hashes
    ) private view returns (uint16 rule) {
        unchecked {
            RecordDecoder.Record memory record = run.record;
            uint256 bits = RecordDecoder.indexBits(records);
            rule = _checkForm(context, records, bits, record);
            run.tx_.chainId = context.chainId;
            for (uint256 offset = 1; rule == 0 && offset < records.length;) {
                offset = RecordDecoder.decode(records, offset, bits, context.fees, record);
                if (record.tag >= RecordDecoder.kUser) rule = TransactionRules.user(context, run, hashes);
                else if (record.tag != RecordDecoder.kBlockEnd) rule = InboxRules.replay(context, run);
            }
        }
    }

    /// @dev T-1 to T-3, before anything is executed: a proof that they are broken needs no accounts, so that it
    /// fits L1 however many the segment names.
    function _checkForm(
        ReplayContext memory context,
        bytes calldata records,
        uint256 bits,
        RecordDecoder.Record memory record
    ) private pure returns (uint16 rule) {
        unchecked {
            if (bits == 0) return 1; // T-1
            uint256 indexes = 0;
            uint256 done = 0;
            for (uint256 offset = 1; offset < records.length; ++done) {
                offset = RecordDecoder.decode(records, offset, bits, context.fees, record);
                if (offset == 0) return 1; // T-1
                if (done == kSegmentRecords) return 2; // T-2
                indexes += record.indexCount;
                if (indexes > kSegmentIndexes) return 3; // T-3
            }
        }
    }

    /// @dev Holds the entries against the inbox (I-1).
    function _checkEntries(ReplayContext memory context, uint256 start, ReplayRun memory run) private pure {
        unchecked {
            bytes32 acc = context.accStart;
            for (uint256 i = 0; i < run.entryCount; ++i) {
                uint256 size = InboxRules.sizeAt(start);
                assembly ("memory-safe") {
                    let scratch := mload(0x40)
                    mstore8(scratch, kDomainInbox)
                    mstore(add(scratch, 1), acc)
                    calldatacopy(add(scratch, 33), start, size)
                    acc := keccak256(scratch, add(33, size))
                }
                start += size;
            }
            if (acc != context.accEnd) revert IFraud.WrongInboxEntry(uint64(run.cursor));
        }
    }

    /// @dev Cuts a witness: preCount 8, preCursor 8, preTxCount 8, leafCount 2, leaves, entryCount 2, entries,
    /// siblings.
    function _split(bytes calldata witness)
        private
        pure
        returns (bytes calldata leaves, bytes calldata entries, bytes calldata siblings, uint256 entryCount)
    {
        unchecked {
            if (witness.length < 28 || _uintAt(witness, 0, 8) > 1 << 32) revert IFraud.MalformedWitness();
            uint256 end = 26 + kWitnessLeafBytes * _uintAt(witness, 24, 2);
            if (witness.length < end + 2) revert IFraud.MalformedWitness();
            leaves = witness[26:end];
            entryCount = _uintAt(witness, end, 2);
            uint256 start = end + 2;
            end = start;
            uint256 base;
            assembly ("memory-safe") {
                base := witness.offset
            }
            for (uint256 i = 0; i < entryCount; ++i) {
                if (end >= witness.length) revert IFraud.MalformedWitness();
                uint256 size = InboxRules.sizeAt(base + end);
                if (size == 0) revert IFraud.MalformedWitness();
                end += size;
            }
            if (witness.length < end || (witness.length - end) % 32 != 0) revert IFraud.MalformedWitness();
            entries = witness[start:end];
            siblings = witness[end:];
        }
    }

    function _uintAt(bytes calldata data, uint256 offset, uint256 size) private pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(sub(256, shl(3, size)), calldataload(add(data.offset, offset)))
        }
    }
}
