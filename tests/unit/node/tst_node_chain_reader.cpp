#include "chain_scene.hpp"
#include "node/chain_reader.hpp"

#include <QTest>

#include <atomic>
#include <random>
#include <thread>

using namespace aw;
using namespace aw::test;
using node::ChainReader;

namespace {

const Address kToken{{0x70}};

/// Passes on what becomes of the chain, as a node does.
struct Forward : node::ChainObserver {
    ChainReader* reader = nullptr;
    void onAppended(std::span<const Appended> blocks, const state::State& head) override {
        reader->append(blocks, head);
    }
    void onRewound(std::uint64_t lastKept, const std::vector<sequencer::TxPtr>&,
                   const state::State& head) override {
        reader->rewind(lastKept, head);
    }
    void onAnchored(std::uint64_t firstBlock, std::uint64_t lastBlock, std::uint64_t batch) override {
        reader->setBatchOf(firstBlock, lastBlock, batch);
    }
};

} // namespace

/// What wallets read of a chain, at any of its blocks, against copies of the state as it was.
class TestNodeChainReader : public QObject {
    Q_OBJECT

    static constexpr std::size_t kKept = ChainReader::kRecentBlocks;

    std::unique_ptr<ChainScene> m_scene;
    Forward m_forward;
    std::shared_ptr<store::Store> m_store; ///< the scene's, not owned
    std::unique_ptr<ChainReader> m_reader;
    std::vector<state::State> m_states; ///< after each block
    std::vector<Address> m_owners;
    std::vector<sequencer::SealedBlock> m_blocks;
    std::mt19937 m_random;

    void load() {
        m_store = std::shared_ptr<store::Store>(m_scene->store.get(), [](store::Store*) {});
        m_reader = std::make_unique<ChainReader>(m_store);
        if (const auto loaded = m_reader->load(*m_scene->chain); !loaded)
            throw std::runtime_error(loaded.error().detail);
        m_reader->addToken(kToken, 1);
        m_forward.reader = m_reader.get();
        m_scene->chain->setObserver(&m_forward);
    }
    void append(const sequencer::SealedBlock& block) {
        if (const auto done = m_scene->chain->append(block, m_scene->maker.state); !done)
            throw std::runtime_error(done.error().detail);
        m_blocks.push_back(block);
        m_states.push_back(m_scene->maker.state);
    }
    /// So many blocks of transfers of ETH and of the token, between users old and new.
    void appendMixed(std::size_t count) {
        auto& maker = m_scene->maker;
        const auto any = [&](std::size_t below) { return m_random() % below; };
        for (std::size_t i = 0; i < count; ++i) {
            std::vector<sequencer::TxPtr> txs;
            std::array<std::uint64_t, 4> nonces{};
            for (std::size_t key = 0; key < nonces.size(); ++key)
                nonces[key] = maker.nonceOf(key);
            for (auto left = any(3); left > 0; --left) {
                const auto from = any(nonces.size());
                if (any(8) == 0)
                    m_owners.push_back(crypto::SecretKey::derive("reader", m_owners.size()).address());
                const auto& to = m_owners[any(m_owners.size())];
                txs.push_back(
                    any(2) == 0 ? transfer(maker.keys[from], nonces[from]++, to, 1 + any(1000))
                                : tokenTransfer(maker.keys[from], nonces[from]++, kToken, to, 1 + any(1000)));
            }
            append(maker.block(txs));
        }
    }
    /// Goes back to a block: those above leave the chain.
    void dropTo(std::uint64_t block) {
        const auto done = m_scene->chain->dropUnanchored();
        if (!done) throw std::runtime_error(done.error().detail);
        QCOMPARE(m_scene->chain->head().block.number, block);
        m_states.resize(block + 1);
        m_blocks.resize(block);
        auto& maker = m_scene->maker;
        maker.state = m_states.back();
        maker.head = m_scene->chain->head().block;
        maker.headHash = m_scene->chain->head().blockHash;
    }

