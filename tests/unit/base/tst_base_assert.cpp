#include "base/assert.hpp"

#include <QCoreApplication>
#include <QProcess>
#include <QTest>

#include <string_view>

using namespace aw;

class TestBaseAssert : public QObject {
    Q_OBJECT

private slots:
    void buildsWithTestsCheckWhatCallersGuarantee() { QVERIFY(base::kAsserts); }

    void whatHoldsChangesNothing() {
        base::expects(true, "this holds");
        int asked = 0;
        base::expects([&] { return ++asked == 1; }, "this is asked once");
        QCOMPARE(asked, 1);
    }

    // This program, started again, violates a guarantee.
    void aViolationEndsTheProgramAndSaysWhere_data() {
        QTest::addColumn<QString>("how");
        QTest::addRow("value") << "--violate-value";
        QTest::addRow("call") << "--violate-call";
    }
    void aViolationEndsTheProgramAndSaysWhere() {
        QFETCH(QString, how);
        QProcess process;
        process.start(QCoreApplication::applicationFilePath(), {how});
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitStatus(), QProcess::CrashExit);
        const auto text = process.readAllStandardError();
        QVERIFY2(text.contains("tst_base_assert.cpp:"), text.constData());
        QVERIFY2(text.contains("argc is odd"), text.constData());
    }
};

int main(int argc, char** argv) {
    const std::string_view how = argc == 2 ? argv[1] : "";
    if (how == "--violate-value") base::expects(argc % 2 != 0, "argc is odd");
    if (how == "--violate-call") base::expects([=] { return argc % 2 != 0; }, "argc is odd");
    QCoreApplication application(argc, argv);
    TestBaseAssert test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_base_assert.moc"
