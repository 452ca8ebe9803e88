#include "crypto/keccak.hpp"
#include "feed/publisher.hpp"
#include "full_disk.hpp"
#include "node_fleet.hpp"
#include "store/pending_journal.hpp"
#include "values.hpp"

#include <QTest>

#include <atomic>
#include <thread>

using namespace aw;
using namespace aw::test;
using namespace std::chrono_literals;

namespace {

std::string notReady(const node::Node& node) {
    for (const auto& shown : node.view()->operators)
        if (shown.address == node.address())
            return std::string(shown.notReady ? api::name(*shown.notReady) : "");
    return "unknown";
}

} // namespace

/// What is acknowledged is on the disk, and what is not on the disk is not acknowledged.
class TestNodeDurability : public QObject {
    Q_OBJECT

    std::unique_ptr<NodeFleet> m_fleet;

    l1::RpcAnswer ask(const node::Node& node, std::string method, const std::string& param) {
        boost::json::array params;
        params.emplace_back(param);
        const auto client = l1::JsonRpcClient::create(m_fleet->context.get_executor(),
                                                      "http://127.0.0.1:" + std::to_string(node.rpcPort()));
        return *m_fleet->wait((*client)->ask(std::move(method), std::move(params)));
    }

    bool triesTheDiskAgain() {
        return m_fleet->until([refused = FullDisk::refusals()] { return FullDisk::refusals() > refused; });
    }

private slots:
    void init() { m_fleet = std::make_unique<NodeFleet>(); }
    void cleanup() { m_fleet.reset(); }

