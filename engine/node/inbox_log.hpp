#pragma once

#include "base/assert.hpp"
#include "codec/transaction.hpp"
#include "state/inbox.hpp"
#include "transition/segment.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <memory>

namespace aw::node {

/// The entries of L1's inbox from one on, and the signed transactions of the forced ones. Not thread-safe.
class InboxLog {
public:
    using TxPtr = std::shared_ptr<const codec::SignedTransaction>;

    explicit InboxLog(std::uint64_t first = 0)
        : m_first(first) {}

    /// The first entry that is here; those before it are in the store alone.
    std::uint64_t first() const { return m_first; }
    /// One past the last entry that L1 has shown.
    std::uint64_t count() const { return m_first + m_entries.size(); }

    /// The next entry.
    void add(const state::InboxEntry& entry) { m_entries.push_back(entry); }
    /// The transaction that a forced entry executes; blocks that execute it name it.
    void setForced(std::uint64_t index, TxPtr tx) { m_forced[index] = std::move(tx); }
    /// nullptr where its signature is not known.
    TxPtr forced(std::uint64_t index) const {
        const auto found = m_forced.find(index);
        return found == m_forced.end() ? nullptr : found->second;
    }
    /// The entry, not before first(); nullptr where L1 has shown none.
    const state::InboxEntry* entry(std::uint64_t index) const {
        base::expects(index >= m_first, "an inbox entry of the past is read from the store");
        return index < count() ? &m_entries[index - m_first] : nullptr;
    }
    /// entry() for replays; the log must outlive it.
    transition::InboxReader reader() const {
        return [this](std::uint64_t index) { return entry(index); };
    }

    /// A copy of what there is of the entries first..end-1; `first` is not before first().
    InboxLog slice(std::uint64_t first, std::uint64_t end) const {
        InboxLog part(first);
        for (auto index = first; index < std::min(end, count()); ++index)
            part.add(*entry(index));
        for (auto forced = m_forced.lower_bound(first); forced != m_forced.end() && forced->first < end;
             ++forced)
            part.m_forced.insert(*forced);
        return part;
    }

    /// Forgets the entries before `first`, which nothing here needs any more.
    void forgetBefore(std::uint64_t first) {
        for (; m_first < first && !m_entries.empty(); ++m_first)
            m_entries.pop_front();
        m_forced.erase(m_forced.begin(), m_forced.lower_bound(m_first));
    }

private:
    std::uint64_t m_first;
    std::deque<state::InboxEntry> m_entries;
    std::map<std::uint64_t, TxPtr> m_forced; ///< by index
};

/// The transaction of a forced entry, signed. Error "inbox.other-signature" where it is not the sender's;
/// "inbox.unknown-token".
Result<InboxLog::TxPtr> forcedTransaction(const state::ForcedTransaction& entry, const Signature& signature,
                                          std::uint64_t l2ChainId, const state::TokenList& tokens);

} // namespace aw::node
