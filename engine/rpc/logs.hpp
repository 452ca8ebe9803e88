#pragma once

#include "rpc/params.hpp"

#include <boost/json/object.hpp>

/// Events as Ethereum's JSON-RPC writes them. The rollup has one: ERC-20's Transfer, at the L1 address of the
/// token, of each transaction that moves a token.
namespace aw::rpc {

/// Whose events are wanted.
struct LogFilter {
    std::vector<Address> addresses;        ///< sorted; of any where empty
    std::vector<std::vector<Hash>> topics; ///< by position, each sorted; any where it is empty

    /// Whether it may match an event of this transaction.
    bool matches(const codec::SignedTransaction& tx) const;
};

/// The `address` and `topics` of a filter object.
RpcResult<LogFilter> logFilter(const boost::json::object& object);

/// The events of one transaction of a block: one or none. `logIndex`: how many events of the block come
/// before. `removed`: the block is no longer in the chain.
boost::json::array logsOf(const TxView& view, std::uint64_t logIndex, bool removed = false);
/// Appends the events of a block that the filter matches.
void appendLogs(boost::json::array& out, const BlockPtr& block, const LogFilter& filter,
                bool removed = false);

/// 256 bytes in hex in which every address and topic of these transactions' events is found.
std::string logsBloom(std::span<const TxPtr> txs);

} // namespace aw::rpc