    void whatWasAcknowledgedSurvivesKill() {
        const auto node = m_fleet->open(1, [](auto& config) { config.blockInterval = 10min; });
        *m_fleet->wait(m_fleet->txManager->send(node->address(), {}, NodeFleet::kEtherWei * 100, "funds"));
        *m_fleet->wait(node->registerOperator(1'000'000'000, m_fleet->deployment.parameters.minBondWei));
        // No block is ever made: the account comes from the feed of another operator.
        const auto maker = m_fleet->open(2);
        m_fleet->join(maker, 900'000'000);
        QVERIFY(m_fleet->until([&] { return node->view()->heads.latest.number > 0; }));
        const auto hash = m_fleet->wait(node->submit(m_fleet->transfer(0)));
        QCOMPARE(codeOf(hash), QString("ok"));
        // The files as kill -9 leaves them at this moment.
        QTemporaryDir copy;
        for (const auto& entry : std::filesystem::directory_iterator(m_fleet->directoryOf(1)))
            if (entry.path().filename().string().starts_with("pending-"))
                std::filesystem::copy_file(entry.path(), copy.path().toStdString() / entry.path().filename());
        const auto left = store::PendingJournal::open(copy.path().toStdString());
        QCOMPARE(codeOf(left), QString("ok"));
        const auto found = (*left)->takeFound();
        QCOMPARE(found.size(), std::size_t{1});
        QCOMPARE(found[0].hash, *hash);
    }

    void whatTheDiskRefusesIsNotAcceptedAndCanBeSentAgain() {
        const auto node = m_fleet->open(1);
        m_fleet->join(node);
        const auto backup = m_fleet->open(2);
        m_fleet->join(backup, 2'000'000'000);
        QVERIFY(m_fleet->until([&] { return node->view()->feedPeers > 0 && backup->view()->feedPeers > 0; }));
        const auto raw = m_fleet->transfer(0);
        const auto hash = base::toHex(crypto::keccak256(raw).view());
        {
            const FullDisk full;
            const auto refused = m_fleet->wait(node->submit(raw));
            QCOMPARE(codeOf(refused), ErrorCode::nodeNotDurable);
            const auto answer = ask(*node, "eth_sendRawTransaction", base::toHex(raw));
            QVERIFY(answer.error.has_value());
            QCOMPARE(answer.error->code, -32000);
            QVERIFY(answer.error->message.find("did not accept it") != std::string::npos);
            QVERIFY(answer.error->message.find("send it again") != std::string::npos);
            QVERIFY(m_fleet->until([&] { return notReady(*node) == "disk-refused"; }));
        }
        QVERIFY(ask(*node, "eth_getTransactionByHash", hash).result.is_null());
        QVERIFY(ask(*backup, "eth_getTransactionByHash", hash).result.is_null());
        QCOMPARE(node->pendingNonce(m_fleet->user.address()), std::uint64_t(0));
        QVERIFY(m_fleet->until([&] { return notReady(*node) != "disk-refused"; }));
        QCOMPARE(m_fleet->events[1].count("disk-refused"), std::size_t(1));
        QCOMPARE(m_fleet->events[1].count("disk-back"), std::size_t(1));

        QCOMPARE(codeOf(m_fleet->wait(node->submit(raw))), QString("ok"));
        QVERIFY(m_fleet->until([&] { return backup->view()->totalTxs == 1; }));
        QCOMPARE(ask(*node, "eth_getTransactionReceipt", hash).result.at("status"), "0x1");
    }

    void allWhoShareAWriteShareItsFailure() {
        const auto node = m_fleet->open(1);
        m_fleet->join(node);
        std::vector<QString> codes;
        {
            const FullDisk full;
            for (std::uint64_t nonce = 0; nonce < 5; ++nonce)
                boost::asio::co_spawn(
                    m_fleet->context, node->submit(m_fleet->transfer(nonce)),
                    [&](std::exception_ptr, const Result<Hash>& result) { codes.push_back(codeOf(result)); });
            QVERIFY(m_fleet->until([&] { return codes.size() == 5; }));
        }
        for (const auto& code : codes)
            QCOMPARE(code, ErrorCode::nodeNotDurable);
        QCOMPARE(node->view()->pending, std::uint64_t(0));
    }

    void aBlockThatTheDiskRefusesIsNotPublished() {
        const auto node = m_fleet->open(1, [](auto& config) { config.blockInterval = 1500ms; });
        m_fleet->join(node);
        const auto backup = m_fleet->open(2);
        m_fleet->join(backup, 2'000'000'000);
        QVERIFY(m_fleet->until([&] {
            return node->view()->feedPeers > 0 && backup->view()->feedPeers > 0 &&
                   backup->view()->heads.latest.number == node->view()->heads.latest.number;
        }));
        for (std::uint64_t nonce = 0; nonce < 3; ++nonce)
            QCOMPARE(codeOf(m_fleet->wait(node->submit(m_fleet->transfer(nonce)))), QString("ok"));
        const auto before = node->view()->totalTxs;
        {
            const FullDisk full;
            QVERIFY(m_fleet->until([&] { return m_fleet->events[1].count("disk-refused") == 1; }));
            const auto refusals = m_fleet->events[1].lastArgs;
            QVERIFY(refusals.at("detail").find("node.sqlite") != std::string::npos);
            // It tries again and again, and nothing of it gets out.
            for (int attempt = 0; attempt < 2; ++attempt)
                QVERIFY(triesTheDiskAgain());
            QCOMPARE(node->view()->totalTxs, before);
            QCOMPARE(backup->view()->totalTxs, before);
            QCOMPARE(node->view()->pending, 3 - before);
        }
        QVERIFY(m_fleet->until([&] { return backup->view()->totalTxs == 3 && node->view()->totalTxs == 3; }));
        QCOMPARE(m_fleet->events[1].count("disk-back"), std::size_t(1));
        QCOMPARE(backup->view()->heads.latest.hash, node->view()->heads.latest.hash);
    }

    void aBackupHoldsOnlyWhatItsDiskTook() {
        // The publisher is the test's; the node follows it.
        const auto node = m_fleet->open(1);
        m_fleet->join(node);
        const auto key = NodeFleet::keyOf(2);
        std::vector<feed::Item> published;
        feed::Publisher publisher(
            m_fleet->context.get_executor(), key,
            {m_fleet->deployment.addresses.rollup, m_fleet->deployment.parameters.l2ChainId},
            {.snapshot = [&] { return [published] { return published; }; }});
        const auto url = "ws://127.0.0.1:" + std::to_string(*publisher.listen("127.0.0.1", 0));
        *m_fleet->wait(m_fleet->txManager->send(key->address(), {}, NodeFleet::kEtherWei * 100, "funds"));
        l1::TxManager txManager(m_fleet->context.get_executor(), m_fleet->rpc, key, 31337);
        *m_fleet->wait(txManager.send(m_fleet->deployment.addresses.operators,
                                      l1::calls::registerOperator(2'000'000'000, url),
                                      m_fleet->deployment.parameters.minBondWei, "register"));
        QVERIFY(m_fleet->until([&] { return publisher.peers().size() == 1; }));
        std::uint64_t seq = 0;
        {
            const FullDisk full;
            published.emplace_back(feed::PendingItem{{m_fleet->transfer(0)}});
            seq = *publisher.append(published.back());
            QVERIFY(m_fleet->until([&] { return m_fleet->events[1].count("disk-refused") == 1; }));
            QVERIFY(triesTheDiskAgain());
            QCOMPARE(publisher.holders(seq), 0u);
        }
        QVERIFY(m_fleet->until([&] { return publisher.holders(seq) == 1; }));
        QVERIFY(m_fleet->until([&] { return node->view()->totalTxs == 1; }));
        publisher.stop();
    }

    void whoeverSubmitsTheStrandDoesTheWork() {
        // Callers on strands of their own, as the sessions of a server are, and more threads than one.
        const auto node = m_fleet->open(1);
        m_fleet->join(node);
        constexpr std::uint64_t kCount = 600;
        std::vector<Bytes> raws;
        for (std::uint64_t nonce = 0; nonce < kCount; ++nonce)
            raws.push_back(m_fleet->transfer(nonce));
        std::atomic<std::uint64_t> accepted = 0, answered = 0;
        for (const auto& raw : raws)
            boost::asio::co_spawn(boost::asio::make_strand(m_fleet->context), node->submit(raw),
                                  [&](const std::exception_ptr&, const Result<Hash>& result) {
                                      accepted += result.has_value();
                                      ++answered;
                                  });
        m_fleet->context.restart();
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&] {
                while (answered < kCount || node->view()->totalTxs < accepted)
                    if (m_fleet->context.run_one_for(1s) == 0) break;
            });
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(accepted.load(), kCount);
        QCOMPARE(node->view()->totalTxs, kCount);
    }

    void aNonceGapOutlivesARestart() {
        auto node = m_fleet->open(1);
        m_fleet->join(node);
        for (std::uint64_t nonce : {2, 1})
            QCOMPARE(codeOf(m_fleet->wait(node->submit(m_fleet->transfer(nonce)))), QString("ok"));
        node->stop();
        const std::weak_ptr<node::Node> last = node;
        node.reset();
        QVERIFY(m_fleet->until([&] { return last.expired(); }));
        node = m_fleet->open(1);
        QVERIFY(m_fleet->until([&] { return node->view()->pending == 2 && node->view()->current; }));
        // A deposit makes a block, for which every pending transaction is looked at.
        const auto blocks = node->view()->heads.latest.number;
        *m_fleet->wait(node->deposit(node->address(), NodeFleet::kEtherWei));
        QVERIFY(m_fleet->until([&] { return node->view()->heads.latest.number > blocks; }));
        QCOMPARE(node->view()->pending, std::uint64_t(2));
        QCOMPARE(codeOf(m_fleet->wait(node->submit(m_fleet->transfer(0)))), QString("ok"));
        QVERIFY(m_fleet->until([&] { return node->view()->totalTxs == 3; }));
    }

    /// What the operator made before it had an account on layer 2.
    void aRestartKeepsBlocksWithoutAFeeAccount() {
        auto node = m_fleet->open(1);
        *m_fleet->wait(m_fleet->txManager->send(node->address(), {}, NodeFleet::kEtherWei * 100, "funds"));
        *m_fleet->wait(node->registerOperator(1'000'000'000, m_fleet->deployment.parameters.minBondWei));
        QVERIFY(m_fleet->until([&] { return node->view()->heads.latest.number == 1; }));
        const auto head = node->view()->heads.latest;
        QVERIFY(m_fleet->close(node));
        node = m_fleet->open(1);
        QVERIFY(m_fleet->until([&] { return node->view()->synced && node->view()->current; }));
        *m_fleet->wait(node->deposit(node->address(), NodeFleet::kEtherWei));
        QVERIFY(m_fleet->until([&] { return node->view()->heads.latest.number == 2; }));
        QVERIFY(m_fleet->askNode(*node, "eth_getBlockByNumber", {"0x1", false}).at("hash") ==
                boost::json::value(base::toHex(head.hash.view())));
    }

    void aDirectoryOfAnotherRollupIsRefused() {
        auto node = m_fleet->open(1);
        node->stop();
        const std::weak_ptr<node::Node> last = node;
        node.reset();
        QVERIFY(m_fleet->until([&] { return last.expired(); }));
        // The same addresses on a chain that was begun anew, as a development node gives them.
        try {
            m_fleet->open(1, [](auto& config) { config.deployment.deployedAtHash.bytes[0] ^= 1; });
            QFAIL("it opened");
        } catch (const std::runtime_error& refused) {
            QVERIFY(std::string(refused.what()).find("Choose another directory") != std::string::npos);
        }
        QVERIFY(m_fleet->open(1));
    }

    void aReplacedTransactionDoesNotComeBack() {
        auto node = m_fleet->open(1);
        m_fleet->join(node);
        QCOMPARE(codeOf(m_fleet->wait(node->submit(m_fleet->transfer(1)))), QString("ok"));
        const auto better = m_fleet->transfer(1, 4'000'000'000, 1);
        QCOMPARE(codeOf(m_fleet->wait(node->submit(better))), QString("ok"));
        node->stop();
        const std::weak_ptr<node::Node> last = node;
        node.reset();
        QVERIFY(m_fleet->until([&] { return last.expired(); }));
        node = m_fleet->open(1);
        QVERIFY(m_fleet->until([&] { return node->view()->current; }));
        QCOMPARE(codeOf(m_fleet->wait(node->submit(m_fleet->transfer(0)))), QString("ok"));
        QVERIFY(m_fleet->until([&] { return node->view()->totalTxs == 2; }));
        const auto hash = base::toHex(crypto::keccak256(better).view());
        QCOMPARE(ask(*node, "eth_getTransactionReceipt", hash).result.at("status"), "0x1");
    }
};

QTEST_GUILESS_MAIN(TestNodeDurability)
#include "tst_node_durability.moc"
