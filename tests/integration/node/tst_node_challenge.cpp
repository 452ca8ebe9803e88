#include "lab/bad_root.hpp"
#include "node_fleet.hpp"
#include "values.hpp"

#include <QTest>

#include <boost/asio/co_spawn.hpp>

#include <algorithm>

using namespace aw;
using namespace aw::test;
using namespace std::chrono_literals;

/// A wrong batch is challenged for as long as it stands.
class TestNodeChallenge : public QObject {
    Q_OBJECT

    std::unique_ptr<NodeFleet> m_fleet;

private slots:
    void init() { m_fleet = std::make_unique<NodeFleet>(NodeFleet::patient()); }
    void cleanup() {
        m_liar.reset();
        m_honest.reset();
        m_fleet.reset();
    }

    void whatAReorgTookBackIsChallengedAgain_data() {
        QTest::addColumn<bool>("restarted");
        QTest::newRow("at once") << false;
        QTest::newRow("after a restart") << true;
    }
    void whatAReorgTookBackIsChallengedAgain() {
        QFETCH(const bool, restarted);
        const auto liar = m_fleet->open(1, NodeFleet::anchorQuickly);
        m_fleet->join(liar);
        auto honest = m_fleet->open(2, NodeFleet::anchorQuickly);
        m_fleet->join(honest, 2'000'000'000);
        QVERIFY(m_fleet->until(
            [&] { return liar->view()->heads.safe.number == liar->view()->heads.latest.number; }));
        liar->inject(std::make_shared<lab::BadRoot>(liar->address(), NodeFleet::kEtherWei));
        QCOMPARE(codeOf(m_fleet->wait(liar->submit(m_fleet->transfer(0)))), QString("ok"));
        QVERIFY(m_fleet->until([&] { return honest->view()->disputed; }));
        const auto batch = honest->view()->challenges.back().batch;
        const auto fork = m_fleet->mark();
        QCOMPARE(codeOf(m_fleet->wait(honest->challenge(batch))), QString("ok"));
        QVERIFY(m_fleet->until([&] { return !honest->view()->disputed; }));
        QCOMPARE(m_fleet->events[2].count("convicted"), std::size_t(1));

        if (restarted) QVERIFY(m_fleet->close(honest));
        m_fleet->reorg(fork);
        if (restarted) honest = m_fleet->open(2, NodeFleet::anchorQuickly);
        // What was sent is sent again, which may be faster than whoever looks.
        const auto convictions = [&] { return m_fleet->events[2].count("convicted"); };
        QVERIFY(m_fleet->until([&] { return convictions() == 2 || honest->view()->disputed; }));
        if (convictions() < 2) (void)m_fleet->wait(honest->challenge(batch));
        QVERIFY(m_fleet->until([&] { return convictions() == 2 && !honest->view()->disputed; }));
    }

    void aHistorySurvivesACrash_data() {
        QTest::addColumn<bool>("finished");
        QTest::newRow("under way") << false;
        QTest::newRow("finished") << true;
    }
    void aHistorySurvivesACrash() {
        QFETCH(const bool, finished);
        using enum api::ChallengeStage;
        const auto batch = wrongBatch();
        auto& honest = m_honest;
        const auto stage = [&] { return honest->view()->challenges.back().stage; };
        const auto challenge = [](NodeFleet::NodePtr node, std::uint64_t number) -> Task<void> {
            (void)co_await node->challenge(number);
        };
        boost::asio::co_spawn(m_fleet->context, challenge(honest, batch), boost::asio::detached);
        QVERIFY(m_fleet->until([&] { return finished ? stage() == rolledBack : stage() != detected; }));
        const auto before = honest->view()->challenges.back().history;

        QVERIFY(m_fleet->close(honest));
        m_fleet->mine(5);
        honest = m_fleet->open(2, NodeFleet::anchorQuickly);
        QVERIFY(m_fleet->until([&] { return honest->view()->synced; }));

        const auto shown = honest->view()->challenges;
        QCOMPARE(shown.size(), std::size_t(1));
        const auto& after = shown.back().history;
        QVERIFY(after.size() >= before.size());
        for (std::size_t i = 0; i < before.size(); ++i) {
            QCOMPARE(after[i].stage, before[i].stage);
            QCOMPARE(after[i].l1Block, before[i].l1Block);
            QCOMPARE(after[i].atMs, before[i].atMs);
            QCOMPARE(after[i].l1TxHash, before[i].l1TxHash);
        }
        if (finished) {
            QCOMPARE(after.size(), before.size());
            QCOMPARE(shown.back().stage, rolledBack);
            return;
        }
        // Nobody is at work on it any more: it can be challenged again, unless what was on its way to L1 has
        // decided it meanwhile; and what was done before is told still.
        const bool decided = stage() == convicted || stage() == rolledBack;
        QVERIFY(decided || stage() == detected || stage() == failed);
        if (!decided) (void)m_fleet->wait(honest->challenge(batch));
        QVERIFY(m_fleet->until([&] { return stage() == rolledBack; }));
        QCOMPARE(honest->view()->challenges.back().history.back().stage, rolledBack);
    }

    void everyStageIsInItsBlock() {
        const auto batch = wrongBatch();
        auto& honest = m_honest;
        QCOMPARE(codeOf(m_fleet->wait(honest->challenge(batch))), QString("ok"));
        QVERIFY(m_fleet->until([&] { return !honest->view()->disputed; }));
        const auto view = honest->view();
        const auto& challenge = view->challenges.back();
        QCOMPARE(challenge.history.front().stage, api::ChallengeStage::detected);
        const auto wrong = std::ranges::find(view->batches, challenge.batchHash, &api::Batch::hash);
        QVERIFY(wrong != view->batches.end());
        QCOMPARE(challenge.history.front().l1Block, wrong->l1Block);
        std::uint64_t last = 0;
        for (const auto& stamp : challenge.history) {
            QVERIFY(stamp.l1Block >= last);
            last = stamp.l1Block;
            for (const auto& tx : view->l1Txs)
                if (tx.hash == stamp.l1TxHash) QCOMPARE(stamp.l1Block, tx.l1Block);
        }
    }

    void aRollBackCountsWhatWasNotReplayed() {
        const auto batch = wrongBatch();
        auto& honest = m_honest;
        const auto held = [&] {
            std::uint64_t txs = 0;
            for (const auto& entry : honest->view()->batches)
                if (entry.number >= batch && entry.status != api::BatchStatus::rolledBack) txs += entry.txs;
            return txs;
        };
        // Another batch stands on the wrong one: nobody replays it.
        const auto wrongAlone = held();
        QCOMPARE(codeOf(m_fleet->wait(m_liar->submit(m_fleet->transfer(1)))), QString("ok"));
        QVERIFY(m_fleet->until([&] { return honest->view()->batches.back().number > batch; }));
        QVERIFY(honest->view()->batches.back().ownRoot.isZero());
        QCOMPARE(held(), wrongAlone + 1);
        const auto dryRun = m_fleet->wait(honest->dryRunChallenge(batch));
        QVERIFY(dryRun.has_value());
        QCOMPARE(dryRun->rollsBackTxs, wrongAlone + 1);
        QCOMPARE(codeOf(m_fleet->wait(honest->challenge(batch))), QString("ok"));
        QVERIFY(m_fleet->until([&] { return !honest->view()->disputed; }));
        QCOMPARE(honest->view()->challenges.back().rolledBackTxs, wrongAlone + 1);
    }

private:
    /// Opens m_liar and m_honest, which has found a wrong batch of one transfer; its number.
    std::uint64_t wrongBatch() {
        m_liar = m_fleet->open(1, NodeFleet::anchorQuickly);
        m_fleet->join(m_liar);
        m_honest = m_fleet->open(2, NodeFleet::anchorQuickly);
        m_fleet->join(m_honest, 2'000'000'000);
        if (!m_fleet->until(
                [&] { return m_liar->view()->heads.safe.number == m_liar->view()->heads.latest.number; }))
            throw std::runtime_error("the batches of before are not on L1");
        m_liar->inject(std::make_shared<lab::BadRoot>(m_liar->address(), NodeFleet::kEtherWei));
        if (!m_fleet->wait(m_liar->submit(m_fleet->transfer(0))))
            throw std::runtime_error("the transfer was not taken");
        if (!m_fleet->until([&] { return m_honest->view()->disputed; }))
            throw std::runtime_error("the fraud was not found");
        return m_honest->view()->challenges.back().batch;
    }

    NodeFleet::NodePtr m_liar, m_honest;
};

QTEST_GUILESS_MAIN(TestNodeChallenge)
#include "tst_node_challenge.moc"
