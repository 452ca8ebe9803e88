#include "fraud_scene.hpp"

#include "models/batch_model.hpp"
#include "models/event_model.hpp"
#include "models/format.hpp"
#include "models/l1_tx_model.hpp"
#include "models/table_roles.hpp"
#include "models/word_filter.hpp"
#include "widgets/controls.hpp"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QTemporaryDir>
#include <QToolButton>
#include <QTranslator>

using namespace aw;
using namespace aw::models;
using namespace aw::test;

/// What tables let people do: filter, copy, export, choose columns.
class TestTables : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { prepareApplication(); }
    void cleanup() { resetSettings(); }
    void theFilterKnowsNumbers();
    void theFilterKnowsOperatorsAndStates();
    void theFilterKnowsTheWordsOfTheLanguage();
    void transactionsAreFilteredAlike();
    void aCellIsCopiedPlain();
    void rowsAreCopiedAsColumns();
    void theWholeTableIsExported();
    void everyTableIsExported_data();
    void everyTableIsExported();
    void whatIsExportedNamesItsUnits();
    void eventsAreFilteredAlike();
    void columnsAndWidthsAreKept();
    void chipsCountAndFilter();
};

namespace {

/// The numbers of the batches that a filter keeps, in ascending order.
QList<qulonglong> kept(const WordFilter& filter) {
    QList<qulonglong> numbers;
    for (int row = 0; row < filter.rowCount(); ++row)
        numbers << filter.index(row, BatchModel::Number).data(SortRole).toULongLong();
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

/// The L1 transactions of the first operator, as a table has them.
struct L1Txs {
    EngineDouble console;
    std::shared_ptr<const api::Snapshot> snapshot;
    L1TxModel model;

    L1Txs() {
        console.bringUp(12);
        console.setViewpoint(console.snapshot()->operators[0].address, {});
        console.run(300);
        snapshot = console.snapshot();
        model.update(*snapshot, console.nowMs());
    }
};

struct Table {
    Fixture fixture;
    widgets::DataTable* table = nullptr;
    QLineEdit* filter = nullptr;

    Table() {
        fixture.bringUp(12);
        open();
    }
    void open() {
        QVERIFY(fixture.open("navBatches"));
        table = fixture.find<widgets::DataTable>("batchTable");
        filter = fixture.find<QLineEdit>("batchFilter");
    }
    QModelIndex cell(int row, int column) const { return table->model()->index(row, column); }
    QString copied() {
        QApplication::clipboard()->clear();
        QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
        return QApplication::clipboard()->text();
    }
    QAction* columnAction(const QString& name) {
        auto* menu = fixture.find<QToolButton>("batchColumns")->menu();
        emit menu->aboutToShow();
        for (auto* action : menu->actions())
            if (action->text() == name) return action;
        return nullptr;
    }
};

} // namespace

void TestTables::theFilterKnowsNumbers() {
    EngineDouble console;
    console.bringUp(12);
    BatchModel model;
    model.update(console.snapshot());
    WordFilter filter;
    filter.setSourceModel(&model);
    filter.setWords(QStringLiteral("#2"));
    QCOMPARE(kept(filter), QList<qulonglong>({2}));
    filter.setWords(QStringLiteral("#1"));
    QCOMPARE(kept(filter), QList<qulonglong>({1})); // not 10, 11, 12
    filter.setWords(QStringLiteral("#99"));
    QCOMPARE(filter.rowCount(), 0);
    filter.setWords(QStringLiteral("#"));
    QCOMPARE(filter.rowCount(), model.rowCount());
}

void TestTables::theFilterKnowsOperatorsAndStates() {
    EngineDouble console;
    console.bringUp(6);
    console.edit([](api::Snapshot& state) {
        state.batches[1].operatorName = "Borealis";
        state.batches[2].status = api::BatchStatus::disputed;
        state.batches[2].claimedRoot = state.batches[0].claimedRoot;
        state.batches[3].status = api::BatchStatus::rolledBack;
        state.batches[4].status = api::BatchStatus::final;
        // Behind a wrong one, and not replayed.
        state.batches[5].ownRoot = {};
        for (auto& segment : state.batches[5].segmentList)
            segment.recomputed = segment.agrees = false;
    });
    BatchModel model;
    model.update(console.snapshot());
    WordFilter filter;
    filter.setSourceModel(&model);
    const auto keeps = [&](const char* words) {
        filter.setWords(QLatin1String(words));
        return kept(filter);
    };
    QCOMPARE(keeps("op:bor"), QList<qulonglong>({2}));
    QCOMPARE(keeps("op:bor op:aur"), QList<qulonglong>());
    QCOMPARE(keeps("is:wrong"), QList<qulonglong>({3}));
    QCOMPARE(keeps("is:rolled"), QList<qulonglong>({4}));
    QCOMPARE(keeps("is:final"), QList<qulonglong>({5}));
    QCOMPARE(keeps("is:blocked"), QList<qulonglong>({6}));
    QCOMPARE(keeps("is:open"), QList<qulonglong>({1, 2, 3, 6}));
    QCOMPARE(keeps("is:open op:aurora #1"), QList<qulonglong>({1}));
    QCOMPARE(keeps("is:nothing"), QList<qulonglong>());
    QCOMPARE(keeps("is: op:").size(), 6);
    // What stands in a cell finds the rows that are like it.
    for (int row = 0; row < model.rowCount(); ++row)
        for (int column = 0; column < model.columnCount(); ++column) {
            const auto index = model.index(row, column);
            filter.setWords(index.data(FilterWordRole).toString());
            QVERIFY2(kept(filter).contains(model.index(row, 0).data(SortRole).toULongLong()),
                     qPrintable(index.data(FilterWordRole).toString()));
        }
}

void TestTables::theFilterKnowsTheWordsOfTheLanguage() {
    EngineDouble console;
    console.bringUp(3);
    console.edit([](api::Snapshot& state) { state.batches[1].status = api::BatchStatus::final; });
    BatchModel model;
    model.update(console.snapshot());
    WordFilter filter;
    filter.setSourceModel(&model);
    QTranslator chinese;
    QVERIFY(chinese.load(QStringLiteral(":/i18n/anchorwatch_zh_CN.qm")));
    QVERIFY(QCoreApplication::installTranslator(&chinese));
    const auto states = model.index(1, 0).data(StateRole).toStringList();
    filter.setWords(QStringLiteral("is:") + states.back());
    const auto here = kept(filter);
    filter.setWords(QStringLiteral("is:final"));
    const auto english = kept(filter);
    QVERIFY(QCoreApplication::removeTranslator(&chinese));
    QVERIFY(states.back() != QStringLiteral("final"));
    QCOMPARE(here, QList<qulonglong>({2}));
    QCOMPARE(english, here);
}

void TestTables::transactionsAreFilteredAlike() {
    L1Txs shown;
    WordFilter filter;
    filter.setSourceModel(&shown.model);
    const auto& txs = shown.snapshot->l1Txs;
    const auto found = std::ranges::find_if(txs, [](const auto& tx) { return tx.batch != 0; });
    QVERIFY(found != txs.end());
    const auto& tx = *found;
    filter.setWords(QStringLiteral("#%1").arg(tx.batch));
    QCOMPARE(filter.rowCount(), 1);
    filter.setWords(format::fullHash(tx.hash));
    QCOMPARE(filter.rowCount(), 1);
    filter.setWords(format::fullHash(tx.hash).mid(2, 12));
    QCOMPARE(filter.rowCount(), 0);
    filter.setWords(QStringLiteral("is:") + QString::fromStdString(std::string(api::name(tx.state))));
    QVERIFY(filter.rowCount() >= 1);
}

void TestTables::aCellIsCopiedPlain() {
    Table table;
    table.table->setFocus();
    table.table->setCurrentIndex(table.cell(0, BatchModel::Gas));
    const auto gas = table.fixture.console->snapshot()->batches.back().gasUsed;
    QVERIFY(gas >= 10'000);
    QCOMPARE(table.copied(), QString::number(gas)); // without separators
    table.table->setCurrentIndex(table.cell(0, BatchModel::Operator));
    QCOMPARE(table.copied(), QStringLiteral("Aurora"));
}

void TestTables::rowsAreCopiedAsColumns() {
    Table table;
    table.table->setFocus();
    table.table->setCurrentIndex(table.cell(0, BatchModel::Number));
    QTest::keyClick(table.table, Qt::Key_Down, Qt::ShiftModifier);
    const QStringList lines = table.copied().split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 3);
    const QStringList names = lines[0].split(u'\t');
    QCOMPARE(names.first(), QStringLiteral("Batch"));
    QVERIFY(!names.contains(QStringLiteral("Batch hash"))); // not in sight
    QCOMPARE(lines[1].split(u'\t').size(), names.size());
    const auto& batches = table.fixture.console->snapshot()->batches;
    QCOMPARE(lines[1].split(u'\t').first(), QString::number(batches[batches.size() - 1].number));
    QCOMPARE(lines[2].split(u'\t').first(), QString::number(batches[batches.size() - 2].number));
    // The last that was chosen is what the inspector shows.
    QCOMPARE(table.fixture.window->selection().batch(), batches[batches.size() - 2].number);
}

void TestTables::theWholeTableIsExported() {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("out.tsv"));
    Table table;
    table.filter->setText(QStringLiteral("#7"));
    QVERIFY(table.fixture.click("batchExport"));
    auto* dialog = table.fixture.window->findChild<QFileDialog*>();
    QVERIFY(dialog);
    emit dialog->fileSelected(path);
    dialog->close();
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 2); // what the filter keeps
    const auto& batch = *findBatch(*table.fixture.console->snapshot(), 7);
    const QStringList names = lines[0].split(u'\t'), cells = lines[1].split(u'\t');
    QCOMPARE(names.size(), static_cast<qsizetype>(BatchModel::kColumns));
    QCOMPARE(cells[names.indexOf(QStringLiteral("Batch hash"))], format::fullHash(batch.hash));
    QCOMPARE(cells[names.indexOf(QStringLiteral("Transfers"))], QString::number(batch.txs));
}

