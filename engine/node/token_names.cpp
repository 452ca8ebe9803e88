#include "node/token_names.hpp"

#include "base/hex.hpp"
#include "base/log.hpp"

namespace aw::node {

namespace {
const log::Logger kLog("node");
constexpr std::chrono::milliseconds kRetry{1000};
constexpr unsigned kAttempts = 10;
} // namespace

Result<void> TokenNames::load() {
    auto tokens = m_store.tokens();
    if (!tokens) return tokens.error();
    for (auto& token : *tokens) {
        m_reader.addToken(token.address, token.number);
        if (token.metadata)
            show(token.address, std::move(*token.metadata));
        else
            ask(token.number, token.address);
    }
    return {};
}

void TokenNames::show(const Address& address, store::TokenMetadata metadata) {
    m_reader.setTokenMetadata(address, std::make_shared<const l1::TokenMetadata>(std::move(metadata)));
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
        if (!metadata) {
            kLog.warn("what a token is called could not be read on L1",
                      {{"token", base::toHex(token.address.view())}, {"detail", metadata.error().detail}});
        } else if (const auto kept = m_store.setTokenMetadata(token.address, *metadata); !kept) {
            // L1 took it back meanwhile, or the disk refuses: then the next start asks again.
            kLog.warn("what a token is called is not kept", kept.error());
        }
        show(token.address, metadata ? std::move(*metadata) : l1::TokenMetadata{});
    }
    m_reading = false;
}

} // namespace aw::node
