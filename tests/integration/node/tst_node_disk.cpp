#include "codec/abi.hpp"
#include "l1/deployment.hpp"
#include "node_fleet.hpp"
#include "values.hpp"

#include <QTest>

#include <fstream>

using namespace aw;
using namespace aw::test;
using namespace std::chrono_literals;
using codec::abi::Encoder;

namespace {

/// Transactions of a database in its write-ahead log, which was never written back: frames that say how large
/// the file is after them end one (sqlite.org/fileformat2.html, section 4).
std::size_t commitsIn(const std::filesystem::path& wal) {
    std::ifstream in(wal, std::ios::binary);
    const Bytes bytes{std::istreambuf_iterator<char>(in), {}};
    constexpr std::size_t kHeader = 32, kFrameHeader = 24;
    if (bytes.size() < kHeader) return 0;
    const auto word = [&](std::size_t at) {
        return base::readBigEndian<std::uint32_t>(ByteView(bytes).subspan(at, 4));
    };
    const auto frame = kFrameHeader + word(8);
    std::size_t commits = 0;
    for (auto at = kHeader; at + frame <= bytes.size(); at += frame)
        commits += word(at + 4) != 0;
    return commits;
}

} // namespace

/// What a node writes to its disk, and what a start finds there.
class TestNodeDisk : public QObject {
    Q_OBJECT

    std::unique_ptr<NodeFleet> m_fleet;

    /// An ERC-20 token on L1, registered with the bridge, of which each owner gets some on layer 2: so many
    /// deposits in one transaction.
    Address bringToken(std::size_t owners) {
        l1::TransactionRequest creation;
        creation.data = *l1::creationCode("DemoToken");
        creation.label = "a token";
        const auto token = *m_fleet->wait(m_fleet->txManager->send(std::move(creation)))->contractAddress;
        std::vector<Hash> words(owners);
        for (std::size_t i = 0; i < owners; ++i)
            words[i].bytes[31] = static_cast<std::uint8_t>(i + 1);
        auto call = Encoder()
                        .address(m_fleet->deployment.addresses.bridge)
                        .hashes(words)
                        .number(1'000)
                        .call("bringToLayer2(address,address[],uint256)");
        *m_fleet->wait(m_fleet->txManager->send(token, std::move(call), 0, "deposits"));
        return token;
    }
    /// What the node's RPC says of a token's name; nothing while it is being looked up.
    std::optional<std::string> nameOf(const node::Node& node, const Address& token) {
        const auto client = *l1::JsonRpcClient::create(m_fleet->context.get_executor(),
                                                       "http://127.0.0.1:" + std::to_string(node.rpcPort()));
        const boost::json::object call{{"to", base::toHex(token.view())},
                                       {"data", base::toHex(Encoder().call("name()"))}};
        const auto answer = *m_fleet->wait(client->ask("eth_call", {call, "latest"}));
        if (answer.error) return std::nullopt;
        const auto bytes = *base::fromHex(std::string_view(answer.result.as_string()));
        if (bytes.empty()) return std::nullopt; // no token yet
        return codec::abi::Decoder(bytes).text();
    }

private slots:
    void init() { m_fleet = std::make_unique<NodeFleet>(); }
    void cleanup() { m_fleet.reset(); }

    void manyDepositsAreOneWrite() {
        constexpr std::size_t kOwners = 60;
        const auto node = m_fleet->open(1);
        const auto follows = [&] {
            const auto view = node->view();
            return view->synced && view->heads.l1.number == m_fleet->l1Head();
        };
        QVERIFY(m_fleet->until(follows));
        const auto wal = m_fleet->directoryOf(1) / "node.sqlite-wal";
        const auto before = commitsIn(wal);
        QVERIFY(before > 0);
        const auto token = bringToken(kOwners);
        QVERIFY(m_fleet->until([&] { return follows() && nameOf(*node, token); }));
        // Two blocks of L1; the token, its name, the deposits.
        const auto commits = commitsIn(wal) - before;
        QVERIFY2(commits <= 10, std::to_string(commits).c_str());
    }

    void aStartKnowsWhatTokensAreCalled() {
        auto node = m_fleet->open(1);
        const auto token = bringToken(1);
        QVERIFY(m_fleet->until([&] { return nameOf(*node, token).has_value(); }));
        const auto name = *nameOf(*node, token);
        QVERIFY(!name.empty());
        QVERIFY(m_fleet->close(node));
        m_fleet->anvil->pause();
        node = m_fleet->open(1);
        QCOMPARE(nameOf(*node, token).value_or("unknown"), name);
        m_fleet->anvil->resume();
    }

    void aCheckpointIsWrittenWhileBlocksGoOn() {
        const auto adjust = [](node::NodeConfig& config) {
            config.checkpointTxs = 3;
            config.anchorInterval = 20ms;
            config.blockInterval = 5ms;
            config.l1Poll = 5ms;
        };
        auto node = m_fleet->open(1, adjust);
        m_fleet->join(node);
        const auto written = [&] {
            for (const auto& file : std::filesystem::directory_iterator(m_fleet->directoryOf(1)))
                if (file.path().extension() == ".snapshot") return true;
            return false;
        };
        std::uint64_t sent = 0;
        while (!written() && sent < 100'000) {
            QCOMPARE(codeOf(m_fleet->wait(node->submit(m_fleet->transfer(sent++)))), QString("ok"));
            QVERIFY(m_fleet->until([&] { return node->view()->totalTxs == sent; }));
        }
        QVERIFY(written());
        for (int more = 0; more < 3; ++more)
            QCOMPARE(codeOf(m_fleet->wait(node->submit(m_fleet->transfer(sent++)))), QString("ok"));
        QVERIFY(m_fleet->until([&] {
            const auto view = node->view();
            return view->totalTxs == sent && view->heads.safe.number == view->heads.latest.number;
        }));
        const auto head = node->view()->heads.latest;
        QVERIFY(m_fleet->close(node));

        // A start executes what came after it, and nothing else.
        {
            const auto store = *store::Store::open(m_fleet->directoryOf(1) / "node.sqlite");
            const auto& deployment = m_fleet->deployment;
            const auto chain =
                node::Chain::open(*store, {.l2ChainId = deployment.parameters.l2ChainId,
                                           .genesisHash = transition::genesisHash(
                                               deployment.addresses.rollup, deployment.parameters.l2ChainId),
                                           .deployedAtMs = deployment.deployedAtTimeMs,
                                           .directory = m_fleet->directoryOf(1)});
            QCOMPARE(codeOf(chain), QString("ok"));
            QCOMPARE((*chain)->head().blockHash, head.hash);
            QCOMPARE((*chain)->head().state.txCount(), sent);
            QVERIFY((*chain)->txsSinceCheckpoint() < sent);
        }
        node = m_fleet->open(1, adjust);
        QVERIFY(m_fleet->until([&] { return node->view()->current; }));
        QCOMPARE(node->view()->heads.latest.hash, head.hash);
        QCOMPARE(codeOf(m_fleet->wait(node->submit(m_fleet->transfer(sent)))), QString("ok"));
        QVERIFY(m_fleet->until([&] { return node->view()->totalTxs == sent + 1; }));
    }
};

QTEST_GUILESS_MAIN(TestNodeDisk)
#include "tst_node_disk.moc"
