#pragma once

#include "l1/endpoint.hpp"
#include "l1/transport.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

namespace aw::l1 {

using PlainStream = boost::beast::tcp_stream;
using TlsStream = boost::beast::ssl_stream<boost::beast::tcp_stream>;

/// A coroutine token that reports failures in `error` rather than by exception.
inline auto into(boost::system::error_code& error) {
    return boost::asio::redirect_error(boost::asio::use_awaitable, error);
}

/// Looks the host up, connects and, with TLS, shakes hands and checks the certificate's name.
template<class Stream>
Task<boost::system::error_code> connectStream(Stream& stream, const Endpoint& endpoint, Deadline deadline) {
    boost::system::error_code error;
    auto& lowest = boost::beast::get_lowest_layer(stream);
    boost::asio::ip::tcp::resolver resolver(lowest.get_executor());
    const auto addresses = co_await resolver.async_resolve(endpoint.host, endpoint.port, into(error));
    if (error) co_return error;
    lowest.expires_at(deadline);
    co_await lowest.async_connect(addresses, into(error));
    if (error) co_return error;
    lowest.socket().set_option(boost::asio::ip::tcp::no_delay(true), error);
    if constexpr (!std::is_same_v<Stream, PlainStream>) {
        // Server name indication: one address may serve many hosts.
        if (!SSL_set_tlsext_host_name(stream.native_handle(), endpoint.host.c_str()))
            co_return boost::asio::error::make_error_code(boost::asio::error::invalid_argument);
        stream.set_verify_callback(boost::asio::ssl::host_name_verification(endpoint.host));
        co_await stream.async_handshake(boost::asio::ssl::stream_base::client, into(error));
    }
    co_return error;
}

} // namespace aw::l1
