// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {SignedBatches} from "./SignedBatches.sol";

/// @notice Measures whole L1 transactions, and remembers what they cost in snapshots/ (run-tests.sh fails where that
/// changes).
abstract contract GasFixture is SignedBatches {
    uint256 internal constant kMostGas = 12_000_000; // of a proof
    uint256 private constant kLargestTransactionBytes = 131_072; // what nodes pass on
    uint256 private constant kEnvelopeBytes = 200; // of a transaction, beside its data

    struct Cost {
        uint256 bytes_; // of calldata
        uint256 execution;
        uint256 floor; // EIP-7623
        uint256 total;
    }

    /// @dev Gas of a whole transaction: intrinsic, calldata and execution, at least the floor of EIP-7623.
    function costOf(address caller, address target, uint256 value, bytes memory callData)
        internal
        returns (Cost memory cost)
    {
        address[7] memory all = [
            address(rollup),
            address(operators),
            address(inbox),
            address(bridge),
            address(fraud),
            address(demands),
            address(promises)
        ];
        for (uint256 i = 0; i < 7; ++i) {
            vm.cool(all[i]);
        }
        if (value != 0) vm.deal(caller, caller.balance + value);
        vm.prank(caller);
        (bool done, bytes memory reason) = target.call{value: value}(callData);
        cost.execution = vm.lastCallGas().gasTotalUsed;
        if (!done) revert DifferentBytes("the call reverted", reason, "");
        uint256 tokens = 0;
        for (uint256 i = 0; i < callData.length; ++i) {
            tokens += callData[i] == 0 ? 1 : 4;
        }
        cost.bytes_ = callData.length;
        cost.floor = 21_000 + 10 * tokens;
        cost.total = 21_000 + 4 * tokens + cost.execution;
        if (cost.total < cost.floor) cost.total = cost.floor;
    }

    function remember(string memory group, string memory name, Cost memory cost) internal {
        vm.snapshotValue(group, name, cost.total);
        print(string.concat(name, ": gas of the transaction"), cost.total);
        print("  bytes of calldata", cost.bytes_);
        print("  gas of execution", cost.execution);
    }

    /// @dev A proof has to fit into a transaction that L1 takes.
    function rememberProof(string memory name, Cost memory cost) internal {
        remember("proofs", name, cost);
        vm.snapshotValue("proofs", string.concat(name, ", bytes"), cost.bytes_);
        check(cost.total <= kMostGas, "a proof costs at most 12,000,000 gas");
        check(cost.bytes_ + kEnvelopeBytes <= kLargestTransactionBytes, "a proof fits a transaction");
    }
}
