#include "ui_fixture.hpp"

#include "dialogs/palette.hpp"
#include "models/format.hpp"
#include "models/l1_tx_model.hpp"
#include "models/table_roles.hpp"
#include "models/texts.hpp"
#include "widgets/controls.hpp"
#include "widgets/figures.hpp"
#include "widgets/plots.hpp"

#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>

using namespace aw;
using models::Selection;
using test::Fixture;

/// The page Anchors by clicks and keys: what is told of funds and transactions, and what its acts do.
class TestAnchors : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { test::prepareApplication(); }
    void cleanup() { test::resetSettings(); }
    void tellsFundsAgainstTheirBounds();
    void saysWhenFundsRunOut();
    void tellsWhatATransferCostsAndPays();
    void aLossIsCalledOne();
    void unknownAccountSaysWhy();
    void saysWhatWillAppear();
    void showsEverythingOfTheOneSelected();
    void everyHashCanBeCopied();
    void ofAnotherViewpointNothingIsShown();
    void batchLinkLeadsToTheBatch();
    void enterLeadsToTheBatch();
    void inspectorLeadsToTheBatch();
    void speedsUpByClicks();
    void speedUpIsRefusedInWords();
    void speedUpThatFailsSaysWhy();
    void givesUpWhatWasNeverSent();
    void cancelsByAnEmptyTransfer();
    void settledOnesHaveNoActs_data();
    void settledOnesHaveNoActs();
    void troublesAreCountedOnTheRail();
    void noticesLeadToTheTransaction();
    void goToFindsAReplacedHash();
    void selectionSurvivesNewTransactions();
};

namespace {

/// A window that is viewed as the active operator, on the page Anchors.
struct Anchors : Fixture {
    Address self;

    explicit Anchors(std::uint64_t batches = 3) {
        console->bringUp(batches);
        self = console->snapshot()->operators[0].address;
        console->setViewpoint(self, {});
        run(200);
        [[maybe_unused]] const bool opened = click("navAnchors");
        settle();
    }
    const api::Snapshot& now() const { return *console->snapshot(); }
    /// The newest transaction in that state, selected and with its dry runs back.
    api::L1Transaction select(api::L1TxState state) {
        api::L1Transaction found;
        for (const auto& tx : now().l1Txs)
            if (tx.state == state) found = tx;
        choose(found.id);
        return found;
    }
    void choose(std::uint64_t id) {
        window->selection().selectL1Tx(self, id);
        run(300);
        run(200);
    }
    api::L1Transaction tx(std::uint64_t id) const {
        for (const auto& entry : now().l1Txs)
            if (entry.id == id) return entry;
        return {};
    }
    QString textOf(const char* name) const {
        QStringList all;
        for (const auto* label : find<QWidget>(name)->findChildren<QLabel*>())
            if (label->isVisible()) all << label->text();
        return all.join(u'\n');
    }
    widgets::DataTable* table() const { return find<widgets::DataTable>("l1TxTable"); }
    /// Right after an L1 block, so that the next one is far.
    void untilAfterBlock() {
        do
            run(100);
        while (console->nowMs() % 1000 != 100);
    }
    QModelIndex cell(std::uint64_t id, int column) const {
        const auto* rows = table()->model();
        for (int row = 0; row < rows->rowCount(); ++row)
            if (rows->index(row, 0).data(models::KeyRole).toULongLong() == id)
                return rows->index(row, column);
        return {};
    }
    void click(const QModelIndex& index) {
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, table()->visualRect(index).center());
    }
    using Fixture::click;
};

api::L1Transaction ofBatch(const Anchors& anchors, std::uint64_t batch) {
    for (const auto& tx : anchors.now().l1Txs)
        if (tx.batch == batch) return tx;
    return {};
}

} // namespace

