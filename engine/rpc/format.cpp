#include "rpc/format.hpp"

#include "base/hex.hpp"
#include "base/protocol.hpp"
#include "rpc/commitments.hpp"
#include "rpc/logs.hpp"

#include <algorithm>

namespace aw::rpc {
namespace json = boost::json;

namespace {

using base::toHex;
using base::toQuantity;

/// keccak-256 of the empty RLP list: what every block without uncles states.
constexpr std::string_view kNoUncles = "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347";

std::string zeros(std::size_t bytes) { return "0x" + std::string(2 * bytes, '0'); }

json::value numberOrNull(std::uint64_t number) {
    return number == 0 ? json::value(nullptr) : json::value(toQuantity(number));
}

void addSignature(json::object& out, const codec::SignedTransaction& tx) {
    const auto part = [&](std::size_t from) {
        U256 value;
        const auto bytes = tx.signature.view().subspan(from, 32);
        boost::multiprecision::import_bits(value, bytes.begin(), bytes.end());
        return toQuantity(value);
    };
    const auto yParity = toQuantity(std::uint64_t{tx.signature.bytes[64]});
    out["v"] = yParity;
    out["r"] = part(0);
    out["s"] = part(32);
    out["yParity"] = yParity;
}

} // namespace

std::uint64_t blockGasLimit() {
    return std::uint64_t{protocol::kSegmentRecords} * protocol::kMaxSegments * protocol::kTransferGas;
}

std::uint64_t gasUsedOf(const codec::SignedTransaction& tx) { return tx.tx.gas(); }

std::uint64_t gasUsedOf(const BlockView& block) {
    std::uint64_t sum = 0;
    for (const auto& tx : block.txs)
        sum += gasUsedOf(*tx);
    return sum;
}

void BlockBefore::add(const codec::SignedTransaction& tx) {
    gas += gasUsedOf(tx);
    if (tx.tx.token) ++logs;
}

std::uint64_t effectiveGasPriceWei(const codec::Transaction& tx, std::uint64_t baseFeeWei) {
    if (tx.maxFeeWei < baseFeeWei) return tx.maxFeeWei;
    return baseFeeWei + std::min(tx.tipWei, tx.maxFeeWei - baseFeeWei);
}

namespace {

json::object headerJson(const BlockView& block, const Commitments& commitments) {
    const auto& header = block.header;
    json::object out;
    out["number"] = toQuantity(header.number);
    out["hash"] = toHex(block.hash.view());
    out["parentHash"] = toHex(header.parentHash.view());
    out["nonce"] = zeros(8);
    out["sha3Uncles"] = kNoUncles;
    out["logsBloom"] = toHex(commitments.logsBloom);
    out["transactionsRoot"] = toHex(commitments.transactionsRoot.view());
    out["stateRoot"] = toHex(header.stateRoot.view());
    out["receiptsRoot"] = toHex(commitments.receiptsRoot.view());
    out["miner"] = toHex(block.feeRecipient.view());
    out["difficulty"] = "0x0";
    out["extraData"] = "0x";
    out["gasLimit"] = toQuantity(blockGasLimit());
    out["gasUsed"] = toQuantity(gasUsedOf(block));
    out["timestamp"] = toQuantity(header.timeMs / 1000);
    out["timestampMs"] = toQuantity(header.timeMs);
    out["mixHash"] = zeros(32);
    out["baseFeePerGas"] = toQuantity(header.baseFeeWei);
    out["batch"] = numberOrNull(block.batch);
    return out;
}

} // namespace

json::object headerJson(const BlockView& block) { return headerJson(block, commitmentsOf(block)); }

json::object blockJson(const BlockView& block, bool whole) {
    const auto commitments = commitmentsOf(block);
    auto out = headerJson(block, commitments);
    out["totalDifficulty"] = "0x0";
    out["size"] = toQuantity(commitments.sizeBytes);
    out["uncles"] = json::array();
    json::array txs;
    txs.reserve(block.txs.size());
    // The views that transactionJson wants share the caller's block, which outlives them.
    const BlockPtr shared(BlockPtr(), &block);
    for (std::uint32_t i = 0; i < block.txs.size(); ++i) {
        if (whole)
            txs.push_back(transactionJson({.tx = block.txs[i], .block = shared, .index = i}));
        else
            txs.push_back(json::string(toHex(block.txs[i]->hash.view())));
    }
    out["transactions"] = std::move(txs);
    return out;
}

json::object pendingBlockJson(const BlockView& latest, std::uint64_t baseFeeWei) {
    BlockView next;
    next.header.number = latest.header.number + 1;
    next.header.parentHash = latest.hash;
    next.header.timeMs = latest.header.timeMs;
    next.header.stateRoot = latest.header.stateRoot;
    next.header.baseFeeWei = baseFeeWei;
    next.feeRecipient = latest.feeRecipient;
    auto out = blockJson(next, false);
    out["hash"] = nullptr;
    out["nonce"] = nullptr;
    return out;
}

json::object transactionJson(const TxView& view) {
    const auto& tx = view.tx->tx;
    json::object out;
    out["hash"] = toHex(view.tx->hash.view());
    out["type"] = "0x2";
    out["chainId"] = toQuantity(tx.chainId);
    out["nonce"] = toQuantity(tx.nonce);
    out["from"] = toHex(view.tx->sender.view());
    out["to"] = toHex(tx.to.view());
    out["value"] = toQuantity(U256(tx.value));
    out["gas"] = toQuantity(tx.gasLimit);
    out["maxFeePerGas"] = toQuantity(tx.maxFeeWei);
    out["maxPriorityFeePerGas"] = toQuantity(tx.tipWei);
    out["input"] = toHex(codec::callData(tx));
    out["accessList"] = json::array();
    addSignature(out, *view.tx);
    if (view.block) {
        out["gasPrice"] = toQuantity(effectiveGasPriceWei(tx, view.block->header.baseFeeWei));
        out["blockHash"] = toHex(view.block->hash.view());
        out["blockNumber"] = toQuantity(view.block->header.number);
        out["transactionIndex"] = toQuantity(std::uint64_t{view.index});
    } else {
        out["gasPrice"] = toQuantity(tx.maxFeeWei);
        out["blockHash"] = nullptr;
        out["blockNumber"] = nullptr;
        out["transactionIndex"] = nullptr;
    }
    return out;
}

json::object receiptJson(const TxView& view) {
    BlockBefore before;
    for (std::uint32_t i = 0; i < view.index; ++i)
        before.add(*view.block->txs[i]);
    return receiptJson(view, before);
}

json::object receiptJson(const TxView& view, const BlockBefore& before) {
    const auto& tx = view.tx->tx;
    const auto& block = *view.block;
    json::object out;
    out["transactionHash"] = toHex(view.tx->hash.view());
    out["transactionIndex"] = toQuantity(std::uint64_t{view.index});
    out["blockHash"] = toHex(block.hash.view());
    out["blockNumber"] = toQuantity(block.header.number);
    out["from"] = toHex(view.tx->sender.view());
    out["to"] = toHex(tx.to.view());
    out["cumulativeGasUsed"] = toQuantity(before.gas + gasUsedOf(*view.tx));
    out["gasUsed"] = toQuantity(gasUsedOf(*view.tx));
    out["effectiveGasPrice"] = toQuantity(effectiveGasPriceWei(tx, block.header.baseFeeWei));
    out["contractAddress"] = nullptr;
    out["logs"] = logsOf(view, before.logs);
    out["logsBloom"] = toHex(logsBloom({&view.tx, 1}));
    out["type"] = "0x2";
    out["status"] = "0x1"; // what cannot be executed never gets into a block
    out["batch"] = numberOrNull(block.batch);
    return out;
}

} // namespace aw::rpc
