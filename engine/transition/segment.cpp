#include "transition/segment.hpp"

#include "base/protocol.hpp"

#include <algorithm>

namespace aw::transition {
namespace {

/// The accounts of a witness and those appended since, as a view. Reading an account that the witness lacks
/// is remembered: on L1 the proof reverts there (W-4).
class WitnessView final : public state::StateView {
public:
    explicit WitnessView(const state::Witness& witness)
        : m_witness(witness)
        , m_working(witness.leaves)
        , m_cursor(witness.preCursor)
        , m_txCount(witness.preTxCount) {}

    std::uint64_t accountCount() const override {
        return m_witness.preCount + m_working.size() - m_witness.leaves.size();
    }
    std::uint64_t inboxCursor() const override { return m_cursor; }
    std::uint64_t txCount() const override { return m_txCount; }
    std::optional<state::Account> account(AccountIndex index) const override {
        if (index.value >= accountCount()) return std::nullopt;
        const auto at = locate(index);
        if (at == m_working.size()) {
            m_lacking = true;
            return std::nullopt;
        }
        return m_working[at].account;
    }

    std::optional<AccountIndex> find(const Address& owner, std::uint32_t token) const override {
        const auto found = std::ranges::find_if(m_working, [&](const state::Witness::Leaf& leaf) {
            return leaf.account.owner == owner && leaf.account.token == token;
        });
        return found == m_working.end() ? std::nullopt : std::optional(found->index);
    }

    void apply(const state::Diff& diff) {
        for (const auto& change : diff.changes) {
            const auto at = locate(change.index);
            if (at == m_working.size())
                m_working.push_back({change.index, change.account});
            else
                m_working[at].account = change.account;
        }
        m_cursor += diff.inboxConsumed;
        m_txCount += diff.txs;
    }

    bool lacking() const { return m_lacking; }
    const std::vector<state::Witness::Leaf>& working() const { return m_working; }
    /// The next entry of the witness; nullptr where it holds no more.
    const state::InboxEntry* nextEntry() const {
        const auto consumed = m_cursor - m_witness.preCursor;
        return consumed < m_witness.entries.size() ? &m_witness.entries[consumed] : nullptr;
    }

private:
    /// Position in the working list; its size where the account is not in it.
    std::size_t locate(AccountIndex index) const {
        const auto witnessed = m_witness.leaves.size();
        if (index.value >= m_witness.preCount)
            return std::min<std::size_t>(m_working.size(), witnessed + index.value - m_witness.preCount);
        const auto end = m_working.begin() + static_cast<std::ptrdiff_t>(witnessed);
        const auto found =
            std::ranges::lower_bound(m_working.begin(), end, index, {}, &state::Witness::Leaf::index);
        if (found == end || found->index != index) return m_working.size();
        return static_cast<std::size_t>(found - m_working.begin());
    }

    const state::Witness& m_witness;
    std::vector<state::Witness::Leaf> m_working;
    std::uint64_t m_cursor;
    std::uint64_t m_txCount;
    mutable bool m_lacking = false;
};

/// Whether L1 reads an inbox entry for this record: T-10 holds.
bool readsEntry(const codec::Record& record, const BatchContext& context, const state::StateView& view) {
    return codec::isInbox(record) && view.inboxCursor() < context.inboxAfter;
}

void collectTouched(const codec::Record& record, const BatchContext& context,
                    std::vector<AccountIndex>& out) {
    codec::forEachIndex(record, [&](AccountIndex index) { out.push_back(index); });
    if (std::holds_alternative<codec::TransferRecord>(record) ||
        std::holds_alternative<codec::ForcedRecord>(record))
        out.push_back(context.feeAccount);
}

/// Begins to load what the replay of the records will read.
void loadAhead(ByteView records, const BatchContext& context, const state::State& state) {
    std::vector<AccountIndex> touched;
    codec::RecordReader reader(records, context.feeTemplate);
    for (std::size_t i = 0; i < protocol::kSegmentRecords && !reader.atEnd(); ++i) {
        const auto record = reader.next();
        if (!record) break;
        collectTouched(*record, context, touched);
    }
    state.prefetch(std::span<const AccountIndex>(touched));
}

/// What is in common to both replays: decoding, T-1 to T-3 and the collected results.
class Replay {
public:
    Replay(ByteView records, const BatchContext& context)
        : m_reader(records, context.feeTemplate)
        , m_context(context) {}