void TestTables::everyTableIsExported_data() {
    QTest::addColumn<QString>("table");
    QTest::addColumn<QString>("columns");
    QTest::addColumn<QString>("button");
    QTest::addRow("batches") << "batchTable"
                             << "batchColumns"
                             << "batchExport";
    QTest::addRow("L1 transactions") << "l1TxTable"
                                     << "l1TxColumns"
                                     << "l1TxExport";
    QTest::addRow("events") << "eventLog"
                            << "eventsColumns"
                            << "eventsExport";
}

void TestTables::everyTableIsExported() {
    QFETCH(QString, table);
    QFETCH(QString, columns);
    QFETCH(QString, button);
    Fixture fixture;
    fixture.console->bringUp(6);
    fixture.console->setViewpoint(fixture.console->snapshot()->operators[0].address, {});
    fixture.run(300);
    QVERIFY(fixture.click(table == QStringLiteral("l1TxTable") ? "navAnchors" : "navBatches"));
    if (table == QStringLiteral("eventLog")) QVERIFY(fixture.click("eventsButton"));
    fixture.settle();
    auto* shown = fixture.find<widgets::DataTable>(qPrintable(table));
    QVERIFY(shown && shown->isVisible() && shown->model()->rowCount() > 2);
    // Every column can be chosen.
    auto* menu = fixture.find<QToolButton>(qPrintable(columns))->menu();
    emit menu->aboutToShow();
    const auto checkable = std::ranges::count_if(menu->actions(), &QAction::isCheckable);
    QCOMPARE(checkable, shown->model()->columnCount());

    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("out.tsv"));
    QVERIFY(fixture.click(qPrintable(button)));
    auto* dialog = fixture.window->findChild<QFileDialog*>();
    QVERIFY(dialog);
    emit dialog->fileSelected(path);
    dialog->close();
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), shown->model()->rowCount() + 1);
    for (const auto& line : lines)
        QCOMPARE(line.count(u'\t'), shown->model()->columnCount() - 1);
}

