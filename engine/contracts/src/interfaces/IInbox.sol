// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

/// @notice A type-2 transaction that a user signed for L2, brought to L1 (I-3).
struct ForcedTransaction {
    uint64 nonce;
    uint64 tipWei; // maxPriorityFeePerGas
    uint64 maxFeeWei; // maxFeePerGas
    uint64 gasLimit;
    bool tokenCall; // whether its data is the call transfer(recipient, amount) of the token at `to`
    address to;
    address recipient; // of a token; zero where ETH moves
    uint128 amount; // the value, or the amount of the call
}

/// @notice A signature by secp256k1, as Ethereum has it.
struct Signature {
    uint8 yParity; // 0 or 1
    bytes32 r;
    bytes32 s;
}

/// @notice The ordered list of what L1 asks of L2.
interface IInbox {
    /// @param acc acc(index + 1) of rule I-1
    /// @param entry the bytes of rule I-2 or I-3
    event EntryAppended(uint64 indexed index, bytes32 acc, bytes entry);
    /// @notice With the entry's bytes this is the whole transaction.
    event TransactionForced(
        uint64 indexed index, address indexed sender, bytes32 indexed signingHash, uint8 yParity, bytes32 r, bytes32 s
    );

    error NotBridge(address caller);
    error RollupFrozen();
    error BadSignature();
    error TokenNotRegistered(address tokenAddress);
    error RecipientNotZero(address recipient);
    error GasLimitTooLow(uint64 gasLimit, uint64 minimum); // T-24
    error TipAboveMaxFee(uint64 tipWei, uint64 maxFeeWei); // T-26
    error NonceTooHigh(uint64 nonce); // T-27

    /// @notice Appends a deposit (I-2). Bridge contract only.
    /// @return index of the entry
    function append(bytes calldata entry) external returns (uint64 index);

    /// @notice Puts a signed L2 transaction into the inbox, past the operators: they must include it before the
    /// deadline (A-15). Anyone may bring it; its sender pays the L2 fee when it is executed.
    /// @return index of the entry
    function force(ForcedTransaction calldata transaction, Signature calldata signature)
        external
        returns (uint64 index);

    /// @return how many entries there are
    function count() external view returns (uint64);

    /// @return acc(index) of rule I-1: acc(0) = 0, acc(i+1) after entry i; 0 above the count
    function acc(uint64 index) external view returns (bytes32);

    /// @return the L1 block number of an entry; 0 where there is none
    function blockOf(uint64 index) external view returns (uint64);

    /// @return the first index that is not overdue: every entry below it is older than the deadline
    /// @param cursor where to start looking; it checks the entry at the cursor and, by bisection, those after it
    function overdueBelow(uint64 cursor) external view returns (uint64);

    /// @return L1 blocks after which an entry is overdue
    function deadlineBlocks() external view returns (uint64);
}
