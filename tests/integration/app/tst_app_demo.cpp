#include "demo_process.hpp"

#include <QTest>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using aw::test::DemoProcess;

namespace {

const QString kReady = QStringLiteral("JSON-RPC for wallets");
constexpr int kExitUnavailable = 69; // sysexits

QStringList demo(const QStringList& more = {}) {
    return QStringList{QStringLiteral("demo"), QStringLiteral("--operators"), QStringLiteral("2"),
                       QStringLiteral("--tps"), QStringLiteral("1")} +
           more;
}

QString program() { return qEnvironmentVariable("AW_ANCHORWATCHD"); }

bool isFree(std::uint16_t port) {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool bound = ::bind(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    ::close(descriptor);
    return bound;
}

/// The first of two free ports in a row, one for each operator.
std::uint16_t freePair() {
    for (std::uint16_t port = 20'000 + static_cast<std::uint16_t>(::getpid() % 9'000); port < 32'000;
         port += 2)
        if (isFree(port) && isFree(static_cast<std::uint16_t>(port + 1))) return port;
    return 0;
}

} // namespace

/// anchorwatchd demo and scenario: what they print, and that they leave nothing behind however they end.
class AppDemoTest : public QObject {
    Q_OBJECT

private slots:
    void printsThePortThatItWasGiven() {
        const auto port = freePair();
        QVERIFY(port != 0);
        DemoProcess demoProcess(program(), demo({QStringLiteral("--rpc-port"), QString::number(port)}));
        QVERIFY2(demoProcess.waitForOutput(kReady), qPrintable(demoProcess.out()));
        QVERIFY2(demoProcess.out().contains(QStringLiteral("http://127.0.0.1:%1\n").arg(port)),
                 qPrintable(demoProcess.out()));
        demoProcess.signal(SIGINT);
        QVERIFY(demoProcess.waitForEnd());
        QCOMPARE(demoProcess.process().exitCode(), 0);
        QCOMPARE(demoProcess.left(), QStringList());
    }

    void leavesNoWorkspace_data() {
        QTest::addColumn<int>("number");
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGHUP") << SIGHUP;
    }
    void leavesNoWorkspace() {
        QFETCH(int, number);
        DemoProcess demoProcess(program(), demo());
        QVERIFY(demoProcess.waitForWorkspace());
        demoProcess.signal(number);
        QVERIFY(demoProcess.waitForEnd());
        QCOMPARE(demoProcess.process().exitStatus(), QProcess::NormalExit);
        QCOMPARE(demoProcess.left(), QStringList());
    }

    void endsWhereNobodyReadsItsOutput() {
        // The reader ends with the first line; the shell ends when both have.
        const QStringList arguments{QStringLiteral("-c"), QStringLiteral("\"$0\" \"$@\" | head -n 1"),
                                    program()};
        DemoProcess pipe(QStringLiteral("/bin/sh"), arguments + demo());
        QVERIFY(pipe.waitForEnd(120'000));
        QVERIFY(pipe.process().readAllStandardOutput().contains("anvil"));
        QCOMPARE(pipe.left(), QStringList());
    }

    void anInterruptedScenarioLeavesNoWorkspace() {
        DemoProcess scenario(program(), {QStringLiteral("scenario"), QStringLiteral("happy")});
        QVERIFY(scenario.waitForWorkspace());
        scenario.signal(SIGHUP);
        QVERIFY(scenario.waitForEnd());
        QCOMPARE(scenario.process().exitCode(), kExitUnavailable);
        QVERIFY(scenario.process().readAllStandardError().contains("interrupted"));
        QCOMPARE(scenario.left(), QStringList());
    }

    void saysThatItsL1Ended() {
        DemoProcess demoProcess(program(), demo());
        QVERIFY2(demoProcess.waitForOutput(kReady), qPrintable(demoProcess.out()));
        const auto anvil = demoProcess.anvil();
        QVERIFY(anvil != 0);
        ::kill(anvil, SIGKILL);
        QVERIFY(demoProcess.waitForEnd());
        QCOMPARE(demoProcess.process().exitCode(), kExitUnavailable);
        const auto said = demoProcess.process().readAllStandardError();
        QVERIFY2(said.contains("anvil, ended by itself"), said.constData());
        QCOMPARE(demoProcess.left(), QStringList());
    }
};

QTEST_GUILESS_MAIN(AppDemoTest)
#include "tst_app_demo.moc"
