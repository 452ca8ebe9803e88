#include "lab/bench_load.hpp"

#include "base/bytes.hpp"
#include "codec/transaction.hpp"
#include "crypto/keccak.hpp"
#include "crypto/keys.hpp"

#include <algorithm>
#include <optional>
#include <random>
#include <thread>
#include <unordered_map>

namespace aw::lab {
namespace {

constexpr std::uint32_t kTokens = 16;
constexpr std::uint32_t kSeed = 817001;
constexpr std::uint32_t kPeriod = 10; // of the accounts, this many hold in turn
constexpr std::uint32_t kEthInPeriod = 7;

Address addressOf(std::uint64_t number) {
    Bytes bytes;
    base::appendBigEndian(bytes, number);
    return Address::from(crypto::keccak256(bytes).view().first(Address::kSize));
}

/// Which accounts hold what: ordinals count the accounts of one kind, indexes all of them.
class Layout {
public:
    explicit Layout(std::uint32_t accounts)
        : m_eth(accounts / kPeriod * kEthInPeriod)
        , m_tokens(accounts / kPeriod * (kPeriod - kEthInPeriod)) {}

    std::uint32_t eth() const { return m_eth; }
    std::uint32_t tokens() const { return m_tokens; }
    static AccountIndex ethIndex(std::uint32_t ordinal) {
        return {ordinal / kEthInPeriod * kPeriod + ordinal % kEthInPeriod};
    }
    /// The ETH account of who owns a token account: another one for each.
    std::uint32_t ownerOf(std::uint32_t tokenOrdinal) const {
        constexpr std::uint64_t kStep = 7919; // a prime, so that all are met
        return static_cast<std::uint32_t>(tokenOrdinal * kStep % m_eth);
    }
    static std::uint32_t tokenOf(std::uint32_t tokenOrdinal) { return 1 + tokenOrdinal % kTokens; }

private:
    std::uint32_t m_eth;
    std::uint32_t m_tokens;
};

/// Numbers that are the same on every machine.
class Random {
public:
    std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(m_engine() % limit); }
    std::uint64_t bits() { return m_engine(); }

    /// Of `decimals` decimals, at most about 100 whole ones.
    Wei amount(unsigned decimals) {
        const auto kind = below(100);
        unsigned digits = decimals + 2;
        if (kind < 60)
            digits = 1 + below(3);
        else if (kind < 85)
            digits = 4 + below(3);
        else if (kind < 95)
            digits = 7 + below(3);
        digits = std::min(digits, decimals + 2);
        std::uint64_t value = 1 + below(9);
        for (unsigned i = 1; i < digits; ++i)
            value = value * 10 + (i + 1 == digits ? 1 + below(9) : below(10));
        // The first digit stands for tens down to thousandths.
        const unsigned zeros = decimals + 2 > digits ? decimals + 2 - digits : 0;
        Wei amount = value;
        for (auto i = below(4); i < zeros; ++i)
            amount *= 10;
        return amount;
    }

private:
    std::mt19937_64 m_engine{kSeed};
};

/// A transaction to be signed, and by whom.
struct Draft {
    std::uint32_t sender = 0; ///< ordinal of an ETH account
    codec::Transaction tx;
};

constexpr unsigned kEtherDecimals = 18;
constexpr unsigned kTokenDecimals = 6;

class Drafter {
public:
    Drafter(const Layout& layout, const BenchLoad& load, const std::vector<Address>& owners)
        : m_layout(layout)
        , m_load(load)
        , m_owners(owners) {}

    Draft next(std::uint32_t number) {
        const auto kind = m_random.below(100);
        Draft draft{.sender = m_random.below(m_layout.eth()),
                    .tx = {.chainId = m_load.chainId, .maxFeeWei = 2 * m_load.baseFeeWei}};
        auto& tx = draft.tx;
        if (kind < 70) {
            tx.to = m_owners[m_random.below(m_layout.eth())];
            tx.value = m_random.amount(kEtherDecimals);
        } else if (kind < 90) {
            const auto account = m_random.below(m_layout.tokens());
            draft.sender = m_layout.ownerOf(account);
            const auto same = m_random.below(m_layout.tokens() / kTokens) * kTokens + account % kTokens;
            tx.to = *m_load.tokens.address(Layout::tokenOf(account));
            tx.token = {.recipient = m_owners[m_layout.ownerOf(same)],
                        .amount = m_random.amount(kTokenDecimals)};
        } else {
            tx.to = addressOf((std::uint64_t{1} << 40) + number);
            tx.value = m_random.amount(kEtherDecimals);
        }
        tx.gasLimit = tx.gas();
        tx.nonce = m_nonces[draft.sender]++;
        return draft;
    }

private:
    const Layout& m_layout;
    const BenchLoad& m_load;
    const std::vector<Address>& m_owners;
    Random m_random;
    std::unordered_map<std::uint32_t, std::uint64_t> m_nonces;
};

crypto::SecretKey keyOf(std::uint32_t ordinal) { return crypto::SecretKey::derive("bench", ordinal); }

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

void makeState(const Layout& layout, const std::vector<Address>& owners, BenchLoad& load) {
    const Wei plenty = Wei(1) << 100;
    const auto add = [&](const Address& owner, std::uint32_t token) {
        const AccountIndex index{static_cast<std::uint32_t>(load.state.accountCount())};
        load.state.apply(
            {.changes = {{index,
                          {.owner = owner, .token = token, .nonce = 0, .balance = plenty, .withdrawn = 0}}},
             .inboxConsumed = 0});
    };
    std::uint32_t eth = 0;
    std::uint32_t tokens = 0;
    while (eth < layout.eth() || tokens < layout.tokens())
        if ((eth + tokens) % kPeriod < kEthInPeriod)
            add(owners[eth++], 0);
        else {
            add(owners[layout.ownerOf(tokens)], Layout::tokenOf(tokens));
            ++tokens;
        }
    load.feeAccount = Layout::ethIndex(layout.eth() / 2);
    load.state.root();
}

} // namespace

BenchLoad makeBenchLoad(std::uint32_t accounts, std::uint32_t transactions) {
    const Layout layout(accounts);
    BenchLoad load;
    for (std::uint32_t token = 0; token < kTokens; ++token)
        load.tokens.add(addressOf((std::uint64_t{1} << 50) + token));

    // Who sends has a key; the addresses of the others are made up.
    std::vector<Address> owners(layout.eth());
    for (std::uint32_t i = 0; i < layout.eth(); ++i)
        owners[i] = addressOf(i);
    std::vector<bool> sends(layout.eth());
    Drafter scout(layout, load, owners);
    for (std::uint32_t i = 0; i < transactions; ++i)
        sends[scout.next(i).sender] = true;
    onAllCores(layout.eth(), [&](std::size_t i) {
        if (sends[i]) owners[i] = keyOf(static_cast<std::uint32_t>(i)).address();
    });

    std::vector<Draft> drafts;
    Drafter drafter(layout, load, owners);
    for (std::uint32_t i = 0; i < transactions; ++i)
        drafts.push_back(drafter.next(i));
    load.raws.resize(transactions);
    onAllCores(transactions, [&](std::size_t i) {
        const auto& [sender, tx] = drafts[i];
        load.raws[i] = codec::encodeTransaction(tx, keyOf(sender).sign(codec::signingHash(tx)));
    });
    makeState(layout, owners, load);
    return load;
}

} // namespace aw::lab
