#include "node/token_names.hpp"

#include "base/hex.hpp"
#include "base/log.hpp"

namespace aw::node {

namespace {
const log::Logger kLog("node");
constexpr std::chrono::milliseconds kRetry{1000};
constexpr unsigned kAttempts = 10;
} // namespace

Result<void> TokenNames::load(const store::Store& store) {
    const auto tokens = store.tokens();
    if (!tokens) return tokens.error();
    for (const auto& token : *tokens)
        add(token.number, token.address);
    return {};
}

void TokenNames::add(std::uint32_t number, const Address& address) {
    m_reader.addToken(address, number);
    ask(number, address);
}

void TokenNames::forgetAbove(std::uint32_t count) {
    m_reader.forgetTokensAbove(count);
    std::erase_if(m_unread, [&](const Unread& token) { return token.number > count; });
}

void TokenNames::ask(std::uint32_t number, const Address& address) {
    m_unread.push_back({number, address});
    if (std::exchange(m_reading, true)) return;
    m_runtime.spawn(read());
}

Task<void> TokenNames::read() {
    while (!m_unread.empty()) {
        const auto token = m_unread.front();
        m_unread.pop_front();
        auto metadata = co_await m_l1.contracts().tokenMetadata(token.address);
        if (m_runtime.isStopped()) co_return;
        // What L1 refuses may be what the contract does; an L1 that is away is none of its doing.
        const unsigned refused = metadata || metadata.error().code != ErrorCode::l1RpcError ? 0 : 1;
        if (!metadata && token.attempts + refused < kAttempts) {
            m_unread.push_back({token.number, token.address, token.attempts + refused}); // the others first
            const bool running = co_await m_runtime.sleep(kRetry);
            if (!running) co_return;
            continue;
        }
        if (!metadata)
            kLog.warn("what a token is called could not be read on L1",
                      {{"token", base::toHex(token.address.view())}, {"detail", metadata.error().detail}});
        m_reader.setTokenMetadata(token.address, std::make_shared<const l1::TokenMetadata>(
                                                     metadata ? std::move(*metadata) : l1::TokenMetadata{}));
    }
    m_reading = false;
}

} // namespace aw::node