void TestAnchors::tellsFundsAgainstTheirBounds() {
    Anchors anchors;
    const auto text = anchors.textOf("anchorsPage");
    QVERIFY2(text.contains(QStringLiteral("Runway\n57\ndays")), qPrintable(text));
    QVERIFY(text.contains(QStringLiteral("1.8393"))); // the balance, rounded down
    QVERIFY(text.contains(QStringLiteral("0.2181 ETH of the budget left")));
    QVERIFY(text.contains(QStringLiteral("cap 50.0 gwei, tip 3.00 gwei")));
}

void TestAnchors::saysWhenFundsRunOut() {
    Anchors anchors;
    const auto spent = anchors.now().l1Account->spentDayWei;
    anchors.console->l1Book().setBalance(anchors.self, Wei(spent * 325 / 100));
    anchors.run(200);
    QVERIFY(anchors.textOf("anchorsPage").contains(QStringLiteral("Runway\n3.2\ndays")));
    QVERIFY(anchors.textOf("anchorsPage").contains(QStringLiteral("Less than a week: fund the account.")));
    anchors.console->l1Book().setBalance(anchors.self, Wei(spent * 76 / 100));
    anchors.run(200);
    QVERIFY(anchors.textOf("anchorsPage").contains(QStringLiteral("Runway\n18\nh")));
    QVERIFY(anchors.textOf("anchorsPage").contains(QStringLiteral("Fund the account now.")));
    anchors.console->l1Book().setBalance(anchors.self, 0);
    anchors.run(200);
    QVERIFY(anchors.textOf("anchorsPage").contains(QStringLiteral("Runway\n0\nh")));
}

void TestAnchors::tellsWhatATransferCostsAndPays() {
    Anchors anchors;
    const auto& account = *anchors.now().l1Account;
    const auto text = anchors.textOf("marginFigures");
    QVERIFY(text.contains(models::format::fee(account.costPerTransferWei).value));
    QVERIFY(text.contains(models::format::fee(account.feesPerTransferWei).value));
    QVERIFY(text.contains(
        models::format::fee(Wei(account.feesPerTransferWei - account.costPerTransferWei)).value));
    QVERIFY(anchors.textOf("marginCard").contains(QStringLiteral("batches 1 to 3, all operators")));
    // The same as a table, batch by batch; what is not known is no zero.
    anchors.console->edit([](api::Snapshot& state) { state.batches[1].ownRoot = {}; });
    anchors.settle();
    QVERIFY(anchors.click("marginCardAsTable"));
    const auto* rows = anchors.find<widgets::DataTable>("marginCardTable")->model();
    QCOMPARE(rows->rowCount(), 3);
    QCOMPARE(rows->index(2, 0).data().toString(), QStringLiteral("1"));
    QCOMPARE(rows->index(2, 3).data().toString(), QStringLiteral("6,510 gwei"));
    QCOMPARE(rows->index(1, 3).data().toString(), QString(QChar(0x2014)));
}

void TestAnchors::aLossIsCalledOne() {
    Anchors anchors;
    QVERIFY(anchors.textOf("marginFigures").contains(QStringLiteral("Margin")));
    anchors.console->edit([](api::Snapshot& state) {
        for (auto& batch : state.batches)
            batch.feesWei = batch.costWei / 4;
    });
    anchors.run(200);
    const auto text = anchors.textOf("marginFigures");
    QVERIFY(text.contains(QStringLiteral("Loss")));
    QVERIFY(!text.contains(QStringLiteral("Margin")));
    QVERIFY2(text.contains(QStringLiteral("Fees cover 25 % of the L1 cost.")), qPrintable(text));
}

void TestAnchors::unknownAccountSaysWhy() {
    Anchors anchors;
    anchors.console->l1Book().close(anchors.self);
    anchors.run(200);
    QVERIFY(!anchors.find<QWidget>("l1TxTable")->isVisible());
    QVERIFY(anchors.textOf("anchorsPage").contains(QStringLiteral("View as one that runs here.")));
    anchors.console->edit([](api::Snapshot& state) { state.operators[0].running = false; });
    anchors.run(200);
    QVERIFY(anchors.textOf("anchorsPage").contains(QStringLiteral("Its node is stopped.")));
    QVERIFY(anchors.click("toOperatorsButton"));
    QCOMPARE(anchors.window->page(), models::PageId::operators);
}