void TestTables::whatIsExportedNamesItsUnits() {
    L1Txs shown;
    const auto& model = shown.model;
    const auto& txs = shown.snapshot->l1Txs;
    const auto mined = std::ranges::find_if(txs, [](const auto& tx) { return tx.l1Block != 0; });
    QVERIFY(mined != txs.end());
    const int row = static_cast<int>(txs.end() - mined) - 1;
    const auto cell = [&](int column) { return model.index(row, column).data(ExportRole).toString(); };
    const auto name = [&](int column) {
        return model.headerData(column, Qt::Horizontal, ExportRole).toString();
    };
    QCOMPARE(cell(L1TxModel::Cost), QString::fromStdString(mined->costWei.str()));
    QCOMPARE(name(L1TxModel::Cost), QStringLiteral("Cost, wei"));
    QCOMPARE(cell(L1TxModel::Gas), QString::number(mined->gasUsed));
    QCOMPARE(name(L1TxModel::Gas), QStringLiteral("Gas used"));
    QCOMPARE(cell(L1TxModel::TxHash), format::fullHash(mined->hash));
    QCOMPARE(cell(L1TxModel::Age), format::isoTime(mined->createdAtMs));
    QCOMPARE(format::isoTime(1'700'000'000'250), QStringLiteral("2023-11-14T22:13:20.250Z"));
}

