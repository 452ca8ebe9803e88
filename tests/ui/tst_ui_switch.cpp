#include "ui_fixture.hpp"

#include "dialogs/palette.hpp"
#include "shell/page_table.hpp"
#include "widgets/controls.hpp"

#include <QDoubleSpinBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QScrollBar>

using namespace aw;
using test::Fixture;
using widgets::Theme;

/// Theme and language switch while the console is used: nothing that the user did is lost, nothing stays in
/// the language or the colours of before.
class TestSwitch : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { test::prepareApplication(); }
    void whatTheUserDidSurvives_data();
    void whatTheUserDidSurvives();
    void anOpenDialogSurvives();
    void outcomesSpeakTheLanguageOfNow();
    void noTextStaysInTheLanguageOfBefore_data();
    void noTextStaysInTheLanguageOfBefore();
    void noColourStaysOfTheThemeBefore_data();
    void noColourStaysOfTheThemeBefore();
    void aRollupThatIsNoDemoHasNoLab();
    void findLeadsToTheFilterOfThePageInSight();
};

namespace {

void switchTo(Fixture& fixture, const QString& what) {
    if (what == QStringLiteral("theme"))
        fixture.window->setScheme(Theme::Scheme::light);
    else
        fixture.window->setLocaleName(QStringLiteral("zh_CN"));
    fixture.settle();
}

/// Every word that a widget in sight says or would say, with where it is said.
QStringList wordsOf(const QWidget* root) {
    QStringList all;
    for (const auto* widget : root->findChildren<QWidget*>()) {
        if (!widget->isVisible()) continue;
        QStringList words{widget->toolTip(), widget->accessibleName()};
        // The lane describes itself anew every two seconds only.
        if (widget->objectName() != QStringLiteral("lane")) words << widget->accessibleDescription();
        if (const auto* label = qobject_cast<const QLabel*>(widget)) words << label->text();
        if (const auto* button = qobject_cast<const QAbstractButton*>(widget)) words << button->text();
        if (const auto* field = qobject_cast<const QLineEdit*>(widget)) words << field->placeholderText();
        if (const auto* table = qobject_cast<const QTableView*>(widget); table && table->model())
            for (int column = 0; column < table->model()->columnCount(); ++column) {
                words << table->model()->headerData(column, Qt::Horizontal).toString();
                words << table->model()->index(0, column).data().toString();
            }
        words.removeAll(QString());
        if (!words.isEmpty())
            all << QStringLiteral("%1 %2: ").arg(QLatin1String(widget->metaObject()->className()),
                                                 widget->objectName()) +
                       words.join(u'|');
    }
    all.sort();
    return all;
}

QWidget* pageOf(const Fixture& fixture, const QString& nav) {
    QString name = nav.mid(3) + QStringLiteral("Page");
    name[0] = name[0].toLower();
    return fixture.window->centralWidget()->findChild<QWidget*>(name);
}

/// A demo with a fraud and a crashed operator: every page has something to say.
void makeEventful(Fixture& fixture) {
    auto& console = *fixture.console;
    console.bringUp(4);
    const auto active = console.snapshot()->operators[0].address;
    console.injectBadRoot(active, {});
    for (int i = 0; i < 120 && console.snapshot()->challenges.empty(); ++i)
        console.run(500);
    console.crash(console.snapshot()->operators[2].address, {});
    console.l1Book().disturb(console.snapshot()->viewpoint, console.nowMs());
    console.run(1000);
    fixture.settle();
}

void addPages() {
    QTest::addColumn<QString>("nav");
    const bridge::EngineBridge bridge(std::make_shared<test::EngineDouble>());
    for (const auto& page : shell::pageTable(bridge))
        QTest::newRow(qPrintable(page.navName())) << page.navName();
}

} // namespace

void TestSwitch::whatTheUserDidSurvives_data() {
    QTest::addColumn<QString>("what");
    QTest::newRow("theme") << QStringLiteral("theme");
    QTest::newRow("language") << QStringLiteral("language");
}

