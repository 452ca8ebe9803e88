#include "widgets/command_line.hpp"

#include "widgets/icons.hpp"
#include "widgets/label.hpp"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QToolButton>
#include <QToolTip>

namespace aw::widgets {

CommandLine::CommandLine(QWidget* parent)
    : QWidget(parent)
    , m_text(new ElidedLabel({}, "mono"))
    , m_button(new QToolButton) {
    // A command is there to be copied; the tool tip has it whole.
    m_text->setProperty("cutOnPurpose", true);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_text);
    layout->addWidget(m_button);
    layout->addStretch(1);
    setTone(m_text, models::Tone::muted);
    icons::setNavIcon(m_button, QStringLiteral("copy"));
    m_button->setIconSize({14, 14});
    onLanguage(this, [this] { sayTip(); });
    connect(m_button, &QToolButton::clicked, this, &CommandLine::copy);
    hide();
}

void CommandLine::setCommand(const QString& command) {
    if (command == m_command) return;
    m_command = command;
    setText(m_text, command);
    sayTip();
    m_button->setAccessibleDescription(command);
    setVisible(!command.isEmpty());
}

void CommandLine::sayTip() {
    m_button->setAccessibleName(tr("Copy the command"));
    m_button->setToolTip(tr("Copy the command that does the same:\n%1").arg(m_command));
}

void CommandLine::copy() {
    QApplication::clipboard()->setText(m_command);
    QToolTip::showText(m_button->mapToGlobal(QPoint(0, m_button->height())), tr("Copied"), m_button);
}

} // namespace aw::widgets
