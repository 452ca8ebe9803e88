// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IFraud} from "./interfaces/IFraud.sol";
import {ITokens} from "./interfaces/ITokens.sol";
import {
    kDomainInbox,
    kEntryBytes,
    kExitAddress,
    kSegmentIndexes,
    kSegmentRecords,
    kTxTreeDepth,
    kWitnessLeafBytes
} from "./Protocol.sol";
import {RecordDecoder} from "./RecordDecoder.sol";
import {StateTree} from "./StateTree.sol";
import {TypedTransaction} from "./TypedTransaction.sol";
import {WorkingAccounts} from "./WorkingAccounts.sol";

/// @notice Replays one segment from a witness (PROTOCOL.md, sections 6 and 8). The C++ twin is
/// engine/transition/segment.hpp; a differential test holds the two equal.
library SegmentReplay {
    using WorkingAccounts for WorkingAccounts.Table;

    /// @dev What the batch and L1 say.
    struct Context {
        uint64 chainId;
        uint64 baseFeeWei;
        uint32 feeAccount;
        uint64 inboxAfter;
        RecordDecoder.FeeTemplate fees;
        bytes32 preRoot;
        bytes32 accStart; // acc(preCursor); both 0 where the witness has no entries
        bytes32 accEnd; // acc(preCursor + entry count)
        ITokens tokens;
    }

    /// @dev What the replay gives. Roots, cursor and hashes mean nothing where a rule broke.
    struct Outcome {
        uint16 rule; // number of the first T rule broken; 0: valid
        bytes32 postRoot;
        bytes32 txRoot;
        uint64 finalCursor;
        bytes32[] signingHashes; // X-1, of the user transactions in order
    }

    /// @dev The running replay.
    struct Run {
        WorkingAccounts.Table accounts;
        uint256 cursor;
        uint256 entries; // calldata offset of the first entry
        uint256 entryCount;
        uint256 entriesRead;
        uint256 txLeaves; // memory address of K words
        uint256 txCount;
        uint256 token; // the token last looked up (0: none) and
        address tokenAddress; // where it is on L1; 0 where it is not registered
    }

    /// @notice The inbox entries that a witness holds.
    function inboxRange(bytes calldata witness) internal pure returns (uint64 preCursor, uint64 entryCount) {
        (, bytes calldata entries,) = _split(witness);
        return (_u64At(witness, 8), uint64(entries.length / kEntryBytes));
    }

    /// @notice Replays. Reverts where the witness is malformed or does not open the pre-state root (F-2).
    function replay(Context memory context, bytes calldata records, bytes calldata witness)
        internal
        view
        returns (Outcome memory outcome)
    {
        (bytes calldata leaves, bytes calldata entries, bytes calldata siblings) = _split(witness);
        Run memory run;
        run.accounts = WorkingAccounts.load(leaves, _u64At(witness, 0));
        run.cursor = _u64At(witness, 8);
        _checkEntries(context, entries, run);
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
        outcome.rule = _runAll(context, records, run, outcome.signingHashes);
        if (outcome.rule == 0 && run.entriesRead != run.entryCount) revert IFraud.MalformedWitness();

        (bytes32 before, bytes32 afterwards) = run.accounts.roots(siblings);
        bytes32 opened = StateTree.stateRoot(before, uint64(run.accounts.preCount), preCursor);
        if (opened != context.preRoot) revert IFraud.WrongPreState(context.preRoot, opened);

        outcome.postRoot = StateTree.stateRoot(afterwards, uint64(run.accounts.count), uint64(run.cursor));
        outcome.finalCursor = uint64(run.cursor);
        outcome.txRoot = StateTree.foldLeaves(txLeaves, kTxTreeDepth);
        bytes32[] memory hashes = outcome.signingHashes;
        uint256 txCount = run.txCount;
        assembly ("memory-safe") {
            mstore(hashes, txCount)
        }
    }

    function _runAll(Context memory context, bytes calldata records, Run memory run, bytes32[] memory hashes)
        private
        view
        returns (uint16 rule)
    {
        unchecked {
            RecordDecoder.Record memory record;
            TypedTransaction.Fields memory tx_;
            tx_.chainId = context.chainId;
            uint256 bits = RecordDecoder.indexBits(records);
            if (bits == 0) return 1; // T-1
            uint256 offset = 1;
            uint256 indexes = 0;
            for (uint256 done = 0; offset < records.length; ++done) {
                offset = RecordDecoder.decode(records, offset, bits, context.fees, record);
                if (offset == 0) return 1; // T-1
                if (done == kSegmentRecords) return 2; // T-2
                indexes += record.indexCount;
                if (indexes > kSegmentIndexes) return 3; // T-3
                if (record.tag >= RecordDecoder.kUser) rule = _user(context, run, record, tx_, hashes);
                else if (record.tag != RecordDecoder.kBlockEnd) rule = _inbox(context, run, record);
                if (rule != 0) return rule;
            }
        }
    }

    /// @dev T-10 to T-13.
    function _inbox(Context memory context, Run memory run, RecordDecoder.Record memory record)
        private
        pure
        returns (uint16 rule)
    {
        unchecked {
            if (run.cursor >= context.inboxAfter) return 10;
            bool known = record.tag == RecordDecoder.kInboxKnown;
            if (known && record.account >= run.accounts.count) return 11;
            if (!known && run.accounts.count > type(uint32).max) return 12;

            if (run.entriesRead == run.entryCount) revert IFraud.MalformedWitness();
            uint256 owner;
            uint256 token;
            uint256 amountWei;
            uint256 entry = run.entries + run.entriesRead * kEntryBytes;
            assembly ("memory-safe") {
                owner := shr(96, calldataload(add(entry, 1)))
                token := shr(224, calldataload(add(entry, 21)))
                amountWei := shr(128, calldataload(add(entry, 25)))
            }
            ++run.entriesRead;

            uint256 account;
            if (known) {
                account = run.accounts.locate(record.account);
                if (WorkingAccounts.key(account) >> 64 != (owner << 32 | token)) return 11;
            } else {
                account = run.accounts.append(address(uint160(owner)), token);
            }
            if (!WorkingAccounts.credit(account, amountWei)) return 13;
            ++run.cursor;
        }
    }

    /// @dev T-20 to T-32. Accounts are looked up in the order in which the C++ twin does: what a witness lacks makes it
    /// malformed at the same record (W-4).
    function _user(
        Context memory context,
        Run memory run,
        RecordDecoder.Record memory record,
        TypedTransaction.Fields memory tx_,
        bytes32[] memory hashes
    ) private view returns (uint16 rule) {
        unchecked {
            if (record.sender >= run.accounts.count) return 20;
            uint256 sender = run.accounts.locate(record.sender);
            if (WorkingAccounts.token(sender) != 0) return 20;

            uint256 payer = sender; // who gives the amount
            if (record.token) {
                if (record.tokenAccount >= run.accounts.count) return 30;
                payer = run.accounts.locate(record.tokenAccount);
                rule = _token(context, run, sender, payer);
                if (rule != 0) return rule;
            }
            uint256 recipient; // 0 where new, and for an exit
            (rule, recipient) = _recipient(run, record, payer, tx_);
            if (rule != 0) return rule;

            if (context.feeAccount >= run.accounts.count) return 23;
            uint256 collector = run.accounts.locate(context.feeAccount);
            if (WorkingAccounts.token(collector) != 0) return 23;

            uint256 key = WorkingAccounts.key(sender);
            rule = _move(context, record, sender, payer, recipient, collector);
            if (rule != 0) return rule;
            // Last, so that a record which broke a rule has appended nothing (W-4).
            if (record.target == RecordDecoder.kToNew) {
                uint256 token = WorkingAccounts.token(payer);
                WorkingAccounts.credit(run.accounts.append(tx_.recipient, token), record.amount);
            }

            tx_.nonce = uint64(key);
            tx_.tipWei = uint64(record.tipWei);
            tx_.maxFeeWei = uint64(record.maxFeeWei);
            tx_.gasLimit = uint64(record.gasLimit);
            tx_.amount = uint128(record.amount);
            tx_.tokenCall = record.token;
            tx_.to = record.token ? run.tokenAddress : tx_.recipient;
            bytes32 hash = TypedTransaction.signingHash(tx_);
            hashes[run.txCount] = hash;
            bytes32 leaf = TypedTransaction.leaf(hash, address(uint160(key >> 96)));
            uint256 place = run.txLeaves + 32 * run.txCount++;
            assembly ("memory-safe") {
                mstore(place, leaf)
            }
        }
    }

    /// @dev T-30 and T-31; looks the token up.
    function _token(Context memory context, Run memory run, uint256 sender, uint256 payer)
        private
        view
        returns (uint16 rule)
    {
        uint256 token = WorkingAccounts.token(payer);
        if (token == 0 || WorkingAccounts.owner(payer) != WorkingAccounts.owner(sender)) return 30;
        if (token != run.token) {
            run.token = token;
            run.tokenAddress = context.tokens.tokenAddress(uint32(token));
        }
        if (run.tokenAddress == address(0)) return 31;
    }

    /// @dev T-21 and T-22; says in `tx_` who gets the amount.
    function _recipient(
        Run memory run,
        RecordDecoder.Record memory record,
        uint256 payer,
        TypedTransaction.Fields memory tx_
    ) private pure returns (uint16 rule, uint256 recipient) {
        uint256 target = record.target;
        if (target == RecordDecoder.kToL1) {
            tx_.recipient = kExitAddress;
        } else if (target == RecordDecoder.kToNew) {
            tx_.recipient = record.newRecipient;
            if (tx_.recipient == kExitAddress || run.accounts.count > type(uint32).max) return (22, 0);
        } else {
            if (record.recipient >= run.accounts.count) return (21, 0);
            recipient = run.accounts.locate(record.recipient);
            tx_.recipient = WorkingAccounts.owner(recipient);
            bool wrongToken = WorkingAccounts.token(recipient) != WorkingAccounts.token(payer);
            if (wrongToken || tx_.recipient == kExitAddress) return (21, 0);
        }
    }

    /// @dev T-24 to T-29 and T-32, and their effects but for a new account.
    function _move(
        Context memory context,
        RecordDecoder.Record memory record,
        uint256 sender,
        uint256 payer,
        uint256 recipient,
        uint256 collector
    ) private pure returns (uint16 rule) {
        unchecked {
            if (record.gasLimit < record.gas) return 24;
            if (record.maxFeeWei < context.baseFeeWei) return 25;
            if (record.tipWei > record.maxFeeWei) return 26;
            if (uint64(WorkingAccounts.key(sender)) == type(uint64).max) return 27;

            uint256 price = context.baseFeeWei + record.tipWei;
            uint256 feeWei = record.gas * (price < record.maxFeeWei ? price : record.maxFeeWei);
            uint256 amount = record.amount;
            if (WorkingAccounts.funds(sender) >> 128 < (record.token ? feeWei : feeWei + amount)) return 28;
            if (record.token && WorkingAccounts.funds(payer) >> 128 < amount) return 32;

            WorkingAccounts.debit(sender, feeWei);
            WorkingAccounts.countNonce(sender);
            WorkingAccounts.debit(payer, amount);
            if (record.target == RecordDecoder.kToL1) {
                if (!WorkingAccounts.addExit(payer, amount)) return 29;
            } else if (recipient != 0) {
                if (!WorkingAccounts.credit(recipient, amount)) return 29;
            }
            if (!WorkingAccounts.credit(collector, feeWei)) return 29;
        }
    }

    /// @dev Holds the entries against the inbox (I-1).
    function _checkEntries(Context memory context, bytes calldata entries, Run memory run) private pure {
        unchecked {
            uint256 entryCount = entries.length / kEntryBytes;
            bytes32 acc = context.accStart;
            for (uint256 i = 0; i < entryCount; ++i) {
                assembly ("memory-safe") {
                    let scratch := mload(0x40)
                    mstore8(scratch, kDomainInbox)
                    mstore(add(scratch, 1), acc)
                    calldatacopy(add(scratch, 33), add(entries.offset, mul(i, kEntryBytes)), kEntryBytes)
                    acc := keccak256(scratch, add(33, kEntryBytes))
                }
            }
            if (acc != context.accEnd) revert IFraud.WrongInboxEntry(uint64(run.cursor));
            run.entryCount = entryCount;
            uint256 offset;
            assembly ("memory-safe") {
                offset := entries.offset
            }
            run.entries = offset;
        }
    }

    /// @dev Cuts a witness: preCount 8, preCursor 8, leafCount 2, leaves, entryCount 2, entries, siblings.
    function _split(bytes calldata witness)
        private
        pure
        returns (bytes calldata leaves, bytes calldata entries, bytes calldata siblings)
    {
        unchecked {
            if (witness.length < 20 || _u64At(witness, 0) > 1 << 32) revert IFraud.MalformedWitness();
            uint256 end = 18 + kWitnessLeafBytes * (uint256(uint8(witness[16])) * 256 + uint8(witness[17]));
            if (witness.length < end + 2) revert IFraud.MalformedWitness();
            leaves = witness[18:end];
            uint256 start = end + 2;
            end = start + kEntryBytes * (uint256(uint8(witness[end])) * 256 + uint8(witness[end + 1]));
            if (witness.length < end || (witness.length - end) % 32 != 0) revert IFraud.MalformedWitness();
            entries = witness[start:end];
            siblings = witness[end:];
        }
    }

    function _u64At(bytes calldata data, uint256 offset) private pure returns (uint64 value) {
        assembly ("memory-safe") {
            value := shr(192, calldataload(add(data.offset, offset)))
        }
    }
}
