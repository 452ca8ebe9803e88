// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {RecordDecoder} from "../../src/RecordDecoder.sol";
import {SegmentReplay} from "../../src/SegmentReplay.sol";
import {StateTree} from "../../src/StateTree.sol";
import {TypedTransaction} from "../../src/TypedTransaction.sol";
import {IReplayHarness} from "./IReplayHarness.sol";

/// @notice The replay library made callable, with its argument in calldata as the product has it.
contract ReplayHarness is IReplayHarness {
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

    function signingHash(Fields calldata fields) external pure returns (bytes32) {
        return TypedTransaction.signingHash(
            TypedTransaction.Fields({
                chainId: fields.chainId,
                nonce: fields.nonce,
                tipWei: fields.tipWei,
                maxFeeWei: fields.maxFeeWei,
                gasLimit: fields.gasLimit,
                to: fields.to,
                valueWei: fields.valueWei
            })
        );
    }

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
