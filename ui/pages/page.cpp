#include "pages/page.hpp"

#include "models/format.hpp"
#include "models/lookup.hpp"
#include "models/texts.hpp"
#include "widgets/controls.hpp"
#include "widgets/label.hpp"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QScrollArea>
#include <QVBoxLayout>

namespace aw::pages {

namespace format = models::format;
using models::Tone;

Page::Page(const Context& context, const widgets::Text& title, const QString& objectName, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_subtitle(new widgets::ElidedLabel)
    , m_age(widgets::makeLabel({}, "faint"))
    , m_banner(new widgets::Banner)
    , m_body(new QVBoxLayout) {
    setObjectName(objectName);
    title.bind(this, [this](const QString& words) { setAccessibleName(words); });
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(16, 12, 6, 0);
    outer->setSpacing(12);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(0, 0, 10, 0);
    head->setSpacing(14);
    head->addWidget(widgets::makeLabel(title, "page"), 0, Qt::AlignBaseline);
    head->addWidget(m_subtitle, 1, Qt::AlignBaseline);
    head->addWidget(m_age, 0, Qt::AlignBaseline);
    outer->addLayout(head);
    auto* bannerBox = new QHBoxLayout;
    bannerBox->setContentsMargins(0, 0, 10, 0);
    m_banner->setObjectName(objectName + QStringLiteral("Banner"));
    bannerBox->addWidget(m_banner);
    outer->addLayout(bannerBox);
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* content = new QWidget;
    m_body->setContentsMargins(0, 0, 10, 16);
    m_body->setSpacing(12);
    content->setLayout(m_body);
    scroll->setWidget(content);
    outer->addWidget(scroll, 1);
    connect(&bridge(), &bridge::EngineBridge::tick, this, [this] {
        if (isVisible()) showAge();
    });
}

void Page::setSubtitle(const QString& text) { widgets::setText(m_subtitle, text); }

void Page::setFilterField(QLineEdit* field) {
    // The window has the keys: they mean the page in sight, or else the event log.
    field->setProperty("pageFilter", true);
}

void Page::showAge() {
    const auto& snapshot = *bridge().snapshot();
    const auto age = bridge().nowMs() - snapshot.heads.l1.seenAtMs;
    m_stale = models::isStale(snapshot, bridge().nowMs());
    widgets::setText(
        m_age,
        tr("L1 block %1 · %2 old").arg(format::number(snapshot.heads.l1.number), format::duration(age)));
    widgets::setTone(m_age, m_stale ? Tone::bad : Tone::plain);
    if (snapshot.phase == api::Phase::failed && snapshot.failure)
        m_banner->show(Tone::bad, tr("The engine stopped"), models::texts::error(*snapshot.failure));
    else if (snapshot.phase == api::Phase::stopping || snapshot.phase == api::Phase::stopped)
        m_banner->show(Tone::warn, tr("Stopped"), tr("What you see is the last known state."));
    else if (snapshot.phase == api::Phase::starting)
        m_banner->show(Tone::info, tr("Starting"), tr("The figures appear as the engine starts."));
    else if (!snapshot.l1.connected)
        m_banner->show(
            Tone::bad, tr("L1 is not connected"),
            tr("Shown as of %1 ago. Actions need L1 and are sent only when you click, never later.")
                .arg(format::duration(age)));
    else if (m_stale)
        m_banner->show(Tone::warn, tr("L1 is silent"),
                       tr("No new block for %1. L1 deadlines keep running.").arg(format::duration(age)));
    else
        m_banner->hide();
}

void Page::apply(const SnapshotPtr& snapshot) {
    showAge();
    show(snapshot);
}

} // namespace aw::pages
