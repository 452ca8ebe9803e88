#include "ui_fixture.hpp"

#include <QLabel>
#include <QStackedWidget>

using namespace aw;
using test::Fixture;

/// Every page in both themes, both languages and both sizes: no key text is cut, no glyph is missing. With
/// AW_SHOTS=FOLDER it also writes a picture of each.
class TestShots : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void pageIsWhole_data();
    void pageIsWhole();
};

namespace {

const char* const kNav[] = {"navOverview", "navBatches", "navOperators", "navChallenges", "navLab"};

/// A history with everything in it: many batches, a conviction, an ejection, and a fraud that is open.
void makeEventful(Fixture& fixture) {
    auto& console = *fixture.console;
    console.bringUp(14);
    const auto addressOf = [&](std::size_t i) { return console.snapshot()->operators[i].address; };
    console.injectBadRoot(addressOf(0), {});
    while (console.snapshot()->challenges.empty())
        console.run(1000);
    console.challenge(console.snapshot()->challenges.front().batch, [](Result<void>) {});
    while (console.snapshot()->challenges.front().stage != api::ChallengeStage::rolledBack)
        console.run(1000);
    console.run(26'000);
    console.injectBadRoot(addressOf(1), {});
    while (console.snapshot()->challenges.size() < 2)
        console.run(1000);
    console.run(3300);
    fixture.settle();
}

} // namespace

void TestShots::initTestCase() { test::prepareApplication(); }

void TestShots::pageIsWhole_data() {
    QTest::addColumn<bool>("dark");
    QTest::addColumn<QString>("locale");
    QTest::addColumn<QSize>("size");
    for (const bool dark : {true, false})
        for (const auto& locale : shell::language::available())
            for (const QSize size : {QSize(1440, 900), QSize(1024, 700)})
                QTest::addRow("%s-%s-%d", dark ? "dark" : "light", qPrintable(locale), size.width())
                    << dark << locale << size;
}

void TestShots::pageIsWhole() {
    QFETCH(bool, dark);
    QFETCH(QString, locale);
    QFETCH(QSize, size);
    Fixture fixture(QStringLiteral("en"), size);
    fixture.window->setScheme(dark ? widgets::Theme::Scheme::dark : widgets::Theme::Scheme::light);
    fixture.window->setLocaleName(locale);
    const QString suffix = QString::fromLatin1(QTest::currentDataTag());
    fixture.save(QStringLiteral("start-") + suffix);
    makeEventful(fixture);
    QStringList cut;
    for (const char* nav : kNav) {
        QVERIFY2(fixture.click(nav), nav);
        fixture.run(1000);
        fixture.run(300);
        // The lane glides for a moment.
        QTest::qWait(qEnvironmentVariableIsSet("AW_SHOTS") ? 900 : 0);
        fixture.save(QString::fromLatin1(nav).mid(3).toLower() + u'-' + suffix);
        for (const auto* label : fixture.window->centralWidget()->findChildren<QLabel*>()) {
            if (!label->isVisible() || label->text().isEmpty() ||
                label->metaObject()->className() != QByteArray("QLabel"))
                continue;
            const int needed =
                label->wordWrap() ? label->heightForWidth(label->width()) : label->fontMetrics().height();
            const int wide = label->wordWrap() ? 0 : label->fontMetrics().horizontalAdvance(label->text());
            if (label->width() + 1 < wide || label->height() + 1 < needed)
                cut << QStringLiteral("%1: \"%2\" has %3x%4, needs %5x%6")
                           .arg(QLatin1String(nav), label->text())
                           .arg(label->width())
                           .arg(label->height())
                           .arg(wide)
                           .arg(needed);
        }
    }
    fixture.window->setLocaleName(QStringLiteral("en"));
    fixture.window->setScheme(widgets::Theme::Scheme::dark);
    QVERIFY2(cut.isEmpty(), qPrintable(u'\n' + cut.join(u'\n')));
}

QTEST_MAIN(TestShots)
#include "tst_ui_shots.moc"
