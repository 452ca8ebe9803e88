#pragma once

#include "pages/act.hpp"

namespace aw::pages {

/// Failing over: who takes over, what it costs, the button, what came of it.
class FailOverAct : public Act {
    Q_OBJECT
public:
    explicit FailOverAct(const Context& context, QWidget* parent = nullptr);

    void apply(const SnapshotPtr& snapshot);

protected:
    void askDryRun(bridge::EngineBridge::DryRunDone done) override;
    Verdict judge(const api::DryRun& run, widgets::FactList& facts) override;
    void carryOut(bridge::EngineBridge::Done done) override;
    widgets::Text doing() const override;
    widgets::Text done() const override;

private:
    void nameSuccessor();

    Address m_current;         ///< whom the dry run is about
    Address m_named;           ///< who is said to be the active operator now
    Address m_before;          ///< who acted when the failover was ordered
    bool m_handedOver = false; ///< done, and the successor is to be named
};

} // namespace aw::pages
