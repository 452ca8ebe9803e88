// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

/// @notice A reward is bound to who found the fraud by commit and reveal (F-3).
interface ICommitments {
    event Committed(bytes32 indexed commitment, address indexed challenger);

    error AlreadyCommitted(bytes32 commitment);
    error NoCommitment(bytes32 commitment);
    error CommitmentTooFresh(uint64 committedAt);

    /// @notice Commits to a challenge: keccak(abi.encode(challenger, subject, salt)). The subject is
    /// keccak(abi.encode(batchHash, segment index)) for a bad segment, the hash of the promise for a broken one.
    function commit(bytes32 commitment) external;

    /// @return the L1 block of a commitment; 0 where there is none
    function committedAt(bytes32 commitment) external view returns (uint64);
}
