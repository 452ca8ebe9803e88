#include "await.hpp"
#include "l1/ancestor.hpp"
#include "l1/follower.hpp"
#include "l1_double.hpp"
#include "values.hpp"

#include <QTest>

#include <map>

using namespace aw;
using namespace aw::l1;
using aw::test::ChainDouble;
using aw::test::codeOf;

namespace {

/// Who keeps what is delivered, as a node does on its disk.
struct Disk {
    std::map<std::uint64_t, L1Block> blocks;
    std::vector<L1Event> events;
    std::optional<std::uint64_t> next;
    int reads = 0;

    void apply(const L1Update& update) {
        if (update.reorgedTo) {
            blocks.erase(blocks.upper_bound(*update.reorgedTo), blocks.end());
            std::erase_if(events, [&](const auto& event) { return event.blockNumber > *update.reorgedTo; });
        }
        for (const auto& block : update.newBlocks)
            blocks[block.number] = block;
        QCOMPARE(update.logs.size(), update.events.size());
        for (std::size_t i = 0; i < update.events.size(); ++i) {
            QCOMPARE(update.logs[i].blockHash, update.events[i].blockHash);
            QCOMPARE(update.logs[i].logIndex, update.events[i].logIndex);
            events.push_back(update.events[i]);
        }
        next = update.next();
    }
    Result<std::vector<L1Block>> older(std::uint64_t last, std::size_t count) {
        ++reads;
        std::vector<L1Block> found;
        for (auto at = blocks.upper_bound(last); at != blocks.begin() && found.size() < count;)
            found.insert(found.begin(), (--at)->second);
        return found;
    }
};

} // namespace

/// Reorganisations of any depth, and endpoints that lie.
class TestL1Reorg : public QObject {
    Q_OBJECT

    boost::asio::io_context m_context;
    std::shared_ptr<ChainDouble> m_chain;
    Disk m_disk;

    template<class T>
    T wait(Task<T> task) {
        return test::await(m_context, std::move(task));
    }
    void mine(int blocks, std::uint64_t salt = 0, unsigned entries = 0) {
        for (int i = 0; i < blocks; ++i)
            m_chain->mine(salt, entries);
    }
    Follower follower(std::uint64_t chunk = 1000, std::uint64_t start = 1) {
        FollowerOptions options;
        options.startBlock = start;
        options.next = m_disk.next;
        options.older = [this](std::uint64_t last, std::size_t count) { return m_disk.older(last, count); };
        options.chainId = 31337;
        options.chunkBlocks = chunk;
        return Follower(m_chain, test::doubleAddresses(), std::move(options));
    }
    /// Steps until nothing is new.
    QString followAll(Follower& follow) {
        while (true) {
            const auto update = wait(follow.step());
            if (!update) return codeOf(update);
            if (!*update) return "ok";
            m_disk.apply(**update);
        }
    }
    bool diskIsTheChain(std::uint64_t first = 1) const {
        std::size_t at = 0;
        for (auto n = first; n < m_chain->chain.size(); ++n) {
            const auto known = m_disk.blocks.find(n);
            const auto& there = m_chain->chain[n];
            if (known != m_disk.blocks.end() && known->second != there.block) return false;
            if (known == m_disk.blocks.end() && !there.logs.empty()) return false;
            for (const auto& log : there.logs)
                if (at >= m_disk.events.size() || m_disk.events[at++].blockHash != log.blockHash)
                    return false;
        }
        return at == m_disk.events.size() && m_disk.blocks.rbegin()->second == m_chain->chain.back().block;
    }

private slots:
    void init() {
        m_chain = std::make_shared<ChainDouble>();
        m_disk = {};
    }

