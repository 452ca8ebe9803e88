// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IBridge} from "../../src/interfaces/IBridge.sol";
import {IDemands} from "../../src/interfaces/IDemands.sol";
import {BadSegmentProof, IFraud} from "../../src/interfaces/IFraud.sol";
import {IInbox} from "../../src/interfaces/IInbox.sol";
import {IOperators, OperatorStatus, OperatorView} from "../../src/interfaces/IOperators.sol";
import {IPromises} from "../../src/interfaces/IPromises.sol";
import {BatchHeader, IRollup, Submission} from "../../src/interfaces/IRollup.sol";
import {Test, Vm} from "./Test.sol";

/// @notice The contracts, wired as in a deployment, and three operators.
abstract contract ChainFixture is Test {
    uint64 internal constant kChainId = 817_001;
    uint64 internal constant kWindow = 60;
    uint64 internal constant kCutoff = 40;
    uint64 internal constant kAnswer = 20;
    uint64 internal constant kEscape = 2000;
    uint128 internal constant kDemandBond = 0.01 ether;
    uint64 internal constant kEpoch = 60;
    uint64 internal constant kHeartbeat = 6;
    uint64 internal constant kDeadline = 20;
    uint128 internal constant kBond = 10 ether;
    uint64 internal constant kMinBid = 1_000_000;
    uint64 internal constant kMaxBid = 1_000_000_000_000;
    uint16 internal constant kPenaltyBps = 1000;
    uint16 internal constant kRewardBps = 5000;
    uint64 internal constant kStart = 1000; // L1 block of the deployment
    address internal constant kBurnt = 0x000000000000000000000000000000000000dEaD;

    address internal constant kAnna = address(0xA0);
    address internal constant kBert = address(0xB0);
    address internal constant kCleo = address(0xC0);
    uint64 internal constant kAnnaBid = 2_000_000;
    uint64 internal constant kBertBid = 3_000_000;
    uint64 internal constant kCleoBid = 4_000_000;

    IInbox internal inbox;
    IBridge internal bridge;
    IOperators internal operators;
    IRollup internal rollup;
    IFraud internal fraud;
    IDemands internal demands;
    IPromises internal promises;

    /// @dev All in L1 blocks.
    struct Times {
        uint64 window;
        uint64 cutoff;
        uint64 answer;
        uint64 escape;
        uint64 epoch;
        uint64 heartbeat;
        uint64 deadline;
    }

    /// @dev What a test says of one segment; the data are built from it (A-1).
    struct Segment {
        bytes32 postRoot;
        bytes32 txRoot;
        bytes records;
    }

    function setUp() public virtual {
        deploy(Times(kWindow, kCutoff, kAnswer, kEscape, kEpoch, kHeartbeat, kDeadline));
    }

    function deploy(Times memory times) internal {
        vm.roll(kStart);
        uint256 nonce = vm.getNonce(address(this));
        address bridgeAt = vm.computeCreateAddress(address(this), nonce + 1);
        address rollupAt = vm.computeCreateAddress(address(this), nonce + 3);
        address fraudAt = vm.computeCreateAddress(address(this), nonce + 4);
        address demandsAt = vm.computeCreateAddress(address(this), nonce + 5);
        address promisesAt = vm.computeCreateAddress(address(this), nonce + 6);
        inbox = IInbox(vm.deployCode("Inbox.sol", abi.encode(bridgeAt, rollupAt, times.deadline)));
        bridge = IBridge(vm.deployCode("Bridge.sol", abi.encode(inbox, rollupAt)));
        bytes memory arguments = abi.encode(
            rollupAt,
            fraudAt,
            demandsAt,
            promisesAt,
            times.epoch,
            times.heartbeat,
            kBond,
            kMinBid,
            kMaxBid,
            kPenaltyBps,
            kRewardBps
        );
        operators = IOperators(vm.deployCode("Operators.sol", arguments));
        arguments = abi.encode(operators, inbox, fraudAt, demandsAt, kChainId, times.window, times.escape);
        rollup = IRollup(vm.deployCode("Rollup.sol", arguments));
        fraud = IFraud(vm.deployCode("Fraud.sol", abi.encode(rollup, operators, inbox, bridge)));
        arguments = abi.encode(rollup, operators, times.cutoff, times.answer, kDemandBond);
        demands = IDemands(vm.deployCode("Demands.sol", arguments));
        promises = IPromises(vm.deployCode("Promises.sol", abi.encode(rollup, operators)));
        checkEqual(address(bridge), bridgeAt, "Bridge is where it was predicted");
        checkEqual(address(rollup), rollupAt, "Rollup is where it was predicted");
        checkEqual(address(fraud), fraudAt, "Fraud is where it was predicted");
        checkEqual(address(demands), demandsAt, "Demands is where it was predicted");
        checkEqual(address(promises), promisesAt, "Promises is where it was predicted");
    }

    /// @dev In epoch 0: all three are eligible at once, Anna first.
    function registerThree() internal {
        register(kAnna, kAnnaBid, kBond);
        register(kBert, kBertBid, kBond);
        register(kCleo, kCleoBid, kBond);
    }

    function register(address operator, uint64 bidWei, uint256 bondWei) internal {
        vm.deal(operator, bondWei);
        vm.prank(operator);
        operators.register{value: bondWei}(bidWei, "https://operator.example");
    }

    function pass(uint256 blocks) internal {
        vm.roll(vm.getBlockNumber() + blocks);
    }

    function goToEpoch(uint256 epoch) internal {
        vm.roll(kStart + epoch * kEpoch);
    }

    function heartbeat(address operator) internal {
        vm.prank(operator);
        rollup.heartbeat();
    }

    function deposit(address to, uint256 amountWei) internal returns (uint64) {
        vm.deal(address(this), amountWei);
        return bridge.deposit{value: amountWei}(to);
    }

    function one(bytes32 postRoot, bytes32 txRoot, bytes memory records)
        internal
        pure
        returns (Segment[] memory list)
    {
        list = new Segment[](1);
        list[0] = Segment(postRoot, txRoot, records);
    }

    function encode(Segment[] memory segments) internal pure returns (bytes memory data) {
        for (uint256 i = 0; i < segments.length; ++i) {
            data = abi.encodePacked(
                data,
                uint16(segments[i].records.length),
                segments[i].postRoot,
                segments[i].txRoot,
                segments[i].records
            );
        }
    }

    function leavesOf(Segment[] memory segments) internal pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](segments.length);
        for (uint256 i = 0; i < segments.length; ++i) {
            leaves[i] = keccak256(
                abi.encodePacked(uint8(7), segments[i].postRoot, segments[i].txRoot, keccak256(segments[i].records))
            );
        }
    }

    /// @dev What an honest operator states now: the tip, the last L1 block, its bid, the cursor as it is.
    function submissionOf(address operator) internal view returns (Submission memory submission) {
        (, bytes32 hash,, uint64 cursor,) = rollup.tip();
        uint64 bound_ = uint64(vm.getBlockNumber()) - 1;
        submission.parentHash = hash;
        submission.l1BlockNumber = bound_;
        submission.l1BlockHash = blockhash(bound_);
        submission.baseFeeWei = operators.bidAt(operator, bound_);
        submission.templateMaxFeeWei = 10_000_000;
        submission.inboxAfter = cursor;
    }

    function submit(address operator, Submission memory submission, Segment[] memory segments)
        internal
        returns (BatchHeader memory header)
    {
        return submitData(operator, submission, encode(segments));
    }

    function submitData(address operator, Submission memory submission, bytes memory data)
        internal
        returns (BatchHeader memory header)
    {
        vm.recordLogs();
        vm.prank(operator);
        bytes32 hash = rollup.submitBatch(submission, data);
        bytes memory published;
        (header, published) = abi.decode(lastLogOf(address(rollup)).data, (BatchHeader, bytes));
        checkEqual(keccak256(abi.encode(header)), hash, "A-3");
        checkEqual(keccak256(published), keccak256(data), "A-1");
    }

    /// @dev A batch of one L2 block without transactions, asserting the given root.
    function submitRoot(address operator, bytes32 postRoot) internal returns (BatchHeader memory) {
        return submit(operator, submissionOf(operator), one(postRoot, 0, hex"010001"));
    }

    /// @dev F-3, for a bad segment.
    function commitmentTo(address challenger, BadSegmentProof memory proof) internal pure returns (bytes32) {
        bytes32 hash = keccak256(abi.encode(proof.header));
        bytes32 subject = keccak256(abi.encode(hash, proof.index, keccak256(proof.witness)));
        return keccak256(abi.encode(challenger, subject, proof.salt));
    }

    function lastLogOf(address emitter) internal returns (Vm.Log memory log) {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].emitter == emitter) log = logs[i];
        }
    }

    function viewOf(address operator) internal view returns (OperatorView memory) {
        OperatorView[] memory views = operators.all();
        for (uint256 i = 0; i < views.length; ++i) {
            if (views[i].operator == operator) return views[i];
        }
        revert NotTrue("the operator is listed");
    }

    function eraNow() internal view returns (uint64 era) {
        (, era,,) = operators.clock();
    }

    function checkStatus(address operator, OperatorStatus status) internal view {
        checkEqual(uint256(viewOf(operator).status), uint256(status), "status");
    }

    function checkCurrent(address operator) internal view {
        checkEqual(operators.currentOperator(), operator, "current operator");
    }
}
