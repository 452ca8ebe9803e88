// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {kDomainLeaf, kDomainNode, kDomainState, kTreeDepth, kTxTreeDepth} from "./interfaces/Protocol.sol";

/// @notice Hashes of the account tree (rules S-2 to S-4) and folding a list of leaves to roots (W-2).
/// @dev An account's 64 hashed bytes are handled as two words: `key` = owner (20) | token (4) | nonce (8), and
/// `funds` = balance (16) | withdrawn (16).
library StateTree {
    /// @dev Bytes of one element of a node list: position, hash before, hash after.
    uint256 internal constant kNodeBytes = 0x60;

    /// @notice S-2.
    function leafHash(uint256 key, uint256 funds) internal pure returns (bytes32 hash) {
        return _hash65(kDomainLeaf, bytes32(key), bytes32(funds));
    }

    /// @notice S-3: zero where both children are zero.
    function nodeHash(bytes32 left, bytes32 right) internal pure returns (bytes32 hash) {
        if (left | right == 0) return 0;
        return _hash65(kDomainNode, left, right);
    }

    /// @notice S-4.
    function stateRoot(bytes32 treeRoot, uint64 accountCount, uint64 inboxCursor, uint64 txCount)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(abi.encodePacked(uint8(kDomainState), treeRoot, accountCount, inboxCursor, txCount));
    }

    /// @notice The tree root that a leaf, its index and all its siblings (leaf upward) give.
    function rootOf(uint32 index, bytes32 leaf, bytes32[32] calldata siblings) internal pure returns (bytes32 node) {
        node = leaf;
        for (uint256 height = 0; height < kTreeDepth; ++height) {
            bytes32 sibling = siblings[height];
            node = (index >> height) & 1 == 0 ? nodeHash(node, sibling) : nodeHash(sibling, node);
        }
    }

    /// @notice The txRoot (X-3) that a leaf, its place in the segment and its siblings (leaf upward) give.
    function txRootOf(uint256 place, bytes32 leaf, bytes32[kTxTreeDepth] calldata siblings)
        internal
        pure
        returns (bytes32 node)
    {
        node = leaf;
        for (uint256 height = 0; height < kTxTreeDepth; ++height) {
            bytes32 sibling = siblings[height];
            node = (place >> height) & 1 == 0 ? nodeHash(node, sibling) : nodeHash(sibling, node);
        }
    }

    /// @notice X-3: root of the tree over 2^depth leaves in memory, which it overwrites.
    function foldLeaves(uint256 leaves, uint256 depth) internal pure returns (bytes32 root) {
        unchecked {
            for (uint256 width = 1 << (depth - 1); width > 0; width >>= 1) {
                for (uint256 i = 0; i < width; ++i) {
                    bytes32 left;
                    bytes32 right;
                    assembly ("memory-safe") {
                        left := mload(add(leaves, shl(6, i)))
                        right := mload(add(add(leaves, shl(6, i)), 0x20))
                    }
                    bytes32 node = nodeHash(left, right);
                    assembly ("memory-safe") {
                        mstore(add(leaves, shl(5, i)), node)
                    }
                }
            }
            assembly ("memory-safe") {
                root := mload(leaves)
            }
        }
    }

    /// @notice Folds leaves before and after a segment to both tree roots with the same siblings (W-2).
    /// @dev The list is overwritten, so that memory does not grow with the height.
    /// @param nodes memory address of `count` elements in strictly ascending position; at least one
    /// @param preCount accounts before the segment: what lies at or above it is empty
    /// @return before root before, all 32 levels up
    /// @return afterwards root after
    /// @return exact whether exactly all siblings were consumed; the roots mean nothing otherwise
    function updateLayout(uint256 nodes, uint256 count, uint256 preCount, bytes calldata siblings)
        internal
        pure
        returns (bytes32 before, bytes32 afterwards, bool exact)
    {
        uint256 next; // calldata offset of the next sibling; may run past the end, which `exact` then tells
        assembly ("memory-safe") {
            next := siblings.offset
            let scratch := mload(0x40)
            // 65 bytes are hashed from scratch + 31: the domain, then left at +32, right at +64.
            mstore8(add(scratch, 31), kDomainNode)
            let end := add(nodes, mul(count, kNodeBytes))
            for { let height := 0 } lt(height, kTreeDepth) { height := add(height, 1) } {
                let write := nodes
                for { let read := nodes } lt(read, end) {} {
                    let position := mload(read)
                    // Where this node and its sibling stand among the two hashed words.
                    let own := add(scratch, add(32, shl(5, and(position, 1))))
                    let other := add(scratch, sub(64, shl(5, and(position, 1))))
                    let pre := mload(add(read, 0x20))
                    let post := mload(add(read, 0x40))
                    let siblingPost
                    read := add(read, kNodeBytes)
                    mstore(other, 0)
                    switch and(lt(read, end), eq(mload(read), xor(position, 1)))
                    case 1 {
                        mstore(other, mload(add(read, 0x20)))
                        siblingPost := mload(add(read, 0x40))
                        read := add(read, kNodeBytes)
                    }
                    default {
                        if lt(shl(height, xor(position, 1)), preCount) {
                            siblingPost := calldataload(next)
                            mstore(other, siblingPost)
                            next := add(next, 32)
                        }
                    }
                    mstore(own, pre)
                    if or(pre, mload(other)) { pre := keccak256(add(scratch, 31), 65) }
                    mstore(own, post)
                    mstore(other, siblingPost)
                    if or(post, siblingPost) { post := keccak256(add(scratch, 31), 65) }
                    mstore(write, shr(1, position))
                    mstore(add(write, 0x20), pre)
                    mstore(add(write, 0x40), post)
                    write := add(write, kNodeBytes)
                }
                end := write
            }
            before := mload(add(nodes, 0x20))
            afterwards := mload(add(nodes, 0x40))
            exact := eq(next, add(siblings.offset, siblings.length))
        }
    }

    function _hash65(uint256 domain, bytes32 first, bytes32 second) private pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            let scratch := mload(0x40)
            mstore8(add(scratch, 31), domain)
            mstore(add(scratch, 32), first)
            mstore(add(scratch, 64), second)
            hash := keccak256(add(scratch, 31), 65)
        }
    }
}
