// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {BatchHeader} from "./IRollup.sol";

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

/// @notice ETH in and out.
interface IBridge {
    event Deposited(uint64 indexed inboxIndex, address indexed from, address indexed to, uint128 amountWei);
    event Withdrawn(uint32 indexed index, address indexed owner, uint128 amountWei);

    error ZeroAmount();
    error BadRecipient(address to);
    error AmountTooLarge(uint256 amountWei);
    error NotFinal(uint64 number);
    error WrongProof();
    error NothingToWithdraw(uint32 index);
    error PaymentFailed(address owner);

    /// @notice Deposits the sent ETH for an address on L2 (D-1).
    function deposit(address to) external payable returns (uint64 inboxIndex);

    /// @notice Pays what an account exited with and has not been paid yet (D-2). Anyone may call; the owner is paid.
    function withdraw(BatchHeader calldata header, AccountProof calldata proof) external returns (uint128 amountWei);

    function claimed(uint32 index) external view returns (uint128);
    function escrowWei() external view returns (uint256);
}
