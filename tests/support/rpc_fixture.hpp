#pragma once

#include "crypto/keys.hpp"
#include "fake_backend.hpp"
#include "rpc/server.hpp"
#include "rpc_client.hpp"

#include <boost/asio/executor_work_guard.hpp>

#include <optional>
#include <thread>

namespace aw::test {

/// A public server over a FakeBackend on two threads, on a free port.
class RpcFixture {
public:
    explicit RpcFixture(rpc::Limits limits = {})
        : m_work(m_context.get_executor())
        , backend(std::make_shared<FakeBackend>())
        , server(std::make_unique<rpc::Server>(m_context.get_executor(), backend, limits, clock)) {
        backend->fund(alice.address(), Wei("10000000000000000000"));
        started = server->start();
        for (auto& thread : m_threads)
            thread = std::thread([this] { m_context.run(); });
    }
    ~RpcFixture() {
        server->stop();
        m_work.reset();
        m_context.stop();
        for (auto& thread : m_threads)
            thread.join();
    }

    /// A transfer of alice's, signed.
    Bytes transfer(std::uint64_t nonce, const Wei& value = 1, std::uint64_t maxFeeWei = 14,
                   std::uint64_t tipWei = 0) const {
        return signedBytes({.chainId = FakeBackend::kChainId,
                            .nonce = nonce,
                            .tipWei = tipWei,
                            .maxFeeWei = maxFeeWei,
                            .gasLimit = 21000,
                            .to = bob,
                            .value = value});
    }
    /// A transfer of tokens of alice's to bob, signed.
    Bytes tokenTransfer(std::uint64_t nonce, const Address& token, const Wei& amount) const {
        return signedBytes({.chainId = FakeBackend::kChainId,
                            .nonce = nonce,
                            .tipWei = 0,
                            .maxFeeWei = 14,
                            .gasLimit = 100'000,
                            .to = token,
                            .value = 0,
                            .token = codec::TokenTransfer{bob, amount}});
    }
    Bytes signedBytes(const codec::Transaction& tx) const {
        return codec::encodeTransaction(tx, alice.sign(codec::signingHash(tx)));
    }

private:
    boost::asio::io_context m_context;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> m_work;
    std::array<std::thread, 2> m_threads;

public:
    /// Tells when filters expire; it moves only when told to.
    std::shared_ptr<base::ManualClock> clock = std::make_shared<base::ManualClock>();
    std::shared_ptr<FakeBackend> backend;
    std::unique_ptr<rpc::Server> server;
    crypto::SecretKey alice = crypto::SecretKey::derive("rpc test", 1);
    Address bob{{0xb0, 0xb0}};
    Result<void> started;
};

} // namespace aw::test
