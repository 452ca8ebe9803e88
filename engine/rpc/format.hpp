#pragma once

#include "rpc/backend.hpp"

#include <boost/json/object.hpp>

/// Blocks and transactions as Ethereum's JSON-RPC writes them. What the rollup does not have is zero at the
/// right width.
namespace aw::rpc {

/// Gas of a full batch (K records x 256 segments, all transfers): no L2 block can hold more.
std::uint64_t blockGasLimit();
std::uint64_t gasUsedOf(const codec::SignedTransaction& tx);
std::uint64_t gasUsedOf(const BlockView& block);
/// min(maxFee, base fee + tip).
std::uint64_t effectiveGasPriceWei(const codec::Transaction& tx, std::uint64_t baseFeeWei);

/// A header, as newHeads sends it; `batch` (null while not on L1) and `timestampMs` are the rollup's own.
boost::json::object headerJson(const BlockView& block);
/// A header with its transactions, whole or by hash.
boost::json::object blockJson(const BlockView& block, bool whole);
/// The block that will follow `latest`: no hash, no order of transactions yet.
boost::json::object pendingBlockJson(const BlockView& latest, std::uint64_t baseFeeWei);
boost::json::object transactionJson(const TxView& view);
/// What the transactions of a block before one of them used up.
struct BlockBefore {
    std::uint64_t gas = 0;
    std::uint64_t logs = 0;
    void add(const codec::SignedTransaction& tx);
};
/// The view's block must not be null.
boost::json::object receiptJson(const TxView& view);
boost::json::object receiptJson(const TxView& view, const BlockBefore& before);

} // namespace aw::rpc
