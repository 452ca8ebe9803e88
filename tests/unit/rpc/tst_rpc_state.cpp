#include "base/hex.hpp"
#include "codec/abi.hpp"
#include "rpc_fixture.hpp"

#include <QTest>

using namespace aw;
using codec::abi::Encoder;
namespace json = boost::json;

/// Questions about the state of the past, by every name that a block has.
class TestRpcState : public QObject {
    Q_OBJECT

    std::unique_ptr<test::RpcFixture> m_fixture;
    std::unique_ptr<test::HttpClient> m_client;

    test::FakeBackend& backend() { return *m_fixture->backend; }
    /// The answer as text, or the error's code and message.
    std::string ask(const std::string& method, json::array params) {
        const auto response = m_client->call(method, std::move(params));
        if (const auto* result = response.if_contains("result"))
            return result->is_string() ? std::string(result->get_string()) : json::serialize(*result);
        const auto& error = response.at("error").as_object();
        return json::serialize(error.at("code")) + " " + std::string(error.at("message").as_string());
    }
    std::string alice() const { return base::toHex(m_fixture->alice.address().view()); }
    std::string bob() const { return base::toHex(m_fixture->bob.view()); }
    std::string token() const { return base::toHex(m_fixture->backend->tokenAddress.view()); }
    std::string hashOf(std::uint64_t number) {
        return base::toHex(m_fixture->backend->blockByNumber(number)->hash.view());
    }
    void send(const Bytes& raw) {
        const auto answer = ask("eth_sendRawTransaction", {base::toHex(raw)});
        QVERIFY2(answer.size() == 66, answer.c_str());
    }
    /// Block n, for n from 1 to `count`: bob gets 1 wei and `n` tokens.
    void makeBlocks(std::uint64_t count) {
        backend().fundToken(m_fixture->alice.address(), 1'000'000);
        for (std::uint64_t n = 1; n <= count; ++n) {
            send(m_fixture->transfer(2 * n - 2));
            send(m_fixture->tokenTransfer(2 * n - 1, backend().tokenAddress, n));
            QVERIFY(backend().makeBlock());
        }
    }
    std::string tokenBalance(json::value block) {
        const auto data = Encoder().address(m_fixture->bob).call("balanceOf(address)");
        return ask("eth_call",
                   {json::object{{"to", token()}, {"data", base::toHex(data)}}, std::move(block)});
    }
    static std::string word(std::uint64_t value) { return base::toHex(Encoder().number(value).encoded()); }

