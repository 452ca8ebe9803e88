#include "base/hex.hpp"
#include "lab/event_log.hpp"
#include "lab/sampler.hpp"
#include "lab/snapshot_builder.hpp"

#include <QTest>

using namespace aw;
using namespace aw::lab;

namespace {

Address addressOf(std::uint8_t number) {
    Address address;
    address.bytes[0] = number;
    return address;
}

node::NodeView viewOf(std::uint8_t self) {
    node::NodeView view;
    view.l1Connected = true;
    view.heads.l1.number = 100;
    view.heads.latest.number = 40;
    for (std::uint8_t number = 1; number <= 3; ++number)
        view.operators.push_back({.address = addressOf(number),
                                  .status = api::OperatorStatus::registered,
                                  .eligible = true,
                                  .current = number == 1,
                                  .l2Head = number == self ? 40u : 0u});
    view.pendingHolders = self;
    return view;
}

LocalNode nodeOf(std::uint8_t number, std::string name, node::NodeView view) {
    return {.address = addressOf(number),
            .name = std::move(name),
            .rpcPort = static_cast<std::uint16_t>(9000 + number),
            .view = std::make_shared<const node::NodeView>(std::move(view))};
}

const api::Operator& shown(const api::Snapshot& snapshot, std::uint8_t number) {
    for (const auto& entry : snapshot.operators)
        if (entry.address == addressOf(number)) return entry;
    throw std::logic_error("not shown");
}

} // namespace

/// What a front end sees, put together from the views of nodes, without any node.
class TestLabSnapshotBuilder : public QObject {
    Q_OBJECT

private slots:
    void everyOperatorHasANameAndItsOwnFigures() {
        auto first = viewOf(1);
        first.operators[0].feedPeers = 2;
        const SnapshotBuilder builder({}, {nodeOf(1, "Aurora", first), nodeOf(2, "Borealis", viewOf(2))},
                                      {{addressOf(3), "Cygnus (convicted)"}});
        const auto snapshot = builder.build(addressOf(2));
        QCOMPARE(snapshot.viewpoint, addressOf(2));
        QCOMPARE(snapshot.rpcUrl, std::string("http://127.0.0.1:9002"));
        QCOMPARE(shown(snapshot, 1).name, std::string("Aurora"));
        QCOMPARE(shown(snapshot, 1).rpcUrl, std::string("http://127.0.0.1:9001"));
        // Borealis cannot know it; Aurora does.
        QCOMPARE(shown(snapshot, 1).feedPeers, 2u);
        QCOMPARE(shown(snapshot, 1).l2Head, std::uint64_t(40));
        QCOMPARE(shown(snapshot, 3).name, std::string("Cygnus (convicted)"));
        QVERIFY(!shown(snapshot, 3).local && shown(snapshot, 3).rpcUrl.empty());
        QCOMPARE(builder.nameOf(addressOf(9)), base::toHex(addressOf(9).view()).substr(0, 10));
    }

    void whatTheCurrentOperatorKnowsBestIsItsOwn() {
        const SnapshotBuilder builder({}, {nodeOf(1, "Aurora", viewOf(1)), nodeOf(2, "Borealis", viewOf(2))},
                                      {});
        const auto snapshot = builder.build(addressOf(2));
        QCOMPARE(snapshot.pendingHolders, 1u); // of Aurora's view, not of Borealis'
        QCOMPARE(snapshot.backups, 1u);        // the one that runs here and is not current
    }

    void l1TransactionsAreThoseOfTheViewpoint() {
        auto own = viewOf(2);
        own.l1Txs.push_back({.id = 7});
        own.l1Account = api::L1Account{.address = addressOf(2)};
        const SnapshotBuilder builder({}, {nodeOf(1, "Aurora", viewOf(1)), nodeOf(2, "Borealis", own)}, {});
        const auto snapshot = builder.build(addressOf(2));
        QCOMPARE(snapshot.l1Txs.size(), std::size_t(1));
        QVERIFY(snapshot.l1Account && snapshot.l1Account->address == addressOf(2));
        QVERIFY(builder.build(addressOf(1)).l1Txs.empty());
    }

    void aNodeThatIsDownIsNotReadyAndSaysSo() {
        LocalNode down{.address = addressOf(1), .name = "Aurora", .rpcPort = 9001, .view = nullptr};
        const SnapshotBuilder builder({}, {down, nodeOf(2, "Borealis", viewOf(2))}, {});
        const auto snapshot = builder.build(addressOf(2));
        QVERIFY(shown(snapshot, 1).local && !shown(snapshot, 1).running && !shown(snapshot, 1).ready);
        QCOMPARE(shown(snapshot, 1).notReady, api::NotReady::stopped);
        QVERIFY(shown(snapshot, 2).ready);
    }

    void whoeverIsInGoodStandingStandsInForTheViewpoint() {
        const auto view = [](std::uint8_t self, api::OperatorStatus status, bool synced) {
            auto made = viewOf(self);
            made.synced = synced;
            made.operators[self - 1].status = status;
            return made;
        };
        constexpr auto registered = api::OperatorStatus::registered;
        const auto convicted = nodeOf(1, "Aurora", view(1, api::OperatorStatus::convicted, true));
        const LocalNode down{.address = addressOf(2), .name = "Borealis", .rpcPort = 9002, .view = nullptr};
        const auto good = nodeOf(3, "Cygnus", view(3, registered, true));
        const auto reading = nodeOf(3, "Cygnus", view(3, registered, false));
        const auto observer = [](const std::vector<LocalNode>& nodes) {
            const auto* node = observerOf(nodes, addressOf(2));
            return node ? node->name : std::string();
        };
        QCOMPARE(observer({convicted, nodeOf(2, "Borealis", view(2, registered, true)), good}),
                 std::string("Borealis"));
        QCOMPARE(observer({convicted, down, good}), std::string("Cygnus"));
        // What has read L1 knows more than what has not.
        QCOMPARE(observer({convicted, down, reading}), std::string("Aurora"));
        QCOMPARE(observer({down, reading}), std::string("Cygnus"));
        QCOMPARE(observer({down}), std::string());
    }

