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

namespace {
constexpr int kColumn = 600;
const char* const kSteps[] = {"l1", "contracts", "operators", "funding"};
} // namespace

StartPage::StartPage(const Context& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_start(widgets::makeButton([] { return tr("Start the demo"); }, "primary",
                                  QStringLiteral("startDemoButton")))
    , m_steps(new widgets::Card([] { return tr("Starting"); }))
    , m_failure(widgets::makeWrapped({}, "muted")) {
    setObjectName(QStringLiteral("startPage"));
    auto* across = new QHBoxLayout(this);
    auto* middle = new QWidget;
    middle->setMaximumWidth(kColumn);
    auto* column = new QVBoxLayout(middle);
    column->setSpacing(12);
    across->addWidget(middle);
    column->addStretch(2);
    auto* mark = new QLabel;
    widgets::onTheme(mark, [mark] {
        mark->setPixmap(widgets::icons::pixmap(QStringLiteral("anchor"), widgets::tokens().accent, 64));
    });
    column->addWidget(mark, 0, Qt::AlignHCenter);
    auto* title = widgets::makeLabel(QStringLiteral("Anchorwatch"), "hero");
    column->addWidget(title, 0, Qt::AlignHCenter);
    auto* what = widgets::makeWrapped(
        [] {
            return tr("Watches a layer-2 rollup: checks every batch anchored on L1, and acts at once when "
                      "one is wrong.");
        },
        "muted");
    what->setAlignment(Qt::AlignHCenter);
    what->setMinimumWidth(360);
    column->addWidget(what);
    column->addSpacing(4);
    m_start->setMinimumHeight(36);
    m_start->setMinimumWidth(200);
    m_start->setDefault(true);
    column->addWidget(m_start, 0, Qt::AlignHCenter);
    auto* contents = widgets::makeWrapped(
        [] {
            return tr("The demo brings a local L1 chain, the contracts, three competing operators and users "
                      "that pay each other. Nothing leaves this machine.");
        },
        "faint");
    contents->setAlignment(Qt::AlignHCenter);
    column->addWidget(contents);
    m_steps->setObjectName(QStringLiteral("startSteps"));
    column->addWidget(m_steps);
    m_steps->hide();
    for (const char* id : kSteps)
        addStep(id);
    widgets::setTone(m_failure, Tone::bad);
    widgets::setFailure(m_failure, true);
    m_failure->setObjectName(QStringLiteral("startFailure"));
    m_failure->hide();
    m_steps->body()->addWidget(m_failure);
    column->addStretch(3);
    auto* reminder = widgets::makeWrapped(
        [] { return tr("Layer 2 is for scalability, not for privacy: everything on it is published."); },
        "faint");
    reminder->setAlignment(Qt::AlignHCenter);
    column->addWidget(reminder);
    column->addSpacing(16);
    connect(m_start, &QPushButton::clicked, this, [this] {
        m_requested = true;
        emit startRequested();
        apply(m_context.bridge.snapshot());
    });
}

void StartPage::addStep(const std::string& id) {
    auto* line = new QHBoxLayout;
    line->setSpacing(10);
    Step row{id, new QLabel, widgets::makeWrapped([id] { return texts::startStep(id); }, "muted")};
    row.icon->setFixedSize(18, 18);
    line->addWidget(row.icon, 0, Qt::AlignTop);
    line->addWidget(row.text, 1);
    m_steps->body()->insertLayout(static_cast<int>(m_rows.size()), line);
    m_rows.append(row);
}

void StartPage::takeFocus() { m_start->setFocus(Qt::OtherFocusReason); }

void StartPage::apply(const SnapshotPtr& snapshot) {
    const auto& t = widgets::tokens();
    const bool failed = snapshot->phase == api::Phase::failed;
    const auto& steps = snapshot->steps;
    const bool under = (m_requested || !steps.empty()) && !failed;
    // The focus stays here: it would go on to a control at the edge.
    if (under && m_start->hasFocus()) setFocus(Qt::OtherFocusReason);
    m_start->setVisible(!under);
    m_start->setText(failed ? tr("Try again") : tr("Start the demo"));
    m_steps->setVisible(!steps.empty() || under);
    for (const auto& step : steps)
        if (std::none_of(m_rows.begin(), m_rows.end(), [&](const Step& row) { return row.id == step.id; }))
            addStep(step.id);
    m_steps->setTitle(failed ? tr("It did not start") : tr("Starting"));
    // The engine tells the steps as it comes to them; those to come stand there from the beginning.
    bool active = true;
    for (const auto& row : m_rows) {
        const auto step = std::find_if(steps.begin(), steps.end(),
                                       [&](const api::StartStep& entry) { return entry.id == row.id; });
        const bool done = step != steps.end() && step->done;
        const bool isActive = !done && active;
        if (!done) active = false;
        if (step != steps.end()) row.text->setToolTip(QString::fromStdString(step->detail));
        const Tone tone = done ? Tone::ok : isActive ? (failed ? Tone::bad : Tone::info) : Tone::muted;
        widgets::setTone(row.text, done ? Tone::plain : tone);
        const QString icon = done       ? QStringLiteral("check")
                             : isActive ? (failed ? QStringLiteral("close") : QStringLiteral("arrow"))
                                        : QStringLiteral("clock");
        row.icon->setPixmap(widgets::icons::pixmap(
            icon, tone == Tone::muted ? t.t3 : widgets::Theme::instance().color(tone), 16));
    }
    m_failure->setVisible(failed);
    if (failed && snapshot->failure) widgets::setText(m_failure, texts::error(*snapshot->failure));
}

} // namespace aw::pages
