// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

// PROTOCOL.md, section 1. The C++ side holds the same values in engine/base/protocol.hpp.

uint256 constant kTreeDepth = 32;
uint256 constant kSegmentRecords = 64;
uint256 constant kTxTreeDepth = 6;
uint256 constant kSegmentIndexes = 128;
uint256 constant kMaxSegments = 256;
uint256 constant kMaxSegmentBytes = 6144;
uint256 constant kTransferGas = 21_000;
uint256 constant kWithdrawalGas = 30_000;
uint256 constant kTokenGas = 9000;
address constant kWithdrawalAddress = 0x000000000000000000000000000000000000e817;

// Hash domains: the first byte of what is hashed.

uint256 constant kDomainLeaf = 0x00; // S-2
uint256 constant kDomainNode = 0x01; // S-3
uint256 constant kDomainState = 0x02; // S-4
uint256 constant kDomainTxLeaf = 0x03; // X-2
uint256 constant kDomainInbox = 0x05; // I-1
uint256 constant kDomainPromise = 0x06; // F-9
uint256 constant kDomainSegment = 0x07; // A-2

// Layouts.

uint256 constant kDepositBytes = 41; // I-2
uint256 constant kForcedBytes = 93; // I-3
uint256 constant kWitnessLeafBytes = 68; // section 8
uint256 constant kSegmentHeaderBytes = 66; // A-1: length, postRoot, txRoot

/// @dev S-6: keccak-256 of 0x02 and 56 zero bytes.
bytes32 constant kGenesisStateRoot = keccak256(
    hex"020000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
);

/// @dev Most inbox entries that one batch is forced to consume, overdue or not (A-15): a flood of deposits slows the
/// inbox down and cannot stop the rollup. A batch of kMaxSegments x kSegmentRecords records has room for them.
uint64 constant kMaxDemandedEntries = 4096;

/// @dev Where burnt ETH goes. A transfer to the zero address is refused by much of the tooling; nobody has a key to
/// this one, and it holds no code.
address constant kBurnAddress = 0x000000000000000000000000000000000000dEaD;
