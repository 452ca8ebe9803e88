#include "base/hex.hpp"
#include "rpc_fixture.hpp"

#include <QTest>

using namespace aw;
namespace json = boost::json;

/// Every method, as wallets call it, over a real socket.
class TestRpcMethods : public QObject {
    Q_OBJECT

    std::unique_ptr<test::RpcFixture> m_fixture;
    std::unique_ptr<test::HttpClient> m_client;

    json::value result(const std::string& method, json::array params = {}) {
        const auto response = m_client->call(method, std::move(params));
        const auto* value = response.if_contains("result");
        if (!value) qWarning("%s", json::serialize(response).c_str());
        return value ? *value : json::value("no result");
    }
    std::string text(const std::string& method, json::array params = {}) {
        return std::string(json::value_to<std::string>(result(method, std::move(params))));
    }
    json::object error(const std::string& method, json::array params = {}) {
        const auto response = m_client->call(method, std::move(params));
        const auto* value = response.if_contains("error");
        return value ? value->as_object() : json::object{{"code", 0}, {"message", "no error"}};
    }
    std::string message(const std::string& method, json::array params = {}) {
        return json::value_to<std::string>(error(method, std::move(params)).at("message"));
    }
    std::string alice() const { return base::toHex(m_fixture->alice.address().view()); }
    std::string bob() const { return base::toHex(m_fixture->bob.view()); }
    std::string send(const Bytes& raw) { return text("eth_sendRawTransaction", {base::toHex(raw)}); }
    std::string refusal(const Bytes& raw) {
        const auto answer = error("eth_sendRawTransaction", {base::toHex(raw)});
        if (answer.at("code") != -32000) return "wrong code";
        return json::value_to<std::string>(answer.at("message"));
    }
    static bool begins(const std::string& text, std::string_view words) {
        if (!text.starts_with(words)) qWarning("%s", text.c_str());
        return text.starts_with(words);
    }

private slots:
    void init() {
        m_fixture = std::make_unique<test::RpcFixture>();
        QVERIFY(m_fixture->started.has_value());
        m_client = std::make_unique<test::HttpClient>(m_fixture->server->port());
    }
    void cleanup() {
        m_client.reset();
        m_fixture.reset();
    }

    void whoAndWhere() {
        QCOMPARE(text("web3_clientVersion"), std::string("anchorwatch/v0.1.0/test"));
        QCOMPARE(text("web3_sha3", {"0x"}),
                 std::string("0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"));
        QCOMPARE(text("net_version"), std::string("900001"));
        QCOMPARE(text("eth_chainId"), std::string("0xdbba1"));
        QVERIFY(result("net_listening").as_bool());
        QVERIFY(!result("eth_syncing").as_bool());
        QVERIFY(result("eth_accounts").as_array().empty());
        QCOMPARE(text("eth_blockNumber"), std::string("0x0"));
    }

    void fees() {
        QCOMPARE(text("eth_gasPrice"), std::string("0x7"));
        QCOMPARE(text("eth_maxPriorityFeePerGas"), std::string("0x0"));
    }

    /// ethers takes 0 for a chain without EIP-1559, cast for free gas: the first user would be refused.
    void theGenesisStatesThePriceOfNow() {
        const auto genesis = result("eth_getBlockByNumber", {"latest", false}).as_object();
        QCOMPARE(genesis.at("number"), json::value("0x0"));
        QCOMPARE(genesis.at("baseFeePerGas"), json::value("0x7"));
        QCOMPARE(result("eth_getBlockByHash", {genesis.at("hash"), false}), json::value(genesis));
        QCOMPARE(result("eth_feeHistory", {"0xa", "latest", json::array{20}}).at("baseFeePerGas"),
                 (json::value{"0x7", "0x7"}));
    }

