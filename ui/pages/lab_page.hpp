#pragma once

#include "pages/page.hpp"

class QLabel;
class QPushButton;
class QSlider;

namespace aw::widgets {
class Badge;
class Card;
class CommandLine;
class FlowGrid;
class LoadPlot;
class ToggleSwitch;
} // namespace aw::widgets

namespace aw::pages {

class ActReport;
class WalletCard;

/// The faults that one operator can be given.
class FaultCard : public QWidget {
    Q_OBJECT
public:
    FaultCard(const Context& context, const api::Operator& entry, QWidget* parent = nullptr);
    void apply(const SnapshotPtr& snapshot);

private:
    using Command = void (bridge::EngineBridge::*)(const Address&, api::Done);
    void run(Command act, const widgets::Text& doing, const widgets::Text& done);
    /// Whether what came of the last act is told long enough, or is so no more.
    bool isPast(const api::Snapshot& snapshot, const api::Operator& entry) const;
    /// How many of its batches were found wrong.
    std::ptrdiff_t frauds(const api::Snapshot& snapshot) const;

    Context m_context;
    Address m_address;
    widgets::Badge* m_badge;
    QLabel* m_note;
    QPushButton* m_inject;
    QPushButton* m_crash;
    QPushButton* m_restart;
    ActReport* m_outcome;
    Command m_last = nullptr;
    std::int64_t m_toldAtMs = 0;
    std::ptrdiff_t m_frauds = 0; ///< at the last act
};

/// Load and faults on a real local chain.
class LabPage : public Page {
    Q_OBJECT
public:
    explicit LabPage(const Context& context, QWidget* parent = nullptr);

protected:
    void show(const SnapshotPtr& snapshot) override;

private:
    void sendLoad();

    widgets::ToggleSwitch* m_switch;
    QSlider* m_rate;
    QLabel* m_target;
    QLabel* m_accepted;
    QLabel* m_acceptedUnit;
    QList<QLabel*> m_counts;
    widgets::CommandLine* m_command;
    ActReport* m_loadError;
    widgets::FlowGrid* m_grid;
    std::map<Address, FaultCard*> m_cards;
    widgets::LoadPlot* m_plot;
    WalletCard* m_wallet;
};

} // namespace aw::pages
