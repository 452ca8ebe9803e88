#include "shell/tour.hpp"

#include "models/lookup.hpp"
#include "shell/language.hpp"

#include <QAbstractButton>
#include <QApplication>
#include <QDir>
#include <QSettings>

#include <algorithm>

namespace aw::shell {

using models::PageId;
using widgets::Theme;

namespace {

constexpr int kPollMs = 200;
/// What the lane and the plots need to settle after a change of page.
constexpr qint64 kSettleMs = 1200;

const std::pair<const char*, PageId> kPages[] = {{"overview", PageId::overview},
                                                 {"batches", PageId::batches},
                                                 {"operators", PageId::operators},
                                                 {"challenges", PageId::challenges},
                                                 {"lab", PageId::lab}};

} // namespace

Tour::Tour(MainWindow& window, bridge::EngineBridge& bridge, QString folder)
    : m_window(window)
    , m_bridge(bridge)
    , m_folder(std::move(folder)) {
    plan();
    planPictures();
    // The exit status is the tour's to say.
    QApplication::setQuitOnLastWindowClosed(false);
    m_since.start();
    m_timer.setInterval(kPollMs);
    connect(&m_timer, &QTimer::timeout, this, &Tour::poll);
    m_timer.start();
}

bool Tour::click(const QString& objectName) {
    const auto found = m_window.centralWidget()->findChildren<QAbstractButton*>(objectName);
    for (auto* button : found) {
        if (!button->isVisible() || !button->isEnabled()) continue;
        button->click();
        return true;
    }
    return false;
}

bool Tour::save(const QString& name) {
    const bool saved =
        QDir().mkpath(m_folder) && m_window.grab().save(m_folder + u'/' + name + QStringLiteral(".png"));
    if (saved) return true;
    m_failure = QStringLiteral("The picture %1 could not be written to %2.").arg(name, m_folder);
    return false;
}

void Tour::plan() {
    const auto snapshot = [this]() -> const api::Snapshot& { return *m_bridge.snapshot(); };
    const auto settled = [this] { return m_since.elapsed() > kSettleMs; };
    m_steps = {
        {QStringLiteral("the demo starts"), 120'000, [=] { return snapshot().phase == api::Phase::running; }},
        {QStringLiteral("two batches are anchored"), 60'000, [=] { return snapshot().batches.size() >= 2; }},
        {QStringLiteral("the Lab opens"), 5'000, [=, this] { return click(QStringLiteral("navLab")); }},
        {QStringLiteral("the active operator is told to cheat"), 20'000,
         [=, this] {
             const auto* current = models::currentOperator(snapshot());
             if (!current) return false;
             m_before = current->address;
             return click(QStringLiteral("injectBadRootButton_") + QString::fromStdString(current->name));
         }},
        {QStringLiteral("the fraud is found"), 60'000, [=] { return models::openFrauds(snapshot()) > 0; }},
        {QStringLiteral("the Overview opens"), 5'000,
         [=, this] { return click(QStringLiteral("navOverview")); }},
        {QStringLiteral("the fraud is seen"), 10'000, settled},
        {QStringLiteral("the fraud's picture is taken"), 5'000,
         [=, this] { return save(QStringLiteral("fraud-overview")); }},
        {QStringLiteral("Challenges opens"), 5'000,
         [=, this] { return click(QStringLiteral("navChallenges")); }},
        {QStringLiteral("the challenge is seen"), 10'000, settled},
        {QStringLiteral("the challenge is sent"), 30'000,
         [=, this] {
             for (const auto& challenge : snapshot().challenges)
                 if (models::needsChallenge(snapshot(), challenge)) m_batch = challenge.batch;
             const auto* button =
                 m_window.centralWidget()->findChild<QAbstractButton*>(QStringLiteral("challengeButton"));
             if (!button || !button->isEnabled() || !save(QStringLiteral("fraud-challenges"))) return false;
             return click(QStringLiteral("challengeButton"));
         }},
        {QStringLiteral("L1 convicts and rolls back"), 90'000,
         [=, this] {
             const auto* challenge = models::challengeOf(snapshot(), m_batch);
             return challenge && challenge->stage == api::ChallengeStage::rolledBack;
         }},
        {QStringLiteral("another operator anchors"), 90'000,
         [=, this] {
             const auto* current = models::currentOperator(snapshot());
             return current && current->address != m_before && current->lastBatch >= m_batch;
         }},
        {QStringLiteral("Operators opens"), 5'000,
         [=, this] { return click(QStringLiteral("navOperators")); }},
        {QStringLiteral("failing over"), 60'000,
         [=, this] {
             if (const auto* current = models::currentOperator(snapshot())) m_before = current->address;
             return click(QStringLiteral("failOverButton"));
         }},
        {QStringLiteral("another operator takes over"), 120'000,
         [=, this] {
             const auto* current = models::currentOperator(snapshot());
             return current && current->address != m_before && current->lastBatch > 0;
         }},
    };
}

void Tour::planPictures() {
    for (const auto scheme : {Theme::Scheme::dark, Theme::Scheme::light}) {
        for (const auto& locale : language::available()) {
            const QString suffix = QStringLiteral("-%1-%2").arg(
                scheme == Theme::Scheme::dark ? QStringLiteral("dark") : QStringLiteral("light"),
                locale.section(u'_', 0, 0));
            for (const auto& [name, page] : kPages) {
                m_steps.push_back(
                    {QStringLiteral("a page opens"), 5'000, [this, scheme, locale, page = page] {
                         m_window.setScheme(scheme);
                         m_window.setLocaleName(locale);
                         m_window.openPage(page);
                         return true;
                     }});
                m_steps.push_back({QStringLiteral("the page settles"), 10'000,
                                   [this] { return m_since.elapsed() > kSettleMs; }});
                m_steps.push_back({QStringLiteral("the page's picture is taken"), 5'000,
                                   [this, file = QString::fromLatin1(name) + suffix] { return save(file); }});
            }
        }
    }
}

void Tour::poll() {
    if (!m_failure.isEmpty()) return finish(1);
    const auto& snapshot = *m_bridge.snapshot();
    if (snapshot.phase == api::Phase::failed) {
        m_failure = QStringLiteral("The demo failed: %1").arg(QString::fromStdString(snapshot.failureDetail));
        return finish(1);
    }
    if (m_at == m_steps.size()) return finish(0);
    const auto& step = m_steps[m_at];
    if (step.done()) {
        ++m_at;
        m_since.restart();
    } else if (m_since.elapsed() > step.timeoutMs && m_failure.isEmpty()) {
        m_failure = QStringLiteral("The tour ended early; this did not happen within %1 s: %2.")
                        .arg(step.timeoutMs / 1000)
                        .arg(step.what);
        finish(1);
    }
}

void Tour::finish(int status) {
    m_timer.stop();
    connect(&m_bridge, &bridge::EngineBridge::stopped, qApp, [status] { QApplication::exit(status); });
    m_bridge.stop();
}

} // namespace aw::shell
