#include "fraud_scene.hpp"

#include "models/event_model.hpp"
#include "models/event_store.hpp"
#include "models/format.hpp"
#include "models/texts.hpp"
#include "shell/page_table.hpp"
#include "widgets/controls.hpp"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>

using namespace aw;
using models::EventModel;
using models::EventStore;
using test::Fixture;

/// The event log: below every page, to be filtered, followed and copied, and kept in a file that stands what
/// files go through.
class TestEvents : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { test::prepareApplication(); }
    void init() { QSettings().remove(QStringLiteral("events")); }
    void keysShowAndHideItOnEveryPage();
    void whetherItIsShownIsRemembered();
    void severityAndWordsFilter();
    void followingKeepsTheNewestInSight();
    void themeAndLanguageLeaveFilterAndFocusAlone();
    void rowsAreCopied();
    void anEventLeadsToItsBatch();
    void anEventOfARolledBackBatchLeadsToThatOne();
    void anEventOfAnEarlierRunLeadsNowhere();
    void whatCameUnseenIsCounted();
    void eventsOutliveTheConsole();
    void whatIsToldWhileTheFileIsReadIsKept();
    void nothingIsLostInTheFile();
    void aDamagedLineCostsNoOther_data();
    void aDamagedLineCostsNoOther();
    void theFileIsBounded();
    void aNewerFileIsLeftAlone();
    void whatCannotBeWrittenIsSaid();
};

namespace {

api::Event eventOf(std::uint64_t id) {
    return {.id = id,
            .atMs = 1'700'000'000'000 + static_cast<std::int64_t>(id) * 1000,
            .l1Block = 100 + id,
            .code = api::EventCode::batchAnchored,
            .args = {{"batch", std::to_string(id)}, {"operator", "Aurora \"the first\"\n"}}};
}

std::vector<api::Event> eventsOf(std::uint64_t first, std::uint64_t last) {
    std::vector<api::Event> all;
    for (auto id = first; id <= last; ++id)
        all.push_back(eventOf(id));
    return all;
}

std::vector<std::uint64_t> idsOf(const std::vector<api::Event>& events) {
    std::vector<std::uint64_t> ids;
    for (const auto& event : events)
        ids.push_back(event.id);
    return ids;
}

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString& path, const QByteArray& content) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

struct File {
    QTemporaryDir folder;
    QString path = folder.filePath(QStringLiteral("console-events.jsonl"));
};

void toggle(const Fixture& fixture) { QTest::keyClick(fixture.window.get(), Qt::Key_L, Qt::ControlModifier); }

} // namespace

void TestEvents::keysShowAndHideItOnEveryPage() {
    Fixture fixture;
    fixture.bringUp(2);
    auto* dock = fixture.find<QWidget>("eventDock");
    for (const auto& page : shell::pageTable(*fixture.bridge)) {
        QVERIFY(fixture.open(qPrintable(page.navName())));
        toggle(fixture);
        QVERIFY2(dock->isVisible(), qPrintable(page.navName()));
        QVERIFY(fixture.find<widgets::DataTable>("eventLog")->hasFocus());
        toggle(fixture);
        QVERIFY(!dock->isVisible());
        // The focus is on the page again, not lost.
        auto* focus = fixture.window->focusWidget();
        QVERIFY(focus && focus->objectName().endsWith(QStringLiteral("Page")));
    }
    QVERIFY(fixture.click("eventsButton"));
    QVERIFY(dock->isVisible());
    QVERIFY(fixture.click("eventsClose"));
    QVERIFY(!dock->isVisible());
}

void TestEvents::whetherItIsShownIsRemembered() {
    {
        Fixture fixture;
        fixture.bringUp(1);
        QVERIFY(!fixture.find<QWidget>("eventDock")->isVisible());
        toggle(fixture);
    }
    Fixture fixture;
    QVERIFY(!fixture.find<QWidget>("eventDock")->isVisible()); // nothing has started
    fixture.bringUp(1);
    QVERIFY(fixture.find<QWidget>("eventDock")->isVisible());
}