    void followsAReorgOfAnyDepth_data() {
        QTest::addColumn<int>("depth");
        QTest::addColumn<bool>("restarted");
        for (const int depth : {1, 8, 9, 255, 256, 257, 300, 1000, 2998, 2999})
            for (const bool restarted : {false, true})
                QTest::addRow("%d%s", depth, restarted ? " after a restart" : "") << depth << restarted;
    }
    void followsAReorgOfAnyDepth() {
        QFETCH(int, depth);
        QFETCH(bool, restarted);
        for (int i = 0; i < 3000; ++i)
            m_chain->mine(0, i % 50 == 7 ? 1 : 0);
        auto follow = follower(200);
        QCOMPARE(followAll(follow), QString("ok"));
        QVERIFY(diskIsTheChain());
        QVERIFY(m_disk.blocks.size() < 400);
        m_chain->cut(m_chain->chain.size() - 1 - static_cast<std::size_t>(depth));
        mine(depth + 1, 9, 1);
        m_chain->messages = 0;
        m_chain->asked.clear();
        auto again = follower(200);
        auto& going = restarted ? again : follow;
        const auto first = wait(going.step());
        QCOMPARE(codeOf(first), QString("ok"));
        QVERIFY(*first && (*first)->reorgedTo);
        QVERIFY(*(*first)->reorgedTo <= static_cast<std::uint64_t>(3000 - depth));
        // Few questions: the fork is not looked for block by block.
        QVERIFY2(m_chain->messages <= 20, qPrintable(QString::number(m_chain->messages)));
        m_disk.apply(**first);
        QCOMPARE(followAll(going), QString("ok"));
        QVERIFY(diskIsTheChain());
    }

    void theFirstBlockOfAllMayGo() {
        mine(10, 0, 1);
        auto follow = follower(1000, 5);
        QCOMPARE(followAll(follow), QString("ok"));
        m_chain->cut(4);
        mine(10, 3, 1);
        const auto update = wait(follow.step());
        QCOMPARE(codeOf(update), QString("ok"));
        QCOMPARE((*update)->reorgedTo.value(), std::uint64_t{4});
        m_disk.apply(**update);
        QVERIFY(diskIsTheChain(5));
        // And once more before anything is delivered.
        m_chain->cut(4);
        mine(12, 4, 1);
        QCOMPARE(followAll(follow), QString("ok"));
        QVERIFY(diskIsTheChain(5));
    }

    void anotherChainIsNotFollowed() {
        mine(600, 0, 1);
        auto follow = follower();
        QCOMPARE(followAll(follow), QString("ok"));
        m_chain->chain.resize(1);
        m_chain->chain.front().block.hash = Hash{{9}};
        mine(700, 3);
        QCOMPARE(followAll(follow), ErrorCode::l1OtherChain);
        QVERIFY(m_disk.reads > 0);
        QCOMPARE(m_chain->distrustedFor, (std::vector{ErrorCode::l1OtherChain}));
    }

    // The hole of the old way: who was far behind did not look whether its last block was still there.
    void aReorgWhileFarBehindIsFound() {
        mine(20, 0, 1);
        auto first = follower();
        QCOMPARE(followAll(first), QString("ok"));
        m_chain->cut(15);
        mine(900, 3, 1);
        auto second = follower(100);
        const auto update = wait(second.step());
        QCOMPARE(codeOf(update), QString("ok"));
        QVERIFY((*update)->catchingUp);
        QCOMPARE((*update)->reorgedTo.value(), std::uint64_t{15});
        m_disk.apply(**update);
        QCOMPARE(followAll(second), QString("ok"));
        QVERIFY(diskIsTheChain());
    }

    // Between the steps of catching up, and between the questions of a step.
    void aReorgInTheMiddleOfCatchingUpIsFound() {
        for (int afterMessages = 1; afterMessages < 14; ++afterMessages) {
            init();
            for (int i = 0; i < 1500; ++i)
                m_chain->mine(0, i % 60 == 7 ? 1 : 0);
            auto follow = follower(300);
            int left = afterMessages;
            m_chain->before = [&](const std::string&) {
                if (left == 0 || --left > 0) return;
                m_chain->cut(150);
                for (int i = 0; i < 1600; ++i)
                    m_chain->mine(5, i % 60 == 9 ? 1 : 0);
            };
            QCOMPARE(followAll(follow), QString("ok"));
            QVERIFY2(diskIsTheChain(), qPrintable(QString::number(afterMessages)));
        }
    }

