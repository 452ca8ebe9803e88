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
    uint128 withdrawn;
    uint64 accountCount;
    uint64 inboxCursor;
    uint64 txCount;
    bytes32[32] siblings; // from the leaf upward
}

/// @notice ETH and ERC-20 tokens in and out. On L2 a token is a number; 0 is ETH.
interface IBridge is ITokens {
    event TokenRegistered(uint32 indexed token, address indexed tokenAddress);
    event Deposited(
        uint64 indexed inboxIndex, address indexed from, address indexed to, uint32 token, uint128 amount
    );
    event Withdrawn(uint32 indexed index, address indexed owner, uint32 token, uint128 amount);
    /// @param amount balance and unclaimed exits together
    event Escaped(uint32 indexed index, address indexed owner, uint32 token, uint256 amount);
    event DepositReturned(uint64 indexed inboxIndex, address indexed owner, uint32 token, uint128 amount);

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
    error NotFrozen();
    error NotTheLastBatch(uint64 number);
    error AlreadyEscaped(uint32 index);
    error AlreadyReturned(uint64 inboxIndex);
    error WasConsumed(uint64 inboxIndex, uint64 inboxCursor);
    error WrongEntry(uint64 inboxIndex);
    error NotADeposit(uint64 inboxIndex);
    error PaymentFailed(address owner);

    /// @notice Deposits the sent ETH for an address on L2 (D-1).
    function deposit(address to) external payable returns (uint64 inboxIndex);

    /// @notice Gives an ERC-20 token its number (D-3). Anyone may call.
    function registerToken(address tokenAddress_) external returns (uint32 token);

    /// @notice Takes tokens that the caller has approved and deposits what arrived for an address on L2 (D-1).
    function depositToken(address tokenAddress_, address to, uint256 amount) external returns (uint64 inboxIndex);

    /// @notice Pays what an account withdrawn with and has not been paid yet (D-2). Anyone may call; the owner is paid.
    function withdraw(BatchHeader calldata header, AccountProof calldata proof) external returns (uint128 amount);

    /// @notice Pays all that an account has, when the rollup is frozen and its last batch final (D-4). Anyone may call;
    /// the owner is paid.
    /// @param header of the last batch
    function escape(BatchHeader calldata header, AccountProof calldata proof) external returns (uint256 amount);

    /// @notice Pays a deposit back that a frozen rollup has not consumed (D-5). Anyone may call; its owner is paid.
    /// @param header of the last batch, which is final; ignored where there is none
    /// @param entry the bytes of rule I-2
    function returnDeposit(BatchHeader calldata header, uint64 inboxIndex, bytes calldata entry)
        external
        returns (uint128 amount);

    /// @return how many tokens are registered
    function tokenCount() external view returns (uint32);

    /// @return what an account was paid, in the smallest unit of its token
    function claimed(uint32 index) external view returns (uint128);

    /// @return whether an account escaped
    function escaped(uint32 index) external view returns (bool);

    /// @return whether a deposit was paid back
    function returned(uint64 inboxIndex) external view returns (bool);

    /// @return what was deposited of a token and not paid out, in its smallest unit
    function escrow(uint32 token) external view returns (uint256);
}
