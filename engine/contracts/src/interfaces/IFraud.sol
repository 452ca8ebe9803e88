// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {BatchHeader} from "./IRollup.sol";

/// @notice What a segment leaf commits to (A-2).
struct SegmentOpening {
    bytes32 postRoot;
    bytes32 txRoot;
    bytes32 recordsHash;
}

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

/// @notice Where anyone shows that an anchor is wrong.
interface IFraud {
    event Committed(bytes32 indexed commitment, address indexed challenger);
    /// @param reason 1 rule broken, 2 wrong postRoot, 3 wrong txRoot, 4 wrong final cursor or header root
    event FraudProven(
        uint64 indexed number,
        bytes32 indexed batchHash,
        address indexed challenger,
        uint32 segment,
        uint8 reason,
        uint16 rule
    );

    error AlreadyCommitted(bytes32 commitment);
    error NoCommitment(bytes32 commitment);
    error CommitmentTooFresh(uint64 committedAt);
    error NotInChain(bytes32 batchHash);
    error AlreadyFinal(uint64 number);
    error WrongSegments();
    error WrongOpening();
    error MalformedWitness();
    error WrongPreState(bytes32 expected, bytes32 opened);
    error WrongInboxEntry(uint64 index);
    error SegmentIsValid();

    /// @notice Commits to a challenge (F-3): keccak(abi.encode(challenger, batchHash, segment index, salt)).
    function commit(bytes32 commitment) external;

    /// @notice Convicts, or reverts.
    function proveBadSegment(BadSegmentProof calldata proof) external;

    /// @notice Runs a proof dry, without a commitment: reverts as proveBadSegment would, else tells what it would show.
    /// @return reason as in FraudProven
    /// @return rule the rule broken where reason is 1, else 0
    function checkBadSegment(BadSegmentProof calldata proof) external view returns (uint8 reason, uint16 rule);

    /// @return the L1 block of a commitment; 0 where there is none
    function committedAt(bytes32 commitment) external view returns (uint64);
}
