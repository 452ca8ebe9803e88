// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

/// @notice Decodes records (PROTOCOL.md, section 5).
library RecordDecoder {
    uint256 internal constant kBlockEnd = 0x00;
    uint256 internal constant kInboxKnown = 0x01;
    uint256 internal constant kInboxNew = 0x02;
    uint256 internal constant kUser = 0x40;
    uint256 internal constant kFlagNewRecipient = 1;
    uint256 internal constant kFlagExit = 2;
    uint256 internal constant kFlagFees = 4;

    /// @dev What records leave out.
    struct FeeTemplate {
        uint64 gasLimit;
        uint64 maxFeeWei;
        uint64 tipWei;
    }

    /// @dev One record; what its kind does not have is left as it was.
    struct Record {
        uint256 tag;
        uint256 account; // of an inbox record to a known account
        uint256 sender;
        uint256 recipient; // index, where neither new nor exit
        address newRecipient;
        uint256 amountWei;
        uint256 gasLimit;
        uint256 maxFeeWei;
        uint256 tipWei;
    }

    /// @notice Decodes the record at an offset below the length of `data` into `record`.
    /// @return next offset after the record; 0 where it is undecodable (T-1)
    function decode(bytes calldata data, uint256 offset, FeeTemplate memory fees, Record memory record)
        internal
        pure
        returns (uint256 next)
    {
        unchecked {
            uint256 tag = _byteAt(data, offset);
            record.tag = tag;
            next = offset + 1;
            if (tag & 0xf8 == kUser) return _decodeUser(data, next, fees, record);
            if (tag == kBlockEnd) {
                (, next) = _varint(data, next, 10, type(uint64).max);
                return next;
            }
            if (tag == kInboxKnown) {
                (record.account, next) = _varint(data, next, 5, type(uint32).max);
                return next;
            }
            return tag == kInboxNew ? next : 0;
        }
    }

    function _decodeUser(bytes calldata data, uint256 offset, FeeTemplate memory fees, Record memory record)
        private
        pure
        returns (uint256 next)
    {
        unchecked {
            uint256 tag = record.tag;
            if (tag & kFlagNewRecipient != 0 && tag & kFlagExit != 0) return 0;
            (record.sender, next) = _varint(data, offset, 5, type(uint32).max);
            if (next == 0) return 0;
            if (tag & kFlagNewRecipient != 0) {
                if (next + 20 > data.length) return 0;
                record.newRecipient = address(uint160(_wordAt(data, next) >> 96));
                next += 20;
            } else if (tag & kFlagExit == 0) {
                (record.recipient, next) = _varint(data, next, 5, type(uint32).max);
                if (next == 0) return 0;
            }
            (record.amountWei, next) = _amount(data, next);
            if (next == 0) return 0;
            record.gasLimit = fees.gasLimit;
            record.maxFeeWei = fees.maxFeeWei;
            record.tipWei = fees.tipWei;
            if (tag & kFlagFees != 0) next = _decodeFees(data, next, record);
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
                (record.gasLimit, next) = _varint(data, next, 10, type(uint64).max);
                if (next == 0) return 0;
            }
            if (mask & 2 != 0) {
                (record.maxFeeWei, next) = _varint(data, next, 10, type(uint64).max);
                if (next == 0) return 0;
            }
            if (mask & 4 != 0) (record.tipWei, next) = _varint(data, next, 10, type(uint64).max);
        }
    }

    /// @return value of the LEB128 number
    /// @return next offset after it; 0 where it is cut off, too long, too large, or not the shortest
    function _varint(bytes calldata data, uint256 offset, uint256 maxBytes, uint256 maxValue)
        private
        pure
        returns (uint256 value, uint256 next)
    {
        unchecked {
            for (uint256 i = 0; i < maxBytes && offset + i < data.length; ++i) {
                uint256 digit = _byteAt(data, offset + i);
                value |= (digit & 0x7f) << (7 * i);
                if (digit < 0x80) {
                    if ((digit == 0 && i != 0) || value > maxValue) return (0, 0);
                    return (value, offset + i + 1);
                }
            }
            return (0, 0);
        }
    }

    /// @return value mantissa x 10^exponent
    /// @return next offset after it; 0 where it is cut off or 2^128 or more
    function _amount(bytes calldata data, uint256 offset) private pure returns (uint256 value, uint256 next) {
        unchecked {
            if (offset >= data.length) return (0, 0);
            uint256 head = _byteAt(data, offset);
            uint256 size = head & 7 == 7 ? 16 : head & 7;
            next = offset + 1 + size;
            if (next > data.length) return (0, 0);
            // The mantissa is below 2^128 and 10^31 below 2^103: the product cannot overflow.
            value = (_wordAt(data, offset + 1) >> (256 - 8 * size)) * 10 ** (head >> 3);
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
