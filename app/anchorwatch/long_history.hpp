#pragma once

#include "api/engine.hpp"

#include <QString>

namespace aw::app {

/// An engine that stands still, with a long history: what another one last showed, with as many batches,
/// L1 transactions, events and samples as a snapshot holds. For benchmarks: commands are not carried out, and
/// nothing ever changes.
class LongHistory : public api::Engine {
public:
    /// `engine` was running once; its Lab is shown.
    explicit LongHistory(std::shared_ptr<api::Engine> engine);

    /// Writes an event log at its limit, as a console keeps it.
    static void writeEvents(const QString& path);

    std::shared_ptr<const api::Snapshot> snapshot() const override { return m_snapshot; }
    std::unique_ptr<api::Subscription> subscribe(std::function<void()>) override { return nullptr; }
    void start() override {}
    void stop() override {}
    void setViewpoint(const Address&, api::Done) override {}
    using DryRunDone = std::function<void(Result<api::DryRun>)>;
    void dryRunChallenge(std::uint64_t, DryRunDone) override {}
    void challenge(std::uint64_t, api::Done) override {}
    void dryRunFailOver(DryRunDone) override {}
    void failOver(api::Done) override {}
    void setBid(const Address&, std::uint64_t, api::Done) override {}
    void rejoin(const Address&, api::Done) override {}
    void dryRunSpeedUp(const Address&, std::uint64_t, DryRunDone) override {}
    void speedUp(const Address&, std::uint64_t, api::Done) override {}
    void dryRunCancel(const Address&, std::uint64_t, DryRunDone) override {}
    void cancel(const Address&, std::uint64_t, api::Done) override {}
    api::Lab* lab() override { return m_engine->lab(); }

private:
    std::shared_ptr<api::Engine> m_engine;
    std::shared_ptr<const api::Snapshot> m_snapshot;
};

} // namespace aw::app
