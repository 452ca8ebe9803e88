#include "lab/scenario.hpp"
#include "values.hpp"

#include <boost/json/serialize.hpp>

#include <QTest>

#include <set>

using namespace aw;
using namespace aw::lab;
using aw::test::codeOf;

/// What is known of a scenario without playing it.
class TestLabScenario : public QObject {
    Q_OBJECT

private slots:
    void theReportHasItsShape() {
        ScenarioReport report;
        report.scenario = "happy";
        report.passed = false;
        report.steps.push_back({.name = "a step", .passed = true, .detail = "3 of 3", .atMs = 1200});
        report.steps.push_back({.name = "another", .passed = false, .detail = "", .atMs = 3400});
        report.figures["gas"] = 21000;
        QCOMPARE(boost::json::serialize(report.toJson()),
                 R"({"scenario":"happy","verdict":"fail","steps":[)"
                 R"({"name":"a step","passed":true,"detail":"3 of 3","atMs":1200},)"
                 R"({"name":"another","passed":false,"detail":"","atMs":3400}],"figures":{"gas":21000}})");
        report.passed = true;
        QCOMPARE(report.toJson().at("verdict"), "pass");
    }

    void everyScenarioIsNamedOnceAndSaysWhatItShows() {
        std::set<std::string_view> names;
        for (const auto& scenario : scenarios()) {
            QVERIFY(names.insert(scenario.name).second);
            QVERIFY(!scenario.summary.empty());
        }
        for (const char* name : {"happy", "bad-root", "crash-failover"})
            QVERIFY(names.contains(name));
    }

    void anUnknownScenarioIsRefusedAndStartsNothing() {
        int steps = 0;
        const auto played = playScenario("hapy", {}, [&](const ScenarioStep&) { ++steps; });
        QCOMPARE(codeOf(played), ErrorCode::scenarioUnknown);
        QVERIFY(played.error().detail.find("\"hapy\"") != std::string::npos);
        QVERIFY(played.error().detail.find("--list") != std::string::npos);
        QCOMPARE(steps, 0);
    }
};

QTEST_APPLESS_MAIN(TestLabScenario)
#include "tst_lab_scenario.moc"