    void aNodeThatIsFarBehindTheOthersLags() {
        auto ahead = viewOf(1);
        ahead.heads.latest.number = 60;
        const SnapshotBuilder builder({}, {nodeOf(1, "Aurora", ahead), nodeOf(2, "Borealis", viewOf(2))}, {});
        const auto snapshot = builder.build(addressOf(1));
        QCOMPARE(shown(snapshot, 2).lagBlocks, std::uint64_t(20));
        QCOMPARE(shown(snapshot, 2).notReady, api::NotReady::lagging);
        // A reason of the node's own comes first.
        auto disk = viewOf(2);
        disk.operators[1].notReady = api::NotReady::diskRefused;
        const SnapshotBuilder other({}, {nodeOf(1, "Aurora", ahead), nodeOf(2, "Borealis", disk)}, {});
        QCOMPARE(shown(other.build(addressOf(1)), 2).notReady, api::NotReady::diskRefused);
    }

    void aNewKeyIsShownBeforeL1KnowsIt() {
        const SnapshotBuilder builder({}, {nodeOf(2, "Borealis", viewOf(2)), nodeOf(7, "Cygnus", viewOf(7))},
                                      {});
        const auto snapshot = builder.build(addressOf(2));
        QCOMPARE(snapshot.operators.size(), std::size_t(4));
        QCOMPARE(shown(snapshot, 7).status, api::OperatorStatus::none);
        QVERIFY(shown(snapshot, 7).local);
    }

    void withoutAViewpointOnlyTheRollupIsKnown() {
        RollupInfo rollup{.l1Client = "anvil", .l1Endpoint = "http://127.0.0.1:8545", .l1ChainId = 31337};
        rollup.deployment.parameters.heartbeatBlocks = 12;
        const auto snapshot = SnapshotBuilder(rollup, {}, {}).build({});
        QCOMPARE(snapshot.l1.client, std::string("anvil"));
        QVERIFY(!snapshot.l1.connected);
        QCOMPARE(snapshot.parameters.heartbeatBlocks, std::uint64_t(12));
        QVERIFY(snapshot.operators.empty());
        QVERIFY(!snapshot.lab);
    }

    void aTransferCostsWhatRecentBatchesCost() {
        auto view = viewOf(1);
        view.heads.l1.number = 200;
        view.batches = {{.l1Block = 100, .txs = 1, .dataBytes = 9'999, .gasUsed = 9'999'999},
                        {.l1Block = 140, .txs = 10, .dataBytes = 100, .gasUsed = 5'000},
                        {.l1Block = 190, .txs = 30, .dataBytes = 500, .gasUsed = 11'000},
                        {.l1Block = 195,
                         .txs = 7,
                         .dataBytes = 7'000,
                         .gasUsed = 70'000,
                         .status = api::BatchStatus::rolledBack}};
        const auto per = perTransfer(view);
        QCOMPARE(per.bytes, 15.0);
        QCOMPARE(per.gas, 400.0);
        const auto snapshot = SnapshotBuilder({}, {nodeOf(1, "Aurora", view)}, {}).build(addressOf(1));
        QCOMPARE(snapshot.gainOverL1, 52.5);
    }

    void aRateCoversFiveSecondsAndNeverFallsBelowZero() {
        Rate rate;
        QCOMPARE(rate.perSecond(), 0.0);
        rate.note(1'000, 0);
        rate.note(2'000, 100);
        QCOMPARE(rate.perSecond(), 100.0);
        rate.note(12'000, 100); // only what lies within the window counts
        rate.note(13'000, 100);
        QCOMPARE(rate.perSecond(), 0.0);
        rate.note(14'000, 40);
        QCOMPARE(rate.perSecond(), 0.0);
    }

    void samplesAndEventsKeepTheNewest() {
        Sampler sampler;
        auto view = viewOf(1);
        for (std::uint64_t second = 1; second <= Sampler::kMax + 5; ++second) {
            view.totalTxs = second * 10;
            QVERIFY(sampler.due(static_cast<std::int64_t>(second) * 1000));
            sampler.add(static_cast<std::int64_t>(second) * 1000, view, second);
            QVERIFY(!sampler.due(static_cast<std::int64_t>(second) * 1000 + 999));
        }
        QCOMPARE(sampler.samples().size(), Sampler::kMax);
        QCOMPARE(sampler.samples().front().atMs, std::int64_t(6000));
        QCOMPARE(sampler.executedPerSecond(), 10.0);
        // A roll-back executes the same again: that is no work twice.
        view.totalTxs = 5;
        sampler.add(700'000, view, 1);
        QVERIFY(sampler.executedPerSecond() >= 0);

        EventLog log;
        for (std::size_t i = 0; i < EventLog::kMax + 2; ++i)
            log.add(0, 0, api::EventCode::epoch, {});
        QCOMPARE(log.events().size(), EventLog::kMax);
        QCOMPARE(log.events().front().id, std::uint64_t(3));
        QVERIFY(concernsOneNode(api::EventCode::diskRefused));
        QVERIFY(!concernsOneNode(api::EventCode::batchAnchored));
    }
};

QTEST_APPLESS_MAIN(TestLabSnapshotBuilder)
#include "tst_lab_snapshot_builder.moc"