void TestSwitch::whatTheUserDidSurvives() {
    QFETCH(QString, what);
    Fixture fixture(QStringLiteral("en"), {1280, 700});
    fixture.bringUp(40);
    QVERIFY(fixture.open("navOperators"));
    auto* bid = fixture.find<QDoubleSpinBox>("bidField_Cygnus");
    bid->setValue(0.2);
    QVERIFY(fixture.open("navBatches"));
    auto* filter = fixture.find<QLineEdit>("batchFilter");
    auto* table = fixture.find<widgets::DataTable>("batchTable");
    filter->setFocus();
    QTest::keyClicks(filter, QStringLiteral("aurora"));
    filter->setCursorPosition(3);
    fixture.window->selection().selectBatch(7);
    fixture.settle();
    table->verticalScrollBar()->setValue(5);
    const int scrolled = table->verticalScrollBar()->value();
    QVERIFY(scrolled > 0);

    switchTo(fixture, what);

    QCOMPARE(fixture.find<QLineEdit>("batchFilter"), filter);
    QCOMPARE(filter->text(), QStringLiteral("aurora"));
    QCOMPARE(filter->cursorPosition(), 3);
    QVERIFY(filter->hasFocus());
    QCOMPARE(table->verticalScrollBar()->value(), scrolled);
    QCOMPARE(fixture.window->selection().batch(), 7u);
    QCOMPARE(fixture.window->page(), models::PageId::batches);
    QCOMPARE(bid->value(), 0.2);
}

void TestSwitch::anOpenDialogSurvives() {
    Fixture fixture;
    fixture.bringUp(4);
    QVERIFY(fixture.click("goToButton"));
    auto* dialog = fixture.window->findChild<dialogs::GoToDialog*>();
    auto* field = dialog->findChild<QLineEdit*>(QStringLiteral("goToField"));
    QTest::keyClicks(field, QStringLiteral("3"));
    const auto* list = dialog->findChild<QListWidget*>(QStringLiteral("goToList"));
    QVERIFY(list->count() > 0);
    for (const char* what : {"theme", "language"}) {
        switchTo(fixture, QString::fromLatin1(what));
        QCOMPARE(fixture.window->findChild<dialogs::GoToDialog*>(), dialog);
        QVERIFY(dialog->isVisible());
        QCOMPARE(field->text(), QStringLiteral("3"));
    }
    QCOMPARE(field->placeholderText(), QStringLiteral("页面、批次、运营者、哈希或操作"));
    QVERIFY(list->count() > 0);
    // What has exactly that number comes first, then whatever else has a 3: Ctrl+3.
    const auto pages = shell::pageTable(*fixture.bridge);
    QCOMPARE(pages[2].keys(), QStringLiteral("Ctrl+3"));
    QCOMPARE(list->item(0)->text(), QStringLiteral("批次 3"));
    QVERIFY(!list->findItems(pages[2].title(), Qt::MatchExactly).isEmpty());
}

void TestSwitch::outcomesSpeakTheLanguageOfNow() {
    Fixture fixture;
    fixture.bringUp(2);
    QVERIFY(fixture.click("navOperators"));
    fixture.run(600);
    QVERIFY(fixture.click("failOverButton"));
    fixture.run(600);
    const auto said = [&](const QString& words) {
        for (const auto* label : pageOf(fixture, QStringLiteral("navOperators"))->findChildren<QLabel*>())
            if (label->isVisible() && label->text() == words) return true;
        return false;
    };
    QVERIFY(said(QStringLiteral("Borealis is the active operator now.")));
    switchTo(fixture, QStringLiteral("language"));
    QVERIFY(!said(QStringLiteral("Borealis is the active operator now.")));
    QVERIFY(said(QStringLiteral("Borealis 现在是当值运营者。")));
}

void TestSwitch::noTextStaysInTheLanguageOfBefore_data() { addPages(); }