    /// Blocks 1 and 2 with tips of 1, 2 and 3 wei; cast asks exactly so.
    void feeHistory() {
        send(m_fixture->transfer(0, 1, 100, 3));
        m_fixture->backend->makeBlock();
        send(m_fixture->transfer(1, 1, 100, 2));
        send(m_fixture->transfer(2, 1, 100, 1));
        m_fixture->backend->makeBlock();
        const auto history = result("eth_feeHistory", {"0xa", "latest", json::array{0, 20, 100}}).as_object();
        QCOMPARE(history.at("oldestBlock"), json::value("0x0"));
        QCOMPARE(history.at("baseFeePerGas"), (json::value{"0x7", "0x7", "0x7", "0x7"}));
        QCOMPARE(history.at("gasUsedRatio").as_array().size(), std::size_t{3});
        QCOMPARE(history.at("gasUsedRatio").as_array()[2].as_double(), 42000.0 / 344064000.0);
        QCOMPARE(history.at("reward").as_array()[1], (json::value{"0x3", "0x3", "0x3"}));
        QCOMPARE(history.at("reward").as_array()[2], (json::value{"0x1", "0x1", "0x2"}));

        QCOMPARE(result("eth_feeHistory", {"10", "latest", json::array{0, 20, 100}}), json::value(history));
        const auto one = result("eth_feeHistory", {1, "0x1", nullptr}).as_object();
        QCOMPARE(one.at("oldestBlock"), json::value("0x1"));
        QVERIFY(!one.contains("reward"));
        QVERIFY(
            begins(message("eth_feeHistory", {"0x1", "0x99", json::array{}}), "request beyond head block"));
        QCOMPARE(error("eth_feeHistory", {"0x1", "latest", json::array{50, 20}}).at("code"),
                 json::value(-32602));
        QCOMPARE(error("eth_feeHistory", {"0x1", "latest", json::array{101}}).at("code"),
                 json::value(-32602));
        QCOMPARE(error("eth_feeHistory", {"0x1", "latest", "x"}).at("code"), json::value(-32602));
    }

    void estimates() {
        QCOMPARE(text("eth_estimateGas", {json::object{{"from", alice()}, {"to", bob()}, {"value", "0x1"}}}),
                 std::string("0x5208"));
        QCOMPARE(
            text("eth_estimateGas", {json::object{{"to", "0x000000000000000000000000000000000000e817"}}}),
            std::string("0x7530"));
        QCOMPARE(
            text("eth_estimateGas", {json::object{{"to", bob()}, {"data", "0x"}, {"input", "0x"}}, "latest"}),
            std::string("0x5208"));
        QVERIFY(begins(message("eth_estimateGas", {json::object{{"from", alice()}}}),
                       "contract creation is not supported"));
        QVERIFY(begins(message("eth_estimateGas", {json::object{{"to", bob()}, {"data", "0xa9059cbb"}}}),
                       "transaction data is not supported"));
        QVERIFY(begins(message("eth_estimateGas", {json::object{{"to", bob()}, {"input", "0xa9059cbb"}}}),
                       "transaction data is not supported"));
        QVERIFY(begins(
            message("eth_estimateGas", {json::object{{"from", bob()}, {"to", alice()}, {"value", "0x1"}}}),
            "insufficient funds for transfer"));
        QVERIFY(begins(
            message("eth_estimateGas", {json::object{{"to", bob()}, {"data", "0x01"}, {"input", "0x02"}}}),
            "data and input"));
        QCOMPARE(error("eth_estimateGas").at("code"), json::value(-32602));
        QCOMPARE(error("eth_estimateGas", {json::object{{"to", "0x1"}}}).at("code"), json::value(-32602));
    }

