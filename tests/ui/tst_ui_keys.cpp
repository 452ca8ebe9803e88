#include "fraud_scene.hpp"

#include "dialogs/palette.hpp"
#include "models/lookup.hpp"
#include "shell/page_table.hpp"
#include "widgets/focus_ring.hpp"
#include "widgets/tab_chain.hpp"

#include <QAccessible>
#include <QLineEdit>
#include <QListWidget>
#include <QScreen>
#include <QScrollArea>
#include <QTableView>

using namespace aw;
using test::Fixture;

/// The console without a mouse and without eyes: the keyboard reaches everything in the order in which it is
/// seen and does everything, and whatever it reaches has a name.
class TestKeys : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { test::prepareApplication(); }
    void tabGoesWhereTheEyeGoes_data();
    void tabGoesWhereTheEyeGoes();
    void pagesTakeTheFocus();
    void aRingShowsWhereTheKeyboardIs();
    void theFocusBeginsWhereTheUserLooks();
    void whateverTakesTheFocusHasAName_data();
    void whateverTakesTheFocusHasAName();
    void aFraudIsCausedConvictedAndFailedOverByKeys();
    void anExactNumberComesFirst();
    void actsAreCarriedOutFromThePalette();
    void thePaletteKnowsBothLanguages();
    void whatWasChosenLatelyComesFirst();
    void theInspectorLiesOverANarrowWindow();
    void theWindowFitsItsScreen();
};

namespace {

QString nameOf(const QWidget* widget) {
    return QStringLiteral("%1 %2 \"%3\"")
        .arg(QLatin1String(widget->metaObject()->className()), widget->objectName(),
             widget->accessibleName());
}

QRect placeOf(const QWidget* widget) { return {widget->mapTo(widget->window(), QPoint()), widget->size()}; }

/// The page in which it is; null where it is in the frame around the pages.
const QWidget* pageOf(const QWidget* widget) {
    while (widget && !widget->objectName().endsWith(QStringLiteral("Page")))
        widget = widget->parentWidget();
    return widget;
}

void press(const Fixture& fixture, Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
    auto* focus = fixture.window->focusWidget();
    QTest::keyClick(focus ? focus : fixture.window.get(), key, modifiers);
}

/// Tab until that button has the focus; false where a whole round does not meet it.
bool tabTo(const Fixture& fixture, const QString& name) {
    for (int i = 0; i < 200; ++i) {
        const auto* focus = fixture.window->focusWidget();
        if (focus && focus->objectName() == name) return true;
        press(fixture, Qt::Key_Tab);
    }
    return false;
}

dialogs::GoToDialog* openPalette(const Fixture& fixture) {
    QTest::keyClick(fixture.window.get(), Qt::Key_K, Qt::ControlModifier);
    const auto all = fixture.window->findChildren<dialogs::GoToDialog*>();
    for (auto* dialog : all)
        if (dialog->isVisible()) return dialog;
    return nullptr;
}

/// What the palette lists for these words.
QStringList listed(const dialogs::GoToDialog* dialog, const QString& words) {
    dialog->findChild<QLineEdit*>(QStringLiteral("goToField"))->setText(words);
    const auto* list = dialog->findChild<QListWidget*>(QStringLiteral("goToList"));
    QStringList all;
    for (int row = 0; row < list->count(); ++row)
        all << list->item(row)->text();
    return all;
}

void take(const dialogs::GoToDialog* dialog) {
    QTest::keyClick(dialog->findChild<QLineEdit*>(QStringLiteral("goToField")), Qt::Key_Return);
}

void addPagesAndSizes() {
    QTest::addColumn<QString>("nav");
    QTest::addColumn<QSize>("size");
    const bridge::EngineBridge bridge(std::make_shared<test::EngineDouble>());
    for (const auto& page : shell::pageTable(bridge))
        for (const QSize size : {QSize(1440, 900), QSize(1024, 700)})
            QTest::newRow(qPrintable(QStringLiteral("%1-%2").arg(page.navName()).arg(size.width())))
                << page.navName() << size;
}

/// A demo with something of everything to act on.
void makeEventful(Fixture& fixture) {
    auto& console = *fixture.console;
    console.bringUp(4);
    test::cheat(console);
    console.crash(console.snapshot()->operators[2].address, {});
    console.l1Book().disturb(console.snapshot()->viewpoint, console.nowMs());
    console.run(1000);
    fixture.settle();
}

} // namespace

