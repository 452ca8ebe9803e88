#include "bridge/engine_bridge.hpp"
#include "lab/demo.hpp"
#include "models/lookup.hpp"
#include "pages/fail_over_act.hpp"
#include "shell/language.hpp"
#include "shell/main_window.hpp"
#include "widgets/theme.hpp"

#include <QAbstractButton>
#include <QLabel>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace aw;

/// The real demo (anvil, contracts, three operators, load) driven by clicks alone: a fraud is anchored,
/// found, challenged and rolled back; then the service fails over. Every verdict is what L1 says.
class TestDemo : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void startsByOneClick();
    void fraudIsFound();
    void challengeRollsBack();
    void failsOver();
    void crashedOperatorIsReplaced();
    void cleanupTestCase();

private:
    const api::Snapshot& snapshot() const { return *m_bridge->snapshot(); }
    const api::Operator* current() const { return models::currentOperator(snapshot()); }
    /// The button of that name that can be clicked now, or null.
    QAbstractButton* usable(const QString& name) const {
        for (auto* button : m_window->centralWidget()->findChildren<QAbstractButton*>(name))
            if (button->isVisible() && button->isEnabled()) return button;
        return nullptr;
    }
    /// What the act of failing over says.
    QString said() const {
        QStringList words;
        if (const auto* act = m_window->findChild<pages::FailOverAct*>())
            for (const auto* label : act->findChildren<QLabel*>())
                if (label->isVisible()) words << label->text();
        return words.join(QStringLiteral(" | "));
    }
    /// Clicks a button once it can be clicked.
    bool click(const QString& name, int timeoutMs = 10'000) {
        QAbstractButton* button = nullptr;
        if (!QTest::qWaitFor([&] { return (button = usable(name)) != nullptr; }, timeoutMs)) return false;
        button->click();
        return true;
    }
    /// Clicks the active operator's button: whoever is active when it can be clicked. Says who that was.
    bool clickActive(const QString& prefix, Address& who, int timeoutMs) {
        QAbstractButton* button = nullptr;
        const auto ready = [&] {
            const auto* active = current();
            if (!active) return false;
            who = active->address;
            m_name = QString::fromStdString(active->name);
            return (button = usable(prefix + m_name)) != nullptr;
        };
        if (!QTest::qWaitFor(ready, timeoutMs)) return false;
        button->click();
        return true;
    }
    bool isRegistered(const QString& name) const {
        const auto& all = snapshot().operators;
        return std::any_of(all.begin(), all.end(), [&](const api::Operator& entry) {
            return QString::fromStdString(entry.name) == name &&
                   entry.status == api::OperatorStatus::registered;
        });
    }

    QTemporaryDir m_folder;
    std::unique_ptr<bridge::EngineBridge> m_bridge;
    std::unique_ptr<shell::MainWindow> m_window;
    Address m_cheat;
    QString m_cheatName; ///< its operator keeps the name, also under a new key
    QString m_name;      ///< whose button was clicked last
    std::uint64_t m_batch = 0;
};

