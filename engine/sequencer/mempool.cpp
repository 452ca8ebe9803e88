#include "sequencer/mempool.hpp"

#include "base/hex.hpp"

#include <algorithm>

namespace aw::sequencer {

namespace {
/// What it can cost at most.
U256 costOf(const codec::Transaction& tx) { return U256(tx.value) + U256(tx.gas()) * tx.maxFeeWei; }
} // namespace

bool isExecutable(const codec::Transaction& tx, const SenderState& sender, std::uint64_t baseFeeWei) {
    if (tx.nonce != sender.nonce || tx.maxFeeWei < baseFeeWei) return false;
    if (U256(sender.balance) < costOf(tx)) return false;
    return !tx.token || (sender.tokenBalance && *sender.tokenBalance >= tx.token->amount);
}

Mempool::Mempool(std::uint64_t l2ChainId)
    : Mempool(l2ChainId, Limits{}) {}

Mempool::Mempool(std::uint64_t l2ChainId, Limits limits)
    : m_l2ChainId(l2ChainId)
    , m_limits(limits) {}

std::optional<std::uint64_t> Mempool::orderOf(const Address& sender, std::uint64_t nonce) const {
    const auto waiting = m_bySender.find(sender);
    if (waiting == m_bySender.end()) return std::nullopt;
    const auto found = waiting->second.find(nonce);
    return found == waiting->second.end() ? std::nullopt : std::optional(found->second);
}

Result<void> Mempool::check(const TxPtr& signedTx, const SenderState& sender,
                            std::uint64_t baseFeeWei) const {
    const auto& tx = signedTx->tx;
    if (tx.chainId != m_l2ChainId)
        return Error{ErrorCode::mempoolChainId, "invalid chain id for signer: have " +
                                                    std::to_string(tx.chainId) + " want " +
                                                    std::to_string(m_l2ChainId)};
    if (contains(signedTx->hash)) return Error{ErrorCode::mempoolKnown, "already known"};
    if (tx.nonce < sender.nonce)
        return Error{ErrorCode::mempoolNonceTooLow, "nonce too low: next nonce " +
                                                        std::to_string(sender.nonce) + ", tx nonce " +
                                                        std::to_string(tx.nonce)};
    if (tx.nonce - sender.nonce >= m_limits.perSender)
        return Error{ErrorCode::mempoolNonceGap, "nonce too high: next nonce " +
                                                     std::to_string(sender.nonce) + ", tx nonce " +
                                                     std::to_string(tx.nonce) + ", at most " +
                                                     std::to_string(m_limits.perSender) + " may wait"};
    if (tx.gasLimit < tx.gas())
        return Error{ErrorCode::mempoolIntrinsicGas, "intrinsic gas too low: have " +
                                                         std::to_string(tx.gasLimit) + ", want " +
                                                         std::to_string(tx.gas())};
    if (tx.maxFeeWei < baseFeeWei)
        return Error{ErrorCode::mempoolFeeTooLow, "max fee per gas less than block base fee: maxFeePerGas: " +
                                                      std::to_string(tx.maxFeeWei) +
                                                      ", baseFee: " + std::to_string(baseFeeWei)};
    const auto cost = costOf(tx);
    if (U256(sender.balance) < cost)
        return Error{ErrorCode::mempoolInsufficientFunds,
                     "insufficient funds for gas * price + value: balance " + sender.balance.str() +
                         ", tx cost " + cost.str()};
    if (tx.token && !sender.tokenBalance)
        return Error{ErrorCode::mempoolUnknownToken,
                     "execution reverted: no token is registered at " + base::toHex(tx.to.view()) +
                         "; register it with the bridge on L1 and deposit it"};
    if (tx.token && *sender.tokenBalance < tx.token->amount)
        return Error{ErrorCode::mempoolInsufficientTokens,
                     "execution reverted: ERC20: transfer amount exceeds balance: balance " +
                         sender.tokenBalance->str() + ", amount " + tx.token->amount.str()};

    if (const auto same = orderOf(signedTx->sender, tx.nonce)) {
        const auto& old = m_byOrder.at(*same)->tx;
        const auto raised = [&](std::uint64_t before, std::uint64_t now) {
            return U256(now) * 100 >= U256(before) * (100 + m_limits.replacementPercent);
        };
        if (!raised(old.maxFeeWei, tx.maxFeeWei) || !raised(old.tipWei, tx.tipWei))
            return Error{ErrorCode::mempoolUnderpriced,
                         "replacement transaction underpriced: raise both fees by at least " +
                             std::to_string(m_limits.replacementPercent) + " %"};
    } else if (m_byOrder.size() >= m_limits.total) {
        return Error{ErrorCode::mempoolFull, "txpool is full: try again after the next block"};
    }
    return {};
}

Result<void> Mempool::add(const TxPtr& signedTx, const SenderState& sender, std::uint64_t baseFeeWei) {
    if (const auto good = check(signedTx, sender, baseFeeWei); !good) return good;
    if (const auto same = orderOf(signedTx->sender, signedTx->tx.nonce)) erase(*same);
    const auto order = m_nextOrder++;
    m_byOrder.emplace(order, signedTx);
    m_orderOf.emplace(signedTx->hash, order);
    m_bySender[signedTx->sender][signedTx->tx.nonce] = order;
    return {};
}

void Mempool::erase(std::uint64_t order) {
    const auto found = m_byOrder.find(order);
    const auto tx = found->second;
    m_byOrder.erase(found);
    m_orderOf.erase(tx->hash);
    const auto sender = m_bySender.find(tx->sender);
    sender->second.erase(tx->tx.nonce);
    if (sender->second.empty()) m_bySender.erase(sender);
}

void Mempool::remove(const Hash& hash) {
    if (const auto found = m_orderOf.find(hash); found != m_orderOf.end()) erase(found->second);
}

TxPtr Mempool::find(const Hash& hash) const {
    const auto found = m_orderOf.find(hash);
    return found == m_orderOf.end() ? nullptr : m_byOrder.at(found->second);
}

TxPtr Mempool::find(const Address& sender, std::uint64_t nonce) const {
    const auto order = orderOf(sender, nonce);
    return order ? m_byOrder.at(*order) : nullptr;
}

std::uint64_t Mempool::pendingNonce(const Address& sender, std::uint64_t stateNonce) const {
    const auto waiting = m_bySender.find(sender);
    if (waiting == m_bySender.end()) return stateNonce;
    auto next = stateNonce;
    for (auto entry = waiting->second.lower_bound(stateNonce);
         entry != waiting->second.end() && entry->first == next; ++entry)
        ++next;
    return next;
}

std::vector<TxPtr> Mempool::first(std::size_t count) const {
    std::vector<TxPtr> result;
    result.reserve(std::min(count, m_byOrder.size()));
    for (const auto& [order, tx] : m_byOrder) {
        if (result.size() == count) break;
        result.push_back(tx);
    }
    return result;
}

Mempool::Ready Mempool::ready(std::size_t limit, const std::function<std::uint64_t(const Address&)>& nonceOf,
                              std::uint64_t baseFeeWei) const {
    Ready ready;
    ready.txs.reserve(std::min(limit, size()));
    struct Nonces {
        std::uint64_t first; ///< that can be executed
        std::uint64_t next;  ///< after those that were taken
    };
    base::FlatMap<Address, Nonces> noncesOf;
    for (auto position = m_byOrder.begin(); position != m_byOrder.end() && ready.txs.size() < limit;
         ++position) {
        const auto& first = position->second;
        auto sender = noncesOf.find(first->sender);
        if (sender == noncesOf.end()) {
            const auto nonce = nonceOf(first->sender);
            sender = noncesOf.emplace(first->sender, Nonces{nonce, nonce}).first;
        }
        auto& nonces = sender->second;
        if (first->tx.nonce < nonces.first) ready.past.push_back(first);
        // With this one, the sender's later nonces that came earlier have become executable.
        const auto order = position->first;
        auto tx = &first;
        while (tx && (*tx)->tx.nonce == nonces.next && (*tx)->tx.maxFeeWei >= baseFeeWei &&
               ready.txs.size() < limit) {
            ready.txs.push_back(*tx);
            const auto following = orderOf(first->sender, ++nonces.next);
            tx = following && *following < order ? &m_byOrder.at(*following) : nullptr;
        }
    }
    return ready;
}

} // namespace aw::sequencer
