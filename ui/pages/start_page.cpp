#include "pages/start_page.hpp"

#include "models/texts.hpp"
#include "widgets/card.hpp"
#include "widgets/controls.hpp"
#include "widgets/icons.hpp"
#include "widgets/label.hpp"
#include "widgets/theme.hpp"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace aw::pages {

namespace texts = models::texts;
using models::Tone;

StartPage::StartPage(const Context& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_start(widgets::makeButton(tr("Start the demo"), "primary", QStringLiteral("startDemoButton")))
    , m_progress(widgets::makeWrapped({}, "muted"))
    , m_steps(new widgets::Card(tr("Starting")))
    , m_failure(widgets::makeWrapped({}, "muted")) {
    setObjectName(QStringLiteral("startPage"));
    auto* across = new QHBoxLayout(this);
    across->addStretch(1);
    auto* column = new QVBoxLayout;
    column->setSpacing(12);
    across->addLayout(column, 3);
    across->addStretch(1);
    column->addStretch(2);
    auto* mark = new QLabel;
    mark->setPixmap(widgets::icons::pixmap(QStringLiteral("anchor"), widgets::tokens().accent, 64));
    column->addWidget(mark, 0, Qt::AlignHCenter);
    auto* title = widgets::makeLabel(QStringLiteral("Anchorwatch"), "hero");
    column->addWidget(title, 0, Qt::AlignHCenter);
    auto* what = widgets::makeWrapped(tr("A watch over a layer-2 rollup: it sees that every batch anchored "
                                         "on L1 holds, and acts at once when one "
                                         "does not."),
                                      "muted");
    what->setAlignment(Qt::AlignHCenter);
    what->setMinimumWidth(360);
    column->addWidget(what);
    column->addSpacing(4);
    m_start->setMinimumHeight(36);
    m_start->setMinimumWidth(200);
    m_start->setDefault(true);
    column->addWidget(m_start, 0, Qt::AlignHCenter);
    auto* contents = widgets::makeWrapped(tr("The demo brings a local L1 chain, the contracts, three "
                                             "competing operators and users that pay each "
                                             "other. Nothing leaves this machine."),
                                          "faint");
    contents->setAlignment(Qt::AlignHCenter);
    column->addWidget(contents);
    m_steps->setObjectName(QStringLiteral("startSteps"));
    column->addWidget(m_steps);
    m_steps->hide();
    widgets::setTone(m_failure, Tone::bad);
    m_failure->setObjectName(QStringLiteral("startFailure"));
    m_failure->hide();
    column->addWidget(m_failure);
    column->addStretch(3);
    auto* reminder = widgets::makeWrapped(
        tr("Layer 2 is for scalability, not for privacy: everything on it is published."), "faint");
    reminder->setAlignment(Qt::AlignHCenter);
    column->addWidget(reminder);
    column->addSpacing(16);
    connect(m_start, &QPushButton::clicked, this, [this] {
        m_requested = true;
        emit startRequested();
        apply(m_context.bridge.snapshot());
    });
}

void StartPage::apply(const SnapshotPtr& snapshot) {
    const auto& t = widgets::tokens();
    const bool failed = snapshot->phase == api::Phase::failed;
    const auto& steps = snapshot->steps;
    const bool under = (m_requested || !steps.empty()) && !failed;
    m_start->setVisible(!under);
    m_start->setText(failed ? tr("Try again") : tr("Start the demo"));
    m_steps->setVisible(!steps.empty() || under);
    while (m_rows.size() < static_cast<qsizetype>(steps.size())) {
        auto* line = new QHBoxLayout;
        line->setSpacing(10);
        Step row{new QLabel, widgets::makeWrapped({}, "muted")};
        row.icon->setFixedSize(18, 18);
        line->addWidget(row.icon, 0, Qt::AlignTop);
        line->addWidget(row.text, 1);
        m_steps->body()->addLayout(line);
        m_rows.append(row);
    }
    bool active = true;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const auto& row = m_rows[static_cast<qsizetype>(i)];
        const bool isActive = !steps[i].done && active;
        if (!steps[i].done) active = false;
        widgets::setText(row.text, texts::startStep(steps[i].id));
        row.text->setToolTip(QString::fromStdString(steps[i].detail));
        const Tone tone = steps[i].done ? Tone::ok
                          : isActive    ? (failed ? Tone::bad : Tone::accent)
                                        : Tone::muted;
        widgets::setTone(row.text, steps[i].done ? Tone::plain : tone);
        const QString icon = steps[i].done ? QStringLiteral("check")
                             : isActive    ? (failed ? QStringLiteral("close") : QStringLiteral("arrow"))
                                           : QStringLiteral("clock");
        row.icon->setPixmap(widgets::icons::pixmap(
            icon, tone == Tone::muted ? t.t3 : widgets::Theme::instance().color(tone), 16));
    }
    m_failure->setVisible(failed);
    if (failed)
        widgets::setText(
            m_failure,
            tr("It did not start. %1").arg(texts::error(snapshot->failureCode, snapshot->failureDetail)));
}

} // namespace aw::pages
