#pragma once

#include "base/clock.hpp"
#include "rpc/limits.hpp"
#include "rpc/logs.hpp"

#include <deque>
#include <map>
#include <mutex>

namespace aw::rpc {

/// A random id of a filter or a subscription: a quantity of 128 bits, as geth writes it.
std::string randomId();

/// What a filter watches.
struct Watch {
    enum class Kind { blocks, pendingHashes, pendingWhole, logs };
    Kind kind = Kind::blocks;
    // Of logs:
    LogFilter filter = {};
    std::uint64_t fromBlock = 0;
    std::uint64_t toBlock = std::numeric_limits<std::uint64_t>::max();
    boost::json::object asked = {}; ///< as the client gave it, for eth_getFilterLogs
};

/// The filters that clients poll (eth_newFilter and its like), over whatever connection.
///
/// What happens is written once into a journal, in which each filter has a place; so the memory of many
/// filters is that of the one that is polled least often, and it is bounded: filters expire after disuse, and
/// where the journal is full those that are furthest behind are dropped. A dropped filter is "not found", as
/// an expired one; clients then make a new one.
///
/// Thread rule: all methods may be called from any thread. What happened is told in order.
class Filters {
public:
    Filters(Limits limits, std::shared_ptr<const Clock> clock)
        : m_limits(std::move(limits))
        , m_clock(std::move(clock)) {}

    /// Returns the id. -32005 where there are too many, or they are too large together.
    RpcResult<std::string> add(Watch watch);
    /// What has happened since the last call, as eth_getFilterChanges answers; at most a few thousand results
    /// at once, the rest with the next call. -32000 "filter not found".
    RpcResult<boost::json::array> changes(std::string_view id);
    /// What the client asked for as it made this filter of logs. -32000 for an unknown one, or another kind.
    RpcResult<boost::json::object> asked(std::string_view id);
    /// False where there is none of this id.
    bool remove(std::string_view id);

    void blockAdded(const BlockPtr& block);
    void blockRemoved(const BlockPtr& block);
    void pendingAdded(const TxPtr& tx);

    /// Filters that are alive, and results that the journal holds for them.
    std::size_t count();
    std::size_t kept();

private:
    struct Entry {
        enum class Kind { added, removed, pending };
        Kind kind;
        Hash hash;              ///< of the block or the transaction
        BlockPtr block = {};    ///< only where there are filters of logs and the block has some
        TxPtr tx = {};          ///< of pending ones, only where there are filters of them whole
        std::size_t weight = 1; ///< results that it holds
    };
    struct Filter {
        std::shared_ptr<const Watch> watch; ///< never null
        std::uint64_t next = 0;             ///< place in the journal
        std::uint64_t lastUsedMs = 0;
    };
    using FilterMap = std::map<std::string, Filter, std::less<>>;

    // All with the mutex held:
    FilterMap::iterator find(std::string_view id);
    FilterMap::iterator drop(FilterMap::iterator filter);
    bool watched(Watch::Kind kind) const { return m_watched[static_cast<std::size_t>(kind)] > 0; }
    void write(Entry entry);
    void dropExpired();
    /// Lets go of what every filter has read.
    void trim();
    std::uint64_t end() const { return m_first + m_journal.size(); }

    const Limits m_limits;
    const std::shared_ptr<const Clock> m_clock;
    std::mutex m_mutex;
    // Guarded by m_mutex:
    FilterMap m_filters;
    std::array<std::size_t, 4> m_watched{}; ///< filters by kind
    std::size_t m_terms = 0;                ///< addresses and topics of all filters
    std::deque<Entry> m_journal;
    std::uint64_t m_first = 0; ///< place of the journal's first entry
    std::size_t m_kept = 0;    ///< weights of the journal
    std::uint64_t m_nextSweepMs = 0;
};

} // namespace aw::rpc
