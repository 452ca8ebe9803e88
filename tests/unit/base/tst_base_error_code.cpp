#include "values.hpp"

#include <QTest>

#include <algorithm>
#include <set>

using namespace aw;
using aw::test::nameOf;

/// The codes of errors: one enumeration, one table.
class TestBaseErrorCode : public QObject {
    Q_OBJECT
private slots:
    void everyCodeHasANameOfItsOwn() {
        std::set<std::string> seen;
        for (const auto code : base::everyErrorCode()) {
            const std::string text(name(code));
            QVERIFY2(seen.insert(text).second, text.c_str());
            QCOMPARE(base::errorCode(text), code);
        }
        QCOMPARE(base::everyErrorCode().front(), ErrorCode::none);
        QCOMPARE(base::everyErrorCode().back(), ErrorCode::witnessMalformed);
    }

    // l1NoBlock is "l1.no-block".
    void namesAreMadeOfAGroupAndWords() {
        const std::string letters = "abcdefghijklmnopqrstuvwxyz0123456789";
        for (const auto code : base::everyErrorCode()) {
            if (code == ErrorCode::none) continue;
            const std::string text(name(code));
            QCOMPARE(std::ranges::count(text, '.'), 1);
            QVERIFY2(text.find_first_not_of(letters + ".-") == std::string::npos, text.c_str());
            QVERIFY2(text.front() != '-' && text.back() != '-', text.c_str());
            QVERIFY2(text.find('.') < text.find('-'), text.c_str());
        }
    }

    void nothingElseHasAName() {
        QVERIFY(name(static_cast<ErrorCode>(60000)).empty());
        QCOMPARE(base::errorCode(""), std::nullopt);
        QCOMPARE(base::errorCode("l1"), std::nullopt);
        QCOMPARE(base::errorCode("L1.unavailable"), std::nullopt);
    }

    // Programs that read them know these.
    void namesAreWhatTheyWere() {
        QCOMPARE(name(ErrorCode::l1Unavailable), std::string_view("l1.unavailable"));
        QCOMPARE(name(ErrorCode::txYParity), std::string_view("tx.y-parity"));
        QCOMPARE(name(ErrorCode::storeFull), std::string_view("store.full"));
        QCOMPARE(base::errorCode("mempool.nonce-too-low"), ErrorCode::mempoolNonceTooLow);
    }

    void groupsAreWhole() {
        for (const auto code : base::everyErrorCode()) {
            QCOMPARE(isStoreFailure(code), nameOf(code).startsWith("store."));
            QCOMPARE(isL1Failure(code), nameOf(code).startsWith("l1."));
        }
    }

    void anErrorOfNothingIsNone() {
        QCOMPARE(Error().code, ErrorCode::none);
        QCOMPARE(Result<int>(5).error().code, ErrorCode::none);
    }
};

QTEST_APPLESS_MAIN(TestBaseErrorCode)
#include "tst_base_error_code.moc"
