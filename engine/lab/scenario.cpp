#include "lab/scenario.hpp"

#include "lab/scenarios.hpp"

#include <algorithm>

namespace aw::lab {

namespace {

struct Scenario {
    ScenarioInfo info;
    void (*play)(Play&);
};

const std::vector<Scenario>& allScenarios() {
    static const std::vector<Scenario> list{
        {{"happy",
          "Transfers of ETH and of a token become final, withdrawals of both are paid on L1, and a cheaper "
          "operator wins an epoch"},
         playHappy},
        {{"bad-root",
          "The current operator mints for itself; a backup proves it on L1 and the chain rolls back"},
         playBadRoot},
        {{"crash-failover",
          "The current operator dies under load; the next takes over, nothing is lost or repeated"},
         playCrashFailover},
    };
    return list;
}

} // namespace

boost::json::object ScenarioReport::toJson() const {
    boost::json::array list;
    for (const auto& step : steps)
        list.push_back(boost::json::object{
            {"name", step.name}, {"passed", step.passed}, {"detail", step.detail}, {"atMs", step.atMs}});
    return {
        {"scenario", scenario}, {"verdict", passed ? "pass" : "fail"}, {"steps", list}, {"figures", figures}};
}

const std::vector<ScenarioInfo>& scenarios() {
    static const auto list = [] {
        std::vector<ScenarioInfo> infos;
        for (const auto& scenario : allScenarios())
            infos.push_back(scenario.info);
        return infos;
    }();
    return list;
}

Result<ScenarioReport> playScenario(std::string_view name, const DemoOptions& options,
                                    const std::function<void(const ScenarioStep&)>& onStep,
                                    const std::function<bool()>& interrupted) {
    const auto& list = allScenarios();
    const auto found =
        std::find_if(list.begin(), list.end(), [&](const auto& s) { return s.info.name == name; });
    if (found == list.end())
        return Error{ErrorCode::scenarioUnknown,
                     "There is no scenario \"" + std::string(name) +
                         "\"; \"anchorwatchd scenario --list\" names those there are."};
    Play play(name, options, onStep, interrupted);
    found->play(play);
    if (play.interrupted())
        return Error{ErrorCode::scenarioInterrupted, "The scenario was interrupted; it has no verdict."};
    return std::move(play.report);
}

} // namespace aw::lab
