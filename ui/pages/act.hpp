#pragma once

#include "models/tone.hpp"
#include "pages/page.hpp"
#include "widgets/text.hpp"

#include <QElapsedTimer>
#include <QLabel>

#include <functional>
#include <optional>

class QPushButton;

namespace aw::widgets {
class ActPanel;
class FactList;
} // namespace aw::widgets

namespace aw::pages {

/// An act with a dry run, beside what it acts on: the dry run is kept fresh while it is in sight, a refusal
/// is said in words, the button is on where the act would work, what is under way and what came of it is
/// told, and the command that does the same stands below. A derived class says what is asked, shown and done,
/// and calls refresh() for each snapshot.
class Act : public QWidget {
    Q_OBJECT
public:
    /// `buttonName`: the button's object name.
    Act(const Context& context, const widgets::Text& title, const widgets::Text& button,
        const QString& buttonName, QWidget* parent = nullptr);

    /// The act's button, for a place of its own.
    QPushButton* button() const;

protected:
    /// What a dry run means now.
    struct Verdict {
        std::optional<widgets::Text> refusal; ///< why the act is impossible
        QString command;                      ///< that does the same; empty where none does
    };

    virtual void askDryRun(bridge::EngineBridge::DryRunDone done) = 0;
    /// Fills the facts and judges.
    virtual Verdict judge(const api::DryRun& run, widgets::FactList& facts) = 0;
    virtual void carryOut(bridge::EngineBridge::Done done) = 0;
    /// Said between the click and its outcome.
    virtual widgets::Text doing() const = 0;
    /// Said of a success.
    virtual widgets::Text done() const = 0;

    /// Asks for a dry run where the last one is missing or old and this is in sight; shows the last one.
    void refresh(const SnapshotPtr& snapshot);
    /// It is about something else now: forgets dry run and outcome.
    void reset();
    /// The last dry run no longer says what would happen, nor does one that is under way.
    void forgetDryRun();

    const Context& context() const { return m_context; }
    const api::Snapshot& snapshot() const { return *m_snapshot; }
    widgets::ActPanel* panel() const { return m_panel; }
    /// Between the click and the completion.
    bool isActing() const { return m_acting; }

private:
    void ask();
    void showDryRun();
    void act();

    Context m_context;
    widgets::ActPanel* m_panel;
    SnapshotPtr m_snapshot;
    bool m_asking = false;
    bool m_acting = false;
    std::uint64_t m_subject = 0; ///< counts reset(), so that an outcome of something else is not shown
    std::uint64_t m_round = 0;   ///< counts dry runs, so that an old answer is not shown
    std::optional<Result<api::DryRun>> m_dryRun;
    QElapsedTimer m_age;
};

/// What came of an act that needs no dry run: runs it, says what is done meanwhile and what came of it, in
/// the language of now. Hidden while there is nothing to say.
class ActReport : public QLabel {
    Q_OBJECT
public:
    explicit ActReport(QWidget* parent = nullptr);

    using Command = std::function<void(bridge::EngineBridge::Done)>;
    /// `doing`, `done`: said meanwhile and of a success; empty: nothing.
    void run(const Command& command, const widgets::Text& doing, const widgets::Text& done);
    void say(const widgets::Text& text, models::Tone tone);
    bool isRunning() const { return m_running > 0; }
    /// Forgets what came of a success: it is so no more, or is seen elsewhere. A failure stays.
    void lapse();

signals:
    /// After each run().
    void finished(bool good);

private:
    void tell();

    widgets::Text m_text;
    int m_running = 0;
    bool m_succeeded = false; ///< m_text is what came of a success
};

} // namespace aw::pages
