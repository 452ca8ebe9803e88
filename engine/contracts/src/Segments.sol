// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {BatchHeader} from "./interfaces/IRollup.sol";
import {ISegments, SegmentOpening} from "./interfaces/ISegments.sol";
import {kDomainSegment} from "./interfaces/Protocol.sol";

/// @notice Opens the segments that a batch's header commits to (A-2).
library Segments {
    /// @notice Reverts unless the leaves are those of the header's batch, and the opening is that of one.
    function check(
        BatchHeader calldata header,
        bytes32[] calldata leaves,
        uint256 index,
        SegmentOpening memory opening
    ) internal pure {
        uint256 count = leaves.length;
        if (
            count != header.segmentCount || index >= count
                || keccak256(abi.encodePacked(leaves)) != header.segmentsHash
        ) revert ISegments.WrongSegments();
        if (leafOf(opening) != leaves[index]) revert ISegments.WrongOpening();
    }

    /// @notice The state root before a segment, of leaves that were checked.
    /// @param previous opens the segment before; all zero for the first one
    function preRoot(
        BatchHeader calldata header,
        bytes32[] calldata leaves,
        uint256 index,
        SegmentOpening calldata previous
    ) internal pure returns (bytes32) {
        if (index == 0) {
            if (previous.postRoot | previous.txRoot | previous.recordsHash != 0) {
                revert ISegments.WrongOpening();
            }
            return header.preStateRoot;
        }
        if (leafOf(previous) != leaves[index - 1]) revert ISegments.WrongOpening();
        return previous.postRoot;
    }

    /// @notice A-2.
    function leafOf(SegmentOpening memory opening) internal pure returns (bytes32) {
        return
            keccak256(abi.encodePacked(uint8(kDomainSegment), opening.postRoot, opening.txRoot, opening.recordsHash));
    }
}
