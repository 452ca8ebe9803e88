#include "ui_fixture.hpp"

#include "api/codes.hpp"
#include "models/texts.hpp"
#include "widgets/figures.hpp"
#include "widgets/icons.hpp"
#include "widgets/style_sheet.hpp"

#include <QDirIterator>
#include <QFontDatabase>
#include <QFontMetrics>
#include <QRawFont>
#include <QRegularExpression>
#include <QTranslator>
#include <QXmlStreamReader>

using namespace aw;
using widgets::Theme;
using widgets::Tokens;
using widgets::Tone;

namespace {

const std::pair<const char*, const Tokens&> kThemes[] = {
    {"dark", widgets::tokensOf(widgets::Scheme::dark)}, {"light", widgets::tokensOf(widgets::Scheme::light)}};

} // namespace

/// The theme's promises: contrast, embedded fonts with digits of one width, icons that draw something, and
/// glyphs for every character of every language.
class TestTheme : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { test::prepareApplication(); }
    void textKeepsItsContrast_data();
    void textKeepsItsContrast();
    void inkIsReadableOnAnyFill();
    void theStyleSheetKeepsTheContrast();
    void badIsUnlikeAWarning();
    void operatorsAreUnlikeStatesAndEachOther();
    void theAccentIsForActionsAlone();
    void badBadgesAreFilled();
    void digitsHaveOneWidth();
    void everyIconDraws();
    void everyCharacterHasAGlyph();
    void contrastIsThatOfTheStandard();
};

void TestTheme::textKeepsItsContrast_data() {
    QTest::addColumn<QColor>("ink");
    QTest::addColumn<QColor>("surface");
    for (const auto& [name, t] : kThemes) {
        const auto pairings = widgets::pairingsOf(t);
        // Nine tones, three texts, six operators on four surfaces at the least.
        QVERIFY(pairings.size() > 60);
        for (const auto& pairing : pairings)
            QTest::addRow("%s: %s", name, qPrintable(pairing.what)) << pairing.ink << pairing.surface;
    }
}

void TestTheme::textKeepsItsContrast() {
    QFETCH(QColor, ink);
    QFETCH(QColor, surface);
    const double ratio = widgets::contrast(ink, surface);
    QVERIFY2(ratio >= 4.5,
             qPrintable(QStringLiteral("%1 on %2: %3").arg(ink.name(), surface.name()).arg(ratio)));
}

void TestTheme::inkIsReadableOnAnyFill() {
    for (const auto& [name, t] : kThemes)
        for (int r = 0; r <= 255; r += 15)
            for (int g = 0; g <= 255; g += 15)
                for (int b = 0; b <= 255; b += 15) {
                    const QColor fill(r, g, b);
                    const double ratio = widgets::contrast(widgets::inkOn(t, fill), fill);
                    QVERIFY2(ratio >= 4.5,
                             qPrintable(QStringLiteral("%1, %2: %3").arg(name, fill.name()).arg(ratio)));
                }
}

void TestTheme::theStyleSheetKeepsTheContrast() {
    static const QRegularExpression rule(QStringLiteral(R"(([^{}]+)\{([^{}]*)\})"));
    static const QRegularExpression ink(QStringLiteral(R"((?:^|[;\s])color:\s*(#\w+))"));
    static const QRegularExpression fill(QStringLiteral(R"((?:^|[;\s])background(?:-color)?:\s*(#\w+))"));
    for (const auto& [name, t] : kThemes) {
        const QString sheet = widgets::styleSheet(t);
        QVERIFY2(!sheet.contains(u'@'), name);
        QHash<QString, QColor> inks;
        int seen = 0;
        for (const auto& match : rule.globalMatch(sheet)) {
            for (const QString& one : match.captured(1).split(u',')) {
                const QString selector = one.simplified();
                // A state such as :hover keeps the ink of its widget unless it has one of its own.
                const QString widget = selector.section(u':', 0, 0);
                if (const auto own = ink.match(match.captured(2)); own.hasMatch())
                    inks[selector] = QColor(own.captured(1));
                const auto ground = fill.match(match.captured(2));
                const QColor words = inks.value(selector, inks.value(widget));
                if (!ground.hasMatch() || !words.isValid()) continue;
                ++seen;
                const double ratio = widgets::contrast(words, QColor(ground.captured(1)));
                QVERIFY2(ratio >= 4.5,
                         qPrintable(QStringLiteral("%1, %2: %3").arg(name, selector).arg(ratio)));
            }
        }
        QVERIFY(seen > 12);
    }
}

void TestTheme::badIsUnlikeAWarning() {
    for (const auto& [name, t] : kThemes)
        QVERIFY2(widgets::difference(t.bad, t.warn) >= 0.15, name);
    QVERIFY(widgets::difference(Qt::black, Qt::white) > 0.99);
}

void TestTheme::operatorsAreUnlikeStatesAndEachOther() {
    constexpr double kToldApart = 0.08;
    for (const auto& [name, t] : kThemes) {
        QList<std::pair<QString, QColor>> others, operators;
        for (const auto& token : widgets::tokenTable()) {
            if (token.use != widgets::TokenUse::ink) continue;
            const QString word = QLatin1String(token.name);
            (word.startsWith(u"operator") ? operators : others).append({word, t.*token.color});
        }
        QCOMPARE(operators.size(), 6);
        for (qsizetype i = 0; i < operators.size(); ++i) {
            const auto against = others + operators.mid(i + 1);
            for (const auto& [word, color] : against) {
                const double apart = widgets::difference(operators[i].second, color);
                QVERIFY2(
                    apart >= kToldApart,
                    qPrintable(
                        QStringLiteral("%1: %2 and %3: %4").arg(name, operators[i].first, word).arg(apart)));
            }
        }
    }
}

