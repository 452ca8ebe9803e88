// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

/// @notice What the bridge calls of a token (ERC-20). Some tokens return nothing where the standard has a bool.
interface IERC20 {
    /// @return what an account holds, in the token's smallest unit
    function balanceOf(address owner) external view returns (uint256);

    /// @notice Moves the caller's tokens.
    function transfer(address to, uint256 amount) external returns (bool);

    /// @notice Moves an owner's tokens with its allowance.
    function transferFrom(address from, address to, uint256 amount) external returns (bool);
}
