#include "ui_fixture.hpp"

#include "shell/frame_meter.hpp"
#include "shell/visit.hpp"

#include <QMainWindow>
#include <QSignalSpy>

using namespace aw;
using shell::FrameMeter;
using shell::MeteredApplication;

/// What counts as a frame of the console, and the visit that makes frames for the benchmark.
class TestFrames : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { test::prepareApplication(); }
    void aFrameIsAllBetweenTwoWaits();
    void aWaitWithinAnEventIsAPartOfTheFrame();
    void whatPaintsNothingIsNoFrame();
    void anEventWithinAnotherIsAPartOfIt();
    void aShownWindowIsAFrame();
    void tellsWhenAWindowWasPainted();
    void aVisitOpensEveryPage();
};

namespace {

/// A thread by hand: time passes and waits happen as a test says.
struct Thread {
    FrameMeter::Reading reading;
    FrameMeter meter{[this] { return reading; }};

    void work(std::int64_t wallNs, std::int64_t cpuNs) {
        reading.now.wallNs += wallNs;
        reading.now.cpuNs += cpuNs;
    }
    void wait(std::int64_t wallNs) {
        ++reading.waits;
        work(wallNs, 0);
    }
    void event(std::int64_t wallNs, std::int64_t cpuNs, bool paints) {
        meter.begin();
        work(wallNs, cpuNs);
        if (paints) meter.painted();
        meter.end();
    }
    /// The frames, once the next event after a wait has begun.
    std::vector<FrameMeter::Frame> frames() {
        wait(1000);
        event(0, 0, false);
        return meter.take();
    }
};

} // namespace

void TestFrames::aFrameIsAllBetweenTwoWaits() {
    Thread thread;
    thread.event(5, 4, false); // new data
    thread.work(1, 1);         // the event loop itself
    thread.event(7, 6, true);
    thread.wait(100);
    thread.event(3, 2, true);
    const auto frames = thread.frames();
    QCOMPARE(frames.size(), 2U);
    QCOMPARE(frames[0].wallNs, 13);
    QCOMPARE(frames[0].cpuNs, 11);
    QCOMPARE(frames[1].wallNs, 3);
    QCOMPARE(frames[1].cpuNs, 2);
    QVERIFY(thread.meter.take().empty());
}

void TestFrames::aWaitWithinAnEventIsAPartOfTheFrame() {
    Thread thread;
    thread.meter.begin();
    thread.wait(20); // for a lock, or the disk: the next click waits too
    thread.meter.painted();
    thread.meter.end();
    thread.event(1, 1, false);
    const auto frames = thread.frames();
    QCOMPARE(frames.size(), 1U);
    QCOMPARE(frames[0].wallNs, 21);
}

void TestFrames::whatPaintsNothingIsNoFrame() {
    Thread thread;
    thread.event(50, 50, false);
    thread.wait(10);
    thread.event(2, 2, true);
    const auto frames = thread.frames();
    QCOMPARE(frames.size(), 1U);
    QCOMPARE(frames[0].wallNs, 2);
}

void TestFrames::anEventWithinAnotherIsAPartOfIt() {
    Thread thread;
    thread.meter.begin();
    thread.work(3, 3);
    thread.event(4, 4, true);
    thread.work(2, 2);
    thread.meter.end();
    const auto frames = thread.frames();
    QCOMPARE(frames.size(), 1U);
    QCOMPARE(frames[0].wallNs, 9);
}

void TestFrames::aShownWindowIsAFrame() {
    auto& meter = static_cast<MeteredApplication*>(qApp)->meter();
    QMainWindow window;
    meter.take();
    window.show();
    std::vector<FrameMeter::Frame> frames;
    QVERIFY(QTest::qWaitFor([&] {
        // A frame is whole when the next event comes after a wait.
        QCoreApplication::postEvent(&window, new QEvent(QEvent::User));
        const auto more = meter.take();
        frames.insert(frames.end(), more.begin(), more.end());
        return !frames.empty();
    }));
    for (const auto& frame : frames)
        QVERIFY(frame.wallNs > 0 && frame.cpuNs > 0);
}

void TestFrames::tellsWhenAWindowWasPainted() {
    auto& application = *static_cast<MeteredApplication*>(qApp);
    QMainWindow window, other;
    std::int64_t at = 0;
    application.whenPainted(&window, [&](std::int64_t ns) { at = ns; });
    other.show();
    QVERIFY(QTest::qWaitForWindowExposed(&other));
    QCoreApplication::processEvents();
    QCOMPARE(at, 0);
    const auto before = FrameMeter::readThread().now.wallNs;
    window.show();
    QVERIFY(QTest::qWaitFor([&] { return at != 0; }));
    QVERIFY(at > before && at <= FrameMeter::readThread().now.wallNs);
}

void TestFrames::aVisitOpensEveryPage() {
    test::Fixture fixture;
    fixture.console->bringUp(14);
    fixture.run(100);
    std::vector<models::PageId> seen;
    shell::Visit visit(*fixture.window, *fixture.bridge);
    QSignalSpy finished(&visit, &shell::Visit::finished);
    visit.start(1500);
    QVERIFY(QTest::qWaitFor([&] {
        if (seen.empty() || !(seen.back() == fixture.window->page())) seen.push_back(fixture.window->page());
        return !finished.isEmpty();
    }));
    QCOMPARE(seen.size(), static_cast<std::size_t>(shell::pageTable(*fixture.bridge).size()));
}

int main(int argc, char** argv) {
    MeteredApplication application(argc, argv);
    TestFrames test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_ui_frames.moc"
