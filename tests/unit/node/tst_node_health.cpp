#include "node/health_document.hpp"

#include <boost/json/array.hpp>

#include <QTest>

using namespace aw;
namespace json = boost::json;

/// What /health says of a node, and that it says why.
class TestNodeHealth : public QObject {
    Q_OBJECT

    static node::HealthFacts good() {
        return {.synced = true, .l1Connected = true, .l1Head = 100, .l2Head = 7, .l1SilenceLimitMs = 60'000};
    }
    static std::vector<std::string> wordsOf(const rpc::Backend::Health& health) {
        std::vector<std::string> words;
        for (const auto& reason : health.detail.at("reasons").as_array()) {
            const std::string_view text = reason.as_string();
            words.emplace_back(text.substr(0, text.find(": ")));
        }
        return words;
    }

private slots:
    void aNodeThatServesIsWell() {
        const auto health = node::withHeartbeat(node::healthDocument(good()), 600);
        QVERIFY(health.ok);
        QVERIFY(wordsOf(health).empty());
        QCOMPARE(health.detail.at("l1Head"), json::value(100));
        QCOMPARE(health.detail.at("heartbeatMs"), json::value(600));
        QCOMPARE(health.detail.at("diskRefused"), json::value(""));
    }

    void eachReasonIsNamed_data() {
        QTest::addColumn<QString>("word");
        for (const auto* word :
             {"syncing", "l1-unreachable", "l1-silent", "disputed", "disk-refused", "late", "starting"})
            QTest::newRow(word) << word;
    }
    void eachReasonIsNamed() {
        QFETCH(QString, word);
        auto facts = good();
        if (word == "syncing") facts.synced = false;
        if (word == "l1-unreachable") facts.l1Connected = false;
        if (word == "l1-silent") facts.l1Silent = true;
        if (word == "disputed") facts.disputed = true;
        if (word == "disk-refused") facts.diskRefused = ErrorCode::storeFull;
        std::optional<std::uint64_t> agoMs = 0;
        if (word == "late") agoMs = 2001;
        if (word == "starting") agoMs.reset();
        const auto health = node::withHeartbeat(node::healthDocument(facts), agoMs);
        QVERIFY(!health.ok);
        QCOMPARE(wordsOf(health), (std::vector<std::string>{word.toStdString()}));
    }

    void severalReasonsAreAllNamed() {
        const auto health = node::withHeartbeat(node::healthDocument({}), 5000);
        QCOMPARE(wordsOf(health), (std::vector<std::string>{"syncing", "l1-unreachable", "late"}));
        QCOMPARE(health.detail.at("heartbeatMs"), json::value(5000));
    }

    void whatWasNeverWrittenIsStarting() {
        const auto health = node::withHeartbeat({}, std::nullopt);
        QVERIFY(!health.ok);
        QCOMPARE(wordsOf(health), (std::vector<std::string>{"starting"}));
        QVERIFY(health.detail.at("heartbeatMs").is_null());
    }
};

QTEST_GUILESS_MAIN(TestNodeHealth)
#include "tst_node_health.moc"
