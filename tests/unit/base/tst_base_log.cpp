#include "base/log.hpp"
#include "values.hpp"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace aw;
using namespace aw::base::log;
using aw::test::codeOf;

namespace {

std::vector<std::string> linesOf(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);)
        lines.push_back(line);
    return lines;
}

} // namespace

class TestBaseLog : public QObject {
    Q_OBJECT

private slots:
    void linesAreLogfmt() {
        QCOMPARE(
            formatLine(Level::warn, "feed", "gap closed", {{"seq", 7}, {"peer", "ws://a b"}, {"late", true}}),
            std::string("level=warn component=feed msg=\"gap closed\" seq=7 peer=\"ws://a b\" late=true"));
        QCOMPARE(formatLine(Level::info, "a", "", {{"empty", ""}}),
                 std::string("level=info component=a msg=\"\" empty=\"\""));
    }

    void noMessageForgesALine() {
        const std::string expected =
            "level=error component=x msg=\"a\\\"b\\\\c\\x0alevel=info\\x7f\" k=\"1\\x0a2\"";
        QCOMPARE(formatLine(Level::error, "x", "a\"b\\c\nlevel=info\x7f", {{"k", "1\n2"}}), expected);
    }

    void levelsHaveNames() {
        QVERIFY(*levelFromText("debug") == Level::debug);
        QVERIFY(*levelFromText("off") == Level::off);
        QCOMPARE(codeOf(levelFromText("loud")), ErrorCode::logUnknownLevel);
    }

    void writesToAFileFromTheLevelOn() {
        const QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "node.log";
        QVERIFY(configure({.level = Level::warn, .standardError = false, .file = path}));
        const Logger logger("node");
        QVERIFY(!enabled(Level::info));
        logger.info("not written");
        logger.warn("written");
        setLevel(Level::off);
        logger.error("not written either");
        setLevel(Level::debug);
        logger.error("failed", Error{ErrorCode::l1Unavailable, "No answer."});

        const auto lines = linesOf(path);
        QCOMPARE(lines.size(), std::size_t{2});
        QVERIFY(lines[0].starts_with("ts=20"));
        const std::string warning = "Z level=warn component=node msg=\"written\"";
        const std::string failure = "msg=\"failed\" code=l1.unavailable detail=\"No answer.\"";
        QVERIFY(lines[0].ends_with(warning));
        QVERIFY(lines[1].ends_with(failure));
        QVERIFY(configure({}));
    }

    void aFileThatCannotBeOpenedIsAnError() {
        QCOMPARE(
            codeOf(configure({.level = Level::warn, .standardError = true, .file = "/proc/none/node.log"})),
            ErrorCode::logFile);
    }
};

QTEST_APPLESS_MAIN(TestBaseLog)
#include "tst_base_log.moc"
