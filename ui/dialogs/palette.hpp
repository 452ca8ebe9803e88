#pragma once

#include "pages/page.hpp"

#include <QDialog>
#include <QKeySequence>

#include <functional>

class QLabel;
class QLineEdit;
class QListWidget;

namespace aw::dialogs {

/// One thing to go to or to do.
struct Goal {
    QString text;
    QString hint; ///< what kind of thing it is, or its keys
    QString icon;
    QString also; ///< what else finds it: whole hashes, other words
    std::function<void()> go;
};

/// Ctrl+K: pages, batches, operators, hashes and actions by a few letters. Leads to an act, never carries out
/// one that costs something.
class GoToDialog : public QDialog {
    Q_OBJECT
public:
    /// `goals`: makes the shell's own, which are listed first, in the language of now.
    GoToDialog(const pages::Context& context, std::function<std::vector<Goal>()> goals, QWidget* parent);

    static constexpr std::size_t kMaxShown = 12;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void addState();
    void filter(const QString& words);
    void take();

    pages::Context m_context;
    std::function<std::vector<Goal>()> m_makeGoals;
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
