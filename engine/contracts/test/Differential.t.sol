// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IReplayHarness} from "./support/IReplayHarness.sol";
import {Test} from "./support/Test.sol";

/// @notice Holds the replay on L1 equal to the C++ transition, on vectors that the C++ side generates.
///
/// The vectors are at the path in the environment variable AW_SEGMENTS (or in test/vectors/segments.json): a JSON
/// array of objects; numbers are decimal strings, bytes are hex with 0x:
///   chainId, baseFeeWei, feeAccount, templateMaxFeeWei, templateTipWei, inboxAfter
///   tokens               array of the L1 addresses of tokens 1, 2, ...
///   preRoot              committed pre-state root
///   accStart, accEnd     acc(preCursor) and acc(preCursor + number of entries in the witness)
///   records, witness     as in PROTOCOL.md, sections 5 and 8
///   malformed            true: the replay reverts (F-2), and nothing else is compared
///   valid, rule          rule is the number of the first T rule broken, 0 if valid
///   postRoot, txRoot, finalCursor, finalTxCount   compared where valid
///   signingHashes        of the user transactions in order, compared where valid
contract DifferentialTest is Test {
    struct Vector {
        uint256 chainId;
        uint256 baseFeeWei;
        uint256 feeAccount;
        uint256 templateMaxFeeWei;
        uint256 templateTipWei;
        uint256 inboxAfter;
        address[] tokens;
        bytes32 preRoot;
        bytes32 accStart;
        bytes32 accEnd;
        bytes records;
        bytes witness;
        bool valid;
        uint256 rule;
        bool malformed;
        bytes32 postRoot;
        bytes32 txRoot;
        uint256 finalCursor;
        uint256 finalTxCount;
        bytes32[] signingHashes;
    }

    string private constant kType =
        "Vector(uint256 chainId,uint256 baseFeeWei,uint256 feeAccount,uint256 templateMaxFeeWei,uint256 templateTipWei,uint256 inboxAfter,address[] tokens,bytes32 preRoot,bytes32 accStart,bytes32 accEnd,bytes records,bytes witness,bool valid,uint256 rule,bool malformed,bytes32 postRoot,bytes32 txRoot,uint256 finalCursor,uint256 finalTxCount,bytes32[] signingHashes)";

    function test_replayAgreesWithTheEngine() external {
        IReplayHarness harness = IReplayHarness(vm.deployCode("ReplayHarness.sol"));
        string memory json = vm.readFile(vm.envOr("AW_SEGMENTS", "test/vectors/segments.json"));
        Vector[] memory vectors = abi.decode(vm.parseJsonTypeArray(json, "$", kType), (Vector[]));
        check(vectors.length > 0, "there are vectors");
        uint256 valid = 0;
        uint256 malformed = 0;
        for (uint256 i = 0; i < vectors.length; ++i) {
            _compare(harness, vectors[i], string.concat("vector ", vm.toString(i), ": "));
            if (vectors[i].malformed) ++malformed;
            else if (vectors[i].valid) ++valid;
        }
        print("vectors", vectors.length);
        print("  valid", valid);
        print("  malformed", malformed);
        print("  breaking a rule", vectors.length - valid - malformed);
    }

    function _compare(IReplayHarness harness, Vector memory v, string memory name) private {
        harness.setTokens(v.tokens);
        IReplayHarness.Input memory input = IReplayHarness.Input({
            chainId: uint64(v.chainId),
            baseFeeWei: uint64(v.baseFeeWei),
            feeAccount: uint32(v.feeAccount),
            templateMaxFeeWei: uint64(v.templateMaxFeeWei),
            templateTipWei: uint64(v.templateTipWei),
            inboxAfter: uint64(v.inboxAfter),
            preRoot: v.preRoot,
            accStart: v.accStart,
            accEnd: v.accEnd,
            records: v.records,
            witness: v.witness
        });
        try harness.replay(input) returns (IReplayHarness.Output memory output) {
            check(!v.malformed, string.concat(name, "is malformed, yet it was replayed"));
            checkEqual(output.rule, v.rule, string.concat(name, "rule"));
            check(output.valid == v.valid, string.concat(name, "valid"));
            if (!v.valid) return;
            checkEqual(output.postRoot, v.postRoot, string.concat(name, "postRoot"));
            checkEqual(output.txRoot, v.txRoot, string.concat(name, "txRoot"));
            checkEqual(output.finalCursor, v.finalCursor, string.concat(name, "finalCursor"));
            checkEqual(output.finalTxCount, v.finalTxCount, string.concat(name, "finalTxCount"));
            checkEqual(output.signingHashes.length, v.signingHashes.length, string.concat(name, "signing hashes"));
            for (uint256 i = 0; i < v.signingHashes.length; ++i) {
                checkEqual(output.signingHashes[i], v.signingHashes[i], string.concat(name, "signing hash"));
            }
        } catch (bytes memory reason) {
            if (!v.malformed) revert DifferentBytes(string.concat(name, "reverted"), reason, "");
        }
    }
}