void TestKeys::tabGoesWhereTheEyeGoes_data() { addPagesAndSizes(); }

void TestKeys::tabGoesWhereTheEyeGoes() {
    QFETCH(QString, nav);
    QFETCH(QSize, size);
    Fixture fixture(QStringLiteral("en"), size);
    makeEventful(fixture);
    QVERIFY(fixture.click(qPrintable(nav)));
    fixture.run(600);
    QTest::keyClick(fixture.window.get(), Qt::Key_L, Qt::ControlModifier);
    fixture.settle();
    // Buttons that exclude each other are one stop once one of them had the focus; arrows lead to the rest.
    for (auto* widget : widgets::tabChain(fixture.window->centralWidget()))
        widget->setFocus(Qt::TabFocusReason);
    const auto chain = widgets::tabChain(fixture.window->centralWidget());
    QVERIFY(chain.size() > 8);
    chain.front()->setFocus(Qt::TabFocusReason);
    // When Tab is pressed once for each
    QList<QWidget*> met;
    for (qsizetype i = 0; i < chain.size(); ++i) {
        met << fixture.window->focusWidget();
        press(fixture, Qt::Key_Tab);
    }
    // Then all were met, once, in their order, and the round is closed
    for (qsizetype i = 0; i < chain.size(); ++i)
        QVERIFY2(met[i] == chain[i], qPrintable(nameOf(chain[i]) + QStringLiteral(" is ") + nameOf(met[i])));
    QCOMPARE(QSet<QWidget*>(met.begin(), met.end()).size(), chain.size());
    QCOMPARE(fixture.window->focusWidget(), chain.front());
    // And nothing that is to be reached by keys was left out
    for (auto* widget : fixture.window->centralWidget()->findChildren<QWidget*>())
        if (widget->isVisible() && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus) &&
            !widget->focusProxy())
            QVERIFY2(met.contains(widget), qPrintable(nameOf(widget)));
    // And nobody has to look back: within a page, what follows is below, or to the right
    for (qsizetype i = 1; i < met.size(); ++i) {
        if (!pageOf(met[i]) || pageOf(met[i]) != pageOf(met[i - 1])) continue;
        const QRect before = placeOf(met[i - 1]), now = placeOf(met[i]);
        const bool above = now.bottom() < before.top() && now.left() < before.right();
        const bool left =
            now.right() <= before.left() && now.top() <= before.bottom() && now.bottom() >= before.top();
        QVERIFY2(!above && !left, qPrintable(nameOf(met[i - 1]) + QStringLiteral(" -> ") + nameOf(met[i])));
    }
    // And Shift+Tab goes the way back
    press(fixture, Qt::Key_Tab, Qt::ShiftModifier);
    QCOMPARE(fixture.window->focusWidget(), chain.back());
    QTest::keyClick(fixture.window.get(), Qt::Key_L, Qt::ControlModifier);
}

void TestKeys::pagesTakeTheFocus() {
    Fixture fixture;
    fixture.bringUp(3);
    for (const auto& page : shell::pageTable(*fixture.bridge)) {
        fixture.find("navOverview")->setFocus();
        QTest::keyClick(fixture.window.get(), page.digit, Qt::ControlModifier);
        fixture.settle();
        QCOMPARE(fixture.window->page(), page.id);
        const auto* focus = fixture.window->focusWidget();
        QVERIFY(focus && pageOf(focus) == focus && focus->isVisible());
        // Tab goes on within the page.
        press(fixture, Qt::Key_Tab);
        QVERIFY2(pageOf(fixture.window->focusWidget()) == focus,
                 qPrintable(nameOf(fixture.window->focusWidget())));
    }
}

