#include "fraud_scene.hpp"

#include "models/attention.hpp"
#include "models/operator_model.hpp"
#include "widgets/controls.hpp"

#include <QDoubleSpinBox>

using namespace aw;
using namespace aw::models;
using namespace aw::test;

/// What is said of operators, and for how long it is so.
class TestOperators : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { prepareApplication(); }
    void cleanup() { resetSettings(); }
    void whoIsGoneForGoodAsksForNothing();
    void aNewCardFollowsItsBid();
    void nobodyBidsNothing();
    void aConvictionIsNoFailOver();
    void whatIsPastIsNotSaid();
    void aNodeThatIsDownIsNotPoor();
    void operatorsAreComparedInOneTable();
    void whatNobodyKnowsIsADash();
};

void TestOperators::whoIsGoneForGoodAsksForNothing() {
    test::EngineDouble console;
    console.bringUp(1);
    console.edit([](api::Snapshot& state) {
        auto back = state.operators[2];
        auto& gone = state.operators[2];
        gone.name = "Cygnus (convicted)";
        gone.status = api::OperatorStatus::convicted;
        gone.eligible = gone.ready = false;
        back.address.bytes[0] ^= 0xff;
        state.operators.push_back(back);
    });
    const auto isSaid = [&] {
        for (const auto& notice : attention(*console.snapshot(), console.nowMs()))
            if (notice.title.contains(QStringLiteral("is out"))) return true;
        return false;
    };
    QVERIFY(isSaid()); // its operator can still bring it back
    console.edit([](api::Snapshot& state) { state.operators[2].local = false; });
    QVERIFY(!isSaid());
}

void TestOperators::aNewCardFollowsItsBid() {
    Fixture fixture;
    fixture.console->bringUp(1);
    const auto bid = fixture.console->snapshot()->operators[2].bidWei;
    // A new key is known before L1 knows of it.
    const auto set = [&](api::OperatorStatus status, std::uint64_t wei) {
        fixture.console->edit([&](api::Snapshot& state) {
            state.operators[2].address.bytes[0] = 0x77;
            state.operators[2].status = status;
            state.operators[2].bidWei = state.operators[2].nextBidWei = wei;
        });
        fixture.settle();
    };
    set(api::OperatorStatus::none, 0);
    QVERIFY(fixture.open("navOperators"));
    const auto* card = fixture.find<QWidget>("operatorCard_Cygnus");
    QVERIFY2(!textOf(card).contains(QStringLiteral("L1 allows bids")), qPrintable(textOf(card)));
    set(api::OperatorStatus::registered, bid);
    auto* field = fixture.find<QDoubleSpinBox>("bidField_Cygnus");
    QCOMPARE(field->value(), static_cast<double>(bid) / 1e9);
    QVERIFY2(!textOf(card).contains(QStringLiteral("L1 allows bids")), qPrintable(textOf(card)));
    // What somebody types is not overwritten by what L1 says.
    field->setValue(0.5);
    set(api::OperatorStatus::registered, bid + 1'000'000);
    QCOMPARE(field->value(), 0.5);
}

void TestOperators::nobodyBidsNothing() {
    test::EngineDouble console;
    console.bringUp(1);
    History history;
    history.record(*console.snapshot());
    const auto address = console.snapshot()->operators[2].address;
    const auto points = history.bids().at(address).size();
    for (const auto status :
         {api::OperatorStatus::convicted, api::OperatorStatus::none, api::OperatorStatus::registered}) {
        console.edit([&](api::Snapshot& state) {
            state.operators[2].status = status;
            state.operators[2].bidWei = 0;
        });
        history.record(*console.snapshot());
    }
    QCOMPARE(history.bids().at(address).size(), points);
    for (const auto& [who, all] : history.bids())
        for (const auto& point : all)
            QVERIFY(point.bidWei != 0);
}

