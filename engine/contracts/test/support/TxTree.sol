// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {kTxTreeDepth} from "../../src/interfaces/Protocol.sol";

/// @notice The tree of a segment's transactions (X-2, X-3), written plainly.
library TxTree {
    function leaf(bytes32 signingHash, address sender) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(uint8(3), signingHash, sender));
    }

    function root(bytes32[] memory leaves) internal pure returns (bytes32) {
        return _node(leaves, kTxTreeDepth, 0);
    }

    /// @dev Of the leaf at a place, from the leaf upward.
    function siblings(bytes32[] memory leaves, uint256 place)
        internal
        pure
        returns (bytes32[kTxTreeDepth] memory list)
    {
        for (uint256 height = 0; height < kTxTreeDepth; ++height) {
            list[height] = _node(leaves, height, (place >> height) ^ 1);
        }
    }

    function _node(bytes32[] memory leaves, uint256 height, uint256 position) private pure returns (bytes32) {
        if (position << height >= leaves.length) return 0;
        if (height == 0) return leaves[position];
        bytes32 left = _node(leaves, height - 1, 2 * position);
        bytes32 right = _node(leaves, height - 1, 2 * position + 1);
        return left | right == 0 ? bytes32(0) : keccak256(abi.encodePacked(uint8(1), left, right));
    }
}
