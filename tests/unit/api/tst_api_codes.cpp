#include "api/codes.hpp"

#include <QTest>

#include <set>
#include <string>

using namespace aw::api;

/// One enumeration, one table.
class TestApiCodes : public QObject {
    Q_OBJECT
private slots:
    void everyEnumeratorHasANameOfItsOwn();
    void theValuesOfTheContractsAreKept();
    void nothingElseHasAName();
    void namesAreWhatTheyWere();
    void anEventHasItsSeverity();
};

namespace {

/// The names in order, each checked for form, uniqueness and the way back.
template<class Code>
std::vector<std::string> names() {
    std::vector<std::string> all;
    std::set<std::string> seen;
    for (const auto code : every<Code>()) {
        const std::string text(name(code));
        if (!seen.insert(text).second) return {text + " stands twice"};
        if (text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != std::string::npos)
            return {text + " is not in kebab case"};
        if (named<Code>(text) != code) return {text + " does not lead back"};
        all.push_back(text);
    }
    return all;
}

using Names = std::vector<std::string>;

} // namespace

void TestApiCodes::everyEnumeratorHasANameOfItsOwn() {
    // `load` and `diskRefused` are the last of their enumerations: a gap before them would end earlier.
    QCOMPARE(names<EventCode>().size(), static_cast<std::size_t>(EventCode::load) + 1);
    QCOMPARE(names<NotReady>().size(), static_cast<std::size_t>(NotReady::diskRefused) + 1);
    QCOMPARE(names<OperatorStatus>(), (Names{"none", "registered", "left", "ejected", "convicted"}));
    QCOMPARE(names<FraudReason>(), (Names{"rule", "post-root", "tx-root", "cursor"}));
    QCOMPARE(names<FraudKind>(),
             (Names{"bad-segment", "hidden-account", "withheld-signature", "broken-promise"}));
    QCOMPARE(names<BatchStatus>(), (Names{"window", "final", "disputed", "rolled-back"}));
    QCOMPARE(names<ChallengeStage>(), (Names{"detected", "committing", "committed", "proving", "convicted",
                                             "rolled-back", "failed", "expired"}));
    QCOMPARE(names<Severity>(), (Names{"info", "good", "warning", "bad"}));
}

void TestApiCodes::theValuesOfTheContractsAreKept() {
    // IOperators.OperatorStatus and `reason` of IFraud.FraudProven.
    QCOMPARE(static_cast<int>(OperatorStatus::none), 0);
    QCOMPARE(static_cast<int>(OperatorStatus::convicted), 4);
    QCOMPARE(static_cast<int>(FraudReason::rule), 1);
    QCOMPARE(static_cast<int>(FraudReason::cursor), 4);
}

void TestApiCodes::nothingElseHasAName() {
    QVERIFY(name(static_cast<EventCode>(255)).empty());
    QVERIFY(name(static_cast<FraudReason>(0)).empty());
    QVERIFY(!eventCode("batch_anchored"));
    QVERIFY(!eventCode(""));
    QVERIFY(!named<OperatorStatus>("Registered"));
}

void TestApiCodes::namesAreWhatTheyWere() {
    QCOMPARE(eventCode("batch-anchored"), EventCode::batchAnchored);
    QCOMPARE(eventCode("l1-reorg"), EventCode::l1Reorg);
    QCOMPARE(eventCode("disk-back"), EventCode::diskBack);
    QCOMPARE(named<NotReady>("low-funds"), NotReady::lowFunds);
}

void TestApiCodes::anEventHasItsSeverity() {
    QCOMPARE(severity(EventCode::fraudDetected), Severity::bad);
    QCOMPARE(severity(EventCode::l1Back), Severity::good);
    QCOMPARE(severity(EventCode::rolledBack), Severity::warning);
    QCOMPARE(severity(EventCode::epoch), Severity::info);
}

QTEST_APPLESS_MAIN(TestApiCodes)
#include "tst_api_codes.moc"
