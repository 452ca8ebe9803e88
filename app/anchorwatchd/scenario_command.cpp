#include "commands.hpp"
#include "interruption.hpp"

#include "lab/scenario.hpp"

#include <boost/json/serialize.hpp>

#include <iomanip>
#include <iostream>
#include <utility>

namespace aw::app {

namespace {

void printStep(const lab::ScenarioStep& step) {
    std::cout << (step.passed ? "  ok    " : "  FAIL  ") << std::fixed << std::setprecision(1) << std::setw(6)
              << static_cast<double>(step.atMs) / 1000 << " s  " << step.name;
    if (!step.detail.empty()) std::cout << ": " << step.detail;
    std::cout << std::endl;
}

void printFigures(const boost::json::object& figures) {
    for (const auto& figure : figures)
        std::cout << "  " << figure.key() << ": " << boost::json::serialize(figure.value()) << "\n";
}

} // namespace

int runScenario(const ScenarioArguments& arguments) {
    if (arguments.list || arguments.name.empty()) {
        for (const auto& scenario : lab::scenarios())
            std::cout << std::left << std::setw(18) << scenario.name << scenario.summary << "\n";
        if (arguments.list) return kExitOk;
        std::cerr << "anchorwatchd: name the scenario to play.\n";
        return kExitUsage;
    }
    lab::DemoOptions options;
    bool begun = false;
    catchInterruptions();
    const auto onStep = [&](const lab::ScenarioStep& step) {
        if (arguments.json) return;
        if (!std::exchange(begun, true)) std::cout << "Scenario " << arguments.name << std::endl;
        printStep(step);
    };
    const auto report = lab::playScenario(arguments.name, options, onStep, interrupted);
    if (!report) {
        std::cerr << "anchorwatchd: " << report.error().detail << "\n";
        return report.error().code == ErrorCode::scenarioUnknown ? kExitUsage : kExitUnavailable;
    }
    if (arguments.json) {
        std::cout << boost::json::serialize(report->toJson()) << "\n";
    } else {
        printFigures(report->figures);
        std::cout << "Verdict on L1: " << (report->passed ? "pass" : "fail") << "\n";
    }
    return report->passed ? kExitOk : kExitFailed;
}

} // namespace aw::app