    void accountsAndTheirState() {
        QCOMPARE(text("eth_getBalance", {alice(), "latest"}), std::string("0x8ac7230489e80000"));
        QCOMPARE(text("eth_getBalance", {alice()}), std::string("0x8ac7230489e80000"));
        QCOMPARE(text("eth_getBalance", {bob(), "pending"}), std::string("0x0"));
        send(m_fixture->transfer(0, 5));
        QCOMPARE(text("eth_getTransactionCount", {alice(), "latest"}), std::string("0x0"));
        QCOMPARE(text("eth_getTransactionCount", {alice(), "pending"}), std::string("0x1"));
        m_fixture->backend->makeBlock();
        QCOMPARE(text("eth_getTransactionCount", {alice(), "latest"}), std::string("0x1"));
        QCOMPARE(text("eth_getBalance", {bob()}), std::string("0x5"));
        QCOMPARE(text("eth_getBalance", {bob(), "0x1"}), std::string("0x5"));
        QCOMPARE(text("eth_getBalance", {bob(), json::object{{"blockNumber", "0x1"}}}), std::string("0x5"));
        QCOMPARE(text("eth_getCode", {bob(), "latest"}), std::string("0x"));
        QCOMPARE(text("eth_getStorageAt", {bob(), "0x0", "latest"}), "0x" + std::string(64, '0'));
        QCOMPARE(text("eth_call", {json::object{{"to", bob()}, {"data", "0x70a08231"}}, "latest"}),
                 std::string("0x"));
        QVERIFY(begins(message("eth_call", {json::object{{"data", "0x6000"}}}), "contract creation"));
    }

    void aTransactionFromSendingToItsReceipt() {
        const auto hash = send(m_fixture->transfer(0, 1000, 20, 3));
        auto tx = result("eth_getTransactionByHash", {hash}).as_object();
        QVERIFY(tx.at("blockHash").is_null() && tx.at("blockNumber").is_null() &&
                tx.at("transactionIndex").is_null());
        QVERIFY(result("eth_getTransactionReceipt", {hash}).is_null());

        const auto block = m_fixture->backend->makeBlock();
        const auto blockHash = base::toHex(block->hash.view());
        tx = result("eth_getTransactionByHash", {hash}).as_object();
        QCOMPARE(tx.at("hash"), json::value(hash));
        QCOMPARE(tx.at("type"), json::value("0x2"));
        QCOMPARE(tx.at("from"), json::value(alice()));
        QCOMPARE(tx.at("to"), json::value(bob()));
        QCOMPARE(tx.at("value"), json::value("0x3e8"));
        QCOMPARE(tx.at("nonce"), json::value("0x0"));
        QCOMPARE(tx.at("gas"), json::value("0x5208"));
        QCOMPARE(tx.at("maxFeePerGas"), json::value("0x14"));
        QCOMPARE(tx.at("maxPriorityFeePerGas"), json::value("0x3"));
        QCOMPARE(tx.at("gasPrice"), json::value("0xa"));
        QCOMPARE(tx.at("chainId"), json::value("0xdbba1"));
        QCOMPARE(tx.at("blockHash"), json::value(blockHash));
        QCOMPARE(tx.at("input"), json::value("0x"));
        QVERIFY(tx.at("accessList").as_array().empty());
        QVERIFY(tx.contains("r") && tx.contains("s") && tx.contains("v") && tx.contains("yParity"));

        const auto receipt = result("eth_getTransactionReceipt", {hash}).as_object();
        QCOMPARE(receipt.at("status"), json::value("0x1"));
        QCOMPARE(receipt.at("type"), json::value("0x2"));
        QCOMPARE(receipt.at("gasUsed"), json::value("0x5208"));
        QCOMPARE(receipt.at("cumulativeGasUsed"), json::value("0x5208"));
        QCOMPARE(receipt.at("effectiveGasPrice"), json::value("0xa"));
        QVERIFY(receipt.at("contractAddress").is_null());
        QVERIFY(receipt.at("logs").as_array().empty());
        QCOMPARE(receipt.at("logsBloom").as_string().size(), std::size_t{2 + 512});
        QCOMPARE(receipt.at("blockNumber"), json::value("0x1"));
        QCOMPARE(receipt.at("transactionIndex"), json::value("0x0"));

        QVERIFY(result("eth_getTransactionByHash", {"0x" + std::string(64, '1')}).is_null());
        QVERIFY(result("eth_getTransactionReceipt", {"0x" + std::string(64, '1')}).is_null());
    }

