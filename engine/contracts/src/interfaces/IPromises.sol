// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {kTxTreeDepth} from "./Protocol.sol";
import {ICommitments} from "./ICommitments.sol";
import {Signature} from "./IInbox.sol";
import {BatchHeader} from "./IRollup.sol";
import {ISegments, SegmentOpening} from "./ISegments.sol";

/// @notice A soft confirmation: the user transaction that the signer anchors in this era with this sequence number is
/// the one with this leaf.
struct SoftConfirmation {
    uint64 era;
    bytes32 eraId; // IOperators.eraId
    uint64 sequence; // S-4
    bytes32 txLeaf; // X-2
}

/// @notice What a state root hashes (S-4).
struct StateOpening {
    bytes32 treeRoot;
    uint64 accountCount;
    uint64 inboxCursor;
    uint64 txCount;
}

/// @notice Shows that another transaction than the promised one was anchored (F-9, b).
struct BrokenPromiseProof {
    SoftConfirmation confirmation;
    Signature signature;
    BatchHeader header;
    bytes32[] segmentLeaves;
    uint32 segment;
    SegmentOpening previous; // opens segmentLeaves[segment-1]; all zero for segment 0
    SegmentOpening opening; // of segmentLeaves[segment]
    StateOpening before; // of the state before the segment
    bytes32 txLeaf; // anchored
    bytes32[kTxTreeDepth] siblings; // of it in the txRoot, from the leaf upward
    bytes32 salt;
}

/// @notice Where anyone shows that an operator broke its word.
interface IPromises is ICommitments, ISegments {
    /// @param other the other leaf: promised too, or anchored
    event PromiseBroken(
        address indexed operator,
        address indexed challenger,
        bytes32 indexed promiseHash,
        uint64 era,
        uint64 sequence,
        bytes32 promised,
        bytes32 other,
        bool anchored
    );

    error UnknownEra(uint64 era, bytes32 id);
    error WrongStateOpening();
    error WrongLeaf();
    error PromiseIsKept();
    error PromisesAgree();
    error NotTheSigner(address recovered);
    error AnotherEra(uint64 promised, uint64 anchored);

    /// @notice Convicts by two promises of one operator that cannot both be kept (F-9, a), or reverts.
    function proveConflict(
        SoftConfirmation calldata first,
        Signature calldata firstSignature,
        SoftConfirmation calldata second,
        Signature calldata secondSignature,
        bytes32 salt
    ) external;

    /// @notice Convicts by a promise and what was anchored instead (F-9, b), or reverts.
    function proveBroken(BrokenPromiseProof calldata proof) external;

    /// @return the hash that an operator signs
    function promiseHash(SoftConfirmation calldata confirmation) external view returns (bytes32);
}
