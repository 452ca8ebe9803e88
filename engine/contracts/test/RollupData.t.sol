// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {BadSegmentProof} from "../src/interfaces/IFraud.sol";
import {IOperators} from "../src/interfaces/IOperators.sol";
import {BatchHeader, IRollup, Submission} from "../src/interfaces/IRollup.sol";
import {ChainFixture} from "./support/ChainFixture.sol";

/// @notice A-1: whoever submits a batch, and however it is called, everybody finds in the event what was hashed.
contract RollupDataTest is ChainFixture {
    bytes32 private constant kRoot = bytes32(uint256(0xbad));

    /// @dev The batch that the last event tells of, and its data.
    function _published() private returns (BatchHeader memory header, bytes memory data) {
        (header, data) = abi.decode(lastLogOf(address(rollup)).data, (BatchHeader, bytes));
        check(rollup.isInChain(header), "it is in the chain");
    }

    function _contractOperator() private returns (ContractOperator operator) {
        vm.deal(address(this), kBond);
        operator = new ContractOperator{value: kBond}(operators, rollup);
        pass(1);
        checkCurrent(address(operator));
        vm.recordLogs();
    }

    /// @dev By what was published alone, the one segment of a batch on the empty state is convicted.
    function _checkConvictable(BatchHeader memory header, bytes memory data) private view {
        BadSegmentProof memory proof;
        proof.header = header;
        bytes32 postRoot;
        bytes32 txRoot;
        assembly ("memory-safe") {
            postRoot := mload(add(data, 34))
            txRoot := mload(add(data, 66))
        }
        (proof.postRoot, proof.txRoot) = (postRoot, txRoot);
        proof.records = new bytes(data.length - 66);
        for (uint256 i = 0; i < proof.records.length; ++i) {
            proof.records[i] = data[66 + i];
        }
        proof.segmentLeaves = leavesOf(one(postRoot, txRoot, proof.records));
        checkEqual(keccak256(abi.encodePacked(proof.segmentLeaves)), header.segmentsHash, "A-2");
        proof.witness = new bytes(28);
        (uint8 reason,) = fraud.checkBadSegment(proof);
        checkEqual(reason, 2, "a wrong root");
    }

    /// @dev The transaction has no arguments: the data exist in memory alone.
    function test_A1_dataThatNoTransactionShows() external {
        ContractOperator operator = _contractOperator();
        operator.go();
        (BatchHeader memory header, bytes memory data) = _published();
        checkEqual(header.postStateRoot, operator.root(), "root");
        checkEqual(keccak256(data), keccak256(encode(one(operator.root(), 0, hex"010001"))), "data");
        _checkConvictable(header, data);
    }

    /// @dev The transaction reads as a call of submitBatch, with other data than the rollup gets.
    function test_A1_otherDataThanTheTransactionShows() external {
        ContractOperator operator = _contractOperator();
        bytes memory hidden = encode(one(kRoot, 0, hex"010001"));
        operator.hide(hidden);
        operator.submitBatch(submissionOf(address(operator)), encode(one(bytes32(uint256(0x600d)), 0, hex"010001")));
        (BatchHeader memory header, bytes memory data) = _published();
        checkEqual(header.postStateRoot, kRoot, "root");
        checkEqual(keccak256(data), keccak256(hidden), "data");
        _checkConvictable(header, data);
    }

    /// @dev L1 takes a call whose last word is not filled up, or filled up with anything.
    function test_A1_paddingDoesNotMatter() external {
        registerThree();
        pass(1);
        bytes memory data = encode(one(kRoot, 0, hex"010001"));
        uint256 padding = 32 - data.length % 32;
        check(padding < 32, "there is padding");
        for (uint256 i = 0; i < 2; ++i) {
            bytes memory call_ = abi.encodeCall(rollup.submitBatch, (submissionOf(kAnna), data));
            if (i == 0) {
                assembly ("memory-safe") {
                    mstore(call_, sub(mload(call_), padding))
                }
            } else {
                call_[call_.length - 1] = 0x01;
            }
            vm.recordLogs();
            vm.prank(kAnna);
            (bool done,) = address(rollup).call(call_);
            check(done, "taken");
            (BatchHeader memory header, bytes memory published) = _published();
            checkEqual(header.number, i + 1, "number");
            checkEqual(keccak256(published), keccak256(data), "data");
        }
    }

    function test_noWordTakesMoreBitsThanItsType() external {
        registerThree();
        pass(1);
        bytes memory data = encode(one(kRoot, 0, hex"010001"));
        for (uint256 word = 0; word < 8; ++word) {
            if (word == 0 || word == 2) continue; // hashes
            bytes memory call_ = abi.encodeCall(rollup.submitBatch, (submissionOf(kAnna), data));
            call_[4 + 32 * word] = 0x01;
            vm.prank(kAnna);
            (bool done,) = address(rollup).call(call_);
            check(!done, "refused");
        }
    }
}

/// @notice An operator that is a contract.
contract ContractOperator {
    bytes32 public constant root = keccak256("a root that no record leads to");

    IOperators private immutable _operators;
    IRollup private immutable _rollup;
    bytes private _hidden;

    constructor(IOperators operators, IRollup rollup) payable {
        _operators = operators;
        _rollup = rollup;
        operators.register{value: msg.value}(1_000_000, "https://nobody.example");
    }

    function hide(bytes calldata data) external {
        _hidden = data;
    }

    function go() external {
        Submission memory submission;
        (, submission.parentHash,, submission.inboxAfter,) = _rollup.tip();
        submission.l1BlockNumber = uint64(block.number) - 1;
        submission.l1BlockHash = blockhash(block.number - 1);
        submission.baseFeeWei = _operators.baseFeeAt(address(this), submission.l1BlockNumber);
        bytes memory records = hex"010001";
        _rollup.submitBatch(submission, abi.encodePacked(uint16(records.length), root, bytes32(0), records));
    }

    /// @dev With the selector of IRollup.submitBatch.
    function submitBatch(Submission calldata submission, bytes calldata) external returns (bytes32) {
        return _rollup.submitBatch(submission, _hidden);
    }
}
