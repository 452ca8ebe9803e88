#pragma once

#include "pages/page.hpp"

class QLabel;
class QPushButton;
class QToolButton;

namespace aw::widgets {
class Badge;
class CommandLine;
class FactList;
class SegmentStrip;
} // namespace aw::widgets

namespace aw::pages {

class ChallengeAct;
class L1TxPanel;

/// What is selected, with the act that fits it right beside; the viewpoint's own operator while nothing is.
class Inspector : public QWidget {
    Q_OBJECT
public:
    explicit Inspector(const Context& context, QWidget* parent = nullptr);

    void apply(const SnapshotPtr& snapshot);
    /// What the page in sight has itself is left to it: the challenge's act, and the link to that page.
    void setPage(models::PageId page) { m_page = page; }

    /// The command that shows or does the same as what is in sight; empty where there is none.
    QString command() const;

signals:
    void closeRequested();

private:
    /// Where more of the selected thing is.
    models::PageId home(const api::Snapshot& snapshot) const;
    void showLink(const api::Snapshot& snapshot);
    void showBatch(const api::Snapshot& snapshot, const api::Batch& batch);
    /// A batch is selected that the snapshot does not have.
    void showNoBatch(std::uint64_t number, const Hash& hash);
    void showL1Tx(const SnapshotPtr& snapshot, const api::L1Transaction& tx);
    void showOperator(const api::Snapshot& snapshot, const api::Operator& entry);

    Context m_context;
    QLabel* m_kind;
    QLabel* m_title;
    widgets::Badge* m_badge;
    QLabel* m_section;
    widgets::FactList* m_facts;
    QLabel* m_segmentTitle;
    widgets::SegmentStrip* m_segments;
    L1TxPanel* m_l1Tx;
    ChallengeAct* m_act;
    models::PageId m_page = models::PageId::overview; ///< in sight
    QPushButton* m_more;
    widgets::CommandLine* m_command;
};

} // namespace aw::pages
