#include "ui_fixture.hpp"

#include "models/attention.hpp"
#include "models/batch_model.hpp"
#include "models/event_model.hpp"
#include "models/format.hpp"
#include "models/lookup.hpp"
#include "models/table_roles.hpp"
#include "models/texts.hpp"
#include "models/word_filter.hpp"
#include "widgets/lane_painter.hpp"

#include <QAbstractItemModelTester>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTranslator>

#include <set>

using namespace aw;
using namespace aw::models;

/// What is said, counted and sorted, apart from how it is drawn.
class TestModels : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { test::prepareApplication(); }
    void amountsAreRoundedDown_data();
    void amountsAreRoundedDown();
    void countsHaveTheirPlural();
    void durationsAreReadable();
    void everyErrorOfTheConsoleHasASentence();
    void everyEnumeratorHasATextInBothLanguages();
    void batchesStayInStep();
    void filterFindsWordsAndHashes();
    void attentionIsWorstFirst();
    void staleMeansThreeBlocks();
    void laneMovesBatchesOnwards();
    void laneDropsWhatIsRolledBack();
    void laneJumpsWithoutMotion();
    void laneTilesNeverCoverEachOther();
};

void TestModels::amountsAreRoundedDown_data() {
    QTest::addColumn<QString>("wei");
    QTest::addColumn<int>("digits");
    QTest::addColumn<QString>("text");
    QTest::newRow("zero") << "0" << 4 << "0.0000";
    QTest::newRow("one") << "1000000000000000000" << 2 << "1.00";
    QTest::newRow("just below") << "9999999999999999999" << 2 << "9.99";
    QTest::newRow("dust") << "1" << 4 << "<0.0001";
    QTest::newRow("grouped") << "1234567000000000000000" << 1 << "1,234.5";
    QTest::newRow("whole") << "2500000000000000000" << 0 << "2";
}

void TestModels::amountsAreRoundedDown() {
    QFETCH(QString, wei);
    QFETCH(int, digits);
    QFETCH(QString, text);
    QCOMPARE(format::ether(Wei(wei.toStdString()), digits), text);
}

