// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IInbox} from "./interfaces/IInbox.sol";
import {kDomainInbox} from "./Protocol.sol";

/// @notice The ordered list of what L1 asks of L2 (PROTOCOL.md, section 3). It keeps one hash an entry; the entries
/// themselves are in the events.
contract Inbox is IInbox {
    /// @notice The only contract that appends.
    address public immutable bridge;

    /// @inheritdoc IInbox
    uint64 public immutable deadlineBlocks;

    /// @inheritdoc IInbox
    uint64 public count;

    mapping(uint64 index => bytes32) private _acc;

    /// @dev L1 block numbers of the entries, four to a word.
    mapping(uint64 word => uint256) private _blocks;

    /// @param bridge_ address that the Bridge gets
    /// @param deadlineBlocks_ L1 blocks after which an entry is overdue
    constructor(address bridge_, uint64 deadlineBlocks_) {
        bridge = bridge_;
        deadlineBlocks = deadlineBlocks_;
    }

    /// @inheritdoc IInbox
    function append(bytes calldata entry) external returns (uint64 index) {
        if (msg.sender != bridge) revert NotBridge(msg.sender);
        index = count;
        bytes32 accAfter = keccak256(abi.encodePacked(uint8(kDomainInbox), _acc[index], entry));
        count = index + 1;
        _acc[index + 1] = accAfter;
        _blocks[index / 4] |= uint256(uint64(block.number)) << (64 * (index % 4));
        emit EntryAppended(index, accAfter, entry);
    }

    /// @inheritdoc IInbox
    function acc(uint64 index) external view returns (bytes32) {
        return _acc[index];
    }

    /// @notice The L1 block number of an entry; 0 where there is none.
    function blockOf(uint64 index) public view returns (uint64) {
        return uint64(_blocks[index / 4] >> (64 * (index % 4)));
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

    function _isOverdue(uint64 index) private view returns (bool) {
        return block.number > uint256(blockOf(index)) + deadlineBlocks;
    }
}
