#include "daemon.hpp"
#include "demo_process.hpp"

#include <QRegularExpression>
#include <QTest>

#include <memory>

using aw::test::DemoProcess;
using aw::test::runDaemon;

namespace {

constexpr int kExitUsage = 64, kExitUnavailable = 69; // sysexits

QString program() { return qEnvironmentVariable("AW_ANCHORWATCHD"); }

/// A number that is more than nothing, as decimal text of wei.
bool isPositive(const boost::json::value& wei) { return !wei.as_string().empty() && wei.as_string() != "0"; }

} // namespace

/// anchorwatchd l1-txs, as a user types it beside a running demo.
class AppL1TxsTest : public QObject {
    Q_OBJECT

    std::unique_ptr<DemoProcess> m_demo;
    QString m_url; ///< of an operator that anchors

    aw::test::Run l1Txs(const QStringList& more = {}) {
        return runDaemon(QStringList{QStringLiteral("l1-txs"), QStringLiteral("--url"), m_url} + more);
    }

private slots:
    void initTestCase() {
        m_demo = std::make_unique<DemoProcess>(
            program(), QStringList{QStringLiteral("demo"), QStringLiteral("--operators"), QStringLiteral("2"),
                                   QStringLiteral("--tps"), QStringLiteral("1"), QStringLiteral("--rpc-port"),
                                   QStringLiteral("0")});
        QVERIFY2(m_demo->waitForOutput(QStringLiteral("JSON-RPC for wallets")), qPrintable(m_demo->out()));
        static const QRegularExpression address(QStringLiteral("http://127\\.0\\.0\\.1:\\d+"));
        QVERIFY(QTest::qWaitFor(
            [&] {
                auto found = address.globalMatch(m_demo->out());
                while (found.hasNext()) {
                    m_url = found.next().captured();
                    const auto run = l1Txs();
                    if (run.exitCode == 0 && run.out.contains(QStringLiteral(" batch "))) return true;
                }
                m_demo->waitForOutput(QStringLiteral("\n\n\n"), 100); // reads on
                return false;
            },
            60'000));
    }
    void cleanupTestCase() { m_demo.reset(); }

    void showsATableAndTheFunds() {
        const auto run = l1Txs();
        QCOMPARE(run.exitCode, 0);
        QCOMPARE(run.err, QString());
        const auto lines = run.out.split(u'\n');
        for (const auto* column : {"ID", "KIND", "NONCE", "STATE", "FEE GWEI", "GAS", "COST ETH", "L1 BLOCK",
                                   "REPLACED", "PROBLEM"})
            QVERIFY2(lines.front().contains(QLatin1StringView(column)), column);
        for (const auto* row :
             {"registration", "deposit", "batch", "Account ", "Funds ", "Spent today ", "Budget ", "Runway "})
            QVERIFY2(run.out.contains(QLatin1StringView(row)), row);
    }

    void printsEverythingAsJson() {
        const auto run = l1Txs({QStringLiteral("--json"), QStringLiteral("--limit"), QStringLiteral("500")});
        QCOMPARE(run.exitCode, 0);
        const auto document = run.json();
        const auto& account = document.at("account").as_object();
        for (const auto* amount : {"balanceWei", "spentDayWei", "dayBudgetWei", "maxFeeCapWei", "tipCapWei"})
            QVERIFY2(isPositive(account.at(amount)), amount);
        const auto& txs = document.at("transactions").as_array();
        QVERIFY(txs.size() >= 3);
        std::uint64_t id = 0;
        for (const auto& tx : txs) {
            QVERIFY(tx.at("id").to_number<std::uint64_t>() > id);
            id = tx.at("id").to_number<std::uint64_t>();
        }
        QVERIFY(txs.front().at("kind") == "registration");
        QVERIFY(txs.front().at("nonce").to_number<std::uint64_t>() == 0);
        QVERIFY(isPositive(txs.front().at("costWei")));
    }

    void showsAsManyAsWanted() {
        const auto run = l1Txs({QStringLiteral("--json"), QStringLiteral("--limit"), QStringLiteral("1")});
        QCOMPARE(run.json().at("transactions").as_array().size(), std::size_t{1});
    }

    void saysWhatIsWrong() {
        const auto none = l1Txs({QStringLiteral("--limit"), QStringLiteral("0")});
        QCOMPARE(none.exitCode, kExitUsage);
        QVERIFY2(none.err.contains(QStringLiteral("from 1 to 500")), qPrintable(none.err));
        m_url = QStringLiteral("nonsense");
        QCOMPARE(l1Txs().exitCode, kExitUsage);
        m_url = QStringLiteral("http://127.0.0.1:1");
        const auto nobody = l1Txs();
        QCOMPARE(nobody.exitCode, kExitUnavailable);
        QVERIFY2(nobody.err.contains(QStringLiteral("with --url")), qPrintable(nobody.err));
    }

    void helpHasAnExample() {
        const auto run = runDaemon({QStringLiteral("l1-txs"), QStringLiteral("--help")});
        QCOMPARE(run.exitCode, 0);
        QVERIFY2(run.out.contains(QStringLiteral("anchorwatchd l1-txs --url")), qPrintable(run.out));
    }
};

QTEST_GUILESS_MAIN(AppL1TxsTest)
#include "tst_app_l1_txs.moc"
