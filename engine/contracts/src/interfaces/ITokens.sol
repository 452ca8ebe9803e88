// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

/// @notice The list of tokens that L2 knows by a number (D-3).
interface ITokens {
    /// @return the L1 address of a token; 0 for ETH (number 0) and where none has this number
    function tokenAddress(uint32 token) external view returns (address);

    /// @return the number of a token; 0 where it is not registered
    function tokenOf(address tokenAddress_) external view returns (uint32);
}
