#include "shell/page_stack.hpp"

#include "pages/start_page.hpp"

#include <QEvent>
#include <QTimer>

#include <algorithm>

namespace aw::shell {

PageStack::PageStack(const pages::Context& context, QWidget* parent)
    : QStackedWidget(parent)
    , m_context(context)
    , m_table(pageTable(context.bridge))
    , m_pages(m_table.size())
    , m_started(context.bridge.snapshot()->phase == api::Phase::running) {}

pages::Page* PageStack::shown() {
    const auto row = std::find_if(m_table.begin(), m_table.end(),
                                  [this](const PageInfo& info) { return info.id == m_page; });
    return pageAt(row - m_table.begin());
}

pages::Page* PageStack::pageAt(qsizetype row) {
    if (!m_pages[row]) {
        m_pages[row] = m_table[row].make(m_context);
        addWidget(m_pages[row]);
    }
    return m_pages[row];
}

void PageStack::makeNextPage() {
    const auto row = m_pages.indexOf(nullptr);
    if (row < 0) return;
    pageAt(row);
    QTimer::singleShot(0, this, &PageStack::makeNextPage);
}

bool PageStack::event(QEvent* event) {
    const bool handled = QStackedWidget::event(event);
    // What is not in sight is made once this is.
    if (event->type() == QEvent::Paint && m_pages.contains(nullptr))
        QTimer::singleShot(0, this, &PageStack::makeNextPage);
    return handled;
}

bool PageStack::choose(models::PageId page) {
    if (std::none_of(m_table.begin(), m_table.end(), [&](const PageInfo& row) { return row.id == page; }))
        return false;
    m_page = page;
    return true;
}

void PageStack::apply(const pages::SnapshotPtr& snapshot) {
    m_started = m_started || snapshot->phase == api::Phase::running;
    if (!m_started) {
        if (!m_start) {
            m_start = new pages::StartPage(m_context);
            addWidget(m_start);
            connect(m_start, &pages::StartPage::startRequested, this, &PageStack::startRequested);
        }
        setCurrentWidget(m_start);
        m_start->apply(snapshot);
        return;
    }
    // Where the page itself has the focus, Qt would give it to a control at the edge.
    const auto* before = currentWidget();
    const auto* focus = window()->focusWidget();
    const bool moves = before != shown() && focus &&
                       (focus == before || (before == m_start && m_start->isAncestorOf(focus)));
    setCurrentWidget(shown());
    if (moves) takeFocus();
    shown()->apply(snapshot);
}

void PageStack::takeFocus() {
    if (m_started)
        shown()->setFocus(Qt::OtherFocusReason);
    else
        m_start->takeFocus();
}

} // namespace aw::shell
