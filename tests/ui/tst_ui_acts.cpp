#include "ui_fixture.hpp"

#include "dialogs/palette.hpp"
#include "models/lookup.hpp"
#include "shell/page_table.hpp"
#include "widgets/controls.hpp"
#include "widgets/figures.hpp"
#include "widgets/lane.hpp"

#include <QAction>
#include <QClipboard>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QSlider>
#include <QToolButton>

using namespace aw;
using test::Fixture;

/// Clicks lead to the right commands, and every state is told as it is.
class TestActs : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { test::prepareApplication(); }
    void startsByOneClick();
    void noPageLeadsToItself();
    void aNarrowWindowShowsTheInspectorWhereAsked();
    void failureSaysCauseAndRemedy();
    void fraudIsChallengedByClicks();
    void challengeThatFailsSaysWhy();
    void failsOverByClicks();
    void crashAndRestart();
    void loadFollowsSwitchAndSlider();
    void bidIsCheckedBeforeItIsSent();
    void rejoinsAfterConviction();
    void offlineIsSaidOnEveryPage();
    void emptyPagesSayWhatWillAppear();
    void goToLeadsToABatchByItsHash();
    void checklistTicksItself();
    void laneIsClickable();
    void escapeLetsGo();
    void commandsAreCopied();
    void renamedOperatorGivesUpItsButtons();
    void everythingClickableHasAName();
    void switchesThemeAndLanguageInPlace();
    void closesAfterTheEngineStopped();
};

namespace {

void anchorFraud(Fixture& fixture) {
    auto& console = *fixture.console;
    const auto before = console.snapshot()->challenges.size();
    for (int i = 0; i < 60 && console.snapshot()->challenges.size() == before; ++i)
        fixture.run(500);
}

QString textOf(const QWidget* page) {
    QStringList all;
    for (const auto* label : page->findChildren<QLabel*>())
        if (label->isVisible()) all << label->text();
    return all.join(u'\n');
}

} // namespace

void TestActs::startsByOneClick() {
    Fixture fixture;
    QVERIFY(fixture.find<QWidget>("startPage")->isVisible());
    QVERIFY(fixture.click("startDemoButton"));
    QVERIFY(fixture.console->hasCommand("start"));
    fixture.run(900);
    QVERIFY(
        textOf(fixture.find<QWidget>("startPage")).contains(QStringLiteral("Deploy the rollup's contracts")));
    QVERIFY(!fixture.find("startDemoButton")->isVisible());
    fixture.run(3000);
    QVERIFY(fixture.find<QWidget>("overviewPage")->isVisible());
}

void TestActs::noPageLeadsToItself() {
    Fixture fixture;
    fixture.bringUp(2);
    const auto* link = fixture.find("inspectorMore");
    // Nothing is selected: the viewpoint's operator is shown.
    QCOMPARE(link->text(), QStringLiteral("Open in Operators"));
    QVERIFY(link->isVisible());
    QVERIFY(fixture.open("navOperators"));
    QVERIFY(!link->isVisible());
    fixture.window->selection().selectBatch(1);
    fixture.settle();
    QCOMPARE(link->text(), QStringLiteral("Open in Batches"));
    QVERIFY(link->isVisible());
    QVERIFY(fixture.open("navBatches"));
    QVERIFY(!link->isVisible());
}

void TestActs::aNarrowWindowShowsTheInspectorWhereAsked() {
    Fixture fixture;
    QVERIFY(fixture.click("startDemoButton"));
    fixture.run(4000);
    const auto* inspector = fixture.find<QWidget>("inspector");
    QVERIFY(inspector->isVisible());
    fixture.window->resize(1024, 700);
    QVERIFY(!inspector->isVisible());
    fixture.window->selection().selectBatch(1);
    QVERIFY(inspector->isVisible());
    QTest::keyClick(fixture.window.get(), Qt::Key_Escape);
    QVERIFY(!inspector->isVisible());
    // Closed with its button it stays away, in a wide window too.
    fixture.window->selection().selectBatch(1);
    QVERIFY(fixture.click("inspectorClose"));
    fixture.window->resize(1440, 900);
    QVERIFY(!inspector->isVisible());
    QTest::keyClick(fixture.window.get(), Qt::Key_I, Qt::ControlModifier);
    QVERIFY(inspector->isVisible());
}

