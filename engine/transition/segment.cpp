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
    const bool paysFee = std::visit(base::Overloaded{[](const codec::BlockEndRecord&) { return false; },
                                                     [](const codec::DepositRecord&) { return false; },
                                                     [](const codec::SkippedForcedRecord&) { return false; },
                                                     [](const codec::ForcedRecord&) { return true; },
                                                     [](const codec::TransferRecord&) { return true; }},
                                    record);
    if (paysFee) out.push_back(context.feeAccount);
}

/// What is in common to both replays: decoding, T-1 to T-3 and the collected results.
class Replay {
public:
    /// Decodes all records; nothing is executed where T-1, T-2 or T-3 is broken.
    Replay(ByteView records, const BatchContext& context)
        : m_context(context) {
        codec::RecordReader reader(records, context.feeTemplate);
        std::uint32_t indexes = 0;
        while (!m_result.broken && !reader.atEnd()) {
            auto record = reader.next();
            if (!record)
                breakRule(Rule::decodable, m_records.size());
            else if (m_records.size() == protocol::kSegmentRecords)
                breakRule(Rule::recordLimit, m_records.size());
            else if ((indexes += codec::indexCount(*record)) > protocol::kSegmentIndexes)
                breakRule(Rule::indexLimit, m_records.size());
            else
                m_records.push_back(std::move(*record));
        }
    }

    /// Begins to load what will be read.
    void loadAhead(const state::State& state) const {
        std::vector<AccountIndex> touched;
        for (const auto& record : m_records)
            collectTouched(record, m_context, touched);
        state.prefetch(std::span<const AccountIndex>(touched));
    }

    /// The next record; nullptr at the end and once a rule is broken.
    const codec::Record* next() {
        if (m_result.broken || m_next == m_records.size()) return nullptr;
        const auto& record = m_records[m_next++];
        collectTouched(record, m_context, m_result.touched);
        return &record;
    }
    /// Takes what the record did; false where it broke a rule. `readEntry`: it read an inbox entry.
    bool take(const RecordResult& recordResult, bool readEntry) {
        if (readEntry) ++m_result.entriesRead;
        if (recordResult.broken) {
            m_result.hidden = recordResult.hidden;
            if (recordResult.hidden) m_result.touched.push_back(*recordResult.hidden);
            breakRule(*recordResult.broken, m_result.recordCount);
            return false;
        }
        ++m_result.recordCount;
        m_result.inboxConsumed += recordResult.diff.inboxConsumed;
        if (recordResult.tx) m_txs.push_back(*recordResult.tx);
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
    void breakRule(Rule rule, std::size_t at) {
        m_result.broken = rule;
        m_result.brokenAt = at;
    }

    const BatchContext& m_context;
    std::vector<codec::Record> m_records;
    std::size_t m_next = 0;
    std::vector<UserTransaction> m_txs;
    SegmentResult m_result;
};

Error malformed(std::string detail) { return {ErrorCode::witnessMalformed, std::move(detail)}; }

} // namespace

SegmentResult replaySegment(ByteView records, const BatchContext& context, state::State& state,
                            const InboxReader& inbox, const RecordObserver& observer,
                            state::UndoBuilder* undo) {
    const auto countBefore = state.accountCount();
    Replay replay(records, context);
    replay.loadAhead(state);
    while (const auto* const record = replay.next()) {
        const bool reads = readsEntry(*record, context, state);
        const auto* const entry = reads ? inbox(state.inboxCursor()) : nullptr;
        const auto recordResult = applyRecord(*record, context, state, entry);
        if (!replay.take(recordResult, reads)) break;
        if (undo) undo->note(state, recordResult.diff);
        state.apply(recordResult.diff);
        if (observer) observer(*record, recordResult, state);
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
    while (const auto* const record = replay.next()) {
        const bool reads = readsEntry(*record, context, view);
        const auto* const entry = reads ? view.nextEntry() : nullptr;
        if (reads && !entry) return malformed("An inbox entry is missing (W-4).");
        const auto recordResult = applyRecord(*record, context, view, entry);
        if (view.lacking()) return malformed("An account that the segment names is missing (W-4).");
        if (!replay.take(recordResult, reads)) break;
        view.apply(recordResult.diff);
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
