#include "base/hex.hpp"
#include "rpc/format.hpp"
#include "rpc/method_cost.hpp"
#include "rpc/methods.hpp"

#include <array>

namespace aw::rpc {
namespace json = boost::json;

namespace {

using base::toQuantity;

Reply blockNumber(const Backend& backend, const Params&) {
    return json::value(toQuantity(backend.heads().latest));
}

/// The block, or null. Its roots are computed anew each time.
json::value shown(const BlockPtr& block, bool whole, Work& work) {
    if (!block) return nullptr;
    work.charge(block->txs.size() / kTxsPerUnit);
    return blockJson(*block, whole);
}

Reply getBlockByNumber(const Backend& backend, const Params& params, const Limits&, Work& work) {
    const auto ref = blockRef(backend, params, 0);
    if (!ref) return ref.error();
    const auto whole = params.boolean(1, false);
    if (!whole) return whole.error();
    if (ref->pending) {
        const auto latest = backend.blockByNumber(backend.heads().latest);
        return latest ? json::value(pendingBlockJson(*latest, backend.baseFeeWei())) : json::value(nullptr);
    }
    return shown(findBlock(backend, *ref), *whole, work);
}

Reply getBlockByHash(const Backend& backend, const Params& params, const Limits&, Work& work) {
    const auto hash = params.hash(0);
    if (!hash) return hash.error();
    const auto whole = params.boolean(1, false);
    if (!whole) return whole.error();
    return shown(priced(backend, backend.blockByHash(*hash)), *whole, work);
}

/// The block that parameter 1 names by number or tag, or by hash. The pending one has no transactions yet.
RpcResult<BlockPtr> blockByRef(const Backend& backend, const Params& params) {
    const auto ref = blockRef(backend, params, 0);
    if (!ref) return ref.error();
    if (ref->pending) return std::make_shared<const BlockView>();
    return findBlock(backend, *ref);
}
RpcResult<BlockPtr> blockByHash(const Backend& backend, const Params& params) {
    const auto hash = params.hash(0);
    if (!hash) return hash.error();
    return priced(backend, backend.blockByHash(*hash));
}
using BlockFinder = RpcResult<BlockPtr> (*)(const Backend&, const Params&);

template<BlockFinder find>
Reply transactionCountOf(const Backend& backend, const Params& params) {
    const auto block = find(backend, params);
    if (!block) return block.error();
    return *block ? json::value(toQuantity(std::uint64_t{(*block)->txs.size()})) : json::value(nullptr);
}

template<BlockFinder find>
Reply uncleCountOf(const Backend& backend, const Params& params) {
    const auto block = find(backend, params);
    if (!block) return block.error();
    return *block ? json::value("0x0") : json::value(nullptr);
}

template<BlockFinder find>
Reply transactionOf(const Backend& backend, const Params& params) {
    const auto block = find(backend, params);
    if (!block) return block.error();
    const auto index = params.quantity(1);
    if (!index) return index.error();
    if (!*block || *index >= (*block)->txs.size()) return json::value(nullptr);
    const auto position = static_cast<std::uint32_t>(*index);
    return json::value(transactionJson({.tx = (*block)->txs[position], .block = *block, .index = position}));
}

Reply getTransactionByHash(const Backend& backend, const Params& params) {
    const auto hash = params.hash(0);
    if (!hash) return hash.error();
    const auto found = backend.transaction(*hash);
    return found ? json::value(transactionJson(*found)) : json::value(nullptr);
}

Reply getTransactionReceipt(const Backend& backend, const Params& params) {
    const auto hash = params.hash(0);
    if (!hash) return hash.error();
    const auto found = backend.transaction(*hash);
    return found && found->block ? json::value(receiptJson(*found)) : json::value(nullptr);
}

Reply getBlockReceipts(const Backend& backend, const Params& params, const Limits&, Work& work) {
    const auto block = blockByRef(backend, params);
    if (!block) return block.error();
    if (!*block) return json::value(nullptr);
    work.charge((*block)->txs.size() / kTxsPerUnit);
    json::array receipts;
    BlockBefore before;
    for (std::uint32_t i = 0; i < (*block)->txs.size(); ++i) {
        const auto& tx = (*block)->txs[i];
        receipts.push_back(receiptJson({.tx = tx, .block = *block, .index = i}, before));
        before.add(*tx);
    }
    return json::value(std::move(receipts));
}

constexpr std::array kMethods{
    NamedMethod{"eth_blockNumber", blockNumber},
    NamedMethod{"eth_getBlockByNumber", getBlockByNumber},
    NamedMethod{"eth_getBlockByHash", getBlockByHash},
    NamedMethod{"eth_getBlockTransactionCountByNumber", transactionCountOf<blockByRef>},
    NamedMethod{"eth_getBlockTransactionCountByHash", transactionCountOf<blockByHash>},
    NamedMethod{"eth_getUncleCountByBlockNumber", uncleCountOf<blockByRef>},
    NamedMethod{"eth_getUncleCountByBlockHash", uncleCountOf<blockByHash>},
    NamedMethod{"eth_getTransactionByBlockNumberAndIndex", transactionOf<blockByRef>},
    NamedMethod{"eth_getTransactionByBlockHashAndIndex", transactionOf<blockByHash>},
    NamedMethod{"eth_getTransactionByHash", getTransactionByHash},
    NamedMethod{"eth_getTransactionReceipt", getTransactionReceipt},
    NamedMethod{"eth_getBlockReceipts", getBlockReceipts},
};

} // namespace

std::span<const NamedMethod> blockMethods() { return kMethods; }

} // namespace aw::rpc
