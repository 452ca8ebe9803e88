// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {ICommitments} from "./interfaces/ICommitments.sol";

/// @notice F-3: commit and reveal.
abstract contract Commitments is ICommitments {
    /// @inheritdoc ICommitments
    mapping(bytes32 commitment => uint64) public committedAt;

    /// @inheritdoc ICommitments
    function commit(bytes32 commitment) external {
        if (committedAt[commitment] != 0) revert AlreadyCommitted(commitment);
        committedAt[commitment] = uint64(block.number);
        emit Committed(commitment, msg.sender);
    }

    /// @dev The commitment names the caller: nobody else can use a proof seen on its way.
    function _checkCommitment(bytes32 subject, bytes32 salt) internal view {
        bytes32 commitment = keccak256(abi.encode(msg.sender, subject, salt));
        uint64 since = committedAt[commitment];
        if (since == 0) revert NoCommitment(commitment);
        if (block.number <= since) revert CommitmentTooFresh(since);
    }
}
