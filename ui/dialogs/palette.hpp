#pragma once

#include "dialogs/goals.hpp"

#include <QDialog>
#include <QKeySequence>

class QLabel;
class QLineEdit;
class QListWidget;

namespace aw::dialogs {

/// Ctrl+K: pages, batches, operators, hashes and actions by a few letters, in any language of the console;
/// what was chosen lately comes first. Leads to what costs something and never carries it out.
class GoToDialog : public QDialog {
    Q_OBJECT
public:
    /// `goals`: makes the shell's own, which are listed first, in the language of now. `say`: is told what
    /// came of an act, maybe after the dialog has gone.
    GoToDialog(const pages::Context& context, std::function<std::vector<Goal>()> goals, Say say,
               QWidget* parent);

    static constexpr std::size_t kMaxShown = 12;
    static constexpr qsizetype kMaxRecent = 5;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void remember(const Goal& goal);
    void filter(const QString& words);
    void take();

    pages::Context m_context;
    std::function<std::vector<Goal>()> m_makeGoals;
    Say m_say;
    std::vector<Goal> m_goals;
    QLineEdit* m_field;
    QListWidget* m_list;
    QLabel* m_none;
};

/// The keys of the console.
class CheatSheet : public QDialog {
    Q_OBJECT
public:
    /// `pages`: the keys that open them, from the first to the last.
    CheatSheet(const QString& pages, QWidget* parent);
};

} // namespace aw::dialogs