void TestEvents::severityAndWordsFilter() {
    Fixture fixture;
    fixture.console->bringUp(2);
    fixture.console->crash(fixture.console->snapshot()->operators[2].address, {});
    fixture.console->setL1Connected(false);
    fixture.settle();
    toggle(fixture);
    const auto* rows = fixture.find<widgets::DataTable>("eventLog")->model();
    const int all = rows->rowCount();
    const auto count = [&](api::Severity least) {
        const auto& events = fixture.console->snapshot()->events;
        return std::count_if(events.begin(), events.end(),
                             [&](const auto& event) { return api::severity(event.code) >= least; });
    };
    QCOMPARE(all, count(api::Severity::info));
    QVERIFY(fixture.click("eventsWarnings"));
    QCOMPARE(rows->rowCount(), count(api::Severity::warning));
    QVERIFY(rows->rowCount() > 0 && rows->rowCount() < all);
    QVERIFY(fixture.click("eventsSevere"));
    QCOMPARE(rows->rowCount(), count(api::Severity::bad));
    QVERIFY(fixture.click("eventsAll"));
    QTest::keySequence(fixture.window.get(), QKeySequence::Find);
    auto* field = fixture.find<QLineEdit>("eventFilter");
    QVERIFY(field->hasFocus());
    QTest::keyClicks(field, QStringLiteral("cygnus crashed"));
    QCOMPARE(rows->rowCount(), 1);
    QCOMPARE(rows->index(0, EventModel::Text).data().toString(),
             QStringLiteral("The node of Cygnus crashed."));
}

void TestEvents::followingKeepsTheNewestInSight() {
    Fixture fixture;
    fixture.bringUp(30);
    toggle(fixture);
    fixture.settle();
    auto* log = fixture.find<widgets::DataTable>("eventLog");
    auto* follow = fixture.find("eventsFollow");
    auto* bar = log->verticalScrollBar();
    QVERIFY(bar->maximum() > 300);
    const auto next = [&] {
        const auto count = fixture.console->snapshot()->events.size();
        while (fixture.console->snapshot()->events.size() == count)
            fixture.console->run(500);
        fixture.settle();
    };
    const auto atTop = [&] {
        return log->indexAt({4, 4}).siblingAtColumn(EventModel::Text).data().toString();
    };
    next();
    QVERIFY(follow->isChecked());
    QCOMPARE(bar->value(), 0);
    // Scrolled away it stays with what is read, whatever comes.
    bar->setValue(5 * log->rowHeight(0));
    QVERIFY(!follow->isChecked());
    const QString read = atTop();
    QVERIFY(!read.isEmpty());
    next();
    next();
    QCOMPARE(atTop(), read);
    QVERIFY(!follow->isChecked());
    QVERIFY(fixture.click("eventsFollow"));
    QCOMPARE(bar->value(), 0);
    next();
    QCOMPARE(bar->value(), 0);
    QVERIFY(follow->isChecked());
}

void TestEvents::themeAndLanguageLeaveFilterAndFocusAlone() {
    Fixture fixture;
    fixture.bringUp(6);
    toggle(fixture);
    QVERIFY(fixture.click("eventsWarnings"));
    QVERIFY(fixture.click("eventsAll"));
    auto* field = fixture.find<QLineEdit>("eventFilter");
    field->setFocus();
    QTest::keyClicks(field, QStringLiteral("2"));
    const int rows = fixture.find<widgets::DataTable>("eventLog")->model()->rowCount();
    fixture.window->setScheme(widgets::Theme::Scheme::light);
    fixture.window->setLocaleName(QStringLiteral("zh_CN"));
    fixture.settle();
    QVERIFY(field->hasFocus());
    QCOMPARE(field->text(), QStringLiteral("2"));
    QCOMPARE(fixture.find<widgets::DataTable>("eventLog")->model()->rowCount(), rows);
    QVERIFY(fixture.find<QWidget>("eventDock")->isVisible());
}