void TestOperators::aConvictionIsNoFailOver() {
    Fixture fixture;
    fixture.console->bringUp(2);
    convictAndGoOn(fixture, cheat(fixture));
    QVERIFY(fixture.window->history().lessons().challenged);
    QVERIFY(!fixture.window->history().lessons().failedOver);
    fixture.console->failOver({});
    fixture.run(500);
    QVERIFY(fixture.window->history().lessons().failedOver);
    // So is a takeover from one that is silent.
    Fixture other;
    other.console->bringUp(2);
    other.console->crash(currentOperator(*other.console->snapshot())->address, {});
    other.run(12'000);
    QVERIFY(other.window->history().lessons().failedOver);
}

void TestOperators::whatIsPastIsNotSaid() {
    Fixture fixture;
    fixture.bringUp(2);
    QVERIFY(fixture.open("navLab"));
    const auto* card = fixture.find<QWidget>("faultCard_Aurora");
    const auto says = [&](const char* words) { return textOf(card).contains(QLatin1String(words)); };
    const auto before = fixture.console->snapshot()->challenges.size();
    QVERIFY(fixture.click("injectBadRootButton_Aurora"));
    fixture.run(200);
    QVERIFY(says("Its next batch will claim a wrong root."));
    for (int i = 0; i < 60 && fixture.console->snapshot()->challenges.size() == before; ++i) {
        QVERIFY(says("Its next batch will claim a wrong root."));
        fixture.run(500);
    }
    fixture.run(200);
    QVERIFY(!says("Its next batch will claim a wrong root."));
    QVERIFY(fixture.click("crashButton_Aurora"));
    fixture.run(300);
    QVERIFY(says("Its node is down."));
    fixture.run(30'000);
    QVERIFY(!says("Its node is down."));
}

void TestOperators::aNodeThatIsDownIsNotPoor() {
    test::EngineDouble console;
    console.bringUp(2);
    console.edit([](api::Snapshot& state) {
        auto& entry = state.operators[2];
        entry.running = entry.ready = false;
    });
    console.l1Book().setBalance(console.snapshot()->operators[2].address, Wei(0));
    console.run(100);
    QCOMPARE(console.snapshot()->operators[2].l1BalanceWei, Wei(0));
    for (const auto& notice : attention(*console.snapshot(), console.nowMs()))
        QVERIFY2(!notice.title.contains(QStringLiteral("run low")), qPrintable(notice.text));
}

void TestOperators::operatorsAreComparedInOneTable() {
    Fixture fixture;
    fixture.bringUp(2);
    QVERIFY(fixture.open("navOperators"));
    auto* table = fixture.find<widgets::DataTable>("operatorTable");
    QVERIFY(table);
    QCOMPARE(table->model()->rowCount(), 3);
    const auto cell = [&](int row, int column) { return table->model()->index(row, column); };
    QCOMPARE(cell(0, OperatorModel::Name).data().toString(), QStringLiteral("Aurora"));
    QCOMPARE(cell(0, OperatorModel::Standing).data().toString(), QStringLiteral("active"));
    QCOMPARE(cell(2, OperatorModel::Bid).data().toString(), QStringLiteral("0.36 gwei"));
    // As numbers, not as text.
    table->sortByColumn(OperatorModel::Bid, Qt::DescendingOrder);
    QCOMPARE(cell(0, OperatorModel::Name).data().toString(), QStringLiteral("Cygnus"));
    // A row is its operator, in the inspector too, and the other way round.
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(cell(0, 0)).center());
    const auto& operators = fixture.console->snapshot()->operators;
    QCOMPARE(fixture.window->selection().address(), operators[2].address);
    fixture.window->selection().selectOperator(operators[0].address);
    QCOMPARE(table->currentIndex().siblingAtColumn(0).data().toString(), QStringLiteral("Aurora"));
}

void TestOperators::whatNobodyKnowsIsADash() {
    EngineDouble console;
    console.bringUp(2);
    console.edit([](api::Snapshot& state) {
        // One whose node is down, and one that runs elsewhere.
        state.operators[1].running = state.operators[1].ready = false;
        state.operators[2].local = state.operators[2].running = false;
        for (const auto i : {1u, 2u}) {
            auto& entry = state.operators[i];
            entry.l1BalanceWei = 0;
            entry.pendingHeld = entry.batchesHeld = entry.lagBlocks = 0;
            entry.feedPeers = 0;
        }
    });
    OperatorModel model;
    model.update(console.snapshot());
    const QString dash(QChar(0x2014));
    for (const auto column : {OperatorModel::Funds, OperatorModel::BatchesHeld, OperatorModel::PendingHeld,
                              OperatorModel::Behind, OperatorModel::Peers}) {
        QVERIFY(model.index(0, column).data().toString() != dash);
        QCOMPARE(model.index(1, column).data().toString(), dash);
        QCOMPARE(model.index(2, column).data().toString(), dash);
    }
    // What L1 says is known of everybody.
    for (int row = 0; row < 3; ++row)
        QVERIFY(model.index(row, OperatorModel::Bond).data().toString() != dash);
}

QTEST_MAIN(TestOperators)
#include "tst_ui_operators.moc"
