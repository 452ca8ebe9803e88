#include "fraud_scene.hpp"

#include "models/attention.hpp"
#include "models/batch_model.hpp"
#include "models/format.hpp"
#include "models/lookup.hpp"
#include "models/table_roles.hpp"
#include "models/word_filter.hpp"
#include "pages/act.hpp"
#include "widgets/controls.hpp"
#include "widgets/figures.hpp"
#include "widgets/strips.hpp"

#include <QLabel>
#include <QScrollArea>
#include <QToolButton>

using namespace aw;
using namespace aw::models;
using namespace aw::test;

/// Frauds, roll-backs and what comes after them: which batch is meant, what is still so, what comes first.
class TestFrauds : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { test::prepareApplication(); }
    void cleanup() { test::resetSettings(); }
    void aRolledBackBatchOpensItself();
    void aSelectionStaysWhatItIs();
    void aBatchThatIsGoneIsNotAnother();
    void aSecondFraudOfANumberOpensByItself();
    void challengesOfOneNumberAreToldApart();
    void aTransactionLeadsToItsOwnBatch();
    void statusAndTimeLeftSortApart();
    void windowsAreSortedByWhatIsLeft();
    void oneDeadlineIsSaidEverywhere();
    void anOpenFraudComesFirst();
    void whatStandsBehindAFraudIsBlocked();
    void hashesHaveOneName();
};

namespace {

/// What the row of that name says in full, in a list of facts in sight; empty where there is none.
QString hashNamed(const QWidget* widget, const QString& name) {
    for (const auto* hash : widget->findChildren<widgets::HashLabel*>())
        if (hash->isVisible() && hash->accessibleName() == name) return hash->whole();
    return {};
}

bool clickBatch(Fixture& fixture, const Hash& hash) {
    auto* table = fixture.find<widgets::DataTable>("batchTable");
    for (int row = 0; row < table->model()->rowCount(); ++row) {
        const auto index = table->model()->index(row, BatchModel::Operator);
        if (index.siblingAtColumn(0).data(KeyRole).toString() != format::fullHash(hash)) continue;
        table->scrollTo(index);
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(index).center());
        fixture.settle();
        return true;
    }
    return false;
}

} // namespace

void TestFrauds::aRolledBackBatchOpensItself() {
    Fixture fixture;
    fixture.console->bringUp(3);
    const auto fraud = cheat(fixture);
    convictAndGoOn(fixture, fraud);
    const auto successor = findBatch(*fixture.console->snapshot(), fraud.batch)->hash;
    QVERIFY(successor != fraud.batchHash);
    QVERIFY(fixture.open("navBatches"));
    const auto* inspector = fixture.find<QWidget>("inspector");
    for (const auto& hash : {fraud.batchHash, successor}) {
        QVERIFY(clickBatch(fixture, hash));
        QCOMPARE(hashNamed(inspector, QStringLiteral("Batch hash")), format::fullHash(hash));
    }
    // What leads to it from elsewhere marks its own row.
    fixture.window->selection().selectBatch(fraud.batch, fraud.batchHash);
    const auto* table = fixture.find<widgets::DataTable>("batchTable");
    QCOMPARE(table->currentIndex().siblingAtColumn(0).data(KeyRole).toString(),
             format::fullHash(fraud.batchHash));
}

void TestFrauds::aSelectionStaysWhatItIs() {
    Fixture fixture;
    fixture.console->bringUp(3);
    const auto fraud = cheat(fixture);
    fixture.window->selection().selectBatch(fraud.batch);
    fixture.settle();
    convictAndGoOn(fixture, fraud);
    const auto* inspector = fixture.find<QWidget>("inspector");
    QCOMPARE(hashNamed(inspector, QStringLiteral("Batch hash")), format::fullHash(fraud.batchHash));
    QCOMPARE(fixture.window->selection().batchHash(), fraud.batchHash);
    // L1 has its data still; by its number its successor would be found.
    QVERIFY(!textOf(inspector).contains(QStringLiteral("rollup_getBatch")));
    QVERIFY(textOf(inspector).contains(QStringLiteral("cast tx")));
}