void TestActs::failureSaysCauseAndRemedy() {
    Fixture fixture;
    fixture.console->failStart({ErrorCode::anvilNotFound, "no anvil"});
    QVERIFY(fixture.click("startDemoButton"));
    fixture.run(1000);
    const auto* failure = fixture.find<QLabel>("startFailure");
    QVERIFY(failure->isVisible());
    QVERIFY(failure->text().contains(QStringLiteral("anvil was not found")));
    // And it can be tried again.
    QVERIFY(fixture.click("startDemoButton"));
    fixture.run(4000);
    QVERIFY(fixture.find<QWidget>("overviewPage")->isVisible());
}

void TestActs::fraudIsChallengedByClicks() {
    Fixture fixture;
    fixture.bringUp(2);
    QVERIFY(fixture.open("navLab"));
    QVERIFY(!fixture.find("injectBadRootButton_Borealis")->isEnabled()); // not the active one
    QVERIFY(fixture.click("injectBadRootButton_Aurora"));
    QVERIFY(fixture.console->hasCommand("inject Aurora"));
    anchorFraud(fixture);
    const auto batch = std::to_string(fixture.console->snapshot()->challenges.front().batch);
    QVERIFY(fixture.click("navChallenges"));
    fixture.run(300);
    QVERIFY(fixture.console->hasCommand("dry-run challenge " + batch));
    fixture.run(300);
    const auto* page = fixture.find<QWidget>("challengesPage");
    QVERIFY(textOf(page).contains(QStringLiteral("would convict")));
    QVERIFY(textOf(page).contains(QStringLiteral("4,812,406")));
    QVERIFY(!fixture.console->hasCommand("challenge " + batch)); // a dry run sends nothing
    QVERIFY(fixture.click("challengeButton"));
    QVERIFY(fixture.console->hasCommand("challenge " + batch));
    fixture.run(200);
    QVERIFY(!fixture.find("challengeButton")->isEnabled()); // not twice
    fixture.run(8000);
    QVERIFY(textOf(page).contains(QStringLiteral("Aurora lost its bond")));
    QVERIFY(textOf(page).contains(QStringLiteral("Rolled back")));
}

void TestActs::challengeThatFailsSaysWhy() {
    Fixture fixture;
    fixture.console->bringUp(2);
    fixture.console->injectBadRoot(fixture.console->snapshot()->operators[0].address, {});
    anchorFraud(fixture);
    QVERIFY(fixture.click("navChallenges"));
    fixture.run(600);
    fixture.console->failNext({ErrorCode::l1Unavailable, "refused"});
    QVERIFY(fixture.click("challengeButton"));
    fixture.run(300);
    QVERIFY(textOf(fixture.find<QWidget>("challengesPage")).contains(QStringLiteral("Nothing was sent")));
    QVERIFY(fixture.find("challengeButton")->isEnabled());
}

void TestActs::failsOverByClicks() {
    Fixture fixture;
    fixture.bringUp(2);
    QVERIFY(fixture.click("navOperators"));
    fixture.run(600);
    const auto* page = fixture.find<QWidget>("operatorsPage");
    QVERIFY(textOf(page).contains(QStringLiteral("planned, without penalty")));
    QVERIFY(textOf(page).contains(QStringLiteral("'stepDown()'")));
    QVERIFY(fixture.click("failOverButton"));
    QVERIFY(fixture.console->hasCommand("failover"));
    fixture.run(600);
    QCOMPARE(models::currentOperator(*fixture.bridge->snapshot())->name, std::string("Borealis"));
    QVERIFY(textOf(page).contains(QStringLiteral("Borealis is the active operator now.")));
}