    void blocks() {
        std::vector<std::string> hashes;
        for (std::uint64_t nonce = 0; nonce < 3; ++nonce)
            hashes.push_back(send(m_fixture->transfer(nonce)));
        const auto made = m_fixture->backend->makeBlock();
        const auto hash = base::toHex(made->hash.view());
        const auto block = result("eth_getBlockByNumber", {"latest", false}).as_object();
        QCOMPARE(block.at("hash"), json::value(hash));
        QCOMPARE(block.at("number"), json::value("0x1"));
        QCOMPARE(block.at("parentHash"), json::value(base::toHex(made->header.parentHash.view())));
        QCOMPARE(block.at("stateRoot"), json::value(base::toHex(made->header.stateRoot.view())));
        QCOMPARE(block.at("baseFeePerGas"), json::value("0x7"));
        QCOMPARE(block.at("gasUsed"), json::value("0xf618"));
        QCOMPARE(block.at("timestamp"), json::value("0x6553f101"));
        QCOMPARE(block.at("timestampMs"), json::value("0x18bcfe56d14"));
        QCOMPARE(block.at("transactions"), (json::value{hashes[0], hashes[1], hashes[2]}));
        QCOMPARE(block.at("nonce").as_string().size(), std::size_t{18});
        QCOMPARE(block.at("miner").as_string().size(), std::size_t{42});
        for (const auto* name : {"sha3Uncles", "transactionsRoot", "receiptsRoot", "mixHash"})
            QCOMPARE(block.at(name).as_string().size(), std::size_t{66});
        QVERIFY(block.at("batch").is_null());

        QCOMPARE(result("eth_getBlockByHash", {hash, false}), json::value(block));
        QCOMPARE(result("eth_getBlockByNumber", {"0x1", false}), json::value(block));
        const auto whole = result("eth_getBlockByNumber", {"0x1", true}).as_object();
        QCOMPARE(whole.at("transactions").as_array()[2], result("eth_getTransactionByHash", {hashes[2]}));
        QCOMPARE(text("eth_getBlockTransactionCountByNumber", {"latest"}), std::string("0x3"));
        QCOMPARE(text("eth_getBlockTransactionCountByHash", {hash}), std::string("0x3"));
        QCOMPARE(text("eth_getUncleCountByBlockNumber", {"latest"}), std::string("0x0"));
        QCOMPARE(text("eth_getUncleCountByBlockHash", {hash}), std::string("0x0"));
        QCOMPARE(result("eth_getTransactionByBlockNumberAndIndex", {"0x1", "0x2"}),
                 whole.at("transactions").as_array()[2]);
        QCOMPARE(result("eth_getTransactionByBlockHashAndIndex", {hash, "0x0"}),
                 whole.at("transactions").as_array()[0]);
        QVERIFY(result("eth_getTransactionByBlockNumberAndIndex", {"0x1", "0x3"}).is_null());
        const auto receipts = result("eth_getBlockReceipts", {"latest"}).as_array();
        QCOMPARE(receipts.size(), std::size_t{3});
        QCOMPARE(receipts[2], result("eth_getTransactionReceipt", {hashes[2]}));
        QCOMPARE(receipts[2].at("cumulativeGasUsed"), json::value("0xf618"));

        QVERIFY(result("eth_getBlockByNumber", {"0x99", false}).is_null());
        QVERIFY(result("eth_getBlockByHash", {"0x" + std::string(64, '1'), false}).is_null());
        QVERIFY(result("eth_getBlockTransactionCountByNumber", {"0x99"}).is_null());
    }

