#pragma once

#include "codec/transaction.hpp"
#include "crypto/keys.hpp"
#include "state/token_list.hpp"

#include <algorithm>
#include <functional>
#include <random>
#include <thread>
#include <vector>

/// The mix of transactions that all benchmarks share (see bench_load.hpp), one after the other: so much of it
/// as is wanted, without holding the rest.
namespace aw::lab {

/// An address of nobody's.
Address benchAddress(std::uint64_t number);
/// The key of an ETH account's owner.
crypto::SecretKey benchKey(std::uint32_t ordinal);
/// The tokens that accounts hold.
state::TokenList benchTokens();

/// Which accounts hold what: ordinals count the accounts of one kind, indexes all of them.
class BenchLayout {
public:
    static constexpr std::uint32_t kTokens = 16;

    explicit BenchLayout(std::uint32_t accounts)
        : m_eth(accounts / kPeriod * kEthInPeriod)
        , m_tokens(accounts / kPeriod * (kPeriod - kEthInPeriod)) {}

    std::uint32_t eth() const { return m_eth; }
    std::uint32_t tokens() const { return m_tokens; }
    /// A multiple of ten.
    std::uint32_t accounts() const { return m_eth + m_tokens; }
    static AccountIndex ethIndex(std::uint32_t ordinal) {
        return {ordinal / kEthInPeriod * kPeriod + ordinal % kEthInPeriod};
    }
    /// The ETH account of who owns a token account: another one for each.
    std::uint32_t ownerOf(std::uint32_t tokenOrdinal) const {
        constexpr std::uint64_t kStep = 7919; // a prime, so that all are met
        return static_cast<std::uint32_t>(tokenOrdinal * kStep % m_eth);
    }
    static std::uint32_t tokenOf(std::uint32_t tokenOrdinal) { return 1 + tokenOrdinal % kTokens; }

    struct Account {
        std::uint32_t owner = 0; ///< ordinal of the owner's ETH account
        std::uint32_t token = 0;
    };
    /// What the account of an index is, below accounts().
    Account accountAt(std::uint32_t index) const;

private:
    static constexpr std::uint32_t kPeriod = 10; // of the accounts, this many hold in turn
    static constexpr std::uint32_t kEthInPeriod = 7;

    std::uint32_t m_eth;
    std::uint32_t m_tokens;
};

/// Numbers that are the same on every machine.
class BenchRandom {
public:
    std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(m_engine() % limit); }
    std::uint64_t bits() { return m_engine(); }
    /// Of `decimals` decimals, at most about 100 whole ones.
    Wei amount(unsigned decimals);

private:
    static constexpr std::uint32_t kSeed = 817001;
    std::mt19937_64 m_engine{kSeed};
};

/// A transaction to be signed, and by whom.
struct BenchDraft {
    std::uint32_t sender = 0; ///< ordinal of an ETH account
    codec::Transaction tx;
};

/// Drafts the transactions of the mix, in their order. Not thread-safe.
class BenchDrafter {
public:
    struct Terms {
        std::uint64_t chainId = 0;
        std::uint64_t baseFeeWei = 0;
        std::uint32_t newAccounts = 10; ///< of 100 transactions, so many make an account; at most 10
    };
    /// Who owns the ETH account of an ordinal.
    using OwnerOf = std::function<Address(std::uint32_t ordinal)>;

    /// `layout` and `tokens` outlive it.
    BenchDrafter(const BenchLayout& layout, const state::TokenList& tokens, Terms terms, OwnerOf ownerOf)
        : m_layout(layout)
        , m_tokens(tokens)
        , m_terms(terms)
        , m_ownerOf(std::move(ownerOf))
        , m_nonces(layout.eth()) {}

    /// `number`: another one each time; who receives the first time is named by it.
    BenchDraft next(std::uint32_t number);

private:
    const BenchLayout& m_layout;
    const state::TokenList& m_tokens;
    Terms m_terms;
    OwnerOf m_ownerOf;
    BenchRandom m_random;
    std::vector<std::uint32_t> m_nonces; ///< by ordinal
};

/// Runs work(i) for i below `count` on all cores.
template<class Work>
void onAllCores(std::size_t count, const Work& work) {
    const std::size_t threads = std::max(1U, std::thread::hardware_concurrency());
    std::vector<std::jthread> workers;
    for (std::size_t first = 0; first < threads; ++first)
        workers.emplace_back([=, &work] {
            for (auto i = first; i < count; i += threads)
                work(i);
        });
}

} // namespace aw::lab
