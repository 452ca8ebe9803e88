#pragma once

#include "feed/async.hpp"
#include "feed/frame.hpp"
#include "feed_items.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <deque>
#include <optional>

/// The two sides of the feed, told frame by frame what to say: what no honest node would do.
namespace aw::test {

using FeedStream = boost::beast::websocket::stream<boost::beast::tcp_stream>;

inline boost::asio::awaitable<std::optional<feed::Frame>> readFrame(FeedStream& stream) {
    boost::beast::flat_buffer buffer;
    const auto [error, size] = co_await stream.async_read(buffer, feed::kAsTuple);
    if (error) co_return std::nullopt;
    auto frame = feed::decodeFrame({static_cast<const std::uint8_t*>(buffer.data().data()), size});
    if (!frame) co_return std::nullopt;
    co_return std::move(*frame);
}

inline boost::asio::awaitable<bool> writeBytes(FeedStream& stream, Bytes bytes) {
    const auto [error, size] = co_await stream.async_write(boost::asio::buffer(bytes), feed::kAsTuple);
    co_return !error;
}

/// A publisher that welcomes whoever comes, then plays one script a connection: the raw messages, in order.
class ScriptedPublisher {
public:
    using Script = std::vector<Bytes>;

    ScriptedPublisher(boost::asio::io_context& context, std::shared_ptr<const crypto::SecretKey> key,
                      std::uint64_t logId)
        : m_context(context)
        , m_acceptor(context, {boost::asio::ip::make_address("127.0.0.1"), 0})
        , m_key(std::move(key))
        , m_logId(logId) {
        boost::asio::co_spawn(m_context, acceptAll(), boost::asio::detached);
    }

    std::string url() const { return "ws://127.0.0.1:" + std::to_string(m_acceptor.local_endpoint().port()); }
    void addScript(Script script) { m_scripts.push_back(std::move(script)); }
    /// Answers a resend with this, in place of nothing.
    void onResend(Script script) { m_onResend = std::move(script); }
    /// The welcome is signed by another key than the one that is followed.
    void impostor(std::shared_ptr<const crypto::SecretKey> key) { m_welcomeKey = std::move(key); }

    std::vector<feed::Frame> received; ///< of all connections, hellos included
    std::size_t connections = 0;

private:
    boost::asio::awaitable<void> acceptAll() {
        while (true) {
            auto [error, socket] = co_await m_acceptor.async_accept(feed::kAsTuple);
            if (error) co_return;
            ++connections;
            m_streams.push_back(std::make_shared<FeedStream>(std::move(socket)));
            boost::asio::co_spawn(m_context, serve(m_streams.back()), boost::asio::detached);
        }
    }

    boost::asio::awaitable<void> serve(std::shared_ptr<FeedStream> stream) {
        const auto [error] = co_await stream->async_accept(feed::kAsTuple);
        if (error) co_return;
        stream->binary(true);
        co_await writeBytes(*stream, feed::encodeFrame(feed::ChallengeFrame{.version = feed::kFeedVersion,
                                                                            .nonce = hashOf(1)}));
        const auto first = co_await readFrame(*stream);
        if (!first) co_return;
        received.push_back(*first);
        const auto& hello = std::get<feed::HelloFrame>(*first);
        const auto hash = feed::welcomeHash(kDomain, hello.operatorAddress, hello.nonce, m_logId);
        const auto signature = (m_welcomeKey ? m_welcomeKey : m_key)->sign(hash);
        co_await writeBytes(*stream, feed::encodeFrame(feed::WelcomeFrame{m_logId, signature}));
        if (!m_scripts.empty()) {
            const auto script = m_scripts.front();
            m_scripts.pop_front();
            for (const auto& bytes : script)
                co_await writeBytes(*stream, bytes);
        }
        while (true) {
            auto frame = co_await readFrame(*stream);
            if (!frame) co_return;
            received.push_back(*frame);
            if (!std::holds_alternative<feed::ResendFrame>(*frame)) continue;
            for (const auto& bytes : m_onResend)
                co_await writeBytes(*stream, bytes);
        }
    }

    boost::asio::io_context& m_context;
    boost::asio::ip::tcp::acceptor m_acceptor;
    std::shared_ptr<const crypto::SecretKey> m_key;
    std::shared_ptr<const crypto::SecretKey> m_welcomeKey;
    std::uint64_t m_logId;
    std::deque<Script> m_scripts;
    Script m_onResend;
    std::vector<std::shared_ptr<FeedStream>> m_streams;
};

/// A subscriber that shakes hands (with a signature of `signer`) and then reads nothing.
class SilentSubscriber {
public:
    SilentSubscriber(boost::asio::io_context& context, std::uint16_t port, const Address& publisher,
                     const Address& claimed, std::shared_ptr<const crypto::SecretKey> signer)
        : m_stream(std::make_shared<FeedStream>(context)) {
        boost::asio::co_spawn(context, run(m_stream, port, publisher, claimed, std::move(signer)),
                              boost::asio::detached);
    }

    bool welcomed() const { return m_state->welcomed; }
    bool refused() const { return m_state->refused; }
    /// Says something out of turn.
    void say(feed::Frame frame) {
        boost::asio::co_spawn(m_stream->get_executor(), sayIt(m_stream, feed::encodeFrame(frame)),
                              boost::asio::detached);
    }

private:
    struct State {
        bool welcomed = false, refused = false;
    };

    static boost::asio::awaitable<void> sayIt(std::shared_ptr<FeedStream> stream, Bytes bytes) {
        co_await writeBytes(*stream, std::move(bytes));
    }

    boost::asio::awaitable<void> run(std::shared_ptr<FeedStream> stream, std::uint16_t port,
                                     Address publisher, Address claimed,
                                     std::shared_ptr<const crypto::SecretKey> signer) {
        const auto state = m_state;
        auto& tcp = boost::beast::get_lowest_layer(*stream);
        // A small receive buffer, so that a few hundred kilobytes stall the sender.
        tcp.socket().open(boost::asio::ip::tcp::v4());
        tcp.socket().set_option(boost::asio::socket_base::receive_buffer_size(4096));
        const boost::asio::ip::tcp::endpoint endpoint(boost::asio::ip::make_address("127.0.0.1"), port);
        const auto [connectError] = co_await tcp.socket().async_connect(endpoint, feed::kAsTuple);
        const auto [error] = co_await stream->async_handshake("127.0.0.1", "/", feed::kAsTuple);
        if (connectError || error) co_return;
        stream->binary(true);
        const auto challenge = co_await readFrame(*stream);
        if (!challenge) co_return;
        const auto nonce = std::get<feed::ChallengeFrame>(*challenge).nonce;
        feed::HelloFrame hello{
            .operatorAddress = claimed, .logId = 0, .nextSeq = 0, .nonce = hashOf(2), .signature = {}};
        hello.signature = signer->sign(feed::helloHash(kDomain, publisher, nonce, hello));
        co_await writeBytes(*stream, feed::encodeFrame(hello));
        const auto welcome = co_await readFrame(*stream);
        state->welcomed = welcome && std::holds_alternative<feed::WelcomeFrame>(*welcome);
        state->refused = !welcome;
    }

    std::shared_ptr<FeedStream> m_stream;
    std::shared_ptr<State> m_state = std::make_shared<State>();
};

} // namespace aw::test
