// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IDemands} from "./interfaces/IDemands.sol";
import {IInbox} from "./interfaces/IInbox.sol";
import {IOperators} from "./interfaces/IOperators.sol";
import {BatchHeader, IRollup, Submission} from "./interfaces/IRollup.sol";
import {BatchHeaders} from "./BatchHeaders.sol";
import {
    kDomainSegment,
    kGenesisStateRoot,
    kMaxDemandedEntries,
    kMaxSegmentBytes,
    kMaxSegments,
    kSegmentHeaderBytes
} from "./interfaces/Protocol.sol";

/// @notice The chain of batches (PROTOCOL.md, section 7). A batch costs one new word of storage; the rest is in the
/// calldata and the event.
contract Rollup is IRollup {
    using BatchHeaders for BatchHeader;

    /// @dev Longest times that make sense; sums of them and of block numbers stay far below 2^64.
    uint64 private constant kMaxBlocks = 1 << 32;

    /// @notice Says who may submit, and for which base fee.
    IOperators public immutable operators;
    /// @notice Says what is overdue.
    IInbox public immutable inbox;
    /// @notice Rolls back bad segments' batches.
    address public immutable fraud;
    /// @notice Rolls back batches with withheld signatures, and says what keeps a batch from being final.
    IDemands public immutable demands;
    /// @inheritdoc IRollup
    uint64 public immutable l2ChainId;
    /// @inheritdoc IRollup
    uint64 public immutable challengeWindowBlocks;
    /// @inheritdoc IRollup
    uint64 public immutable escapeBlocks;

    uint64 private _number;
    uint64 private _inboxCursor;
    uint64 private _l1BlockNumber;
    /// @inheritdoc IRollup
    uint64 public aliveAt;
    bytes32 private _stateRoot;
    /// @dev Above the tip it holds what was rolled back, until it is overwritten.
    mapping(uint64 number => bytes32) private _hashes;

    /// @notice No challenge window, or a time of more than 2^32 blocks.
    error BadParameters();

    /// @param operators_ address that Operators gets
    /// @param inbox_ address of the Inbox
    /// @param fraud_ address that Fraud gets
    /// @param demands_ address that Demands gets
    /// @param l2ChainId_ chain id that users sign for
    /// @param challengeWindowBlocks_ L1 blocks in which a batch can be challenged
    /// @param escapeBlocks_ L1 blocks without a sign of life after which the rollup freezes
    constructor(
        IOperators operators_,
        IInbox inbox_,
        address fraud_,
        IDemands demands_,
        uint64 l2ChainId_,
        uint64 challengeWindowBlocks_,
        uint64 escapeBlocks_
    ) {
        if (challengeWindowBlocks_ == 0 || challengeWindowBlocks_ > kMaxBlocks || escapeBlocks_ > kMaxBlocks) {
            revert BadParameters();
        }
        operators = operators_;
        inbox = inbox_;
        fraud = fraud_;
        demands = demands_;
        l2ChainId = l2ChainId_;
        challengeWindowBlocks = challengeWindowBlocks_;
        escapeBlocks = escapeBlocks_;
        _stateRoot = kGenesisStateRoot;
        _l1BlockNumber = uint64(block.number);
        aliveAt = uint64(block.number);
        _hashes[0] = keccak256(abi.encodePacked(address(this), l2ChainId_));
    }

    /// @inheritdoc IRollup
    function submitBatch(Submission calldata submission, bytes calldata data) external returns (bytes32 hash) {
        _checkCurrent();
        BatchHeader memory header;
        header.number = _number + 1;
        header.parentHash = _hashes[_number];
        header.inboxBefore = _inboxCursor;
        header.preStateRoot = _stateRoot;
        _check(submission, header);

        (header.segmentsHash, header.segmentCount, header.postStateRoot) = _hashSegments(data);
        (header.era, header.bondWei) = operators.acted(msg.sender, true, header.number);

        header.rollup = address(this);
        header.operator = msg.sender;
        header.baseFeeWei = submission.baseFeeWei;
        header.l1BlockNumber = submission.l1BlockNumber;
        header.l1BlockHash = submission.l1BlockHash;
        header.submittedAt = uint64(block.number);
        header.feeAccount = submission.feeAccount;
        header.templateMaxFeeWei = submission.templateMaxFeeWei;
        header.templateTipWei = submission.templateTipWei;
        header.inboxAfter = submission.inboxAfter;

        hash = header.hash();
        _setTip(header.number, header.inboxAfter, header.l1BlockNumber, header.postStateRoot);
        aliveAt = uint64(block.number);
        _hashes[header.number] = hash;
        emit BatchSubmitted(header.number, hash, msg.sender, header, data);
    }

    /// @inheritdoc IRollup
    function heartbeat() external {
        _checkCurrent();
        uint64 cursor = _inboxCursor;
        uint64 overdueBelow = inbox.overdueBelow(cursor);
        if (overdueBelow > cursor) revert InboxOverdue(cursor, overdueBelow);
        aliveAt = uint64(block.number);
        _beat(0);
    }

    /// @inheritdoc IRollup
    /// @dev No sign of life (A-21): else demands could put off that a censored rollup freezes.
    function heartbeatWaiting(uint64 demandId) external {
        _checkCurrent();
        // Everyone had its turn within an epoch: who is to wait has begun to by then, and waits for one answer's time.
        uint256 until = uint256(aliveAt) + operators.epochBlocks() + demands.answerBlocks();
        if (block.number > until || !demands.isWaitedFor(demandId, msg.sender)) revert NotWaiting(demandId);
        _beat(demandId);
    }

    /// @inheritdoc IRollup
    function rollBack(BatchHeader calldata header) external {
        if (msg.sender != fraud && msg.sender != address(demands)) revert NotFraud(msg.sender);
        bytes32 hash = header.hash();
        if (!_isInChain(header.number, hash)) revert UnknownBatch(hash);
        if (_isSettled(header)) revert BatchIsFinal(header.number);
        // The block bound by the new tip is not known here. That of the batch rolled back is not before it, and is
        // in the past: as a lower bound (A-12) it is as good.
        _setTip(header.number - 1, header.inboxBefore, header.l1BlockNumber, header.preStateRoot);
        (, uint64 era,,) = operators.clock();
        emit RolledBack(header.number, hash, header.parentHash, era);
    }

    /// @inheritdoc IRollup
    /// @dev After a roll-back l1BlockNumber is the block bound by the batch that was rolled back.
    function tip()
        external
        view
        returns (uint64 number, bytes32 hash, bytes32 stateRoot, uint64 inboxCursor, uint64 l1BlockNumber)
    {
        return (_number, _hashes[_number], _stateRoot, _inboxCursor, _l1BlockNumber);
    }

    /// @inheritdoc IRollup
    function batchHash(uint64 number) external view returns (bytes32) {
        return number > _number ? bytes32(0) : _hashes[number];
    }

    /// @inheritdoc IRollup
    function isInChain(BatchHeader calldata header) external view returns (bool) {
        return _isInChain(header.number, header.hash());
    }

    /// @inheritdoc IRollup
    function isFinal(BatchHeader calldata header) external view returns (bool) {
        return _isInChain(header.number, header.hash()) && _isSettled(header);
    }

    /// @inheritdoc IRollup
    function isFrozen() public view returns (bool) {
        return block.number > uint256(aliveAt) + escapeBlocks;
    }

    function _beat(uint64 waitingFor) private {
        (uint64 era,) = operators.acted(msg.sender, false, 0);
        emit Heartbeat(msg.sender, era, waitingFor);
    }

    /// @dev A-10, A-16.
    function _checkCurrent() private view {
        if (isFrozen()) revert RollupFrozen();
        address current = operators.currentOperator();
        if (msg.sender != current) revert NotCurrentOperator(msg.sender, current);
    }

    /// @dev A-11, A-12, A-13, A-15. The header holds what the tip says.
    function _check(Submission calldata submission, BatchHeader memory header) private view {
        if (submission.parentHash != header.parentHash) revert WrongParent(submission.parentHash, header.parentHash);

        // Zero for what is not one of the last 256 blocks.
        bytes32 l1BlockHash = blockhash(submission.l1BlockNumber);
        if (l1BlockHash == 0 || submission.l1BlockHash != l1BlockHash || submission.l1BlockNumber < _l1BlockNumber) {
            revert WrongL1Block(submission.l1BlockNumber, submission.l1BlockHash, l1BlockHash);
        }

        uint64 bid = operators.baseFeeAt(msg.sender, submission.l1BlockNumber);
        if (submission.baseFeeWei != bid) revert WrongBaseFee(submission.baseFeeWei, bid);

        uint64 cursor = header.inboxBefore;
        uint64 inboxAfter = submission.inboxAfter;
        uint64 count = inbox.count();
        if (inboxAfter < cursor || inboxAfter > count) revert WrongInboxCursor(inboxAfter, cursor, count);
        if (inboxAfter < count && inboxAfter - cursor < kMaxDemandedEntries) {
            uint64 overdueBelow = inbox.overdueBelow(inboxAfter);
            if (overdueBelow > inboxAfter) revert InboxOverdue(inboxAfter, overdueBelow);
        }
    }

    /// @dev A-14, A-1, A-2.
    function _hashSegments(bytes calldata data)
        private
        pure
        returns (bytes32 segmentsHash, uint32 count, bytes32 postRoot)
    {
        unchecked {
            uint256 leaves;
            assembly ("memory-safe") {
                leaves := mload(0x40)
                mstore(0x40, add(leaves, shl(5, kMaxSegments)))
            }
            uint256 offset = 0;
            while (offset < data.length) {
                if (count == kMaxSegments || data.length - offset < kSegmentHeaderBytes) {
                    revert MalformedData(offset);
                }
                uint256 length;
                assembly ("memory-safe") {
                    length := shr(240, calldataload(add(data.offset, offset)))
                    postRoot := calldataload(add(data.offset, add(offset, 2)))
                }
                uint256 end = offset + kSegmentHeaderBytes + length;
                if (length == 0 || length > kMaxSegmentBytes || end > data.length || postRoot == 0) {
                    revert MalformedData(offset);
                }
                assembly ("memory-safe") {
                    let scratch := mload(0x40)
                    let segment := add(data.offset, offset)
                    calldatacopy(scratch, add(segment, kSegmentHeaderBytes), length)
                    let recordsHash := keccak256(scratch, length)
                    mstore8(scratch, kDomainSegment)
                    calldatacopy(add(scratch, 1), add(segment, 2), 64)
                    mstore(add(scratch, 65), recordsHash)
                    mstore(add(leaves, shl(5, count)), keccak256(scratch, 97))
                }
                ++count;
                offset = end;
            }
            if (count == 0) revert MalformedData(0);
            assembly ("memory-safe") {
                segmentsHash := keccak256(leaves, shl(5, count))
            }
        }
    }

    function _setTip(uint64 number, uint64 inboxCursor, uint64 l1BlockNumber, bytes32 stateRoot) private {
        _number = number;
        _inboxCursor = inboxCursor;
        _l1BlockNumber = l1BlockNumber;
        _stateRoot = stateRoot;
    }

    function _isInChain(uint64 number, bytes32 hash) private view returns (bool) {
        return number != 0 && number <= _number && _hashes[number] == hash;
    }

    /// @dev A-20, for a header that is in the chain.
    function _isSettled(BatchHeader calldata header) private view returns (bool) {
        return
            block.number > uint256(header.submittedAt) + challengeWindowBlocks
                && !demands.isOverdueBelow(header.number);
    }
}
