#pragma once

#include "base/async_gate.hpp"
#include "l1/transport.hpp"

namespace aw::l1 {

/// One WebSocket connection with many calls in flight, matched by id.
class JsonRpcClient::WebSocketTransport final : public JsonRpcClient::Transport {
public:
    WebSocketTransport(Strand where, Endpoint to);
    ~WebSocketTransport() override;

    Task<Result<boost::json::value>> exchange(OutgoingMessage message, Deadline deadline) override;
    void close() override;

private:
    class Connection;
    template<class Stream>
    class StreamConnection;

    base::AsyncGate m_connecting;
    std::shared_ptr<boost::asio::ssl::context> m_tls;
    std::shared_ptr<Connection> m_connection;
    bool m_closed = false;
};

} // namespace aw::l1
