#pragma once

#include "pages/act.hpp"

namespace aw::pages {

/// Challenging one batch: what L1 would say, the button, and the challenge's progress.
class ChallengeAct : public Act {
    Q_OBJECT
public:
    ChallengeAct(const Context& context, const QString& buttonName, QWidget* parent = nullptr);

    /// Shows that very batch as the snapshot knows it. Hides itself where there is nothing to act on.
    void apply(const SnapshotPtr& snapshot, const Hash& batchHash);

protected:
    void askDryRun(bridge::EngineBridge::DryRunDone done) override;
    Verdict judge(const api::DryRun& run, widgets::FactList& facts) override;
    void carryOut(bridge::EngineBridge::Done done) override;
    widgets::Text doing() const override;
    widgets::Text done() const override;

private:
    std::uint64_t m_batch = 0;
    Hash m_batchHash;
};

} // namespace aw::pages
