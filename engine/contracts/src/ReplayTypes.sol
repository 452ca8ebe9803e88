// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {ITokens} from "./interfaces/ITokens.sol";
import {RecordDecoder} from "./RecordDecoder.sol";
import {TypedTransaction} from "./TypedTransaction.sol";
import {WorkingAccounts} from "./WorkingAccounts.sol";

/// @dev What the batch and L1 say of a segment.
struct ReplayContext {
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

/// @dev What the replay gives. Roots, cursor, count and hashes mean nothing where a rule broke.
struct ReplayOutcome {
    uint16 rule; // number of the first T rule broken; 0: valid
    bytes32 postRoot;
    bytes32 txRoot;
    uint64 finalCursor;
    uint64 finalTxCount;
    bytes32[] signingHashes; // X-1, of the user transactions in order
}

/// @dev An inbox entry (I-2, I-3). Of a deposit, `owner`, `token` and `amount` count.
struct InboxEntry {
    bool forced;
    address owner; // of a forced transaction: its sender
    uint256 token;
    uint256 amount;
    address recipient;
    uint256 nonce;
    uint256 tipWei;
    uint256 maxFeeWei;
    uint256 gasLimit;
}

/// @dev The running replay.
struct ReplayRun {
    WorkingAccounts.Table accounts;
    RecordDecoder.Record record; // being replayed
    TypedTransaction.Fields tx_; // the user transaction that the record stands for
    InboxEntry entry; // last read
    uint256 cursor;
    uint256 nextEntry; // calldata offset
    uint256 entryCount;
    uint256 entriesRead;
    uint256 txLeaves; // memory address of K words
    uint256 txCount; // user transactions of this segment
    uint256 token; // the token last looked up (0: none) and
    address tokenAddress; // where it is on L1; 0 where it is not registered
}
