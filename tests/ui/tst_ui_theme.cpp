#include "ui_fixture.hpp"

#include "widgets/icons.hpp"

#include <QDirIterator>
#include <QFontDatabase>
#include <QFontMetrics>
#include <QRawFont>
#include <QTranslator>
#include <QXmlStreamReader>

using namespace aw;
using widgets::Theme;
using widgets::Tokens;

/// The theme's promises: contrast, embedded fonts with digits of one width, icons that draw something, and
/// glyphs for every character of every language.
class TestTheme : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { test::prepareApplication(); }
    void textKeepsItsContrast_data();
    void textKeepsItsContrast();
    void digitsHaveOneWidth();
    void everyIconDraws();
    void everyCharacterHasAGlyph();
    void contrastIsThatOfTheStandard();
};

void TestTheme::textKeepsItsContrast_data() {
    QTest::addColumn<QColor>("ink");
    QTest::addColumn<QColor>("surface");
    for (const auto scheme : {Theme::Scheme::dark, Theme::Scheme::light}) {
        const Tokens& t = Theme::tokens(scheme);
        const char* const name = scheme == Theme::Scheme::dark ? "dark" : "light";
        const std::pair<const char*, QColor> inks[] = {
            {"t1", t.t1},   {"t2", t.t2},     {"t3", t.t3},       {"ok", t.ok},        {"warn", t.warn},
            {"bad", t.bad}, {"info", t.info}, {"other", t.other}, {"accent", t.accent}};
        const std::pair<const char*, QColor> surfaces[] = {{"bg", t.bg}, {"s1", t.s1}, {"s2", t.s2}};
        for (const auto& [inkName, ink] : inks)
            for (const auto& [surfaceName, surface] : surfaces)
                QTest::addRow("%s-%s-on-%s", name, inkName, surfaceName) << ink << surface;
        QTest::addRow("%s-t1-on-s3", name) << t.t1 << t.s3;
        QTest::addRow("%s-t2-on-s3", name) << t.t2 << t.s3;
        QTest::addRow("%s-button", name) << t.onAccent << t.accent;
        for (const auto& [inkName, ink] : inks)
            QTest::addRow("%s-badge-%s", name, inkName) << ink << widgets::mix(t.s1, ink, 0.13);
    }
}

void TestTheme::textKeepsItsContrast() {
    QFETCH(QColor, ink);
    QFETCH(QColor, surface);
    const double ratio = widgets::contrast(ink, surface);
    QVERIFY2(ratio >= 4.5,
             qPrintable(QStringLiteral("%1 on %2: %3").arg(ink.name(), surface.name()).arg(ratio)));
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