void TestSwitch::noTextStaysInTheLanguageOfBefore() {
    QFETCH(QString, nav);
    // Given a window that was made in English and is switched to Chinese with all its pages seen
    Fixture switched;
    makeEventful(switched);
    for (const auto& page : shell::pageTable(*switched.bridge)) {
        QVERIFY(switched.click(qPrintable(page.navName())));
        switched.run(600);
    }
    switchTo(switched, QStringLiteral("language"));
    QVERIFY(switched.click(qPrintable(nav)));
    switched.run(600);
    // When another is made in Chinese, of the same state
    bridge::EngineBridge bridge(switched.console, [&] { return switched.console->nowMs(); });
    shell::MainWindow fresh(bridge, QStringLiteral("zh_CN"));
    fresh.resize(switched.window->size());
    fresh.selection().selectBatch(switched.window->selection().batch());
    fresh.show();
    auto* button = fresh.findChild<QAbstractButton*>(nav);
    QVERIFY(button);
    button->click();
    switched.run(600);
    QVERIFY(QTest::qWaitFor(
        [&] { return bridge.snapshot()->version >= switched.console->snapshot()->version; }, 5000));
    switched.settle();
    // Then both say the same
    const auto* page = pageOf(switched, nav);
    const auto* other = fresh.findChild<QWidget*>(page->objectName());
    const auto expected = wordsOf(other);
    QVERIFY(expected.size() > 8);
    const auto differs = [](const QStringList& seen, const QStringList& wanted) {
        for (qsizetype i = 0; i < std::max(seen.size(), wanted.size()); ++i)
            if (seen.value(i) != wanted.value(i))
                return seen.value(i) + QStringLiteral(" <> ") + wanted.value(i);
        return QString();
    };
    QCOMPARE(differs(wordsOf(page), expected), QString());
    for (const char* part : {"navRail", "inspector"}) {
        const auto name = QString::fromLatin1(part);
        QCOMPARE(differs(wordsOf(switched.window->findChild<QWidget*>(name)),
                         wordsOf(fresh.findChild<QWidget*>(name))),
                 QString());
    }
}

void TestSwitch::noColourStaysOfTheThemeBefore_data() { addPages(); }

void TestSwitch::noColourStaysOfTheThemeBefore() {
    QFETCH(QString, nav);
    Fixture switched;
    makeEventful(switched);
    for (const auto& page : shell::pageTable(*switched.bridge)) {
        QVERIFY(switched.click(qPrintable(page.navName())));
        switched.run(600);
    }
    switchTo(switched, QStringLiteral("theme"));
    QVERIFY(switched.click(qPrintable(nav)));
    switched.run(600);
    const auto* page = pageOf(switched, nav);
    const QImage seen = page->window()
                            ->grab(QRect(page->mapTo(page->window(), QPoint()), page->size()))
                            .toImage()
                            .convertToFormat(QImage::Format_RGB32);
    // Surfaces and texts of the dark theme are nowhere.
    const auto& before = Theme::tokens(Theme::Scheme::dark);
    const QRgb gone[] = {before.bg.rgb(), before.s1.rgb(), before.s2.rgb(),     before.s3.rgb(),
                         before.t1.rgb(), before.t2.rgb(), before.accent.rgb(), before.bad.rgb()};
    int left = 0;
    for (int y = 0; y < seen.height(); ++y)
        for (int x = 0; x < seen.width(); ++x)
            for (const auto color : gone)
                if (seen.pixel(x, y) == color) ++left;
    QCOMPARE(left, 0);
}

void TestSwitch::aRollupThatIsNoDemoHasNoLab() {
    Fixture fixture;
    fixture.console->withoutLab();
    shell::MainWindow window(*fixture.bridge, QStringLiteral("en"));
    QVERIFY(window.findChild<QWidget*>(QStringLiteral("navOverview")));
    QVERIFY(!window.findChild<QWidget*>(QStringLiteral("navLab")));
    window.openPage(models::PageId::lab);
    QCOMPARE(window.page(), models::PageId::overview);
    // And what only a demo can do is refused in words.
    std::optional<ErrorCode> code;
    fixture.bridge->crash({}, [&](Result<void> result) { code = result.error().code; });
    QVERIFY(QTest::qWaitFor([&] { return code.has_value(); }, 5000));
    QCOMPARE(*code, ErrorCode::labNotDemo);
}

void TestSwitch::findLeadsToTheFilterOfThePageInSight() {
    Fixture fixture;
    fixture.bringUp(2);
    // A page that has nothing to filter leads to the events.
    for (const auto& [nav, field] : {std::pair("navBatches", "batchFilter"),
                                     {"navAnchors", "l1TxFilter"},
                                     {"navOverview", "eventFilter"},
                                     {"navOperators", "eventFilter"},
                                     {"navChallenges", "eventFilter"},
                                     {"navLab", "eventFilter"},
                                     {"navBatches", "batchFilter"}}) {
        QVERIFY(fixture.click(nav));
        fixture.settle();
        fixture.find(nav)->setFocus();
        QTest::keySequence(fixture.window.get(), QKeySequence::Find);
        QVERIFY2(fixture.find<QLineEdit>(field)->hasFocus(), field);
    }
}

QTEST_MAIN(TestSwitch)
#include "tst_ui_switch.moc"
