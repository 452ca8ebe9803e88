#include "await.hpp"
#include "base/hex.hpp"
#include "l1/anvil.hpp"
#include "l1/deployment.hpp"
#include "l1/failover.hpp"
#include "l1/follower.hpp"
#include "values.hpp"

#include <QTemporaryDir>
#include <QTest>

#include <map>

using namespace aw;
using namespace aw::l1;
using namespace std::chrono_literals;
using aw::test::codeOf;

namespace {
// The first account of anvil's default mnemonic.
constexpr const char* kFirstKey = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
const Wei kEther = Wei(1'000'000'000'000'000'000ULL);
} // namespace

/// Deep reorganisations, receipts and lost endpoints of a real Ethereum node, mined by command.
class TestL1FollowAnvil : public QObject {
    Q_OBJECT

    boost::asio::io_context m_context;
    QTemporaryDir m_directory;
    std::unique_ptr<AnvilProcess> m_anvil;
    RpcPtr m_rpc;
    std::map<std::uint64_t, L1Block> m_blocks; ///< delivered and kept

    template<class T>
    T wait(Task<T> task) {
        return test::await(m_context, std::move(task));
    }
    template<class T>
    T good(Result<T> result) {
        if (!result) throw std::runtime_error(result.error().detail);
        return std::move(*result);
    }
    std::unique_ptr<AnvilProcess> anvil(const char* folder) {
        AnvilOptions options;
        options.directory = m_directory.filePath(folder).toStdString();
        options.blockTimeMs = 0;
        return good(wait(AnvilProcess::start(m_context.get_executor(), options)));
    }
    void mine(std::uint64_t blocks) { good(wait(m_rpc->call("anvil_mine", {base::toQuantity(blocks)}))); }
    std::unique_ptr<TxManager> txManager() {
        TxManagerOptions options;
        options.untilMined = true;
        options.poll = 10ms;
        auto key = std::make_shared<const crypto::SecretKey>(
            std::move(*crypto::SecretKey::fromBytes(*base::fromHex(kFirstKey))));
        return std::make_unique<TxManager>(m_context.get_executor(), m_rpc, key, 31337, options);
    }
    Deployment deployed() {
        auto parameters = *parametersOf("demo");
        parameters.escapeBlocks = 100'000;
        const auto manager = txManager();
        return good(wait(deploy(m_rpc, *manager, parameters)));
    }
    Receipt deposit(const Deployment& deployment, const Wei& amount) {
        return good(wait(
            txManager()->send(deployment.addresses.bridge, calls::deposit(Address{{1}}), amount, "deposit")));
    }
    FollowerOptions options(const Deployment& deployment) {
        FollowerOptions result;
        result.startBlock = deployment.deployedAtBlock;
        result.chainId = 31337;
        result.older = [this](std::uint64_t last, std::size_t count) -> Result<std::vector<L1Block>> {
            std::vector<L1Block> found;
            for (auto at = m_blocks.upper_bound(last); at != m_blocks.begin() && found.size() < count;)
                found.insert(found.begin(), (--at)->second);
            return found;
        };
        return result;
    }
    struct Seen {
        std::optional<std::uint64_t> reorgedTo;
        std::vector<Wei> deposits;
        std::uint64_t last = 0;
    };
    Seen followAll(Follower& follower) {
        Seen seen;
        while (const auto update = good(wait(follower.step()))) {
            if (update->reorgedTo) {
                seen.reorgedTo = update->reorgedTo;
                m_blocks.erase(m_blocks.upper_bound(*update->reorgedTo), m_blocks.end());
            }
            for (const auto& block : update->newBlocks)
                m_blocks[block.number] = block;
            for (const auto& event : update->events)
                if (const auto* deposited = std::get_if<Deposited>(&event.body))
                    seen.deposits.push_back(deposited->amount);
            seen.last = update->newBlocks.back().number;
        }
        return seen;
    }

private slots:
    void init() {
        m_blocks.clear();
        m_anvil = anvil("first");
        m_rpc = *JsonRpcClient::create(m_context.get_executor(), m_anvil->url());
    }
    void cleanup() {
        m_rpc.reset();
        m_anvil.reset();
    }