void TestTables::eventsAreFilteredAlike() {
    EngineDouble console;
    console.bringUp(12);
    EventModel model;
    model.update(*console.snapshot());
    EventFilter filter;
    filter.setSourceModel(&model);
    const auto rows = [&](const char* words) {
        filter.setWords(QLatin1String(words));
        return filter.rowCount();
    };
    const auto events = console.snapshot()->events;
    const auto of = [&](const char* thing, const char* name) {
        return static_cast<int>(std::ranges::count_if(events, [&](const api::Event& event) {
            const auto it = event.args.find(thing);
            return it != event.args.end() && it->second == name;
        }));
    };
    QVERIFY(of("batch", "1") > 0 && of("batch", "12") > 0);
    QCOMPARE(rows("#1"), of("batch", "1")); // not 10, 11, 12
    QCOMPARE(rows("op:aurora"), of("operator", "Aurora"));
    QCOMPARE(rows("is:info"), static_cast<int>(std::ranges::count_if(events, [](const auto& event) {
                 return api::severity(event.code) == api::Severity::info;
             })));
}

void TestTables::columnsAndWidthsAreKept() {
    {
        Table table;
        QVERIFY(!table.table->isColumnHidden(BatchModel::Root));
        QVERIFY(table.table->isColumnHidden(BatchModel::BatchHash));
        table.columnAction(QStringLiteral("Root"))->trigger();
        table.columnAction(QStringLiteral("Batch hash"))->trigger();
        table.table->horizontalHeader()->resizeSection(BatchModel::Operator, 141);
        // Not undone by what lays the columns out.
        table.fixture.window->resize(1500, 900);
        table.fixture.settle();
        QCOMPARE(table.table->columnWidth(BatchModel::Operator), 141);
    }
    Table table;
    QVERIFY(table.table->isColumnHidden(BatchModel::Root));
    QVERIFY(!table.table->isColumnHidden(BatchModel::BatchHash));
    QCOMPARE(table.table->columnWidth(BatchModel::Operator), 141);
    table.columnAction(QStringLiteral("Reset the columns"))->trigger();
    QVERIFY(!table.table->isColumnHidden(BatchModel::Root));
    QVERIFY(table.table->isColumnHidden(BatchModel::BatchHash));
    QVERIFY(table.table->columnWidth(BatchModel::Operator) != 141);
}

void TestTables::chipsCountAndFilter() {
    Table table;
    auto& fixture = table.fixture;
    const auto* wrong = fixture.find("chip_wrong");
    QVERIFY(!wrong->isVisible()); // none
    const auto fraud = cheat(fixture);
    QVERIFY(wrong->isVisible());
    QCOMPARE(wrong->text(), QStringLiteral("1 wrong"));
    table.filter->setText(QStringLiteral("aurora is:open"));
    QVERIFY(fixture.find("chip_open")->isChecked());
    QVERIFY(fixture.click("chip_wrong"));
    QCOMPARE(table.filter->text(), QStringLiteral("aurora is:wrong"));
    QCOMPARE(table.table->model()->rowCount(), 1);
    QCOMPARE(table.cell(0, 0).data(KeyRole).toString(), format::fullHash(fraud.batchHash));
    QVERIFY(fixture.click("chip_wrong"));
    QCOMPARE(table.filter->text(), QStringLiteral("aurora"));
    QVERIFY(table.table->model()->rowCount() > 10);
}

QTEST_MAIN(TestTables)
#include "tst_ui_tables.moc"