void TestEvents::rowsAreCopied() {
    Fixture fixture;
    fixture.bringUp(3);
    toggle(fixture);
    auto* log = fixture.find<widgets::DataTable>("eventLog");
    const auto copied = [] { return QApplication::clipboard()->text().split(u'\n', Qt::SkipEmptyParts); };
    // Nothing is selected: all of it, below the names of the columns.
    QVERIFY(fixture.click("eventsCopy"));
    QCOMPARE(copied().size(), log->model()->rowCount() + 1);
    QCOMPARE(copied().first(), QStringLiteral("Time\tL1 block\tSeverity\tEvent"));
    const auto cell = [&](int row, int column) { return log->model()->index(row, column); };
    log->setFocus();
    log->setCurrentIndex(cell(1, EventModel::Text));
    QVERIFY(fixture.click("eventsCopy"));
    QCOMPARE(copied().size(), 2);
    // A time that other programs read, a number without separators.
    const auto& event = fixture.console->snapshot()->events.rbegin()[1];
    const QStringList cells = copied().last().split(u'\t');
    QCOMPARE(cells[EventModel::Time], models::format::isoTime(event.atMs));
    QCOMPARE(cells[EventModel::L1Block], QString::number(event.l1Block));
    QCOMPARE(cells[EventModel::Text], cell(1, EventModel::Text).data().toString());
    // The keys copy the cell that they are at, as in every table.
    log->setFocus();
    QTest::keySequence(log, QKeySequence::Copy);
    QCOMPARE(QApplication::clipboard()->text(), cells[EventModel::Text]);
}

void TestEvents::anEventLeadsToItsBatch() {
    Fixture fixture;
    fixture.bringUp(3);
    toggle(fixture);
    fixture.find<QLineEdit>("eventFilter")->setText(QStringLiteral("anchored batch 2."));
    auto* log = fixture.find<widgets::DataTable>("eventLog");
    QCOMPARE(log->model()->rowCount(), 1);
    log->setCurrentIndex(log->model()->index(0, 0));
    log->setFocus();
    QTest::keyClick(log, Qt::Key_Return);
    QCOMPARE(fixture.window->page(), models::PageId::batches);
    QCOMPARE(fixture.window->selection().batch(), 2u);
}

void TestEvents::anEventOfARolledBackBatchLeadsToThatOne() {
    Fixture fixture;
    fixture.bringUp(2);
    const auto fraud = test::cheat(fixture);
    test::convictAndGoOn(fixture, fraud);
    const auto* newest = models::findBatch(*fixture.console->snapshot(), fraud.batch);
    QVERIFY(newest && newest->hash != fraud.batchHash); // its number is another batch's now
    toggle(fixture);
    auto* log = fixture.find<widgets::DataTable>("eventLog");
    const auto open = [&](const QString& words) {
        fixture.find<QLineEdit>("eventFilter")->setText(words);
        QVERIFY2(log->model()->rowCount() >= 1, qPrintable(words));
        log->setCurrentIndex(log->model()->index(0, 0));
        log->setFocus();
        QTest::keyClick(log, Qt::Key_Return);
    };
    open(QStringLiteral("#%1 claims a wrong root").arg(fraud.batch));
    QCOMPARE(fixture.window->selection().batchHash(), fraud.batchHash);
    open(QStringLiteral("#%1 anchored").arg(fraud.batch)); // the newest of them is its successor's
    QCOMPARE(fixture.window->selection().batchHash(), newest->hash);
}

void TestEvents::anEventOfAnEarlierRunLeadsNowhere() {
    const File file;
    const auto open = [&](Fixture& fixture, int row) {
        auto* log = fixture.find<widgets::DataTable>("eventLog");
        log->setCurrentIndex(log->model()->index(row, 0));
        log->setFocus();
        QTest::keyClick(log, Qt::Key_Return);
    };
    {
        Fixture fixture;
        fixture.window->keepEventsIn(file.path);
        fixture.bringUp(2);
        toggle(fixture);
        open(fixture, 0);
        QVERIFY(fixture.window->page() != models::PageId::overview);
    }
    Fixture fixture;
    fixture.window->keepEventsIn(file.path);
    fixture.bringUp(2);
    const auto* rows = fixture.find<widgets::DataTable>("eventLog")->model();
    open(fixture, rows->rowCount() - 1);
    QCOMPARE(fixture.window->page(), models::PageId::overview);
}