void TestKeys::aRingShowsWhereTheKeyboardIs() {
    Fixture fixture;
    fixture.bringUp(3);
    QVERIFY(fixture.open("navLab"));
    const auto* ring = fixture.window->findChild<widgets::FocusRing*>();
    QVERIFY(tabTo(fixture, QStringLiteral("crashButton_Aurora")));
    auto* button = fixture.find("crashButton_Aurora");
    QCOMPARE(ring->target(), button);
    QVERIFY(ring->frame()->isVisible());
    constexpr int kOut = widgets::FocusRing::kGap + widgets::FocusRing::kWide;
    const auto around = [&] { return placeOf(button).adjusted(-kOut, -kOut, kOut, kOut); };
    QCOMPARE(placeOf(ring->frame()), around());
    // It is drawn in the accent, two pixels wide, and the gap is the card's ground.
    const QImage seen = fixture.window->grab(around()).toImage();
    const auto& t = widgets::tokens();
    const int middle = seen.height() / 2;
    QCOMPARE(seen.pixelColor(0, middle), t.accent);
    QCOMPARE(seen.pixelColor(1, middle), t.accent);
    QCOMPARE(seen.pixelColor(2, middle), t.s1);
    QCOMPARE(seen.pixelColor(3, middle), t.s1);
    // It goes with its widget, and with a focus that came by the mouse it is gone.
    fixture.window->resize(1200, 900);
    fixture.settle();
    QCOMPARE(placeOf(ring->frame()), around());
    fixture.find("crashButton_Borealis")->setFocus(Qt::MouseFocusReason);
    QVERIFY(!ring->frame()->isVisible());
}

void TestKeys::theFocusBeginsWhereTheUserLooks() {
    Fixture fixture;
    const auto focus = [&] {
        const auto* widget = fixture.window->focusWidget();
        return widget ? widget->objectName() : QString();
    };
    const auto ring = [&] {
        const auto* frame = fixture.window->findChild<QWidget*>(QStringLiteral("focusRing"));
        return frame && frame->isVisible();
    };
    QCOMPARE(focus(), QStringLiteral("startDemoButton"));
    QVERIFY(!ring()); // nobody has used the keyboard yet
    QTest::keyClick(fixture.window->focusWidget(), Qt::Key_Return);
    fixture.run(1000);
    QCOMPARE(focus(), QStringLiteral("startPage"));
    fixture.bringUp(1);
    QCOMPARE(focus(), QStringLiteral("overviewPage"));
    QVERIFY(!ring());
    // A page that gives way to another hands the focus on.
    QVERIFY(fixture.open("navLab"));
    QCOMPARE(focus(), QStringLiteral("labPage"));
    QVERIFY(!ring());
}

void TestKeys::whateverTakesTheFocusHasAName_data() { addPagesAndSizes(); }

void TestKeys::whateverTakesTheFocusHasAName() {
    QFETCH(QString, nav);
    QFETCH(QSize, size);
    Fixture fixture(QStringLiteral("en"), size);
    makeEventful(fixture);
    QVERIFY(fixture.click(qPrintable(nav)));
    fixture.run(600);
    QTest::keyClick(fixture.window.get(), Qt::Key_L, Qt::ControlModifier);
    fixture.settle();
    int controls = 0;
    const std::function<void(QAccessibleInterface*)> walk = [&](QAccessibleInterface* node) {
        if (!node || !node->isValid() || node->state().invisible) return;
        const auto* widget = qobject_cast<const QWidget*>(node->object());
        const bool inside =
            widget && widget->parentWidget() && qobject_cast<const QLineEdit*>(widget->parentWidget());
        if (node->state().focusable && !node->state().disabled && !inside &&
            node->role() != QAccessible::Window) {
            ++controls;
            QVERIFY2(!node->text(QAccessible::Name).isEmpty(),
                     qPrintable(QStringLiteral("%1, role %2")
                                    .arg(widget ? nameOf(widget) : QStringLiteral("no widget"))
                                    .arg(node->role())));
        }
        // Cells are the model's texts, thousands of them.
        if (node->role() == QAccessible::Table) return;
        for (int i = 0; i < node->childCount(); ++i)
            walk(node->child(i));
    };
    walk(QAccessible::queryAccessibleInterface(fixture.window.get()));
    QVERIFY2(controls > 8, qPrintable(QString::number(controls)));
    QTest::keyClick(fixture.window.get(), Qt::Key_L, Qt::ControlModifier);
}

