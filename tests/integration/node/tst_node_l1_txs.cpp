#include "node_fleet.hpp"
#include "values.hpp"

#include <QTest>

using namespace aw;
using namespace aw::test;
using namespace std::chrono_literals;

namespace {

const api::L1Transaction* last(const node::NodeView& view, api::L1TxKind kind) {
    for (auto tx = view.l1Txs.rbegin(); tx != view.l1Txs.rend(); ++tx)
        if (tx->kind == kind) return &*tx;
    return nullptr;
}

} // namespace

/// An operator's L1 transactions: what it shows of them, and that they outlive it.
class TestNodeL1Txs : public QObject {
    Q_OBJECT

    std::unique_ptr<NodeFleet> m_fleet;

    /// Asks for a deposit that L1 does not mine, until it is in the pool.
    std::shared_ptr<bool> depositWithoutBlocks(const NodeFleet::NodePtr& node, const Address& to) {
        m_fleet->ask("evm_setAutomine", {false});
        auto ended = std::make_shared<bool>(false);
        auto work = [](NodeFleet::NodePtr by, Address target, std::shared_ptr<bool> done) -> Task<void> {
            (void)co_await by->deposit(target, NodeFleet::kEtherWei);
            *done = true;
        };
        boost::asio::co_spawn(m_fleet->context, work(node, to, ended), boost::asio::detached);
        const bool shown = m_fleet->until([&] {
            const auto* deposit = last(*node->view(), api::L1TxKind::deposit);
            return deposit && deposit->state == api::L1TxState::sent;
        });
        if (!shown) throw std::runtime_error("not in the pool");
        return ended;
    }
    std::uint64_t pooled() {
        return *base::quantity64FromHex(m_fleet->ask("txpool_status").at("pending").as_string());
    }
    Wei bridged() { return *m_fleet->wait(l1::balance(m_fleet->rpc, m_fleet->deployment.addresses.bridge)); }

private slots:
    void init() { m_fleet = std::make_unique<NodeFleet>(NodeFleet::patient()); }
    void cleanup() { m_fleet.reset(); }

    void showsWhatItSent() {
        auto node = m_fleet->open(1, NodeFleet::anchorQuickly);
        m_fleet->join(node);
        QVERIFY(m_fleet->wait(node->submit(m_fleet->transfer(0))));
        QVERIFY(m_fleet->until([&] {
            const auto view = node->view();
            return view->totalTxs == 1 && view->heads.safe.number == view->heads.latest.number;
        }));
        QVERIFY(m_fleet->until([&] {
            const auto view = node->view();
            const auto* batch = last(*view, api::L1TxKind::batch);
            return batch && batch->state == api::L1TxState::mined && view->l1Account->costPerTransferWei > 0;
        }));
        const auto view = node->view();
        QVERIFY(last(*view, api::L1TxKind::registration) && last(*view, api::L1TxKind::deposit));
        const auto& account = *view->l1Account;
        QVERIFY(account.address == node->address());
        QVERIFY(account.balanceWei > 0 && account.spentDayWei > 0 && account.runwayDays > 0);
        QVERIFY(account.feesPerTransferWei > 0);
        Wei fees = 0;
        for (const auto& batch : view->batches)
            fees += batch.feesWei;
        QVERIFY(fees > 0);

        // The documents are written twice a second.
        boost::json::value told;
        QVERIFY(m_fleet->until([&] {
            told = m_fleet->askNode(*node, "rollup_getL1Transactions", {2});
            return told.is_object();
        }));
        QCOMPARE(told.at("transactions").as_array().size(), std::size_t{2});
        QCOMPARE(told.at("account").at("address").as_string(),
                 boost::json::string(base::toHex(node->address().view())));

        // What the batches paid is kept.
        QVERIFY(m_fleet->close(node));
        node = m_fleet->open(1);
        QVERIFY(m_fleet->until([&] { return node->view()->batches.size() >= view->batches.size(); }));
        Wei kept = 0;
        for (const auto& batch : node->view()->batches)
            kept += batch.feesWei;
        QVERIFY(kept == fees);
    }

