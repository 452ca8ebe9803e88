// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {kWithdrawalGas, kTokenGas, kTransferGas} from "./interfaces/Protocol.sol";

/// @notice Decodes records (PROTOCOL.md, section 5).
library RecordDecoder {
    uint256 internal constant kBlockEnd = 0x00;
    uint256 internal constant kInboxKnown = 0x01;
    uint256 internal constant kInboxNew = 0x02;
    uint256 internal constant kNoSender = 0x03;
    uint256 internal constant kNoTokenAccount = 0x04;
    uint256 internal constant kSenderCannot = 0x05;
    uint256 internal constant kAccountsCannot = 0x06;
    uint256 internal constant kForced = 0x40;
    uint256 internal constant kUser = 0x80;

    // Where the value of a user's or a forced transaction goes.
    uint256 internal constant kToKnown = 0;
    uint256 internal constant kToNew = 1;
    uint256 internal constant kToL1 = 2;

    uint256 private constant kTokenBit = 0x20;
    uint256 private constant kFeesBit = 0x40;
    uint256 private constant kClassBits = 0x07;
    uint256 private constant kMaxIndexBits = 32;
    uint256 private constant kExponentBits = 5;

    /// @dev Bytes of an amount by its class, class 0 uppermost.
    uint256 private constant kAmountBytes = 0x0102030405070911 << 192;

    /// @dev What records leave out.
    struct FeeTemplate {
        uint64 maxFeeWei;
        uint64 tipWei;
    }

    /// @dev One record; what its kind does not have is left as it was.
    struct Record {
        uint256 tag;
        uint256 indexCount;
        uint256 account; // of a deposit to a known account
        uint256 target; // of a transaction: kToKnown, kToNew, kToL1
        bool token; // whether a token moves
        uint256 sender;
        uint256 tokenAccount; // the sender's, where a token moves
        uint256 recipient; // index, for kToKnown
        address newRecipient; // for kToNew
        uint256 amount;
        uint256 gas; // of the kind (X-4)
        uint256 gasLimit;
        uint256 maxFeeWei;
        uint256 tipWei;
    }

    /// @notice The bits of an account index, from the first byte.
    /// @return bits 0 where they are missing or wrong: then no record is decodable (T-1)
    function indexBits(bytes calldata data) internal pure returns (uint256 bits) {
        if (data.length != 0) bits = _byteAt(data, 0);
        if (bits > kMaxIndexBits) bits = 0;
    }

    /// @notice Decodes the record at an offset below the length of `data` into `record`.
    /// @return next offset after the record; 0 where it is undecodable (T-1)
    function decode(bytes calldata data, uint256 offset, uint256 bits, FeeTemplate memory fees, Record memory record)
        internal
        pure
        returns (uint256 next)
    {
        unchecked {
            uint256 tag = _byteAt(data, offset);
            record.tag = tag;
            next = offset + 1;
            record.indexCount = 0;
            if (tag >= kUser) return _decodeUser(data, next, bits, fees, record);
            if (tag >= kForced) return tag & kClassBits == 0 ? _decodeParties(data, next, bits, record) : 0;
            if (tag == kBlockEnd) {
                (, next) = _varint(data, next);
                return next;
            }
            if (tag == kInboxKnown) {
                record.indexCount = 1;
                (record.account, next) = _indexes(data, next, bits);
                return next;
            }
            if (tag == kInboxNew || tag == kNoSender) return next;
            if (tag > kAccountsCannot) return 0;
            // The sender's account, and that of the token.
            record.indexCount = tag == kAccountsCannot ? 2 : 1;
            uint256 indexes;
            (indexes, next) = _indexes(data, next, record.indexCount * bits);
            record.sender = indexes;
            if (tag == kAccountsCannot) {
                record.sender = indexes >> bits;
                record.tokenAccount = indexes & ((1 << bits) - 1);
            }
        }
    }

    /// @dev What the tags of user and forced transactions have in common: what moves where, and the indexes.
    function _decodeParties(bytes calldata data, uint256 offset, uint256 bits, Record memory record)
        private
        pure
        returns (uint256 next)
    {
        unchecked {
            uint256 tag = record.tag;
            uint256 target = (tag >> 3) & 3;
            if (target > kToL1) return 0;
            record.target = target;
            record.token = tag & kTokenBit != 0;

            uint256 count = 1;
            if (record.token) ++count;
            if (target == kToKnown) ++count;
            record.indexCount = count;
            uint256 indexes;
            (indexes, next) = _indexes(data, offset, count * bits);
            if (next == 0) return 0;
            uint256 mask = (1 << bits) - 1;
            if (target == kToKnown) {
                record.recipient = indexes & mask;
                indexes >>= bits;
            }
            if (record.token) {
                record.tokenAccount = indexes & mask;
                indexes >>= bits;
            }
            record.sender = indexes;
            uint256 gasOfKind = target == kToL1 ? kWithdrawalGas : kTransferGas;
            if (record.token) gasOfKind += kTokenGas;
            record.gas = gasOfKind;
        }
    }

    function _decodeUser(
        bytes calldata data,
        uint256 offset,
        uint256 bits,
        FeeTemplate memory fees,
        Record memory record
    ) private pure returns (uint256 next) {
        unchecked {
            uint256 tag = record.tag;
            next = _decodeParties(data, offset, bits, record);
            if (next == 0) return 0;
            if (record.target == kToNew) {
                if (next + 20 > data.length) return 0;
                record.newRecipient = address(uint160(_wordAt(data, next) >> 96));
                next += 20;
            }
            (record.amount, next) = _amount(data, next, tag & kClassBits);
            if (next == 0) return 0;
            record.gasLimit = record.gas;
            record.maxFeeWei = fees.maxFeeWei;
            record.tipWei = fees.tipWei;
            if (tag & kFeesBit != 0) next = _decodeFees(data, next, record);
        }
    }

    function _decodeFees(bytes calldata data, uint256 offset, Record memory record)
        private
        pure
        returns (uint256 next)
    {
        unchecked {
            if (offset >= data.length) return 0;
            uint256 mask = _byteAt(data, offset);
            if (mask > 7) return 0;
            next = offset + 1;
            if (mask & 1 != 0) {
                (record.gasLimit, next) = _varint(data, next);
                if (next == 0) return 0;
            }
            if (mask & 2 != 0) {
                (record.maxFeeWei, next) = _varint(data, next);
                if (next == 0) return 0;
            }
            if (mask & 4 != 0) (record.tipWei, next) = _varint(data, next);
        }
    }

    /// @return value the number of at most `bits` bits, at most 96, in as many whole bytes
    /// @return next offset after it; 0 where it is cut off or has bits above
    function _indexes(bytes calldata data, uint256 offset, uint256 bits)
        private
        pure
        returns (uint256 value, uint256 next)
    {
        unchecked {
            uint256 size = (bits + 7) >> 3;
            next = offset + size;
            if (next > data.length) return (0, 0);
            value = _wordAt(data, offset) >> (256 - 8 * size);
            if (value >> bits != 0) return (0, 0);
        }
    }

    /// @return value of the LEB128 number, below 2^64
    /// @return next offset after it; 0 where it is cut off, too long, too large, or not the shortest
    function _varint(bytes calldata data, uint256 offset) private pure returns (uint256 value, uint256 next) {
        unchecked {
            for (uint256 i = 0; i < 10 && offset + i < data.length; ++i) {
                uint256 digit = _byteAt(data, offset + i);
                value |= (digit & 0x7f) << (7 * i);
                if (digit < 0x80) {
                    if ((digit == 0 && i != 0) || value > type(uint64).max) return (0, 0);
                    return (value, offset + i + 1);
                }
            }
            return (0, 0);
        }
    }

    /// @return value mantissa x 10^exponent
    /// @return next offset after it; 0 where it is cut off or 2^128 or more
    function _amount(bytes calldata data, uint256 offset, uint256 amountClass)
        private
        pure
        returns (uint256 value, uint256 next)
    {
        unchecked {
            uint256 size;
            assembly ("memory-safe") {
                size := byte(amountClass, kAmountBytes)
            }
            next = offset + size;
            if (next > data.length) return (0, 0);
            uint256 word = _wordAt(data, offset) >> (256 - 8 * size);
            uint256 mantissaBits = 8 * size - kExponentBits;
            // The mantissa is below 2^131 and 10^31 below 2^103: the product cannot overflow.
            value = (word & ((1 << mantissaBits) - 1)) * 10 ** (word >> mantissaBits);
            if (value > type(uint128).max) return (0, 0);
        }
    }

    /// @dev The caller guarantees that the offset is inside `data`.
    function _byteAt(bytes calldata data, uint256 offset) private pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := byte(0, calldataload(add(data.offset, offset)))
        }
    }

    /// @dev May read past the end of `data`; callers use no byte that they have not checked to be inside.
    function _wordAt(bytes calldata data, uint256 offset) private pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := calldataload(add(data.offset, offset))
        }
    }
}