void TestAnchors::saysWhatWillAppear() {
    Anchors anchors;
    auto* filter = anchors.find<QLineEdit>("l1TxFilter");
    QTest::keyClicks(filter, QStringLiteral("nowhere"));
    QVERIFY(anchors.textOf("anchorsPage").contains(QStringLiteral("No L1 transaction matches")));
    filter->clear();
    QVERIFY(anchors.table()->isVisible());
    anchors.console->l1Book().forgetTxs(anchors.self);
    anchors.run(200);
    QVERIFY(anchors.textOf("anchorsPage").contains(QStringLiteral("No L1 transaction yet")));
}

void TestAnchors::showsEverythingOfTheOneSelected() {
    Anchors anchors;
    anchors.console->l1Book().disturb(anchors.self, anchors.console->nowMs());
    anchors.run(1000);
    // A click on a row shows it
    const auto failed = anchors.select(api::L1TxState::failed);
    anchors.window->selection().clear();
    anchors.settle();
    anchors.click(anchors.cell(failed.id, models::L1TxModel::Purpose));
    QCOMPARE(anchors.window->selection().kind(), Selection::Kind::l1Tx);
    QCOMPARE(anchors.window->selection().l1Tx(), failed.id);
    anchors.run(200);
    auto text = anchors.textOf("inspector");
    QVERIFY(text.contains(QStringLiteral("L1 mined it, but it reverted.")));
    QVERIFY(text.contains(QStringLiteral("The contract says: Fraud: AlreadyCommitted(2).")));
    QVERIFY(text.contains(QStringLiteral("4,814,754 of 5,534,200")));
    QVERIFY(text.contains(models::format::etherUnit(failed.costWei, 6)));
    const auto replaced = anchors.select(api::L1TxState::replaced);
    text = anchors.textOf("inspector");
    QVERIFY(text.contains(QStringLiteral("resent with higher fees")));
    QCOMPARE(replaced.replacedHashes.size(), 2u);
    QVERIFY(text.contains(QStringLiteral("Earlier hash 2")));
    anchors.select(api::L1TxState::reorged);
    QVERIFY(anchors.textOf("inspector").contains(QStringLiteral("Left L1 in a reorganisation")));
    anchors.select(api::L1TxState::queued);
    QVERIFY(anchors.textOf("inspector").contains(QStringLiteral("not sent yet")));
    // And the keyboard walks through the table.
    const QModelIndex current = anchors.table()->currentIndex();
    const auto below = current.sibling(current.row() + 1, 0).data(models::KeyRole).toULongLong();
    QVERIFY(below != 0);
    anchors.table()->setFocus();
    QTest::keyClick(anchors.table(), Qt::Key_Down);
    QCOMPARE(anchors.window->selection().l1Tx(), below);
}

void TestAnchors::everyHashCanBeCopied() {
    Anchors anchors;
    anchors.console->l1Book().disturb(anchors.self, anchors.console->nowMs());
    anchors.run(200);
    const auto tx = anchors.select(api::L1TxState::replaced);
    QStringList copied;
    for (auto* label : anchors.find<QWidget>("l1TxPanel")->findChildren<widgets::HashLabel*>()) {
        if (!label->isVisible()) continue;
        QVERIFY(!label->accessibleName().isEmpty());
        label->setFocus();
        QTest::keyClick(label, Qt::Key_Return);
        copied << QApplication::clipboard()->text();
    }
    QVERIFY(copied.contains(models::format::fullHash(tx.hash)));
    QVERIFY(copied.contains(models::format::fullAddress(tx.to)));
    for (const auto& hash : tx.replacedHashes)
        QVERIFY(copied.contains(models::format::fullHash(hash)));
    // The account that is to be funded, too.
    QTest::keyClick(anchors.find<widgets::HashLabel>("l1AccountAddress"), Qt::Key_Return);
    QCOMPARE(QApplication::clipboard()->text(), models::format::fullAddress(anchors.self));
}

