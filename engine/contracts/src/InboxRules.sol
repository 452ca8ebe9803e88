// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IFraud} from "./interfaces/IFraud.sol";
import {kDepositBytes, kWithdrawalAddress, kForcedBytes} from "./interfaces/Protocol.sol";
import {RecordDecoder} from "./RecordDecoder.sol";
import {InboxEntry, ReplayContext, ReplayRun} from "./ReplayTypes.sol";
import {TransactionRules} from "./TransactionRules.sol";
import {WorkingAccounts} from "./WorkingAccounts.sol";

/// @notice What records make of the entries of the inbox: rules T-10 to T-17 (PROTOCOL.md, section 6).
/// @dev Accounts are looked up in the order in which the C++ twin does: what a witness lacks makes it malformed at the
/// same record (W-4). Where a rule breaks its number is returned, and nothing was appended.
library InboxRules {
    using WorkingAccounts for WorkingAccounts.Table;

    /// @notice Replays the inbox record in `run.record`.
    function replay(ReplayContext memory context, ReplayRun memory run) internal pure returns (uint16 rule) {
        unchecked {
            if (run.cursor >= context.inboxAfter) return 10;
            _read(run);
            uint256 tag = run.record.tag;
            if (tag <= RecordDecoder.kInboxNew) {
                rule = run.entry.forced ? 14 : _deposit(run, tag);
            } else if (!run.entry.forced) {
                return 14;
            } else if (tag >= RecordDecoder.kForced) {
                bool exits = run.entry.recipient == kWithdrawalAddress;
                if (run.record.token != (run.entry.token != 0)) return 14;
                if (exits != (run.record.target == RecordDecoder.kToL1)) return 14;
                rule = TransactionRules.forced(context, run);
            } else {
                rule = _leftOut(context, run, tag);
            }
            if (rule == 0) ++run.cursor;
        }
    }

    /// @notice Bytes of the entry at a calldata offset, by its first byte.
    /// @return size 0 for a kind that does not exist
    function sizeAt(uint256 offset) internal pure returns (uint256 size) {
        uint256 kind;
        assembly ("memory-safe") {
            kind := byte(0, calldataload(offset))
        }
        if (kind == 0) return kDepositBytes;
        if (kind == 1) return kForcedBytes;
    }

    /// @dev The next entry of the witness, whose sizes were checked.
    function _read(ReplayRun memory run) private pure {
        unchecked {
            if (run.entriesRead == run.entryCount) revert IFraud.MalformedWitness();
            ++run.entriesRead;
            InboxEntry memory entry = run.entry;
            uint256 start = run.nextEntry;
            uint256 size = sizeAt(start);
            run.nextEntry = start + size;
            entry.forced = size == kForcedBytes;
            entry.owner = address(uint160(_field(start, 1, 20)));
            if (!entry.forced) {
                entry.token = _field(start, 21, 4);
                entry.amount = _field(start, 25, 16);
                return;
            }
            entry.nonce = _field(start, 21, 8);
            entry.tipWei = _field(start, 29, 8);
            entry.maxFeeWei = _field(start, 37, 8);
            entry.gasLimit = _field(start, 45, 8);
            entry.token = _field(start, 53, 4);
            entry.recipient = address(uint160(_field(start, 57, 20)));
            entry.amount = _field(start, 77, 16);
        }
    }

    function _field(uint256 start, uint256 offset, uint256 size) private pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(sub(256, shl(3, size)), calldataload(add(start, offset)))
        }
    }

    /// @dev T-11 to T-13 and T-33.
    function _deposit(ReplayRun memory run, uint256 tag) private pure returns (uint16 rule) {
        unchecked {
            InboxEntry memory entry = run.entry;
            uint256 account;
            if (tag == RecordDecoder.kInboxKnown) {
                if (run.record.account >= run.accounts.count) return 11;
                account = run.accounts.locate(run.record.account);
                if (WorkingAccounts.owner(account) != entry.owner) return 11;
                if (WorkingAccounts.token(account) != entry.token) return 11;
                return WorkingAccounts.credit(account, entry.amount) ? 0 : 13;
            }
            if (run.accounts.count > type(uint32).max) return 12;
            if (run.accounts.known(entry.owner, entry.token)) return 33;
            // An amount is below 2^128.
            WorkingAccounts.credit(run.accounts.append(entry.owner, entry.token), entry.amount);
        }
    }

    /// @dev T-20, T-30, T-15, T-17, T-16 of a forced transaction that is not executed.
    function _leftOut(ReplayContext memory context, ReplayRun memory run, uint256 tag)
        private
        pure
        returns (uint16 rule)
    {
        InboxEntry memory entry = run.entry;
        // What only a token's transaction has: no account of the token, or one that shows something.
        bool needsToken = tag == RecordDecoder.kNoTokenAccount || tag == RecordDecoder.kAccountsCannot;
        if (needsToken && entry.token == 0) return 14;
        if (tag == RecordDecoder.kNoSender) return run.accounts.known(entry.owner, 0) ? 17 : 0;

        uint256 sender;
        (rule, sender) = TransactionRules.sender(run);
        if (rule != 0) return rule;
        uint256 payer;
        if (tag == RecordDecoder.kAccountsCannot) {
            (rule, payer) = TransactionRules.tokenAccount(run, sender);
            if (rule != 0) return rule;
        }
        if (WorkingAccounts.owner(sender) != entry.owner) return 15;
        if (payer != 0 && WorkingAccounts.token(payer) != entry.token) return 15;
        if (tag == RecordDecoder.kNoTokenAccount) return run.accounts.known(entry.owner, entry.token) ? 17 : 0;
        return TransactionRules.canPay(context, entry, sender, payer) ? 16 : 0;
    }
}