    /// What is wrong with the answers as of a block; empty where nothing is.
    QString wrongAt(std::uint64_t block) const {
        const auto& then = m_states[block];
        const auto accountOf = [&](const Address& owner, std::uint32_t token) {
            const auto index = then.find(owner, token);
            return index ? *then.account(*index) : state::Account{};
        };
        for (const auto& owner : m_owners) {
            const auto expected = accountOf(owner, 0);
            const auto account = m_reader->account(owner, block);
            if (!account) return QString("block %1: %2").arg(block).arg(codeOf(account));
            if (account->nonce != expected.nonce || account->balance != expected.balance)
                return QString("block %1: another account").arg(block);
            const auto tokens = m_reader->tokenBalance(owner, 1, block);
            if (!tokens || *tokens != accountOf(owner, 1).balance)
                return QString("block %1: another token balance").arg(block);
        }
        const auto token = m_reader->token(kToken, block);
        if (!token || !*token || (*token)->supply != then.supply(1))
            return QString("block %1: another supply").arg(block);
        return {};
    }
    QString wrongAnywhere() const {
        for (std::uint64_t block = 0; block < m_states.size(); ++block)
            if (const auto wrong = wrongAt(block); !wrong.isEmpty()) return wrong;
        return {};
    }
    /// What is wrong with the blocks that it serves; empty where nothing is.
    QString wrongBlocks() const {
        if (m_reader->heads().latest != m_blocks.size()) return "another head";
        for (const auto& block : m_blocks) {
            const auto name = QString("block %1: ").arg(block.header.number);
            const auto view = m_reader->block(block.header.number);
            if (!view || view->hash != block.hash || view->header != block.header) return name + "not served";
            const auto byHash = m_reader->block(block.hash);
            if (!byHash || byHash->hash != block.hash) return name + "not served by its hash";
            const auto row = m_scene->store->block(block.header.number);
            if (view->batch != (*row)->batch || byHash->batch != (*row)->batch) return name + "another batch";
            const auto txs = txsOf({block});
            if (hashesOf(view->txs) != hashesOf(txs)) return name + "other transactions";
            for (std::uint32_t i = 0; i < txs.size(); ++i) {
                const auto tx = m_reader->transaction(txs[i]->hash);
                if (!tx || !tx->block || tx->block->hash != block.hash || tx->index != i ||
                    tx->tx->sender != txs[i]->sender)
                    return name + "a transaction is not where it stands";
            }
        }
        return m_reader->block(m_blocks.size() + 1) ? "a block above the head" : QString();
    }
    QString anchor(std::size_t first, std::size_t last) {
        const std::vector blocks(m_blocks.begin() + static_cast<std::ptrdiff_t>(first - 1),
                                 m_blocks.begin() + static_cast<std::ptrdiff_t>(last));
        m_scene->mineL1();
        const auto batch = m_scene->batches.next(m_scene->maker, blocks);
        const auto done = m_scene->chain->addBatch(m_scene->anchored(batch), m_scene->event(), {});
        m_reader->setSafe(m_scene->chain->safe().block.number);
        return codeOf(done);
    }

private slots:
    void init() {
        m_scene = std::make_unique<ChainScene>();
        m_random.seed(817001);
        m_states = {m_scene->maker.state};
        m_blocks.clear();
        m_owners.clear();
        for (const auto& key : m_scene->maker.keys)
            m_owners.push_back(key.address());
        auto& maker = m_scene->maker;
        m_scene->mineL1();
        QCOMPARE(codeOf(m_scene->chain->addToken(m_scene->event(), maker.tokens.add(kToken), kToken)),
                 QString("ok"));
        std::vector<state::InboxEntry> entries;
        for (const auto& key : maker.keys)
            entries.emplace_back(state::Deposit{.owner = key.address(), .token = 1, .amount = 1'000'000});
        maker.inbox.insert(maker.inbox.end(), entries.begin(), entries.end());
        m_scene->deposit(entries);
        load();
        append(maker.depositBlock());
    }
    void cleanup() {
        m_reader.reset();
        m_store.reset();
        m_scene.reset();
    }

