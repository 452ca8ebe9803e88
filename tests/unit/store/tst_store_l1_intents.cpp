#include "store/store.hpp"
#include "values.hpp"

#include <QTemporaryDir>
#include <QTest>

using namespace aw;
using namespace aw::store;
using aw::test::codeOf;

namespace {
const Address kAccount{{1}}, kOther{{2}};
} // namespace

/// What operators want done on L1, as it is kept.
class TestStoreL1Intents : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Store> m_store;

    void reopen() {
        m_store.reset();
        m_store = std::move(*Store::open(m_directory->filePath("node.db").toStdString()));
    }
    static StoredL1Intent intent(std::uint64_t id, bool settled = false) {
        return {.id = id,
                .account = kAccount,
                .settled = settled,
                .createdMs = static_cast<std::int64_t>(1000 + id),
                .spentMs = settled ? static_cast<std::int64_t>(2000 + id) : 0,
                .costWei = settled ? Wei(id) : Wei(0),
                .document = "document " + std::to_string(id),
                .data = settled ? Bytes() : Bytes(100, static_cast<std::uint8_t>(id))};
    }
    void put(const StoredL1Intent& row) { QCOMPARE(codeOf(m_store->putL1Intents({&row, 1})), QString("ok")); }
    QString ids(std::size_t settled) const {
        QStringList all;
        const auto rows = m_store->l1Intents(kAccount, settled);
        for (const auto& row : *rows)
            all << QString::number(row.id);
        return all.join(' ');
    }

private slots:
    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        reopen();
    }
    void cleanup() { m_store.reset(); }

    void keepsThemWithTheirData() {
        put(intent(1));
        reopen();
        const auto rows = m_store->l1Intents(kAccount, 10);
        QCOMPARE(rows->size(), std::size_t{1});
        QVERIFY(rows->front() == intent(1));
        QCOMPARE(*m_store->lastL1Intent(), std::uint64_t{1});
    }

    void dataIsKeptUntilItIsSettled() {
        put(intent(1));
        auto changed = intent(1);
        changed.document = "another";
        changed.data.clear(); // as it was
        put(changed);
        QVERIFY(m_store->l1Intents(kAccount, 10)->front().data == Bytes(100, 1));
        QCOMPARE(m_store->l1Intents(kAccount, 10)->front().document, std::string("another"));
        put(intent(1, true));
        QVERIFY(m_store->l1Intents(kAccount, 10)->front().data.empty());
    }

    void givesAllOpenOnesAndTheNewestSettled() {
        for (std::uint64_t id = 1; id <= 6; ++id)
            put(intent(id, id != 2));
        auto other = intent(7);
        other.account = kOther;
        put(other);
        QCOMPARE(ids(2), QString("2 5 6"));
        QCOMPARE(ids(0), QString("2"));
        QCOMPARE(*m_store->lastL1Intent(), std::uint64_t{7});
    }

    void tellsWhatWasSpent() {
        for (std::uint64_t id = 1; id <= 3; ++id)
            put(intent(id, true));
        put(intent(4));
        const auto spendings = m_store->l1Spendings(kAccount, 2002);
        QCOMPARE(spendings->size(), std::size_t{2});
        QVERIFY(spendings->front() == (L1Spending{2, 2002, 2}));
        QVERIFY(m_store->l1Spendings(kOther, 0)->empty());
    }

    void forgetsOldSettledOnesAlone() {
        put(intent(1));
        for (std::uint64_t id = 2; id <= 10; ++id)
            put(intent(id, true));
        QCOMPARE(codeOf(m_store->pruneL1Intents(3, 1006)), QString("ok"));
        // 1 is open; 2 to 5 are old and not among the newest 3; 6 and 7 are not old.
        QCOMPARE(ids(100), QString("1 6 7 8 9 10"));
        QCOMPARE(codeOf(m_store->pruneL1Intents(3, 9999)), QString("ok"));
        QCOMPARE(ids(100), QString("1 8 9 10"));
        QCOMPARE(*m_store->lastL1Intent(), std::uint64_t{10});
    }
};

QTEST_APPLESS_MAIN(TestStoreL1Intents)
#include "tst_store_l1_intents.moc"
