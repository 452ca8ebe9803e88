#include "codec/abi.hpp"
#include "crypto/keccak.hpp"
#include "l1_relay.hpp"
#include "node_fleet.hpp"
#include "values.hpp"

#include <QTest>

using namespace aw;
using namespace aw::test;
using namespace std::chrono_literals;

namespace {

/// IDemands.demand() of the only user transaction in the only segment of a batch.
Bytes demandOf(const transition::BatchHeader& header, const transition::Segment& segment,
               const codec::SignedTransaction& tx) {
    using codec::abi::Encoder;
    Encoder opening;
    opening.hash(segment.postRoot).hash(segment.txRoot).hash(crypto::keccak256(segment.records));
    Encoder demanded;
    const auto words = transition::encodeHeader(header);
    for (std::size_t at = 0; at < words.size(); at += Hash::kSize)
        demanded.hash(Hash::from(ByteView(words).subspan(at, Hash::kSize)));
    demanded.hashes({transition::segmentLeaf(segment)}).number(0).staticTuple(opening).number(0);
    demanded.hash(tx.signingHash).address(tx.sender);
    for (int level = 0; level < 6; ++level)
        demanded.hash({}); // nothing stands beside it
    return Encoder().dynamicTuple(demanded).call(
        "demand((" + std::string(l1::kBatchHeaderType) +
        ",bytes32[],uint32,(bytes32,bytes32,bytes32),uint8,bytes32,address,bytes32[6]))");
}

} // namespace

/// What L1 takes back takes nothing from whoever was given an acknowledgement.
class TestNodeReorg : public QObject {
    Q_OBJECT

    std::unique_ptr<NodeFleet> m_fleet;

    std::string hashOf(std::uint64_t nonce) const {
        return base::toHex(crypto::keccak256(m_fleet->transfer(nonce)).view());
    }
    /// Without the number of its batch, which may be another one when L1 has lost the first.
    boost::json::value receipt(const node::Node& node, std::uint64_t nonce) {
        auto receipt = m_fleet->askNode(node, "eth_getTransactionReceipt", {hashOf(nonce)});
        if (receipt.is_object()) receipt.as_object().erase("batch");
        return receipt;
    }
    /// Sends so many transfers and waits until all are in a batch.
    bool anchorTransfers(const NodeFleet::NodePtr& node, std::uint64_t from, std::uint64_t count) {
        for (auto nonce = from; nonce < from + count; ++nonce)
            if (const auto sent = m_fleet->wait(node->submit(m_fleet->transfer(nonce))); !sent) {
                qWarning("%s", sent.error().detail.c_str());
                return false;
            }
        const bool done = m_fleet->until([&] {
            const auto view = node->view();
            return view->totalTxs >= from + count && view->heads.safe.number == view->heads.latest.number;
        });
        const auto view = node->view();
        if (!done)
            qWarning("%llu executed, latest %llu, safe %llu, L1 %llu",
                     static_cast<unsigned long long>(view->totalTxs),
                     static_cast<unsigned long long>(view->heads.latest.number),
                     static_cast<unsigned long long>(view->heads.safe.number),
                     static_cast<unsigned long long>(view->heads.l1.number));
        return done;
    }

    /// Waits until L1 has everything.
    bool allAnchored(const NodeFleet::NodePtr& node) {
        const bool done = m_fleet->until(
            [&] { return node->view()->heads.safe.number == node->view()->heads.latest.number; });
        if (done) return true;
        for (const auto& code : m_fleet->events[1].codes)
            qWarning("told %s", code.c_str());
        for (const auto& [name, value] : m_fleet->events[1].lastArgs)
            qWarning("%s: %s", name.c_str(), value.c_str());
        return false;
    }

private slots:
    void init() { m_fleet = std::make_unique<NodeFleet>(NodeFleet::patient()); }
    void cleanup() { m_fleet.reset(); }

