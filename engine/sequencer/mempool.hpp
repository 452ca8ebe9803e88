#pragma once

#include "base/result.hpp"
#include "codec/transaction.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
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

    /// Offers transactions in order of acceptance (a sender's in order of nonce) until `limit` were included.
    /// `nonceOf` tells a sender's nonce; `include` tries to execute and says whether it was included. One
    /// that cannot be (nonce past, or refused by `include`) is dropped and handed to `dropped` with the
    /// reason.
    void drain(std::size_t limit, const std::function<std::uint64_t(const Address&)>& nonceOf,
               const std::function<std::optional<std::string>(const TxPtr&)>& include,
               const std::function<void(const TxPtr&, const std::string&)>& dropped);

private:
    void erase(std::uint64_t order);
    /// Order of the sender's transaction with this nonce.
    std::optional<std::uint64_t> orderOf(const Address& sender, std::uint64_t nonce) const;

    std::uint64_t m_l2ChainId;
    Limits m_limits;
    std::uint64_t m_nextOrder = 0;
    std::map<std::uint64_t, TxPtr> m_byOrder;
    std::unordered_map<Hash, std::uint64_t, FixedBytesHasher> m_orderOf;
    std::unordered_map<Address, std::map<std::uint64_t, std::uint64_t>, FixedBytesHasher>
        m_bySender; ///< nonce -> order
};
} // namespace aw::sequencer