    void progressWithoutABlockAtItsEndIsChecked() {
        mine(40, 0, 1);
        for (const std::uint64_t kept : {3U, 10U})
            m_disk.blocks[kept] = m_chain->chain[kept].block;
        m_disk.next = 21;
        auto follow = follower();
        const auto update = wait(follow.step());
        QCOMPARE((*update)->newBlocks.front().number, std::uint64_t{21});
        QVERIFY(!(*update)->reorgedTo);
        m_chain->cut(5);
        mine(50, 2);
        auto other = follower();
        const auto gone = wait(other.step());
        QCOMPARE(codeOf(gone), QString("ok"));
        QCOMPARE((*gone)->reorgedTo.value(), std::uint64_t{3});
    }

    void findsTheForkInFewQuestions() {
        mine(5000);
        std::vector<L1Block> known;
        for (std::size_t n = 0; n < 5000; ++n)
            known.push_back(m_chain->chain[n].block);
        const auto whole = m_chain->chain;
        for (const std::size_t fork : {0, 1, 17, 2500, 4000, 4990, 4991, 4998, 4999}) {
            m_chain->chain = whole;
            m_chain->cut(fork);
            mine(4000, 8);
            m_chain->messages = 0;
            const auto place = wait(newestInChain(m_chain, known));
            QVERIFY(place.has_value());
            QCOMPARE(place->value(), fork);
            QVERIFY(m_chain->messages <= 4);
        }
        m_chain->chain.front().block.hash = Hash{};
        m_chain->cut(0);
        QVERIFY(!wait(newestInChain(m_chain, known))->has_value());
    }

    void aLieIsNoticed_data() {
        QTest::addColumn<QString>("lie");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("parent") << "parent" << ErrorCode::l1Contradiction;
        QTest::newRow("two hashes") << "two hashes" << ErrorCode::l1Contradiction;
        QTest::newRow("log of another hash") << "log hash" << ErrorCode::l1Contradiction;
        QTest::newRow("log of another block") << "log number" << ErrorCode::l1BadAnswer;
        QTest::newRow("log of another contract") << "log address" << ErrorCode::l1BadAnswer;
        QTest::newRow("log twice") << "log twice" << ErrorCode::l1BadAnswer;
        QTest::newRow("another number") << "number" << ErrorCode::l1BadAnswer;
        QTest::newRow("an event that does not decode") << "event" << ErrorCode::l1BadEvent;
        QTest::newRow("another chain id") << "chain id" << ErrorCode::l1WrongChain;
    }
    void aLieIsNoticed() {
        QFETCH(QString, lie);
        QFETCH(ErrorCode, code);
        mine(5, 0, 1);
        auto follow = follower();
        QCOMPARE(followAll(follow), QString("ok"));
        mine(20, 0, 1);
        const auto blocks = m_disk.blocks;
        if (lie == "chain id") {
            // It is looked at again once L1 was lost.
            m_chain->down = true;
            QCOMPARE(followAll(follow), ErrorCode::l1Unavailable);
            m_chain->down = false;
            m_chain->chainId = 5;
        }
        const auto set = [](boost::json::value& value, const char* name, const std::string& text) {
            value.as_object()[name] = text;
        };
        const auto some = base::toHex(Hash{{77}}.view());
        m_chain->twist = [&](const std::string& method, const boost::json::array& params, RpcAnswer& answer) {
            if (method == "eth_getBlockByNumber" && params[0] == "0x10") {
                if (lie == "parent") set(answer.result, "parentHash", some);
                if (lie == "number") set(answer.result, "number", "0x11");
            }
            if (method == "eth_getBlockByNumber" && params[0] == "latest" && lie == "two hashes")
                set(answer.result, "hash", some);
            if (method != "eth_getLogs") return;
            auto& logs = answer.result.as_array();
            if (logs.empty()) return;
            if (lie == "log hash" && params[0].as_object().contains("fromBlock"))
                set(logs[0], "blockHash", some);
            if (lie == "log number") set(logs[0], "blockNumber", "0x1");
            if (lie == "log address") set(logs[0], "address", base::toHex(Address{{99}}.view()));
            if (lie == "log twice") logs.push_back(logs.front());
            if (lie == "event") set(logs[0], "data", "0x00");
        };
        // What does not fit may be a reorg in that moment: it is asked for again first.
        auto result = followAll(follow);
        int steps = 1;
        for (; result == "ok" && steps < 10; ++steps)
            result = followAll(follow);
        QCOMPARE(result, code);
        QCOMPARE(steps, code == ErrorCode::l1Contradiction ? 5 : 1);
        QCOMPARE(m_chain->distrustedFor, (std::vector{code}));
        QVERIFY(m_disk.blocks == blocks);
        m_chain->twist = nullptr;
        m_chain->chainId = 31337;
        QCOMPARE(followAll(follow), QString("ok"));
        QVERIFY(diskIsTheChain());
    }

