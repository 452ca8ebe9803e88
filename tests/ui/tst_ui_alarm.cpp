#include "fraud_scene.hpp"

#include "models/attention.hpp"
#include "models/lookup.hpp"
#include "shell/alarm_teller.hpp"
#include "shell/desktop_notifier.hpp"
#include "shell/page_table.hpp"
#include "shell/viewpoint_selector.hpp"

#include <QDBusConnection>
#include <QDBusServer>
#include <QLabel>
#include <QSignalSpy>
#include <QToolTip>

using namespace aw;
using test::Fixture;

namespace {

/// Keeps what it was told.
class RecordingNotifier : public shell::Notifier {
public:
    struct Told {
        QString key, title, text;
    };
    void notify(const QString& key, const QString& title, const QString& text) override {
        told.append({key, title, text});
    }
    void withdraw(const QString& key) override { withdrawn << key; }

    QList<Told> told;
    QStringList withdrawn;
};

} // namespace

/// The desktop's side of org.freedesktop.Notifications.
class NotificationServer : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
public:
    QStringList summaries, bodies;
    QList<uint> replaced, closed;

public slots:
    uint Notify(const QString&, uint replaces, const QString&, const QString& summary, const QString& body,
                const QStringList&, const QVariantMap&, int) {
        summaries << summary;
        bodies << body;
        replaced << replaces;
        return static_cast<uint>(40 + summaries.size());
    }
    void CloseNotification(uint id) { closed << id; }

signals:
    void ActionInvoked(uint id, const QString& action);
    void NotificationClosed(uint id, uint reason);
};

/// What cannot wait is seen from everywhere: on every page, in the window's title, on the desktop.
class TestAlarm : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { test::prepareApplication(); }
    void aFraudIsSeenFromEveryPage();
    void theOneThatIsLostFirstStandsInTheBar();
    void aSecondFraudAtTheSameNumberIsNew();
    void theDesktopIsToldOnceAndTakenBack();
    void whatComesAndGoesIsNotToldAgainAtOnce();
    void theDesktopLeadsToTheMatter();
    void theDesktopsServerIsSpokenTo();
    void withoutAServerNothingHappens();
    void noBackupIsAnAlarm();
    void aDemandedSignatureThatIsMissingIsAnAlarm();
    void everyNoticeSaysWhatToDo();
    void aCrashedNodesFundsAreUnknown();
    void aViewpointThatMovesIsSaid();
    void whatRejoinedIsNotOut();
    void noticesOpenTheAct();
};

namespace {

QString barText(const Fixture& fixture) {
    const auto* bar = fixture.find<QWidget>("alarmBar");
    return bar && bar->isVisible() ? fixture.find<QLabel>("alarmText")->text() : QString();
}

std::vector<models::Notice> noticesOf(const test::EngineDouble& console) {
    return models::attention(*console.snapshot(), console.nowMs());
}

} // namespace

void TestAlarm::aFraudIsSeenFromEveryPage() {
    Fixture fixture;
    fixture.bringUp(2);
    QCOMPARE(barText(fixture), QString());
    QCOMPARE(fixture.window->windowTitle(), QStringLiteral("Anchorwatch"));
    test::cheat(fixture);
    const auto& fraud = fixture.console->snapshot()->challenges.back();
    for (const auto& page : shell::pageTable(*fixture.bridge)) {
        QVERIFY(fixture.open(qPrintable(page.navName())));
        const auto left = fraud.deadlineL1Block - fixture.console->snapshot()->heads.l1.number;
        QCOMPARE(barText(fixture),
                 QStringLiteral("Batch %1, wrong root, %2 blocks left (%2 s)").arg(fraud.batch).arg(left));
    }
    QCOMPARE(fixture.window->windowTitle(),
             QStringLiteral("Batch %1 claims a wrong root – Anchorwatch").arg(fraud.batch));
    fixture.window->selection().clear();
    QVERIFY(fixture.click("alarmReview"));
    QCOMPARE(fixture.window->page(), models::PageId::challenges);
    QCOMPARE(fixture.window->selection().batch(), fraud.batch);
    test::convict(fixture, fixture.console->snapshot()->challenges.back());
    fixture.settle();
    QCOMPARE(barText(fixture), QString());
    QCOMPARE(fixture.window->windowTitle(), QStringLiteral("Anchorwatch"));
}