void TestFrauds::aBatchThatIsGoneIsNotAnother() {
    Fixture fixture;
    fixture.bringUp(3);
    const auto batch = fixture.console->snapshot()->batches[1];
    fixture.window->selection().selectBatch(batch.number);
    // When a reorganised L1 takes it back without a word
    fixture.console->edit(
        [](api::Snapshot& state) { state.batches.erase(state.batches.begin() + 1, state.batches.end()); });
    fixture.settle();
    const auto* inspector = fixture.find<QWidget>("inspector");
    QVERIFY(textOf(inspector).contains(QStringLiteral("NO LONGER AMONG THE BATCHES KNOWN HERE")));
    QCOMPARE(hashNamed(inspector, QStringLiteral("Batch hash")), format::fullHash(batch.hash));
}

void TestFrauds::aSecondFraudOfANumberOpensByItself() {
    Fixture fixture;
    fixture.bringUp(3);
    auto& selection = fixture.window->selection();
    const auto first = cheat(fixture);
    QCOMPARE(selection.batchHash(), first.batchHash);
    convict(fixture, first);
    selection.clear();
    const auto second = cheat(fixture);
    QCOMPARE(second.batch, first.batch);
    QVERIFY(second.batchHash != first.batchHash);
    QCOMPARE(selection.kind(), Selection::Kind::batch);
    QCOMPARE(selection.batchHash(), second.batchHash);
}

void TestFrauds::challengesOfOneNumberAreToldApart() {
    Fixture fixture;
    fixture.console->bringUp(3);
    const auto first = cheat(fixture);
    convict(fixture, first);
    const auto second = cheat(fixture);
    QCOMPARE(second.batch, first.batch);
    QVERIFY(fixture.open("navChallenges"));
    const auto* page = fixture.find<QWidget>("challengesPage");
    for (const auto& challenge : {first, second}) {
        for (auto* button : page->findChildren<QToolButton*>())
            if (button->isVisible() && button->toolTip().contains(format::shortHash(challenge.batchHash)))
                button->click();
        fixture.settle();
        QCOMPARE(hashNamed(page, QStringLiteral("Batch hash")), format::fullHash(challenge.batchHash));
    }
    // A notice leads to the fraud that it tells of.
    fixture.window->selection().selectBatch(first.batch, first.batchHash);
    for (const auto& notice : attention(*fixture.console->snapshot(), fixture.console->nowMs()))
        if (notice.tone == Tone::bad) follow(notice, fixture.window->selection());
    QCOMPARE(fixture.window->selection().batchHash(), second.batchHash);
}

void TestFrauds::aTransactionLeadsToItsOwnBatch() {
    Fixture fixture;
    fixture.console->bringUp(3);
    const auto fraud = cheat(fixture);
    convictAndGoOn(fixture, fraud);
    const auto& snapshot = *fixture.console->snapshot();
    const auto* gone = findBatch(snapshot, fraud.batchHash);
    const auto* successor = findBatch(snapshot, fraud.batch);
    const api::L1Transaction old{.kind = api::L1TxKind::batch, .batch = fraud.batch, .hash = gone->l1TxHash};
    QVERIFY(gone->l1TxHash != successor->l1TxHash);
    QCOMPARE(batchOf(snapshot, old), fraud.batchHash);
    const api::L1Transaction pending{.kind = api::L1TxKind::batch, .batch = fraud.batch};
    QCOMPARE(batchOf(snapshot, pending), successor->hash);
    for (const auto& stamp : challengeOf(snapshot, fraud.batchHash)->history)
        if (!stamp.l1TxHash.isZero()) {
            const api::L1Transaction sent{
                .kind = api::L1TxKind::challenge, .batch = fraud.batch, .hash = stamp.l1TxHash};
            QCOMPARE(batchOf(snapshot, sent), fraud.batchHash);
        }
    QCOMPARE(batchOf(snapshot, api::L1Transaction{}), Hash{});
}

