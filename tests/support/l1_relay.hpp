#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace aw::test {

/// Stands before an L1 on this machine, passes everything on and remembers what was asked. One thread.
class L1Relay {
public:
    L1Relay(boost::asio::io_context& context, const std::string& url)
        : m_acceptor(context, {boost::asio::ip::make_address("127.0.0.1"), 0})
        , m_target(boost::asio::ip::make_address("127.0.0.1"),
                   static_cast<std::uint16_t>(std::stoul(url.substr(url.rfind(':') + 1))))
        , m_hold(std::make_shared<Hold>(context)) {
        boost::asio::co_spawn(context, accept(), boost::asio::detached);
    }
    ~L1Relay() {
        for (const auto& socket : m_sockets)
            if (const auto open = socket.lock()) open->close();
    }

    std::string url() const {
        return "http://127.0.0.1:" + std::to_string(m_acceptor.local_endpoint().port());
    }

    void forget() {
        for (auto& text : m_asked)
            text->clear();
    }
    /// The first blocks of the ranges of blocks whose logs were asked for.
    std::vector<std::uint64_t> logsAskedFrom() const {
        std::vector<std::uint64_t> from;
        for (const auto& text : m_asked)
            for (const auto first : rangesIn(*text))
                from.push_back(first);
        return from;
    }
    /// Who asks for logs from this block on, or a later one, gets no answer until release().
    void holdLogsFrom(std::uint64_t block) { m_hold->from = block; }
    void release() {
        m_hold->from.reset();
        m_hold->released.cancel();
    }

private:
    using Socket = std::shared_ptr<boost::asio::ip::tcp::socket>;
    using Text = std::shared_ptr<std::string>;

    static std::vector<std::uint64_t> rangesIn(const std::string& text) {
        constexpr std::string_view kKey = "\"fromBlock\":\"0x";
        std::vector<std::uint64_t> from;
        for (auto at = text.find(kKey); at != std::string::npos; at = text.find(kKey, at + 1))
            from.push_back(std::stoull(text.substr(at + kKey.size(), 16), nullptr, 16));
        return from;
    }
    /// Outlives the relay, as connections may.
    struct Hold {
        explicit Hold(boost::asio::io_context& context)
            : released(context, boost::asio::steady_timer::time_point::max()) {}
        bool holds(const std::string& text) const {
            for (const auto first : rangesIn(text))
                if (from && first >= *from) return true;
            return false;
        }
        boost::asio::steady_timer released; ///< cancelled when what was held goes on
        std::optional<std::uint64_t> from;
    };

    boost::asio::awaitable<void> accept() {
        while (true) {
            auto [failed, accepted] =
                co_await m_acceptor.async_accept(boost::asio::as_tuple(boost::asio::use_awaitable));
            if (failed) co_return;
            const auto client = std::make_shared<boost::asio::ip::tcp::socket>(std::move(accepted));
            const auto server = std::make_shared<boost::asio::ip::tcp::socket>(client->get_executor());
            server->connect(m_target);
            const auto asked = std::make_shared<std::string>();
            m_asked.push_back(asked);
            m_sockets.insert(m_sockets.end(), {client, server});
            boost::asio::co_spawn(client->get_executor(), pass(client, server, asked, m_hold),
                                  boost::asio::detached);
            boost::asio::co_spawn(client->get_executor(), pass(server, client, nullptr, m_hold),
                                  boost::asio::detached);
        }
    }
    static boost::asio::awaitable<void> pass(Socket from, Socket to, Text asked, std::shared_ptr<Hold> hold) {
        std::string buffer(64 * 1024, '\0');
        while (true) {
            const auto [failed, size] = co_await from->async_read_some(
                boost::asio::buffer(buffer), boost::asio::as_tuple(boost::asio::use_awaitable));
            if (failed) break;
            if (asked) asked->append(buffer, 0, size);
            while (asked && hold->holds(buffer.substr(0, size)))
                co_await hold->released.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
            const auto [lost, written] =
                co_await boost::asio::async_write(*to, boost::asio::buffer(buffer.data(), size),
                                                  boost::asio::as_tuple(boost::asio::use_awaitable));
            if (lost) break;
        }
        boost::system::error_code ignored;
        to->close(ignored);
        from->close(ignored);
    }

    boost::asio::ip::tcp::acceptor m_acceptor;
    boost::asio::ip::tcp::endpoint m_target;
    std::shared_ptr<Hold> m_hold;
    std::list<Text> m_asked;
    std::vector<std::weak_ptr<boost::asio::ip::tcp::socket>> m_sockets;
};

} // namespace aw::test
