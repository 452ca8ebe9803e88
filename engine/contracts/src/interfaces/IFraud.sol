// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {ICommitments} from "./ICommitments.sol";
import {BatchHeader} from "./IRollup.sol";
import {ISegments, SegmentOpening} from "./ISegments.sol";

/// @notice A proof that one segment of a batch is bad (F-1).
struct BadSegmentProof {
    BatchHeader header;
    bytes32[] segmentLeaves;
    uint32 index;
    SegmentOpening previous; // opens segmentLeaves[index-1]; all zero for index 0
    bytes32 postRoot; // as committed
    bytes32 txRoot; // as committed
    bytes records;
    bytes witness; // PROTOCOL.md, section 8
    bytes32 salt;
}

/// @notice Where anyone shows that a segment is bad, hidden accounts included (T-17, T-33).
interface IFraud is ICommitments, ISegments {
    /// @param reason 1 rule broken, 2 wrong postRoot, 3 wrong txRoot, 4 wrong final cursor or header root
    /// @param rule number of the T rule where reason is 1, else 0; 17 and 33 are hidden accounts
    event FraudProven(
        uint64 indexed number,
        bytes32 indexed batchHash,
        address indexed challenger,
        uint32 segment,
        uint8 reason,
        uint16 rule
    );

    error AlreadyFinal(uint64 number);
    error MalformedWitness();
    error WrongPreState(bytes32 expected, bytes32 opened);
    error WrongInboxEntry(uint64 index);
    error SegmentIsValid();

    /// @notice Convicts, or reverts.
    function proveBadSegment(BadSegmentProof calldata proof) external;

    /// @notice Runs a proof dry, without a commitment: reverts as proveBadSegment would, else tells what it would show.
    /// @return reason as in FraudProven
    /// @return rule as in FraudProven
    function checkBadSegment(BadSegmentProof calldata proof) external view returns (uint8 reason, uint16 rule);

    /// @return K: most records in a segment
    function segmentRecords() external view returns (uint256);
}