    void whatWasAcknowledgedSurvivesAReorg_data() {
        QTest::addColumn<int>("depth");
        QTest::newRow("of one block") << 1;
        QTest::newRow("of 40 blocks") << 40;
    }
    void whatWasAcknowledgedSurvivesAReorg() {
        QFETCH(const int, depth);
        const auto node = m_fleet->open(1, [](auto& config) {
            config.blockInterval = 400ms;
            config.anchorInterval = 100ms;
            config.l1Poll = 20ms;
        });
        m_fleet->join(node);
        QVERIFY(allAnchored(node));
        const auto fork = m_fleet->mark();
        QVERIFY(anchorTransfers(node, 0, 10));
        std::vector<boost::json::value> before;
        for (std::uint64_t nonce = 0; nonce < 10; ++nonce)
            before.push_back(receipt(*node, nonce));
        const auto head = node->view()->heads.latest;
        QVERIFY(m_fleet->l1Head() > fork.block);
        if (const auto mined = m_fleet->l1Head() - fork.block; mined < static_cast<std::uint64_t>(depth))
            m_fleet->mine(static_cast<std::uint64_t>(depth) - mined);

        m_fleet->reorg(fork);
        QVERIFY(m_fleet->until([&] { return m_fleet->events[1].count("l1-reorg") == 1; }));
        // The lost batches are sent again; the blocks stay, and with them every receipt.
        QVERIFY(m_fleet->until([&] { return node->view()->heads.safe.number >= head.number; }));
        QVERIFY(m_fleet->events[1].count("batch-anchored") >= 2);
        const auto view = node->view();
        QCOMPARE(view->totalTxs, std::uint64_t(10));
        QCOMPARE(view->pending, std::uint64_t(0));
        for (std::uint64_t nonce = 0; nonce < 10; ++nonce) {
            QVERIFY2(receipt(*node, nonce) == before[nonce], std::to_string(nonce).c_str());
            QCOMPARE(before[nonce].at("status"), "0x1");
        }
        const auto block =
            m_fleet->askNode(*node, "eth_getBlockByNumber", {base::toQuantity(head.number), false});
        QVERIFY(block.at("hash") == boost::json::value(base::toHex(head.hash.view())));
        // And the next one is taken.
        QVERIFY(anchorTransfers(node, 10, 1));
    }

    /// The deposit that a transaction spends is lost with it: it waits, and is executed when that comes
    /// again.
    void whatItSpendsIsLostAndComesAgain() {
        const auto node = m_fleet->open(1, NodeFleet::anchorQuickly);
        m_fleet->join(node);
        QVERIFY(allAnchored(node));
        const auto fork = m_fleet->mark();
        m_fleet->user = crypto::SecretKey::derive("node fleet", 101);
        const auto deposit = [&] {
            *m_fleet->wait(m_fleet->txManager->send(m_fleet->deployment.addresses.bridge,
                                                    l1::calls::deposit(m_fleet->user.address()),
                                                    NodeFleet::kEtherWei, "deposit"));
        };
        const auto blocks = node->view()->heads.latest.number;
        deposit();
        QVERIFY(m_fleet->until([&] { return node->view()->heads.latest.number > blocks; }));
        QVERIFY(anchorTransfers(node, 0, 3));
        m_fleet->reorg(fork);
        QVERIFY(m_fleet->until([&] { return node->view()->totalTxs == 0 && node->view()->pending == 3; }));
        QVERIFY(receipt(*node, 0).is_null());
        QCOMPARE(m_fleet->askNode(*node, "eth_getTransactionByHash", {hashOf(0)}).at("blockHash"),
                 boost::json::value(nullptr));
        deposit();
        QVERIFY(m_fleet->until([&] { return node->view()->totalTxs == 3 && node->view()->pending == 0; }));
        for (std::uint64_t nonce = 0; nonce < 3; ++nonce)
            QCOMPARE(receipt(*node, nonce).at("status"), "0x1");
    }

