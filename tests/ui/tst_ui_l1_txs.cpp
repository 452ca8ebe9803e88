#include "ui_fixture.hpp"

#include "double_bytes.hpp"
#include "models/attention.hpp"
#include "models/batch_model.hpp"
#include "models/commands.hpp"
#include "models/format.hpp"
#include "models/l1_tx_model.hpp"
#include "models/lookup.hpp"
#include "models/table_roles.hpp"
#include "models/word_filter.hpp"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace aw;
using namespace aw::models;
using test::bytesOf;
using test::eth;

/// What the console says, counts and sorts about L1 transactions, apart from how it is drawn.
class TestL1Txs : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { test::prepareApplication(); }
    void spansAreToldInDays_data();
    void spansAreToldInDays();
    void feesKeepTheirUnit();
    void rowsStayInStep();
    void columnsSortByTheirNumbers();
    void whatIsNotKnownIsADash();
    void filterFindsReplacedHashes();
    void perTransferUnknownIsNothing();
    void runwayIsWorstFirst();
    void fundsAreToldOnce();
    void heldBackSaysWhy();
    void stuckCountsBlocksOfL1();
    void failureIsSettledByALaterSuccess();
    void aFailureIsForgotten();
    void troublesOfOneKindAreOneNotice();
    void commandsAreComplete();
};

namespace {

/// A demo that runs, with an account and no L1 transactions.
api::Snapshot calm() {
    test::EngineDouble console;
    console.bringUp(2);
    api::Snapshot state = *console.snapshot();
    state.l1Txs.clear();
    return state;
}

api::L1Transaction pooled(const api::Snapshot& state, std::int64_t blocks) {
    api::L1Transaction tx;
    tx.id = 7;
    tx.kind = api::L1TxKind::batch;
    tx.state = api::L1TxState::sent;
    tx.batch = 12;
    tx.nonce = 31;
    tx.to = bytesOf<Address>(9, 1);
    tx.dataBytes = 2'000;
    tx.gasLimit = 200'000;
    tx.maxFeeWei = 2'000'000'000;
    tx.tipWei = 50'000'001;
    tx.hash = bytesOf<Hash>(12, 1);
    tx.createdAtMs = tx.sentAtMs =
        state.heads.l1.timeMs - blocks * static_cast<std::int64_t>(state.l1.blockTimeMs);
    return tx;
}

std::vector<Notice> ofAnchors(const api::Snapshot& state) {
    auto notices = attention(state, state.atMs);
    std::erase_if(notices, [](const Notice& notice) { return notice.page != PageId::anchors; });
    return notices;
}

} // namespace

void TestL1Txs::spansAreToldInDays_data() {
    QTest::addColumn<double>("days");
    QTest::addColumn<QString>("text");
    QTest::newRow("hours") << 0.75 << "18 h";
    QTest::newRow("nothing") << 0.0 << "0 h";
    QTest::newRow("just below two days") << 1.999 << "47 h";
    QTest::newRow("rounded down") << 3.29 << "3.2 days";
    QTest::newRow("whole") << 59.9 << "59 days";
    QTest::newRow("long") << 1e7 << "999+ days";
}

void TestL1Txs::spansAreToldInDays() {
    QFETCH(double, days);
    QFETCH(QString, text);
    QCOMPARE(format::days(days), text);
    QCOMPARE(format::duration(6LL * 86'400'000 + 23LL * 3'600'000), QStringLiteral("6 d 23 h"));
}

