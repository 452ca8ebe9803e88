#include "widgets/act_panel.hpp"

#include "widgets/command_line.hpp"
#include "widgets/controls.hpp"
#include "widgets/figures.hpp"
#include "widgets/label.hpp"

#include <QVBoxLayout>

namespace aw::widgets {

using models::Tone;

ActPanel::ActPanel(const QString& title, const QString& buttonText, const QString& name, QWidget* parent)
    : QWidget(parent)
    , m_facts(new FactList)
    , m_button(makeButton(buttonText, "primary", name))
    , m_message(makeWrapped({}, "muted"))
    , m_outcome(makeWrapped({}, "muted"))
    , m_command(new CommandLine) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    if (!title.isEmpty()) layout->addWidget(makeLabel(title, "section"));
    layout->addWidget(m_facts);
    layout->addWidget(m_message);
    layout->addWidget(m_button);
    layout->addWidget(m_outcome);
    layout->addWidget(m_command);
    m_outcome->hide();
    connect(m_button, &QPushButton::clicked, this, &ActPanel::triggered);
    setLoading();
}

void ActPanel::setButtonText(const QString& text) {
    if (m_button->text() != text) m_button->setText(text);
    m_button->setAccessibleName(text);
}

void ActPanel::say(const QString& text, const char* tone) {
    setText(m_message, text);
    m_message->setVisible(!text.isEmpty());
    setStyleProperty(m_message, "tone", QString::fromLatin1(tone));
}

void ActPanel::setLoading() {
    if (m_running) return;
    m_facts->hide();
    m_command->setCommand({});
    m_button->setEnabled(false);
    say(tr("Asking L1 what would happen …"), "muted");
}

void ActPanel::setRefusal(const QString& text) {
    if (m_running) return;
    m_facts->hide();
    m_command->setCommand({});
    m_button->setEnabled(false);
    say(text, "muted");
}

void ActPanel::setReady(const QString& command) {
    m_facts->show();
    m_command->setCommand(command);
    if (m_running) return;
    m_button->setEnabled(true);
    say({}, "muted");
}

void ActPanel::setRunning(const QString& text) {
    m_running = true;
    m_button->setEnabled(false);
    m_outcome->hide();
    say(text, "warn");
}

void ActPanel::setOutcome(bool good, const QString& text) {
    m_running = false;
    say({}, "muted");
    m_button->setEnabled(true);
    setText(m_outcome, text);
    setTone(m_outcome, good ? Tone::ok : Tone::bad);
    m_outcome->setVisible(!text.isEmpty());
}

} // namespace aw::widgets
