#include "l1/spendings.hpp"
#include "node/intent_document.hpp"
#include "node/l1_account.hpp"
#include "node/store_journal.hpp"
#include "values.hpp"

#include <QTemporaryDir>
#include <QTest>

using namespace aw;
using namespace aw::node;
using aw::test::codeOf;

namespace {

constexpr std::int64_t kNow = 1'700'000'000'000;
const Address kAccount{{1}};
const Wei kEther = Wei(1'000'000'000'000'000'000ULL);

/// With something in every field.
l1::Intent fullIntent(std::uint64_t id = 3) {
    l1::Intent intent;
    intent.id = id;
    intent.kind = api::L1TxKind::batch;
    intent.label = "batch 12";
    intent.batch = 12;
    intent.to = Address{{9}};
    intent.value = kEther;
    intent.data = std::make_shared<const Bytes>(Bytes(300, 7));
    intent.dataBytes = 300;
    intent.perishable = true;
    intent.lastUsefulBlock = 350;
    intent.createdAtMs = kNow;
    intent.gasLimit = 90'000;
    intent.nonce = 5;
    intent.attempts = {{Hash{{1}}, {1'000, 10}, kNow + 1}, {Hash{{2}}, {1'100, 11}, kNow + 2}};
    intent.accepted = true;
    intent.reorgs = 2;
    intent.cancelledBy = 4;
    intent.unwanted = true;
    intent.problem = Error{ErrorCode::l1Dropped, "gone"};
    return intent;
}

void include(l1::Intent& intent, bool success = true) {
    intent.inclusion = l1::Inclusion{.txHash = Hash{{1}},
                                     .block = 100,
                                     .blockHash = Hash{{8}},
                                     .success = success,
                                     .gasUsed = 50'000,
                                     .gasPriceWei = 900,
                                     .noticedAtMs = kNow + 3};
}

l1::AccountView viewOf(std::vector<l1::Intent> intents) {
    l1::AccountView view;
    view.address = kAccount;
    view.intents = std::move(intents);
    return view;
}

} // namespace

/// What is kept and shown of an operator's L1 transactions.
class TestNodeL1Account : public QObject {
    Q_OBJECT

private slots:
    void anIntentIsReadAsItWasWritten_data() {
        QTest::addColumn<int>("variant");
        for (int variant = 0; variant < 4; ++variant)
            QTest::addRow("%d", variant) << variant;
    }
    void anIntentIsReadAsItWasWritten() {
        QFETCH(const int, variant);
        auto intent = variant == 0 ? l1::Intent() : fullIntent();
        if (variant >= 2) include(intent, variant == 2);
        if (variant == 3) intent.end = api::L1TxState::cancelled;
        const auto row = rowOf(intent, kAccount);
        QCOMPARE(row.costWei, intent.inclusion ? Wei(45'000'000) : Wei(0));
        const auto read = intentOf(row);
        QCOMPARE(codeOf(read), QString("ok"));
        // Whatever the document holds is in the row.
        QVERIFY(rowOf(*read, kAccount) == row);
        QCOMPARE(read->attempts.size(), intent.attempts.size());
        QVERIFY(read->attempts == intent.attempts);
        QVERIFY(read->inclusion == intent.inclusion);
        QVERIFY(read->nonce == intent.nonce && read->end == intent.end && read->to == intent.to);
        QVERIFY(*read->data == *intent.data);
    }

    void damageIsNoticed_data() {
        QTest::addColumn<QString>("document");
        const auto whole = QString::fromStdString(rowOf(fullIntent(), kAccount).document);
        QTest::newRow("nothing") << "";
        QTest::newRow("no object") << "[]";
        QTest::newRow("cut") << whole.left(whole.size() / 2);
        QTest::newRow("another kind") << QString(whole).replace("\"batch\",", "\"bash\",");
        QTest::newRow("a fee that is none") << QString(whole).replace("\"1100\"", "\"11e0\"");
        QTest::newRow("a fee beyond 256 bits")
            << QString(whole).replace("\"1100\"", "\"" + QString(78, '9') + "\"");
    }
    void damageIsNoticed() {
        QFETCH(const QString, document);
        auto row = rowOf(fullIntent(), kAccount);
        row.document = document.toStdString();
        QCOMPARE(codeOf(intentOf(row)), ErrorCode::storeCorrupt);
    }

    void lostDataIsNoticed() {
        auto row = rowOf(fullIntent(), kAccount);
        row.data.pop_back();
        QCOMPARE(codeOf(intentOf(row)), ErrorCode::storeCorrupt);
        // Of what is settled the data are not needed any more.
        row.settled = true;
        QCOMPARE(codeOf(intentOf(row)), QString("ok"));
    }