void TestEvents::whatCameUnseenIsCounted() {
    Fixture fixture;
    fixture.bringUp(1);
    auto* badge = fixture.find<QWidget>("eventsUnseen");
    QVERIFY(!badge->isVisible());
    fixture.console->crash(fixture.console->snapshot()->operators[2].address, {});
    fixture.run(300);
    QVERIFY(badge->isVisible());
    QCOMPARE(fixture.find("eventsButton")->accessibleDescription(), QStringLiteral("1 new warning"));
    toggle(fixture);
    QVERIFY(!badge->isVisible());
}

void TestEvents::eventsOutliveTheConsole() {
    const File file;
    int rows = 0;
    {
        Fixture fixture;
        fixture.window->keepEventsIn(file.path);
        fixture.bringUp(3);
        rows = fixture.find<widgets::DataTable>("eventLog")->model()->rowCount();
        QVERIFY(rows >= 3);
    }
    Fixture fixture;
    fixture.window->keepEventsIn(file.path);
    const auto* model = fixture.find<widgets::DataTable>("eventLog")->model();
    QTRY_COMPARE(model->rowCount(), rows);
    QVERIFY(model->index(0, EventModel::Text).data().toString().contains(QStringLiteral("batch 3")));
    // A new run numbers its events from 1 again: they are added, above those of before.
    fixture.bringUp(1);
    QCOMPARE(model->rowCount(), rows + static_cast<int>(fixture.console->snapshot()->events.size()));
    QVERIFY(model->index(0, EventModel::Text).data().toString().contains(QStringLiteral("batch 1")));
}

void TestEvents::whatIsToldWhileTheFileIsReadIsKept() {
    const File file;
    EventStore(file.path).append(eventsOf(1, 3));
    {
        EventModel model;
        model.keepIn(file.path);
        api::Snapshot state;
        state.events = eventsOf(4, 5);
        model.update(state); // the event loop has not run: nothing is shown of the file yet
        QCOMPARE(model.rowCount(), 2);
    }
    QCOMPARE(idsOf(EventStore(file.path).load()), (std::vector<std::uint64_t>{1, 2, 3, 4, 5}));
}

void TestEvents::nothingIsLostInTheFile() {
    const File file;
    for (const auto code : api::every<api::EventCode>()) {
        EventStore store(file.path);
        store.load();
        auto event = eventOf(7);
        event.code = code;
        store.append({event});
        QCOMPARE(store.failure(), QString());
    }
    EventStore store(file.path);
    const auto read = store.load();
    QCOMPARE(store.damagedLines(), 0u);
    const auto codes = api::every<api::EventCode>();
    QCOMPARE(read.size(), codes.size());
    for (std::size_t i = 0; i < read.size(); ++i) {
        QCOMPARE(read[i].code, codes[i]);
        QCOMPARE(read[i].id, 7u);
        QCOMPARE(read[i].atMs, eventOf(7).atMs);
        QCOMPARE(read[i].l1Block, 107u);
        QVERIFY(read[i].args == eventOf(7).args);
    }
}

void TestEvents::aDamagedLineCostsNoOther_data() {
    QTest::addColumn<QByteArray>("find");
    QTest::addColumn<QByteArray>("replace");
    QTest::newRow("a flipped digit") << QByteArray("\"l1Block\":102") << QByteArray("\"l1Block\":182");
    QTest::newRow("no JSON") << QByteArray("{\"args\":{\"batch\":\"2\"") << QByteArray("{{\"batch\":\"2\"");
    QTest::newRow("an added field") << QByteArray("\"id\":2,") << QByteArray("\"id\":2,\"more\":1,");
    QTest::newRow("zeros") << QByteArray("\"id\":2,") << QByteArray(16, '\0');
}

