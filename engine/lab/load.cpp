#include "lab/load.hpp"

#include "base/protocol.hpp"

namespace aw::lab {

namespace {

const Wei kEther = Wei(1'000'000'000'000'000'000ULL);
/// Enough for months of transfers at any bid that the deployment allows in a demo.
const Wei kFundingWei = kEther * 5;
const Wei kMilliEther = kEther / 1000;

} // namespace

Wei faucetDepositWei(std::uint32_t count) { return kFundingWei * (count + 20); }

LoadAccounts::LoadAccounts(std::string seed, std::uint32_t count, std::uint64_t l2ChainId)
    : m_l2ChainId(l2ChainId)
    , m_random(l2ChainId) {
    m_accounts.reserve(count);
    for (std::uint32_t i = 0; i < count; ++i)
        m_accounts.push_back({crypto::SecretKey::derive(seed, i), 0});
}

Bytes LoadAccounts::sign(Account& account, const Address& to, const Wei& value, std::uint64_t baseFeeWei) {
    const codec::Transaction tx{.chainId = m_l2ChainId,
                                .nonce = account.nonce++,
                                .tipWei = 0,
                                .maxFeeWei = 2 * baseFeeWei,
                                .gasLimit = protocol::kTransferGas,
                                .to = to,
                                .value = value};
    return codec::encodeTransaction(tx, account.key.sign(codec::signingHash(tx)));
}

LoadAccounts::Next LoadAccounts::next(std::uint64_t baseFeeWei) {
    if (m_funded < m_accounts.size()) {
        const auto& to = m_accounts[m_funded++].key.address();
        return {0, sign(m_accounts[0], to, kFundingWei, baseFeeWei)};
    }
    const auto sender = static_cast<std::uint32_t>(m_random() % m_accounts.size());
    const auto offset = 1 + static_cast<std::uint32_t>(m_random() % (m_accounts.size() - 1));
    const auto recipient = (sender + offset) % static_cast<std::uint32_t>(m_accounts.size());
    // People send round amounts: 0.001 to 0.05 ETH.
    const auto value = kMilliEther * (1 + m_random() % 50);
    return {sender, sign(m_accounts[sender], m_accounts[recipient].key.address(), value, baseFeeWei)};
}

} // namespace aw::lab