    /// The next record; nullopt at the end and where T-1, T-2 or T-3 is broken.
    std::optional<codec::Record> next() {
        if (m_result.broken || m_reader.atEnd()) return std::nullopt;
        auto record = m_reader.next();
        if (!record)
            breakRule(Rule::decodable);
        else if (m_result.recordCount == protocol::kSegmentRecords)
            breakRule(Rule::recordLimit);
        else if ((m_indexes += codec::indexCount(*record)) > protocol::kSegmentIndexes)
            breakRule(Rule::indexLimit);
        if (m_result.broken) return std::nullopt;
        collectTouched(*record, m_context, m_result.touched);
        return std::move(*record);
    }
    /// Takes what the record did; false where it broke a rule. `readEntry`: it read an inbox entry.
    bool take(const Outcome& outcome, bool readEntry) {
        if (readEntry) ++m_result.entriesRead;
        if (outcome.broken) {
            m_result.hidden = outcome.hidden;
            if (outcome.hidden) m_result.touched.push_back(*outcome.hidden);
            breakRule(*outcome.broken);
            return false;
        }
        ++m_result.recordCount;
        m_result.inboxConsumed += outcome.diff.inboxConsumed;
        if (outcome.tx) m_txs.push_back(*outcome.tx);
        return true;
    }
    SegmentResult finish(std::uint64_t countBefore, const state::StateView& view) {
        std::erase_if(m_result.touched, [=](AccountIndex index) { return index.value >= countBefore; });
        std::ranges::sort(m_result.touched);
        const auto repeated = std::ranges::unique(m_result.touched);
        m_result.touched.erase(repeated.begin(), repeated.end());
        m_result.appended = view.accountCount() - countBefore;
        m_result.finalCursor = view.inboxCursor();
        m_result.finalTxCount = view.txCount();
        m_result.txs = withHashes(m_txs);
        if (!m_result.broken) {
            std::vector<Hash> leaves;
            for (const auto& tx : m_result.txs)
                leaves.push_back(tx.leaf);
            m_result.txRoot = txRoot(leaves);
        }
        return std::move(m_result);
    }

private:
    void breakRule(Rule rule) {
        m_result.broken = rule;
        m_result.brokenAt = m_result.recordCount;
    }

    codec::RecordReader m_reader;
    const BatchContext& m_context;
    std::vector<UserTransaction> m_txs;
    std::uint32_t m_indexes = 0;
    SegmentResult m_result;
};

Error malformed(std::string detail) { return {"witness.malformed", std::move(detail)}; }

} // namespace

SegmentResult replaySegment(ByteView records, const BatchContext& context, state::State& state,
                            const InboxReader& inbox, const RecordObserver& observer) {
    const auto countBefore = state.accountCount();
    loadAhead(records, context, state);
    Replay replay(records, context);
    while (const auto record = replay.next()) {
        const bool reads = readsEntry(*record, context, state);
        const auto* const entry = reads ? inbox(state.inboxCursor()) : nullptr;
        const auto outcome = applyRecord(*record, context, state, entry);
        if (!replay.take(outcome, reads)) break;
        state.apply(outcome.diff);
        if (observer) observer(*record, outcome, state);
    }
    auto result = replay.finish(countBefore, state);
    if (!result.broken) result.postRoot = state.root();
    return result;
}

Result<SegmentResult> replayWitness(const Hash& preRoot, ByteView records, const BatchContext& context,
                                    const state::Witness& witness) {
    if (const auto checked = witness.check(); !checked) return checked.error();
    WitnessView view(witness);
    Replay replay(records, context);
    while (const auto record = replay.next()) {
        const bool reads = readsEntry(*record, context, view);
        const auto* const entry = reads ? view.nextEntry() : nullptr;
        if (reads && !entry) return malformed("An inbox entry is missing (W-4).");
        const auto outcome = applyRecord(*record, context, view, entry);
        if (view.lacking()) return malformed("An account that the segment names is missing (W-4).");
        if (!replay.take(outcome, reads)) break;
        view.apply(outcome.diff);
    }
    auto result = replay.finish(witness.preCount, view);
    if (!result.broken && result.inboxConsumed != witness.entries.size())
        return malformed("Inbox entries are left over.");
    const auto roots = state::foldWitness(witness, view.working());
    if (!roots) return roots.error();
    if (state::stateRoot(roots->before, witness.preCount, witness.preCursor, witness.preTxCount) != preRoot)
        return malformed("The witness does not open the state root before the segment (W-3).");
    if (!result.broken)
        result.postRoot =
            state::stateRoot(roots->after, view.accountCount(), view.inboxCursor(), view.txCount());
    return result;
}

state::Witness buildWitness(ByteView records, const BatchContext& context, const state::State& before,
                            const InboxReader& inbox) {
    auto state = before;
    const auto result = replaySegment(records, context, state, inbox);
    auto witness = before.witness(result.touched, result.appended);
    for (std::uint64_t i = 0; i < result.entriesRead; ++i)
        if (const auto* entry = inbox(before.inboxCursor() + i)) witness.entries.push_back(*entry);
    return witness;
}

} // namespace aw::transition
