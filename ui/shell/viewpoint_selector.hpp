#pragma once

#include "pages/page.hpp"

#include <QToolButton>

namespace aw::shell {

/// Says as which operator everything is shown, and lets the user choose another. Hidden while there is none.
class ViewpointSelector : public QToolButton {
    Q_OBJECT
public:
    explicit ViewpointSelector(const pages::Context& context, QWidget* parent = nullptr);

    void apply(const api::Snapshot& snapshot);
    /// The user asks to see everything as that operator.
    void viewAs(const Address& address);

signals:
    /// Another operator is viewed as, and nobody asked for it.
    void moved(const QString& words);

private:
    void fillMenu();

    pages::Context m_context;
    QMenu* m_menu;
    Address m_asked;  ///< whom the user wants to view as
    Address m_viewed; ///< whom the last snapshot was of
};

} // namespace aw::shell