void TestActs::crashAndRestart() {
    Fixture fixture;
    fixture.bringUp(2);
    QVERIFY(fixture.open("navLab"));
    QVERIFY(!fixture.find("restartButton_Aurora")->isEnabled());
    QVERIFY(fixture.click("crashButton_Aurora"));
    QVERIFY(fixture.console->hasCommand("crash Aurora"));
    fixture.run(500);
    QVERIFY(!fixture.find("crashButton_Aurora")->isEnabled());
    QVERIFY(fixture.click("restartButton_Aurora"));
    QVERIFY(fixture.console->hasCommand("restart Aurora"));
    fixture.run(500);
    QVERIFY(fixture.find("crashButton_Aurora")->isEnabled());
}

void TestActs::loadFollowsSwitchAndSlider() {
    Fixture fixture;
    fixture.bringUp(1);
    QVERIFY(fixture.open("navLab"));
    QVERIFY(fixture.find("loadSwitch")->isChecked());
    QVERIFY(fixture.click("loadSwitch"));
    QVERIFY(fixture.console->hasCommand("load off 40"));
    fixture.run(300);
    QVERIFY(!fixture.find("loadSwitch")->isChecked());
    QVERIFY(fixture.click("loadSwitch"));
    fixture.run(300);
    fixture.find<QSlider>("loadRate")->setFocus();
    QTest::keyClick(fixture.find<QSlider>("loadRate"), Qt::Key_Right);
    QVERIFY(fixture.console->hasCommand("load on 60"));
}

void TestActs::bidIsCheckedBeforeItIsSent() {
    Fixture fixture;
    fixture.bringUp(1);
    QVERIFY(fixture.open("navOperators"));
    auto* field = fixture.find<QDoubleSpinBox>("bidField_Cygnus");
    QVERIFY(!fixture.find("bidButton_Cygnus")->isEnabled()); // nothing to change yet
    field->setValue(5000);
    QVERIFY(!fixture.find("bidButton_Cygnus")->isEnabled());
    QVERIFY(
        textOf(fixture.find<QWidget>("operatorCard_Cygnus")).contains(QStringLiteral("L1 allows bids from")));
    field->setValue(0.2);
    QVERIFY(textOf(fixture.find<QWidget>("operatorCard_Cygnus")).contains(QStringLiteral("Would rank 1")));
    QVERIFY(fixture.click("bidButton_Cygnus"));
    QVERIFY(fixture.console->hasCommand("bid Cygnus 200000000"));
}

void TestActs::rejoinsAfterConviction() {
    Fixture fixture;
    fixture.console->bringUp(1);
    fixture.console->edit([](api::Snapshot& state) {
        auto& entry = state.operators[2];
        entry.status = api::OperatorStatus::convicted;
        entry.eligible = entry.ready = false;
        entry.bondWei = 0;
    });
    fixture.settle();
    QVERIFY(fixture.open("navOperators"));
    QVERIFY(!fixture.find("bidButton_Cygnus")->isVisible());
    QVERIFY(fixture.click("rejoinButton_Cygnus"));
    QVERIFY(fixture.console->hasCommand("rejoin Cygnus"));
    fixture.run(500);
    QVERIFY(!fixture.find("rejoinButton_Cygnus")->isVisible());
}

