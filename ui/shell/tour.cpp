#include "shell/tour.hpp"

#include "models/lookup.hpp"
#include "shell/language.hpp"
#include "shell/page_faults.hpp"
#include "shell/page_table.hpp"

#include <QAbstractButton>
#include <QApplication>
#include <QDir>
#include <QSettings>

#include <algorithm>

namespace aw::shell {

using widgets::Theme;

namespace {

constexpr int kPollMs = 200;
constexpr std::pair<QSize, int> kSizes[] = {{{1440, 900}, 1}, {{1024, 700}, 1}, {{1920, 1080}, 2}};

QString navName(QString page) {
    page[0] = page[0].toUpper();
    return QStringLiteral("nav") + page;
}

/// The window as it looks on a screen of that scale.
QPixmap picture(QWidget& window, int scale) {
    QPixmap result(window.size() * scale);
    result.setDevicePixelRatio(scale);
    window.render(&result);
    return result;
}

} // namespace

std::vector<Tour::Look> Tour::allLooks() {
    std::vector<Look> looks;
    for (const auto& [size, scale] : kSizes)
        for (const auto scheme : {Theme::Scheme::dark, Theme::Scheme::light})
            for (const auto& locale : language::available())
                looks.push_back({size, scale, scheme, locale});
    return looks;
}

Tour::Tour(MainWindow& window, bridge::EngineBridge& bridge, QString folder)
    : Tour(window, bridge, std::move(folder), Options()) {}

Tour::Tour(MainWindow& window, bridge::EngineBridge& bridge, QString folder, Options options)
    : m_window(window)
    , m_bridge(bridge)
    , m_folder(std::move(folder))
    , m_options(std::move(options)) {
    if (m_options.play) plan();
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

QString Tour::failure() const {
    QStringList all = m_faults;
    if (!m_failure.isEmpty()) all << m_failure;
    return all.join(u'\n');
}

bool Tour::save(const QString& page, const QString& title) {
    for (const auto& fault : faultsOf(m_window, page)) {
        const QString sentence = fault.sentence();
        if (!m_faults.contains(sentence)) m_faults << sentence;
    }
    const bool dark = Theme::instance().scheme() == Theme::Scheme::dark;
    const QString name =
        QStringLiteral("%1-%2-%3-%4x%5%6.png")
            .arg(title, dark ? QStringLiteral("dark") : QStringLiteral("light"), m_window.localeName())
            .arg(m_window.width())
            .arg(m_window.height())
            .arg(m_scale == 1 ? QString() : QStringLiteral("@%1x").arg(m_scale));
    if (QDir().mkpath(m_folder) && picture(m_window, m_scale).save(m_folder + u'/' + name)) return true;
    m_failure = QStringLiteral("The picture %1 could not be written to %2.").arg(name, m_folder);
    return false;
}

void Tour::addPicture(const QString& page, const QString& name) {
    m_steps.push_back({QStringLiteral("a page opens"), 5'000, [=, this] { return click(navName(page)); }});
    m_steps.push_back({QStringLiteral("the page settles"), 10'000,
                       [this] { return m_since.elapsed() > m_options.settleMs; }});
    m_steps.push_back(
        {QStringLiteral("the page's picture is taken"), 5'000, [=, this] { return save(page, name); }});
}

void Tour::plan() {
    const auto snapshot = [this]() -> const api::Snapshot& { return *m_bridge.snapshot(); };
    const auto step = [this](const char* what, qint64 timeoutMs, std::function<bool()> done) {
        m_steps.push_back({QString::fromLatin1(what), timeoutMs, std::move(done)});
    };
    const auto nav = [](const char* name) { return QString::fromLatin1(name); };
    step("the demo begins to start", 30'000, [=, this] {
        return snapshot().phase == api::Phase::running ||
               (snapshot().steps.size() >= 3 && save(QStringLiteral("start"), QStringLiteral("start")));
    });
    step("the demo starts", 120'000, [=] { return snapshot().phase == api::Phase::running; });
    step("two batches are anchored", 60'000, [=] { return snapshot().batches.size() >= 2; });
    step("the Lab opens", 5'000, [=, this] { return click(nav("navLab")); });
    step("the active operator is told to cheat", 20'000, [=, this] {
        const auto* current = models::currentOperator(snapshot());
        if (!current) return false;
        m_before = current->address;
        return click(nav("injectBadRootButton_") + QString::fromStdString(current->name));
    });
    step("the fraud is found", 60'000, [=] { return models::openFrauds(snapshot()) > 0; });
    addPicture(nav("overview"), QStringLiteral("overview-fraud"));
    addPicture(nav("batches"), QStringLiteral("batches-fraud"));
    step("Challenges opens", 5'000, [=, this] { return click(nav("navChallenges")); });
    step("the challenge is sent", 30'000, [=, this] {
        for (const auto& challenge : snapshot().challenges)
            if (models::needsChallenge(snapshot(), challenge)) m_batch = challenge.batch;
        const auto* button = m_window.centralWidget()->findChild<QAbstractButton*>(nav("challengeButton"));
        return button && button->isEnabled() && m_since.elapsed() > m_options.settleMs &&
               save(nav("challenges"), QStringLiteral("challenges-fraud")) && click(nav("challengeButton"));
    });
    step("the challenge is under way", 30'000, [=, this] {
        const auto* challenge = models::challengeOf(snapshot(), m_batch);
        return challenge &&
               (challenge->stage == api::ChallengeStage::rolledBack ||
                (challenge->stage != api::ChallengeStage::detected && m_since.elapsed() > kPollMs &&
                 save(nav("challenges"), nav("challenges-under-way"))));
    });
    step("L1 convicts and rolls back", 90'000, [=, this] {
        const auto* challenge = models::challengeOf(snapshot(), m_batch);
        return challenge && challenge->stage == api::ChallengeStage::rolledBack;
    });
    addPicture(nav("challenges"), QStringLiteral("challenges-rolled-back"));
    addPicture(nav("overview"), QStringLiteral("overview-rolled-back"));
    step("another operator anchors", 90'000, [=, this] {
        const auto* current = models::currentOperator(snapshot());
        return current && current->address != m_before && current->lastBatch >= m_batch;
    });
    addPicture(nav("operators"), QStringLiteral("operators-convicted"));
    step("failing over", 60'000, [=, this] {
        if (const auto* current = models::currentOperator(snapshot())) m_before = current->address;
        return click(nav("failOverButton"));
    });
    step("another operator takes over", 120'000, [=, this] {
        const auto* current = models::currentOperator(snapshot());
        return current && current->address != m_before && current->lastBatch > 0;
    });
}

void Tour::planPictures() {
    for (const auto& look : m_options.looks) {
        m_steps.push_back({QStringLiteral("the window changes"), 5'000, [=, this] {
                               m_window.resize(look.size);
                               m_window.setScheme(look.scheme);
                               m_window.setLocaleName(look.locale);
                               m_scale = look.scale;
                               return true;
                           }});
        for (const auto& page : pageTable(m_bridge)) {
            const auto name =
                QString::fromUtf8(page.id.name.data(), static_cast<qsizetype>(page.id.name.size()));
            addPicture(name, name);
        }
    }
}

void Tour::poll() {
    if (!m_failure.isEmpty()) return finish(1);
    const auto& snapshot = *m_bridge.snapshot();
    if (snapshot.phase == api::Phase::failed) {
        m_failure = QStringLiteral("The demo failed: %1")
                        .arg(QString::fromStdString(snapshot.failure ? snapshot.failure->detail : ""));
        return finish(1);
    }
    if (m_at == m_steps.size()) return finish(m_faults.isEmpty() ? 0 : 1);
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
