#pragma once

#include "models/tone.hpp"
#include "widgets/text.hpp"

#include <QWidget>

class QLabel;
class QPushButton;

namespace aw::widgets {

class CommandLine;
class FactList;

/// An act beside the thing it acts on: what a dry run says, the button, the same act as a command, and what
/// came of it. The owner makes the dry run and carries the act out.
class ActPanel : public QWidget {
    Q_OBJECT
public:
    /// `name` becomes the button's object name.
    ActPanel(const Text& title, const Text& buttonText, const QString& name, QWidget* parent = nullptr);

    QPushButton* button() const { return m_button; }
    FactList* facts() const { return m_facts; }
    void setButtonText(const QString& text);
    /// Shown until the first dry run is back.
    void setLoading();
    /// Why the act is impossible now; the button is off.
    void setRefusal(const Text& text);
    /// The act would work: the button is on. The owner fills facts() before. `command` does the same; empty
    /// where no command does.
    void setReady(const QString& command);
    /// Between the click and what comes of it.
    void setRunning(const Text& text);
    void setOutcome(bool good, const Text& text);
    bool isRunning() const { return m_running; }

signals:
    void triggered();

private:
    void say(const Text& text, models::Tone tone);
    void tell();

    FactList* m_facts;
    QPushButton* m_button;
    QLabel* m_message;
    QLabel* m_outcome;
    CommandLine* m_command;
    Text m_said, m_cameOf; ///< what m_message and m_outcome say
    bool m_running = false;
};

} // namespace aw::widgets
