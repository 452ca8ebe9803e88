#pragma once

#include "lab/demo.hpp"

#include <boost/json/object.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace aw::lab {

/// A step of a scenario as it happened.
struct ScenarioStep {
    std::string name;
    bool passed = false;
    std::string detail;    ///< what was seen, with numbers
    std::int64_t atMs = 0; ///< since the scenario began
};

/// What a scenario showed. The verdict is what L1 says at the end.
struct ScenarioReport {
    std::string scenario;
    bool passed = false;
    std::vector<ScenarioStep> steps;
    boost::json::object figures;

    /// {"scenario", "verdict": "pass"|"fail", "steps": [...], "figures": {...}}
    boost::json::object toJson() const;
};

struct ScenarioInfo {
    std::string_view name;
    std::string_view summary;
};

/// The scenarios there are, in the order to show them.
const std::vector<ScenarioInfo>& scenarios();

/// Plays a scenario on a fresh fleet; blocks. `onStep` is told of each step as it ends. `interrupted`, if
/// any, is asked while it waits; the fleet is stopped in order once it says true. Errors "scenario.unknown",
/// "scenario.interrupted".
Result<ScenarioReport> playScenario(std::string_view name, const DemoOptions& options,
                                    const std::function<void(const ScenarioStep&)>& onStep,
                                    const std::function<bool()>& interrupted = {});

} // namespace aw::lab