    /// The names of a block, for methods that take one.
    json::array namesOf(std::uint64_t number) {
        const auto hex = base::toQuantity(number);
        const auto hash = hashOf(number);
        json::array names;
        names.emplace_back(hex);
        names.emplace_back(number);
        names.emplace_back(hash);
        names.emplace_back(json::object{{"blockNumber", hex}});
        names.emplace_back(json::object{{"blockHash", hash}});
        names.emplace_back(json::object{{"blockHash", hash}, {"requireCanonical", true}});
        names.emplace_back(
            json::object{{"blockHash", hash}, {"requireCanonical", false}, {"blockNumber", nullptr}});
        return names;
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

    void everyNameOfABlockGivesItsState() {
        makeBlocks(4);
        for (std::uint64_t n = 0; n <= 4; ++n)
            for (const auto& name : namesOf(n)) {
                QCOMPARE(ask("eth_getBalance", {bob(), name}), base::toQuantity(n));
                QCOMPARE(ask("eth_getTransactionCount", {alice(), name}), base::toQuantity(2 * n));
                QCOMPARE(tokenBalance(name), word(n * (n + 1) / 2));
                QCOMPARE(ask("eth_getStorageAt", {bob(), "0x0", name}), "0x" + std::string(64, '0'));
                QCOMPARE(ask("eth_getCode", {token(), name}), std::string("0xfe"));
                QCOMPARE(ask("eth_estimateGas", {json::object{{"from", bob()}, {"to", alice()}}, name}),
                         std::string("0x5208"));
                QCOMPARE(ask("eth_getBlockReceipts", {name}),
                         ask("eth_getBlockReceipts", {base::toQuantity(n)}));
                QVERIFY(ask("eth_getBlockReceipts", {name}).starts_with("["));
                QVERIFY(ask("eth_feeHistory", {"0x1", name, json::array()}).starts_with("{"));
            }
    }

    void tagsGiveTheirState() {
        backend().safe = 2;
        backend().finalized = 1;
        makeBlocks(3);
        const std::pair<const char*, std::uint64_t> tags[] = {
            {"latest", 3}, {"pending", 3}, {"safe", 2}, {"finalized", 1}, {"earliest", 0}};
        for (const auto& [tag, n] : tags) {
            QCOMPARE(ask("eth_getBalance", {bob(), tag}), base::toQuantity(n));
            QCOMPARE(ask("eth_getTransactionCount", {alice(), tag}), base::toQuantity(2 * n));
            QCOMPARE(tokenBalance(tag), word(n * (n + 1) / 2));
        }
        send(m_fixture->transfer(6));
        QCOMPARE(ask("eth_getTransactionCount", {alice(), "pending"}), std::string("0x7"));
        QCOMPARE(ask("eth_getTransactionCount", {alice(), "latest"}), std::string("0x6"));
    }

    void aTokenIsNoneBeforeItIsKnown() {
        backend().tokenSince = 2;
        makeBlocks(1);
        QCOMPARE(tokenBalance("0x1"), std::string("0x"));
        QCOMPARE(ask("eth_getCode", {token(), "0x1"}), std::string("0x"));
    }

    void whatIsNotKnownYetOrNoMoreSaysSo() {
        makeBlocks(3);
        backend().keptFrom = 2;
        const std::string pruned = "-32000 historical state is not available: this operator can tell from "
                                   "block 2 on";
        const std::string unknown = "-32000 header not found: block 153 is not known yet; the latest is 3";
        const std::pair<const char*, std::string> refused[] = {{"0x1", pruned}, {"0x99", unknown}};
        for (const auto& [block, words] : refused) {
            QCOMPARE(ask("eth_getBalance", {bob(), block}), words);
            QCOMPARE(ask("eth_getTransactionCount", {bob(), block}), words);
            QCOMPARE(ask("eth_getCode", {bob(), block}), words);
            QCOMPARE(ask("eth_getStorageAt", {bob(), "0x0", block}), words);
            QCOMPARE(tokenBalance(block), words);
            QCOMPARE(ask("eth_estimateGas", {json::object{{"from", bob()}, {"to", alice()}}, block}), words);
        }
        QCOMPARE(ask("eth_getBalance", {bob(), "0x2"}), std::string("0x2"));
        const std::string strange = "0x" + std::string(64, '1');
        for (const json::value& name : {json::value(strange), json::value{{"blockHash", strange}},
                                        json::value{{"blockHash", strange}, {"requireCanonical", true}}}) {
            QCOMPARE(ask("eth_getBalance", {bob(), name}), std::string("-32000 header for hash not found"));
            QCOMPARE(tokenBalance(name), std::string("-32000 header for hash not found"));
        }
    }

    /// ethers 5 and web3.js write a hash without its leading zeros; one block in sixteen has some.
    void aHashMayLackItsLeadingZeros() {
        std::string hash;
        for (std::uint64_t nonce = 0; !hash.starts_with("0x0") && nonce < 1000; ++nonce) {
            send(m_fixture->transfer(nonce));
            backend().makeBlock();
            hash = hashOf(nonce + 1);
        }
        QVERIFY(hash.starts_with("0x0"));
        const auto cut = "0x" + hash.substr(hash.find_first_not_of('0', 2));
        QCOMPARE(ask("eth_getBalance", {bob(), cut}), ask("eth_getBalance", {bob(), hash}));
        QVERIFY(ask("eth_getBalance", {bob(), cut}).starts_with("0x"));
        QVERIFY(ask("eth_getBalance", {bob(), "0x1" + std::string(39, '0')}).starts_with("-32602"));
    }

    void ambiguousNamesAreRefused() {
        const auto both =
            ask("eth_getBalance", {bob(), json::object{{"blockHash", hashOf(0)}, {"blockNumber", "0x0"}}});
        QVERIFY2(both.starts_with("-32602 parameter 2 holds blockNumber and blockHash"), both.c_str());
        const auto flag = ask("eth_getBalance",
                              {bob(), json::object{{"blockHash", hashOf(0)}, {"requireCanonical", "yes"}}});
        QVERIFY2(flag.starts_with("-32602 parameter 2.requireCanonical"), flag.c_str());
        const auto cut = ask("eth_getBalance", {bob(), json::object{{"blockHash", "0x12"}}});
        QVERIFY2(cut.starts_with("-32602 parameter 2.blockHash must be a hash"), cut.c_str());
    }

    /// The number of a hash is read, and in between the block goes: the answer would be another block's.
    void aReorganisationBetweenIsNoticed() {
        makeBlocks(2);
        const auto gone = hashOf(2);
        backend().afterStateRead = [this] {
            backend().afterStateRead = nullptr;
            backend().rewindTo(1);
            QVERIFY(backend().accept(m_fixture->transfer(2, 500)).has_value());
            backend().makeBlock();
        };
        QCOMPARE(ask("eth_getBalance", {bob(), gone}), std::string("-32000 header for hash not found"));
        QCOMPARE(ask("eth_getBalance", {bob(), "0x2"}), std::string("0x1f5"));
    }

    /// The latest block is gone by the time that it is read: the one that is the latest then is meant.
    void aTagMovesOnWithTheChain() {
        makeBlocks(3);
        backend().keptFrom = 3;
        backend().beforeStateRead = [this] {
            backend().beforeStateRead = nullptr;
            backend().rewindTo(1);
            backend().keptFrom = 0;
        };
        QCOMPARE(ask("eth_getBalance", {bob(), "latest"}), std::string("0x1"));
    }

    void storageSlotsAreChecked() {
        const auto zeros = "0x" + std::string(64, '0');
        for (const json::value& slot : {json::value("0x0"), json::value("0x" + std::string(64, 'f')),
                                        json::value("0x123"), json::value("12"), json::value(7)})
            QCOMPARE(ask("eth_getStorageAt", {bob(), slot, "latest"}), zeros);
        for (const json::value& slot : {json::value("0xasdf"), json::value("0x" + std::string(65, '0')),
                                        json::value(-1), json::value(json::object())}) {
            const auto answer = ask("eth_getStorageAt", {bob(), slot, "latest"});
            QVERIFY2(answer.starts_with("-32602 parameter 2 must be a storage slot"), answer.c_str());
        }
    }

    void syncingAndPeers() {
        QCOMPARE(ask("eth_syncing", {}), std::string("false"));
        QCOMPARE(ask("net_peerCount", {}), std::string("0x0"));
        backend().peers = 3;
        backend().progress = rpc::Syncing{.startingBlock = 1, .currentBlock = 10, .highestBlock = 255};
        QCOMPARE(ask("net_peerCount", {}), std::string("0x3"));
        QCOMPARE(ask("eth_syncing", {}),
                 std::string(R"({"startingBlock":"0x1","currentBlock":"0xa","highestBlock":"0xff"})"));
    }
};

QTEST_GUILESS_MAIN(TestRpcState)
#include "tst_rpc_state.moc"
