#include "base/hex.hpp"
#include "codec/abi.hpp"
#include "rpc_fixture.hpp"

#include <QTest>

using namespace aw;
namespace json = boost::json;
using codec::abi::Encoder;

/// Tokens as wallets see them: a contract that answers ERC-20 at the token's L1 address, and its events.
class TestRpcTokens : public QObject {
    Q_OBJECT

    std::unique_ptr<test::RpcFixture> m_fixture;
    std::unique_ptr<test::HttpClient> m_client;

    json::object ask(const std::string& method, json::array params) {
        return m_client->call(method, std::move(params));
    }
    static std::string hex(const Address& address) { return base::toHex(address.view()); }
    const Address& token() const { return m_fixture->backend->tokenAddress; }
    const Address& alice() const { return m_fixture->alice.address(); }
    const Address& bob() const { return m_fixture->bob; }
    json::object question(const Bytes& data) const {
        return {{"to", hex(token())}, {"data", base::toHex(data)}};
    }
    /// The answer, or the error's code and message.
    std::string call(const Bytes& data) { return told(ask("eth_call", {question(data), "latest"})); }
    static std::string told(const json::object& response) {
        if (const auto* result = response.if_contains("result"))
            return result->is_string() ? std::string(result->get_string()) : json::serialize(*result);
        const auto& error = response.at("error").as_object();
        return json::serialize(error.at("code")) + " " + std::string(error.at("message").as_string());
    }
    static std::string word(const U256& value) { return base::toHex(Encoder().number(value).encoded()); }
    static Bytes transferData(const Address& to, const U256& amount) {
        return Encoder().address(to).number(amount).call("transfer(address,uint256)");
    }
    json::array logs(json::object filter) {
        const auto response = ask("eth_getLogs", {std::move(filter)});
        if (!response.contains("result")) qWarning("%s", json::serialize(response).c_str());
        return response.at("result").as_array();
    }
    std::string logsRefusal(json::object filter) { return told(ask("eth_getLogs", {std::move(filter)})); }
    /// Three blocks: two transfers of tokens and one of ETH in the second, nothing of tokens in the others.
    std::vector<rpc::BlockPtr> threeBlocks() {
        m_fixture->backend->fundToken(alice(), 1000);
        std::vector<rpc::BlockPtr> blocks;
        std::uint64_t nonce = 0;
        const auto send = [&](const Bytes& raw) {
            ++nonce;
            return ask("eth_sendRawTransaction", {base::toHex(raw)}).contains("result");
        };
        bool sent = send(m_fixture->transfer(nonce));
        blocks.push_back(m_fixture->backend->makeBlock());
        sent = sent && send(m_fixture->tokenTransfer(nonce, token(), 5));
        sent = sent && send(m_fixture->transfer(nonce));
        sent = sent && send(m_fixture->tokenTransfer(nonce, token(), 7));
        blocks.push_back(m_fixture->backend->makeBlock());
        sent = sent && send(m_fixture->transfer(nonce));
        blocks.push_back(m_fixture->backend->makeBlock());
        return sent ? blocks : std::vector<rpc::BlockPtr>{};
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

    void answersAsAContract() {
        m_fixture->backend->fundToken(alice(), 1000);
        m_fixture->backend->fundToken(bob(), 234);
        QCOMPARE(call(Encoder().address(alice()).call("balanceOf(address)")), word(1000));
        QCOMPARE(call(Encoder().address(token()).call("balanceOf(address)")), word(0));
        QCOMPARE(call(Encoder().call("totalSupply()")), word(1234));
        QCOMPARE(call(Encoder().address(alice()).address(bob()).call("allowance(address,address)")), word(0));
        QCOMPARE(told(ask("eth_getCode", {hex(token())})), std::string("0xfe"));
        QCOMPARE(told(ask("eth_getCode", {hex(bob())})), std::string("0x"));
        // Another address has nothing that could answer.
        QCOMPARE(told(ask("eth_call", {json::object{{"to", hex(bob())}, {"data", "0x18160ddd"}}})),
                 std::string("0x"));
    }

    void passesOnWhatL1Says() {
        const auto name = Encoder().call("name()"), symbol = Encoder().call("symbol()");
        QCOMPARE(call(name), std::string("-32000 the token is being looked up on L1: try again in a moment"));
        // One that answers in the way before ERC-20 was settled, and does not know its decimals.
        const Bytes old(32, 0x4d);
        m_fixture->backend->tokenMetadata = std::make_shared<const l1::TokenMetadata>(
            l1::TokenMetadata{.name = Encoder().text("Maker").encoded(), .symbol = old, .decimals = {}});
        QCOMPARE(call(name), base::toHex(Encoder().text("Maker").encoded()));
        QCOMPARE(call(symbol), base::toHex(old));
        QCOMPARE(call(Encoder().call("decimals()")),
                 std::string("3 execution reverted: ERC20: the token's contract on L1 does not tell"));
    }

    void refusesAsAContract() {
        m_fixture->backend->fundToken(alice(), 1000);
        auto wanted = question(transferData(bob(), 1001));
        wanted["from"] = hex(alice());
        const auto refused = ask("eth_call", {wanted}).at("error").as_object();
        QCOMPARE(refused.at("code"), json::value(3));
        QCOMPARE(refused.at("message"),
                 json::value("execution reverted: ERC20: transfer amount exceeds balance"));
        const auto reason = Encoder().text("ERC20: transfer amount exceeds balance").call("Error(string)");
        QCOMPARE(refused.at("data"), json::value(base::toHex(reason)));
        QCOMPARE(told(ask("eth_estimateGas", {wanted})),
                 std::string("3 execution reverted: ERC20: transfer amount exceeds balance"));
        wanted = question(transferData(bob(), 1000));
        wanted["from"] = hex(alice());
        QCOMPARE(told(ask("eth_call", {wanted})), word(1));
        wanted["value"] = "0x1";
        QCOMPARE(told(ask("eth_call", {wanted})),
                 std::string("3 execution reverted: ERC20: a token takes no ETH"));

        const auto approve = Encoder().address(bob()).number(1).call("approve(address,uint256)");
        const std::string noAllowances =
            "3 execution reverted: ERC20: allowances are not supported on this rollup; use transfer";
        QCOMPARE(call(approve), noAllowances);
        QCOMPARE(told(ask("eth_estimateGas", {question(approve)})), noAllowances);
        QCOMPARE(call(Encoder().call("mint()")), std::string("3 execution reverted"));
        QCOMPARE(call({}), std::string("3 execution reverted"));
        QCOMPARE(call(Bytes{0x70, 0xa0, 0x82, 0x31}),
                 std::string("3 execution reverted: ERC20: balanceOf needs an address"));
        QCOMPARE(call(transferData(bob(), U256(1) << 128)),
                 std::string(
                     "3 execution reverted: ERC20: a transfer needs an address and an amount below 2^128"));
    }

    void estimatesTransfersOfTokens() {
        m_fixture->backend->fundToken(alice(), 1000);
        auto wanted = question(transferData(bob(), 1));
        wanted["from"] = hex(alice());
        const auto gas = protocol::gasOfKind(false, true);
        QCOMPARE(told(ask("eth_estimateGas", {wanted})), base::toQuantity(gas));
        wanted["data"] = base::toHex(transferData(protocol::kWithdrawalAddress, 1));
        QCOMPARE(told(ask("eth_estimateGas", {wanted})), base::toQuantity(protocol::gasOfKind(true, true)));
        wanted["to"] = hex(bob());
        const auto unknown = told(ask("eth_estimateGas", {wanted}));
        QVERIFY2(unknown.find("no token is registered at " + hex(bob())) != std::string::npos,
                 unknown.c_str());
        QCOMPARE(told(ask("eth_estimateGas", {this->question(transferData(bob(), U256(1) << 128))})),
                 std::string("3 execution reverted: ERC20: a transfer needs an address and an amount "
                             "below 2^128"));
        const auto question = told(ask("eth_estimateGas", {this->question(Encoder().call("totalSupply()"))}));
        QVERIFY2(question.find("eth_call") != std::string::npos, question.c_str());
    }

    void receiptsCarryTransfers() {
        const auto blocks = threeBlocks();
        QCOMPARE(blocks.size(), std::size_t(3));
        const auto& block = *blocks[1];
        const auto receipts =
            ask("eth_getBlockReceipts", {base::toQuantity(block.header.number)}).at("result").as_array();
        QCOMPARE(receipts.size(), std::size_t(3));
        for (std::size_t i = 0; i < 3; ++i)
            QCOMPARE(ask("eth_getTransactionReceipt", {base::toHex(block.txs[i]->hash.view())}).at("result"),
                     receipts[i]);
        QVERIFY(receipts[1].at("logs").as_array().empty());
        const auto log = receipts[2].at("logs").as_array().at(0).as_object();
        QCOMPARE(log.at("address"), json::value(hex(token())));
        // keccak-256 of Transfer(address,address,uint256), as every indexer knows it.
        const auto topicOf = [](const Address& address) {
            return "0x" + std::string(24, '0') + hex(address).substr(2);
        };
        QCOMPARE(log.at("topics"),
                 (json::value{"0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef",
                              topicOf(alice()), topicOf(bob())}));
        QCOMPARE(log.at("data"), json::value(word(7)));
        QCOMPARE(log.at("logIndex"), json::value("0x1"));
        QCOMPARE(log.at("transactionIndex"), json::value("0x2"));
        QCOMPARE(log.at("transactionHash"), json::value(base::toHex(block.txs[2]->hash.view())));
        QCOMPARE(log.at("blockHash"), json::value(base::toHex(block.hash.view())));
        QCOMPARE(log.at("removed"), json::value(false));
    }

    /// What geth's own client computes from the same blocks: it was asked when this was written.
    void blocksStateTheRootsAndSizesOfEthereum() {
        const auto blocks = threeBlocks();
        QCOMPARE(blocks.size(), std::size_t(3));
        const auto told = [&](const std::string& block, const char* field) {
            return std::string(
                ask("eth_getBlockByNumber", {block, false}).at("result").at(field).as_string());
        };
        const std::string empty = "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421";
        for (const auto* block : {"0x0", "pending"}) {
            QCOMPARE(told(block, "transactionsRoot"), empty);
            QCOMPARE(told(block, "receiptsRoot"), empty);
            QCOMPARE(told(block, "size"), std::string("0x1fe"));
        }
        QCOMPARE(told("0x2", "transactionsRoot"),
                 std::string("0xd56eb209232c61632df49de2fe454787b1d33745dcaa6fe8dd9d367c0b8ed747"));
        QCOMPARE(told("0x2", "receiptsRoot"),
                 std::string("0x873c92e604c1a18e5281d8a517c7aa20c417c3a26b511bcccc80757740539da0"));
        QCOMPARE(told("0x2", "size"), std::string("0x3cd"));
    }

    /// Reads the bloom as a light client does: three bits of the hash of what it looks for.
    void bloomsHoldAddressesAndTopics() {
        const auto blocks = threeBlocks();
        QCOMPARE(blocks.size(), std::size_t(3));
        const auto bloomOf = [&](const rpc::BlockPtr& block) {
            const auto answer = ask("eth_getBlockByHash", {base::toHex(block->hash.view()), false});
            return *base::fromHex(std::string_view(answer.at("result").at("logsBloom").as_string()));
        };
        const auto holds = [](const Bytes& bloom, ByteView value) {
            const auto hash = crypto::keccak256(value);
            for (std::size_t i = 0; i < 6; i += 2) {
                const auto bit = (hash.bytes[i] * 256U + hash.bytes[i + 1]) & 2047U;
                if ((bloom[255 - bit / 8] >> bit % 8 & 1) == 0) return false;
            }
            return true;
        };
        QCOMPARE(bloomOf(blocks[0]), Bytes(256, 0));
        const auto bloom = bloomOf(blocks[1]);
        QVERIFY(holds(bloom, token().view()));
        QVERIFY(holds(bloom, codec::abi::eventTopic("Transfer(address,address,uint256)").view()));
        QVERIFY(!holds(bloom, alice().view())); // a topic is 32 bytes wide
        QVERIFY(holds(bloom, Encoder().address(alice()).encoded()));
        QVERIFY(holds(bloom, Encoder().address(bob()).encoded()));
    }

    void findsLogs() {
        const auto blocks = threeBlocks();
        QCOMPARE(blocks.size(), std::size_t(3));
        const json::object everything{{"fromBlock", "earliest"}, {"toBlock", "latest"}};
        const auto all = logs(everything);
        QCOMPARE(all.size(), std::size_t(2));
        QCOMPARE(all[0].at("data"), json::value(word(5)));
        QCOMPARE(all[1].at("data"), json::value(word(7)));
        QVERIFY(logs({}).empty()); // the latest block alone
        QCOMPARE(logs({{"blockHash", base::toHex(blocks[1]->hash.view())}}), all);
        QCOMPARE(logs({{"fromBlock", "0x2"}, {"toBlock", "0x2"}}), all);
        QCOMPARE(logs({{"fromBlock", "0x1"}, {"toBlock", "0x99"}}), all);
        QVERIFY(logs({{"fromBlock", "0x3"}}).empty());
        // As a client polls: from one above what it has seen.
        QVERIFY(logs({{"fromBlock", "0x4"}, {"toBlock", "latest"}}).empty());
        QVERIFY(logs({{"fromBlock", "0x4"}}).empty());
        QVERIFY(logs({{"fromBlock", "0x2"}, {"toBlock", "safe"}}).empty());
        QVERIFY(logs({{"fromBlock", "latest"}, {"toBlock", "0x1"}}).empty());
        QVERIFY(logs({{"fromBlock", "0x4"}, {"toBlock", "0x5"}}).empty());

        const auto with = [&](std::string_view name, json::value value) {
            auto filter = everything;
            filter[name] = std::move(value);
            return logs(filter).size();
        };
        const json::value transfer(
            base::toHex(codec::abi::eventTopic("Transfer(address,address,uint256)").view()));
        const json::value from(base::toHex(Encoder().address(alice()).encoded()));
        const json::value to(base::toHex(Encoder().address(bob()).encoded()));
        QCOMPARE(with("address", json::value(hex(token()))), std::size_t(2));
        QCOMPARE(with("address", json::value(hex(bob()))), std::size_t(0));
        QCOMPARE(with("address", json::array{hex(bob()), hex(token())}), std::size_t(2));
        QCOMPARE(with("address", nullptr), std::size_t(2));
        QCOMPARE(with("topics", json::array{transfer}), std::size_t(2));
        QCOMPARE(with("topics", json::array{nullptr, from, to}), std::size_t(2));
        QCOMPARE(with("topics", json::array{nullptr, to}), std::size_t(0));
        QCOMPARE(with("topics", json::array{json::array{}, json::array{to, from}}), std::size_t(2));
        QCOMPARE(with("topics", json::array{json::array{from, to}}), std::size_t(0));
        // null among alternatives stands for any.
        QCOMPARE(with("topics", json::array{json::array{nullptr}}), std::size_t(2));
        QCOMPARE(with("topics", json::array{json::array{to, nullptr}}), std::size_t(2));
        // An event with fewer topics than the filter has does not match.
        QCOMPARE(with("topics", json::array{nullptr, nullptr, nullptr, nullptr}), std::size_t(0));
    }

    void refusesFiltersThatMeanNothing() {
        QCOMPARE(threeBlocks().size(), std::size_t(3));
        const auto begins = [](const std::string& text, std::string_view words) {
            if (!text.starts_with(words)) qWarning("%s", text.c_str());
            return text.starts_with(words);
        };
        QVERIFY(begins(logsRefusal({{"fromBlock", "soon"}}), "-32602 fromBlock must be a block"));
        QVERIFY(begins(logsRefusal({{"fromBlock", "0x2"}, {"toBlock", "0x1"}}),
                       "-32602 invalid block range: fromBlock is above toBlock"));
        QVERIFY(begins(logsRefusal({{"address", "0x12"}}), "-32602 address must be an address"));
        QVERIFY(begins(logsRefusal({{"address", json::array{hex(token()), 5}}}), "-32602 address must be"));
        QVERIFY(begins(logsRefusal({{"topics", "0x12"}}), "-32602 topics must be a list"));
        QVERIFY(
            begins(logsRefusal({{"topics", json::array{nullptr, "0x12"}}}), "-32602 topic 2 must be a hash"));
        QVERIFY(begins(logsRefusal({{"topics", json::array(5)}}), "-32602 topics: an event has at most 4"));
        QVERIFY(begins(logsRefusal({{"topics", json::array{json::array(1001, json::value(hex(token())))}}}),
                       "-32005 topic 1: at most 1000"));
        const std::string unknown = "0x" + std::string(64, '1');
        QVERIFY(begins(logsRefusal({{"blockHash", unknown}}), "-32000 unknown block"));
        QVERIFY(begins(logsRefusal({{"blockHash", unknown}, {"toBlock", "latest"}}),
                       "-32602 blockHash names the block"));
        QVERIFY(begins(told(ask("eth_getLogs", {})), "-32602 missing parameter 1"));
    }
};

QTEST_GUILESS_MAIN(TestRpcTokens)
#include "tst_rpc_tokens.moc"
