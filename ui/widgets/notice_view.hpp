#pragma once

#include "models/attention.hpp"

#include <QFrame>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace aw::widgets {

/// One notice: a coloured edge, what it is, what caused it, whether to act, and the button that leads to
/// where it can be dealt with. A click anywhere on it does what the button does.
class NoticeRow : public QFrame {
    Q_OBJECT
public:
    /// `name`: object name of the button.
    explicit NoticeRow(const QString& name, QWidget* parent = nullptr);

    void setNotice(const models::Notice& notice);
    const models::Notice& notice() const { return m_notice; }

signals:
    void followed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    models::Notice m_notice;
    QLabel* m_title;
    QLabel* m_text;
    QLabel* m_act;
    QPushButton* m_button;
};

/// The notices below one another, worst first.
class NoticeList : public QWidget {
    Q_OBJECT
public:
    explicit NoticeList(QWidget* parent = nullptr);
    void setNotices(const std::vector<models::Notice>& notices);

signals:
    void followed(const aw::models::Notice& notice);

private:
    QVBoxLayout* m_layout;
    QList<NoticeRow*> m_rows;
};

} // namespace aw::widgets
