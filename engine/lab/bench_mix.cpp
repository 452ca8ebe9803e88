#include "lab/bench_mix.hpp"

#include "base/bytes.hpp"
#include "crypto/keccak.hpp"

#include <algorithm>

namespace aw::lab {

namespace {
constexpr unsigned kEtherDecimals = 18;
constexpr unsigned kTokenDecimals = 6;
} // namespace

Address benchAddress(std::uint64_t number) {
    Bytes bytes;
    base::appendBigEndian(bytes, number);
    return Address::from(crypto::keccak256(bytes).view().first(Address::kSize));
}

crypto::SecretKey benchKey(std::uint32_t ordinal) { return crypto::SecretKey::derive("bench", ordinal); }

state::TokenList benchTokens() {
    state::TokenList tokens;
    for (std::uint32_t token = 0; token < BenchLayout::kTokens; ++token)
        tokens.add(benchAddress((std::uint64_t{1} << 50) + token));
    return tokens;
}

BenchLayout::Account BenchLayout::accountAt(std::uint32_t index) const {
    const auto period = index / kPeriod;
    const auto place = index % kPeriod;
    if (place < kEthInPeriod) return {.owner = period * kEthInPeriod + place, .token = 0};
    const auto ordinal = period * (kPeriod - kEthInPeriod) + place - kEthInPeriod;
    return {.owner = ownerOf(ordinal), .token = tokenOf(ordinal)};
}

Wei BenchRandom::amount(unsigned decimals) {
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

BenchDraft BenchDrafter::next(std::uint32_t number) {
    const auto kind = m_random.below(100);
    BenchDraft draft{.sender = m_random.below(m_layout.eth()),
                     .tx = {.chainId = m_terms.chainId, .maxFeeWei = 2 * m_terms.baseFeeWei}};
    auto& tx = draft.tx;
    if (kind < 70 || kind >= 90 + m_terms.newAccounts) {
        tx.to = m_ownerOf(m_random.below(m_layout.eth()));
        tx.value = m_random.amount(kEtherDecimals);
    } else if (kind < 90) {
        const auto account = m_random.below(m_layout.tokens());
        draft.sender = m_layout.ownerOf(account);
        const auto same = m_random.below(m_layout.tokens() / BenchLayout::kTokens) * BenchLayout::kTokens +
                          account % BenchLayout::kTokens;
        tx.to = *m_tokens.address(BenchLayout::tokenOf(account));
        tx.token = {.recipient = m_ownerOf(m_layout.ownerOf(same)),
                    .amount = m_random.amount(kTokenDecimals)};
    } else {
        tx.to = benchAddress((std::uint64_t{1} << 40) + number);
        tx.value = m_random.amount(kEtherDecimals);
    }
    tx.gasLimit = tx.gas();
    tx.nonce = m_nonces[draft.sender]++;
    return draft;
}

} // namespace aw::lab
