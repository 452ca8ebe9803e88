#include "node_fleet.hpp"
#include "values.hpp"

#include <QTest>

#include <atomic>
#include <thread>

using namespace aw;
using namespace aw::test;
using namespace std::chrono_literals;

/// An operator that hears nothing of L1 may have been replaced: it promises nothing more. And one that stops
/// while others read from it.
class TestNodeSilence : public QObject {
    Q_OBJECT

    std::unique_ptr<NodeFleet> m_fleet;

private slots:
    void init() { m_fleet = std::make_unique<NodeFleet>(); }
    void cleanup() { m_fleet.reset(); }

    /// E10.
    void aFrozenL1StopsAcknowledging() {
        const auto clock = std::make_shared<base::ManualClock>(base::SystemClock().nowMs());
        const auto node = m_fleet->open(
            1,
            [](auto& config) {
                config.l1SilenceLimit = 30s;
                config.l1Poll = 20ms;
            },
            clock);
        m_fleet->join(node);
        QCOMPARE(codeOf(m_fleet->wait(node->submit(m_fleet->transfer(0)))), QString("ok"));
        QVERIFY(m_fleet->until([&] { return node->view()->totalTxs == 1; }));
        QCOMPARE(codeOf(m_fleet->wait(node->submit(m_fleet->transfer(2)))), QString("ok")); // waits for 1

        clock->advance(29'000);
        QCOMPARE(codeOf(m_fleet->wait(node->submit(m_fleet->transfer(3)))), QString("ok"));
        clock->advance(2'000);
        QVERIFY(m_fleet->until([&] { return m_fleet->events[1].count("l1-silent") == 1; }));
        const auto refused = m_fleet->wait(node->submit(m_fleet->transfer(1)));
        QCOMPARE(codeOf(refused), ErrorCode::nodeL1Silent);
        QVERIFY(refused.error().detail.find("L1") != std::string::npos);
        QCOMPARE(node->pendingNonce(m_fleet->user.address()), std::uint64_t(1));

        // A deposit would make a block at once: with the next block of L1 it goes on, and makes it.
        const auto blocks = node->view()->heads.latest.number;
        QCOMPARE(codeOf(m_fleet->wait(m_fleet->txManager->send(m_fleet->deployment.addresses.bridge,
                                                               l1::calls::deposit(m_fleet->user.address()),
                                                               NodeFleet::kEtherWei, "deposit"))),
                 QString("ok"));
        QVERIFY(m_fleet->until([&] { return m_fleet->events[1].count("l1-heard") == 1; }));
        QVERIFY(m_fleet->until([&] { return node->view()->heads.latest.number > blocks; }));
        QCOMPARE(codeOf(m_fleet->wait(node->submit(m_fleet->transfer(1)))), QString("ok"));
        QVERIFY(m_fleet->until([&] { return node->view()->totalTxs == 4; }));
        QCOMPARE(m_fleet->events[1].count("l1-silent"), std::size_t(1));
    }

    /// E10: what is pending is executed by nobody who may have been replaced.
    void aFrozenL1StopsBlocks() {
        const auto clock = std::make_shared<base::ManualClock>(base::SystemClock().nowMs());
        const auto node = m_fleet->open(
            1,
            [](auto& config) {
                config.l1SilenceLimit = 30s;
                config.l1Poll = 20ms;
                config.blockInterval = 2s;
            },
            clock);
        m_fleet->join(node);
        QCOMPARE(codeOf(m_fleet->wait(node->submit(m_fleet->transfer(0)))), QString("ok"));
        // It goes silent before the next block is due.
        const auto before = node->view()->totalTxs;
        clock->advance(31'000);
        QVERIFY(m_fleet->until([&] { return m_fleet->events[1].count("l1-silent") == 1; }));
        const auto pending = node->view()->pending;
        QCOMPARE(before + pending, std::uint64_t(1));
        boost::asio::steady_timer timer(m_fleet->context, 2500ms); // a block's time passes
        bool passed = false;
        timer.async_wait([&](const boost::system::error_code&) { passed = true; });
        QVERIFY(m_fleet->until([&] { return passed; }));
        QCOMPARE(node->view()->totalTxs, before);
        m_fleet->mine(1);
        QVERIFY(m_fleet->until([&] { return node->view()->totalTxs == 1; }));
    }

    /// The wall clock alone says nothing.
    void aJumpOfTheWallClockIsNoSilence() {
        const auto clock = std::make_shared<base::ManualClock>(base::SystemClock().nowMs());
        const auto node = m_fleet->open(
            1, [](auto& config) { config.l1SilenceLimit = 30s; }, clock);
        m_fleet->join(node);
        for (const std::uint64_t nonce : {0U, 1U}) {
            const auto hour = std::uint64_t{3'600'000};
            clock->setNow(nonce == 0 ? clock->nowMs() + hour : clock->nowMs() - 2 * hour);
            QCOMPARE(codeOf(m_fleet->wait(node->submit(m_fleet->transfer(nonce)))), QString("ok"));
            QVERIFY(m_fleet->until([&] { return node->view()->totalTxs == nonce + 1; }));
        }
        QCOMPARE(m_fleet->events[1].count("l1-silent"), std::size_t(0));
    }

    /// E13.
    void readsThatAreUnderWayOutliveTheNode() {
        auto node = m_fleet->open(1);
        m_fleet->join(node);
        for (std::uint64_t nonce = 0; nonce < 20; ++nonce)
            QCOMPARE(codeOf(m_fleet->wait(node->submit(m_fleet->transfer(nonce)))), QString("ok"));
        QVERIFY(m_fleet->until([&] { return node->view()->totalTxs == 20; }));
        const auto url = "http://127.0.0.1:" + std::to_string(node->rpcPort());
        std::vector<l1::RpcRequest> batch;
        const auto user = base::toHex(m_fleet->user.address().view());
        while (batch.size() < 100)
            for (const char* block : {"0x1", "0x2", "latest", "safe"}) {
                batch.push_back({"eth_getBalance", {user, block}});
                batch.push_back({"eth_getBlockByNumber", {block, true}});
            }
        // Eight clients ask and ask again, on four threads, until nobody answers.
        std::atomic<int> ended = 0;
        std::atomic<std::uint64_t> answered = 0;
        constexpr int kClients = 8;
        for (int i = 0; i < kClients; ++i) {
            auto ask = [](l1::RpcPtr rpc, std::vector<l1::RpcRequest> requests, std::atomic<int>& endedOf,
                          std::atomic<std::uint64_t>& answeredOf) -> Task<void> {
                while (true) {
                    auto copy = requests;
                    const auto answers = co_await rpc->batch(std::move(copy));
                    if (!answers) break;
                    answeredOf += answers->size();
                }
                ++endedOf;
            };
            const l1::RpcPtr client = *l1::JsonRpcClient::create(m_fleet->context.get_executor(), url);
            boost::asio::co_spawn(boost::asio::make_strand(m_fleet->context),
                                  ask(client, batch, ended, answered), boost::asio::detached);
        }
        const std::weak_ptr<node::Node> last = node;
        std::atomic<bool> stopped = false;
        m_fleet->context.restart();
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&] {
                while (ended < kClients || !last.expired())
                    if (m_fleet->context.run_one_for(5s) == 0 && stopped) break;
            });
        threads.emplace_back([&] {
            while (answered < 2'000 && ended < kClients)
                std::this_thread::yield();
            node->stop();
            node.reset();
            stopped = true;
        });
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(ended.load(), kClients);
        QVERIFY(last.expired());
        QVERIFY(answered >= 2'000);
        // Its folder is free, and holds everything.
        node = m_fleet->open(1);
        QVERIFY(m_fleet->until([&] { return node->view()->totalTxs == 20; }));
    }
};

QTEST_GUILESS_MAIN(TestNodeSilence)
#include "tst_node_silence.moc"