void TestAnchors::ofAnotherViewpointNothingIsShown() {
    Anchors anchors;
    anchors.choose(1);
    QVERIFY(anchors.find<QWidget>("l1TxPanel")->isVisible());
    // Its first L1 transaction has the same id.
    anchors.console->setViewpoint(anchors.now().operators[1].address, {});
    anchors.run(200);
    QVERIFY(!anchors.find<QWidget>("l1TxPanel")->isVisible());
    QVERIFY(!anchors.table()->currentIndex().isValid());
}

void TestAnchors::batchLinkLeadsToTheBatch() {
    Anchors anchors;
    const auto tx = ofBatch(anchors, 2);
    anchors.click(anchors.cell(tx.id, models::L1TxModel::Batch));
    QCOMPARE(anchors.window->page(), models::PageId::batches);
    QCOMPARE(anchors.window->selection().kind(), Selection::Kind::batch);
    QCOMPARE(anchors.window->selection().batch(), 2u);
    // A cell of the same column without a batch leads nowhere.
    QVERIFY(anchors.open("navAnchors"));
    anchors.click(anchors.cell(1, models::L1TxModel::Batch));
    QCOMPARE(anchors.window->page(), models::PageId::anchors);
    QCOMPARE(anchors.window->selection().l1Tx(), 1u);
}

void TestAnchors::enterLeadsToTheBatch() {
    Anchors anchors;
    anchors.choose(ofBatch(anchors, 3).id);
    anchors.table()->setFocus();
    QTest::keyClick(anchors.table(), Qt::Key_Return);
    QCOMPARE(anchors.window->page(), models::PageId::batches);
    QCOMPARE(anchors.window->selection().batch(), 3u);
}

void TestAnchors::inspectorLeadsToTheBatch() {
    Anchors anchors;
    anchors.choose(ofBatch(anchors, 1).id);
    QCOMPARE(anchors.find("l1TxBatch")->text(), QStringLiteral("Open batch 1 in Batches"));
    QVERIFY(anchors.click("l1TxBatch"));
    QCOMPARE(anchors.window->page(), models::PageId::batches);
    QCOMPARE(anchors.window->selection().batch(), 1u);
}

void TestAnchors::speedsUpByClicks() {
    Anchors anchors;
    const auto id = anchors.console->l1Book().addStuck(anchors.self, anchors.console->nowMs());
    const auto name = std::to_string(id);
    anchors.run(200);
    anchors.choose(id);
    QVERIFY(anchors.console->hasCommand("dry-run speed-up " + name));
    QVERIFY(!anchors.console->hasCommand("speed-up " + name)); // a dry run sends nothing
    const auto before = anchors.tx(id);
    const auto text = anchors.textOf("inspector");
    QVERIFY(text.contains(models::format::feeUnit(before.maxFeeWei)));
    QVERIFY(text.contains(QStringLiteral("71,400")));
    QVERIFY2(text.contains(QStringLiteral("cast send --rpc-url http://127.0.0.1:41877 ") +
                           models::format::fullAddress(before.to) + QStringLiteral(" \"$(cast tx")),
             qPrintable(text));
    QVERIFY(text.contains(QStringLiteral("--nonce %1 --gas-limit 71400").arg(*before.nonce)));
    anchors.untilAfterBlock();
    QVERIFY(anchors.click("speedUpButton"));
    QVERIFY(anchors.console->hasCommand("speed-up " + name));
    anchors.run(200);
    QVERIFY(anchors.textOf("inspector").contains(QStringLiteral("It is in L1's pool with higher fees.")));
    const auto after = anchors.tx(id);
    QCOMPARE(after.state, api::L1TxState::replaced);
    QVERIFY(after.maxFeeWei > before.maxFeeWei);
    // It is mined under its nonce, and then there is nothing more to raise.
    anchors.run(3000);
    QCOMPARE(anchors.tx(id).nonce, before.nonce);
    QVERIFY(anchors.tx(id).l1Block != 0);
    QVERIFY(!anchors.find("speedUpButton")->isVisible());
}