void TestAlarm::theOneThatIsLostFirstStandsInTheBar() {
    Fixture fixture;
    fixture.console->bringUp(2);
    test::cheat(*fixture.console);
    const auto first = fixture.console->snapshot()->challenges.back().batch;
    test::cheat(fixture);
    QVERIFY(barText(fixture).startsWith(QStringLiteral("Batch %1,").arg(first)));
    QStringList said;
    for (const auto* label : fixture.find<QWidget>("alarmBar")->findChildren<QLabel*>())
        said << label->text();
    QVERIFY2(said.contains(QStringLiteral("1 more")), qPrintable(said.join(u'|')));
}

void TestAlarm::aSecondFraudAtTheSameNumberIsNew() {
    Fixture fixture;
    RecordingNotifier notifier;
    fixture.window->setNotifier(&notifier);
    fixture.console->bringUp(2);
    test::cheat(*fixture.console);
    const auto number = fixture.console->snapshot()->challenges.back().batch;
    fixture.settle();
    test::convict(fixture, fixture.console->snapshot()->challenges.back());
    fixture.settle();
    fixture.window->selection().clear();
    // The next batch has the number of the one that was rolled back.
    test::cheat(fixture);
    QCOMPARE(fixture.console->snapshot()->challenges.back().batch, number);
    QCOMPARE(fixture.window->selection().batch(), number);
    QCOMPARE(notifier.told.size(), 2);
}

void TestAlarm::theDesktopIsToldOnceAndTakenBack() {
    Fixture fixture;
    RecordingNotifier notifier;
    fixture.window->setNotifier(&notifier);
    fixture.console->bringUp(2);
    test::cheat(fixture);
    fixture.run(3000);
    fixture.window->setLocaleName(QStringLiteral("zh_CN"));
    fixture.run(1000);
    fixture.window->setLocaleName(QStringLiteral("en"));
    fixture.run(1000);
    QCOMPARE(notifier.told.size(), 1);
    QVERIFY(notifier.told[0].title.contains(QStringLiteral("claims a wrong root")));
    QVERIFY(notifier.told[0].text.contains(QStringLiteral("Act before L1 block")));
    QVERIFY(notifier.withdrawn.isEmpty());
    test::convict(fixture, fixture.console->snapshot()->challenges.back());
    fixture.settle();
    QCOMPARE(notifier.withdrawn, QStringList{notifier.told[0].key});
}

void TestAlarm::whatComesAndGoesIsNotToldAgainAtOnce() {
    Fixture fixture;
    RecordingNotifier notifier;
    fixture.window->setNotifier(&notifier);
    fixture.console->bringUp(1);
    for (int i = 0; i < 3; ++i) {
        fixture.console->setL1Connected(false);
        fixture.run(1000);
        fixture.console->setL1Connected(true);
        fixture.run(2000);
    }
    QCOMPARE(notifier.told.size(), 1);
    fixture.run(shell::AlarmTeller::kQuietMs + 1000);
    fixture.console->setL1Connected(false);
    fixture.run(1000);
    QCOMPARE(notifier.told.size(), 2);
}

void TestAlarm::theDesktopLeadsToTheMatter() {
    Fixture fixture;
    RecordingNotifier notifier;
    fixture.window->setNotifier(&notifier);
    fixture.console->bringUp(2);
    test::cheat(fixture);
    fixture.window->selection().clear();
    emit notifier.activated(notifier.told.at(0).key);
    QCOMPARE(fixture.window->page(), models::PageId::challenges);
    QCOMPARE(fixture.window->selection().batch(), fixture.console->snapshot()->challenges.back().batch);
}

void TestAlarm::theDesktopsServerIsSpokenTo() {
    // Given a server at the other end of a connection
    QDBusServer server(QStringLiteral("unix:tmpdir=/tmp"));
    NotificationServer desktop;
    std::optional<QDBusConnection> other;
    connect(&server, &QDBusServer::newConnection, this, [&](const QDBusConnection& connection) {
        other = connection;
        other->registerObject(QStringLiteral("/org/freedesktop/Notifications"), &desktop,
                              QDBusConnection::ExportAllContents);
    });
    auto bus = QDBusConnection::connectToPeer(server.address(), QStringLiteral("desktop"));
    QVERIFY(QTest::qWaitFor([&] { return other.has_value() && bus.isConnected(); }, 5000));
    shell::DesktopNotifier notifier(bus);
    // When something is told
    notifier.notify(QStringLiteral("a"), QStringLiteral("Batch 4"), QStringLiteral("1 < 2"));
    QVERIFY(QTest::qWaitFor([&] { return desktop.summaries.size() == 1; }, 5000));
    // Then the server gets it, without markup of ours
    QCOMPARE(desktop.summaries, QStringList{QStringLiteral("Batch 4")});
    QCOMPARE(desktop.bodies, QStringList{QStringLiteral("1 &lt; 2")});
    // And the user's click leads back, once the server's number is known
    QSignalSpy activated(&notifier, &shell::Notifier::activated);
    QVERIFY(QTest::qWaitFor(
        [&] {
            emit desktop.ActionInvoked(41, QStringLiteral("default"));
            return !activated.isEmpty();
        },
        5000));
    QCOMPARE(activated[0][0].toString(), QStringLiteral("a"));
    // And what is told anew takes the place of the first, and goes when it is settled
    notifier.notify(QStringLiteral("a"), QStringLiteral("Batch 4 again"), {});
    QVERIFY(QTest::qWaitFor([&] { return desktop.replaced.size() == 2; }, 5000));
    QCOMPARE(desktop.replaced[1], 41u);
    notifier.withdraw(QStringLiteral("a"));
    QVERIFY(QTest::qWaitFor([&] { return !desktop.closed.isEmpty(); }, 5000));
    QDBusConnection::disconnectFromPeer(QStringLiteral("desktop"));
}