void TestTheme::theAccentIsForActionsAlone() {
    QList<Tone> told;
    for (const auto status : api::every<api::BatchStatus>()) {
        api::Batch batch;
        batch.status = status;
        told << models::texts::tone(batch);
    }
    for (const auto stage : api::every<api::ChallengeStage>())
        told << models::texts::tone(stage);
    for (const auto state : api::every<api::L1TxState>()) {
        api::L1Transaction tx;
        tx.state = state;
        told << models::texts::tone(tx);
    }
    for (const auto status : api::every<api::OperatorStatus>())
        for (const bool current : {false, true}) {
            api::Operator entry;
            entry.status = status;
            entry.current = current;
            told << models::texts::standingTone(entry);
        }
    QVERIFY(told.size() > 15);
    QVERIFY(!told.contains(Tone::accent));
    // Nor does what it is mistaken for look like it.
    for (const auto& [name, t] : kThemes)
        for (const Tone tone : widgets::kTones)
            if (tone != Tone::accent)
                QVERIFY2(widgets::difference(widgets::colorOf(t, tone), t.accent) >= 0.08,
                         widgets::toneName(tone));
}

void TestTheme::badBadgesAreFilled() {
    const auto middle = [](Tone tone) {
        widgets::Badge badge;
        badge.setState(QStringLiteral("  "), tone);
        badge.resize(badge.sizeHint());
        return badge.grab().toImage().pixelColor(badge.width() / 2, badge.height() / 2);
    };
    const auto& t = widgets::tokens();
    QCOMPARE(middle(Tone::bad).name(), t.bad.name());
    QCOMPARE(middle(Tone::warn).name(), widgets::faintOf(t, Tone::warn).name());
}

void TestTheme::contrastIsThatOfTheStandard() {
    QCOMPARE(widgets::contrast(Qt::black, Qt::white), 21.0);
    QCOMPARE(widgets::contrast(Qt::white, Qt::white), 1.0);
    QVERIFY(std::abs(widgets::contrast(QColor("#777777"), Qt::white) - 4.48) < 0.01);
}

void TestTheme::digitsHaveOneWidth() {
    QVERIFY(QFontDatabase::families().contains(QStringLiteral("Inter Tabular")));
    QVERIFY(QFontDatabase::families().contains(QStringLiteral("JetBrains Mono")));
    for (const auto weight : {QFont::Normal, QFont::Medium, QFont::DemiBold, QFont::Bold}) {
        const QFontMetricsF metrics(Theme::font(widgets::TextSize::figure, weight));
        const double zero = metrics.horizontalAdvance(u'0');
        for (char digit = '0'; digit <= '9'; ++digit)
            // Advances come in 64ths of a pixel, hinted: nobody sees a sixteenth.
            QVERIFY2(std::abs(metrics.horizontalAdvance(QLatin1Char(digit)) - zero) <= 1.0 / 16,
                     qPrintable(QStringLiteral("%1 at weight %2: %3, zero: %4")
                                    .arg(digit)
                                    .arg(weight)
                                    .arg(metrics.horizontalAdvance(QLatin1Char(digit)))
                                    .arg(zero)));
        // The test could not fail in a font that is monospaced anyway.
        QVERIFY(metrics.horizontalAdvance(u'i') < metrics.horizontalAdvance(u'm'));
    }
}

void TestTheme::everyIconDraws() {
    QDirIterator icons(QStringLiteral(":/icons"));
    int count = 0;
    while (icons.hasNext()) {
        icons.next();
        const QImage image = widgets::icons::pixmap(icons.fileInfo().baseName(), Qt::red).toImage();
        int inked = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                if (image.pixelColor(x, y).alpha() > 128 && image.pixelColor(x, y).red() > 200) ++inked;
        QVERIFY2(inked > 20, qPrintable(icons.fileName()));
        ++count;
    }
    QVERIFY(count >= 25);
}

void TestTheme::everyCharacterHasAGlyph() {
    QSet<QChar> characters;
    for (const char* name : {"zh_CN", "en"}) {
        QFile file(QStringLiteral(AW_SOURCE_DIR "/translations/anchorwatch_%1.ts").arg(QLatin1String(name)));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QXmlStreamReader xml(&file);
        while (!xml.atEnd())
            if (xml.readNext() == QXmlStreamReader::Characters)
                for (const QChar character : xml.text())
                    if (!character.isSpace()) characters.insert(character);
    }
    QVERIFY(characters.size() > 300);
    QList<QRawFont> fonts;
    for (const auto& family : Theme::font(widgets::TextSize::body).families()) {
        QFont font(family);
        font.setStyleStrategy(QFont::NoFontMerging);
        fonts << QRawFont::fromFont(font);
    }
    for (const QChar character : characters) {
        const bool known = std::any_of(fonts.begin(), fonts.end(), [&](const QRawFont& font) {
            return font.supportsCharacter(character);
        });
        QVERIFY2(known, qPrintable(QStringLiteral("no glyph for %1").arg(character)));
    }
}

QTEST_MAIN(TestTheme)
#include "tst_ui_theme.moc"
