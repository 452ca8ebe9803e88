#include "lab/bench_node_chain.hpp"

#include "anchor/batch_builder.hpp"
#include "base/bytes.hpp"
#include "crypto/keccak.hpp"
#include "l1/follower.hpp"

namespace aw::lab {

namespace {

constexpr std::uint64_t kDeployedAtMs = 1'700'000'000'000;
constexpr std::uint64_t kL1BlockMs = 12'000;
constexpr std::uint64_t kBlockMs = 200;

/// Of an L1 block, transaction or contract that is made up.
Hash l1Hash(std::uint64_t number, std::uint64_t what) {
    Bytes bytes;
    base::appendBigEndian(bytes, number);
    base::appendBigEndian(bytes, what);
    return crypto::keccak256(bytes);
}
Hash l1BlockHash(std::uint64_t number) { return l1Hash(number, 0); }

} // namespace

Result<std::unique_ptr<BenchNode>> BenchNode::open(Config config) {
    std::unique_ptr<BenchNode> node(new BenchNode(std::move(config)));
    auto store = store::Store::open(node->m_config.directory / "node.sqlite");
    if (!store) return store.error();
    node->m_store = std::move(*store);
    auto chain = node::Chain::open(
        *node->m_store, {.l2ChainId = node->m_config.l2ChainId,
                         .genesisHash = transition::genesisHash(Address{}, node->m_config.l2ChainId),
                         .deployedAtMs = kDeployedAtMs,
                         .directory = node->m_config.directory});
    if (!chain) return chain.error();
    node->m_chain = std::move(*chain);
    node->m_reader = std::make_unique<node::ChainReader>(node->m_store);
    if (const auto loaded = node->m_reader->load(*node->m_chain); !loaded) return loaded.error();
    node->m_chain->setObserver(node.get());
    const auto head = node->m_store->l1Progress();
    if (!head) return head.error();
    node->m_l1Head = *head;
    return node;
}

BenchNode::~BenchNode() {
    if (m_written.valid()) m_written.wait();
    if (m_reader) m_reader->close();
}

void BenchNode::onAppended(std::span<const Appended> blocks, const state::State& head) {
    m_reader->append(blocks, head);
}

void BenchNode::onRewound(std::uint64_t lastKept, const std::vector<node::TxPtr>& displaced,
                          const state::State& head) {
    m_displaced = displaced.size();
    m_reader->rewind(lastKept, head);
}

void BenchNode::onAnchored(std::uint64_t firstBlock, std::uint64_t lastBlock, std::uint64_t batch) {
    m_reader->setBatchOf(firstBlock, lastBlock, batch);
}

store::StoredL1Event BenchNode::event(std::uint32_t topics, Bytes data) {
    store::StoredL1Event event{.block = m_l1Head,
                               .logIndex = m_nextLog++,
                               .txHash = l1Hash(m_l1Head, m_nextLog),
                               .address = {},
                               .topics = {},
                               .data = std::move(data)};
    for (std::uint32_t i = 0; i < topics; ++i)
        event.topics.push_back(l1Hash(i, 1));
    return event;
}

Result<void> BenchNode::nextL1Block() {
    const store::L1Block block{.number = m_l1Head + 1,
                               .hash = l1BlockHash(m_l1Head + 1),
                               .parentHash = l1BlockHash(m_l1Head),
                               .timeMs = kDeployedAtMs + (m_l1Head + 1) * kL1BlockMs};
    if (const auto added = m_store->addL1({&block, 1}, {}); !added) return added;
    if (const auto set = m_store->setL1Progress(block.number); !set) return set;
    m_l1Head = block.number;
    m_nextLog = 0;
    return {};
}

Result<void> BenchNode::deposit(std::span<const state::InboxEntry> entries) {
    // EntryAppended: two topics; the accumulator, offset, length and the padded entry. Deposited: four topics
    // and two words.
    constexpr std::size_t kWord = 32;
    std::vector<store::StoredL1Event> events;
    std::vector<node::ShownEntry> shown;
    for (const auto& entry : entries) {
        const auto bytes = state::encodeEntry(entry);
        Bytes data(3 * kWord);
        data.insert(data.end(), bytes.begin(), bytes.end());
        data.resize((data.size() + kWord - 1) / kWord * kWord);
        events.push_back(event(2, std::move(data)));
        shown.push_back({m_l1Head, entry});
    }
    for (std::size_t i = 0; i < entries.size(); ++i)
        events.push_back(event(4, Bytes(2 * kWord)));
    return m_chain->addInboxEntries(events, shown);
}

Result<void> BenchNode::addToken(std::uint32_t number, const Address& address) {
    const auto added = m_chain->addToken(event(3, {}), number, address);
    if (added) m_reader->addToken(address, number);
    return added;
}

Result<void> BenchNode::makeBlock(std::size_t entries, std::span<const node::TxPtr> txs,
                                  AccountIndex feeAccount) {
    std::vector<store::PendingTx> pending;
    for (const auto& tx : txs)
        pending.push_back({tx->hash, tx->raw, tx->sender});
    if (!pending.empty())
        if (const auto added = m_store->addPending(pending); !added) return added;

    auto draft = m_chain->head().state;
    sequencer::BlockExecutor executor(draft, {.l2ChainId = m_config.l2ChainId,
                                              .baseFeeWei = m_config.baseFeeWei,
                                              .feeAccount = feeAccount,
                                              .tokens = &m_chain->tokens()});
    const Error refused{ErrorCode::benchNotExecutable,
                        "A transaction or a deposit of the load is refused: a defect."};
    for (std::size_t i = 0; i < entries; ++i) {
        const auto* entry = m_chain->inbox().entry(draft.inboxCursor());
        if (!entry) break;
        if (executor.consume(*entry)) return refused;
    }
    sequencer::loadAhead(txs, draft, &m_chain->tokens());
    for (const auto& tx : txs)
        if (executor.execute(tx)) return refused;
    const auto& head = m_chain->head();
    const auto block = executor.seal(head.block, head.blockHash, head.block.timeMs + kBlockMs,
                                     {m_l1Head, l1BlockHash(m_l1Head)});
    return m_chain->append(block, std::move(draft));
}

Result<void> BenchNode::anchor(std::size_t blocks) {
    const auto& safe = m_chain->safe();
    const auto last = std::min<std::uint64_t>(m_chain->head().block.number, safe.block.number + blocks);
    const auto read = m_chain->blocks(safe.block.number + 1, last);
    if (!read) return read.error();
    const auto built = anchor::buildBatch(safe.state, *read, m_config.l2ChainId, m_chain->tokens(),
                                          m_chain->inbox().reader(), {});
    if (!built) return built.error();
    std::vector<Hash> leaves;
    for (const auto& segment : built->segments)
        leaves.push_back(transition::segmentLeaf(segment));
    node::AnchoredBatch batch{.header = {.number = m_chain->tip().number + 1,
                                         .parentHash = m_chain->tip().hash,
                                         .era = 1,
                                         .baseFeeWei = built->baseFeeWei,
                                         .l1BlockNumber = m_l1Head - 1,
                                         .l1BlockHash = l1BlockHash(m_l1Head - 1),
                                         .submittedAt = m_l1Head,
                                         .feeAccount = built->feeAccount,
                                         .feeTemplate = built->feeTemplate,
                                         .inboxBefore = safe.state.inboxCursor(),
                                         .inboxAfter = built->inboxAfter,
                                         .preStateRoot = safe.state.root(),
                                         .postStateRoot = built->segments.back().postRoot,
                                         .segmentsHash = transition::segmentsHash(leaves),
                                         .segmentCount = static_cast<std::uint32_t>(built->segments.size()),
                                         .bondWei = 1},
                              .hash = {},
                              .data = built->data,
                              .l1TxHash = l1Hash(m_l1Head, 2),
                              .l1Block = m_l1Head,
                              .l1LogIndex = m_nextLog,
                              .l1BlockHash = l1BlockHash(m_l1Head),
                              .timeMs = kDeployedAtMs + m_l1Head * kL1BlockMs,
                              .gasUsed = 1,
                              .costWei = 1};
    batch.hash = transition::batchHash(batch.header);
    const auto added = m_chain->addBatch(batch, event(4, {}), {});
    if (!added) return added.error();
    if (added->batch.fraud || added->rebuilt)
        return Error{ErrorCode::benchWrongResult,
                     "A batch of the benchmark does not hold the chain's own blocks: a defect."};
    m_reader->setSafe(m_chain->safe().block.number);
    return settle();
}

/// As node::Finality does.
Result<void> BenchNode::settle() {
    const auto advance = [&](std::uint64_t& batch, std::uint64_t& block, std::uint64_t age) -> Result<void> {
        while (batch < m_chain->lastValidBatch()) {
            const auto row = m_store->batch(batch + 1);
            if (!row) return row.error();
            if (!*row || (*row)->l1Block + age > m_l1Head) break;
            ++batch;
            block = (*row)->lastL2Block;
        }
        return {};
    };
    const std::uint64_t window = m_config.windowL1Blocks + 1;
    if (const auto done = advance(m_finalBatch, m_finalBlock, window); !done) return done;
    if (const auto done = advance(m_settledBatch, m_settledBlock, window + l1::kReorgDepth); !done)
        return done;
    m_reader->setFinalized(m_finalBlock);
    constexpr std::uint64_t kHistory = node::ChainReader::kRecentBlocks;
    const auto head = m_chain->head().block.number;
    const auto below = std::min(m_settledBlock, head - std::min(head, kHistory));
    if (below < m_prunedBelow + kHistory) return {};
    m_prunedBelow = below;
    return m_store->pruneHistory(below);
}

Result<void> BenchNode::beginCheckpoint() {
    if (const auto ended = endCheckpoint(); !ended) return ended;
    m_checkpoint = m_chain->checkpoint();
    m_written = std::async(std::launch::async, [checkpoint = *m_checkpoint] { return checkpoint.write(); });
    return {};
}

Result<void> BenchNode::endCheckpoint() {
    if (!m_checkpoint) return {};
    const auto checkpoint = std::move(*m_checkpoint);
    m_checkpoint.reset();
    if (const auto written = m_written.get(); !written) return written;
    return m_chain->checkpointWritten(checkpoint, m_finalBlock);
}

Result<void> BenchNode::rewindL1(std::uint64_t lastKept) {
    m_displaced = 0;
    if (const auto done = m_chain->rewindL1(lastKept); !done) return done;
    m_reader->setSafe(m_chain->safe().block.number);
    m_l1Head = lastKept;
    return m_store->setL1Progress(lastKept);
}

} // namespace aw::lab
