#include "fake_backend.hpp"
#include "rpc/server.hpp"

#include "base/hex.hpp"
#include "codec/abi.hpp"
#include "crypto/keys.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <iostream>

/// The public server over a FakeBackend, for the scripts of tests/clients. It prints `URL SECRET_KEY TOKEN`
/// of an account that has ETH and tokens, makes a block every 200 ms where something is pending, and ends
/// when its standard input does.
int main() {
    namespace asio = boost::asio;
    asio::io_context context;
    const auto backend = std::make_shared<aw::test::FakeBackend>();
    const auto key = aw::crypto::SecretKey::derive("rpc double", 1);
    backend->fund(key.address(), aw::Wei("1000000000000000000000"));
    backend->fundToken(key.address(), 1'000'000'000);
    using aw::codec::abi::Encoder;
    backend->tokenMetadata = std::make_shared<const aw::l1::TokenMetadata>(
        aw::l1::TokenMetadata{.name = Encoder().text("Test Token").encoded(),
                              .symbol = Encoder().text("TEST").encoded(),
                              .decimals = Encoder().number(6).encoded()});
    aw::rpc::Server server(context.get_executor(), backend);
    backend->onPending = [&server](const aw::rpc::TxPtr& tx) { server.publishPending(tx); };
    if (const auto started = server.start(); !started) {
        std::cerr << started.error().detail << '\n';
        return 69;
    }
    std::cout << "http://127.0.0.1:" << server.port() << ' ' << aw::base::toHex(key.secret()) << ' '
              << aw::base::toHex(backend->tokenAddress.view()) << std::endl;

    asio::steady_timer timer(context);
    const std::function<void()> tick = [&] {
        timer.expires_after(std::chrono::milliseconds(200));
        timer.async_wait([&](const auto& error) {
            if (error) return;
            if (const auto block = backend->makeBlock()) server.publishBlock(block);
            tick();
        });
    };
    tick();
    asio::posix::stream_descriptor input(context, 0);
    input.async_wait(asio::posix::stream_descriptor::wait_read, [&](const auto&) {
        server.stop();
        context.stop();
    });
    context.run();
}
