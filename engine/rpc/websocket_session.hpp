#pragma once

#include "feed/async.hpp"
#include "rpc/hub.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <deque>
#include <map>

namespace aw::rpc {

/// One WebSocket: requests are started in order and answered as they finish; notifications come between.
/// Everything but the methods of PushConnection on the connection's strand.
class WebSocketSession : public PushConnection,
                         public Subscriptions,
                         public std::enable_shared_from_this<WebSocketSession> {
public:
    WebSocketSession(boost::beast::tcp_stream stream, std::shared_ptr<Hub> hub);

    boost::asio::awaitable<void> run(boost::beast::http::request<boost::beast::http::string_body> upgrade);

    void requestClose() override;
    void pushBlock(std::shared_ptr<const std::string> header, BlockPtr block) override;
    void pushRemoved(BlockPtr block) override;
    void pushPending(std::shared_ptr<const std::string> hash,
                     std::shared_ptr<const std::string> whole) override;

    RpcResult<std::string> subscribe(Subscription wanted) override;
    bool unsubscribe(std::string_view id) override;

private:
    using Kind = Subscription::Kind;

    boost::asio::awaitable<void> answer(std::string message);
    boost::asio::awaitable<void> writeAll();
    void notify(Kind kind, const std::string& result);
    void notifyLogs(const BlockPtr& block, bool removed);
    void sendNotification(std::string_view id, std::string_view result);
    void send(std::string text);
    void close();

    boost::beast::websocket::stream<boost::beast::tcp_stream> m_stream;
    std::shared_ptr<Hub> m_hub;
    boost::beast::flat_buffer m_buffer;
    feed::Signal m_answered;
    feed::Deadline m_writeDeadline;
    std::map<std::string, Subscription, std::less<>> m_subscriptions;
    std::deque<std::string> m_outbox;
    std::size_t m_outboxBytes = 0;
    std::size_t m_inFlight = 0;
    bool m_open = true;
    bool m_writing = false;
};

} // namespace aw::rpc
