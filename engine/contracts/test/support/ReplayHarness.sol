// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {RecordDecoder} from "../../src/RecordDecoder.sol";
import {SegmentReplay} from "../../src/SegmentReplay.sol";
import {StateTree} from "../../src/StateTree.sol";
import {TypedTransaction} from "../../src/TypedTransaction.sol";

/// @notice The replay library made callable, with its argument in calldata as the product has it.
contract ReplayHarness {
    struct Input {
        uint64 chainId;
        uint64 baseFeeWei;
        uint32 feeAccount;
        uint64 templateGasLimit;
        uint64 templateMaxFeeWei;
        uint64 templateTipWei;
        uint64 inboxAfter;
        bytes32 preRoot;
        bytes32 accStart;
        bytes32 accEnd;
        bytes records;
        bytes witness;
    }

    struct Output {
        bool valid;
        uint16 rule;
        bytes32 postRoot;
        bytes32 txRoot;
        uint64 finalCursor;
        bytes32[] signingHashes;
    }

    function replay(Input calldata input) external pure returns (Output memory output) {
        SegmentReplay.Context memory context = SegmentReplay.Context({
            chainId: input.chainId,
            baseFeeWei: input.baseFeeWei,
            feeAccount: input.feeAccount,
            inboxAfter: input.inboxAfter,
            fees: RecordDecoder.FeeTemplate(input.templateGasLimit, input.templateMaxFeeWei, input.templateTipWei),
            preRoot: input.preRoot,
            accStart: input.accStart,
            accEnd: input.accEnd
        });
        SegmentReplay.Outcome memory outcome = SegmentReplay.replay(context, input.records, input.witness);
        return Output({
            valid: outcome.rule == 0,
            rule: outcome.rule,
            postRoot: outcome.postRoot,
            txRoot: outcome.txRoot,
            finalCursor: outcome.finalCursor,
            signingHashes: outcome.signingHashes
        });
    }

    function signingHash(TypedTransaction.Fields calldata fields) external pure returns (bytes32) {
        return TypedTransaction.signingHash(fields);
    }

    /// @notice Root of a full tree of 2^32 accounts in which only the given nodes are known and the rest is `siblings`.
    /// @param nodes position, hash before, hash after: three words each
    function fold(uint256[] memory nodes, uint256 preCount, bytes calldata siblings)
        external
        pure
        returns (bytes32 before, bytes32 afterwards, bool exact)
    {
        uint256 start;
        assembly ("memory-safe") {
            start := add(nodes, 0x20)
        }
        return StateTree.fold(start, nodes.length / 3, preCount, siblings);
    }
}
