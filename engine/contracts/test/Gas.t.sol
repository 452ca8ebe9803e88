// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {BadSegmentProof} from "../src/interfaces/IFraud.sol";
import {Submission} from "../src/interfaces/IRollup.sol";
import {ChainFixture} from "./support/ChainFixture.sol";
import {IReplayHarness} from "./support/IReplayHarness.sol";
import {Records} from "./support/Records.sol";
import {Behaviour, TestToken} from "./support/TestToken.sol";

/// @notice Measures what a batch and the largest proof cost on L1, and holds them to their limits.
contract GasTest is ChainFixture {
    uint256 private constant kLargestProofGas = 12_000_000;
    uint256 private constant kLargestTransactionBytes = 131_072; // what nodes pass on
    uint256 private constant kAccounts = 129; // 128 that records name, and the fee account

    function setUp() public override {
        super.setUp();
        registerThree();
        pass(1);
    }

    /// @dev Gas of a whole transaction: intrinsic, calldata and execution, at least the floor of EIP-7623.
    function _transactionGas(bytes memory callData, uint256 executionGas)
        private
        pure
        returns (uint256 total, uint256 floor)
    {
        uint256 tokens = 0;
        for (uint256 i = 0; i < callData.length; ++i) {
            tokens += callData[i] == 0 ? 1 : 4;
        }
        total = 21_000 + 4 * tokens + executionGas;
        floor = 21_000 + 10 * tokens;
        if (total < floor) total = floor;
    }

    /// @dev Execution gas of a call from outside, storage and accounts cold.
    function _measure(address caller, address target, bytes memory callData) private returns (uint256 used) {
        vm.cool(address(rollup));
        vm.cool(address(operators));
        vm.cool(address(inbox));
        vm.cool(address(fraud));
        vm.cool(address(bridge));
        vm.prank(caller);
        (bool done, bytes memory reason) = target.call(callData);
        used = vm.lastCallGas().gasTotalUsed;
        if (!done) revert DifferentBytes("the call reverted", reason, "");
    }

    /// @dev 63 transfers of different amounts between accounts of a grown rollup, in one L2 block.
    function _transfers(uint256 seed) private pure returns (bytes memory records) {
        for (uint256 i = 0; i < 63; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            uint256 sender = random % 16_384;
            uint256 recipient = (random >> 32) % 16_384;
            uint256 value = (1 + (random >> 64) % 65_000) * 1e14; // 0.0001 to 6.5 ETH
            records = abi.encodePacked(records, Records.user(0, Records.pair(sender, recipient, 14), value));
        }
        records = abi.encodePacked(uint8(14), records, Records.blockEnd(10));
    }

    function test_gasOfAFullBatch() external {
        _batch(16); // storage that only the first batch pays
        pass(1);
        (uint256 gas_, uint256 floor, uint256 bytes_) = _batch(16);
        uint256 transfers = 16 * 63;
        print("batch of 16 x 63 transfers: calldata bytes", bytes_);
        print("  bytes of calldata per 100 transfers", 100 * bytes_ / transfers);
        print("  gas", gas_);
        print("  floor of EIP-7623", floor);
        print("  gas per transfer", gas_ / transfers);
        check(gas_ / transfers < 500, "a transfer stays below 500 gas of L1");
    }

    function _batch(uint256 count) private returns (uint256 gas_, uint256 floor, uint256 bytes_) {
        Segment[] memory segments = new Segment[](count);
        for (uint256 i = 0; i < count; ++i) {
            segments[i] =
                Segment(keccak256(abi.encode(i)), keccak256(abi.encode(i, vm.getBlockNumber())), _transfers(i));
        }
        bytes memory callData = abi.encodeCall(rollup.submitBatch, (submissionOf(kAnna), encode(segments)));
        bytes_ = callData.length;
        (gas_, floor) = _transactionGas(callData, _measure(kAnna, address(rollup), callData));
    }

    /// @dev 129 accounts as far apart as can be in a tree of 2^32, each of 64 transfers with all its fee fields and
    /// between accounts of its own: the most siblings that a segment can need (T-3).
    function test_gasOfTheLargestProof() external {
        (bytes memory accounts, uint256[] memory nodes) = _spreadAccounts(false);
        _measureProof("largest proof, of 64 transfers", accounts, nodes, 1 << 32, _expensiveTransfers());
    }

    /// @dev As before, but each transfer moves a token of its own to a new account.
    function test_gasOfTheLargestProofOfTokens() external {
        for (uint256 i = 0; i < 64; ++i) {
            bridge.registerToken(address(new TestToken(Behaviour.Standard)));
        }
        (bytes memory accounts, uint256[] memory nodes) = _spreadAccounts(true);
        uint256 preCount = (1 << 32) - 64;
        uint256[] memory all = new uint256[](nodes.length + 3 * 64);
        for (uint256 i = 0; i < nodes.length; ++i) {
            all[i] = nodes[i];
        }
        for (uint256 i = 0; i < 64; ++i) {
            all[nodes.length + 3 * i] = preCount + i;
        }
        _measureProof("largest proof, of 64 token transfers", accounts, all, preCount, _expensiveTokenTransfers());
    }

    function _measureProof(
        string memory name,
        bytes memory accounts,
        uint256[] memory nodes,
        uint256 preCount,
        bytes memory records
    ) private {
        BadSegmentProof memory proof = _proofOf(accounts, nodes, preCount, records);
        (uint8 reason, uint16 rule) = fraud.checkBadSegment(proof);
        checkEqual(rule, 0, "the transfers break no rule");
        checkEqual(reason, 2, "reason");

        address challenger = address(0xcc);
        fraud.commit(commitmentTo(challenger, proof.header, proof.index, proof.salt));
        pass(1);
        bytes memory callData = abi.encodeCall(fraud.proveBadSegment, (proof));
        uint256 executionGas = _measure(challenger, address(fraud), callData);
        (uint256 gas_, uint256 floor) = _transactionGas(callData, executionGas);
        print(string.concat(name, ": calldata bytes"), callData.length);
        print("  witness bytes", proof.witness.length);
        print("  execution gas", executionGas);
        print("  gas of the transaction", gas_);
        print("  floor of EIP-7623", floor);
        check(gas_ <= kLargestProofGas, "the largest proof fits 12,000,000 gas");
        check(callData.length + 200 <= kLargestTransactionBytes, "the largest proof fits a transaction");
    }

    /// @dev In a full batch, as the proof shows the leaves of all its segments. The segment before asserts the state.
    function _proofOf(bytes memory accounts, uint256[] memory nodes, uint256 preCount, bytes memory records)
        private
        returns (BadSegmentProof memory proof)
    {
        bytes32 preRoot;
        (preRoot, proof.witness) = _largestWitness(accounts, nodes, preCount);
        Segment[] memory segments = new Segment[](256);
        for (uint256 i = 0; i < 256; ++i) {
            segments[i] = Segment(preRoot, 0, Records.segment(Records.blockEnd(1)));
        }
        segments[255] = Segment(bytes32(uint256(1)), bytes32(uint256(2)), records);
        Submission memory submission = submissionOf(kAnna);
        submission.feeAccount = uint32(_indexOf(128));
        proof.header = submit(kAnna, submission, segments);
        proof.segmentLeaves = leavesOf(segments);
        proof.index = 255;
        proof.previous.postRoot = preRoot;
        proof.previous.recordsHash = keccak256(segments[254].records);
        proof.postRoot = segments[255].postRoot;
        proof.txRoot = segments[255].txRoot;
        proof.records = segments[255].records;
    }

    function _largestWitness(bytes memory accounts, uint256[] memory nodes, uint256 preCount)
        private
        returns (bytes32 preRoot, bytes memory witness)
    {
        IReplayHarness harness = IReplayHarness(vm.deployCode("ReplayHarness.sol"));
        bytes memory siblings = _siblingsFor(nodes, preCount);
        (bytes32 root,, bool exact) = harness.fold(nodes, preCount, siblings);
        check(exact, "all siblings used");
        preRoot = keccak256(abi.encodePacked(uint8(2), root, uint64(preCount), uint64(0), uint64(0)));
        witness = abi.encodePacked(
            uint64(preCount), uint64(0), uint64(0), uint16(kAccounts), accounts, uint16(0), siblings
        );
    }

    /// @dev 128 indexes one in each subtree of height 25; the 129th is the neighbour of the first in its upper half.
    function _indexOf(uint256 i) private pure returns (uint256) {
        return i == 128 ? (1 << 24) + 0x555555 : (i << 25) + 0x2aaaaa;
    }

    /// @param tokens whether accounts take turns: ETH of an owner, then a token of his, each of another number
    function _spreadAccounts(bool tokens) private pure returns (bytes memory leaves, uint256[] memory nodes) {
        nodes = new uint256[](3 * kAccounts);
        for (uint256 i = 0; i < kAccounts; ++i) {
            // In ascending order the 129th stands second.
            uint256 n = i == 0 ? 0 : i == 1 ? 128 : i - 1;
            bytes memory account = abi.encodePacked(
                address(uint160(uint256(keccak256(abi.encode(tokens ? n / 2 : n))))),
                uint32(tokens && n % 2 == 1 ? n / 2 + 1 : 0),
                uint64(0x0102030405060708),
                uint128(0x0102030405060708090a0b0c0d0e0f10),
                uint128(0x1112131415161718191a1b1c1d1e1f20)
            );
            leaves = abi.encodePacked(leaves, uint32(_indexOf(n)), account);
            nodes[3 * i] = _indexOf(n);
            nodes[3 * i + 1] = uint256(keccak256(abi.encodePacked(uint8(0), account)));
        }
    }

    /// @dev W-2: for every neighbour that is not in the list and was not empty.
    function _siblingsFor(uint256[] memory nodes, uint256 preCount) private pure returns (bytes memory siblings) {
        uint256[] memory positions = new uint256[](nodes.length / 3);
        for (uint256 i = 0; i < positions.length; ++i) {
            positions[i] = nodes[3 * i];
        }
        uint256 needed = 0;
        uint256 count = positions.length;
        for (uint256 height = 0; height < 32; ++height) {
            uint256 kept = 0;
            for (uint256 i = 0; i < count; ++i) {
                uint256 sibling = positions[i] ^ 1;
                if (i + 1 < count && positions[i + 1] == sibling) ++i;
                else if (sibling << height < preCount) ++needed;
                positions[kept++] = positions[i] >> 1;
            }
            count = kept;
        }
        siblings = new bytes(32 * needed);
        for (uint256 i = 0; i < needed; ++i) {
            bytes32 sibling = keccak256(abi.encode("sibling", i));
            assembly ("memory-safe") {
                mstore(add(add(siblings, 32), mul(32, i)), sibling)
            }
        }
    }

    function _withLargestFees(bytes memory record) private pure returns (bytes memory) {
        uint256 most = 0x7fffffffffffffff;
        return Records.withFees(record, most, most, most);
    }

    function _expensiveTransfers() private pure returns (bytes memory records) {
        records = abi.encodePacked(uint8(32));
        bytes memory amount = Records.amountAs(0x0102030405060708090a0b0c0d, 0, 7);
        for (uint256 i = 0; i < 64; ++i) {
            bytes memory pair = Records.pair(_indexOf(2 * i), _indexOf(2 * i + 1), 32);
            records = abi.encodePacked(records, _withLargestFees(abi.encodePacked(uint8(0x87), pair, amount)));
        }
    }

    function _expensiveTokenTransfers() private pure returns (bytes memory records) {
        records = abi.encodePacked(uint8(32));
        bytes memory amount = Records.amountAs(0x0102030405060708090a0b0c0d, 0, 7);
        for (uint256 i = 0; i < 64; ++i) {
            bytes memory pair = Records.pair(_indexOf(2 * i), _indexOf(2 * i + 1), 32);
            address recipient = address(uint160(uint256(keccak256(abi.encode("recipient", i)))));
            records =
                abi.encodePacked(records, _withLargestFees(abi.encodePacked(uint8(0xaf), pair, recipient, amount)));
        }
    }
}
