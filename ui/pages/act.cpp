#include "pages/act.hpp"

#include "models/texts.hpp"
#include "widgets/act_panel.hpp"
#include "widgets/figures.hpp"
#include "widgets/label.hpp"

#include <QPointer>
#include <QVBoxLayout>

namespace aw::pages {

namespace texts = models::texts;
using models::Tone;
using widgets::Text;

namespace {
/// A dry run this old is asked for again while it is in sight.
constexpr qint64 kRefreshMs = 5000;

Text wordsOf(const Error& error) {
    return [error] { return texts::error(error); };
}
} // namespace

Act::Act(const Context& context, const Text& title, const Text& button, const QString& buttonName,
         QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_panel(new widgets::ActPanel(title, button, buttonName)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_panel);
    connect(m_panel, &widgets::ActPanel::triggered, this, &Act::act);
}

QPushButton* Act::button() const { return m_panel->button(); }

void Act::refresh(const SnapshotPtr& snapshot) {
    m_snapshot = snapshot;
    if (!m_panel->isRunning() && isVisible() && (!m_dryRun || m_age.elapsed() > kRefreshMs)) ask();
    showDryRun();
}

void Act::reset() {
    ++m_subject;
    m_acting = false;
    m_panel->setOutcome(true, {});
    forgetDryRun();
}

void Act::forgetDryRun() {
    ++m_round;
    m_dryRun.reset();
    m_asking = false;
    m_panel->setLoading();
}

void Act::ask() {
    if (m_asking || m_acting || m_snapshot->phase != api::Phase::running) return;
    m_asking = true;
    const QPointer<Act> self(this);
    askDryRun([self, round = ++m_round](Result<api::DryRun> result) {
        if (!self || self->m_round != round) return;
        self->m_asking = false;
        self->m_dryRun = std::move(result);
        self->m_age.start();
        self->showDryRun();
    });
}

void Act::showDryRun() {
    if (!m_dryRun) return;
    if (!*m_dryRun) {
        m_panel->setRefusal(wordsOf(m_dryRun->error()));
        return;
    }
    auto* facts = m_panel->facts();
    facts->begin();
    const auto verdict = judge(**m_dryRun, *facts);
    facts->end();
    if (verdict.refusal)
        m_panel->setRefusal(*verdict.refusal);
    else
        m_panel->setReady(verdict.command);
}

void Act::act() {
    m_acting = true;
    m_panel->setRunning(doing());
    const QPointer<Act> self(this);
    carryOut([self, subject = m_subject](Result<void> result) {
        if (!self || self->m_subject != subject) return;
        self->m_acting = false;
        self->m_panel->setOutcome(result.has_value(), result ? self->done() : wordsOf(result.error()));
    });
}

ActReport::ActReport(QWidget* parent)
    : QLabel(parent) {
    setProperty("role", QStringLiteral("faint"));
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    widgets::onLanguage(this, [this] { tell(); });
}

void ActReport::tell() {
    const QString words = m_text();
    widgets::setText(this, words);
    setVisible(!words.isEmpty());
}

void ActReport::say(const Text& text, Tone tone) {
    m_text = text;
    m_succeeded = false;
    widgets::setTone(this, tone);
    tell();
}

void ActReport::lapse() {
    if (m_succeeded && !isRunning()) say({}, Tone::muted);
}

void ActReport::run(const Command& command, const Text& doing, const Text& done) {
    ++m_running;
    say(doing, Tone::muted);
    const QPointer<ActReport> self(this);
    command([self, done](Result<void> result) {
        if (!self) return;
        --self->m_running;
        self->say(result ? done : wordsOf(result.error()), result ? Tone::ok : Tone::bad);
        self->m_succeeded = result.has_value();
        emit self->finished(result.has_value());
    });
}

} // namespace aw::pages
