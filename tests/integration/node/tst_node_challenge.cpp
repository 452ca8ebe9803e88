#include "lab/bad_root.hpp"
#include "node_fleet.hpp"
#include "values.hpp"

#include <QTest>

using namespace aw;
using namespace aw::test;
using namespace std::chrono_literals;

/// A wrong batch is challenged for as long as it stands.
class TestNodeChallenge : public QObject {
    Q_OBJECT

    std::unique_ptr<NodeFleet> m_fleet;

private slots:
    void init() { m_fleet = std::make_unique<NodeFleet>(NodeFleet::patient()); }
    void cleanup() { m_fleet.reset(); }

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
};

QTEST_GUILESS_MAIN(TestNodeChallenge)
#include "tst_node_challenge.moc"