    /// E2: a demand on a batch that no reorg touched, after a restart.
    void signaturesOutliveARestartAndAReorg() {
        const auto adjust = NodeFleet::anchorQuickly;
        auto node = m_fleet->open(1, adjust);
        m_fleet->join(node);
        QVERIFY(allAnchored(node));
        QVERIFY(anchorTransfers(node, 0, 1));
        QVERIFY(anchorTransfers(node, 1, 1));
        QVERIFY(m_fleet->close(node));
        const auto raw = m_fleet->transfer(0);
        transition::BatchHeader header;
        std::vector<transition::Segment> segments;
        {
            const auto store = store::Store::open(m_fleet->directoryOf(1) / "node.sqlite");
            QCOMPARE(codeOf(store), QString("ok"));
            const auto place = *(*store)->place(crypto::keccak256(raw));
            const auto batch = *(*store)->batch((*(*store)->block(place->block))->batch);
            header = batch->header;
            segments = *transition::decodeSegments(*(*store)->batchData(batch->hash));
        }
        QCOMPARE(segments.size(), std::size_t(1));
        node = m_fleet->open(1, adjust);
        QVERIFY(m_fleet->until([&] { return node->view()->synced; }));
        const auto fork = m_fleet->mark();
        m_fleet->mine(1);
        QVERIFY(m_fleet->until([&] { return node->view()->heads.l1.number == m_fleet->l1Head(); }));
        m_fleet->reorg(fork);
        QVERIFY(m_fleet->until([&] { return node->view()->heads.l1.number == m_fleet->l1Head(); }));
        QCOMPARE(codeOf(m_fleet->wait(m_fleet->txManager->send(
                     m_fleet->deployment.addresses.demands,
                     demandOf(header, segments.front(), *codec::decodeTransaction(raw)),
                     m_fleet->deployment.parameters.demandBondWei, "demand"))),
                 QString("ok"));
        QVERIFY(m_fleet->until([&] { return m_fleet->events[1].count("signature-answered") == 1; }));
        QCOMPARE(m_fleet->events[1].count("signature-missing"), std::size_t(0));
        QCOMPARE(node->view()->totalTxs, std::uint64_t(2));
    }

    /// E5: what was read once is not read again.
    void nothingBelowTheForkIsReadAgain() {
        L1Relay relay(m_fleet->context, m_fleet->anvil->url());
        const auto node = m_fleet->open(1, [&](auto& config) {
            config.l1Urls = {relay.url()};
            config.anchorInterval = 100ms;
            config.l1Poll = 20ms;
        });
        m_fleet->join(node);
        QVERIFY(anchorTransfers(node, 0, 1));
        m_fleet->mine(400);
        const auto fork = m_fleet->mark();
        QVERIFY(m_fleet->until([&] { return node->view()->heads.l1.number == fork.block; }));
        QVERIFY(anchorTransfers(node, 1, 1));
        relay.forget();
        m_fleet->reorg(fork);
        QVERIFY(m_fleet->until([&] { return m_fleet->events[1].count("l1-reorg") == 1; }));
        QVERIFY(allAnchored(node));
        for (const auto from : relay.logsAskedFrom())
            QVERIFY2(from > fork.block, std::to_string(from).c_str());
        QCOMPARE(node->view()->totalTxs, std::uint64_t(2));

        // Nor by an answer that is far behind: what was missed is read, and nothing else.
        relay.forget();
        m_fleet->anvil->pause();
        m_fleet->anvil->resume();
        const auto head = m_fleet->l1Head();
        m_fleet->mine(600);
        QVERIFY(m_fleet->until([&] { return node->view()->heads.l1.number == m_fleet->l1Head(); }));
        for (const auto from : relay.logsAskedFrom())
            QVERIFY2(from > head, std::to_string(from).c_str());
        QCOMPARE(node->view()->totalTxs, std::uint64_t(2));
    }

    /// E5: nor by a restart.
    void aRestartGoesOnFromTheDisk() {
        L1Relay relay(m_fleet->context, m_fleet->anvil->url());
        const auto adjust = [&](node::NodeConfig& config) {
            config.l1Urls = {relay.url()};
            config.anchorInterval = 100ms;
            config.l1Poll = 20ms;
        };
        auto node = m_fleet->open(1, adjust);
        m_fleet->join(node);
        QVERIFY(anchorTransfers(node, 0, 3));
        const auto head = node->view()->heads.latest;
        const auto before = receipt(*node, 2);
        QVERIFY(m_fleet->until([&] { return node->view()->heads.l1.number == m_fleet->l1Head(); }));
        const auto l1Head = m_fleet->l1Head();
        QVERIFY(m_fleet->close(node));
        relay.forget();
        node = m_fleet->open(1, adjust);
        QVERIFY(m_fleet->until([&] { return node->view()->synced; }));
        QCOMPARE(node->view()->heads.latest.hash, head.hash);
        QVERIFY(receipt(*node, 2) == before);
        for (const auto from : relay.logsAskedFrom())
            QVERIFY2(from > l1Head, std::to_string(from).c_str());
        QVERIFY(anchorTransfers(node, 3, 1));
    }
};

QTEST_GUILESS_MAIN(TestNodeReorg)
#include "tst_node_reorg.moc"
