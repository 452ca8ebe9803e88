#include "crypto/keccak.hpp"
#include "node_fleet.hpp"
#include "values.hpp"

#include <QElapsedTimer>
#include <QTest>

using namespace aw;
using namespace aw::test;
using namespace std::chrono_literals;

/// The preset `real` through a whole challenge window: a week of L1, mined by command.
class TestNodeFinality : public QObject {
    Q_OBJECT

    // Of the 75 blocks of a heartbeat: after so many an operator says that it is there, and after so many it
    // has said so.
    static constexpr std::uint64_t kHeartbeatDue = 38, kSilence = 70;
    static constexpr std::uint64_t kBatchEvery = 600;
    static constexpr std::uint64_t kBlocks = 600; ///< before the window
    inline static const Wei kWithdrawn = NodeFleet::kEtherWei * 2;

    std::unique_ptr<NodeFleet> m_fleet;
    std::uint64_t m_nonce = 0;

    /// Blocks of one transaction each.
    static void adjust(node::NodeConfig& config) {
        config.anchorInterval = 1ms;
        config.blockInterval = 2ms;
        config.l1Poll = 5ms;
        config.maxBlockEntries = 1;
        config.checkpointTxs = 100;
    }

    /// The user's next transaction, executed.
    bool transact(const NodeFleet::NodePtr& node, const Address& to, const Wei& value) {
        const codec::Transaction tx{.chainId = m_fleet->deployment.parameters.l2ChainId,
                                    .nonce = m_nonce++,
                                    .maxFeeWei = 2'000'000'000,
                                    .gasLimit = to == protocol::kWithdrawalAddress ? protocol::kWithdrawalGas
                                                                                   : protocol::kTransferGas,
                                    .to = to,
                                    .value = value};
        const auto raw = codec::encodeTransaction(tx, m_fleet->user.sign(codec::signingHash(tx)));
        const auto sent = m_fleet->wait(node->submit(raw));
        if (!sent) qWarning("%s", sent.error().detail.c_str());
        return sent.has_value();
    }
    bool isAnchored(const NodeFleet::NodePtr& node) {
        return m_fleet->until([&] {
            const auto view = node->view();
            return view->totalTxs == m_nonce && view->heads.safe.number == view->heads.latest.number;
        });
    }
    bool follows(const NodeFleet::NodePtr& node) {
        return m_fleet->until([&] {
            const auto view = node->view();
            return view->synced && view->heads.l1.number == m_fleet->l1Head();
        });
    }

