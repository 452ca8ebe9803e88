#pragma once

#include "chain_fixture.hpp"
#include "full_disk.hpp"
#include "node/chain.hpp"
#include "values.hpp"

#include <QTemporaryDir>

#include <map>
#include <sstream>

/// A node's chain over a store on the disk, and an L1 that the test plays.
namespace aw::test {

inline constexpr std::uint64_t kGenesisTimeMs = 1'000'000, kL1TimeMs = 2'000'000;

/// A batch as its operator submits it.
struct MadeBatch {
    transition::BatchHeader header;
    Hash hash;
    Bytes data;
    state::State after;

    /// Other segments under the same header.
    void setSegments(const std::vector<transition::Segment>& segments) {
        std::vector<Hash> leaves;
        for (const auto& segment : segments)
            leaves.push_back(transition::segmentLeaf(segment));
        header.segmentsHash = transition::segmentsHash(leaves);
        header.segmentCount = static_cast<std::uint32_t>(segments.size());
        hash = transition::batchHash(header);
        data = transition::encodeSegments(segments);
    }
};

inline Hash genesisHashOfScene() { return Hash{{7}}; }

/// Builds batches as operators do, each on the one before.
struct BatchMaker {
    Hash parent = genesisHashOfScene();
    state::State before;
    std::uint64_t number = 0;

    /// Blocks of one base fee and fee account.
    MadeBatch next(const ChainFixture& chain, const std::vector<sequencer::SealedBlock>& blocks,
                   const anchor::Tamper& tamper = {}) {
        const auto built =
            anchor::buildBatch(before, blocks, kChainId, chain.tokens, chain.reader(), {}, tamper);
        MadeBatch batch;
        batch.header = headerOf(*built, ++number, parent, before.root(), before.inboxCursor());
        batch.hash = transition::batchHash(batch.header);
        batch.data = built->data;
        batch.after = built->after;
        parent = batch.hash;
        before = built->after;
        return batch;
    }
};

inline std::vector<Hash> hashesOf(const std::vector<sequencer::TxPtr>& txs) {
    std::vector<Hash> hashes;
    for (const auto& tx : txs)
        hashes.push_back(tx->hash);
    return hashes;
}

/// The users' transactions of blocks, in order.
inline std::vector<sequencer::TxPtr> txsOf(const std::vector<sequencer::SealedBlock>& blocks) {
    std::vector<sequencer::TxPtr> txs;
    for (const auto& block : blocks)
        for (const auto& entry : block.entries)
            if (const auto* tx = std::get_if<sequencer::TxPtr>(&entry)) txs.push_back(*tx);
    return txs;
}

/// Another operator that goes on from the same block.
inline ChainFixture forkOf(const ChainFixture& chain) {
    ChainFixture fork;
    fork.inbox = chain.inbox;
    fork.tokens = chain.tokens;
    fork.state = chain.state;
    fork.head = chain.head;
    fork.headHash = chain.headHash;
    return fork;
}

/// A fault: gives account 0 an ether that nobody paid.
inline void mint(state::State& state) {
    auto account = *state.account(AccountIndex{0});
    account.balance += kEther;
    state.apply({.changes = {{AccountIndex{0}, account}}, .inboxConsumed = 0});
}

/// What somebody who was told of every change believes.
struct ChainRecord : node::ChainObserver {
    struct Shown {
        Hash hash;
        std::uint64_t batch = 0;
        std::vector<Hash> txs;
        bool operator==(const Shown&) const = default;
    };
    std::map<std::uint64_t, Shown> blocks;
    std::vector<Hash> displaced; ///< by the last rewind
    Hash root;

    void onAppended(std::span<const Appended> appended, const state::State& head) override {
        for (const auto& [block, undo] : appended)
            blocks[block->header.number] = {block->hash, block->batch, hashesOf(block->txs)};
        root = head.root();
    }
    void onRewound(std::uint64_t lastKept, const std::vector<sequencer::TxPtr>& txs,
                   const state::State& head) override {
        blocks.erase(blocks.upper_bound(lastKept), blocks.end());
        displaced = hashesOf(txs);
        root = head.root();
    }
    void onAnchored(std::uint64_t firstBlock, std::uint64_t lastBlock, std::uint64_t batch) override {
        for (auto number = firstBlock; number <= lastBlock; ++number)
            blocks.at(number).batch = batch;
    }
};

/// A chain, its store in a folder of its own, and what L1 shows. Every change is tried on a full disk first,
/// where it must fail and change nothing.
class ChainScene {
public:
    ChainScene() {
        reopen();
        record.root = chain->head().state.root();
        deposit(maker.inbox);
    }

