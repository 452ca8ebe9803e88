#include "await.hpp"
#include "l1/follower.hpp"
#include "l1_double.hpp"
#include "values.hpp"

#include <QTest>

#include <random>

using namespace aw;
using namespace aw::l1;
using namespace std::chrono_literals;
using aw::test::ChainDouble;
using aw::test::codeOf;

namespace {

/// What somebody knows who believes every update.
struct Replica {
    std::vector<L1Block> blocks;
    std::vector<L1Event> events;

    void apply(const L1Update& update) {
        if (update.reorgedTo) {
            std::erase_if(blocks, [&](const auto& block) { return block.number > *update.reorgedTo; });
            std::erase_if(events, [&](const auto& event) { return event.blockNumber > *update.reorgedTo; });
        }
        blocks.insert(blocks.end(), update.newBlocks.begin(), update.newBlocks.end());
        events.insert(events.end(), update.events.begin(), update.events.end());
    }

    /// Whether it knows just the blocks of the chain from `first` on, and their events.
    bool equals(const ChainDouble& chain, std::uint64_t first) const {
        std::vector<L1Block> expected;
        std::size_t at = 0;
        for (auto n = first; n < chain.chain.size(); ++n) {
            expected.push_back(chain.chain[n].block);
            for (const auto& log : chain.chain[n].logs)
                if (at >= events.size() || events[at].blockHash != log.blockHash ||
                    events[at++].logIndex != log.logIndex)
                    return false;
        }
        return blocks == expected && at == events.size();
    }
};

} // namespace

/// The follower over a chain that grows, is cut, forks and fails.
class TestL1Follower : public QObject {
    Q_OBJECT

    boost::asio::io_context m_context;
    std::shared_ptr<ChainDouble> m_chain;

    template<class T>
    T wait(Task<T> task) {
        return test::await(m_context, std::move(task));
    }
    Follower follower(FollowerOptions options = {}) const {
        return Follower(m_chain, test::doubleAddresses(), std::move(options));
    }
    void mine(int blocks, std::uint64_t salt = 0, unsigned entries = 0) {
        for (int i = 0; i < blocks; ++i)
            m_chain->mine(salt, entries);
    }

private slots:
    void init() { m_chain = std::make_shared<ChainDouble>(); }

    void deliversEachBlockAndEventOnce() {
        auto follow = follower({.startBlock = 3, .known = {}});
        QVERIFY(!*wait(follow.step()));
        mine(5, 0, 2);
        Replica replica;
        for (int i = 0; i < 4; ++i) {
            if (const auto update = wait(follow.step()); *update) replica.apply(**update);
            mine(1, 0, 1);
        }
        if (const auto update = wait(follow.step()); *update) replica.apply(**update);
        QVERIFY(replica.equals(*m_chain, 3));
        QVERIFY(!*wait(follow.step()));
        QCOMPARE(follow.last()->hash, m_chain->chain.back().block.hash);
    }

    void followsForksOfEveryDepth_data() {
        QTest::addColumn<int>("depth");
        for (const int depth : {1, 2, 31, 32, 33, 64, 200, 255})
            QTest::addRow("%d", depth) << depth;
    }
    void followsForksOfEveryDepth() {
        QFETCH(int, depth);
        mine(300, 0, 1);
        auto follow = follower({.startBlock = 1, .known = {}});
        Replica replica;
        while (true) {
            const auto update = wait(follow.step());
            if (!*update) break;
            replica.apply(**update);
        }
        const auto ancestor = m_chain->chain.size() - 1 - static_cast<std::size_t>(depth);
        m_chain->cut(ancestor);
        mine(depth + 1, 9, 2);
        const auto update = wait(follow.step());
        QCOMPARE(codeOf(update), QString("ok"));
        QCOMPARE((*update)->reorgedTo.value(), std::uint64_t{ancestor});
        replica.apply(**update);
        QVERIFY(replica.equals(*m_chain, 1));
    }

    void seesAForkThatIsNotLongerYet() {
        mine(10);
        auto follow = follower();
        Replica replica;
        replica.apply(**wait(follow.step()));
        m_chain->cut(5);
        mine(2, 1);
        const auto update = wait(follow.step());
        QCOMPARE((*update)->reorgedTo.value(), std::uint64_t{5});
        replica.apply(**update);
        QVERIFY(replica.equals(*m_chain, 0));
    }

    void waitsForANodeThatLagsBehind() {
        mine(10, 0, 1);
        auto follow = follower();
        Replica replica;
        replica.apply(**wait(follow.step()));
        const auto whole = m_chain->chain;
        m_chain->cut(4);
        QVERIFY(!*wait(follow.step()));
        m_chain->chain = whole;
        QVERIFY(!*wait(follow.step()));
        mine(1);
        const auto update = wait(follow.step());
        QVERIFY(!(*update)->reorgedTo);
        replica.apply(**update);
        QVERIFY(replica.equals(*m_chain, 0));
    }

    void saysThatTheChainIsAnother() {
        mine(600);
        auto follow = follower({.startBlock = 1, .known = {}});
        while (*wait(follow.step())) {
        }
        m_chain->cut(100);
        mine(600, 1);
        const auto other = wait(follow.step());
        QCOMPARE(codeOf(other), ErrorCode::l1OtherChain);
        QVERIFY(Follower::isFinal(other.error()));
    }