void TestKeys::aFraudIsCausedConvictedAndFailedOverByKeys() {
    Fixture fixture;
    auto& console = *fixture.console;
    QVERIFY(tabTo(fixture, QStringLiteral("startDemoButton")));
    press(fixture, Qt::Key_Space);
    const auto until = [&](const std::function<bool(const api::Snapshot&)>& reached) {
        for (int i = 0; i < 600 && !reached(*console.snapshot()); ++i)
            console.run(500);
        QVERIFY(reached(*console.snapshot()));
        fixture.settle();
    };
    until([](const auto& state) { return state.batches.size() >= 2; });
    // The Lab: the active operator is made to cheat
    press(fixture, Qt::Key_6, Qt::ControlModifier);
    fixture.settle();
    QVERIFY(tabTo(fixture, QStringLiteral("injectBadRootButton_Aurora")));
    press(fixture, Qt::Key_Space);
    QVERIFY(console.hasCommand("inject Aurora"));
    until([](const auto& state) { return state.challenges.size() == 1; });
    const auto batch = console.snapshot()->challenges[0].batch;
    // What is most urgent: the challenge
    press(fixture, Qt::Key_J, Qt::ControlModifier);
    fixture.run(600);
    QCOMPARE(fixture.window->page(), models::PageId::challenges);
    QVERIFY(tabTo(fixture, QStringLiteral("challengeButton")));
    press(fixture, Qt::Key_Space);
    QVERIFY(console.hasCommand("challenge " + std::to_string(batch)));
    until([](const auto& state) { return state.challenges[0].stage == api::ChallengeStage::rolledBack; });
    QCOMPARE(models::currentOperator(*console.snapshot())->name, std::string("Borealis"));
    // Failing over
    press(fixture, Qt::Key_4, Qt::ControlModifier);
    fixture.run(600);
    QVERIFY(tabTo(fixture, QStringLiteral("failOverButton")));
    press(fixture, Qt::Key_Space);
    fixture.run(600);
    QCOMPARE(models::currentOperator(*console.snapshot())->name, std::string("Cygnus"));
}

void TestKeys::anExactNumberComesFirst() {
    Fixture fixture;
    fixture.console->bringUp(14);
    fixture.console->injectBadRoot(fixture.console->snapshot()->operators[0].address, {});
    while (fixture.console->snapshot()->challenges.empty())
        fixture.console->run(500);
    fixture.settle();
    const auto* dialog = openPalette(fixture);
    QVERIFY(dialog);
    QCOMPARE(listed(dialog, QStringLiteral("1")).value(0), QStringLiteral("Batch 1"));
    QCOMPARE(listed(dialog, QStringLiteral("4")).value(0), QStringLiteral("Batch 4"));
    const auto fraud = QString::number(fixture.console->snapshot()->challenges[0].batch);
    const auto both = listed(dialog, fraud);
    QCOMPARE(both.value(0), QStringLiteral("Batch ") + fraud);
    QCOMPARE(both.value(1), QStringLiteral("Challenge batch %1 …").arg(fraud));
    QCOMPARE(listed(dialog, QStringLiteral("challenge ") + fraud).value(0),
             QStringLiteral("Challenge batch %1 …").arg(fraud));
    take(dialog);
    QCOMPARE(fixture.window->page(), models::PageId::challenges);
    // It leads there; what costs ETH is not carried out.
    QVERIFY(!fixture.console->hasCommand("challenge " + fraud.toStdString()));
}

void TestKeys::actsAreCarriedOutFromThePalette() {
    Fixture fixture;
    fixture.bringUp(2);
    const std::pair<const char*, const char*> acts[] = {{"crash cyg", "crash Cygnus"},
                                                        {"restart cyg", "restart Cygnus"},
                                                        {"view as cyg", "seat Cygnus"},
                                                        {"inject aur", "inject Aurora"}};
    for (const auto& [words, command] : acts) {
        const auto* dialog = openPalette(fixture);
        QVERIFY(dialog);
        QCOMPARE(listed(dialog, QLatin1String(words)).size(), 1);
        take(dialog);
        QVERIFY2(fixture.console->hasCommand(command), command);
        fixture.run(300);
    }
}