void TestL1Txs::feesKeepTheirUnit() {
    QCOMPARE(format::feeUnit(Wei(7)), QStringLiteral("7 wei"));
    QCOMPARE(format::feeUnit(Wei(310'000'000)), QStringLiteral("0.31 gwei"));
    QCOMPARE(format::feeUnit(Wei(6'510'000'000'000)), QStringLiteral("6,510 gwei"));
    // More than 64 bits hold is no small number.
    QVERIFY(format::feeUnit(Wei(1) << 100).startsWith(QStringLiteral("18,446,744,073")));
    QCOMPARE(format::feeScale(9'000).unit, QStringLiteral("wei"));
    QCOMPARE(format::feeScale(5e9).unit, QStringLiteral("gwei"));
}

void TestL1Txs::rowsStayInStep() {
    test::EngineDouble console;
    console.bringUp(2);
    console.setViewpoint(console.snapshot()->operators[0].address, {});
    console.run(100);
    L1TxModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.update(*console.snapshot(), console.nowMs());
    QCOMPARE(model.rowCount(), 3); // its registration and two batches
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    QSignalSpy inserts(&model, &QAbstractItemModel::rowsInserted);
    while (console.snapshot()->batches.size() < 4)
        console.run(1000);
    model.update(*console.snapshot(), console.nowMs());
    QCOMPARE(model.rowCount(), 5);
    QCOMPARE(resets.count(), 0);
    QCOMPARE(inserts.count(), 1);
    QCOMPARE(model.index(0, 0).data(KeyRole).toULongLong(), 5u); // newest first
    QCOMPARE(model.index(0, L1TxModel::Batch).data().toString(), QStringLiteral("4"));
    QVERIFY(model.index(0, L1TxModel::Batch).data(LinkRole).toBool());
    QVERIFY(!model.index(4, L1TxModel::Batch).data(LinkRole).toBool());
}

void TestL1Txs::columnsSortByTheirNumbers() {
    auto state = calm();
    for (std::uint64_t i = 1; i <= 12; ++i) {
        auto tx = pooled(state, 1);
        tx.id = tx.batch = i;
        tx.nonce = 100 - i;
        tx.gasLimit = i * 9'000; // 9,000 and 108,000: other than as texts
        tx.maxFeeWei = Wei(i) * 700'000'000u;
        if (i == 12) tx.nonce.reset();
        state.l1Txs.push_back(tx);
    }
    L1TxModel model;
    model.update(state, state.atMs);
    WordFilter sorted;
    sorted.setSourceModel(&model);
    const auto first = [&](int column, Qt::SortOrder order) {
        sorted.sort(column, order);
        return sorted.index(0, 0).data(KeyRole).toULongLong();
    };
    for (const auto column : {L1TxModel::Batch, L1TxModel::Gas, L1TxModel::MaxFee, L1TxModel::Cost}) {
        QCOMPARE(first(column, Qt::AscendingOrder), 1u);
        QCOMPARE(first(column, Qt::DescendingOrder), 12u);
    }
    QCOMPARE(first(L1TxModel::Nonce, Qt::AscendingOrder), 11u);
    QCOMPARE(first(L1TxModel::Nonce, Qt::DescendingOrder), 12u); // what has none yet comes after all
}

void TestL1Txs::whatIsNotKnownIsADash() {
    auto state = calm();
    api::L1Transaction tx;
    tx.id = 1;
    tx.createdAtMs = state.atMs;
    state.l1Txs = {tx};
    L1TxModel model;
    model.update(state, state.atMs);
    for (const auto column :
         {L1TxModel::Batch, L1TxModel::Nonce, L1TxModel::MaxFee, L1TxModel::Tip, L1TxModel::Gas,
          L1TxModel::Cost, L1TxModel::L1Block, L1TxModel::Confirmations, L1TxModel::Replaced})
        QCOMPARE(model.index(0, column).data().toString(), QString(QChar(0x2014)));
    // While nothing is paid, the most that it can cost is told as such.
    state.l1Txs = {pooled(state, 1)};
    model.update(state, state.atMs);
    QCOMPARE(model.index(0, L1TxModel::Gas).data().toString(), QStringLiteral("≤ 200,000"));
    QCOMPARE(model.index(0, L1TxModel::Cost).data().toString(), QStringLiteral("≤ 0.000400"));
}

void TestL1Txs::filterFindsReplacedHashes() {
    test::EngineDouble console;
    console.bringUp(2);
    const auto self = console.snapshot()->operators[0].address;
    console.setViewpoint(self, {});
    console.l1Book().disturb(self, console.nowMs());
    console.run(100);
    L1TxModel model;
    model.update(*console.snapshot(), console.nowMs());
    WordFilter filter;
    filter.setSourceModel(&model);
    const auto replaced = [&] {
        for (const auto& tx : console.snapshot()->l1Txs)
            if (!tx.replacedHashes.empty()) return tx;
        return api::L1Transaction{};
    }();
    filter.setWords(format::fullHash(replaced.replacedHashes.front()));
    QCOMPARE(filter.rowCount(), 1);
    QCOMPARE(filter.index(0, 0).data(KeyRole).toULongLong(), replaced.id);
    filter.setWords(QStringLiteral("waits withdrawal"));
    QCOMPARE(filter.rowCount(), 1);
    filter.setWords(QStringLiteral("waits"));
    QCOMPARE(filter.rowCount(), 2);
}

void TestL1Txs::perTransferUnknownIsNothing() {
    api::Batch batch;
    batch.costWei = 4'000;
    batch.feesWei = 6'000;
    QVERIFY(!costPerTransfer(batch)); // no transfers
    batch.txs = 2;
    QCOMPARE(*costPerTransfer(batch), Wei(2'000));
    QVERIFY(!feesPerTransfer(batch)); // not recomputed here
    batch.ownRoot = bytesOf<Hash>(1, 1);
    QCOMPARE(*feesPerTransfer(batch), Wei(3'000));
    batch.feesWei = 0;
    QCOMPARE(*feesPerTransfer(batch), Wei(0)); // recomputed: it paid nothing
    batch.costWei = 0;
    QVERIFY(!costPerTransfer(batch)); // its receipt was not seen
}

void TestL1Txs::runwayIsWorstFirst() {
    auto state = calm();
    QVERIFY(ofAnchors(state).empty());
    state.l1Account->runwayDays = 6.9;
    QCOMPARE(ofAnchors(state).size(), 1u);
    QCOMPARE(ofAnchors(state).front().tone, Tone::warn);
    QCOMPARE(ofAnchors(state).front().title, QStringLiteral("L1 funds last 6.9 days"));
    QVERIFY(ofAnchors(state).front().act.contains(format::shortAddress(state.l1Account->address)));
    state.l1Account->runwayDays = 7.1;
    QVERIFY(ofAnchors(state).empty());
    // Below a day it comes before what is less bad.
    state.l1Account->runwayDays = 0.5;
    state.l1Txs = {pooled(state, 40)};
    const auto all = attention(state, state.atMs);
    QCOMPARE(all.front().title, QStringLiteral("L1 funds last 12 h"));
    QCOMPARE(all.front().tone, Tone::bad);
    QCOMPARE(all[1].title, QStringLiteral("Batch 12: not mined yet"));
    // Nothing spent says nothing, an empty account everything.
    state.l1Account->runwayDays = 0;
    QCOMPARE(ofAnchors(state).size(), 1u);
    state.l1Account->balanceWei = 0;
    QCOMPARE(ofAnchors(state).front().title, QStringLiteral("The L1 account is empty"));
}

void TestL1Txs::fundsAreToldOnce() {
    auto state = calm();
    const auto low = Wei(state.batches.back().costWei * 10);
    for (auto& entry : state.operators)
        if (entry.address == state.viewpoint) entry.l1BalanceWei = low;
    const auto count = [&] {
        const auto all = attention(state, state.atMs);
        return std::count_if(all.begin(), all.end(),
                             [](const Notice& notice) { return notice.title.contains(u"L1 funds"); });
    };
    QCOMPARE(count(), 1); // in batches, by the operator's balance
    state.l1Account->runwayDays = 0.5;
    QCOMPARE(count(), 1); // in days, and not twice
}

void TestL1Txs::heldBackSaysWhy() {
    auto state = calm();
    auto tx = pooled(state, 1);
    tx.state = api::L1TxState::queued;
    tx.hash = {};
    state.l1Txs = {tx};
    QVERIFY(ofAnchors(state).empty()); // it has its turn
    state.l1Txs[0].problem = Error{ErrorCode::l1txFeeCap, "L1 asks for 61 gwei."};
    const auto notices = ofAnchors(state);
    QCOMPARE(notices.size(), 1u);
    QCOMPARE(notices[0].title, QStringLiteral("Batch 12: waits to be sent to L1"));
    QVERIFY(notices[0].text.contains(QStringLiteral("above the cap")));
    QVERIFY(notices[0].text.contains(QStringLiteral("61 gwei")));
    QCOMPARE(notices[0].l1Tx, std::optional<std::uint64_t>(7));
    QCOMPARE(troubledL1Txs(state), 1u);
}

void TestL1Txs::stuckCountsBlocksOfL1() {
    auto state = calm();
    state.l1Txs = {pooled(state, 12)};
    QCOMPARE(blocksInPool(state, state.l1Txs[0]), 12u);
    QVERIFY(ofAnchors(state).empty());
    state.l1Txs = {pooled(state, 13)};
    QCOMPARE(ofAnchors(state).size(), 1u);
    QVERIFY(ofAnchors(state)[0].text.contains(QStringLiteral("13 blocks")));
    // Where L1 is silent no blocks pass, however long that lasts.
    state.l1Txs = {pooled(state, 2)};
    state.atMs += 3'600'000;
    QCOMPARE(blocksInPool(state, state.l1Txs[0]), 2u);
    // Mined is not in the pool.
    state.l1Txs = {pooled(state, 40)};
    state.l1Txs[0].state = api::L1TxState::mined;
    QVERIFY(ofAnchors(state).empty());
}

void TestL1Txs::failureIsSettledByALaterSuccess() {
    auto state = calm();
    auto failed = pooled(state, 10);
    failed.state = api::L1TxState::failed;
    failed.problem = Error{ErrorCode::l1Reverted, "Rollup: NotCurrent."};
    state.l1Txs = {failed};
    QCOMPARE(ofAnchors(state).size(), 1u);
    QCOMPARE(ofAnchors(state)[0].tone, Tone::bad);
    QCOMPARE(ofAnchors(state)[0].title, QStringLiteral("Batch 12: failed on L1"));
    auto other = pooled(state, 2);
    other.id = 8;
    other.state = api::L1TxState::mined;
    other.l1Block = 200;
    other.kind = api::L1TxKind::bid;
    state.l1Txs = {failed, other};
    QCOMPARE(ofAnchors(state).size(), 1u); // of another kind
    other.kind = api::L1TxKind::batch;
    state.l1Txs = {failed, other};
    QVERIFY(ofAnchors(state).empty());
}

void TestL1Txs::aFailureIsForgotten() {
    auto state = calm();
    auto failed = pooled(state, 10);
    failed.state = api::L1TxState::failed;
    state.l1Txs = {failed};
    state.atMs = failed.createdAtMs + 3'600'000;
    QVERIFY(isFailureOpen(state, state.l1Txs[0]));
    state.atMs += 1;
    QVERIFY(!isFailureOpen(state, state.l1Txs[0]));
}

void TestL1Txs::troublesOfOneKindAreOneNotice() {
    auto state = calm();
    for (std::uint64_t i = 0; i < 3; ++i) {
        auto tx = pooled(state, 40);
        tx.id = 7 + i;
        state.l1Txs.push_back(tx);
    }
    QCOMPARE(ofAnchors(state).size(), 1u);
    QCOMPARE(ofAnchors(state)[0].title, QStringLiteral("3 L1 transactions are not mined"));
    QCOMPARE(ofAnchors(state)[0].l1Tx, std::optional<std::uint64_t>(7)); // the oldest
}

void TestL1Txs::commandsAreComplete() {
    const auto state = calm();
    auto tx = pooled(state, 1);
    const QString hash = format::fullHash(tx.hash);
    const QString to = format::fullAddress(tx.to);
    QCOMPARE(commands::showL1Tx(state, tx),
             QStringLiteral("cast tx --rpc-url http://127.0.0.1:41877 %1").arg(hash));
    QCOMPARE(commands::speedUp(state, tx, 2'200'000'000),
             QStringLiteral("cast send --rpc-url http://127.0.0.1:41877 %1 \"$(cast tx --rpc-url "
                            "http://127.0.0.1:41877 %2 input)\" --nonce 31 --gas-limit 200000 --gas-price "
                            "2200000000 --priority-gas-price 55000002")
                 .arg(to, hash));
    tx.dataBytes = 0;
    tx.valueWei = 250;
    QCOMPARE(
        commands::speedUp(state, tx, 2'200'000'000),
        QStringLiteral("cast send --rpc-url http://127.0.0.1:41877 %1 --value 250 --nonce 31 --gas-limit "
                       "200000 --gas-price 2200000000 --priority-gas-price 55000002")
            .arg(to));
    // A tip above the fee is refused by every pool.
    QVERIFY(commands::cancel(state, state.viewpoint, tx, 40'000'000)
                .endsWith(QStringLiteral("--value 0 --nonce 31 --gas-limit 21000 --gas-price 40000000 "
                                         "--priority-gas-price 40000000")));
    tx.hash = {};
    QCOMPARE(commands::showL1Tx(state, tx), QString());
    QCOMPARE(commands::speedUp(state, tx, 1), QString());
    QCOMPARE(commands::cancel(state, state.viewpoint, tx, 1), QString());
}

QTEST_MAIN(TestL1Txs)
#include "tst_ui_l1_txs.moc"
