#include "base/protocol.hpp"
#include "l1/deployment.hpp"

#include <QTest>

#include <set>

using namespace aw;
using namespace aw::l1;

/// The presets, and where the contracts come to.
class L1DeploymentTest : public QObject {
    Q_OBJECT

private slots:
    void presetsHold_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("real") << "real";
        QTest::newRow("demo") << "demo";
    }
    /// What the constructors demand, so that nobody finds it out on L1.
    void presetsHold() {
        QFETCH(QString, name);
        const auto p = parametersOf(name.toStdString());
        QVERIFY2(p.has_value(), p ? "" : p.error().detail.c_str());
        QVERIFY(p->demandCutoffBlocks > 0 && p->answerBlocks > 0);
        QVERIFY(p->demandCutoffBlocks + p->answerBlocks <= p->challengeWindowBlocks);
        QVERIFY(p->epochBlocks / 3 >= p->heartbeatBlocks && p->heartbeatBlocks > 0);
        QVERIFY(p->escapeBlocks >= p->challengeWindowBlocks);
        QVERIFY(p->inboxDeadlineBlocks + p->epochBlocks < p->escapeBlocks);
        QVERIFY(p->rewardBps <= 5000 && p->silencePenaltyBps <= 10'000);
        QVERIFY(p->minBidWei > 0 && p->minBidWei <= p->maxBidWei);
        QVERIFY(p->minBondWei > p->demandBondWei);
    }

    void realWindowIsAWeek() {
        const auto p = *parametersOf("real");
        QCOMPARE(p.challengeWindowBlocks * 12, std::uint64_t(7 * 24 * 3600));
        QVERIFY(p.l2ChainId != parametersOf("demo")->l2ChainId);
    }

    void unknownPresetIsNamed() {
        const auto none = parametersOf("mainnet");
        QVERIFY(!none.has_value());
        QCOMPARE(none.error().code, ErrorCode::l1NoProfile);
        QVERIFY(none.error().detail.find("mainnet") != std::string::npos);
    }

    void everyContractHasAnArtifactAndAPlaceOfItsOwn() {
        for (const auto& artifact : artifacts())
            QVERIFY(creationCode(artifact.name).has_value());
        const auto at = predictAddresses(Address{{1}}, 7).all();
        QCOMPARE(std::set(at.begin(), at.end()).size(), artifacts().size());
    }
};

QTEST_APPLESS_MAIN(L1DeploymentTest)
#include "tst_l1_deployment.moc"