void TestFrauds::statusAndTimeLeftSortApart() {
    test::EngineDouble console;
    console.bringUp(16);
    console.edit([](api::Snapshot& state) {
        state.batches[14].status = api::BatchStatus::disputed;
        state.batches[15].status = api::BatchStatus::rolledBack;
    });
    BatchModel model;
    model.update(console.snapshot());
    WordFilter sorted;
    sorted.setSourceModel(&model);
    sorted.sort(BatchModel::Left, Qt::AscendingOrder);
    std::uint64_t before = 0;
    int open = 0;
    for (int row = 0; row < sorted.rowCount(); ++row) {
        const auto* batch = findBatch(*console.snapshot(),
                                      sorted.index(row, BatchModel::Number).data(SortRole).toULongLong());
        if (!isOpen(*batch)) continue;
        QCOMPARE(open++, row); // whatever has no time left comes after them
        const auto left = blocksLeft(*console.snapshot(), *batch);
        QVERIFY(left >= before);
        before = left;
    }
    QVERIFY(open >= 10);
    QVERIFY(before >= 10); // of one digit and of two
    QCOMPARE(sorted.index(sorted.rowCount() - 1, BatchModel::Left).data().toString(), QString(QChar(0x2014)));
    // What asks for most comes first, in any language.
    sorted.sort(BatchModel::Status, Qt::AscendingOrder);
    QCOMPARE(sorted.index(0, BatchModel::Status).data().toString(), QStringLiteral("wrong root"));
    QCOMPARE(sorted.index(sorted.rowCount() - 1, BatchModel::Status).data().toString(),
             QStringLiteral("rolled back"));
}

void TestFrauds::windowsAreSortedByWhatIsLeft() {
    Fixture fixture;
    fixture.bringUp(9);
    QVERIFY(fixture.open("navChallenges"));
    const auto& snapshot = *fixture.console->snapshot();
    const auto open = openWindows(snapshot);
    QVERIFY(open.size() >= 9);
    const auto* bars = fixture.window->findChild<widgets::WindowBars*>(QStringLiteral("windowBars"));
    QVERIFY(bars);
    int y = -1;
    std::uint64_t before = 0;
    for (const auto* batch : open) {
        QVERIFY(blocksLeft(snapshot, *batch) >= before);
        before = blocksLeft(snapshot, *batch);
        const QRect row = bars->rowOf(batch->hash);
        QVERIFY2(!row.isEmpty(), "every window has its row");
        QVERIFY(row.y() > y);
        y = row.y();
    }
    // What is final next is in sight, the others scroll to where they are chosen.
    QVERIFY(!bars->visibleRegion().intersected(bars->rowOf(open.front()->hash)).isEmpty());
    QVERIFY(bars->visibleRegion().intersected(bars->rowOf(open.back()->hash)).isEmpty());
    fixture.window->selection().selectBatch(open.back()->number, open.back()->hash);
    fixture.settle();
    QVERIFY(!bars->visibleRegion().intersected(bars->rowOf(open.back()->hash)).isEmpty());
}

void TestFrauds::oneDeadlineIsSaidEverywhere() {
    Fixture fixture;
    fixture.console->bringUp(2);
    const auto fraud = cheat(fixture);
    fixture.run(3000);
    QVERIFY(fixture.click("navChallenges"));
    fixture.run(400);
    const auto& snapshot = *fixture.console->snapshot();
    const auto* batch = findBatch(snapshot, fraud.batchHash);
    QCOMPARE(deadlineOf(*batch), fraud.deadlineL1Block);
    const auto left = fraud.deadlineL1Block - snapshot.heads.l1.number;
    QCOMPARE(blocksLeft(snapshot, *batch), left);
    QCOMPARE(nextDeadline(snapshot).blocks, left);
    const auto said = format::blockSpan(left, snapshot.l1.blockTimeMs);
    const auto block = QStringLiteral("L1 block ") + format::number(fraud.deadlineL1Block);
    for (const char* name : {"challengesPage", "inspector"}) {
        const auto text = textOf(fixture.find<QWidget>(name));
        QVERIFY2(text.contains(said), qPrintable(text));
        QVERIFY2(text.contains(block), qPrintable(text));
    }
    // In a sentence the time stands behind.
    QVERIFY(attention(snapshot, fixture.console->nowMs()).front().act.contains(format::blocks(left)));
}

