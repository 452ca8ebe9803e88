#pragma once

#include "models/attention.hpp"

#include <QFrame>

class QLabel;
class QPushButton;

namespace aw::shell {

/// The bar above every page that says what cannot wait: the most urgent matter in one line, how many more
/// there are, and the way to them. Hidden while there is none.
class AlarmBar : public QFrame {
    Q_OBJECT
public:
    explicit AlarmBar(QWidget* parent = nullptr);

    /// `notices`: as models::attention() gives them, worst first.
    void setNotices(const std::vector<models::Notice>& notices);
    /// The most urgent matter, for the window's title; empty while there is none.
    const QString& headline() const { return m_headline; }

signals:
    void followed(const aw::models::Notice& notice);

private:
    void dress();

    models::Notice m_notice;
    QString m_headline;
    QLabel* m_icon;
    QLabel* m_text;
    QLabel* m_more;
    QPushButton* m_review;
};

} // namespace aw::shell
