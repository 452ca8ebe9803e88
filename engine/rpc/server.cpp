#include "rpc/server.hpp"

#include "feed/async.hpp"
#include "rpc/hub.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/strand.hpp>

namespace aw::rpc {

namespace asio = boost::asio;
using asio::ip::tcp;

class Server::Impl : public std::enable_shared_from_this<Server::Impl> {
public:
    Impl(asio::any_io_executor executor, std::shared_ptr<Backend> backend, Limits limits,
         std::shared_ptr<const Clock> clock)
        : m_executor(std::move(executor))
        , m_strand(asio::make_strand(m_executor))
        , m_acceptor(m_strand)
        , m_sweepTimer(m_strand)
        , m_hub(std::make_shared<Hub>(std::move(backend), std::move(limits), std::move(clock))) {}

    Result<void> start(const std::string& bindAddress, std::uint16_t port);
    void stop();
    std::uint16_t port() const { return m_port; }
    Hub& hub() { return *m_hub; }

private:
    Result<void> checkProxies() const;
    asio::awaitable<void> acceptAll();
    asio::awaitable<void> sweepAll();

    asio::any_io_executor m_executor;
    asio::any_io_executor m_strand;
    tcp::acceptor m_acceptor;        ///< after start, used on the strand alone
    asio::steady_timer m_sweepTimer; ///< on the strand
    std::shared_ptr<Hub> m_hub;
    std::atomic<std::uint16_t> m_port = 0;
};

Result<void> Server::Impl::checkProxies() const {
    for (const auto& proxy : m_hub->limits().trustedProxies) {
        boost::system::error_code error;
        asio::ip::make_address(proxy, error);
        if (error)
            return Error{ErrorCode::rpcListen, "the trusted proxy \"" + proxy +
                                                   "\" is no IP address. Name it like 127.0.0.1 or ::1."};
    }
    return {};
}

Result<void> Server::Impl::start(const std::string& bindAddress, std::uint16_t port) {
    if (auto good = checkProxies(); !good) return good;
    boost::system::error_code error;
    const auto ip = asio::ip::make_address(bindAddress, error);
    if (!error) {
        const tcp::endpoint endpoint(ip, port);
        m_acceptor.open(endpoint.protocol(), error);
        if (!error) m_acceptor.set_option(asio::socket_base::reuse_address(true), error);
        if (!error) m_acceptor.bind(endpoint, error);
        if (!error) m_acceptor.listen(asio::socket_base::max_listen_connections, error);
        if (!error) m_port = m_acceptor.local_endpoint(error).port();
    }
    if (error) {
        boost::system::error_code ignored;
        m_acceptor.close(ignored);
        return Error{ErrorCode::rpcListen, "cannot serve JSON-RPC at " + bindAddress + " port " +
                                               std::to_string(port) + ": " + error.message() +
                                               ". Choose another address or port."};
    }
    asio::co_spawn(
        m_strand, [self = shared_from_this()] { return self->acceptAll(); }, asio::detached);
    asio::co_spawn(
        m_strand, [self = shared_from_this()] { return self->sweepAll(); }, asio::detached);
    return {};
}

asio::awaitable<void> Server::Impl::sweepAll() {
    while (m_acceptor.is_open()) {
        m_sweepTimer.expires_after(m_hub->limits().sweepInterval);
        co_await m_sweepTimer.async_wait(feed::kAsTuple);
        m_hub->sweep();
    }
}

asio::awaitable<void> Server::Impl::acceptAll() {
    asio::steady_timer pause(m_strand);
    while (m_acceptor.is_open()) {
        const auto connectionStrand = asio::make_strand(m_executor);
        auto [error, socket] = co_await m_acceptor.async_accept(connectionStrand, feed::kAsTuple);
        if (error == asio::error::operation_aborted || !m_acceptor.is_open()) co_return;
        if (error) {
            // Out of descriptors or the like: it passes, and must not become a busy loop.
            pause.expires_after(std::chrono::milliseconds(100));
            co_await pause.async_wait(feed::kAsTuple);
            continue;
        }
        asio::co_spawn(connectionStrand, serveConnection(std::move(socket), m_hub), asio::detached);
    }
}

void Server::Impl::stop() {
    asio::dispatch(m_strand, [self = shared_from_this()] {
        boost::system::error_code ignored;
        self->m_acceptor.close(ignored);
        self->m_sweepTimer.cancel();
    });
    m_hub->closeAll();
}

Server::Server(asio::any_io_executor executor, std::shared_ptr<Backend> backend, Limits limits,
               std::shared_ptr<const Clock> clock)
    : m_impl(std::make_shared<Impl>(std::move(executor), std::move(backend), std::move(limits),
                                    std::move(clock))) {}
Server::~Server() {
    m_impl->stop();
    m_impl->hub().stopReads();
}
Result<void> Server::start(const std::string& bindAddress, std::uint16_t port) {
    return m_impl->start(bindAddress, port);
}
std::uint16_t Server::port() const { return m_impl->port(); }
void Server::stop() { m_impl->stop(); }
void Server::publishBlock(const BlockPtr& block) { m_impl->hub().publishBlock(block); }
void Server::publishRemoved(const BlockPtr& block) { m_impl->hub().publishRemoved(block); }
void Server::publishPending(const TxPtr& tx) { m_impl->hub().publishPending(tx); }
Server::Usage Server::usage() const {
    auto& hub = m_impl->hub();
    return {.connections = hub.connections(),
            .requestBytes = hub.requestBytes().used(),
            .unsentBytes = hub.unsentBytes().used(),
            .addresses = hub.clients().size()};
}

} // namespace aw::rpc
