// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {DemandedTransaction} from "../../src/interfaces/IDemands.sol";
import {Signature} from "../../src/interfaces/IInbox.sol";
import {SoftConfirmation} from "../../src/interfaces/IPromises.sol";
import {BatchHeader} from "../../src/interfaces/IRollup.sol";
import {SegmentOpening} from "../../src/interfaces/ISegments.sol";
import {ChainFixture} from "./ChainFixture.sol";
import {TxTree} from "./TxTree.sol";

/// @notice Batches of two segments, of three and of two transactions that a user signed, and who can prove things of
/// them. What the transactions do does not matter here: the roots are asserted.
abstract contract SignedBatches is ChainFixture {
    uint256 internal constant kUserKey = 0xa11ce;
    bytes32 internal constant kTreeRoot = bytes32(uint256(0x7ee));
    uint64 internal constant kTxCountBefore = 40; // of each batch

    address internal user;

    function setUp() public virtual override {
        super.setUp();
        user = vm.addr(kUserKey);
    }

    function signedBy(uint256 key, bytes32 hash) internal pure returns (Signature memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, hash);
        return Signature(v - 27, r, s);
    }

    /// @dev The other signature that fits (high s).
    function malleated(Signature memory signature) internal pure returns (Signature memory) {
        uint256 order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
        return Signature(1 - signature.yParity, signature.r, bytes32(order - uint256(signature.s)));
    }

    function hashOf(uint256 place) internal pure returns (bytes32) {
        return keccak256(abi.encode("transaction", place));
    }

    /// @dev The leaves of a segment: transactions 0 to 2, or 3 and 4.
    function leavesOfSegment(uint256 index) internal view returns (bytes32[] memory leaves) {
        uint256 first = 3 * index;
        leaves = new bytes32[](3 - index);
        for (uint256 i = 0; i < leaves.length; ++i) {
            leaves[i] = TxTree.leaf(hashOf(first + i), user);
        }
    }

    /// @dev S-4, `txs` transactions into the batch.
    function rootAfter(uint64 txs) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(uint8(2), kTreeRoot, uint64(9), uint64(0), kTxCountBefore + txs));
    }

    function segmentsOfTheBatch() internal view returns (Segment[] memory list) {
        list = new Segment[](2);
        list[0] = Segment(rootAfter(3), TxTree.root(leavesOfSegment(0)), hex"010001");
        list[1] = Segment(rootAfter(5), TxTree.root(leavesOfSegment(1)), hex"010001");
    }

    function openingOf(uint256 index) internal view returns (SegmentOpening memory) {
        Segment memory segment = segmentsOfTheBatch()[index];
        return SegmentOpening(segment.postRoot, segment.txRoot, keccak256(segment.records));
    }

    /// @dev What is given for the last batch where there is none.
    function emptyHeader() internal pure returns (BatchHeader memory header) {}

    function submitSigned(address operator) internal returns (BatchHeader memory) {
        return submit(operator, submissionOf(operator), segmentsOfTheBatch());
    }

    /// @dev A demand for transaction `place` of segment `index`.
    function demandFor(BatchHeader memory header, uint256 index, uint256 place)
        internal
        view
        returns (DemandedTransaction memory)
    {
        return DemandedTransaction({
            header: header,
            segmentLeaves: leavesOf(segmentsOfTheBatch()),
            segment: uint32(index),
            opening: openingOf(index),
            place: uint8(place),
            signingHash: hashOf(3 * index + place),
            sender: user,
            siblings: TxTree.siblings(leavesOfSegment(index), place)
        });
    }

    /// @dev F-9, of an era of this chain.
    function promiseOf(uint64 era, uint64 sequence, bytes32 leaf) internal view returns (SoftConfirmation memory) {
        return SoftConfirmation(era, operators.eraId(era), sequence, leaf);
    }

    function makeDemand(address demander, DemandedTransaction memory transaction) internal returns (uint64) {
        vm.deal(demander, demander.balance + kDemandBond);
        vm.prank(demander);
        return demands.demand{value: kDemandBond}(transaction);
    }
}