    // No block was replaced, so that it is no reorganisation.
    void aParentThatWasNeverThereIsNoticed() {
        mine(5, 0, 1);
        auto follow = follower();
        QCOMPARE(followAll(follow), QString("ok"));
        mine(1, 0, 1);
        m_chain->twist = [&](const std::string& method, const boost::json::array&, RpcAnswer& answer) {
            if (method == "eth_getBlockByNumber")
                answer.result.as_object()["parentHash"] = base::toHex(Hash{{77}}.view());
        };
        auto result = followAll(follow);
        for (int steps = 1; result == "ok" && steps < 10; ++steps)
            result = followAll(follow);
        QCOMPARE(result, ErrorCode::l1Contradiction);
        QCOMPARE(m_chain->distrustedFor, std::vector{ErrorCode::l1Contradiction});
        m_chain->twist = nullptr;
        QCOMPARE(followAll(follow), QString("ok"));
        QVERIFY(diskIsTheChain());
    }

    void aHeadThatWentFarBackIsAnError() {
        mine(900, 0, 1);
        auto follow = follower();
        QCOMPARE(followAll(follow), QString("ok"));
        const auto whole = m_chain->chain;
        m_chain->cut(800);
        QCOMPARE(followAll(follow), QString("ok"));
        m_chain->cut(500);
        QCOMPARE(followAll(follow), ErrorCode::l1HeadBack);
        m_chain->chain = whole;
        mine(1);
        QCOMPARE(followAll(follow), QString("ok"));
        QVERIFY(diskIsTheChain());
    }

    // A node that reads its whole chain again is not taken for another chain.
    void aHeadBelowAllThatIsKnownIsWaitedFor() {
        mine(900, 0, 1);
        auto follow = follower(1000, 500);
        QCOMPARE(followAll(follow), QString("ok"));
        const auto whole = m_chain->chain;
        m_chain->cut(3);
        QCOMPARE(followAll(follow), ErrorCode::l1HeadBack);
        m_chain->chain = whole;
        mine(1);
        QCOMPARE(followAll(follow), QString("ok"));
        QVERIFY(diskIsTheChain(500));
    }

    void anEndpointThatKnowsNoBlockHashIsFollowed() {
        m_chain->knowsBlockHash = false;
        mine(30, 0, 2);
        auto follow = follower();
        QCOMPARE(followAll(follow), QString("ok"));
        QVERIFY(diskIsTheChain());
        mine(1, 0, 2);
        QCOMPARE(followAll(follow), QString("ok"));
        QVERIFY(diskIsTheChain());
    }

    // A node behind the one that told of the head answers for a range with what it has, and says nothing.
    void logsThatANodeDoesNotHaveYetAreNotTakenForNone() {
        mine(5);
        auto follow = follower();
        QCOMPARE(followAll(follow), QString("ok"));
        mine(4, 0, 1);
        m_chain->twist = [&](const std::string& method, const boost::json::array& params, RpcAnswer& answer) {
            if (method != "eth_getLogs") return;
            if (params[0].as_object().contains("blockHash"))
                answer.error = RpcError{-32000, "unknown block", {}};
            else
                answer.result = boost::json::array{};
        };
        const auto update = wait(follow.step());
        QCOMPARE(codeOf(update), QString("ok"));
        QVERIFY(!*update);
        m_chain->twist = nullptr;
        QCOMPARE(followAll(follow), QString("ok"));
        QVERIFY(diskIsTheChain());
    }
};

QTEST_GUILESS_MAIN(TestL1Reorg)
#include "tst_l1_reorg.moc"
