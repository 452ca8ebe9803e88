// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {ForcedTransaction, IInbox, Signature} from "./interfaces/IInbox.sol";
import {IRollup} from "./interfaces/IRollup.sol";
import {ITokens} from "./interfaces/ITokens.sol";
import {kDomainInbox, kWithdrawalAddress, kWithdrawalGas, kTokenGas, kTransferGas} from "./interfaces/Protocol.sol";
import {Signatures} from "./Signatures.sol";
import {TypedTransaction} from "./TypedTransaction.sol";

/// @notice The ordered list of what L1 asks of L2 (PROTOCOL.md, section 3). It keeps one hash an entry; the entries
/// themselves are in the events.
contract Inbox is IInbox {
    /// @notice The only contract that appends deposits. It knows the tokens.
    address public immutable bridge;

    /// @notice Whose users sign.
    IRollup public immutable rollup;

    /// @inheritdoc IInbox
    uint64 public immutable deadlineBlocks;

    /// @inheritdoc IInbox
    uint64 public count;

    mapping(uint64 index => bytes32) private _acc;

    /// @dev L1 block numbers of the entries, four to a word.
    mapping(uint64 word => uint256) private _blocks;

    /// @param bridge_ address that the Bridge gets
    /// @param rollup_ address that the Rollup gets
    /// @param deadlineBlocks_ L1 blocks after which an entry is overdue
    constructor(address bridge_, IRollup rollup_, uint64 deadlineBlocks_) {
        bridge = bridge_;
        rollup = rollup_;
        deadlineBlocks = deadlineBlocks_;
    }

    /// @inheritdoc IInbox
    function append(bytes calldata entry) external returns (uint64 index) {
        if (msg.sender != bridge) revert NotBridge(msg.sender);
        return _append(entry);
    }

    /// @inheritdoc IInbox
    /// @dev The sender is recovered here, where who brings it pays for it, and not in a proof: junk does not get in.
    function force(ForcedTransaction calldata transaction, Signature calldata signature)
        external
        returns (uint64 index)
    {
        uint32 token = _checkForced(transaction);
        address recipient = transaction.tokenCall ? transaction.recipient : transaction.to;
        bytes32 hash = _signingHash(transaction, recipient);
        address sender = Signatures.recover(hash, signature);
        if (sender == address(0) || !Signatures.isLowS(signature)) revert BadSignature();
        index = _append(
            abi.encodePacked(
                uint8(1),
                sender,
                transaction.nonce,
                transaction.tipWei,
                transaction.maxFeeWei,
                transaction.gasLimit,
                token,
                recipient,
                transaction.amount
            )
        );
        emit TransactionForced(index, sender, hash, signature.yParity, signature.r, signature.s);
    }

    /// @inheritdoc IInbox
    function acc(uint64 index) external view returns (bytes32) {
        return _acc[index];
    }

    /// @inheritdoc IInbox
    function overdueBelow(uint64 cursor) external view returns (uint64) {
        uint64 high = count;
        if (cursor >= high || !_isOverdue(cursor)) return cursor;
        // Block numbers do not fall, so what is overdue is a prefix. Invariant: low is overdue, high is not.
        uint64 low = cursor;
        while (high - low > 1) {
            uint64 middle = low + (high - low) / 2;
            if (_isOverdue(middle)) low = middle;
            else high = middle;
        }
        return high;
    }

    /// @inheritdoc IInbox
    function blockOf(uint64 index) public view returns (uint64) {
        return uint64(_blocks[index / 4] >> (64 * (index % 4)));
    }

    function _append(bytes memory entry) private returns (uint64 index) {
        if (rollup.isFrozen()) revert RollupFrozen();
        index = count;
        bytes32 accAfter = keccak256(abi.encodePacked(uint8(kDomainInbox), _acc[index], entry));
        count = index + 1;
        _acc[index + 1] = accAfter;
        _blocks[index / 4] |= uint256(uint64(block.number)) << (64 * (index % 4));
        emit EntryAppended(index, accAfter, entry);
    }

    /// @dev Refuses what no state could execute (I-3).
    /// @return token number of the token that moves; 0 for ETH
    function _checkForced(ForcedTransaction calldata transaction) private view returns (uint32 token) {
        address recipient = transaction.to;
        if (transaction.tokenCall) {
            recipient = transaction.recipient;
            token = ITokens(bridge).tokenOf(transaction.to);
            if (token == 0) revert TokenNotRegistered(transaction.to);
        } else if (transaction.recipient != address(0)) {
            revert RecipientNotZero(transaction.recipient);
        }
        uint256 minimum = recipient == kWithdrawalAddress ? kWithdrawalGas : kTransferGas;
        if (transaction.tokenCall) minimum += kTokenGas;
        if (transaction.gasLimit < minimum) revert GasLimitTooLow(transaction.gasLimit, uint64(minimum));
        if (transaction.tipWei > transaction.maxFeeWei) {
            revert TipAboveMaxFee(transaction.tipWei, transaction.maxFeeWei);
        }
        if (transaction.nonce == type(uint64).max) revert NonceTooHigh(transaction.nonce);
    }

    function _signingHash(ForcedTransaction calldata transaction, address recipient) private view returns (bytes32) {
        return TypedTransaction.signingHash(
            TypedTransaction.Fields({
                chainId: rollup.l2ChainId(),
                nonce: transaction.nonce,
                tipWei: transaction.tipWei,
                maxFeeWei: transaction.maxFeeWei,
                gasLimit: transaction.gasLimit,
                to: transaction.to,
                amount: transaction.amount,
                tokenCall: transaction.tokenCall,
                recipient: recipient
            })
        );
    }

    function _isOverdue(uint64 index) private view returns (bool) {
        return block.number > uint256(blockOf(index)) + deadlineBlocks;
    }
}
