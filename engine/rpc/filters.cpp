#include "rpc/filters.hpp"

#include "base/hex.hpp"
#include "feed/async.hpp"
#include "rpc/format.hpp"

#include <algorithm>

namespace aw::rpc {
namespace json = boost::json;

namespace {

/// Results of one call of eth_getFilterChanges; a block's events are not torn apart.
constexpr std::size_t kMaxResults = 10'000;
/// How often it is looked for filters that have expired.
constexpr std::uint64_t kSweepMs = 1000;

std::size_t termsOf(const Watch& watch) {
    std::size_t terms = watch.filter.addresses.size();
    for (const auto& alternatives : watch.filter.topics)
        terms += alternatives.size();
    return terms;
}

RpcError notFound() { return rejected("filter not found"); }

bool hasEvents(const BlockView& block) {
    return std::ranges::any_of(block.txs, [](const TxPtr& tx) { return tx->tx.token.has_value(); });
}

} // namespace

std::string randomId() {
    constexpr std::size_t kIdBytes = 16;
    auto digits = base::toHex(feed::randomHash().view().first(kIdBytes)).substr(2);
    // Some clients read it as a number, and write it without leading zeros when they ask.
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
    return "0x" + digits;
}

RpcResult<std::string> Filters::add(Watch watch) {
    const std::lock_guard lock(m_mutex);
    dropExpired();
    const auto terms = termsOf(watch);
    if (m_filters.size() >= m_limits.maxFilters || m_terms + terms > m_limits.maxFilterTerms)
        return RpcError{RpcErrorCode::limitExceeded,
                        "too many filters: uninstall those that you do not need, or try again later."};
    auto id = randomId();
    m_terms += terms;
    ++m_watched[static_cast<std::size_t>(watch.kind)];
    m_filters.emplace(id, Filter{.watch = std::make_shared<const Watch>(std::move(watch)),
                                 .next = end(),
                                 .lastUsedMs = m_clock->steadyMs()});
    return id;
}

RpcResult<json::array> Filters::changes(std::string_view id) {
    std::vector<Entry> entries;
    std::shared_ptr<const Watch> watch;
    {
        const std::lock_guard lock(m_mutex);
        const auto found = find(id);
        if (found == m_filters.end()) return notFound();
        auto& filter = found->second;
        watch = filter.watch;
        const bool pending =
            watch->kind == Watch::Kind::pendingHashes || watch->kind == Watch::Kind::pendingWhole;
        for (std::size_t results = 0; filter.next < end() && results < kMaxResults; ++filter.next) {
            const auto& entry = m_journal[static_cast<std::size_t>(filter.next - m_first)];
            if ((entry.kind == Entry::Kind::pending) != pending) continue;
            if (watch->kind == Watch::Kind::blocks && entry.kind == Entry::Kind::removed) continue;
            if (watch->kind == Watch::Kind::logs && !entry.block) continue;
            results += watch->kind == Watch::Kind::logs ? entry.weight : 1;
            entries.push_back(entry);
        }
    }
    json::array results;
    for (const auto& entry : entries) {
        switch (watch->kind) {
        case Watch::Kind::blocks:
        case Watch::Kind::pendingHashes:
            results.emplace_back(base::toHex(entry.hash.view()));
            break;
        case Watch::Kind::pendingWhole:
            if (entry.tx) results.emplace_back(transactionJson({.tx = entry.tx, .block = {}, .index = 0}));
            break;
        case Watch::Kind::logs:
            if (const auto number = entry.block->header.number;
                number >= watch->fromBlock && number <= watch->toBlock)
                appendLogs(results, entry.block, watch->filter, entry.kind == Entry::Kind::removed);
            break;
        }
    }
    return results;
}

RpcResult<json::object> Filters::asked(std::string_view id) {
    const std::lock_guard lock(m_mutex);
    const auto found = find(id);
    if (found == m_filters.end() || found->second.watch->kind != Watch::Kind::logs) return notFound();
    return found->second.watch->asked;
}

bool Filters::remove(std::string_view id) {
    const std::lock_guard lock(m_mutex);
    const auto found = find(id);
    if (found == m_filters.end()) return false;
    drop(found);
    trim();
    return true;
}

void Filters::blockAdded(const BlockPtr& block) {
    const std::lock_guard lock(m_mutex);
    if (!watched(Watch::Kind::blocks) && !watched(Watch::Kind::logs)) return;
    Entry entry{.kind = Entry::Kind::added, .hash = block->hash};
    if (watched(Watch::Kind::logs) && hasEvents(*block)) {
        entry.block = block;
        entry.weight += block->txs.size();
    }
    write(std::move(entry));
}

void Filters::blockRemoved(const BlockPtr& block) {
    const std::lock_guard lock(m_mutex);
    if (!watched(Watch::Kind::logs) || !hasEvents(*block)) return;
    write(
        {.kind = Entry::Kind::removed, .hash = block->hash, .block = block, .weight = 1 + block->txs.size()});
}

void Filters::pendingAdded(const TxPtr& tx) {
    const std::lock_guard lock(m_mutex);
    if (!watched(Watch::Kind::pendingHashes) && !watched(Watch::Kind::pendingWhole)) return;
    write({.kind = Entry::Kind::pending,
           .hash = tx->hash,
           .tx = watched(Watch::Kind::pendingWhole) ? tx : nullptr});
}

std::size_t Filters::count() {
    const std::lock_guard lock(m_mutex);
    dropExpired();
    return m_filters.size();
}

std::size_t Filters::kept() {
    const std::lock_guard lock(m_mutex);
    return m_kept;
}

Filters::FilterMap::iterator Filters::find(std::string_view id) {
    const auto found = m_filters.find(id);
    if (found == m_filters.end()) return found;
    const auto now = m_clock->steadyMs();
    if (now - found->second.lastUsedMs >= static_cast<std::uint64_t>(m_limits.filterLifetime.count())) {
        drop(found);
        return m_filters.end();
    }
    found->second.lastUsedMs = now;
    return found;
}

Filters::FilterMap::iterator Filters::drop(FilterMap::iterator filter) {
    m_terms -= termsOf(*filter->second.watch);
    --m_watched[static_cast<std::size_t>(filter->second.watch->kind)];
    return m_filters.erase(filter);
}

void Filters::write(Entry entry) {
    if (m_clock->steadyMs() >= m_nextSweepMs) dropExpired();
    m_kept += entry.weight;
    m_journal.push_back(std::move(entry));
    if (m_kept <= m_limits.maxKeptResults) return;
    trim();
    // Some room at once, so that not every further entry looks at every filter again.
    const auto room = m_limits.maxKeptResults / 4 * 3;
    if (m_kept <= room) return;
    while (m_kept > room && !m_journal.empty()) {
        m_kept -= m_journal.front().weight;
        m_journal.pop_front();
        ++m_first;
    }
    for (auto filter = m_filters.begin(); filter != m_filters.end();)
        filter = filter->second.next < m_first ? drop(filter) : std::next(filter);
}

void Filters::dropExpired() {
    const auto now = m_clock->steadyMs();
    m_nextSweepMs = now + kSweepMs;
    const auto lifetime = static_cast<std::uint64_t>(m_limits.filterLifetime.count());
    for (auto filter = m_filters.begin(); filter != m_filters.end();)
        filter = now - filter->second.lastUsedMs >= lifetime ? drop(filter) : std::next(filter);
    trim();
}

void Filters::trim() {
    auto first = end();
    for (const auto& [id, filter] : m_filters)
        first = std::min(first, filter.next);
    for (; m_first < first; ++m_first) {
        m_kept -= m_journal.front().weight;
        m_journal.pop_front();
    }
}

} // namespace aw::rpc