    void followsADeepReorg_data() {
        QTest::addColumn<int>("depth");
        QTest::addColumn<bool>("restarted");
        QTest::newRow("1") << 1 << false;
        QTest::newRow("64") << 64 << false;
        QTest::newRow("300") << 300 << false;
        QTest::newRow("300, while the node was off") << 300 << true;
        QTest::newRow("1200") << 1200 << false;
    }
    void followsADeepReorg() {
        QFETCH(int, depth);
        QFETCH(bool, restarted);
        const auto deployment = deployed();
        Follower first(m_rpc, deployment.addresses, options(deployment));
        deposit(deployment, kEther);
        mine(500);
        const auto fork = good(wait(headNumber(m_rpc)));
        const auto snapshot = good(wait(m_rpc->call("evm_snapshot", {})));
        deposit(deployment, kEther * 2);
        mine(static_cast<std::uint64_t>(depth) - 1);
        QCOMPARE(followAll(first).deposits, (std::vector<Wei>{kEther, kEther * 2}));

        good(wait(m_rpc->call("evm_revert", {snapshot.as_string()})));
        good(wait(m_rpc->call("evm_increaseTime", {1000})));
        mine(static_cast<std::uint64_t>(depth));
        deposit(deployment, kEther * 3);
        auto resumed = options(deployment);
        resumed.next = m_blocks.rbegin()->first + 1;
        Follower second(m_rpc, deployment.addresses, resumed);
        const auto seen = followAll(restarted ? second : first);
        QVERIFY(seen.reorgedTo.has_value());
        QVERIFY(*seen.reorgedTo <= fork);
        // Close blocks are known each, so that nothing is delivered again without need.
        if (depth < 256) QCOMPARE(*seen.reorgedTo, fork);
        QCOMPARE(seen.deposits, (std::vector<Wei>{kEther * 3}));
        QCOMPARE(seen.last, good(wait(headNumber(m_rpc))));
        for (const auto& [number, block] : m_blocks)
            QCOMPARE(block.hash, good(wait(blockByNumber(m_rpc, number))).hash);
    }

    void aChainStartedAfreshIsAnother() {
        const auto deployment = deployed();
        Follower follower(m_rpc, deployment.addresses, options(deployment));
        mine(400);
        followAll(follower);
        const auto other = anvil("other");
        const RpcPtr rpc = *JsonRpcClient::create(m_context.get_executor(), other->url());
        good(wait(rpc->call("anvil_mine", {"0x3e8"})));
        auto resumed = options(deployment);
        resumed.next = m_blocks.rbegin()->first + 1;
        Follower wrong(rpc, deployment.addresses, resumed);
        QCOMPARE(codeOf(wait(wrong.step())), ErrorCode::l1OtherChain);
        resumed.chainId = 1;
        Follower stranger(rpc, deployment.addresses, resumed);
        QCOMPARE(codeOf(wait(stranger.step())), ErrorCode::l1WrongChain);
    }

    void readsReceiptsByBlockAndManyAtOnce() {
        const auto deployment = deployed();
        std::vector<Hash> hashes;
        for (int i = 1; i <= 3; ++i)
            hashes.push_back(deposit(deployment, kEther * i).txHash);
        const auto several = good(wait(receipts(m_rpc, hashes)));
        QCOMPARE(several.size(), std::size_t{3});
        QCOMPARE(several[1].txHash, hashes[1]);
        QVERIFY(several[1].success && several[1].gasUsed > 21'000);
        auto block = good(wait(blockByNumber(m_rpc, several[2].blockNumber)));
        const auto all = good(wait(blockReceipts(m_rpc, block)));
        QCOMPARE(all.size(), std::size_t{1});
        QCOMPARE(all[0].txHash, hashes[2]);
        hashes.push_back(Hash{{1}});
        QCOMPARE(codeOf(wait(receipts(m_rpc, hashes))), ErrorCode::l1NoReceipt);
        block.hash = Hash{{2}};
        QCOMPARE(codeOf(wait(blockReceipts(m_rpc, block))), ErrorCode::l1NoBlock);
    }

    // The node behind the first endpoint dies; the second is another way to the same chain.
    void goesOnOverTheNextEndpoint() {
        const auto deployment = deployed();
        auto doomed = anvil("doomed");
        const auto urls = std::vector<std::string>{doomed->url(), m_anvil->webSocketUrl()};
        FailoverOptions failover;
        failover.chainId = 31337;
        std::string reason;
        failover.onSwitch = [&](std::size_t, std::size_t to, const std::string& why) {
            reason = std::to_string(to) + " " + why;
        };
        const auto rpc = good(FailoverRpc::create(m_context.get_executor(), urls, failover));
        QCOMPARE(good(wait(chainId(rpc))), std::uint64_t{31337});
        doomed->kill();
        Follower follower(rpc, deployment.addresses, options(deployment));
        deposit(deployment, kEther);
        QCOMPARE(followAll(follower).deposits, std::vector<Wei>{kEther});
        QVERIFY2(reason.starts_with("1 "), reason.c_str());
        QVERIFY(rpc->status()[1].inUse);
    }
};

QTEST_GUILESS_MAIN(TestL1FollowAnvil)
#include "tst_l1_follow_anvil.moc"
