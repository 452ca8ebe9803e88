#include "daemon.hpp"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

using aw::test::runDaemon;

/// anchorwatchd bench and bench node: what it prints, and its exit codes. What it measures is no matter here.
class AppBenchTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_directory;

    QStringList small(const QStringList& more = {}) const {
        return QStringList{"bench",  "--accounts", "1000",        "--transactions",  "256",
                           "--runs", "2",          "--directory", m_directory.path()} +
               more;
    }

    /// Its batches become final during the run.
    QStringList smallNode(const QStringList& more = {}) const {
        return QStringList{"bench", "node",     "--accounts", "1000",        "--txs",
                           "4000",  "--window", "1",          "--directory", m_directory.path()} +
               more;
    }

private slots:
    void jsonHasEveryKey() {
        const auto run = runDaemon(small({"--json"}));
        QCOMPARE(run.exitCode, 0);
        const auto report = run.json();
        for (const auto* key :
             {"recover_per_s", "core_tps", "core_over_recovery", "recover_us", "root_us", "root_share",
              "replay_over_recovery", "bytes_per_transfer", "bytes_eth", "bytes_token", "bytes_new",
              "raw_bytes", "brotli11_bytes", "bytes_over_brotli11"}) {
            QVERIFY2(report.contains(key), key);
            const auto value = report.at(key).as_double();
            QVERIFY2(std::isfinite(value) && value > 0, key);
            const auto& spread = report.at("spread").at(key).as_array();
            QVERIFY2(spread.at(0).as_double() <= value && value <= spread.at(1).as_double(), key);
        }
        QVERIFY(report.at("machine").at("cores").as_int64() >= 1);
        QVERIFY(!report.at("machine").at("keccak").as_string().empty());
        QCOMPARE(report.at("options").at("accounts").as_int64(), 1000);
        for (const auto* key : {"core_over_recovery", "root_share", "bytes_over_brotli11"})
            QVERIFY2(report.at("bars").at(key).at("met").is_bool(), key);
        // Sizes do not depend on the machine.
        const auto bytes = report.at("bytes_per_transfer").as_double();
        QVERIFY(bytes > 5 && bytes < 12);
        QVERIFY(QDir(m_directory.path()).isEmpty());
    }

    void theTableIsForPeople() {
        const auto run = runDaemon(small());
        QCOMPARE(run.exitCode, 0);
        for (const auto* text :
             {"1,000 accounts, 256 transactions, 2 runs", "median", "least to most",
              "Signers recovered, all cores", "over recovery alone", ">= 0.8500", "Records over brotli-11"})
            QVERIFY2(run.out.contains(text), qPrintable(run.out));
        QVERIFY(run.err.contains("run 1 of 2"));
    }

    void aDirectoryThatCannotBeWrittenToEndsWith73() {
        const auto run = runDaemon({"bench", "--accounts", "1000", "--transactions", "64", "--runs", "1",
                                    "--directory", m_directory.path() + "/none"});
        QCOMPARE(run.exitCode, 73);
        QVERIFY2(run.err.contains("--directory"), qPrintable(run.err));
        QCOMPARE(run.out, "");
    }

    void badNumbersEndWith64_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("no account") << QStringList{"--accounts", "0"};
        QTest::newRow("no number") << QStringList{"--transactions", "many"};
        QTest::newRow("no run") << QStringList{"--runs", "0"};
        QTest::newRow("unknown flag") << QStringList{"--fast"};
    }
    void badNumbersEndWith64() {
        QFETCH(const QStringList, arguments);
        QCOMPARE(runDaemon(QStringList("bench") + arguments).exitCode, 64);
    }

    void theNodesJsonHasEveryKey() {
        const auto run = runDaemon(smallNode({"--new-accounts", "10", "--json"}));
        QVERIFY2(run.exitCode == 0, qPrintable(run.err));
        const auto report = run.json();
        for (const auto* key :
             {"rss_mib", "rss_bytes_per_account", "disk_bytes_per_tx", "disk_snapshot_bytes_per_tx",
              "disk_bytes_per_account", "disk_mib", "restart_s", "restart_replayed_txs", "rewind_s",
              "rewind_batches_s", "rewind_blocks_s", "rewind_l1_blocks", "rewind_txs", "execute_tps"}) {
            QVERIFY2(report.contains(key), key);
            QVERIFY2(report.at(key).as_double() > 0 && std::isfinite(report.at(key).as_double()), key);
        }
        for (const auto* key : {"rss_growth_bytes_per_tx", "rss_growth_bytes_per_new_account"}) // may shrink
            QVERIFY2(report.contains(key) && std::isfinite(report.at(key).as_double()), key);
        for (const auto* key :
             {"rss_mib", "rss_growth_bytes_per_tx", "disk_bytes_per_tx", "restart_s", "rewind_s"})
            QVERIFY2(report.at("bars").at(key).at("met").is_bool(), key);
        QCOMPARE(report.at("rewind_s").as_double(), std::max(report.at("rewind_batches_s").as_double(),
                                                             report.at("rewind_blocks_s").as_double()));
        QVERIFY(report.at("machine").at("cores").as_int64() >= 1);
        QCOMPARE(report.at("options").at("accounts").as_int64(), 1000);
        QCOMPARE(report.at("options").at("txs").as_int64(), 4000);
        QCOMPARE(report.at("options").at("newAccounts").as_int64(), 10);
        // Of six batches of 783 transactions, the last three; a checkpoint after every thousand.
        QCOMPARE(report.at("rewind_l1_blocks").as_double(), 3.0);
        QCOMPARE(report.at("rewind_txs").as_double(), 4000.0 - 3 * 783);
        QVERIFY(report.at("restart_replayed_txs").as_double() < 2000);
        QVERIFY(QDir(m_directory.path()).isEmpty());
    }

    void theNodesTableIsForPeople() {
        const auto run = runDaemon(smallNode());
        QVERIFY2(run.exitCode == 0, qPrintable(run.err));
        for (const auto* text : {"1,000 accounts, 4,000 transactions", "final after 1 L1 blocks", "measured",
                                 "Memory at the end", "<= 600.0", "Restart", "Rewind of L1, the slower way"})
            QVERIFY2(run.out.contains(text), qPrintable(run.out));
        QVERIFY(run.err.contains("1000 accounts by deposits"));
    }

    void theNodesDirectoryMustBeWritable() {
        const auto run = runDaemon({"bench", "node", "--accounts", "1000", "--txs", "2000", "--directory",
                                    m_directory.path() + "/none"});
        QCOMPARE(run.exitCode, 73);
        QVERIFY2(run.err.contains("--directory"), qPrintable(run.err));
        QCOMPARE(run.out, "");
    }

    void whatAUserGetsIsMeasured() {
        const auto run = runDaemon({"bench", "rpc", "--txs", "640", "--runs", "1", "--connections", "16",
                                    "--json", "--directory", m_directory.path()});
        QVERIFY2(run.exitCode == 0, qPrintable(run.err));
        const auto report = run.json();
        for (const auto* key :
             {"recover_per_s", "rpc_per_s", "batch_per_s", "anvil_per_s", "replicated_rpc_per_s",
              "ack_p50_ms", "ack_p99_ms", "replicated_ack_p50_ms", "replicated_ack_p99_ms"})
            QVERIFY2(report.at(key).as_double() > 0, key);
        for (const auto* key : {"rpc_over_recovery", "batch_over_recovery", "rpc_over_anvil",
                                "replicated_rpc_over_recovery", "ack_p99_ms", "replicated_ack_p99_ms"})
            QVERIFY2(report.at("bars").at(key).at("met").is_bool(), key);
        QCOMPARE(report.at("options").at("connections").as_int64(), 16);
        QVERIFY(QDir(m_directory.path()).isEmpty());
    }

    void theUsersBenchmarkSaysWhatIsWrong() {
        const auto run = runDaemon({"bench", "rpc", "--directory", m_directory.path() + "/none"});
        QCOMPARE(run.exitCode, 73);
        QVERIFY2(run.err.contains("--directory"), qPrintable(run.err));
        QCOMPARE(runDaemon({"bench", "rpc", "--txs", "1"}).exitCode, 64);
    }

    void badNumbersOfTheNodeEndWith64_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("too few accounts") << QStringList{"--accounts", "10"};
        QTest::newRow("too few transactions") << QStringList{"--txs", "1"};
        QTest::newRow("no window") << QStringList{"--window", "0"};
        QTest::newRow("more new accounts than the load has") << QStringList{"--new-accounts", "11"};
        QTest::newRow("an option of the other benchmark") << QStringList{"--runs", "2"};
    }
    void badNumbersOfTheNodeEndWith64() {
        QFETCH(const QStringList, arguments);
        QCOMPARE(runDaemon(QStringList{"bench", "node"} + arguments).exitCode, 64);
    }
};

QTEST_GUILESS_MAIN(AppBenchTest)
#include "tst_app_bench.moc"
