#include "l1/tx_manager.hpp"

#include "l1/queries.hpp"
#include "l1/tx_manager_impl.hpp"

#include <algorithm>

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
    TransactionRequest made;
    made.to = to;
    made.data = std::move(data);
    made.value = value;
    made.label = std::move(label);
    return made;
}

} // namespace

bool AccountView::isUnderWay(L1TxKind kind) const {
    return std::ranges::any_of(intents, [kind](const Intent& intent) {
        return intent.kind == kind && !intent.settled && !intent.end && !intent.inclusion && !intent.unwanted;
    });
}

TxManager::TxManager(boost::asio::any_io_executor executor, RpcPtr rpc,
                     std::shared_ptr<const crypto::SecretKey> key, std::uint64_t chainId,
                     TxManagerOptions options, std::shared_ptr<IntentJournal> journal)
    : m_impl(std::make_shared<Impl>(Strand(std::move(executor)), std::move(rpc), std::move(key), chainId,
                                    std::move(options), std::move(journal))) {}

TxManager::~TxManager() { stop(); }

const Address& TxManager::address() const { return m_impl->key->address(); }

Result<void> TxManager::resume() { return m_impl->resume(); }

void TxManager::stop() {
    if (m_impl->stopped.exchange(true)) return;
    boost::asio::post(m_impl->strand, [impl = m_impl] { impl->wake(); });
}

Task<Result<Receipt>> TxManager::send(Address to, Bytes data, Wei value, std::string label) {
    return send(request(to, std::move(data), value, std::move(label)));
}

Task<Result<Receipt>> TxManager::send(TransactionRequest request) {
    return onStrand(m_impl, &Impl::send, std::move(request));
}

Task<Result<PostedTransaction>> TxManager::post(TransactionRequest request) {
    return onStrand(m_impl, &Impl::post, std::move(request));
}

Task<Result<Receipt>> TxManager::confirm(std::uint64_t id) { return onStrand(m_impl, &Impl::confirm, id); }

Task<Result<FeeQuote>> TxManager::quoteSpeedUp(std::uint64_t id) {
    return onStrand(m_impl, &Impl::quoteSpeedUp, id);
}

Task<Result<void>> TxManager::speedUp(std::uint64_t id) { return onStrand(m_impl, &Impl::speedUp, id); }

Task<Result<FeeQuote>> TxManager::quoteCancel(std::uint64_t id) {
    return onStrand(m_impl, &Impl::quoteCancel, id);
}

Task<Result<void>> TxManager::cancel(std::uint64_t id) { return onStrand(m_impl, &Impl::cancel, id); }

Task<Result<Bytes>> TxManager::call(Address to, Bytes data, Wei value) {
    return onStrand(m_impl, &Impl::call, request(to, std::move(data), value, "call"));
}

Task<Result<std::uint64_t>> TxManager::estimate(Address to, Bytes data, Wei value) {
    return onStrand(m_impl, &Impl::estimate, request(to, std::move(data), value, "estimate"));
}

Task<Result<std::uint64_t>> TxManager::nextNonce() { return onStrand(m_impl, &Impl::upcomingNonce); }

void TxManager::noteHead() {
    boost::asio::post(m_impl->strand, [impl = m_impl] {
        if (impl->book.isUnsettled()) impl->wake();
    });
}

void TxManager::noteReorg(std::uint64_t lastKept) {
    boost::asio::post(m_impl->strand, [impl = m_impl, lastKept] {
        impl->book.noteReorg(lastKept);
        impl->wake();
    });
}

Task<Result<Wei>> TxManager::balance() { return l1::balance(m_impl->rpc, address()); }

std::shared_ptr<const AccountView> TxManager::view() const { return std::atomic_load(&m_impl->view); }

} // namespace aw::l1
