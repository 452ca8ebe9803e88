#include "gate.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <array>
#include <chrono>

namespace aw::test {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

namespace {
constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kRemembered = 512;
constexpr std::uint64_t kMaxBody = 64U << 20U;
} // namespace

/// A connection and the one that it is passed on to.
struct Gate::Link {
    explicit Link(const asio::any_io_executor& executor)
        : in(executor)
        , out(executor) {}
    tcp::socket in, out;
    std::string sent; ///< by the client, the first bytes
    void close() {
        boost::system::error_code ignored;
        in.close(ignored);
        out.close(ignored);
    }
};

struct Gate::Shared : std::enable_shared_from_this<Gate::Shared> {
    explicit Shared(asio::io_context& context)
        : acceptor(context, {asio::ip::address_v4::loopback(), 0})
        , thaw(context, asio::steady_timer::time_point::max()) {}

    tcp::acceptor acceptor;
    asio::steady_timer thaw; ///< cancelled when the mode changes
    std::uint16_t target = 0;
    Mode mode = Mode::pass;
    bool closed = false;
    std::optional<Edits> edits;
    Cut cut;
    std::list<std::weak_ptr<Link>> links;

    void dropAll() {
        for (auto& weak : links)
            if (const auto link = weak.lock()) link->close();
        links.clear();
    }

    Task<bool> open() {
        while (mode == Mode::freeze && !closed)
            co_await thaw.async_wait(kAwait);
        co_return mode == Mode::pass && !closed;
    }

    Task<void> accept() {
        auto self = shared_from_this();
        while (!closed) {
            auto link = std::make_shared<Link>(acceptor.get_executor());
            auto [failed] = co_await acceptor.async_accept(link->in, kAwait);
            if (failed) co_return;
            std::erase_if(links, [](const auto& weak) { return weak.expired(); });
            if (mode == Mode::refuse || target == 0) continue;
            links.push_back(link);
            asio::co_spawn(acceptor.get_executor(), serve(link), asio::detached);
        }
    }

    Task<void> serve(std::shared_ptr<Link> link) {
        auto self = shared_from_this();
        const bool passes = co_await open();
        if (!passes) co_return link->close();
        const tcp::endpoint to(asio::ip::address_v4::loopback(), target);
        auto [failed] = co_await link->out.async_connect(to, kAwait);
        if (failed) co_return link->close();
        link->in.set_option(tcp::no_delay(true));
        link->out.set_option(tcp::no_delay(true));
        if (edits) {
            co_await exchange(link);
            co_return;
        }
        asio::co_spawn(acceptor.get_executor(), pump(link, false), asio::detached);
        co_await pump(link, true);
    }

    Task<void> pump(std::shared_ptr<Link> link, bool forth) {
        auto self = shared_from_this();
        auto& from = forth ? link->in : link->out;
        auto& to = forth ? link->out : link->in;
        std::array<char, 16384> bytes{};
        while (true) {
            auto [failed, count] = co_await from.async_read_some(asio::buffer(bytes), kAwait);
            if (failed) break;
            const bool passes = co_await open();
            if (!passes) break;
            if (forth && link->sent.size() < kRemembered)
                link->sent.append(bytes.data(), std::min(count, kRemembered - link->sent.size()));
            if (cut && cut(link->sent)) break;
            auto [broken, written] = co_await asio::async_write(to, asio::buffer(bytes, count), kAwait);
            if (broken) break;
        }
        link->close();
    }

    template<bool kIsRequest>
    Task<std::optional<http::message<kIsRequest, http::string_body>>>
    read(tcp::socket& from, boost::beast::flat_buffer& buffer) {
        http::parser<kIsRequest, http::string_body> parser;
        parser.body_limit(kMaxBody);
        auto [failed, count] = co_await http::async_read(from, buffer, parser, kAwait);
        const bool passes = !failed && co_await open();
        std::optional<http::message<kIsRequest, http::string_body>> message;
        if (passes) message = parser.release();
        co_return message;
    }

    /// One request after another, each with its answer.
    Task<void> exchange(std::shared_ptr<Link> link) {
        auto self = shared_from_this();
        boost::beast::flat_buffer requests, answers;
        while (true) {
            auto request = co_await read<true>(link->in, requests);
            if (!request) break;
            if (edits->request) request->body() = edits->request(std::move(request->body()));
            request->prepare_payload();
            auto [failed, sent] = co_await http::async_write(link->out, *request, kAwait);
            if (failed) break;
            auto answer = co_await read<false>(link->out, answers);
            if (!answer) break;
            if (edits->answer) answer->body() = edits->answer(request->body(), std::move(answer->body()));
            answer->prepare_payload();
            auto [broken, written] = co_await http::async_write(link->in, *answer, kAwait);
            if (broken) break;
        }
        link->close();
    }
};

Gate::Gate(asio::io_context& context)
    : m_shared(std::make_shared<Shared>(context)) {
    asio::co_spawn(context, m_shared->accept(), asio::detached);
}

Gate::~Gate() {
    m_shared->closed = true;
    m_shared->thaw.cancel();
    m_shared->dropAll();
    boost::system::error_code ignored;
    m_shared->acceptor.close(ignored);
}

std::uint16_t Gate::port() const { return m_shared->acceptor.local_endpoint().port(); }

void Gate::setTarget(std::uint16_t port) {
    m_shared->target = port;
    m_shared->dropAll();
}

void Gate::setMode(Mode mode) {
    m_shared->mode = mode;
    m_shared->thaw.cancel();
    if (mode == Mode::refuse) m_shared->dropAll();
}

Gate::Mode Gate::mode() const { return m_shared->mode; }

void Gate::setEdits(Edits edits) { m_shared->edits = std::move(edits); }

void Gate::setCut(Cut cut) {
    m_shared->cut = std::move(cut);
    for (auto& weak : m_shared->links)
        if (const auto link = weak.lock(); link && m_shared->cut && m_shared->cut(link->sent)) link->close();
}

} // namespace aw::test