void TestAlarm::withoutAServerNothingHappens() {
    shell::DesktopNotifier notifier{QDBusConnection(QStringLiteral("nobody"))};
    notifier.notify(QStringLiteral("a"), QStringLiteral("Batch 4"), {});
    notifier.withdraw(QStringLiteral("a"));
    // A bus without a server answers with an error, and the next is told all the same.
    QDBusServer server(QStringLiteral("unix:tmpdir=/tmp"));
    bool connected = false;
    connect(&server, &QDBusServer::newConnection, this, [&] { connected = true; });
    auto bus = QDBusConnection::connectToPeer(server.address(), QStringLiteral("empty"));
    QVERIFY(QTest::qWaitFor([&] { return connected; }, 5000));
    shell::DesktopNotifier other(bus);
    other.notify(QStringLiteral("a"), QStringLiteral("Batch 4"), {});
    other.withdraw(QStringLiteral("a"));
    other.notify(QStringLiteral("a"), QStringLiteral("Batch 4"), {});
    QDBusConnection::disconnectFromPeer(QStringLiteral("empty"));
}

void TestAlarm::noBackupIsAnAlarm() {
    Fixture fixture;
    fixture.console->bringUp(2);
    for (const auto& entry : fixture.console->snapshot()->operators)
        fixture.console->crash(entry.address, {});
    fixture.run(1000);
    QCOMPARE(barText(fixture), QStringLiteral("Aurora is down, no backup is ready"));
    QVERIFY(fixture.click("alarmReview"));
    // What brings it back is in the Lab.
    QCOMPARE(fixture.window->page(), models::PageId::lab);
}

void TestAlarm::aDemandedSignatureThatIsMissingIsAnAlarm() {
    test::EngineDouble console;
    console.bringUp(3);
    const auto block = console.snapshot()->heads.l1.number + 20;
    const auto tell = [&](api::EventCode code) {
        console.edit([&](api::Snapshot& state) {
            state.events.push_back({.id = state.events.back().id + 1,
                                    .atMs = state.atMs,
                                    .code = code,
                                    .args = {{"batch", "2"}, {"block", std::to_string(block)}}});
        });
    };
    const auto alarms = [&] {
        QStringList all;
        for (const auto& notice : noticesOf(console))
            if (!notice.alarm.isEmpty()) all << notice.alarm;
        return all;
    };
    tell(api::EventCode::signatureDemanded);
    QCOMPARE(noticesOf(console).front().title, QStringLiteral("A signature of batch 2 is demanded"));
    QCOMPARE(alarms(), QStringList());
    tell(api::EventCode::signatureMissing);
    QCOMPARE(alarms(), QStringList{QStringLiteral("Batch 2, withheld signature, 20 blocks left (20 s)")});
    tell(api::EventCode::signatureAnswered);
    QCOMPARE(alarms(), QStringList());
}

void TestAlarm::everyNoticeSaysWhatToDo() {
    test::EngineDouble console;
    console.bringUp(4);
    test::cheat(console);
    console.crash(console.snapshot()->operators[0].address, {});
    console.l1Book().disturb(console.snapshot()->viewpoint, console.nowMs());
    console.run(1000);
    QSet<QString> kinds;
    const auto look = [&] {
        QSet<QString> keys;
        for (const auto& notice : noticesOf(console)) {
            QVERIFY2(!notice.text.isEmpty() && !notice.act.isEmpty() && !notice.button.isEmpty(),
                     qPrintable(notice.title));
            QVERIFY2(!notice.key.isEmpty() && !keys.contains(notice.key), qPrintable(notice.title));
            keys.insert(notice.key);
            kinds.insert(notice.key.section(u':', 0, 0));
        }
    };
    look();
    console.setL1Connected(false);
    console.run(1000);
    look();
    console.setL1Connected(true);
    console.edit([](api::Snapshot& state) {
        state.operators[1].notReady = api::NotReady::diskRefused;
        state.operators[2].status = api::OperatorStatus::ejected;
        state.operators[2].local = true;
        state.phase = api::Phase::failed;
        state.failure = Error{ErrorCode::labL1Ended, "anvil ended"};
    });
    look();
    for (const char* kind : {"fraud", "down", "failed", "l1", "disk", "out", "stuck", "held", "calm"})
        QVERIFY2(kinds.contains(QLatin1String(kind)), kind);
}

