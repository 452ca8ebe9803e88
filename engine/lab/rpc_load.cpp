#include "lab/rpc_load.hpp"

#include "base/hex.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>

namespace aw::lab {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Clock = std::chrono::steady_clock;
constexpr auto kAsTuple = asio::as_tuple(asio::use_awaitable);

std::string call(const Bytes& raw, std::size_t id) {
    return R"({"jsonrpc":"2.0","id":)" + std::to_string(id) +
           R"(,"method":"eth_sendRawTransaction","params":[")" + base::toHex(raw) + "\"]}";
}

std::string post(const std::string& body) {
    return "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::size_t countOf(std::string_view text, std::string_view part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + part.size()))
        ++count;
    return count;
}

/// One connection that plays its script.
class Player {
public:
    Player(asio::io_context& context, RpcPlay& play)
        : m_socket(context)
        , m_timer(context)
        , m_play(play) {}

    asio::awaitable<bool> run(tcp::endpoint server, const RpcScript& script, Clock::time_point begin,
                              Clock::duration first, Clock::duration step) {
        const auto [failed] = co_await m_socket.async_connect(server, kAsTuple);
        if (failed) co_return false;
        m_socket.set_option(tcp::no_delay(true));
        auto due = begin + first;
        for (const auto& request : script) {
            if (step.count() > 0 && due > Clock::now()) {
                m_timer.expires_at(due);
                co_await m_timer.async_wait(kAsTuple);
            }
            // Counted from when it was due: a server that is late is not asked less.
            const auto asked = step.count() > 0 ? due : Clock::now();
            due += step;
            const auto [broken, sent] = co_await asio::async_write(m_socket, asio::buffer(request), kAsTuple);
            const auto body = co_await read();
            if (broken || !body) co_return false;
            const std::chrono::duration<double, std::milli> took = Clock::now() - asked;
            m_play.latencyMs.push_back(took.count());
            m_play.accepted += countOf(*body, "\"result\"");
            const auto refused = countOf(*body, "\"error\"");
            if (refused > 0 && m_play.firstRefusal.empty()) m_play.firstRefusal = body->substr(0, 400);
            m_play.refused += refused;
        }
        co_return true;
    }

private:
    asio::awaitable<std::optional<std::string>> read() {
        for (;;) {
            const auto head = m_bytes.find("\r\n\r\n");
            if (head != m_bytes.npos) {
                constexpr std::string_view kLength = "content-length:";
                auto names = m_bytes.substr(0, head);
                std::ranges::transform(names, names.begin(),
                                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
                const auto at = names.find(kLength);
                if (at == names.npos) co_return std::nullopt;
                auto digits = std::string_view(names).substr(at + kLength.size());
                digits.remove_prefix(std::min(digits.find_first_not_of(' '), digits.size()));
                std::size_t size = 0;
                std::from_chars(digits.data(), digits.data() + digits.size(), size);
                const auto whole = head + 4 + size;
                if (m_bytes.size() >= whole) {
                    auto body = m_bytes.substr(head + 4, size);
                    m_bytes.erase(0, whole);
                    co_return body;
                }
            }
            const auto [failed, count] = co_await m_socket.async_read_some(asio::buffer(m_chunk), kAsTuple);
            if (failed) co_return std::nullopt;
            m_bytes.append(m_chunk.data(), count);
        }
    }

    tcp::socket m_socket;
    asio::steady_timer m_timer;
    RpcPlay& m_play;
    std::string m_bytes;
    std::array<char, 16 * 1024> m_chunk{};
};

} // namespace

std::string sendRequest(const Bytes& raw) { return post(call(raw, 1)); }

std::string sendRequest(const std::vector<Bytes>& raws) {
    std::string body = "[";
    for (std::size_t i = 0; i < raws.size(); ++i)
        body += (i == 0 ? "" : ",") + call(raws[i], i);
    return post(body + "]");
}

Result<RpcPlay> playRpc(std::uint16_t port, const std::vector<RpcScript>& scripts, double perSecond) {
    asio::io_context context(1);
    RpcPlay play;
    bool broken = false;
    const tcp::endpoint server(asio::ip::make_address("127.0.0.1"), port);
    const auto step =
        perSecond > 0 ? std::chrono::duration_cast<Clock::duration>(
                            std::chrono::duration<double>(static_cast<double>(scripts.size()) / perSecond))
                      : Clock::duration::zero();
    std::vector<std::unique_ptr<Player>> players;
    const auto begin = Clock::now();
    for (std::size_t i = 0; i < scripts.size(); ++i) {
        players.push_back(std::make_unique<Player>(context, play));
        const auto first = step * static_cast<std::int64_t>(i) / static_cast<std::int64_t>(scripts.size());
        asio::co_spawn(context, players.back()->run(server, scripts[i], begin, first, step),
                       [&](const std::exception_ptr& failure, bool done) { broken |= failure || !done; });
    }
    context.run();
    play.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    if (broken)
        return Error{ErrorCode::l1Unavailable,
                     "A connection to port " + std::to_string(port) + " ended before its answer came."};
    std::ranges::sort(play.latencyMs);
    return play;
}

} // namespace aw::lab