    /// L1 goes on to a block; the operator gives a sign of itself within each heartbeat, and anchors now and
    /// then.
    bool passL1To(const NodeFleet::NodePtr& node, std::uint64_t block) {
        const l1::Contracts contracts(m_fleet->rpc, m_fleet->deployment.addresses);
        std::uint64_t silent = 0, anchored = m_fleet->l1Head();
        QElapsedTimer sinceAsked; // anvil has enough to do
        const auto acted = [&] {
            if (sinceAsked.isValid() && sinceAsked.elapsed() < 5) return false;
            sinceAsked.start();
            const auto clock = m_fleet->wait(contracts.clock());
            if (clock) silent = clock->silentBlocks;
            return clock && silent < kHeartbeatDue;
        };
        for (auto head = anchored; head < block; head = m_fleet->l1Head()) {
            if (head >= anchored + kBatchEvery) {
                if (!transact(node, Address{{0x77}}, 1) || !isAnchored(node)) return false;
                anchored = head;
            }
            if (!m_fleet->until(acted)) {
                qWarning("no sign of the operator at block %llu", static_cast<unsigned long long>(head));
                return false;
            }
            m_fleet->mine(std::min(block - head, kSilence - silent));
        }
        return true;
    }
    Wei balanceOnL1(const Address& owner) { return *m_fleet->wait(l1::balance(m_fleet->rpc, owner)); }
    boost::json::value blockOf(const node::Node& node, std::string_view which) {
        return m_fleet->askNode(node, "eth_getBlockByNumber", {which, false});
    }
    /// What the node says of the user's balance after a block: "ok", or its refusal.
    std::string balanceAt(const node::Node& node, std::uint64_t block) {
        const auto client = *l1::JsonRpcClient::create(m_fleet->context.get_executor(),
                                                       "http://127.0.0.1:" + std::to_string(node.rpcPort()));
        const auto answer = *m_fleet->wait(client->ask(
            "eth_getBalance", {base::toHex(m_fleet->user.address().view()), base::toQuantity(block)}));
        return answer.error ? answer.error->message : "ok";
    }
    /// Another operator, who does nothing: whoever is silent for a heartbeat loses its place to it.
    void registerWaiting() {
        const auto key = NodeFleet::keyOf(2);
        *m_fleet->wait(m_fleet->txManager->send(key->address(), {}, NodeFleet::kEtherWei * 100, "funds"));
        l1::TxManager txManager(m_fleet->context.get_executor(), m_fleet->rpc, key, 31337);
        *m_fleet->wait(txManager.send(m_fleet->deployment.addresses.operators,
                                      l1::calls::registerOperator(2'000'000'000, ""),
                                      m_fleet->deployment.parameters.minBondWei, "register"));
    }

private slots:
    void init() {
        m_fleet = std::make_unique<NodeFleet>(*l1::parametersOf("real"));
        m_nonce = 0;
    }
    void cleanup() { m_fleet.reset(); }

    /// E3.
    void aWholeWindowBecomesFinal() {
        // anvil hashes all of its state for each block: without the history of EIP-2935 it stays small.
        m_fleet->ask("anvil_setCode", {"0x0000F90827F1C53a10cb7A02335B175320002935", "0x"});
        const auto window = m_fleet->deployment.parameters.challengeWindowBlocks;
        QCOMPARE(window, std::uint64_t(50'400));
        auto node = m_fleet->open(1, adjust);
        m_fleet->join(node);
        QVERIFY(isAnchored(node));
        registerWaiting();

        const auto owner = m_fleet->user.address();
        QVERIFY(transact(node, protocol::kWithdrawalAddress, kWithdrawn));
        QVERIFY(isAnchored(node));
        const auto first = node->view()->batches.back();
        const auto firstHead = node->view()->heads.safe;
        QCOMPARE(first.finalAtL1Block, first.l1Block + window + 1);
        for (std::uint64_t i = 0; i < kBlocks; ++i)
            QVERIFY(transact(node, Address{{0x77}}, 1));
        QVERIFY(isAnchored(node));
        const auto second = node->view()->batches.back();
        const auto secondHead = node->view()->heads.safe;
        QVERIFY(second.number > first.number && secondHead.number > kBlocks);

        // The window.
        QVERIFY(passL1To(node, first.finalAtL1Block - 10));
        QVERIFY(transact(node, protocol::kWithdrawalAddress, kWithdrawn));
        QVERIFY(isAnchored(node));
        const auto last = node->view()->batches.back();
        QVERIFY(last.number >= second.number + window / (kBatchEvery + kSilence));
        const auto head = m_fleet->l1Head();
        QVERIFY(head < first.finalAtL1Block - 1);
        m_fleet->mine(first.finalAtL1Block - 1 - head);
        QVERIFY(follows(node));
        QVERIFY(m_fleet->until([&] { return node->view()->heads.finalized.number != 0; })); // the operator's
        QVERIFY(node->view()->heads.finalized.number < firstHead.number);
        const auto early = m_fleet->wait(node->claimWithdrawal(owner, {}));
        QCOMPARE(codeOf(early), ErrorCode::withdrawNotFinal);
        QVERIFY(early.error().detail.find(std::to_string(first.finalAtL1Block)) != std::string::npos);
        m_fleet->mine(1);
        QVERIFY(m_fleet->until([&] { return node->view()->heads.finalized.number >= firstHead.number; }));
        QCOMPARE(node->view()->heads.finalized.hash, firstHead.hash);
        QVERIFY(blockOf(*node, "finalized").at("hash") ==
                boost::json::value(base::toHex(firstHead.hash.view())));
        QCOMPARE(m_fleet->events[1].count("batch-final"), std::size_t(first.number));

        // L1 pays, once.
        const auto before = balanceOnL1(owner);
        const auto paid = m_fleet->wait(node->claimWithdrawal(owner, {}));
        QCOMPARE(codeOf(paid), QString("ok"));
        QVERIFY(paid->amount == kWithdrawn);
        QVERIFY(balanceOnL1(owner) == before + kWithdrawn);
        const auto again = m_fleet->wait(node->claimWithdrawal(owner, {}));
        QCOMPARE(codeOf(again), ErrorCode::withdrawNotFinal);
        QVERIFY(again.error().detail.find(std::to_string(last.finalAtL1Block)) != std::string::npos);

        // What is old: states go, blocks stay.
        QVERIFY(balanceAt(*node, 1) == "ok");
        QVERIFY(passL1To(node, second.finalAtL1Block + 256));
        QVERIFY(follows(node));
        QVERIFY(m_fleet->until([&] { return balanceAt(*node, 1) != "ok"; }));
        QVERIFY2(balanceAt(*node, 1).find("not available") != std::string::npos, balanceAt(*node, 1).c_str());
        QCOMPARE(balanceAt(*node, secondHead.number), std::string("ok"));
        QVERIFY(blockOf(*node, "0x1").is_object());
        QCOMPARE(m_fleet->events[1].count("operator-ejected"), std::size_t(0));
        QCOMPARE(node->view()->clock.era, std::uint64_t(1));

        // Where a setting says so, blocks go too; everything else goes on.
        const auto finalized = node->view()->heads.finalized;
        QVERIFY(finalized.number >= secondHead.number);
        QVERIFY(m_fleet->close(node));
        node = m_fleet->open(1, [](auto& config) {
            adjust(config);
            config.keptBlocks = 300;
        });
        QVERIFY(follows(node));
        QVERIFY(m_fleet->until([&] { return node->view()->heads.finalized.number >= finalized.number; }));
        QCOMPARE(node->view()->heads.finalized.hash, finalized.hash);
        // They go up to a checkpoint of what is final, which may be some batches after the second.
        for (int batch = 0; batch < 30 && !blockOf(*node, "0x1").is_null(); ++batch)
            QVERIFY(passL1To(node, m_fleet->l1Head() + kBatchEvery + kSilence));
        QVERIFY(m_fleet->until([&] { return blockOf(*node, "0x1").is_null(); }));
        QVERIFY(blockOf(*node, "earliest").is_object());
        QVERIFY(blockOf(*node, base::toQuantity(secondHead.number)).is_object());
        // L1 may be busy with the blocks that it was told to make; whoever asks says what it answered.
        QString claimed;
        QVERIFY(m_fleet->until([&] {
            const auto claim = m_fleet->wait(node->claimWithdrawal(owner, {}));
            claimed = codeOf(claim);
            const bool busy = !claim && claim.error().code == ErrorCode::l1RpcError;
            if (busy) qInfo("%s", claim.error().detail.c_str());
            return !busy;
        }));
        QCOMPARE(claimed, ErrorCode::withdrawNotFinal);
        QVERIFY(transact(node, Address{{0x77}}, 1));
        QVERIFY(isAnchored(node));

        // Whoever was away for all of it.
        const auto archive = m_fleet->open(3, [](auto& config) { config.archive = true; });
        QElapsedTimer reading;
        reading.start();
        QVERIFY(m_fleet->until([&] { return archive->view()->synced; }, 60s));
        qInfo("%llu blocks of L1 are read in %lld ms", static_cast<unsigned long long>(m_fleet->l1Head()),
              static_cast<long long>(reading.elapsed()));
        QVERIFY(m_fleet->until(
            [&] { return archive->view()->heads.latest.hash == node->view()->heads.latest.hash; }));
        QCOMPARE(balanceAt(*archive, 1), std::string("ok"));
        QVERIFY(m_fleet->close(node));
        node = m_fleet->open(1, adjust);
        QVERIFY(follows(node));
        QCOMPARE(node->view()->totalTxs, m_nonce);
    }
};

QTEST_GUILESS_MAIN(TestNodeFinality)
#include "tst_node_finality.moc"
