#pragma once

#include "shell/page_table.hpp"

#include <QStackedWidget>

namespace aw::pages {
class StartPage;
} // namespace aw::pages

namespace aw::shell {

/// The start view until the engine has run once, then one page of the table.
class PageStack : public QStackedWidget {
    Q_OBJECT
public:
    explicit PageStack(const pages::Context& context, QWidget* parent = nullptr);

    const QList<PageInfo>& table() const { return m_table; }
    models::PageId page() const { return m_page; }
    pages::Page* shown();
    /// Chooses a page; false where there is none of that id.
    bool choose(models::PageId page);
    /// Whether the start view is over.
    bool isStarted() const { return m_started; }
    void apply(const pages::SnapshotPtr& snapshot);
    /// What is in sight gets the focus, and not the first control of the window.
    void takeFocus();

signals:
    /// The button of the start view.
    void startRequested();

protected:
    bool event(QEvent* event) override;

private:
    /// The page of a row of the table; makes it where it is not there yet.
    pages::Page* pageAt(qsizetype row);
    void makeNextPage();

    const pages::Context& m_context;
    QList<PageInfo> m_table;
    QList<pages::Page*> m_pages;         ///< one for each row of m_table; null while not made
    pages::StartPage* m_start = nullptr; ///< made where it is shown
    models::PageId m_page = models::PageId::overview;
    bool m_started;
};

} // namespace aw::shell
