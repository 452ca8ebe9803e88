#pragma once

#include "pages/act.hpp"

namespace aw::pages {

/// An act on one L1 transaction of the viewpoint's operator. Hidden where the transaction is settled.
class L1TxAct : public Act {
    Q_OBJECT
public:
    using Act::Act;

    void apply(const SnapshotPtr& snapshot, const api::L1Transaction& tx);

protected:
    /// Whether it can make sense in the state that the transaction is in.
    virtual bool fits(const api::L1Transaction& tx) const = 0;
    const Address& operatorAddress() const { return m_operator; }
    const api::L1Transaction& tx() const { return m_tx; }
    /// What a unit of gas would cost.
    static Wei feeOf(const api::DryRun& run) { return run.gas == 0 ? Wei(0) : Wei(run.costWei / run.gas); }
    static Verdict refusalOr(const api::DryRun& run, const QString& command);
    /// What comes of the act; the dry run of before says nothing any more.
    bridge::EngineBridge::Done forgetting(bridge::EngineBridge::Done done);

private:
    Address m_operator;
    api::L1Transaction m_tx;
};

/// Sends an L1 transaction again at raised fees, under the same nonce.
class SpeedUpAct : public L1TxAct {
    Q_OBJECT
public:
    explicit SpeedUpAct(const Context& context, QWidget* parent = nullptr);

protected:
    bool fits(const api::L1Transaction& tx) const override;
    void askDryRun(bridge::EngineBridge::DryRunDone done) override;
    Verdict judge(const api::DryRun& run, widgets::FactList& facts) override;
    void carryOut(bridge::EngineBridge::Done done) override;
    widgets::Text doing() const override;
    widgets::Text done() const override;
};

/// Takes an L1 transaction back: gives it up, or uses its nonce up.
class CancelAct : public L1TxAct {
    Q_OBJECT
public:
    explicit CancelAct(const Context& context, QWidget* parent = nullptr);

protected:
    bool fits(const api::L1Transaction& tx) const override;
    void askDryRun(bridge::EngineBridge::DryRunDone done) override;
    Verdict judge(const api::DryRun& run, widgets::FactList& facts) override;
    void carryOut(bridge::EngineBridge::Done done) override;
    widgets::Text doing() const override;
    widgets::Text done() const override;

private:
    bool m_givesUp = false; ///< what is under way, or was last, is about one that was never sent
};

} // namespace aw::pages