void TestAnchors::speedUpIsRefusedInWords() {
    Anchors anchors;
    const auto id = anchors.console->l1Book().addStuck(anchors.self, anchors.console->nowMs());
    anchors.console->l1Book().setFeeCap(Wei(600'000'000));
    anchors.run(200);
    anchors.choose(id);
    QVERIFY(!anchors.find("speedUpButton")->isEnabled());
    QVERIFY(anchors.textOf("inspector").contains(QStringLiteral("L1 fees are above the cap")));
    QVERIFY(!anchors.textOf("inspector").contains(QStringLiteral("cast send")));
}

void TestAnchors::speedUpThatFailsSaysWhy() {
    Anchors anchors;
    const auto id = anchors.console->l1Book().addStuck(anchors.self, anchors.console->nowMs());
    anchors.run(200);
    anchors.choose(id);
    anchors.console->failNext({ErrorCode::l1Unavailable, "refused"});
    QVERIFY(anchors.click("speedUpButton"));
    anchors.run(300);
    QVERIFY(anchors.textOf("inspector").contains(QStringLiteral("Nothing was sent")));
    anchors.run(300);
    QVERIFY(anchors.find("speedUpButton")->isEnabled()); // and can be tried again
    QCOMPARE(anchors.tx(id).state, api::L1TxState::sent);
}

void TestAnchors::givesUpWhatWasNeverSent() {
    Anchors anchors;
    anchors.console->l1Book().disturb(anchors.self, anchors.console->nowMs());
    anchors.run(200);
    const auto queued = anchors.select(api::L1TxState::queued);
    QVERIFY(!anchors.find("speedUpButton")->isVisible());
    QVERIFY(anchors.textOf("inspector").contains(QStringLiteral("it is never sent")));
    QVERIFY(anchors.click("cancelL1TxButton"));
    QVERIFY(anchors.console->hasCommand("cancel " + std::to_string(queued.id)));
    anchors.run(300);
    QCOMPARE(anchors.tx(queued.id).state, api::L1TxState::cancelled);
    QVERIFY(!anchors.find("cancelL1TxButton")->isVisible());
    QVERIFY(anchors.textOf("inspector").contains(QStringLiteral("It was dropped before it was sent.")));
}

void TestAnchors::cancelsByAnEmptyTransfer() {
    Anchors anchors;
    const auto id = anchors.console->l1Book().addStuck(anchors.self, anchors.console->nowMs());
    anchors.run(200);
    anchors.choose(id);
    const auto nonce = *anchors.tx(id).nonce;
    const auto text = anchors.textOf("inspector");
    QVERIFY(text.contains(QStringLiteral("Uses up nonce\n%1").arg(nonce)));
    QVERIFY2(text.contains(QStringLiteral("cast send --rpc-url http://127.0.0.1:41877 ") +
                           models::format::fullAddress(anchors.self) +
                           QStringLiteral(" --value 0 --nonce %1 --gas-limit 21000 --gas-price ").arg(nonce)),
             qPrintable(text));
    anchors.untilAfterBlock();
    QVERIFY(anchors.click("cancelL1TxButton"));
    anchors.run(200);
    QVERIFY(anchors.textOf("inspector").contains(QStringLiteral("L1 decides which of the two is mined.")));
    anchors.run(3000);
    QCOMPARE(anchors.tx(id).state, api::L1TxState::cancelled);
    const auto& last = anchors.now().l1Txs.back();
    const auto cancellation =
        std::find_if(anchors.now().l1Txs.begin(), anchors.now().l1Txs.end(),
                     [](const auto& tx) { return tx.kind == api::L1TxKind::cancellation; });
    QVERIFY(cancellation != anchors.now().l1Txs.end());
    QCOMPARE(cancellation->nonce, std::optional<std::uint64_t>(nonce));
    QVERIFY(last.id >= cancellation->id);
}