    void tags() {
        m_fixture->backend->safe = 2;
        m_fixture->backend->finalized = 1;
        for (std::uint64_t nonce = 0; nonce < 3; ++nonce) {
            send(m_fixture->transfer(nonce));
            m_fixture->backend->makeBlock();
        }
        const auto number = [&](const char* tag) {
            return json::value_to<std::string>(result("eth_getBlockByNumber", {tag, false}).at("number"));
        };
        QCOMPARE(number("latest"), std::string("0x3"));
        QCOMPARE(number("safe"), std::string("0x2"));
        QCOMPARE(number("finalized"), std::string("0x1"));
        QCOMPARE(number("earliest"), std::string("0x0"));
        QCOMPARE(number("pending"), std::string("0x4"));
        const auto pending = result("eth_getBlockByNumber", {"pending", false});
        QVERIFY(pending.at("hash").is_null() && pending.at("nonce").is_null());
        QCOMPARE(pending.at("parentHash"), result("eth_getBlockByNumber", {"latest", false}).at("hash"));
        QCOMPARE(text("eth_getBlockTransactionCountByNumber", {"pending"}), std::string("0x0"));
        QCOMPARE(result("eth_getBlockReceipts", {"pending"}), json::value(json::array()));
        QVERIFY(result("eth_getTransactionByBlockNumberAndIndex", {"pending", "0x0"}).is_null());
        QCOMPARE(error("eth_getBlockByNumber", {"newest", false}).at("code"), json::value(-32602));
        QCOMPARE(result("eth_getBlockByNumber", {"safe", false}).at("batch"), json::value("0x1"));
    }

    void rollup() {
        QVERIFY(result("rollup_status").at("l1Connected").as_bool());
        QCOMPARE(result("rollup_getBatch", {"0x1"}).at("number"), json::value("0x1"));
        QVERIFY(result("rollup_getBatch", {2}).is_null());
        QVERIFY(result("rollup_getOperators").is_array());
        QCOMPARE(error("rollup_getBatch").at("code"), json::value(-32602));
    }

    void l1TransactionsAreBounded() {
        const auto newest = [&](const json::array& params) {
            return result("rollup_getL1Transactions", params).at("transactions").as_array();
        };
        QCOMPARE(newest({}).size(), std::size_t{50});
        QCOMPARE(newest({2}).size(), std::size_t{2});
        QCOMPARE(newest({2}).back().at("id"), json::value(600));
        QCOMPARE(newest({"0x1f4"}).size(), std::size_t{500});
        for (const auto* count : {"0x0", "0x1f5"})
            QCOMPARE(error("rollup_getL1Transactions", {count}).at("code"), json::value(-32602));
    }

    void refusalsCarryTheWordsThatWalletsLookFor() {
        codec::Transaction tx{.chainId = test::FakeBackend::kChainId,
                              .nonce = 0,
                              .tipWei = 0,
                              .maxFeeWei = 14,
                              .gasLimit = 21000,
                              .to = m_fixture->bob,
                              .value = 1};
        auto changed = tx;
        changed.chainId = 1;
        QVERIFY(begins(refusal(m_fixture->signedBytes(changed)), "invalid chain id for signer"));
        changed = tx;
        changed.gasLimit = 20999;
        QVERIFY(begins(refusal(m_fixture->signedBytes(changed)), "intrinsic gas too low"));
        changed = tx;
        changed.maxFeeWei = 6;
        QVERIFY(begins(refusal(m_fixture->signedBytes(changed)), "max fee per gas less than block base fee"));
        changed = tx;
        changed.value = Wei("10000000000000000000");
        QVERIFY(
            begins(refusal(m_fixture->signedBytes(changed)), "insufficient funds for gas * price + value"));
        changed = tx;
        changed.tipWei = 15;
        QVERIFY(begins(refusal(m_fixture->signedBytes(changed)),
                       "max priority fee per gas higher than max fee per gas"));
        changed = tx;
        changed.nonce = 5000;
        QVERIFY(begins(refusal(m_fixture->signedBytes(changed)), "nonce too high"));

        const auto raw = m_fixture->signedBytes(tx);
        send(raw);
        QVERIFY(begins(refusal(raw), "already known"));
        changed = tx;
        changed.value = 2;
        QVERIFY(begins(refusal(m_fixture->signedBytes(changed)), "replacement transaction underpriced"));
        m_fixture->backend->makeBlock();
        QVERIFY(begins(refusal(m_fixture->signedBytes(changed)), "nonce too low"));

        auto legacy = raw;
        legacy[0] = 0x01;
        QVERIFY(begins(refusal(legacy), "transaction type not supported"));
        QVERIFY(begins(refusal({0x02, 0xc0}), "rlp"));
        QCOMPARE(error("eth_sendRawTransaction", {"02f8"}).at("code"), json::value(-32602));
        QCOMPARE(error("eth_sendRawTransaction", {"0x0"}).at("code"), json::value(-32602));
        QCOMPARE(error("eth_sendRawTransaction").at("code"), json::value(-32602));
    }

