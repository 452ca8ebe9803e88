#pragma once

#include "pages/page.hpp"

class QLabel;
class QPushButton;

namespace aw::widgets {
class FactList;
} // namespace aw::widgets

namespace aw::pages {

class CancelAct;
class SpeedUpAct;

/// Everything about one L1 transaction of the viewpoint's operator: what it is and what became of it, why it
/// waits or failed, every hash that it had, and what can be done about it.
class L1TxPanel : public QWidget {
    Q_OBJECT
public:
    explicit L1TxPanel(const Context& context, QWidget* parent = nullptr);

    void apply(const SnapshotPtr& snapshot, const api::L1Transaction& tx);

private:
    void showFacts(const api::L1Transaction& tx);
    void showHistory(const api::L1Transaction& tx);

    Context m_context;
    QLabel* m_standing;
    QLabel* m_problem;
    widgets::FactList* m_facts;
    QPushButton* m_batch;
    SpeedUpAct* m_speedUp;
    CancelAct* m_cancel;
    widgets::FactList* m_history;
    std::uint64_t m_batchNumber = 0;
    Hash m_batchHash;
};

} // namespace aw::pages
