// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

/// @notice Writes records (PROTOCOL.md, section 5), plainly.
library Records {
    function varint(uint256 value) internal pure returns (bytes memory out) {
        while (value >= 0x80) {
            out = abi.encodePacked(out, uint8(value & 0x7f | 0x80));
            value >>= 7;
        }
        out = abi.encodePacked(out, uint8(value));
    }

    /// @dev The shortest encoding.
    function amount(uint256 value) internal pure returns (bytes memory) {
        uint256 exponent = 0;
        while (value != 0 && value % 10 == 0 && exponent < 31) {
            value /= 10;
            ++exponent;
        }
        uint256 size = 0;
        while (size < 6 && value >> (8 * size) != 0) ++size;
        if (value >> (8 * size) != 0) return amountFull(value, exponent);
        bytes memory mantissa = new bytes(size);
        for (uint256 i = 0; i < size; ++i) {
            mantissa[i] = bytes1(uint8(value >> (8 * (size - 1 - i))));
        }
        return abi.encodePacked(uint8(exponent << 3 | size), mantissa);
    }

    function amountFull(uint256 mantissa, uint256 exponent) internal pure returns (bytes memory) {
        return abi.encodePacked(uint8(exponent << 3 | 7), uint128(mantissa));
    }

    function blockEnd(uint256 ticks) internal pure returns (bytes memory) {
        return abi.encodePacked(uint8(0), varint(ticks));
    }

    function depositTo(uint256 account) internal pure returns (bytes memory) {
        return abi.encodePacked(uint8(1), varint(account));
    }

    function depositToNew() internal pure returns (bytes memory) {
        return hex"02";
    }

    function transfer(uint256 sender, uint256 recipient, uint256 value) internal pure returns (bytes memory) {
        return abi.encodePacked(uint8(0x40), varint(sender), varint(recipient), amount(value));
    }

    function transferToNew(uint256 sender, address recipient, uint256 value) internal pure returns (bytes memory) {
        return abi.encodePacked(uint8(0x41), varint(sender), recipient, amount(value));
    }

    function exit(uint256 sender, uint256 value) internal pure returns (bytes memory) {
        return abi.encodePacked(uint8(0x42), varint(sender), amount(value));
    }

    function transferWithFees(
        uint256 sender,
        uint256 recipient,
        uint256 value,
        uint256 gasLimit,
        uint256 maxFeeWei,
        uint256 tipWei
    ) internal pure returns (bytes memory) {
        return abi.encodePacked(
            uint8(0x44),
            varint(sender),
            varint(recipient),
            amount(value),
            uint8(7),
            varint(gasLimit),
            varint(maxFeeWei),
            varint(tipWei)
        );
    }
}
