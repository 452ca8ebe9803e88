#pragma once

#include <QWidget>

class QToolButton;

namespace aw::widgets {

class ElidedLabel;

/// The command that does the same as a button or shows the same as a panel: one line, whole in the tool tip,
/// copied by its button. Hidden while there is none.
class CommandLine : public QWidget {
    Q_OBJECT
public:
    explicit CommandLine(QWidget* parent = nullptr);

    void setCommand(const QString& command);
    const QString& command() const { return m_command; }
    void copy();

private:
    void sayTip();

    QString m_command;
    ElidedLabel* m_text;
    QToolButton* m_button;
};

} // namespace aw::widgets
