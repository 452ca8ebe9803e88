// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IFraud} from "./interfaces/IFraud.sol";
import {kSegmentRecords, kWitnessLeafBytes} from "./interfaces/Protocol.sol";
import {StateTree} from "./StateTree.sol";

/// @notice The accounts that a replay works on: those of the witness, then those it appends (W-1).
/// @dev A flat memory table of 128 bytes an account: index, key, funds (StateTree), and the leaf hash before.
library WorkingAccounts {
    uint256 private constant kStride = 0x80;

    struct Table {
        uint256 base; // memory address of the first account
        uint256 witnessed; // accounts from the witness
        uint256 preCount; // accounts in the state before the segment
        uint256 count; // accounts in the state now
    }

    /// @notice Reads the witness leaves and makes room for as many new accounts as a segment can append.
    function load(bytes calldata leaves, uint256 preCount) internal pure returns (Table memory table) {
        unchecked {
            uint256 witnessed = leaves.length / kWitnessLeafBytes;
            uint256 base;
            assembly ("memory-safe") {
                base := mload(0x40)
                mstore(0x40, add(base, mul(add(witnessed, kSegmentRecords), kStride)))
            }
            table.base = base;
            table.witnessed = witnessed;
            table.preCount = preCount;
            table.count = preCount;
            uint256 lowest = 0;
            for (uint256 i = 0; i < witnessed; ++i) {
                uint256 index;
                uint256 key_;
                uint256 funds_;
                assembly ("memory-safe") {
                    let leaf := add(leaves.offset, mul(i, kWitnessLeafBytes))
                    index := shr(224, calldataload(leaf))
                    key_ := calldataload(add(leaf, 4))
                    funds_ := calldataload(add(leaf, 36))
                }
                if (index < lowest || index >= preCount) revert IFraud.MalformedWitness();
                lowest = index + 1;
                _put(base + i * kStride, index, key_, funds_, StateTree.leafHash(key_, funds_));
            }
        }
    }

    /// @notice Where an account below the current count is; reverts where the witness lacks it (W-4).
    function locate(Table memory table, uint256 index) internal pure returns (uint256 place) {
        unchecked {
            uint256 base = table.base;
            uint256 high = table.witnessed;
            if (index >= table.preCount) return base + (high + index - table.preCount) * kStride;
            uint256 low = 0;
            while (low < high) {
                uint256 middle = (low + high) >> 1;
                place = base + middle * kStride;
                uint256 found;
                assembly ("memory-safe") {
                    found := mload(place)
                }
                if (found == index) return place;
                if (found < index) low = middle + 1;
                else high = middle;
            }
            revert IFraud.MalformedWitness();
        }
    }

    /// @notice Whether an account of this owner and token is known: in the witness, or appended before.
    function known(Table memory table, address owner_, uint256 token_) internal pure returns (bool found) {
        uint256 wanted = uint256(uint160(owner_)) << 32 | token_;
        uint256 end = table.base + (table.witnessed + table.count - table.preCount) * kStride;
        assembly ("memory-safe") {
            for { let at := add(mload(table), 0x20) } lt(at, end) { at := add(at, kStride) } {
                if eq(shr(64, mload(at)), wanted) {
                    found := 1
                    break
                }
            }
        }
    }

    /// @notice Appends an account without nonce and funds.
    function append(Table memory table, address owner_, uint256 token_) internal pure returns (uint256 place) {
        unchecked {
            uint256 index = table.count++;
            place = locate(table, index);
            _put(place, index, uint256(uint160(owner_)) << 96 | token_ << 64, 0, 0);
        }
    }

    /// @notice The state's tree root before and now, where the witness is whole (W-2).
    function roots(Table memory table, bytes calldata siblings)
        internal
        pure
        returns (bytes32 before, bytes32 afterwards)
    {
        unchecked {
            uint256 working = table.witnessed + table.count - table.preCount;
            if (working == 0) {
                if (table.preCount != 0 || siblings.length != 0) revert IFraud.MalformedWitness();
                return (0, 0);
            }
            uint256 nodes;
            assembly ("memory-safe") {
                nodes := mload(0x40)
                mstore(0x40, add(nodes, mul(working, 0x60)))
            }
            for (uint256 i = 0; i < working; ++i) {
                uint256 place = table.base + i * kStride;
                bytes32 leaf = StateTree.leafHash(key(place), funds(place));
                assembly ("memory-safe") {
                    let node := add(nodes, mul(i, 0x60))
                    mstore(node, mload(place))
                    mstore(add(node, 0x20), mload(add(place, 0x60)))
                    mstore(add(node, 0x40), leaf)
                }
            }
            bool exact;
            (before, afterwards, exact) = StateTree.updateLayout(nodes, working, table.preCount, siblings);
            if (!exact) revert IFraud.MalformedWitness();
        }
    }

    /// @dev owner (20) | token (4) | nonce (8)
    function key(uint256 place) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := mload(add(place, 0x20))
        }
    }

    /// @dev balance (16) | withdrawn (16)
    function funds(uint256 place) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := mload(add(place, 0x40))
        }
    }

    function owner(uint256 place) internal pure returns (address) {
        return address(uint160(key(place) >> 96));
    }

    function token(uint256 place) internal pure returns (uint256) {
        return (key(place) >> 64) & type(uint32).max;
    }

    /// @notice Adds to the balance.
    /// @return fits whether it stays below 2^128; nothing is changed otherwise
    function credit(uint256 place, uint256 amount) internal pure returns (bool fits) {
        unchecked {
            uint256 value = funds(place);
            if ((value >> 128) + amount > type(uint128).max) return false;
            _setFunds(place, value + (amount << 128));
            return true;
        }
    }

    /// @notice Adds to the cumulative exits.
    /// @return fits whether it stays below 2^128; nothing is changed otherwise
    function addExit(uint256 place, uint256 amount) internal pure returns (bool fits) {
        unchecked {
            uint256 value = funds(place);
            if ((value & type(uint128).max) + amount > type(uint128).max) return false;
            _setFunds(place, value + amount);
            return true;
        }
    }

    /// @notice Takes from the balance, which the caller has checked.
    function debit(uint256 place, uint256 amount) internal pure {
        unchecked {
            _setFunds(place, funds(place) - (amount << 128));
        }
    }

    /// @notice Counts the nonce up, which the caller has checked.
    function countNonce(uint256 place) internal pure {
        unchecked {
            uint256 next = key(place) + 1;
            assembly ("memory-safe") {
                mstore(add(place, 0x20), next)
            }
        }
    }

    function _setFunds(uint256 place, uint256 value) private pure {
        assembly ("memory-safe") {
            mstore(add(place, 0x40), value)
        }
    }

    function _put(uint256 place, uint256 index, uint256 key_, uint256 funds_, bytes32 leafBefore) private pure {
        assembly ("memory-safe") {
            mstore(place, index)
            mstore(add(place, 0x20), key_)
            mstore(add(place, 0x40), funds_)
            mstore(add(place, 0x60), leafBefore)
        }
    }
}