    void theJournalKeepsThemOverARestart() {
        const QTemporaryDir directory;
        const auto file = directory.filePath("node.db").toStdString();
        const auto clock = std::make_shared<base::ManualClock>(kNow);
        {
            StoreJournal journal(std::move(*store::Store::open(file)), kAccount, clock);
            auto mined = fullIntent(2);
            include(mined);
            const std::vector<l1::Intent> intents{fullIntent(1), mined};
            QCOMPARE(codeOf(journal.put(intents)), QString("ok"));
        }
        StoreJournal journal(std::move(*store::Store::open(file)), kAccount, clock);
        const auto kept = journal.load(kNow);
        QCOMPARE(codeOf(kept), QString("ok"));
        QCOMPARE(kept->lastId, std::uint64_t{2});
        QCOMPARE(kept->intents.size(), std::size_t{2});
        QVERIFY(kept->spendings == (std::vector<l1::IntentJournal::Spending>{{2, kNow + 3, 45'000'000}}));
        // Another key of the same folder has none of them, and its ids go on.
        journal.close();
        QCOMPARE(codeOf(journal.load(kNow)), ErrorCode::nodeStopped);
        StoreJournal other(std::move(*store::Store::open(file)), Address{{2}}, clock);
        QVERIFY(other.load(kNow)->intents.empty());
        QCOMPARE(other.load(kNow)->lastId, std::uint64_t{2});
    }

    void showsATransaction() {
        auto intent = fullIntent();
        intent.unwanted = false;
        include(intent);
        const auto shown = l1Transactions(viewOf({intent}), 103).front();
        QCOMPARE(shown.id, std::uint64_t{3});
        QCOMPARE(shown.state, api::L1TxState::mined);
        QCOMPARE(shown.confirmations, std::uint64_t{4});
        QVERIFY(shown.hash == Hash{{1}}); // the one that was mined
        QVERIFY(shown.replacedHashes == std::vector<Hash>{Hash{{2}}});
        QCOMPARE(shown.costWei, Wei(45'000'000));
        QCOMPARE(shown.maxFeeWei, Wei(1'100));
        QCOMPARE(shown.batch, std::uint64_t{12});
        QCOMPARE(shown.dataBytes, std::uint64_t{300});
    }

    void showsTheNewest500() {
        std::vector<l1::Intent> intents(600);
        for (std::size_t i = 0; i < intents.size(); ++i)
            intents[i].id = i + 1;
        const auto shown = l1Transactions(viewOf(std::move(intents)), 0);
        QCOMPARE(shown.size(), std::size_t{500});
        QCOMPARE(shown.front().id, std::uint64_t{101});
    }

    void theRunwayIsOfTheTimeThatIsKnown() {
        auto view = viewOf({});
        QCOMPARE(l1Account(view, kEther, {}, kNow).runwayDays, 0.0); // nothing spent
        view.spentDayWei = kEther / 10;
        view.spendingSinceMs = kNow - l1::Spendings::kDayMs;
        QCOMPARE(l1Account(view, kEther, {}, kNow).runwayDays, 10.0);
        // The same in half a day lasts half as long.
        view.spendingSinceMs = kNow - l1::Spendings::kDayMs / 2;
        QCOMPARE(l1Account(view, kEther, {}, kNow).runwayDays, 5.0);
    }

    void whatATransferCostsIsOfTheOwnBatchesOfADay() {
        const auto batch = [](std::uint32_t txs, std::uint64_t cost, std::uint64_t fees) {
            api::Batch made;
            made.operatorAddress = kAccount;
            made.timeMs = kNow - 1'000;
            made.txs = txs;
            made.costWei = cost;
            made.feesWei = fees;
            return made;
        };
        std::deque<api::Batch> batches{batch(100, 5'000, 9'000), batch(100, 7'000, 3'000)};
        auto old = batch(1, 1'000'000, 1'000'000);
        old.timeMs = kNow - l1::Spendings::kDayMs - 1;
        auto others = batch(1, 1'000'000, 1'000'000);
        others.operatorAddress = Address{{2}};
        auto rolledBack = batch(1, 1'000'000, 1'000'000);
        rolledBack.status = api::BatchStatus::rolledBack;
        batches.insert(batches.end(), {old, others, rolledBack, batch(900, 0, 1'000'000)});
        const auto account = l1Account(viewOf({}), 0, batches, kNow);
        QCOMPARE(account.costPerTransferWei, Wei(60));
        QCOMPARE(account.feesPerTransferWei, Wei(60));
        QCOMPARE(l1Account(viewOf({}), 0, {}, kNow).costPerTransferWei, Wei(0));
    }

    void theDocumentHasTheNewest() {
        auto first = fullIntent(1), second = fullIntent(2);
        const auto txs = l1Transactions(viewOf({first, second}), 10);
        const auto document = l1Document(txs, l1Account(viewOf({}), kEther, {}, kNow));
        const auto newest = newestOf(document, 1);
        QCOMPARE(newest.at("transactions").as_array().size(), std::size_t{1});
        const auto& tx = newest.at("transactions").as_array().front().as_object();
        QCOMPARE(tx.at("id").to_number<std::uint64_t>(), std::uint64_t{2});
        QVERIFY(tx.at("kind") == "batch");
        QVERIFY(tx.at("maxFeeWei") == "1100");
        QVERIFY(tx.at("problem").at("code") == "l1.dropped");
        QVERIFY(newest.at("account").at("balanceWei") == "1000000000000000000");
        QCOMPARE(newestOf(document, 50).at("transactions").as_array().size(), std::size_t{2});
    }
};

QTEST_APPLESS_MAIN(TestNodeL1Account)
#include "tst_node_l1_account.moc"
