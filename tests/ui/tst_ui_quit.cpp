#include "demo_process.hpp"

using aw::test::DemoProcess;

/// The console as a program: however it is told to end, its engine stops in order and leaves nothing behind.
class TestQuit : public QObject {
    Q_OBJECT
private slots:
    void leavesNoWorkspace_data() {
        QTest::addColumn<int>("number");
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGINT") << SIGINT;
        QTest::newRow("SIGHUP") << SIGHUP;
    }
    void leavesNoWorkspace() {
        QFETCH(int, number);
        const QTemporaryDir settings;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), settings.path());
        DemoProcess console(qEnvironmentVariable("AW_ANCHORWATCH"), {QStringLiteral("--demo")}, environment);
        QVERIFY(console.waitForWorkspace());
        console.signal(number);
        QVERIFY(console.waitForEnd());
        QCOMPARE(console.process().exitStatus(), QProcess::NormalExit);
        QCOMPARE(console.process().exitCode(), 0);
        QCOMPARE(console.left(), QStringList());
    }
};

QTEST_GUILESS_MAIN(TestQuit)
#include "tst_ui_quit.moc"
