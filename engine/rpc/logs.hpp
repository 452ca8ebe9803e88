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

/// The event of a transaction that moves a token; none of another.
struct Event {
    Address address;
    std::array<Hash, 3> topics;
    Bytes data;
};
std::optional<Event> eventOf(const codec::SignedTransaction& tx);

/// A set in which every address and topic of these transactions' events is found.
using Bloom = std::array<std::uint8_t, 256>;
Bloom logsBloom(std::span<const TxPtr> txs);

} // namespace aw::rpc
