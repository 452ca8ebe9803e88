#pragma once

#include "lab/demo_impl.hpp"
#include "lab/scenario.hpp"

#include <algorithm>
#include <chrono>
#include <future>
#include <thread>

namespace aw::lab {

/// A scenario while it is played.
class Play {
public:
    Play(std::string_view name, const DemoOptions& options,
         const std::function<void(const ScenarioStep&)>& onStep,
         const std::function<bool()>& interrupted = {})
        : m_onStep(onStep)
        , m_interrupted(interrupted)
        , m_demo(std::make_unique<Demo>(recorded(options))) {
        report.scenario = name;
        report.passed = true;
    }
    ~Play() { m_demo->stop(); }

    ScenarioReport report;

    Demo& demo() { return *m_demo; }
    bool interrupted() const { return m_interrupted && m_interrupted(); }
    std::shared_ptr<const api::Snapshot> now() const { return m_demo->snapshot(); }

    /// Notes a step; after one that failed the rest is not played.
    bool step(std::string name, bool passed, std::string detail = {}) {
        ScenarioStep done{std::move(name), passed, std::move(detail), elapsedMs()};
        report.passed = report.passed && passed;
        if (m_onStep) m_onStep(done);
        report.steps.push_back(std::move(done));
        return report.passed;
    }

    bool waitFor(const std::string& name, std::chrono::seconds limit,
                 const std::function<bool(const api::Snapshot&)>& seen,
                 const std::function<std::string(const api::Snapshot&)>& detail) {
        const auto deadline = std::chrono::steady_clock::now() + limit;
        while (std::chrono::steady_clock::now() < deadline) {
            const auto snapshot = now();
            if (snapshot->phase == api::Phase::failed)
                return step(name, false, snapshot->failure ? snapshot->failure->detail : "failed");
            if (interrupted()) return step(name, false, "interrupted");
            if (seen(*snapshot)) return step(name, true, detail(*snapshot));
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
        return step(name, false,
                    "not seen within " + std::to_string(limit.count()) + " s; " + detail(*now()));
    }

    /// Runs a command of the console and waits for its completion.
    bool act(const std::string& name, const std::function<void(api::Done)>& command) {
        // Shared: an interrupted act may complete after this returned.
        const auto promise = std::make_shared<std::promise<Result<void>>>();
        auto future = promise->get_future();
        command([promise](Result<void> result) { promise->set_value(std::move(result)); });
        while (future.wait_for(std::chrono::milliseconds(50)) != std::future_status::ready)
            if (interrupted()) return step(name, false, "interrupted");
        const auto result = future.get();
        return step(name, result.has_value(), result ? "" : result.error().detail);
    }

    bool begin() {
        m_demo->start();
        return waitFor(
                   "fleet runs on a fresh L1", std::chrono::seconds(90),
                   [](const api::Snapshot& s) { return s.phase == api::Phase::running; },
                   [](const api::Snapshot& s) {
                       return std::to_string(s.operators.size()) + " operators, L1 " + s.l1.client;
                   }) &&
               waitFor(
                   "transfers are anchored", std::chrono::seconds(40),
                   [](const api::Snapshot& s) { return anchoredTxs(s) > 100; },
                   [](const api::Snapshot& s) {
                       return std::to_string(anchoredTxs(s)) + " transfers in " +
                              std::to_string(s.batches.size()) + " batches";
                   });
    }

    static std::uint64_t anchoredTxs(const api::Snapshot& s) {
        std::uint64_t txs = 0;
        for (const auto& batch : s.batches)
            if (batch.status != api::BatchStatus::rolledBack && batch.status != api::BatchStatus::disputed)
                txs += batch.txs;
        return txs;
    }
    static const api::Operator* current(const api::Snapshot& s) {
        const auto found =
            std::find_if(s.operators.begin(), s.operators.end(), [](const auto& o) { return o.current; });
        return found == s.operators.end() ? nullptr : &*found;
    }

private:
    static DemoOptions recorded(DemoOptions options) {
        options.recordLoad = true;
        return options;
    }
    std::int64_t elapsedMs() const {
        return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                     m_begin)
            .count();
    }

    std::chrono::steady_clock::time_point m_begin = std::chrono::steady_clock::now();
    std::function<void(const ScenarioStep&)> m_onStep;
    std::function<bool()> m_interrupted;
    std::unique_ptr<Demo> m_demo;
};

} // namespace aw::lab
