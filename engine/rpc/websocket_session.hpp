#pragma once

#include "feed/async.hpp"
#include "rpc/hub.hpp"

#include <boost/beast/core/flat_buffer.hpp>
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
    WebSocketSession(boost::asio::ip::tcp::socket socket, std::shared_ptr<Hub> hub, ClientPtr client);

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
    using CloseReason = boost::beast::websocket::close_reason;

    /// Reads one message into the buffer; false where the connection ends.
    boost::asio::awaitable<bool> readMessage();
    /// Answers the message of the buffer; false where it was refused.
    bool take();
    boost::asio::awaitable<void> answer(std::string message, HeldBytes held);
    boost::asio::awaitable<void> writeAll();
    void notify(Kind kind, const std::string& result);
    void notifyLogs(const BlockPtr& block, bool removed);
    void sendNotification(std::string_view id, std::string_view result);
    void send(std::string text);
    void startWriting();
    /// Ends the connection with a reason, in so far as the client reads it; what waits is not sent any more.
    void closeFor(const CloseReason& reason);
    void close();

    boost::beast::websocket::stream<boost::asio::ip::tcp::socket> m_stream;
    const std::shared_ptr<Hub> m_hub;
    const ClientPtr m_client;
    boost::beast::flat_buffer m_buffer;
    HeldBytes m_reading; ///< the buffer's
    feed::Signal m_answered;
    std::map<std::string, Subscription, std::less<>> m_subscriptions;
    std::deque<std::string> m_outbox;
    HeldBytes m_unsent; ///< of the outbox, and of what is being written
    std::size_t m_inFlight = 0;
    std::size_t m_refused = 0; ///< messages in a row
    std::optional<CloseReason> m_ending;
    bool m_open = true;
    bool m_writing = false;
};

} // namespace aw::rpc
