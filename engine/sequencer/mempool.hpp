#pragma once

#include "base/flat_tables.hpp"
#include "base/result.hpp"
#include "codec/transaction.hpp"

#include <boost/container/flat_map.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace aw::sequencer {

using TxPtr = std::shared_ptr<const codec::SignedTransaction>;

/// What the mempool must know of a sender.
struct SenderState {
    std::uint64_t nonce = 0;
    Wei balance;
    /// Balance of the token that the transaction moves; nullopt where it moves one that L1 does not know.
    std::optional<Wei> tokenBalance = std::nullopt;
};

/// Whether a sender's next transaction can be executed as it is: nonce, fee and funds.
bool isExecutable(const codec::Transaction& tx, const SenderState& sender, std::uint64_t baseFeeWei);

/// Transactions that wait for a block, in order of acceptance. Not thread-safe.
class Mempool {
public:
    struct Limits {
        std::size_t total = 100'000;
        std::size_t perSender = 1024;          ///< pending of one sender; also the greatest nonce gap
        std::uint32_t replacementPercent = 10; ///< raise of both fees that replaces a transaction
    };

    explicit Mempool(std::uint64_t l2ChainId);
    Mempool(std::uint64_t l2ChainId, Limits limits);

    /// Takes a transaction. The details are the texts that wallets know. Errors: "mempool.chain-id",
    /// "mempool.known", "mempool.nonce-too-low", "mempool.nonce-gap", "mempool.intrinsic-gas",
    /// "mempool.fee-too-low", "mempool.insufficient-funds", "mempool.unknown-token",
    /// "mempool.insufficient-tokens", "mempool.underpriced", "mempool.full".
    Result<void> add(const TxPtr& tx, const SenderState& sender, std::uint64_t baseFeeWei);
    /// Whether add() would take it now, and the error where not; changes nothing.
    Result<void> check(const TxPtr& tx, const SenderState& sender, std::uint64_t baseFeeWei) const;

    void remove(const Hash& hash);
    bool contains(const Hash& hash) const { return m_orderOf.contains(hash); }
    TxPtr find(const Hash& hash) const;
    TxPtr find(const Address& sender, std::uint64_t nonce) const;
    std::size_t size() const { return m_byOrder.size(); }

    /// Nonce after the pending transactions that follow each other from `stateNonce`.
    std::uint64_t pendingNonce(const Address& sender, std::uint64_t stateNonce) const;

    /// All, or the first `count`, in order of acceptance.
    std::vector<TxPtr> all() const { return first(size()); }
    std::vector<TxPtr> first(std::size_t count) const;

    /// What can be tried in a block.
    struct Ready {
        /// In order of acceptance, but a sender's in the order of its nonces, which follow each other from
        /// its next one on.
        std::vector<TxPtr> txs;
        std::vector<TxPtr> past; ///< those before them whose nonce was used: they can never be executed
    };
    /// At most `limit`, none that pays less than the base fee. `nonceOf` tells a sender's next nonce. Changes
    /// nothing.
    Ready ready(std::size_t limit, const std::function<std::uint64_t(const Address&)>& nonceOf,
                std::uint64_t baseFeeWei) const;

private:
    void erase(std::uint64_t order);
    /// Order of the sender's transaction with this nonce.
    std::optional<std::uint64_t> orderOf(const Address& sender, std::uint64_t nonce) const;

    std::uint64_t m_l2ChainId;
    Limits m_limits;
    std::uint64_t m_nextOrder = 0;
    std::map<std::uint64_t, TxPtr> m_byOrder;
    base::FlatMap<Hash, std::uint64_t> m_orderOf;
    base::FlatMap<Address, boost::container::flat_map<std::uint64_t, std::uint64_t>>
        m_bySender; ///< nonce -> order
};
} // namespace aw::sequencer
