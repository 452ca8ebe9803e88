// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

/// @notice The ordered list of what L1 asks of L2.
interface IInbox {
    /// @param entry the bytes of rule I-2
    event EntryAppended(uint64 indexed index, bytes32 acc, bytes entry);

    error NotBridge(address caller);

    /// @notice Appends an entry. Bridge contract only.
    function append(bytes calldata entry) external returns (uint64 index);

    function count() external view returns (uint64);

    /// @return acc(index) of rule I-1: acc(0) = 0, acc(i+1) after entry i
    function acc(uint64 index) external view returns (bytes32);

    /// @return the first index that is not overdue: every entry below it is older than the deadline
    /// @param cursor where to start looking; it checks the entry at the cursor and, by bisection, those after it
    function overdueBelow(uint64 cursor) external view returns (uint64);

    function deadlineBlocks() external view returns (uint64);
}