    void resumesWhereItStopped() {
        mine(20, 0, 1);
        auto first = follower();
        Replica replica;
        replica.apply(**wait(first.step()));
        // While nobody looked the chain forked below what was known.
        m_chain->cut(15);
        mine(8, 3, 1);
        FollowerOptions options;
        options.known.assign(replica.blocks.end() - 10, replica.blocks.end());
        auto second = follower(options);
        const auto update = wait(second.step());
        QCOMPARE((*update)->reorgedTo.value(), std::uint64_t{15});
        replica.apply(**update);
        QVERIFY(replica.equals(*m_chain, 0));
    }

    void catchesUpThroughSmallRanges_data() {
        QTest::addColumn<bool>("refused");
        QTest::newRow("what the service refuses") << true;
        QTest::newRow("what is too large to be read") << false;
    }
    void catchesUpThroughSmallRanges() {
        QFETCH(bool, refused);
        for (int i = 0; i < 1000; ++i)
            m_chain->mine(0, i % 97 == 0 ? 1 : 0);
        (refused ? m_chain->maxLogRange : m_chain->largestLogRange) = 300;
        auto follow = follower({.startBlock = 1, .known = {}, .chunkBlocks = 100'000});
        Replica replica;
        while (true) {
            const auto update = wait(follow.step());
            QCOMPARE(codeOf(update), QString("ok"));
            if (!*update) break;
            QCOMPARE((*update)->headNumber, std::uint64_t{1000});
            replica.apply(**update);
        }
        std::size_t events = 0;
        for (const auto& block : m_chain->chain)
            events += block.logs.size();
        QCOMPARE(replica.events.size(), events);
        QVERIFY(replica.blocks.size() >= kReorgDepth && replica.blocks.size() < 300);
        for (const auto& event : replica.events)
            QVERIFY(std::ranges::any_of(replica.blocks,
                                        [&](const auto& b) { return b.hash == event.blockHash; }));
    }

    // Whatever happens between two questions, who believes the updates knows the chain.
    void isNeverWrongWhileTheChainMoves() {
        std::mt19937_64 random(20261123);
        const auto upTo = [&](std::uint64_t n) { return random() % n; };
        for (int round = 0; round < 60; ++round) {
            init();
            mine(40, 0, 1);
            auto follow = follower();
            Replica replica;
            const auto change = [&] {
                switch (upTo(4)) {
                case 0: {
                    // As much grows as is cut: the follower must not fall so far behind that it may skip.
                    const auto depth = upTo(std::min<std::size_t>(20, m_chain->chain.size()));
                    m_chain->cut(m_chain->chain.size() - 1 - depth);
                    mine(static_cast<int>(upTo(depth + 3)), random(), static_cast<unsigned>(upTo(3)));
                    break;
                }
                case 1:
                    mine(static_cast<int>(upTo(4)), random(), static_cast<unsigned>(upTo(3)));
                    break;
                default:
                    break;
                }
                m_chain->down = upTo(12) == 0;
            };
            m_chain->before = [&](const std::string&) { change(); };
            for (int i = 0; i < 40; ++i)
                if (const auto update = wait(follow.step()); update && *update) replica.apply(**update);
            m_chain->before = nullptr;
            m_chain->down = false;
            mine(30, 5);
            while (true) {
                const auto update = wait(follow.step());
                QCOMPARE(codeOf(update), QString("ok"));
                if (!*update) break;
                replica.apply(**update);
            }
            QVERIFY(replica.equals(*m_chain, 0));
        }
    }

    void asksLittleWhenNothingIsNew() {
        mine(5);
        auto follow = follower();
        wait(follow.step());
        m_chain->asked.clear();
        wait(follow.step());
        QCOMPARE(m_chain->asked.size(), std::size_t{1});
        QCOMPARE(m_chain->asked["eth_getBlockByNumber"], 1);
    }

    void tellsOfALossAndGoesOn() {
        mine(3, 0, 1);
        m_chain->down = true;
        auto follow = follower({.startBlock = 0, .known = {}, .poll = 1ms});
        QStringList statuses;
        Replica replica;
        const auto onStatus = [&](const L1Status& status) {
            statuses << (status.connected ? "up" : QString::fromStdString("down: " + status.detail));
            QVERIFY(status.sinceSteadyMs > 0);
            m_chain->down = false;
        };
        auto onUpdate = [&](L1Update update) -> Task<void> {
            replica.apply(update);
            co_return;
        };
        std::optional<Error> ended;
        boost::asio::co_spawn(m_context, follow.run(onUpdate, onStatus),
                              [&](std::exception_ptr, const Error& error) { ended = error; });
        m_context.restart();
        while (replica.blocks.empty())
            m_context.run_one();
        QCOMPARE(statuses, (QStringList{"down: The double is down.", "up"}));
        QVERIFY(replica.equals(*m_chain, 0));
        // A contract that is not of this version cannot be followed.
        mine(1, 0, 1);
        m_chain->chain.back().logs.front().data.resize(40);
        while (!ended)
            m_context.run_one();
        QCOMPARE(ended->code, ErrorCode::l1BadEvent);
    }
};

QTEST_GUILESS_MAIN(TestL1Follower)
#include "tst_l1_follower.moc"
