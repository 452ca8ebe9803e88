#include "shell/heads_bar.hpp"

#include "models/format.hpp"
#include "models/lookup.hpp"
#include "widgets/figures.hpp"
#include "widgets/label.hpp"

#include <QHBoxLayout>
#include <QToolButton>

#include <algorithm>

namespace aw::shell {

namespace format = models::format;
using models::Tone;
using widgets::makeLabel;

HeadsBar::HeadsBar(const pages::Context& context, QWidget* parent)
    : QFrame(parent)
    , m_context(context)
    , m_events(new QToolButton)
    , m_unseen(new widgets::Badge)
    , m_operators(makeLabel({}, "label"))
    , m_cpu(makeLabel({}, "label"))
    , m_live(new widgets::Dot)
    , m_liveText(makeLabel({}, "label")) {
    setProperty("bar", QStringLiteral("bottom"));
    setObjectName(QStringLiteral("headsBar"));
    setFixedHeight(28);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 0, 16, 0);
    layout->setSpacing(4);
    const widgets::Text names[] = {QStringLiteral("L1"), [] { return tr("latest"); },
                                   [] { return tr("safe"); }, [] { return tr("finalized"); },
                                   [] { return tr("challenge"); }};
    const widgets::Text tips[] = {
        [] { return tr("The last L1 block"); }, [] { return tr("The last L2 block"); },
        [] { return tr("The last L2 block whose data is on L1 and was recomputed here"); },
        [] { return tr("The last L2 block of a final batch"); },
        [] { return tr("The batches that are in their challenge window"); }};
    for (std::size_t i = 0; i < std::size(names); ++i) {
        HeadField field{makeLabel(names[i], "label"), makeLabel(QString(QChar(0x2014)), "head"),
                        makeLabel({}, "faint")};
        widgets::setTone(field.name, Tone::muted);
        for (auto* label : {field.name, field.number, field.age}) {
            tips[i].bind(label, [label](const QString& words) { label->setToolTip(words); });
            layout->addWidget(label);
        }
        names[i].bind(field.number,
                      [number = field.number](const QString& words) { number->setAccessibleName(words); });
        layout->addSpacing(16);
        m_heads.append(field);
    }
    layout->addStretch(1);
    m_events->setObjectName(QStringLiteral("eventsButton"));
    m_events->setProperty("kind", QStringLiteral("segment"));
    m_events->setCheckable(true);
    m_events->setFocusPolicy(Qt::StrongFocus);
    connect(m_events, &QToolButton::clicked, this, &HeadsBar::eventsToggled);
    widgets::onLanguage(m_events, [this] {
        m_events->setText(tr("Events"));
        m_events->setAccessibleName(tr("Event log"));
        m_events->setToolTip(tr("Show or hide the event log (Ctrl+L)"));
    });
    m_unseen->setObjectName(QStringLiteral("eventsUnseen"));
    m_unseen->hide();
    layout->addWidget(m_unseen);
    layout->addWidget(m_events);
    layout->addSpacing(12);
    layout->addWidget(m_operators);
    layout->addSpacing(16);
    layout->addWidget(m_cpu);
    widgets::onLanguage(
        m_cpu, [this] { m_cpu->setToolTip(tr("Processor time of this process; 100 % is one core")); });
    layout->addSpacing(16);
    layout->addWidget(m_live);
    layout->addWidget(m_liveText);
    m_wall.start();
    m_used = std::clock();
    connect(&m_context.bridge, &bridge::EngineBridge::tick, this, &HeadsBar::tick);
}

void HeadsBar::setEvents(bool shown, int unseen, Tone tone) {
    m_events->setChecked(shown);
    m_unseen->setVisible(unseen > 0);
    if (unseen == 0) return;
    m_unseen->setState(format::number(static_cast<std::uint64_t>(unseen)), tone);
    m_unseen->setToolTip(tr("%n new warnings", nullptr, unseen));
    m_events->setAccessibleDescription(tr("%n new warnings", nullptr, unseen));
}

void HeadsBar::setHead(const HeadField& field, const api::Head& head, std::int64_t staleMs) {
    const bool known = head.seenAtMs != 0;
    widgets::setText(field.number, known ? format::number(head.number) : QString(QChar(0x2014)));
    const auto age = m_context.bridge.nowMs() - head.seenAtMs;
    widgets::setText(field.age, known ? format::duration(age) : QString());
    widgets::setStyleProperty(field.number, "stale", known && age > staleMs);
}

void HeadsBar::apply(const pages::SnapshotPtr& snapshot) {
    const auto& heads = snapshot->heads;
    const auto block = static_cast<std::int64_t>(std::max<std::uint64_t>(1000, snapshot->l1.blockTimeMs));
    const auto window = static_cast<std::int64_t>(snapshot->parameters.challengeWindowBlocks) * block;
    setHead(m_heads[0], heads.l1, 3 * block + 2000);
    setHead(m_heads[1], heads.latest, 10 * block);
    setHead(m_heads[2], heads.safe, 30 * block);
    setHead(m_heads[3], heads.finalized, window + 30 * block);
    widgets::setText(m_heads[4].number, heads.challengeFirst == 0
                                            ? QString(QChar(0x2014))
                                            : format::number(heads.challengeFirst) + QChar(0x2013) +
                                                  format::number(heads.challengeLast));
    widgets::setText(m_operators, tr("%n operators", nullptr, static_cast<int>(snapshot->operators.size())) +
                                      QStringLiteral(" · ") +
                                      tr("%1 ready").arg(models::readyOperators(*snapshot)));
    const bool running = snapshot->phase == api::Phase::running;
    const bool stale = models::isStale(*snapshot, m_context.bridge.nowMs());
    m_live->setTone(!running ? Tone::muted : stale ? Tone::bad : Tone::ok);
    widgets::setText(m_liveText, !running ? tr("not running") : stale ? tr("stale") : tr("live"));
}

void HeadsBar::tick() {
    apply(m_context.bridge.snapshot());
    if (m_wall.elapsed() < 900) return;
    const auto used = std::clock();
    const double share =
        static_cast<double>(used - m_used) / CLOCKS_PER_SEC * 1000 / static_cast<double>(m_wall.restart());
    m_used = used;
    widgets::setText(m_cpu, tr("CPU %1 %").arg(format::decimal(share * 100, 0)));
}

} // namespace aw::shell