void TestAlarm::aCrashedNodesFundsAreUnknown() {
    test::EngineDouble console;
    console.bringUp(3);
    const auto active = models::currentOperator(*console.snapshot())->address;
    console.crash(active, {});
    console.run(1000);
    // The engine knows no balance of a node that is down.
    auto state = *console.snapshot();
    for (auto& entry : state.operators)
        if (entry.address == active) entry.l1BalanceWei = 0;
    for (const auto& notice : models::attention(state, state.atMs))
        QVERIFY2(!notice.title.contains(QStringLiteral("funds")), qPrintable(notice.title));
}

void TestAlarm::aViewpointThatMovesIsSaid() {
    Fixture fixture;
    fixture.bringUp(2);
    auto* selector = fixture.find("viewpointSelector");
    QCOMPARE(selector->text().trimmed().section(u' ', 0, 0), QStringLiteral("Borealis"));
    // The node of the viewpoint crashes, and the engine shows what another sees.
    fixture.console->edit([](api::Snapshot& state) {
        state.operators[1].running = state.operators[1].ready = false;
        state.viewpoint = state.operators[2].address;
    });
    fixture.settle();
    const QString why = QStringLiteral("The node of Borealis is down: you view as Cygnus until it is back.");
    QCOMPARE(selector->text().trimmed(), QStringLiteral("Cygnus · for Borealis"));
    QCOMPARE(selector->accessibleDescription(), why);
    QCOMPARE(QToolTip::text(), why);
    fixture.console->edit([](api::Snapshot& state) {
        state.operators[1].running = true;
        state.viewpoint = state.operators[1].address;
    });
    fixture.settle();
    QVERIFY(selector->text().trimmed().startsWith(QStringLiteral("Borealis")));
    QVERIFY(!selector->text().contains(QStringLiteral("for ")));
    // Whom the user asks for stands in for nobody.
    fixture.console->crash(fixture.console->snapshot()->operators[1].address, {});
    fixture.run(300);
    fixture.window->findChild<shell::ViewpointSelector*>()->viewAs(
        fixture.console->snapshot()->operators[0].address);
    fixture.run(300);
    QVERIFY2(selector->text().trimmed().startsWith(QStringLiteral("Aurora · active")),
             qPrintable(selector->text()));
}

void TestAlarm::whatRejoinedIsNotOut() {
    test::EngineDouble console;
    console.bringUp(2);
    const auto isOut = [](const api::Snapshot& state) {
        const auto all = models::attention(state, state.atMs);
        return std::any_of(all.begin(), all.end(), [](const auto& notice) {
            return notice.title.endsWith(QStringLiteral(" is out"));
        });
    };
    auto state = *console.snapshot();
    state.operators[2].status = api::OperatorStatus::convicted;
    QVERIFY(isOut(state));
    // Its operator is back under another key: the old one stays convicted on L1 for ever.
    auto back = state.operators[2];
    state.operators[2].name += " (convicted)";
    state.operators[2].local = state.operators[2].running = false;
    back.address.bytes[0] ^= 0xff;
    back.status = api::OperatorStatus::registered;
    state.operators.push_back(back);
    QVERIFY(!isOut(state));
}

void TestAlarm::noticesOpenTheAct() {
    Fixture fixture;
    fixture.console->bringUp(2);
    test::cheat(fixture);
    QVERIFY(fixture.open("navOverview"));
    const auto number = fixture.console->snapshot()->challenges.back().batch;
    auto* button = fixture.find("notice_0");
    QVERIFY(button);
    QCOMPARE(button->text(), QStringLiteral("Challenge batch %1 …").arg(number));
    QCOMPARE(button->accessibleName(),
             QStringLiteral("Batch %1 claims a wrong root: Challenge batch %1 …").arg(number));
    button->setFocus();
    QTest::keyClick(button, Qt::Key_Space);
    QCOMPARE(fixture.window->page(), models::PageId::challenges);
}

QTEST_MAIN(TestAlarm)
#include "tst_ui_alarm.moc"