void TestAnchors::settledOnesHaveNoActs_data() {
    QTest::addColumn<int>("state");
    for (const auto state : {api::L1TxState::mined, api::L1TxState::confirmed, api::L1TxState::failed,
                             api::L1TxState::cancelled})
        QTest::newRow(std::string(api::name(state)).c_str()) << static_cast<int>(state);
}

void TestAnchors::settledOnesHaveNoActs() {
    QFETCH(int, state);
    Anchors anchors;
    anchors.console->l1Book().disturb(anchors.self, anchors.console->nowMs());
    while (anchors.now().l1Txs.empty() || anchors.select(api::L1TxState::mined).id == 0)
        anchors.run(1000);
    QVERIFY(anchors.select(static_cast<api::L1TxState>(state)).id != 0);
    QVERIFY(anchors.find<QWidget>("l1TxPanel")->isVisible());
    QVERIFY(!anchors.find("speedUpButton")->isVisible());
    QVERIFY(!anchors.find("cancelL1TxButton")->isVisible());
}

void TestAnchors::troublesAreCountedOnTheRail() {
    Anchors anchors;
    QCOMPARE(anchors.find("navAnchors")->accessibleDescription(), QString());
    anchors.console->l1Book().addStuck(anchors.self, anchors.console->nowMs());
    anchors.run(200);
    QCOMPARE(anchors.find("navAnchors")->accessibleDescription(), QStringLiteral("1"));
}

void TestAnchors::noticesLeadToTheTransaction() {
    Anchors anchors;
    const auto id = anchors.console->l1Book().addStuck(anchors.self, anchors.console->nowMs());
    anchors.run(200);
    QVERIFY(anchors.open("navOverview"));
    QVERIFY(anchors.textOf("overviewPage").contains(QStringLiteral("Needs you")));
    const auto* notice = anchors.find("notice_0");
    QCOMPARE(notice->accessibleName(), QStringLiteral("Deposit: not mined yet: Speed up or cancel …"));
    QVERIFY(anchors.click("notice_0"));
    QCOMPARE(anchors.window->page(), models::PageId::anchors);
    QCOMPARE(anchors.window->selection().l1Tx(), id);
    // By key as well.
    anchors.window->selection().clear();
    anchors.window->openPage(models::PageId::overview);
    QTest::keyClick(anchors.window.get(), Qt::Key_J, Qt::ControlModifier);
    QCOMPARE(anchors.window->page(), models::PageId::anchors);
    QCOMPARE(anchors.window->selection().l1Tx(), id);
}

void TestAnchors::goToFindsAReplacedHash() {
    Anchors anchors;
    anchors.console->l1Book().disturb(anchors.self, anchors.console->nowMs());
    anchors.run(200);
    const auto tx = anchors.select(api::L1TxState::replaced);
    anchors.window->selection().clear();
    QVERIFY(anchors.click("navOverview"));
    QVERIFY(anchors.click("goToButton"));
    auto* dialog = anchors.window->findChild<dialogs::GoToDialog*>();
    auto* field = dialog->findChild<QLineEdit*>(QStringLiteral("goToField"));
    QTest::keyClicks(field, models::format::fullHash(tx.replacedHashes.front()).mid(2, 16));
    QCOMPARE(dialog->findChild<QListWidget*>(QStringLiteral("goToList"))->count(), 1);
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(anchors.window->page(), models::PageId::anchors);
    QCOMPARE(anchors.window->selection().l1Tx(), tx.id);
}

void TestAnchors::selectionSurvivesNewTransactions() {
    Anchors anchors;
    const auto tx = ofBatch(anchors, 2);
    anchors.click(anchors.cell(tx.id, models::L1TxModel::Purpose));
    const auto known = anchors.now().l1Txs.size();
    while (anchors.now().l1Txs.size() < known + 2)
        anchors.run(1000);
    QCOMPARE(anchors.window->selection().l1Tx(), tx.id);
    QCOMPARE(anchors.table()->currentIndex().siblingAtColumn(0).data(models::KeyRole).toULongLong(), tx.id);
}

QTEST_MAIN(TestAnchors)
#include "tst_ui_anchors.moc"