    void aDepositOutlivesAKill() {
        auto node = m_fleet->open(1);
        m_fleet->join(node);
        const auto before = bridged();
        const auto ended = depositWithoutBlocks(node, Address{{0x42}});
        const auto hash = last(*node->view(), api::L1TxKind::deposit)->hash;
        QVERIFY(m_fleet->close(node));
        QVERIFY(*ended);
        // L1's pool loses it too.
        m_fleet->ask("anvil_dropTransaction", {base::toHex(hash.view())});
        QCOMPARE(pooled(), std::uint64_t{0});
        node = m_fleet->open(1);
        QVERIFY(m_fleet->until([&] { return pooled() == 1; }));
        m_fleet->mine(1);
        QVERIFY(m_fleet->until([&] {
            const auto* deposit = last(*node->view(), api::L1TxKind::deposit);
            return deposit && deposit->state == api::L1TxState::mined;
        }));
        QVERIFY(last(*node->view(), api::L1TxKind::deposit)->hash == hash);
        QVERIFY(bridged() - before == NodeFleet::kEtherWei);
    }

    void takesBackAndSpeedsUp() {
        auto node = m_fleet->open(1);
        m_fleet->join(node);
        const auto before = bridged();
        const auto ended = depositWithoutBlocks(node, Address{{0x42}});
        const auto id = last(*node->view(), api::L1TxKind::deposit)->id;
        const auto dry = m_fleet->wait(node->dryRunSpeedUp(id));
        QVERIFY(dry && !dry->refusal && dry->gas > 0 && dry->costWei > 0);
        QCOMPARE(codeOf(m_fleet->wait(node->speedUp(id))), QString("ok"));
        QVERIFY(m_fleet->until(
            [&] { return last(*node->view(), api::L1TxKind::deposit)->state == api::L1TxState::replaced; }));
        QCOMPARE(codeOf(m_fleet->wait(node->cancel(id))), QString("ok"));
        m_fleet->mine(1);
        QVERIFY(m_fleet->until([&] { return *ended; }));
        QVERIFY(m_fleet->until(
            [&] { return last(*node->view(), api::L1TxKind::deposit)->state == api::L1TxState::cancelled; }));
        QVERIFY(bridged() == before);
        const auto settled = m_fleet->wait(node->dryRunCancel(id));
        QVERIFY(settled && settled->refusal && settled->refusal->code == ErrorCode::l1txCancelled);
        QCOMPARE(codeOf(m_fleet->wait(node->dryRunCancel(9'999))), ErrorCode::l1txUnknown);
    }

    // The batch waits for a better price; that the operator is there is said all the same.
    void aBatchThatWaitsDoesNotSilenceTheOperator() {
        auto node = m_fleet->open(1, NodeFleet::anchorQuickly);
        m_fleet->join(node);
        QVERIFY(m_fleet->until(
            [&] { return node->view()->heads.safe.number == node->view()->heads.latest.number; }));
        const auto spent = node->view()->l1Account->spentDayWei;
        QVERIFY(spent > 0);
        QVERIFY(m_fleet->close(node));
        node = m_fleet->open(1, [&](node::NodeConfig& config) {
            NodeFleet::anchorQuickly(config);
            // What was spent before the restart counts: a heartbeat fits into the whole of it, a batch not
            // into three quarters.
            config.l1Caps.dayBudgetWei = spent * 13 / 10;
        });
        QVERIFY(m_fleet->until([&] { return node->view()->synced && node->view()->current; }));
        QVERIFY(m_fleet->wait(node->submit(m_fleet->transfer(0))));
        QVERIFY(m_fleet->until([&] {
            const auto* batch = last(*node->view(), api::L1TxKind::batch);
            return batch && batch->problem && batch->problem->code == ErrorCode::l1txBudget;
        }));
        m_fleet->mine(m_fleet->deployment.parameters.heartbeatBlocks / 2 + 1);
        QVERIFY(m_fleet->until([&] { return last(*node->view(), api::L1TxKind::heartbeat) != nullptr; }));
    }
};

QTEST_GUILESS_MAIN(TestNodeL1Txs)
#include "tst_node_l1_txs.moc"