void TestModels::countsHaveTheirPlural() {
    QCOMPARE(format::blocks(1), QStringLiteral("1 block"));
    QCOMPARE(format::blocks(0), QStringLiteral("0 blocks"));
    QCOMPARE(format::blocks(38), QStringLiteral("38 blocks"));
    QCOMPARE(format::blocks(50'400), QStringLiteral("50,400 blocks"));
}

void TestModels::durationsAreReadable() {
    QCOMPARE(format::duration(-5), QStringLiteral("0.0 s"));
    QCOMPARE(format::duration(420), QStringLiteral("0.4 s"));
    QCOMPARE(format::duration(14'200), QStringLiteral("14 s"));
    QCOMPARE(format::duration(200'000), QStringLiteral("3 min 20 s"));
    QCOMPARE(format::duration(7'500'000), QStringLiteral("2 h 5 min"));
    QCOMPARE(format::blockSpan(50'399, 12'000), QStringLiteral("6 d 23 h, 50,399 blocks"));
    QCOMPARE(format::blockSpan(51, 1'003), QStringLiteral("51 s, 51 blocks"));
    QCOMPARE(format::blockSpan(4, 1'000), QStringLiteral("4 s, 4 blocks"));
    QCOMPARE(format::blockSpan(4, 0), QStringLiteral("4 blocks"));
    QCOMPARE(format::feeUnit(310'000'000), QStringLiteral("0.31 gwei"));
    QCOMPARE(format::feeUnit(7), QStringLiteral("7 wei"));
}

/// Whether an act, the start of a demo or an L1 endpoint can lead to it at the console.
static bool reachesTheConsole(ErrorCode code) {
    using enum ErrorCode;
    const std::set<ErrorCode> single{chainDamaged, feedListen, nodeOtherRollup, nodeStopped, rpcListen};
    const std::set<std::string> groups{"anvil", "bid", "challenge", "failover", "l1",
                                       "l1tx",  "lab", "load",      "store"};
    if (code == l1Moved || code == l1Rewound) return false; // between the follower's own steps
    const auto text = name(code);
    return single.contains(code) || groups.contains(std::string(text.substr(0, text.find('.'))));
}

void TestModels::everyErrorOfTheConsoleHasASentence() {
    for (const auto code : base::everyErrorCode()) {
        const std::string label(name(code));
        const QString text = texts::error({code, "What the engine says."});
        if (!reachesTheConsole(code)) {
            QCOMPARE(text, QStringLiteral("What the engine says."));
            QCOMPARE(texts::error({code, {}}), QString::fromStdString(label));
            continue;
        }
        QVERIFY2(text != QStringLiteral("What the engine says."), label.c_str());
        QVERIFY2(text.size() > 20 && text.endsWith(u'.'), label.c_str());
    }
}

/// Every text that is made from an enumeration, with the enumerator's name in front.
static QMap<QString, QString> textsOfCodes() {
    QMap<QString, QString> all;
    const auto add = [&](const char* kind, std::string_view name, const QString& text) {
        all[QLatin1String(kind) + u' ' + QString::fromUtf8(name.data(), int(name.size()))] = text;
    };
    for (const auto code : api::every<api::EventCode>())
        add("event", api::name(code), texts::event(api::Event{.code = code}));
    for (const auto status : api::every<api::OperatorStatus>())
        add("standing", api::name(status), texts::standing(api::Operator{.status = status}));
    for (const auto reason : api::every<api::FraudReason>())
        add("fraud", api::name(reason), texts::reason(api::Challenge{.reason = reason, .rule = "T-28"}));
    for (const auto kind : api::every<api::FraudKind>())
        add("kind", api::name(kind), texts::fraud(kind));
    for (const auto status : api::every<api::BatchStatus>())
        add("batch", api::name(status), texts::status(api::Batch{.status = status}));
    for (const auto stage : api::every<api::ChallengeStage>())
        add("stage", api::name(stage), texts::stage(stage));
    for (const auto reason : api::every<api::NotReady>())
        add("not ready", api::name(reason),
            texts::notReady(api::Operator{.status = api::OperatorStatus::registered, .notReady = reason}));
    for (const auto kind : api::every<api::L1TxKind>()) {
        add("l1 kind", api::name(kind), texts::kind(kind));
        add("l1 purpose", api::name(kind), texts::purpose(api::L1Transaction{.kind = kind, .batch = 12}));
    }
    for (const auto state : api::every<api::L1TxState>()) {
        add("l1 state", api::name(state), texts::state(api::L1Transaction{.state = state}));
        add("l1 standing", api::name(state), texts::standing(api::L1Transaction{.state = state}));
    }
    for (const auto code : base::everyErrorCode())
        if (reachesTheConsole(code)) add("error", name(code), texts::error({code, {}}));
    return all;
}

void TestModels::everyEnumeratorHasATextInBothLanguages() {
    const auto english = textsOfCodes();
    QVERIFY(english.size() > 50);
    QTranslator chinese;
    QVERIFY(chinese.load(QStringLiteral(":/i18n/anchorwatch_zh_CN.qm")));
    QVERIFY(QCoreApplication::installTranslator(&chinese));
    const auto translated = textsOfCodes();
    QVERIFY(QCoreApplication::removeTranslator(&chinese));
    const QRegularExpression han(QStringLiteral("\\p{Han}"));
    for (auto it = english.begin(); it != english.end(); ++it) {
        QVERIFY2(!it.value().isEmpty(), qPrintable(it.key()));
        QVERIFY2(translated[it.key()].contains(han),
                 qPrintable(it.key() + QStringLiteral(": ") + translated[it.key()]));
        // An event is a sentence; no other event is told by the same one.
        if (!it.key().startsWith(QLatin1String("event"))) continue;
        QVERIFY2(it.value().trimmed().contains(u'.'), qPrintable(it.value()));
        QVERIFY2(english.keys(it.value()).size() == 1, qPrintable(it.value()));
    }
}

void TestModels::batchesStayInStep() {
    test::EngineDouble console;
    console.bringUp(3);
    BatchModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.update(console.snapshot());
    QCOMPARE(model.rowCount(), 3);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    QSignalSpy inserts(&model, &QAbstractItemModel::rowsInserted);
    while (console.snapshot()->batches.size() < 5)
        console.run(1000);
    model.update(console.snapshot());
    QCOMPARE(model.rowCount(), 5);
    QCOMPARE(resets.count(), 0);
    QCOMPARE(inserts.count(), 1);
    QCOMPARE(model.index(0, 0).data(SortRole).toULongLong(), 5u);
    // A list that has nothing in common with the one before is shown as it is.
    console.edit(
        [](api::Snapshot& state) { state.batches.erase(state.batches.begin() + 2, state.batches.end()); });
    model.update(console.snapshot());
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(0, 0).data(SortRole).toULongLong(), 2u);
    EventModel events;
    QAbstractItemModelTester eventTester(&events, QAbstractItemModelTester::FailureReportingMode::QtTest);
    events.update(*console.snapshot());
    QVERIFY(events.rowCount() > 0);
}

void TestModels::filterFindsWordsAndHashes() {
    test::EngineDouble console;
    console.bringUp(4);
    BatchModel model;
    model.update(console.snapshot());
    WordFilter filter;
    filter.setSourceModel(&model);
    filter.setWords(QStringLiteral("aurora"));
    QCOMPARE(filter.rowCount(), 4);
    filter.setWords(format::fullHash(console.snapshot()->batches[2].claimedRoot));
    QCOMPARE(filter.rowCount(), 1);
    QCOMPARE(filter.index(0, 0).data(SortRole).toULongLong(), 3u);
    // Without 0x it is no hash: what is meant as a number or a word finds none by chance.
    filter.setWords(format::fullHash(console.snapshot()->batches[2].claimedRoot).mid(2, 12));
    QCOMPARE(filter.rowCount(), 0);
    filter.setWords(QStringLiteral("aurora nowhere"));
    QCOMPARE(filter.rowCount(), 0);
    // Sorted as numbers, not as text.
    filter.setWords({});
    filter.sort(BatchModel::Gas, Qt::AscendingOrder);
    for (int row = 1; row < filter.rowCount(); ++row)
        QVERIFY(filter.index(row - 1, BatchModel::Gas).data(SortRole).toULongLong() <=
                filter.index(row, BatchModel::Gas).data(SortRole).toULongLong());
}

void TestModels::attentionIsWorstFirst() {
    test::EngineDouble console;
    console.bringUp(2);
    QCOMPARE(attention(*console.snapshot(), console.nowMs()).size(), 1u);
    QCOMPARE(attention(*console.snapshot(), console.nowMs()).front().tone, Tone::ok);
    console.injectBadRoot(console.snapshot()->operators[0].address, {});
    while (console.snapshot()->challenges.empty())
        console.run(1000);
    const auto notices = attention(*console.snapshot(), console.nowMs());
    QCOMPARE(notices.front().tone, Tone::bad);
    QCOMPARE(notices.front().batch, console.snapshot()->challenges[0].batch);
    QCOMPARE(notices.front().page, PageId::challenges);
    QCOMPARE(nextDeadline(*console.snapshot()).tone, Tone::bad);
    console.crash(console.snapshot()->operators[0].address, {});
    console.run(2000);
    bool down = false;
    for (const auto& notice : attention(*console.snapshot(), console.nowMs()))
        down = down || notice.page == PageId::operators;
    QVERIFY(down);
}

void TestModels::staleMeansThreeBlocks() {
    test::EngineDouble console;
    QVERIFY(!isStale(*console.snapshot(), console.nowMs() + 100'000)); // not running yet
    console.bringUp(1);
    const auto snapshot = console.snapshot();
    const auto seen = snapshot->heads.l1.seenAtMs;
    QVERIFY(!isStale(*snapshot, seen + 5000));
    QVERIFY(isStale(*snapshot, seen + 5001));
    console.setL1Connected(false);
    QVERIFY(isStale(*console.snapshot(), seen));
}

void TestModels::laneMovesBatchesOnwards() {
    test::EngineDouble console;
    console.bringUp(2);
    widgets::LaneScene scene;
    scene.setSnapshot(console.snapshot(), console.nowMs());
    QCOMPARE(scene.tiles().size(), 2u);
    const double before = scene.tiles()[0].place;
    QVERIFY(before >= widgets::LaneScene::kWindow && before < widgets::LaneScene::kWindowEnd);
    QVERIFY(scene.tiles()[0].place > scene.tiles()[1].place); // the older is further on
    for (int i = 0; i < 20; ++i) {
        console.run(1000);
        scene.setSnapshot(console.snapshot(), console.nowMs());
        scene.advance(console.nowMs(), 1.0, true);
    }
    QVERIFY(scene.tiles()[0].place > before + 0.2);
    // A new batch comes out of the filling one and glides, it does not jump.
    const auto known = scene.tiles().size();
    while (scene.tiles().size() == known) {
        console.run(100);
        scene.setSnapshot(console.snapshot(), console.nowMs());
    }
    QCOMPARE(scene.tiles().back().place, widgets::LaneScene::kFilling);
    scene.advance(console.nowMs(), 0.1, true);
    QVERIFY(scene.tiles().back().place > 0 && scene.tiles().back().place < widgets::LaneScene::kWindow);
    // In the end the oldest is final and in its box.
    console.run(60'000);
    scene.setSnapshot(console.snapshot(), console.nowMs());
    scene.advance(console.nowMs(), 10, true);
    scene.advance(console.nowMs(), 10, true);
    QVERIFY(scene.tiles().front().isFinal);
    QVERIFY(scene.tiles().front().place > 2.99);
}

void TestModels::laneDropsWhatIsRolledBack() {
    test::EngineDouble console;
    console.bringUp(3);
    widgets::LaneScene scene;
    scene.setSnapshot(console.snapshot(), console.nowMs());
    console.edit([](api::Snapshot& state) { state.batches[2].status = api::BatchStatus::rolledBack; });
    scene.setSnapshot(console.snapshot(), console.nowMs());
    scene.advance(console.nowMs(), 0.3, true);
    QCOMPARE(scene.tiles().size(), 3u);
    QVERIFY(scene.tiles()[2].falling && scene.tiles()[2].drop > 0);
    scene.advance(console.nowMs(), 2.0, true);
    QCOMPARE(scene.tiles().size(), 2u);
}

void TestModels::laneJumpsWithoutMotion() {
    test::EngineDouble console;
    console.bringUp(3);
    widgets::LaneScene scene;
    scene.setSnapshot(console.snapshot(), console.nowMs());
    console.run(5000);
    scene.setSnapshot(console.snapshot(), console.nowMs());
    scene.advance(console.nowMs(), 0, false);
    for (const auto& tile : scene.tiles()) {
        QCOMPARE(tile.place, tile.target);
        QVERIFY(tile.place >= widgets::LaneScene::kWindow);
    }
    QCOMPARE(scene.phase(), 0.0);
    QCOMPARE(scene.fillShare(), console.snapshot()->filling.share);
    const auto layout = widgets::LaneLayout::of(900, scene);
    QVERIFY(layout.xOf(0) < layout.xOf(1) && layout.xOf(1) < layout.xOf(2) && layout.xOf(2) < layout.xOf(3));
}

void TestModels::laneTilesNeverCoverEachOther() {
    test::EngineDouble console;
    console.bringUp(9);
    // Two batches in neighbouring L1 blocks, one of them wrong and wider.
    console.edit([](api::Snapshot& state) {
        auto& late = state.batches[8];
        late.l1Block = state.batches[7].l1Block + 1;
        late.finalAtL1Block = state.batches[7].finalAtL1Block + 1;
        late.status = api::BatchStatus::disputed;
    });
    widgets::LaneScene scene;
    scene.setSnapshot(console.snapshot(), console.nowMs());
    scene.advance(console.nowMs(), 0, false);
    for (const double width : {560.0, 900.0, 1400.0}) {
        const auto layout = widgets::LaneLayout::of(width, scene);
        QCOMPARE(layout.tiles.size(), scene.tiles().size());
        for (std::size_t i = 0; i < layout.tiles.size(); ++i) {
            QVERIFY(layout.window.left() <= layout.tiles[i].left());
            QVERIFY(layout.tiles[i].right() <= layout.window.right());
            for (std::size_t j = 0; j < i; ++j)
                QVERIFY(!layout.tiles[i].intersects(layout.tiles[j]));
        }
        // One close pair does not make slivers of all the others.
        if (width >= 900) QVERIFY(layout.tiles[0].width() >= 20);
    }
}

QTEST_MAIN(TestModels)
#include "tst_ui_models.moc"
