#pragma once

#include "crypto/keys.hpp"
#include "l1/events.hpp"

#include <optional>

/// L1 transactions: general EIP-1559 (type 2) with data, unlike the rollup's own.
namespace aw::l1 {

struct Transaction {
    std::uint64_t chainId = 0;
    std::uint64_t nonce = 0;
    U256 tipWei;    ///< maxPriorityFeePerGas
    U256 maxFeeWei; ///< maxFeePerGas
    std::uint64_t gasLimit = 0;
    std::optional<Address> to; ///< nothing: creates a contract
    Wei value;
    Bytes data;
};

/// A signed transaction as it is sent.
struct SignedTransaction {
    Transaction tx;
    Hash hash;
    Bytes raw;
};

SignedTransaction signTransaction(const Transaction& tx, const crypto::SecretKey& key);

/// What became of a transaction.
struct Receipt {
    Hash txHash;
    std::uint64_t blockNumber = 0;
    Hash blockHash;
    bool success = false;
    std::uint64_t gasUsed = 0;
    U256 effectiveGasPriceWei;
    std::optional<Address> contractAddress;
    std::vector<L1Log> logs;

    U256 feeWei() const { return effectiveGasPriceWei * gasUsed; }
};

} // namespace aw::l1
