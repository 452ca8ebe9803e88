#include "node/node.hpp"

#include "base/log.hpp"

/// The tokens of the bridge, as wallets see them on L2.
namespace aw::node {

namespace {
const log::Logger kLog("node");
constexpr std::chrono::milliseconds kRetry{1000};
constexpr unsigned kAttempts = 10;
} // namespace

void Node::onTokenRegistered(const l1::TokenRegistered& registered) {
    if (registered.token != m_chain.tokens().count() + 1) return;
    m_chain.addToken(registered.address);
    m_index.addToken(registered.address, registered.token);
    m_unreadTokens.push_back({registered.address});
    if (m_unreadTokens.size() == 1) spawn(readTokens());
}

boost::asio::awaitable<void> Node::readTokens() {
    while (!m_unreadTokens.empty()) {
        const auto token = m_unreadTokens.front();
        auto metadata = co_await m_contracts->tokenMetadata(token.address);
        if (m_stopped) co_return;
        // What L1 refuses may be what the contract does; an L1 that is away is none of its doing.
        const unsigned refused = metadata || metadata.error().code != "l1.rpc-error" ? 0 : 1;
        if (!metadata && token.attempts + refused < kAttempts) {
            m_unreadTokens.push_back({token.address, token.attempts + refused}); // the others first
            const bool running = co_await sleep(kRetry);
            if (!running) co_return;
        } else {
            if (!metadata)
                kLog.warn(
                    "what a token is called could not be read on L1",
                    {{"token", base::toHex(token.address.view())}, {"detail", metadata.error().detail}});
            m_index.setTokenMetadata(token.address,
                                     std::make_shared<const l1::TokenMetadata>(
                                         metadata ? std::move(*metadata) : l1::TokenMetadata{}));
        }
        m_unreadTokens.pop_front();
    }
}

} // namespace aw::node
