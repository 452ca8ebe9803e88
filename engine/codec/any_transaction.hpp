#pragma once

#include "base/result.hpp"
#include "base/types.hpp"

#include <optional>
#include <vector>

/// Signed transactions as Ethereum has them, beyond what the rollup accepts: to tell people what they sent.
namespace aw::codec {

/// The number is that of EIP-2718; a legacy transaction counts as 0.
enum class TransactionKind : std::uint8_t {
    legacy = 0,     ///< with or without a chain id (EIP-155)
    accessList = 1, ///< EIP-2930
    dynamicFee = 2, ///< EIP-1559
};

/// "legacy", "access list (EIP-2930)", "dynamic fee (EIP-1559)".
std::string_view transactionKindName(TransactionKind kind);

struct AnyTransaction {
    /// An entry of an access list (EIP-2930).
    struct Access {
        Address address;
        std::vector<Hash> storageKeys;
        bool operator==(const Access&) const = default;
    };

    TransactionKind kind = TransactionKind::legacy;
    std::optional<std::uint64_t> chainId; ///< nullopt: a legacy transaction that is valid on every chain
    std::uint64_t nonce = 0;
    U256 tipWei;    ///< maxPriorityFeePerGas; equal to maxFeeWei where the kind has a gas price
    U256 maxFeeWei; ///< maxFeePerGas, or the gas price
    std::uint64_t gasLimit = 0;
    std::optional<Address> to; ///< nullopt: creates a contract
    U256 value;
    Bytes data;
    std::vector<Access> accessList;
    Signature signature;
    Hash signingHash;
    Hash hash; ///< keccak-256 of the signed bytes
    Address sender;
};

/// Decodes and recovers a transaction of type 0, 1 or 2; strict in form, and in what every chain demands: low
/// s, nonce below 2^64-1 (EIP-2681), tip not above the fee, gas times fee below 2^256. The chain id is
/// returned as it is. Errors, each its own code: "tx.wrong-type", "tx.malformed", "tx.trailing-bytes",
/// "tx.leading-zero", "tx.chain-id-too-large", "tx.nonce-too-large", "tx.fee-too-large", "tx.gas-too-large",
/// "tx.value-too-large", "tx.tip-above-max-fee", "tx.access-list", "tx.bad-v" (legacy), "tx.y-parity"
/// (typed), "tx.high-s", "tx.bad-signature".
Result<AnyTransaction> decodeAnyTransaction(ByteView raw);

/// Whether the transaction is for a chain; a legacy one without a chain id is for all. Error
/// "tx.wrong-chain".
Result<void> checkChain(const AnyTransaction& tx, std::uint64_t chainId);

} // namespace aw::codec