void TestEvents::aDamagedLineCostsNoOther() {
    QFETCH(QByteArray, find);
    QFETCH(QByteArray, replace);
    const File file;
    EventStore(file.path).append(eventsOf(1, 3));
    QByteArray content = contentOf(file.path);
    QVERIFY(content.contains(find));
    content.replace(find, replace);
    // The last line was cut off within, as in a crash.
    EventStore torn(file.path);
    torn.load();
    torn.append({eventOf(4)});
    const QByteArray last = contentOf(file.path);
    write(file.path, content + last.mid(last.lastIndexOf('\n', -2) + 1).chopped(9));

    EventStore store(file.path);
    QCOMPARE(idsOf(store.load()), (std::vector<std::uint64_t>{1, 3}));
    QCOMPARE(store.damagedLines(), 2u);
    QVERIFY(contentOf(store.setAside()).startsWith(content));
    store.append({eventOf(5)});
    // From then on the file is whole.
    EventStore again(file.path);
    QCOMPARE(idsOf(again.load()), (std::vector<std::uint64_t>{1, 3, 5}));
    QCOMPARE(again.damagedLines(), 0u);
    // And the console says what happened.
    write(file.path, content);
    EventModel model;
    model.keepIn(file.path);
    QTRY_VERIFY(!model.isReading());
    QVERIFY2(model.problem().startsWith(QStringLiteral("1 line of console-events.jsonl could not be read.")),
             qPrintable(model.problem()));
    QVERIFY(model.problem().contains(QStringLiteral("console-events.jsonl.damaged-2")));
    QCOMPARE(model.rowCount(), 2);
}

void TestEvents::theFileIsBounded() {
    const File file;
    EventStore store(file.path);
    store.load();
    for (std::uint64_t id = 1; id <= 3 * EventStore::kMax; id += 500)
        store.append(eventsOf(id, id + 499));
    QVERIFY(contentOf(file.path).count('\n') <= static_cast<qsizetype>(2 * EventStore::kMax + 1));
    const auto read = EventStore(file.path).load();
    QCOMPARE(read.size(), EventStore::kMax);
    QCOMPARE(read.back().id, 3 * EventStore::kMax);
    // The model is, too, whatever comes.
    EventModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.keepIn(file.path);
    QTRY_VERIFY(!model.isReading());
    api::Snapshot state;
    state.events = eventsOf(1, 500);
    model.update(state);
    QCOMPARE(model.rowCount(), static_cast<int>(EventStore::kMax));
    QCOMPARE(model.eventAt(0).id, 500u);
}

void TestEvents::aNewerFileIsLeftAlone() {
    const File file;
    const QByteArray newer = "{\"format\":\"anchorwatch-events\",\"version\":2}\nsomething else\n";
    write(file.path, newer);
    EventModel model;
    model.keepIn(file.path);
    QTRY_VERIFY(!model.isReading());
    api::Snapshot state;
    state.events = eventsOf(1, 2);
    model.update(state);
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(contentOf(file.path), newer);
    QVERIFY2(model.problem().contains(QStringLiteral("newer version")), qPrintable(model.problem()));
}

void TestEvents::whatCannotBeWrittenIsSaid() {
    Fixture fixture;
    const QTemporaryDir folder; // where a file should be
    fixture.window->keepEventsIn(folder.path());
    fixture.bringUp(1);
    const auto* said = fixture.find<QLabel>("eventProblem");
    QTRY_VERIFY2(said->text().startsWith(QStringLiteral("Events cannot be kept in ")),
                 qPrintable(said->text()));
    QVERIFY(fixture.find<widgets::DataTable>("eventLog")->model()->rowCount() > 0);
}

QTEST_MAIN(TestEvents)
#include "tst_ui_events.moc"