void TestDemo::initTestCase() {
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_folder.path());
    QCoreApplication::setOrganizationName(QStringLiteral("anchorwatch-test"));
    widgets::Theme::instance().install(widgets::Theme::Scheme::dark);
    QVERIFY(shell::language::apply(QStringLiteral("en")));
    m_bridge = std::make_unique<bridge::EngineBridge>(lab::createDemo({}));
    m_window = std::make_unique<shell::MainWindow>(*m_bridge, QStringLiteral("en"));
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void TestDemo::startsByOneClick() {
    QVERIFY(click(QStringLiteral("startDemoButton")));
    QVERIFY2(QTest::qWaitFor([&] { return snapshot().phase == api::Phase::running; }, 90'000),
             snapshot().failure ? snapshot().failure->detail.c_str() : "not running in time");
    QVERIFY(QTest::qWaitFor([&] { return snapshot().batches.size() >= 2; }, 60'000));
    QVERIFY(QTest::qWaitFor([&] { return snapshot().txPerSecond > 1; }, 20'000));
    for (const auto& batch : snapshot().batches)
        QVERIFY(batch.ownRoot.isZero() || batch.ownRoot == batch.claimedRoot);
    QVERIFY(m_window->history().lessons().anchored);
}

void TestDemo::fraudIsFound() {
    QVERIFY(click(QStringLiteral("navLab")));
    QVERIFY(clickActive(QStringLiteral("injectBadRootButton_"), m_cheat, 30'000));
    m_cheatName = m_name;
    QVERIFY(QTest::qWaitFor([&] { return models::openFrauds(snapshot()) == 1; }, 60'000));
    m_batch = snapshot().challenges.back().batch;
    QCOMPARE(snapshot().challenges.back().accused, m_cheat);
}

void TestDemo::challengeRollsBack() {
    QVERIFY(click(QStringLiteral("navChallenges")));
    QVERIFY(click(QStringLiteral("challengeButton"), 30'000));
    const auto stage = [&] {
        const auto* challenge = models::challengeOf(snapshot(), m_batch);
        return challenge ? challenge->stage : api::ChallengeStage::detected;
    };
    QVERIFY(QTest::qWaitFor([&] { return stage() == api::ChallengeStage::rolledBack; }, 90'000));
    const auto* accused = models::findOperator(snapshot(), m_cheat);
    QVERIFY(QTest::qWaitFor(
        [&] {
            accused = models::findOperator(snapshot(), m_cheat);
            return accused && accused->status == api::OperatorStatus::convicted;
        },
        20'000));
    QCOMPARE(accused->bondWei, Wei(0));
    // The service goes on without it, from the last good state.
    QVERIFY(QTest::qWaitFor(
        [&] {
            const auto* batch = models::findBatch(snapshot(), m_batch);
            return batch && batch->operatorAddress != m_cheat && batch->ownRoot == batch->claimedRoot;
        },
        90'000));
}

void TestDemo::failsOver() {
    QVERIFY(click(QStringLiteral("navOperators")));
    // The convicted operator comes back with a fresh bond, so that two stand ready behind the active one.
    QVERIFY(click(QStringLiteral("rejoinButton_") + m_cheatName));
    QVERIFY(QTest::qWaitFor([&] { return isRegistered(m_cheatName); }, 60'000));
    Address before;
    QVERIFY(QTest::qWaitFor([&] { return current() && usable(QStringLiteral("failOverButton")); }, 120'000));
    before = current()->address;
    QVERIFY(click(QStringLiteral("failOverButton")));
    const auto tookOver = [&] { return current() && current()->address != before; };
    // A refusal says why, and the button is on again: whoever wants it clicks once more.
    QVERIFY(QTest::qWaitFor([&] { return tookOver() || usable(QStringLiteral("failOverButton")); }, 120'000));
    if (!tookOver()) {
        qInfo() << "refused:" << said();
        before = current()->address;
        QVERIFY(click(QStringLiteral("failOverButton"), 60'000));
    }
    QVERIFY2(QTest::qWaitFor(tookOver, 90'000), qPrintable(said()));
    QVERIFY(m_window->history().lessons().all());
}

void TestDemo::crashedOperatorIsReplaced() {
    const auto total = snapshot().totalTxs;
    QVERIFY(QTest::qWaitFor([&] { return models::nextReady(snapshot()) != nullptr; }, 120'000));
    QVERIFY(click(QStringLiteral("navLab")));
    Address crashed;
    QVERIFY(clickActive(QStringLiteral("crashButton_"), crashed, 30'000));
    QVERIFY(QTest::qWaitFor([&] { return current() && current()->address != crashed && current()->running; },
                            120'000));
    QVERIFY(QTest::qWaitFor([&] { return snapshot().totalTxs > total; }, 60'000));
}

void TestDemo::cleanupTestCase() {
    m_window->close();
    QVERIFY(QTest::qWaitFor([&] { return !m_window->isVisible(); }, 60'000));
    QVERIFY(snapshot().phase == api::Phase::stopping || snapshot().phase == api::Phase::stopped);
    m_window.reset();
    m_bridge.reset();
}

QTEST_MAIN(TestDemo)
#include "tst_ui_demo.moc"