void TestFrauds::anOpenFraudComesFirst() {
    Fixture fixture;
    fixture.bringUp(8);
    QVERIFY(fixture.open("navChallenges"));
    const auto top = [&](const QWidget* widget) {
        return widget->mapTo(fixture.window.get(), QPoint(0, 0)).y();
    };
    const auto* bars = fixture.window->findChild<widgets::WindowBars*>(QStringLiteral("windowBars"));
    const auto* calm = fixture.find("toLabButton");
    QVERIFY(top(bars) < top(calm)); // nothing is open
    const auto fraud = cheat(fixture);
    fixture.run(400);
    auto* button = fixture.find("challengeButton");
    QVERIFY(button->isVisible());
    QVERIFY(top(button) < top(bars));
    // Beside the heading, above every figure.
    const auto* page = fixture.find<QWidget>("challengesPage");
    for (const auto* hash : page->findChildren<widgets::HashLabel*>())
        if (hash->isVisible()) QVERIFY(top(button) < top(hash));
    // The outcome does not jump away from whoever watches it.
    convict(fixture, fraud);
    QVERIFY(!button->isVisible());
    QVERIFY(textOf(page).contains(QStringLiteral("OUTCOME ON L1")));
    QVERIFY(top(fixture.window->findChild<widgets::Stepper*>()) < top(bars));
    // Once it is let go of, the windows come first again.
    fixture.window->selection().clear();
    fixture.settle();
    QVERIFY(top(fixture.window->findChild<widgets::Stepper*>()) > top(bars));
}

void TestFrauds::whatStandsBehindAFraudIsBlocked() {
    Fixture fixture;
    fixture.console->bringUp(2);
    const auto fraud = cheat(fixture);
    fixture.run(6000);
    const auto behind = fixture.console->snapshot()->batches.back().number;
    QVERIFY(behind > fraud.batch);
    // The engine replays nothing behind a wrong root.
    fixture.console->edit([&](api::Snapshot& state) {
        auto& last = state.batches.back();
        last.ownRoot = {};
        for (auto& segment : last.segmentList)
            segment.recomputed = segment.agrees = false;
    });
    fixture.settle();
    const auto& snapshot = *fixture.console->snapshot();
    const auto said = QStringLiteral("blocked by %1").arg(fraud.batch);
    QCOMPARE(blockedBy(snapshot, snapshot.batches.back())->number, fraud.batch);
    QVERIFY(!blockedBy(snapshot, snapshot.batches.front()));
    BatchModel model;
    model.update(fixture.console->snapshot());
    QCOMPARE(model.index(0, BatchModel::Root).data().toString(), said);
    QVERIFY(fixture.open("navChallenges"));
    const auto* bars = fixture.window->findChild<widgets::WindowBars*>(QStringLiteral("windowBars"));
    QVERIFY2(bars->accessibleDescription().contains(said), qPrintable(bars->accessibleDescription()));
    fixture.window->selection().selectBatch(behind);
    fixture.settle();
    QVERIFY(textOf(fixture.find<QWidget>("inspector")).contains(QStringLiteral("blocked by batch")));
}

void TestFrauds::hashesHaveOneName() {
    Fixture fixture;
    fixture.console->bringUp(2);
    const auto fraud = cheat(fixture);
    QVERIFY(fixture.open("navChallenges"));
    const auto* page = fixture.find<QWidget>("challengesPage");
    const auto* inspector = fixture.find<QWidget>("inspector");
    // What has one name is one hash, wherever it stands.
    std::map<QString, QString> named;
    for (const auto* place : {page, inspector})
        for (const auto* hash : place->findChildren<widgets::HashLabel*>()) {
            if (!hash->isVisible() || hash->whole().isEmpty()) continue;
            const auto [it, fresh] = named.emplace(hash->accessibleName(), hash->whole());
            QVERIFY2(fresh || it->second == hash->whole(), qPrintable(hash->accessibleName()));
        }
    QCOMPARE(named[QStringLiteral("Claimed root")],
             format::fullHash(findBatch(*fixture.console->snapshot(), fraud.batchHash)->claimedRoot));
    QCOMPARE(named[QStringLiteral("Claimed after segment %1").arg(fraud.segment)],
             format::fullHash(fraud.claimedRoot));
}

QTEST_MAIN(TestFrauds)
#include "tst_ui_frauds.moc"
