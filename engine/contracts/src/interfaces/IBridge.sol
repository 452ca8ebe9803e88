// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {BatchHeader} from "./IRollup.sol";
import {ITokens} from "./ITokens.sol";

/// @notice An account with its place in the tree (rules S-1 to S-4).
struct AccountProof {
    uint32 index;
    address owner;
    uint32 token;
    uint64 nonce;
    uint128 balance;
    uint128 exited;
    uint64 accountCount;
    uint64 inboxCursor;
    bytes32[32] siblings; // from the leaf upward
}

/// @notice ETH and ERC-20 tokens in and out. On L2 a token is a number; 0 is ETH.
interface IBridge is ITokens {
    event TokenRegistered(uint32 indexed token, address indexed tokenAddress);
    event Deposited(
        uint64 indexed inboxIndex, address indexed from, address indexed to, uint32 token, uint128 amount
    );
    event Withdrawn(uint32 indexed index, address indexed owner, uint32 token, uint128 amount);

    error ZeroAmount();
    error BadRecipient(address to);
    error AmountTooLarge(uint256 amount);
    error NotAToken(address tokenAddress);
    error AlreadyRegistered(address tokenAddress, uint32 token);
    error TokenNotRegistered(address tokenAddress);
    error TooManyTokens();
    error TokenTransferFailed(address tokenAddress);
    error Reentered();
    error NotFinal(uint64 number);
    error WrongProof();
    error NothingToWithdraw(uint32 index);
    error PaymentFailed(address owner);

    /// @notice Deposits the sent ETH for an address on L2 (D-1).
    function deposit(address to) external payable returns (uint64 inboxIndex);

    /// @notice Gives an ERC-20 token its number (D-3). Anyone may call.
    function registerToken(address tokenAddress_) external returns (uint32 token);

    /// @notice Takes tokens that the caller has approved and deposits what arrived for an address on L2 (D-1).
    function depositToken(address tokenAddress_, address to, uint256 amount) external returns (uint64 inboxIndex);

    /// @notice Pays what an account exited with and has not been paid yet (D-2). Anyone may call; the owner is paid.
    function withdraw(BatchHeader calldata header, AccountProof calldata proof) external returns (uint128 amount);

    /// @return the number of a token; 0 where it is not registered
    function tokenOf(address tokenAddress_) external view returns (uint32);

    /// @return how many tokens are registered
    function tokenCount() external view returns (uint32);

    /// @return what an account was paid, in the smallest unit of its token
    function claimed(uint32 index) external view returns (uint128);

    /// @return what was deposited of a token and not withdrawn, in its smallest unit
    function escrow(uint32 token) external view returns (uint256);
}
