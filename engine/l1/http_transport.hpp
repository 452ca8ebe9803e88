#pragma once

#include "base/async_gate.hpp"
#include "l1/transport.hpp"

namespace aw::l1 {

/// HTTP/1.1 with a small pool of connections that are kept alive.
class JsonRpcClient::HttpTransport final : public JsonRpcClient::Transport {
public:
    HttpTransport(Strand where, Endpoint to);
    ~HttpTransport() override;

    Task<Result<boost::json::value>> exchange(OutgoingMessage message, Deadline deadline) override;
    void close() override;

private:
    class Connection;
    template<class Stream>
    class StreamConnection;
    std::shared_ptr<Connection> makeConnection() const;

    base::AsyncGate m_gate;
    std::shared_ptr<boost::asio::ssl::context> m_tls;
    std::vector<std::shared_ptr<Connection>> m_idle;
    std::vector<std::weak_ptr<Connection>> m_all;
    bool m_closed = false;
};

} // namespace aw::l1
