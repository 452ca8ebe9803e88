// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {kTxTreeDepth} from "./Protocol.sol";
import {Signature} from "./IInbox.sol";
import {BatchHeader} from "./IRollup.sol";
import {ISegments, SegmentOpening} from "./ISegments.sol";

/// @notice Which transaction of a batch somebody wants to see signed (F-5).
struct DemandedTransaction {
    BatchHeader header;
    bytes32[] segmentLeaves;
    uint32 segment;
    SegmentOpening opening; // of segmentLeaves[segment]
    uint8 place; // among the user transactions of the segment
    bytes32 signingHash;
    address sender;
    bytes32[kTxTreeDepth] siblings; // of the txLeaf in the txRoot, from the leaf upward
}

enum DemandStatus {
    None,
    Open,
    Answered,
    Convicted,
    Voided
}

/// @notice A demand as L1 remembers it.
struct Demand {
    bytes32 batchHash;
    bytes32 signingHash;
    address sender;
    uint64 number; // of the batch
    DemandStatus status;
    address demander;
    uint64 madeAt; // L1 block
    address operator; // of the batch
}

/// @notice Where anyone asks for the signature of an anchored transaction, and anyone gives it.
interface IDemands is ISegments {
    event SignatureDemanded(
        uint64 indexed id,
        uint64 indexed number,
        address indexed demander,
        bytes32 batchHash,
        address operator,
        uint32 segment,
        uint8 place,
        bytes32 signingHash,
        address sender,
        uint64 overdueAfter
    );
    event SignatureAnswered(uint64 indexed id, address indexed answerer, uint8 yParity, bytes32 r, bytes32 s);
    /// @notice Nobody answered: the operator was convicted, the batch rolled back.
    event SignatureWithheld(uint64 indexed id, uint64 indexed number, bytes32 indexed batchHash, address demander);
    event DemandVoided(uint64 indexed id, address indexed demander);

    error WrongDemandBond(uint256 sentWei, uint256 bondWei);
    error DemandTooLate(uint64 untilL1Block);
    error AlreadyDemanded(uint64 id);
    error WrongTransaction();
    error DemandNotOpen(uint64 id, DemandStatus status);
    error DemandIsVoid(uint64 id);
    error DemandNotVoid(uint64 id);
    error NotOverdue(uint64 id, uint64 overdueAfter);
    error WrongBatch(bytes32 stated, bytes32 demanded);
    error WrongSigner(address recovered, address sender);

    /// @notice Demands a signature, with the demand's bond (F-5).
    function demand(DemandedTransaction calldata transaction) external payable returns (uint64 id);

    /// @notice Answers a demand; its bond becomes a claim of the caller (F-6).
    function answer(uint64 id, Signature calldata signature) external;

    /// @notice Convicts by a demand that is overdue (F-7). Anyone may call; who demanded is rewarded.
    function convictUnanswered(uint64 id, BatchHeader calldata header) external;

    /// @notice Gives the bond back of a demand against a batch that left the chain (F-8). Anyone may call.
    function voidDemand(uint64 id) external;

    /// @notice Clears settled demands away, so that isOverdueBelow() need not look at them. Anyone may call.
    function clear(uint64 atMost) external;

    /// @return the demand; of status None where there is none
    function demandOf(uint64 id) external view returns (Demand memory);

    /// @return how many demands were made; their ids count from 1
    function demandCount() external view returns (uint64);

    /// @return whether a demand against this batch or one before it is overdue (F-7)
    function isOverdueBelow(uint64 number) external view returns (bool);

    /// @return whether a demand is open, not overdue, and against the batch of somebody else (O-5)
    function isWaitedFor(uint64 id, address operator) external view returns (bool);

    /// @return L1 blocks after a batch's own in which it can be demanded of
    function demandCutoffBlocks() external view returns (uint64);

    /// @return L1 blocks to answer in
    function answerBlocks() external view returns (uint64);

    /// @return what a demand costs if it is answered
    function demandBondWei() external view returns (uint128);
}
