#pragma once

#include "pages/page.hpp"

#include <QElapsedTimer>

namespace aw::widgets {
class ActPanel;
}

namespace aw::pages {

/// Challenging one batch: the dry run, kept fresh, the button, and the challenge's progress.
class ChallengeAct : public QWidget {
    Q_OBJECT
public:
    /// `buttonName`: the button's object name.
    ChallengeAct(const Context& context, const QString& buttonName, QWidget* parent = nullptr);

    /// Shows the batch of that number as the snapshot knows it. Hides itself where there is nothing to act
    /// on.
    void apply(const SnapshotPtr& snapshot, std::uint64_t batch);

private:
    void askDryRun();
    void showDryRun();
    void act();

    Context m_context;
    widgets::ActPanel* m_panel;
    SnapshotPtr m_snapshot;
    std::uint64_t m_batch = 0;
    Hash m_batchHash;
    bool m_asking = false;
    bool m_acting = false;
    std::uint64_t m_asked = 0; ///< counts questions, so that an answer about another batch is not shown
    std::optional<Result<api::DryRun>> m_dryRun;
    QElapsedTimer m_age;
};

/// Failing over: who takes over, what it costs, the button, what came of it.
class FailOverAct : public QWidget {
    Q_OBJECT
public:
    explicit FailOverAct(const Context& context, QWidget* parent = nullptr);

    void apply(const SnapshotPtr& snapshot);

private:
    void askDryRun();
    void showDryRun();
    void act();
    void nameSuccessor();

    Context m_context;
    widgets::ActPanel* m_panel;
    SnapshotPtr m_snapshot;
    Address m_before; ///< who acted when the failover was ordered
    bool m_asking = false;
    bool m_acting = false;
    bool m_handedOver = false; ///< done, and the successor is to be named
    std::optional<Result<api::DryRun>> m_dryRun;
    QElapsedTimer m_age;
};

} // namespace aw::pages