void TestActs::offlineIsSaidOnEveryPage() {
    Fixture fixture;
    fixture.console->bringUp(2);
    fixture.console->setL1Connected(false);
    fixture.console->run(14'000);
    fixture.settle();
    QCOMPARE(fixture.find<QLabel>("l1State")->text(), QStringLiteral("not connected"));
    for (const auto& page : shell::pageTable(*fixture.bridge)) {
        QVERIFY(fixture.open(qPrintable(page.navName())));
        const auto banner = std::string(page.id.name) + "PageBanner";
        QVERIFY2(fixture.find<QWidget>(banner.c_str()), banner.c_str());
        QVERIFY2(fixture.find<QWidget>(banner.c_str())->isVisible(), banner.c_str());
        QVERIFY(
            textOf(fixture.find<QWidget>(banner.c_str())).contains(QStringLiteral("L1 is not connected")));
    }
    fixture.console->setL1Connected(true);
    fixture.run(1500);
    QVERIFY(!fixture.find<QWidget>("labPageBanner")->isVisible());
}

void TestActs::emptyPagesSayWhatWillAppear() {
    Fixture fixture;
    fixture.bringUp(0);
    QVERIFY(fixture.open("navBatches"));
    QVERIFY(textOf(fixture.find<QWidget>("batchesPage")).contains(QStringLiteral("No batch yet")));
    QVERIFY(fixture.open("navChallenges"));
    QVERIFY(textOf(fixture.find<QWidget>("challengesPage")).contains(QStringLiteral("No fraud found")));
    QVERIFY(fixture.click("toLabButton"));
    QCOMPARE(fixture.window->page(), models::PageId::lab);
}

void TestActs::goToLeadsToABatchByItsHash() {
    Fixture fixture;
    fixture.bringUp(4);
    QVERIFY(fixture.click("goToButton"));
    auto* dialog = fixture.window->findChild<dialogs::GoToDialog*>();
    QVERIFY(dialog);
    auto* field = dialog->findChild<QLineEdit*>(QStringLiteral("goToField"));
    QString hash;
    for (const auto byte : fixture.console->snapshot()->batches[1].hash.bytes)
        hash += QStringLiteral("%1").arg(byte, 2, 16, QLatin1Char('0'));
    QTest::keyClicks(field, hash.left(16));
    QCOMPARE(dialog->findChild<QListWidget*>(QStringLiteral("goToList"))->count(), 1);
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(fixture.window->page(), models::PageId::batches);
    QCOMPARE(fixture.window->selection().batch(), 2u);
}

void TestActs::checklistTicksItself() {
    Fixture fixture;
    fixture.bringUp(0);
    QVERIFY(!fixture.window->history().lessons().anchored);
    QCOMPARE(fixture.find("lessonAnchored")->accessibleDescription(), QStringLiteral("not done yet"));
    fixture.run(12'000);
    QCOMPARE(fixture.find("lessonAnchored")->accessibleDescription(), QStringLiteral("done"));
    QCOMPARE(fixture.find("lessonCheat")->accessibleDescription(), QStringLiteral("not done yet"));
    QVERIFY(fixture.click("lessonCheat"));
    QCOMPARE(fixture.window->page(), models::PageId::lab);
}

void TestActs::laneIsClickable() {
    Fixture fixture;
    fixture.bringUp(3);
    auto* lane = fixture.find<widgets::Lane>("lane");
    lane->setFocus();
    QTest::keyClick(lane, Qt::Key_Left);
    QCOMPARE(fixture.window->selection().batch(), 3u);
    QTest::keyClick(lane, Qt::Key_Right);
    QCOMPARE(fixture.window->selection().batch(), 2u);
    fixture.settle();
    QVERIFY(textOf(fixture.find<QWidget>("inspector")).contains(QStringLiteral("rollup_getBatch 0x2")));
    // A hash of the inspector is copied whole.
    for (auto* hash : fixture.find<QWidget>("inspector")->findChildren<widgets::HashLabel*>())
        if (hash->accessibleName() == QStringLiteral("Batch hash")) {
            QTest::mouseClick(hash, Qt::LeftButton);
            QCOMPARE(QApplication::clipboard()->text(), hash->whole());
            QCOMPARE(hash->whole().size(), 66);
        }
}

void TestActs::escapeLetsGo() {
    Fixture fixture;
    fixture.bringUp(3);
    QVERIFY(fixture.open("navBatches"));
    fixture.window->selection().selectBatch(2);
    auto* filter = fixture.find<QLineEdit>("batchFilter");
    filter->setFocus();
    QTest::keyClicks(filter, QStringLiteral("aurora"));
    QTest::keyClick(filter, Qt::Key_Escape); // first the filter, then the selection
    QCOMPARE(filter->text(), QString());
    QCOMPARE(fixture.window->selection().batch(), 2u);
    QTest::keyClick(filter, Qt::Key_Escape);
    QCOMPARE(fixture.window->selection().kind(), models::Selection::Kind::none);
}

void TestActs::commandsAreCopied() {
    Fixture fixture;
    fixture.bringUp(3);
    fixture.window->selection().selectBatch(3);
    QTest::keyClick(fixture.window.get(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(QApplication::clipboard()->text(),
             QStringLiteral("cast rpc --rpc-url http://127.0.0.1:41900 rollup_getBatch 0x3"));
    // A bid that could be sent says how to send it without the console.
    QVERIFY(fixture.open("navOperators"));
    fixture.find<QDoubleSpinBox>("bidField_Cygnus")->setValue(0.2);
    QVERIFY(textOf(fixture.find<QWidget>("operatorCard_Cygnus"))
                .contains(QStringLiteral("'setBid(uint64)' 200000000")));
}

void TestActs::renamedOperatorGivesUpItsButtons() {
    // A convicted key stays on L1 under another label; its operator comes back under a new key.
    Fixture fixture;
    fixture.bringUp(1);
    for (const char* nav : {"navOperators", "navLab"}) {
        QVERIFY(fixture.click(nav));
        fixture.settle();
    }
    fixture.console->edit([](api::Snapshot& state) {
        auto back = state.operators[2];
        auto& gone = state.operators[2];
        gone.name = "Cygnus, convicted";
        gone.status = api::OperatorStatus::convicted;
        gone.local = gone.running = gone.eligible = gone.ready = false;
        back.address.bytes[0] ^= 0xff;
        state.operators.push_back(back);
    });
    fixture.settle();
    QVERIFY(fixture.find("crashButton_Cygnus"));
    QVERIFY(fixture.click("crashButton_Cygnus"));
    QVERIFY(fixture.open("navOperators"));
    QVERIFY(fixture.find("rejoinButton_Cygnus"));
    QVERIFY(!fixture.find("rejoinButton_Cygnus, convicted")->isVisible());
    QVERIFY(fixture.find("bidButton_Cygnus")->isVisible());
}

void TestActs::everythingClickableHasAName() {
    Fixture fixture;
    fixture.bringUp(2);
    for (const auto& page : shell::pageTable(*fixture.bridge)) {
        QVERIFY(fixture.open(qPrintable(page.navName())));
        for (const auto* button : fixture.window->findChildren<QAbstractButton*>())
            if (button->isVisible() && !button->inherits("QTableCornerButton"))
                QVERIFY2(!button->accessibleName().isEmpty() || !button->text().isEmpty(),
                         qPrintable(QStringLiteral("%1 %2").arg(
                             QLatin1String(button->metaObject()->className()), button->objectName())));
    }
}

void TestActs::switchesThemeAndLanguageInPlace() {
    Fixture fixture;
    fixture.bringUp(2);
    QVERIFY(fixture.click("navOperators"));
    fixture.window->findChild<QAction*>(QStringLiteral("themeLight"))->trigger();
    QCOMPARE(widgets::Theme::instance().scheme(), widgets::Theme::Scheme::light);
    fixture.window->findChild<QAction*>(QStringLiteral("language_zh_CN"))->trigger();
    fixture.settle();
    QCOMPARE(fixture.window->localeName(), QStringLiteral("zh_CN"));
    QCOMPARE(fixture.window->page(), models::PageId::operators);
    QVERIFY(textOf(fixture.find<QWidget>("operatorsPage")).contains(QStringLiteral("运营者")));
    // Remembered for the next start.
    QCOMPARE(QSettings().value(QStringLiteral("theme")).toString(), QStringLiteral("light"));
    QCOMPARE(QSettings().value(QStringLiteral("locale")).toString(), QStringLiteral("zh_CN"));
}

void TestActs::closesAfterTheEngineStopped() {
    Fixture fixture;
    fixture.bringUp(1);
    fixture.window->close();
    QVERIFY(fixture.window->isVisible()); // the engine goes first
    QVERIFY(QTest::qWaitFor([&] { return !fixture.window->isVisible(); }, 5000));
    QVERIFY(fixture.console->hasCommand("stop"));
}

QTEST_MAIN(TestActs)
#include "tst_ui_acts.moc"
