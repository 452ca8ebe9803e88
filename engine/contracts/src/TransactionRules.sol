// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {kWithdrawalAddress, kWithdrawalGas, kTokenGas, kTransferGas} from "./interfaces/Protocol.sol";
import {RecordDecoder} from "./RecordDecoder.sol";
import {InboxEntry, ReplayContext, ReplayRun} from "./ReplayTypes.sol";
import {TypedTransaction} from "./TypedTransaction.sol";
import {WorkingAccounts} from "./WorkingAccounts.sol";

/// @notice What a user's transaction does, and a forced one: rules T-15 and T-20 to T-33 (PROTOCOL.md, section 6).
/// @dev Accounts are looked up in the order in which the C++ twin does: what a witness lacks makes it malformed at the
/// same record (W-4). Where a rule breaks its number is returned, and nothing was appended.
library TransactionRules {
    using WorkingAccounts for WorkingAccounts.Table;

    /// @dev Where the accounts of a transaction are in the working accounts.
    struct Parties {
        uint256 sender;
        uint256 payer; // who gives the amount
        uint256 recipient; // 0 where new, and for an exit
        uint256 collector;
    }

    /// @notice Replays the user transaction in `run.record` and appends its leaf.
    function user(ReplayContext memory context, ReplayRun memory run, bytes32[] memory hashes)
        internal
        view
        returns (uint16 rule)
    {
        unchecked {
            Parties memory parties;
            rule = _payers(run, parties);
            if (rule != 0) return rule;
            RecordDecoder.Record memory record = run.record;
            if (record.token && !_isRegistered(context, run, WorkingAccounts.token(parties.payer))) return 31;
            TypedTransaction.Fields memory tx_ = run.tx_;
            tx_.recipient = record.newRecipient;
            uint256 key = WorkingAccounts.key(parties.sender);
            rule = _execute(context, run, parties);
            if (rule != 0) return rule;

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

    /// @notice Replays the execution of the forced transaction in `run.entry`, whose accounts `run.record` names.
    function forced(ReplayContext memory context, ReplayRun memory run) internal pure returns (uint16 rule) {
        unchecked {
            Parties memory parties;
            rule = _payers(run, parties);
            if (rule != 0) return rule;
            InboxEntry memory entry = run.entry;
            if (WorkingAccounts.owner(parties.sender) != entry.owner) return 15;
            if (uint64(WorkingAccounts.key(parties.sender)) != entry.nonce) return 15;
            if (WorkingAccounts.token(parties.payer) != entry.token) return 15;

            RecordDecoder.Record memory record = run.record;
            record.amount = entry.amount;
            record.gasLimit = entry.gasLimit;
            record.maxFeeWei = entry.maxFeeWei;
            record.tipWei = entry.tipWei;
            run.tx_.recipient = entry.recipient;
            return _execute(context, run, parties);
        }
    }

    /// @notice T-20: the sender's ETH account.
    function sender(ReplayRun memory run) internal pure returns (uint16 rule, uint256 place) {
        if (run.record.sender >= run.accounts.count) return (20, 0);
        place = run.accounts.locate(run.record.sender);
        if (WorkingAccounts.token(place) != 0) return (20, 0);
    }

    /// @notice T-30: the sender's account of a token.
    function tokenAccount(ReplayRun memory run, uint256 senderPlace)
        internal
        pure
        returns (uint16 rule, uint256 place)
    {
        if (run.record.tokenAccount >= run.accounts.count) return (30, 0);
        place = run.accounts.locate(run.record.tokenAccount);
        if (WorkingAccounts.token(place) == 0) return (30, 0);
        if (WorkingAccounts.owner(place) != WorkingAccounts.owner(senderPlace)) return (30, 0);
    }

    /// @notice Whether the accounts show nothing that keeps a forced transaction from being executed (T-16).
    /// @param payer the account of the token; 0 where it is not looked at
    function canPay(ReplayContext memory context, InboxEntry memory entry, uint256 senderPlace, uint256 payer)
        internal
        pure
        returns (bool)
    {
        unchecked {
            if (uint64(WorkingAccounts.key(senderPlace)) != entry.nonce) return false;
            if (entry.maxFeeWei < context.baseFeeWei) return false;
            bool exits = entry.recipient == kWithdrawalAddress;
            uint256 gas_ = (exits ? kWithdrawalGas : kTransferGas) + (entry.token != 0 ? kTokenGas : 0);
            uint256 owed = _feeWei(context, gas_, entry.maxFeeWei, entry.tipWei);
            if (entry.token == 0) owed += entry.amount;
            uint256 funds = WorkingAccounts.funds(senderPlace);
            if (funds >> 128 < owed) return false;
            if (entry.token != 0) {
                if (payer == 0) return true;
                funds = WorkingAccounts.funds(payer);
                if (funds >> 128 < entry.amount) return false;
            }
            return !exits || (funds & type(uint128).max) + entry.amount <= type(uint128).max;
        }
    }

    /// @dev T-20 and T-30: who pays the fee, and who gives the amount.
    function _payers(ReplayRun memory run, Parties memory parties) private pure returns (uint16 rule) {
        (rule, parties.sender) = sender(run);
        parties.payer = parties.sender;
        if (rule == 0 && run.record.token) (rule, parties.payer) = tokenAccount(run, parties.sender);
    }

    /// @dev T-21 to T-29, T-32 and T-33, and the effects. `run.tx_.recipient` names the owner of a new account, and
    /// is set to who gets the amount.
    function _execute(ReplayContext memory context, ReplayRun memory run, Parties memory parties)
        private
        pure
        returns (uint16 rule)
    {
        unchecked {
            (rule, parties.recipient) = _recipient(run, parties.payer);
            if (rule != 0) return rule;
            if (context.feeAccount >= run.accounts.count) return 23;
            parties.collector = run.accounts.locate(context.feeAccount);
            if (WorkingAccounts.token(parties.collector) != 0) return 23;
            RecordDecoder.Record memory record = run.record;
            rule = _move(context, record, parties);
            if (rule != 0) return rule;
            // Last, so that a record which broke a rule has appended nothing (W-4).
            if (record.target == RecordDecoder.kToNew) {
                uint256 token = WorkingAccounts.token(parties.payer);
                WorkingAccounts.credit(run.accounts.append(run.tx_.recipient, token), record.amount);
            }
        }
    }

    /// @dev T-31; looks the token up.
    function _isRegistered(ReplayContext memory context, ReplayRun memory run, uint256 token)
        private
        view
        returns (bool)
    {
        if (token != run.token) {
            run.token = token;
            run.tokenAddress = context.tokens.tokenAddress(uint32(token));
        }
        return run.tokenAddress != address(0);
    }

    /// @dev T-21, T-22 and T-33.
    function _recipient(ReplayRun memory run, uint256 payer) private pure returns (uint16 rule, uint256 recipient) {
        TypedTransaction.Fields memory tx_ = run.tx_;
        uint256 target = run.record.target;
        uint256 token = WorkingAccounts.token(payer);
        if (target == RecordDecoder.kToL1) {
            tx_.recipient = kWithdrawalAddress;
        } else if (target == RecordDecoder.kToNew) {
            if (tx_.recipient == kWithdrawalAddress || run.accounts.count > type(uint32).max) return (22, 0);
            if (run.accounts.known(tx_.recipient, token)) return (33, 0);
        } else {
            if (run.record.recipient >= run.accounts.count) return (21, 0);
            recipient = run.accounts.locate(run.record.recipient);
            address owner = WorkingAccounts.owner(recipient);
            if (WorkingAccounts.token(recipient) != token || owner == kWithdrawalAddress) return (21, 0);
            // A user's record says by the account who gets it, a forced transaction says who.
            if (run.record.tag >= RecordDecoder.kUser) tx_.recipient = owner;
            else if (owner != tx_.recipient) return (21, 0);
        }
    }

    /// @dev T-24 to T-29 and T-32, and their effects but for a new account.
    function _move(ReplayContext memory context, RecordDecoder.Record memory record, Parties memory parties)
        private
        pure
        returns (uint16 rule)
    {
        unchecked {
            uint256 from = parties.sender;
            if (record.gasLimit < record.gas) return 24;
            if (record.maxFeeWei < context.baseFeeWei) return 25;
            if (record.tipWei > record.maxFeeWei) return 26;
            if (uint64(WorkingAccounts.key(from)) == type(uint64).max) return 27;

            uint256 feeWei = _feeWei(context, record.gas, record.maxFeeWei, record.tipWei);
            uint256 amount = record.amount;
            uint256 payer = parties.payer;
            if (WorkingAccounts.funds(from) >> 128 < (record.token ? feeWei : feeWei + amount)) return 28;
            if (record.token && WorkingAccounts.funds(payer) >> 128 < amount) return 32;

            WorkingAccounts.debit(from, feeWei);
            WorkingAccounts.countNonce(from);
            WorkingAccounts.debit(payer, amount);
            if (record.target == RecordDecoder.kToL1) {
                if (!WorkingAccounts.addExit(payer, amount)) return 29;
            } else if (parties.recipient != 0) {
                if (!WorkingAccounts.credit(parties.recipient, amount)) return 29;
            }
            if (!WorkingAccounts.credit(parties.collector, feeWei)) return 29;
        }
    }

    function _feeWei(ReplayContext memory context, uint256 gas_, uint256 maxFeeWei, uint256 tipWei)
        private
        pure
        returns (uint256)
    {
        unchecked {
            uint256 price = context.baseFeeWei + tipWei;
            return gas_ * (price < maxFeeWei ? price : maxFeeWei);
        }
    }
}
