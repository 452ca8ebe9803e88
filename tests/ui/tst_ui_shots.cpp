#include "ui_fixture.hpp"

#include "models/lookup.hpp"
#include "shell/page_faults.hpp"
#include "shell/page_table.hpp"

using namespace aw;
using test::Fixture;

/// Every page in both themes, both languages and all sizes, in every state that it can be in: no text is
/// cut. With AW_SHOTS=FOLDER it also writes a picture of each, named page-state-theme-language-size.
class TestShots : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { test::prepareApplication(); }
    void pagesAreWhole_data();
    void pagesAreWhole();
};

namespace {

/// One window's way through all states, pictured and checked at each.
struct Walk {
    Fixture& fixture;
    QString suffix;
    int scale;
    QStringList cut;

    void look(const QString& name) {
        fixture.settle();
        fixture.save(name + u'-' + suffix, scale);
        for (const auto& fault : shell::cutTextsOf(*fixture.window, name))
            cut << fault.sentence();
    }
    void look(const char* state, std::initializer_list<const char*> pages) {
        for (const char* page : pages) {
            QVERIFY2(fixture.click((QByteArray("nav") + page).constData()), page);
            fixture.run(400); // dry runs come back
            const QString name = QString::fromLatin1(page).toLower();
            look(*state ? name + u'-' + QLatin1String(state) : name);
        }
    }
    /// Every page that there is.
    void lookAtAll(const char* state) {
        for (const auto& page : shell::pageTable(*fixture.bridge))
            look(state, {qPrintable(page.navName().mid(3))});
    }
    void until(const std::function<bool(const api::Snapshot&)>& reached) {
        for (int i = 0; i < 600 && !reached(*fixture.console->snapshot()); ++i)
            fixture.console->run(500);
        QVERIFY(reached(*fixture.console->snapshot()));
        fixture.settle();
    }
    Address active() const { return models::currentOperator(*fixture.console->snapshot())->address; }
};

/// The page Anchors as the active operator's, with L1 transactions in every state, funds that run out, and
/// nothing at all; then everything is as it was.
void lookAtAnchors(Walk& walk) {
    auto& console = *walk.fixture.console;
    auto& selection = walk.fixture.window->selection();
    const auto before = console.snapshot()->viewpoint;
    const auto active = walk.active();
    console.setViewpoint(active, {});
    console.l1Book().disturb(active, console.nowMs());
    walk.look("busy", {"Anchors"});
    const auto select = [&](api::L1TxState state) {
        for (const auto& tx : console.snapshot()->l1Txs)
            if (tx.state == state) selection.selectL1Tx(active, tx.id);
        walk.fixture.run(400);
    };
    for (const auto state : api::every<api::L1TxState>()) {
        select(state);
        walk.look("selected-" + QString::fromStdString(std::string(api::name(state))));
    }
    console.l1Book().setBalance(active, Wei("9998123456789012345678"));
    walk.look("rich", {"Anchors"});
    console.l1Book().setBalance(active, Wei(21'000'000'000'000'000));
    walk.look("poor", {"Anchors", "Overview"});
    selection.clear();
    console.l1Book().forgetTxs(active);
    walk.look("none", {"Anchors"});
    console.l1Book().close(active);
    walk.look("unknown", {"Anchors"});
    console.l1Book().open(active, console.snapshot()->heads.l1.number, console.nowMs());
    console.setViewpoint(before, {});
    walk.fixture.run(400);
    // In a narrow window the inspector goes with the selection.
    QTest::keyClick(walk.fixture.window.get(), Qt::Key_Escape);
}

} // namespace

void TestShots::pagesAreWhole_data() {
    QTest::addColumn<bool>("dark");
    QTest::addColumn<QString>("locale");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("scale");
    for (const bool dark : {true, false})
        for (const auto& locale : shell::language::available())
            for (const auto& [size, scale] :
                 {std::pair(QSize(1440, 900), 1), {QSize(1024, 700), 1}, {QSize(1920, 1080), 2}})
                QTest::addRow("%s-%s-%dx%d", dark ? "dark" : "light", qPrintable(locale), size.width(),
                              size.height())
                    << dark << locale << size << scale;
}

void TestShots::pagesAreWhole() {
    QFETCH(bool, dark);
    QFETCH(QString, locale);
    QFETCH(QSize, size);
    QFETCH(int, scale);
    const auto dress = [&](Fixture& fixture) {
        fixture.window->setScheme(dark ? widgets::Theme::Scheme::dark : widgets::Theme::Scheme::light);
        fixture.window->setLocaleName(locale);
        fixture.settle();
    };
    const QString suffix = QString::fromLatin1(QTest::currentDataTag());
    QStringList cut;
    {
        Fixture failing(QStringLiteral("en"), size);
        dress(failing);
        Walk walk{failing, suffix, scale, {}};
        failing.console->failStart({ErrorCode::anvilNotFound, "no anvil"});
        QVERIFY(failing.click("startDemoButton"));
        failing.run(1000);
        walk.look(QStringLiteral("start-failed"));
        cut += walk.cut;
    }
    Fixture fixture(QStringLiteral("en"), size);
    dress(fixture);
    Walk walk{fixture, suffix, scale, {}};
    auto& console = *fixture.console;
    walk.look(QStringLiteral("start"));
    QVERIFY(fixture.click("startDemoButton"));
    fixture.run(1100);
    walk.look(QStringLiteral("starting"));
    walk.until([](const auto& state) { return state.phase == api::Phase::running; });
    walk.lookAtAll("empty");
    walk.until([](const auto& state) { return state.batches.size() >= 14; });
    walk.lookAtAll("");

    lookAtAnchors(walk);
    console.injectBadRoot(walk.active(), {});
    walk.until([](const auto& state) { return state.challenges.size() == 1; });
    fixture.run(6000);
    walk.look("fraud", {"Overview", "Batches", "Challenges", "Lab"});
    QVERIFY(fixture.click("eventsButton"));
    walk.look("events", {"Overview", "Operators"});
    QVERIFY(fixture.click("eventsClose"));
    console.challenge(console.snapshot()->challenges.front().batch, [](Result<void>) {});
    walk.until([](const auto& state) { return state.challenges[0].stage == api::ChallengeStage::proving; });
    walk.look("under-way", {"Challenges"});
    walk.until(
        [](const auto& state) { return state.challenges[0].stage == api::ChallengeStage::rolledBack; });
    walk.lookAtAll("rolled-back");

    fixture.run(20'000);
    console.crash(walk.active(), {});
    fixture.run(3000);
    walk.look("crashed", {"Overview", "Operators", "Lab"});
    walk.until([&](const auto& state) {
        const auto* now = models::currentOperator(state);
        return now && now->running;
    });
    walk.look("ejected", {"Overview", "Operators"});
    console.setL1Connected(false);
    fixture.run(14'000);
    walk.lookAtAll("offline");
    cut += walk.cut;
    cut.removeDuplicates();
    QVERIFY2(cut.isEmpty(), qPrintable(u'\n' + cut.join(u'\n')));
}

QTEST_MAIN(TestShots)
#include "tst_ui_shots.moc"
