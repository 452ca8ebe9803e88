// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

/// @notice What a segment leaf commits to (A-2).
struct SegmentOpening {
    bytes32 postRoot;
    bytes32 txRoot;
    bytes32 recordsHash;
}

/// @notice What every proof about a batch can be refused for.
interface ISegments {
    error NotInChain(bytes32 batchHash);
    error WrongSegments();
    error WrongOpening();
}