    void whatIsNotOfferedSaysSo_data() {
        QTest::addColumn<QString>("method");
        for (const auto* name : {"eth_fillTransaction", "eth_sendTransaction", "eth_sign", "eth_mining",
                                 "debug_traceTransaction", "operator_stop", "", "eth_chainid"})
            QTest::addRow("%s", *name ? name : "empty") << QString(name);
    }
    void whatIsNotOfferedSaysSo() {
        QFETCH(QString, method);
        const auto answer = error(method.toStdString());
        QCOMPARE(answer.at("code"), json::value(-32601));
        QVERIFY(answer.at("message").as_string().find("does not exist/is not available") !=
                json::string::npos);
    }

    void badParametersAreNamed_data() {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QString>("params");
        QTest::newRow("no address") << "eth_getBalance"
                                    << "[]";
        QTest::newRow("null address") << "eth_getBalance"
                                      << "[null]";
        QTest::newRow("address is a number") << "eth_getBalance"
                                             << "[1]";
        QTest::newRow("short address") << "eth_getBalance"
                                       << R"(["0x1234"])";
        QTest::newRow("address without 0x") << "eth_getBalance"
                                            << R"(["0000000000000000000000000000000000000001"])";
        QTest::newRow("bad digit") << "eth_getBalance"
                                   << R"(["0x000000000000000000000000000000000000000g"])";
        QTest::newRow("bad tag") << "eth_getBalance"
                                 << R"(["0x0000000000000000000000000000000000000001","now"])";
        QTest::newRow("tag is a list") << "eth_getBalance"
                                       << R"(["0x0000000000000000000000000000000000000001",[]])";
        QTest::newRow("empty EIP-1898") << "eth_getBalance"
                                        << R"(["0x0000000000000000000000000000000000000001",{}])";
        QTest::newRow("huge block") << "eth_getBlockByNumber"
                                    << R"(["0x10000000000000000"])";
        QTest::newRow("negative block") << "eth_getBlockByNumber"
                                        << R"([-1])";
        QTest::newRow("flag is text") << "eth_getBlockByNumber"
                                      << R"(["latest","true"])";
        QTest::newRow("short hash") << "eth_getTransactionByHash"
                                    << R"(["0x12"])";
        QTest::newRow("index missing") << "eth_getTransactionByBlockNumberAndIndex"
                                       << R"(["latest"])";
        QTest::newRow("slot missing") << "eth_getStorageAt"
                                      << R"(["0x0000000000000000000000000000000000000001"])";
        QTest::newRow("call is text") << "eth_call"
                                      << R"(["x"])";
    }
    void badParametersAreNamed() {
        QFETCH(QString, method);
        QFETCH(QString, params);
        const auto answer = error(method.toStdString(), json::parse(params.toStdString()).as_array());
        QCOMPARE(answer.at("code"), json::value(-32602));
        QVERIFY(answer.at("message").as_string().find("arameter") != json::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestRpcMethods)
#include "tst_rpc_methods.moc"
