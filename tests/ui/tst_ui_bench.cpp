#include "daemon.hpp"

#include <QTest>

#include <cmath>

using aw::test::runDaemon;

/// anchorwatchd bench ui, which is the console's own benchmark. What it measures is no matter here.
class TestBench : public QObject {
    Q_OBJECT
private slots:
    void jsonHasEveryKey() {
        const auto run = runDaemon({"bench", "ui", "--json", "--runs", "1", "--seconds", "1"});
        QVERIFY2(run.exitCode == 0, qPrintable(run.err));
        const auto report = run.json();
        for (const auto* key :
             {"frame_ms_p99", "frame_cpu_ms_p99", "frame_ms_p50", "frames_per_s", "loaded_frame_ms_p99",
              "loaded_frame_cpu_ms_p99", "loaded_frame_ms_p50", "loaded_frames_per_s", "first_paint_ms",
              "empty_window_ms", "first_paint_over_empty_window", "gui_thread_share"}) {
            QVERIFY2(report.contains(key), key);
            const auto value = report.at(key).as_double();
            QVERIFY2(std::isfinite(value) && value > 0, key);
            QVERIFY2(report.at("spread").at(key).as_array().size() == 2, key);
        }
        QVERIFY(std::isfinite(report.at("ui_cost_share").as_double())); // a difference: may be below zero
        for (const auto* key :
             {"frame_ms_p99", "loaded_frame_ms_p99", "first_paint_over_empty_window", "ui_cost_share"})
            QVERIFY2(report.at("bars").at(key).at("met").is_bool(), key);
        QVERIFY(report.at("machine").at("cores").as_int64() >= 1);
        QCOMPARE(report.at("options").at("runs").as_int64(), 1);
        QCOMPARE(report.at("options").at("seconds").as_double(), 1.0);
        QCOMPARE(report.at("options").at("operators").as_int64(), 3);
    }

    void saysWhatIsMissingWithoutADisplay() {
        QProcess process;
        auto environment = QProcessEnvironment::systemEnvironment();
        for (const auto* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
            environment.remove(QLatin1String(name));
        environment.insert(QStringLiteral("PATH"), QStringLiteral("/nowhere"));
        process.setProcessEnvironment(environment);
        process.start(qEnvironmentVariable("AW_ANCHORWATCHD"), {"bench", "ui"});
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitCode(), 69);
        const QString said = process.readAllStandardError();
        QVERIFY2(said.contains("xvfb-run") && said.contains("apt-get install xvfb"), qPrintable(said));
    }

    void badNumbersEndWith64_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("no run") << QStringList{"--runs", "0"};
        QTest::newRow("no time") << QStringList{"--seconds", "0"};
        QTest::newRow("an option of another benchmark") << QStringList{"--txs", "640"};
    }
    void badNumbersEndWith64() {
        QFETCH(const QStringList, arguments);
        QCOMPARE(runDaemon(QStringList{"bench", "ui"} + arguments).exitCode, 64);
    }
};

QTEST_GUILESS_MAIN(TestBench)
#include "tst_ui_bench.moc"
