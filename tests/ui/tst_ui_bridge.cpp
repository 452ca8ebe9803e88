#include "bridge/engine_bridge.hpp"
#include "engine_double.hpp"

#include <QSignalSpy>
#include <QTest>

#include <thread>

using namespace aw;

/// The crossing between the engine's threads and the GUI thread.
class TestBridge : public QObject {
    Q_OBJECT
private slots:
    void announcesOnTheGuiThread();
    void mergesBursts();
    void completesOnTheGuiThread();
    void dropsCompletionsAfterItsEnd();
    void stopsWithoutBlocking();
};

void TestBridge::announcesOnTheGuiThread() {
    auto console = std::make_shared<test::EngineDouble>();
    bridge::EngineBridge bridge(console);
    QThread* seen = nullptr;
    connect(&bridge, &bridge::EngineBridge::changed, this, [&] { seen = QThread::currentThread(); });
    std::thread engine([&] { console->bringUp(1); });
    QVERIFY(QTest::qWaitFor([&] { return bridge.snapshot()->batches.size() == 1; }, 5000));
    engine.join();
    QCOMPARE(seen, QThread::currentThread());
}

void TestBridge::mergesBursts() {
    // Given an engine that publishes hundreds of snapshots at once
    auto console = std::make_shared<test::EngineDouble>();
    bridge::EngineBridge bridge(console);
    QSignalSpy changes(&bridge, &bridge::EngineBridge::changed);
    QElapsedTimer elapsed;
    elapsed.start();
    std::thread engine([&] { console->bringUp(12); });
    // When the GUI catches up
    QVERIFY(QTest::qWaitFor([&] { return bridge.snapshot()->batches.size() == 12; }, 5000));
    engine.join();
    // Then it saw the last one, and no more than one each 100 ms
    QCOMPARE(bridge.snapshot()->version, console->snapshot()->version);
    QVERIFY(console->snapshot()->version > 300);
    QVERIFY2(changes.count() <= elapsed.elapsed() / 100 + 2, qPrintable(QString::number(changes.count())));
}

void TestBridge::completesOnTheGuiThread() {
    auto console = std::make_shared<test::EngineDouble>();
    console->bringUp(1);
    bridge::EngineBridge bridge(console);
    QThread* seen = nullptr;
    bool good = false;
    std::optional<ErrorCode> refusal;
    bridge.failOver([&](Result<void> result) {
        seen = QThread::currentThread();
        good = result.has_value();
    });
    bridge.dryRunChallenge(1, [&](Result<api::DryRun> result) { refusal = result.error().code; });
    QCOMPARE(seen, nullptr); // never from within the call
    std::thread engine([&] { console->run(200); });
    engine.join();
    QVERIFY(QTest::qWaitFor([&] { return seen != nullptr && refusal.has_value(); }, 5000));
    QCOMPARE(seen, QThread::currentThread());
    QVERIFY(good);
    QCOMPARE(*refusal, ErrorCode::challengeAgrees);
}

void TestBridge::dropsCompletionsAfterItsEnd() {
    auto console = std::make_shared<test::EngineDouble>();
    console->bringUp(1);
    bool called = false;
    {
        bridge::EngineBridge bridge(console);
        bridge.failOver([&](Result<void>) { called = true; });
    }
    console->run(500);
    QCoreApplication::processEvents();
    QVERIFY(!called);
}

void TestBridge::stopsWithoutBlocking() {
    auto console = std::make_shared<test::EngineDouble>();
    console->bringUp(1);
    bridge::EngineBridge bridge(console);
    QSignalSpy stopped(&bridge, &bridge::EngineBridge::stopped);
    bridge.stop();
    bridge.stop(); // a second wish changes nothing
    QVERIFY(stopped.wait(5000));
    QCOMPARE(stopped.count(), 1);
    QCOMPARE(bridge.snapshot()->phase, api::Phase::stopped);
}

QTEST_MAIN(TestBridge)
#include "tst_ui_bridge.moc"