    /// Closes everything and goes on from the disk.
    void reopen() {
        chain.reset();
        store.reset();
        store = *store::Store::open(directory.filePath("node.sqlite").toStdString());
        chain = *node::Chain::open(*store, config());
        chain->setObserver(&record);
    }
    node::Chain::Config config() const {
        return {.l2ChainId = kChainId,
                .genesisHash = genesisHashOfScene(),
                .deployedAtMs = kGenesisTimeMs,
                .directory = directory.path().toStdString()};
    }

    /// Everything that a chain says of itself, to be compared.
    std::string dump() const {
        std::ostringstream text;
        const auto point = [&](const char* name, const node::ChainPoint& of) {
            text << name << ' ' << of.block.number << ' ' << base::toHex(of.blockHash.view()) << ' '
                 << base::toHex(of.state.root().view()) << ' ' << base::toHex(of.block.stateRoot.view())
                 << ' ' << of.state.inboxCursor() << ' ' << of.state.txCount() << '\n';
        };
        point("head", chain->head());
        point("safe", chain->safe());
        text << "tip " << chain->tip().number << ' ' << base::toHex(chain->tip().hash.view()) << ' '
             << chain->tip().boundL1Block << '\n';
        text << "valid " << chain->lastValidBatch() << ' ' << base::toHex(chain->lastValidBatchHash().view())
             << '\n';
        if (const auto* disputed = chain->disputed())
            text << "disputed " << disputed->header.number << ' ' << disputed->fraud->segment << ' '
                 << base::toHex(disputed->hash.view()) << '\n';
        for (const auto& block : chain->unanchored())
            text << "unanchored " << block.number << ' ' << block.timeMs << ' ' << block.txs << ' '
                 << block.baseFeeWei << ' ' << block.feeAccount.value << ' ' << block.recordBytes << ' '
                 << block.records << ' ' << block.inboxAfter << '\n';
        text << "inbox " << chain->inbox().first() << ' ' << chain->inbox().count() << '\n';
        for (auto i = chain->inbox().first(); i < chain->inbox().count(); ++i)
            if (const auto forced = chain->inbox().forced(i))
                text << "forced " << i << ' ' << base::toHex(forced->hash.view()) << '\n';
        text << "tokens " << chain->tokens().count() << '\n';
        for (const auto& hash : pending())
            text << "pending " << base::toHex(hash.view()) << '\n';
        text << "stored " << store->lastBlock()->value_or(0) << ' ' << store->lastBatch()->value_or(0) << ' '
             << *store->inboxCount() << ' ' << store->tokens()->size() << '\n';
        for (const auto& [number, block] : stored())
            text << "block " << number << ' ' << base::toHex(block.hash.view()) << ' ' << block.batch << ' '
                 << block.txs.size() << '\n';
        return text.str();
    }
    /// Whether a chain opened from the disk says the same.
    bool reopensTheSame() {
        const auto before = dump();
        reopen();
        return dump() == before;
    }

    std::vector<Hash> pending() const {
        std::vector<Hash> hashes;
        for (const auto& tx : *store->pending())
            hashes.push_back(tx.hash);
        return hashes;
    }
    /// The blocks of the store, as an observer would have been told of them.
    std::map<std::uint64_t, ChainRecord::Shown> stored() const {
        std::map<std::uint64_t, ChainRecord::Shown> blocks;
        for (const auto& row : *store->headers(1, store->lastBlock()->value_or(0))) {
            auto& shown = blocks[row.header.number] = {row.hash, row.batch, {}};
            for (const auto& tx : *store->txsOf(row.header.number))
                if (!tx.hash.isZero()) shown.txs.push_back(tx.hash);
        }
        return blocks;
    }

    /// Runs a change, on a full disk first; `refused` collects what was wrong then.
    template<class Change>
    auto change(const Change& change) -> decltype(change()) {
        const auto before = dump();
        {
            const FullDisk full;
            const auto result = change();
            if (result || !isStoreFailure(result.error().code))
                refused += "A full disk gave \"" + codeOf(result).toStdString() + "\".\n";
        }
        if (dump() != before) refused += "A full disk changed:\n" + before + "to:\n" + dump();
        return change();
    }
    std::string refused;

