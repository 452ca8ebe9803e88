// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {kDomainTxLeaf} from "./interfaces/Protocol.sol";

/// @notice The signing hash of the EIP-1559 transactions that users sign (X-1), and its leaf (X-2).
library TypedTransaction {
    /// @dev Fields of a transaction; the access list is always empty. Where `tokenCall`, the data is the call
    /// transfer(recipient, amount) of the token at `to`, and value is 0; else the data is empty, value is `amount`,
    /// and `to` is the recipient.
    struct Fields {
        uint64 chainId;
        uint64 nonce;
        uint64 tipWei;
        uint64 maxFeeWei;
        uint64 gasLimit;
        address to;
        uint128 amount;
        bool tokenCall;
        address recipient; // of the token
    }

    /// @notice keccak(0x02 | rlp([chainId, nonce, tip, maxFee, gasLimit, to, value, data, []])).
    /// @dev The payload is at most 138 bytes, so that its length takes one: five integers of 9, 21 for `to`, then
    /// either 17 for the value and 1 for no data, or 1 for no value and 70 for the call; 1 for the access list.
    function signingHash(Fields memory tx_) internal pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            /// Writes a canonical RLP integer (no leading zeros, 0 as the empty string) and returns the end.
            function putInteger(at, value) -> end {
                switch lt(value, 0x80)
                case 1 {
                    let single := value
                    if iszero(value) { single := 0x80 }
                    mstore8(at, single)
                    end := add(at, 1)
                }
                default {
                    let size := 1
                    for { let rest := shr(8, value) } rest { rest := shr(8, rest) } { size := add(size, 1) }
                    mstore8(at, add(0x80, size))
                    mstore(add(at, 1), shl(sub(256, shl(3, size)), value))
                    end := add(add(at, 1), size)
                }
            }

            // Three bytes are left for the type and the list's prefix, which depends on the length.
            let payload := add(mload(0x40), 3)
            let at := putInteger(payload, mload(tx_))
            at := putInteger(at, mload(add(tx_, 0x20)))
            at := putInteger(at, mload(add(tx_, 0x40)))
            at := putInteger(at, mload(add(tx_, 0x60)))
            at := putInteger(at, mload(add(tx_, 0x80)))
            mstore8(at, 0x94)
            mstore(add(at, 1), shl(96, mload(add(tx_, 0xa0))))
            at := add(at, 21)
            switch mload(add(tx_, 0xe0))
            case 0 {
                at := putInteger(at, mload(add(tx_, 0xc0)))
                mstore8(at, 0x80)
                at := add(at, 1)
            }
            default {
                // No value; 68 bytes of data: the selector, the recipient and the amount.
                mstore(at, shl(200, 0x80b844a9059cbb))
                mstore(add(at, 7), mload(add(tx_, 0x100)))
                mstore(add(at, 39), mload(add(tx_, 0xc0)))
                at := add(at, 71)
            }
            mstore8(at, 0xc0)
            let length := sub(add(at, 1), payload)
            let start
            switch lt(length, 56)
            case 1 {
                mstore8(sub(payload, 1), add(0xc0, length))
                start := sub(payload, 2)
            }
            default {
                mstore8(sub(payload, 2), 0xf8)
                mstore8(sub(payload, 1), length)
                start := sub(payload, 3)
            }
            mstore8(start, 0x02)
            hash := keccak256(start, sub(add(payload, length), start))
        }
    }

    /// @notice X-2.
    function leaf(bytes32 signingHash_, address sender) internal pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            let scratch := mload(0x40)
            mstore8(scratch, kDomainTxLeaf)
            mstore(add(scratch, 1), signingHash_)
            mstore(add(scratch, 33), shl(96, sender))
            hash := keccak256(scratch, 53)
        }
    }
}
