#pragma once

#include "models/attention.hpp"

#include <QAbstractButton>
#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace aw::widgets {

/// One notice: a coloured edge, a title, a sentence. A click leads to where it can be dealt with.
class NoticeRow : public QAbstractButton {
    Q_OBJECT
public:
    explicit NoticeRow(QWidget* parent = nullptr);

    void setNotice(const models::Notice& notice);
    const models::Notice& notice() const { return m_notice; }
    QSize sizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    models::Notice m_notice;
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