    void everyStateOfThePastIsTheOneOfThen() {
        appendMixed(kKept + 70);
        QCOMPARE(wrongAnywhere(), QString());
        // More deposits change the supply.
        auto& maker = m_scene->maker;
        const state::InboxEntry more = state::Deposit{.owner = m_owners.front(), .token = 1, .amount = 5'000};
        maker.inbox.push_back(more);
        m_scene->deposit({more});
        append(maker.mixed({}, {}));
        appendMixed(10);
        QCOMPARE(wrongAnywhere(), QString());
        m_scene->reopen();
        load();
        QCOMPARE(wrongAnywhere(), QString());
        appendMixed(10);
        QCOMPARE(wrongAnywhere(), QString());
    }

    void whatLeftTheChainIsNeitherSeenNorInTheWay() {
        appendMixed(40);
        QCOMPARE(anchor(1, 1), QString("ok"));
        QCOMPARE(anchor(2, 21), QString("ok"));
        const auto gone = m_blocks[30];
        dropTo(21);
        QVERIFY(!m_reader->block(gone.hash) && !m_reader->block(gone.header.number));
        QCOMPARE(codeOf(m_reader->account(m_owners[0], 22)), ErrorCode::stateUnknownBlock);
        QCOMPARE(codeOf(m_reader->token(kToken, 22)), ErrorCode::stateUnknownBlock);
        QCOMPARE(wrongAnywhere(), QString());
        QCOMPARE(wrongBlocks(), QString());
        appendMixed(kKept + 30);
        QCOMPARE(wrongAnywhere(), QString());
        QCOMPARE(wrongBlocks(), QString());
    }

    /// More leaves the chain than is kept in memory.
    void aDeepRewindReadsTheStore() {
        appendMixed(kKept + 60);
        QCOMPARE(anchor(1, 1), QString("ok"));
        QCOMPARE(anchor(2, 30), QString("ok"));
        dropTo(30);
        QCOMPARE(wrongAnywhere(), QString());
        QCOMPARE(wrongBlocks(), QString());
        appendMixed(3);
        QCOMPARE(wrongAnywhere(), QString());
        QCOMPARE(wrongBlocks(), QString());
    }

    void everyHeadIsServedByAllAtOnce() {
        for (int i = 0; i < 30; ++i) {
            appendMixed(1);
            const auto head = m_reader->heads().latest;
            QCOMPARE(head, std::uint64_t(m_blocks.size()));
            QCOMPARE(m_reader->block(head)->hash, m_blocks.back().hash);
            QCOMPARE(wrongAt(head), QString());
            QCOMPARE(wrongAt(head - 1), QString());
        }
        QCOMPARE(wrongBlocks(), QString());
    }

    void aBlockIsTheSameFromMemoryAndFromTheDisk() {
        appendMixed(kKept + 20);
        QCOMPARE(anchor(1, 1), QString("ok"));
        QCOMPARE(anchor(2, 100), QString("ok"));
        QCOMPARE(m_reader->heads().safe, std::uint64_t(100));
        QCOMPARE(wrongBlocks(), QString());
        m_scene->reopen();
        load();
        QCOMPARE(m_reader->heads().safe, std::uint64_t(100));
        QCOMPARE(wrongBlocks(), QString());
    }

    void whatWasPrunedSaysIt() {
        appendMixed(kKept + 50);
        QCOMPARE(codeOf(m_scene->store->pruneHistory(20)), QString("ok"));
        for (const std::uint64_t block : {0U, 7U, 19U}) {
            const auto account = m_reader->account(m_owners[0], block);
            QCOMPARE(codeOf(account), ErrorCode::statePruned);
            QVERIFY(account.error().detail.find("from block 20 on") != std::string::npos);
            QCOMPARE(codeOf(m_reader->tokenBalance(m_owners[0], 1, block)), ErrorCode::statePruned);
            QCOMPARE(codeOf(m_reader->token(kToken, block)), ErrorCode::statePruned);
        }
        for (std::uint64_t block = 20; block < m_states.size(); ++block)
            QCOMPARE(wrongAt(block), QString());
        QCOMPARE(wrongBlocks(), QString());
    }

    void theGenesisBlockIsAlwaysThere() {
        const auto genesis = m_reader->block(std::uint64_t{0});
        QVERIFY(genesis);
        appendMixed(kKept + 10);
        for (int i = 0; i < 2; ++i) {
            QVERIFY(m_reader->block(std::uint64_t{0}));
            QCOMPARE(m_reader->block(std::uint64_t{0})->header.timeMs, genesis->header.timeMs);
            QVERIFY(m_reader->block(genesis->hash));
            load();
        }
    }

    /// Whoever looks for transfers in blocks that were pruned learns it.
    void noTransfersOfPrunedBlocksAreLeftOutInSilence() {
        appendMixed(kKept + 50);
        const auto last = m_reader->heads().latest;
        const auto next = m_reader->nextWithTokens(20, last);
        QVERIFY(next >= 20 && next < last);
        QCOMPARE(codeOf(m_scene->store->pruneBlocks(20)), QString("ok"));
        QCOMPARE(m_reader->nextWithTokens(20, last), next);
        for (const std::uint64_t first : {1U, 19U}) {
            QCOMPARE(m_reader->nextWithTokens(first, last), first);
            QVERIFY(!m_reader->block(first));
        }
    }

    /// A closed reader answers with an error, or with nothing.
    void afterCloseItReadsNothing() {
        appendMixed(kKept + 10);
        m_reader->close();
        QVERIFY(!m_reader->block(1));
        QCOMPARE(codeOf(m_reader->account(m_owners[0], 1)), ErrorCode::nodeStopped);
        QVERIFY(!m_reader->transaction(Hash{{1}}));
    }

    /// From block 2 on, each block is one transfer: so the number of a block tells what is right.
    void otherThreadsNeverSeeALaterBlock() {
        constexpr std::uint64_t kBlocks = kKept + 150;
        const auto& maker = m_scene->maker;
        const auto from = maker.keys[1].address(), to = maker.keys[2].address();
        const auto before = m_states[1].account(*m_states[1].find(to, 0))->balance;
        const auto each = kEther / 1000;
        std::atomic<bool> ended = false;
        std::atomic<std::uint64_t> reads = 0;
        std::array<QString, 2> wrong;
        const auto read = [&](QString& found, unsigned seed) {
            std::mt19937 random(seed);
            while (!ended && found.isEmpty()) {
                const auto heads = m_reader->heads();
                // At the head, at the edge of what is in memory, or anywhere.
                auto block = heads.latest;
                if (const auto kind = random() % 3; kind == 1)
                    block -= std::min<std::uint64_t>(block, kKept - 1 + random() % 3);
                else if (kind == 2)
                    block = random() % (heads.latest + 1);
                if (block == 0) continue;
                const auto sender = m_reader->account(from, block);
                const auto recipient = m_reader->account(to, block);
                const auto view = m_reader->block(block);
                if (!sender || sender->nonce != block - 1)
                    found = QString("the nonce at block %1").arg(block);
                else if (!recipient || recipient->balance != before + each * (block - 1))
                    found = QString("the balance at block %1").arg(block);
                else if (!view || view->header.number != block)
                    found = QString("block %1 itself").arg(block);
                ++reads;
            }
        };
        std::vector<std::thread> threads;
        for (unsigned i = 0; i < wrong.size(); ++i)
            threads.emplace_back(read, std::ref(wrong[i]), i + 1);
        while (m_blocks.size() < kBlocks)
            append(m_scene->maker.transfers(1));
        ended = true;
        for (auto& thread : threads)
            thread.join();
        for (const auto& found : wrong)
            QCOMPARE(found, QString());
        QVERIFY(reads > 0);
    }

    /// Blocks come and leave: whose account stands at an index changes, and what stays is read all the while.
    void otherThreadsReadWhileBlocksLeave() {
        appendMixed(kKept + 20);
        QCOMPARE(anchor(1, 1), QString("ok"));
        QCOMPARE(anchor(2, kKept + 21), QString("ok"));
        const auto safe = m_scene->chain->safe().block.number;
        const auto states = m_states;
        const auto owner = m_owners[1];
        const auto amountOf = [](std::uint64_t which) { return Wei(1'000 + which); };
        const std::array newcomers{crypto::SecretKey::derive("newcomer", 0).address(),
                                   crypto::SecretKey::derive("newcomer", 1).address()};
        std::atomic<bool> ended = false;
        QString wrong;
        std::thread reading([&] {
            std::mt19937 random(3);
            while (!ended && wrong.isEmpty()) {
                const auto block = 1 + random() % safe;
                const auto account = m_reader->account(owner, block);
                const auto index = states[block].find(owner, 0);
                if (!account || account->balance != states[block].account(*index)->balance)
                    wrong = QString("the balance at block %1").arg(block);
                for (std::size_t i = 0; i < newcomers.size(); ++i) {
                    const auto fresh = m_reader->account(newcomers[i], m_reader->heads().latest);
                    if (fresh && fresh->balance != 0 && fresh->balance != amountOf(i))
                        wrong = "somebody else's balance";
                }
            }
        });
        for (std::uint64_t round = 0; round < 60; ++round) {
            auto& maker = m_scene->maker;
            const auto which = round % 2;
            append(
                maker.block({transfer(maker.keys[1], maker.nonceOf(1), newcomers[which], amountOf(which))}));
            append(maker.block({transfer(maker.keys[1], maker.nonceOf(1), maker.keys[2].address(), 1)}));
            dropTo(safe);
        }
        ended = true;
        reading.join();
        QCOMPARE(wrong, QString());
    }
};

QTEST_APPLESS_MAIN(TestNodeChainReader)
#include "tst_node_chain_reader.moc"
