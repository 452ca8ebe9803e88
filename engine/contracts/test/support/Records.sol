// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

/// @notice Writes records (PROTOCOL.md, section 5), plainly; indexes have 8 bits unless a function is told otherwise.
library Records {
    uint256 internal constant kBits = 8;

    // Bits of a user transaction's tag.
    uint256 internal constant kToNew = 1 << 3;
    uint256 internal constant kToL1 = 2 << 3;
    uint256 internal constant kToken = 0x20;
    uint256 internal constant kFees = 0x40;

    /// @dev The records of a segment.
    function segment(bytes memory records) internal pure returns (bytes memory) {
        return abi.encodePacked(uint8(kBits), records);
    }

    function varint(uint256 value) internal pure returns (bytes memory out) {
        while (value >= 0x80) {
            out = abi.encodePacked(out, uint8(value & 0x7f | 0x80));
            value >>= 7;
        }
        out = abi.encodePacked(out, uint8(value));
    }

    /// @dev The number in as many bytes, big-endian.
    function number(uint256 value, uint256 size) internal pure returns (bytes memory out) {
        out = new bytes(size);
        for (uint256 i = 0; i < size; ++i) {
            out[i] = bytes1(uint8(value >> (8 * (size - 1 - i))));
        }
    }

    /// @dev Two indexes.
    function pair(uint256 first, uint256 second, uint256 bits) internal pure returns (bytes memory) {
        return number(first << bits | second, (2 * bits + 7) / 8);
    }

    function amountBytes(uint256 amountClass) internal pure returns (uint256) {
        uint8[8] memory sizes = [1, 2, 3, 4, 5, 7, 9, 17];
        return sizes[amountClass];
    }

    /// @dev In the lowest class that holds it.
    function amount(uint256 value) internal pure returns (uint256 amountClass, bytes memory field) {
        uint256 exponent = 0;
        while (value != 0 && value % 10 == 0 && exponent < 31) {
            value /= 10;
            ++exponent;
        }
        while (value >> (8 * amountBytes(amountClass) - 5) != 0) ++amountClass;
        field = amountAs(value, exponent, amountClass);
    }

    function amountAs(uint256 mantissa, uint256 exponent, uint256 amountClass) internal pure returns (bytes memory) {
        uint256 size = amountBytes(amountClass);
        return number(exponent << (8 * size - 5) | mantissa, size);
    }

    function blockEnd(uint256 ticks) internal pure returns (bytes memory) {
        return abi.encodePacked(uint8(0), varint(ticks));
    }

    function depositTo(uint256 account) internal pure returns (bytes memory) {
        return abi.encodePacked(uint8(1), uint8(account));
    }

    function depositToNew() internal pure returns (bytes memory) {
        return hex"02";
    }

    /// @param bits of the tag, without the amount class
    /// @param head what stands between the tag and the amount
    function user(uint256 bits, bytes memory head, uint256 value) internal pure returns (bytes memory) {
        (uint256 amountClass, bytes memory field) = amount(value);
        return abi.encodePacked(uint8(0x80 | bits | amountClass), head, field);
    }

    function transfer(uint256 sender, uint256 recipient, uint256 value) internal pure returns (bytes memory) {
        return user(0, pair(sender, recipient, kBits), value);
    }

    function transferToNew(uint256 sender, address recipient, uint256 value) internal pure returns (bytes memory) {
        return user(kToNew, abi.encodePacked(uint8(sender), recipient), value);
    }

    function exit(uint256 sender, uint256 value) internal pure returns (bytes memory) {
        return user(kToL1, abi.encodePacked(uint8(sender)), value);
    }

    function tokenTransfer(uint256 sender, uint256 account, uint256 recipient, uint256 value)
        internal
        pure
        returns (bytes memory)
    {
        return user(kToken, abi.encodePacked(uint8(sender), uint8(account), uint8(recipient)), value);
    }

    function tokenTransferToNew(uint256 sender, uint256 account, address recipient, uint256 value)
        internal
        pure
        returns (bytes memory)
    {
        return user(kToken | kToNew, abi.encodePacked(uint8(sender), uint8(account), recipient), value);
    }

    function tokenExit(uint256 sender, uint256 account, uint256 value) internal pure returns (bytes memory) {
        return user(kToken | kToL1, abi.encodePacked(uint8(sender), uint8(account)), value);
    }

    // Forced transactions that are left out.

    function noSender() internal pure returns (bytes memory) {
        return hex"03";
    }

    function noTokenAccount(uint256 sender) internal pure returns (bytes memory) {
        return abi.encodePacked(uint8(4), uint8(sender));
    }

    function senderCannot(uint256 sender) internal pure returns (bytes memory) {
        return abi.encodePacked(uint8(5), uint8(sender));
    }

    function accountsCannot(uint256 sender, uint256 account) internal pure returns (bytes memory) {
        return abi.encodePacked(uint8(6), uint8(sender), uint8(account));
    }

    /// @dev A forced transaction that is executed.
    /// @param bits kToNew, kToL1, kToken
    /// @param indexes of 8 bits each
    function forced(uint256 bits, bytes memory indexes) internal pure returns (bytes memory) {
        return abi.encodePacked(uint8(0x40 | bits), indexes);
    }

    function fees(uint256 gasLimit, uint256 maxFeeWei, uint256 tipWei) internal pure returns (bytes memory) {
        return abi.encodePacked(uint8(7), varint(gasLimit), varint(maxFeeWei), varint(tipWei));
    }

    /// @dev A record with its fees stated, all three.
    function withFees(bytes memory record, uint256 gasLimit, uint256 maxFeeWei, uint256 tipWei)
        internal
        pure
        returns (bytes memory out)
    {
        out = abi.encodePacked(record, fees(gasLimit, maxFeeWei, tipWei));
        out[0] |= bytes1(uint8(kFees));
    }

    function transferWithFees(
        uint256 sender,
        uint256 recipient,
        uint256 value,
        uint256 gasLimit,
        uint256 maxFeeWei,
        uint256 tipWei
    ) internal pure returns (bytes memory) {
        return withFees(transfer(sender, recipient, value), gasLimit, maxFeeWei, tipWei);
    }
}
