#include "l1/tx_manager.hpp"

#include "l1/follower.hpp"
#include "l1/tx_manager_impl.hpp"

namespace aw::l1 {

namespace {

using boost::asio::use_awaitable;

/// Runs a member of the manager on its strand and keeps the manager's state alive meanwhile.
template<class T, class Impl, class... Arguments>
Task<T> onStrand(std::shared_ptr<Impl> impl, Task<T> (Impl::*member)(Arguments...), Arguments... arguments) {
    auto run = [](std::shared_ptr<Impl> self, Task<T> (Impl::*work)(Arguments...),
                  Arguments... inner) -> Task<T> { co_return co_await ((*self).*work)(std::move(inner)...); };
    auto strand = impl->strand;
    auto task = run(std::move(impl), member, std::move(arguments)...);
    co_return co_await boost::asio::co_spawn(strand, std::move(task), use_awaitable);
}

TransactionRequest request(const Address& to, Bytes data, const Wei& value, std::string label) {
    return {to, std::move(data), value, std::move(label)};
}

} // namespace

TxManager::TxManager(boost::asio::any_io_executor executor, RpcPtr rpc,
                     std::shared_ptr<const crypto::SecretKey> key, std::uint64_t chainId,
                     TxManagerOptions options)
    : m_impl(std::make_shared<Impl>(Strand(std::move(executor)), std::move(rpc), std::move(key), chainId,
                                    options)) {}

TxManager::~TxManager() = default;

const Address& TxManager::address() const { return m_impl->key->address(); }

Task<Result<Receipt>> TxManager::send(Address to, Bytes data, Wei value, std::string label) {
    return send(request(to, std::move(data), value, std::move(label)));
}

Task<Result<Receipt>> TxManager::send(TransactionRequest request) {
    // The manager may be destroyed between the two halves; its state may not.
    const auto impl = m_impl;
    auto posted = co_await onStrand(impl, &Impl::post, std::move(request));
    if (!posted) co_return posted.error();
    co_return co_await onStrand(impl, &Impl::confirm, std::move(*posted));
}

Task<Result<PostedTransaction>> TxManager::post(TransactionRequest request) {
    return onStrand(m_impl, &Impl::post, std::move(request));
}

Task<Result<Receipt>> TxManager::confirm(PostedTransaction posted) {
    return onStrand(m_impl, &Impl::confirm, std::move(posted));
}

Task<Result<Bytes>> TxManager::call(Address to, Bytes data, Wei value) {
    return onStrand(m_impl, &Impl::call, request(to, std::move(data), value, "call"));
}

Task<Result<std::uint64_t>> TxManager::estimate(Address to, Bytes data, Wei value) {
    return onStrand(m_impl, &Impl::estimate, request(to, std::move(data), value, "estimate"));
}

Task<Result<std::uint64_t>> TxManager::nextNonce() { return onStrand(m_impl, &Impl::upcomingNonce); }

void TxManager::noteReorg() {
    boost::asio::post(m_impl->strand, [impl = m_impl] {
        impl->nextNonce.reset();
        ++impl->reorgs;
    });
}

Task<Result<Wei>> TxManager::balance() { return l1::balance(m_impl->rpc, address()); }

} // namespace aw::l1