    // L1.
    /// A new block of it.
    void mineL1() {
        ++l1Block;
        m_logIndex = 0;
        const store::L1Block block{.number = l1Block,
                                   .hash = m_l1Hashes[l1Block] = newL1Hash(),
                                   .parentHash = m_l1Hashes[l1Block - 1],
                                   .timeMs = kL1TimeMs};
        if (const auto added = store->addL1({&block, 1}, {}); !added)
            throw std::runtime_error(added.error().detail);
    }
    store::StoredL1Event event() { return {.block = l1Block, .logIndex = m_logIndex++, .txHash = Hash{{5}}}; }
    /// New entries of the inbox in a new block.
    void deposit(const std::vector<state::InboxEntry>& entries) {
        mineL1();
        std::vector<store::StoredL1Event> events;
        std::vector<node::ShownEntry> shown;
        for (const auto& entry : entries) {
            events.push_back(event());
            shown.push_back({l1Block, entry});
        }
        const auto added = change([&] { return chain->addInboxEntries(events, shown); });
        if (!added) throw std::runtime_error(added.error().detail);
    }
    node::AnchoredBatch anchored(const MadeBatch& batch) const {
        return {.header = batch.header,
                .hash = batch.hash,
                .data = batch.data,
                .l1TxHash = Hash{{6}},
                .l1Block = l1Block,
                .l1LogIndex = m_logIndex,
                .l1BlockHash = m_l1Hashes.at(l1Block),
                .timeMs = kL1TimeMs};
    }
    /// A batch in a new block of L1.
    Result<node::Chain::BatchResult> place(const MadeBatch& batch,
                                           const std::vector<sequencer::TxPtr>& candidates = {}) {
        mineL1();
        const auto at = anchored(batch);
        const auto said = event();
        const node::Chain::Candidates offered = [&]() -> Result<std::vector<sequencer::TxPtr>> {
            return candidates;
        };
        return change([&] { return chain->addBatch(at, said, offered); });
    }
    Result<node::Chain::BatchResult> anchor(const std::vector<sequencer::SealedBlock>& blocks,
                                            const anchor::Tamper& tamper = {}) {
        return place(batches.next(maker, blocks, tamper));
    }
    /// L1 rolls back to before a batch, in a new block.
    Result<void> rollBack(std::uint64_t number) {
        mineL1();
        const auto said = event();
        return change([&] { return chain->rollBack(number, said); });
    }
    /// L1 replaces everything above a block by nothing.
    Result<void> rewindL1(std::uint64_t lastKept) {
        const auto done = change([&] { return chain->rewindL1(lastKept); });
        l1Block = lastKept;
        return done;
    }

    // L2.
    sequencer::SealedBlock append(sequencer::SealedBlock block) {
        const auto done = change([&] { return chain->append(block, maker.state); });
        if (!done) throw std::runtime_error(done.error().detail);
        return block;
    }
    sequencer::SealedBlock appendDeposits() { return append(maker.depositBlock()); }
    sequencer::SealedBlock appendTransfers(std::size_t count) { return append(maker.transfers(count)); }
    Result<void> feed(const sequencer::SealedBlock& block) {
        const auto execution = chain->executionOf({block.header, block.hash, block.entries, {}});
        if (!execution) return execution.error();
        auto executed = execution->run();
        if (!executed) return executed.error();
        return chain->append(std::move(executed->block), std::move(executed->after));
    }

    QTemporaryDir directory;
    ChainFixture maker; ///< the operator whose blocks the chain takes
    BatchMaker batches;
    ChainRecord record;
    std::uint64_t l1Block = 10;
    std::unique_ptr<store::Store> store;
    std::unique_ptr<node::Chain> chain;

private:
    Hash newL1Hash() {
        Bytes bytes;
        base::appendBigEndian(bytes, ++m_l1Mined);
        return crypto::keccak256(bytes);
    }
    std::uint64_t m_logIndex = 0;
    std::uint64_t m_l1Mined = 0;
    std::map<std::uint64_t, Hash> m_l1Hashes;
};

} // namespace aw::test
