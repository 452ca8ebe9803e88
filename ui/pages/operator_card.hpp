#pragma once

#include "pages/page.hpp"

class QDoubleSpinBox;
class QLabel;
class QPushButton;

namespace aw::widgets {
class Badge;
class Card;
class CommandLine;
} // namespace aw::widgets

namespace aw::pages {

class ActReport;

/// The acts that the owner of one operator has, and what keeps it from being ready.
class OperatorCard : public QWidget {
    Q_OBJECT
public:
    OperatorCard(const Context& context, const Address& address, QWidget* parent = nullptr);

    void apply(const SnapshotPtr& snapshot);

protected:
    void mousePressEvent(QMouseEvent* event) override;

private:
    void nameWidgets(const QString& name);
    void checkBid();
    void sendBid();
    void followBid(const api::Operator& entry);
    /// What the bid in the field would do, or what is pending; for the language of now.
    QString bidNote(const api::Operator& entry, std::uint64_t wei) const;

    Context m_context;
    Address m_address;
    SnapshotPtr m_snapshot;
    widgets::Card* m_card;
    QLabel* m_name;
    widgets::Badge* m_badge;
    QLabel* m_reason;
    QDoubleSpinBox* m_bid;
    QPushButton* m_setBid;
    QPushButton* m_rejoin;
    QPushButton* m_viewpoint;
    ActReport* m_message;
    widgets::CommandLine* m_command;
    bool m_edited = false;     ///< the field holds what somebody typed
    bool m_hasOutcome = false; ///< m_message says what came of an act
};

} // namespace aw::pages
