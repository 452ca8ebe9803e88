// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {ITokens} from "../../src/interfaces/ITokens.sol";
import {RecordDecoder} from "../../src/RecordDecoder.sol";
import {ReplayContext, ReplayOutcome} from "../../src/ReplayTypes.sol";
import {SegmentReplay} from "../../src/SegmentReplay.sol";
import {StateTree} from "../../src/StateTree.sol";
import {TypedTransaction} from "../../src/TypedTransaction.sol";
import {IReplayHarness} from "./IReplayHarness.sol";

/// @notice The replay library made callable, with its argument in calldata as the product has it.
contract ReplayHarness is IReplayHarness, ITokens {
    address[] private _tokens;

    function setTokens(address[] calldata tokens) external {
        _tokens = tokens;
    }

    function tokenOf(address tokenAddress_) external view returns (uint32) {
        for (uint32 i = 0; i < _tokens.length; ++i) {
            if (_tokens[i] == tokenAddress_) return i + 1;
        }
        return 0;
    }

    function tokenAddress(uint32 token) external view returns (address) {
        return token == 0 || token > _tokens.length ? address(0) : _tokens[token - 1];
    }

    function replay(Input calldata input) external view returns (Output memory output) {
        ReplayContext memory context = ReplayContext({
            chainId: input.chainId,
            baseFeeWei: input.baseFeeWei,
            feeAccount: input.feeAccount,
            inboxAfter: input.inboxAfter,
            fees: RecordDecoder.FeeTemplate(input.templateMaxFeeWei, input.templateTipWei),
            preRoot: input.preRoot,
            accStart: input.accStart,
            accEnd: input.accEnd,
            tokens: this
        });
        ReplayOutcome memory outcome = SegmentReplay.replay(context, input.records, input.witness);
        return Output({
            valid: outcome.rule == 0,
            rule: outcome.rule,
            postRoot: outcome.postRoot,
            txRoot: outcome.txRoot,
            finalCursor: outcome.finalCursor,
            finalTxCount: outcome.finalTxCount,
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
                amount: fields.amount,
                tokenCall: fields.tokenCall,
                recipient: fields.recipient
            })
        );
    }

    function updateLayout(uint256[] memory nodes, uint256 preCount, bytes calldata siblings)
        external
        pure
        returns (bytes32 before, bytes32 afterwards, bool exact)
    {
        uint256 start;
        assembly ("memory-safe") {
            start := add(nodes, 0x20)
        }
        return StateTree.updateLayout(start, nodes.length / 3, preCount, siblings);
    }
}
