#include "widgets/act_panel.hpp"

#include "widgets/command_line.hpp"
#include "widgets/controls.hpp"
#include "widgets/figures.hpp"
#include "widgets/label.hpp"

#include <QVBoxLayout>

namespace aw::widgets {

using models::Tone;

ActPanel::ActPanel(const Text& title, const Text& buttonText, const QString& name, QWidget* parent)
    : QWidget(parent)
    , m_facts(new FactList)
    , m_button(makeButton(buttonText, "primary", name))
    , m_message(makeWrapped({}, "muted"))
    , m_outcome(makeWrapped({}, "muted"))
    , m_command(new CommandLine) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    if (!title().isEmpty()) layout->addWidget(makeLabel(title, "section"));
    layout->addWidget(m_facts);
    layout->addWidget(m_message);
    layout->addWidget(m_button);
    layout->addWidget(m_outcome);
    layout->addWidget(m_command);
    connect(m_button, &QPushButton::clicked, this, &ActPanel::triggered);
    setLoading();
    onLanguage(this, [this] { tell(); });
}

void ActPanel::setButtonText(const QString& text) {
    if (m_button->text() != text) m_button->setText(text);
    m_button->setAccessibleName(text);
}

void ActPanel::say(const Text& text, Tone tone) {
    m_said = text;
    setTone(m_message, tone);
    tell();
}

void ActPanel::tell() {
    for (const auto& [label, text] : {std::pair(m_message, &m_said), std::pair(m_outcome, &m_cameOf)}) {
        const QString words = (*text)();
        setText(label, words);
        label->setVisible(!words.isEmpty());
    }
}

void ActPanel::setLoading() {
    if (m_running) return;
    m_facts->hide();
    m_command->setCommand({});
    m_button->setEnabled(false);
    say([] { return tr("Asking L1 what would happen …"); }, Tone::muted);
}

void ActPanel::setRefusal(const Text& text) {
    if (m_running) return;
    m_facts->hide();
    m_command->setCommand({});
    m_button->setEnabled(false);
    say(text, Tone::muted);
}

void ActPanel::setReady(const QString& command) {
    m_facts->show();
    m_command->setCommand(command);
    if (m_running) return;
    m_button->setEnabled(true);
    say({}, Tone::muted);
}

void ActPanel::setRunning(const Text& text) {
    m_running = true;
    m_button->setEnabled(false);
    m_cameOf = {};
    say(text, Tone::warn);
}

void ActPanel::setOutcome(bool good, const Text& text) {
    m_running = false;
    m_cameOf = text;
    setTone(m_outcome, good ? Tone::ok : Tone::bad);
    setFailure(m_outcome, !good);
    m_button->setEnabled(true);
    say({}, Tone::muted);
}

} // namespace aw::widgets