void TestKeys::thePaletteKnowsBothLanguages() {
    Fixture fixture;
    fixture.bringUp(2);
    const auto look = [&] {
        const auto* dialog = openPalette(fixture);
        QStringList first;
        for (const char16_t* words : {u"崩溃 bor", u"crash bor", u"批次 2", u"batch 2", u"挑战",
                                      u"challenges", u"故障切换", u"fail over", u"总览", u"overview"})
            first << QString::fromUtf16(words) + QStringLiteral(" = ") +
                         listed(dialog, QString::fromUtf16(words)).value(0);
        QTest::keyClick(dialog->findChild<QLineEdit*>(QStringLiteral("goToField")), Qt::Key_Escape);
        return first;
    };
    QCOMPARE(look(),
             (QStringList{QStringLiteral("崩溃 bor = Crash Borealis"),
                          QStringLiteral("crash bor = Crash Borealis"), QStringLiteral("批次 2 = Batch 2"),
                          QStringLiteral("batch 2 = Batch 2"), QStringLiteral("挑战 = Challenges"),
                          QStringLiteral("challenges = Challenges"), QStringLiteral("故障切换 = Fail over …"),
                          QStringLiteral("fail over = Fail over …"), QStringLiteral("总览 = Overview"),
                          QStringLiteral("overview = Overview")}));
    fixture.window->setLocaleName(QStringLiteral("zh_CN"));
    fixture.settle();
    for (const auto& line : look())
        QVERIFY2(!line.endsWith(QStringLiteral("= ")), qPrintable(line));
}

void TestKeys::whatWasChosenLatelyComesFirst() {
    QSettings().remove(QStringLiteral("goTo"));
    Fixture fixture;
    fixture.bringUp(3);
    for (const char* words : {"operators ctrl", "batch 2"}) {
        const auto* dialog = openPalette(fixture);
        QVERIFY(!listed(dialog, QLatin1String(words)).isEmpty());
        take(dialog);
        fixture.settle();
    }
    const auto* dialog = openPalette(fixture);
    const auto all = listed(dialog, {});
    QCOMPARE(all.mid(0, 3), (QStringList{QStringLiteral("Batch 2"), QStringLiteral("Operators"),
                                         QStringLiteral("Overview")}));
    QSettings().remove(QStringLiteral("goTo"));
}

void TestKeys::theInspectorLiesOverANarrowWindow() {
    Fixture fixture(QStringLiteral("en"), {1024, 700});
    fixture.bringUp(3);
    QVERIFY(fixture.open("navBatches"));
    auto* page = fixture.find<QWidget>("batchesPage");
    const int wide = page->width();
    fixture.window->selection().selectBatch(2);
    fixture.settle();
    auto* inspector = fixture.find<QWidget>("inspector");
    QVERIFY(inspector->isVisible());
    // The page does not give way, and what lies over it is at its right edge.
    QCOMPARE(page->width(), wide);
    QCOMPARE(placeOf(inspector).right(), placeOf(page).right());
    QVERIFY(placeOf(inspector).intersects(placeOf(page)));
    QTest::keyClick(fixture.window.get(), Qt::Key_Escape);
    QVERIFY(!inspector->isVisible());
    // In a wide one both have their place.
    fixture.window->resize(1440, 900);
    fixture.window->selection().selectBatch(2);
    fixture.settle();
    QVERIFY(inspector->isVisible());
    QVERIFY(!placeOf(inspector).intersects(placeOf(page)));
}

void TestKeys::theWindowFitsItsScreen() {
    for (const QSize room : {QSize(1366, 768), QSize(1024, 768), QSize(800, 600), QSize(1440, 900)}) {
        const auto sizes = shell::MainWindow::sizesFor(room);
        QVERIFY(sizes.first.width() < room.width() && sizes.first.height() < room.height());
        QVERIFY(sizes.least.width() < room.width() && sizes.least.height() < room.height());
    }
    QCOMPARE(shell::MainWindow::sizesFor({1920, 1080}).first, QSize(1440, 900));
    // And a window uses them.
    QSettings().remove(QStringLiteral("window/geometry"));
    bridge::EngineBridge bridge(std::make_shared<test::EngineDouble>());
    const shell::MainWindow window(bridge, QStringLiteral("en"));
    const auto sizes = shell::MainWindow::sizesFor(window.screen()->availableSize());
    QCOMPARE(window.size(), sizes.first);
    QCOMPARE(window.minimumSize(), sizes.least);
}

QTEST_MAIN(TestKeys)
#include "tst_ui_keys.moc"
