#include "base/hex.hpp"
#include "base/protocol.hpp"
#include "codec/abi.hpp"
#include "rpc_fixture.hpp"

#include <QTest>

using namespace aw;
using codec::abi::Encoder;
namespace json = boost::json;

/// eth_call and eth_estimateGas: what geth refuses is refused, and overrides are honoured or refused.
class TestRpcCall : public QObject {
    Q_OBJECT

    std::unique_ptr<test::RpcFixture> m_fixture;
    std::unique_ptr<test::HttpClient> m_client;

    /// The answer as text, or the error's code and message.
    std::string ask(const std::string& method, json::array params) {
        const auto response = m_client->call(method, std::move(params));
        if (const auto* result = response.if_contains("result"))
            return result->is_string() ? std::string(result->get_string()) : json::serialize(*result);
        const auto& error = response.at("error").as_object();
        return json::serialize(error.at("code")) + " " + std::string(error.at("message").as_string());
    }
    static std::string hex(const Address& address) { return base::toHex(address.view()); }
    std::string alice() const { return hex(m_fixture->alice.address()); }
    std::string bob() const { return hex(m_fixture->bob); }
    /// A transfer from somebody to bob, with more fields.
    json::object transfer(const std::string& from, json::object more = {}) const {
        more["from"] = from;
        more["to"] = bob();
        return more;
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

    void whoCannotPayIsRefused() {
        const auto rich = transfer(alice(), {{"value", "0xde0b6b3a7640000"}});
        const auto poor = transfer(hex(Address{{0x99}}), {{"value", "0xde0b6b3a7640000"}});
        QCOMPARE(ask("eth_call", {rich}), std::string("0x"));
        QCOMPARE(ask("eth_estimateGas", {rich}), std::string("0x5208"));
        for (const auto* method : {"eth_call", "eth_estimateGas"})
            QVERIFY(begins(ask(method, {poor}), "-32000 insufficient funds for transfer: address 0x99"));
        // Its gas has a price, and it has nothing.
        const auto priced = transfer(hex(Address{{0x99}}), {{"maxFeePerGas", "0x3b9aca00"}});
        QVERIFY(begins(ask("eth_call", {priced}), "-32000 insufficient funds for gas * price + value"));
        QCOMPARE(ask("eth_estimateGas", {priced}), std::string("-32000 gas required exceeds allowance (0)"));
        auto huge = transfer(alice(), {{"maxFeePerGas", "0x" + std::string(64, 'f')}, {"gas", "0x5208"}});
        QVERIFY(begins(ask("eth_call", {huge}), "-32000 insufficient funds for gas * price + value"));
    }

    void gasThatDoesNotSufficeIsRefused() {
        for (const auto& [gas, allowance] : {std::pair("0x5207", "20999"), std::pair("0x1", "1")}) {
            const auto call = transfer(alice(), {{"gas", gas}});
            QCOMPARE(ask("eth_estimateGas", {call}),
                     "-32000 gas required exceeds allowance (" + std::string(allowance) + ")");
            QCOMPARE(ask("eth_call", {call}),
                     "-32000 intrinsic gas too low: have " + std::string(allowance) + ", want 21000");
        }
        for (const auto* gas : {"0x5208", "0xffffffffffffffff"}) {
            QCOMPARE(ask("eth_estimateGas", {transfer(alice(), {{"gas", gas}})}), std::string("0x5208"));
            QCOMPARE(ask("eth_call", {transfer(alice(), {{"gas", gas}})}), std::string("0x"));
        }
        // Wallets send 0 for "not known".
        QCOMPARE(ask("eth_estimateGas", {transfer(alice(), {{"gas", "0x0"}})}), std::string("0x5208"));
        auto withdrawal = transfer(alice(), {{"gas", "0x5208"}});
        withdrawal["to"] = hex(protocol::kWithdrawalAddress);
        QCOMPARE(ask("eth_estimateGas", {withdrawal}),
                 std::string("-32000 gas required exceeds allowance (21000)"));
    }

    void feesMustMakeSense() {
        for (const auto* method : {"eth_call", "eth_estimateGas"}) {
            const auto with = [&](json::object fees) { return ask(method, {transfer(alice(), fees)}); };
            QVERIFY(begins(with({{"maxFeePerGas", "0x6"}}),
                           "-32000 max fee per gas less than block base fee: address " + alice() +
                               ", maxFeePerGas: 6, baseFee: 7"));
            QVERIFY(begins(with({{"gasPrice", "0x6"}}), "-32000 max fee per gas less than block base fee"));
            QVERIFY(begins(with({{"maxFeePerGas", "0x7"}, {"maxPriorityFeePerGas", "0x8"}}),
                           "-32000 max priority fee per gas higher than max fee per gas"));
            QVERIFY(begins(with({{"maxFeePerGas", "0x7"}, {"gasPrice", "0x7"}}),
                           "-32602 both gasPrice and (maxFeePerGas or maxPriorityFeePerGas) specified"));
            QVERIFY(begins(with({{"maxFeePerGas", "0x7"}, {"maxPriorityFeePerGas", "0x7"}}), "0x"));
            QVERIFY(begins(with({{"maxFeePerGas", "0x0"}, {"maxPriorityFeePerGas", "0x0"}}), "0x"));
            QVERIFY(begins(with({{"maxPriorityFeePerGas", "0x1"}}), "0x"));
        }
    }

    void whatThisRollupDoesNotDoIsRefused() {
        for (const auto* method : {"eth_call", "eth_estimateGas"}) {
            QVERIFY(begins(ask(method, {transfer(alice(), {{"chainId", "0x1"}})}),
                           "-32000 chainId does not match node's (have=1, want=900001)"));
            QVERIFY(begins(ask(method, {transfer(alice(), {{"chainId", "0xdbba1"}})}), "0x"));
            QVERIFY(begins(ask(method, {transfer(alice(), {{"authorizationList", json::array{1}}})}),
                           "-32000 authorizationList is not supported"));
            QVERIFY(begins(ask(method, {transfer(alice(), {{"authorizationList", json::array{}}})}), "0x"));
        }
        const json::array list{json::object{{"address", bob()}, {"storageKeys", json::array{}}}};
        QVERIFY(begins(ask("eth_estimateGas", {transfer(alice(), {{"accessList", list}})}),
                       "-32000 access lists are not supported"));
        QCOMPARE(ask("eth_call", {transfer(alice(), {{"accessList", list}})}), std::string("0x"));
    }

    void overriddenBalancesCount() {
        const auto nobody = hex(Address{{0x99}});
        const auto call = transfer(nobody, {{"value", "0x64"}});
        const json::object enough{{nobody, json::object{{"balance", "0x64"}, {"nonce", "0x5"}}}};
        const json::object little{{nobody, json::object{{"balance", "0x63"}}}};
        QCOMPARE(ask("eth_call", {call, "latest", enough}), std::string("0x"));
        QCOMPARE(ask("eth_estimateGas", {call, "latest", enough}), std::string("0x5208"));
        for (const auto* method : {"eth_call", "eth_estimateGas"}) {
            QVERIFY(
                begins(ask(method, {call, "latest", little}),
                       "-32000 insufficient funds for transfer: address " + nobody + " have 99 want 100"));
            QVERIFY(begins(ask(method, {transfer(alice(), {{"value", "0x1"}}), "latest",
                                        json::object{{alice(), json::object{{"balance", "0x0"}}}}}),
                           "-32000 insufficient funds"));
        }
    }

    void overridesOfCodeAndStorageAreRefused_data() {
        QTest::addColumn<QByteArray>("account");
        QTest::addColumn<QByteArray>("words");
        const auto row = [](const char* account, const char* words) {
            QTest::addRow("%s", account) << QByteArray(account) << QByteArray(words);
        };
        row(R"({"code":"0x602a60005260206000f3"})", "-32000 the state override \"code\"");
        row(R"({"code":"0x"})", "-32000 the state override \"code\"");
        row(R"({"state":{}})", "-32000 the state override \"state\"");
        row(R"({"stateDiff":{"0x00":"0x01"}})", "-32000 the state override \"stateDiff\"");
        row(R"({"movePrecompileToAddress":"0x0000000000000000000000000000000000000001"})",
            "-32000 the state override \"movePrecompileToAddress\"");
        row(R"({"balence":"0x1"})", "-32602 the override of");
        row(R"({"balance":"1"})", "-32602 balance must be a quantity");
        row("5", "-32602 the override of");
        row(R"({"code":null,"stateDiff":{}})", "0x");
    }
    void overridesOfCodeAndStorageAreRefused() {
        QFETCH(QByteArray, account);
        QFETCH(QByteArray, words);
        const json::object overrides{{bob(), json::parse(account.toStdString())}};
        for (const auto* method : {"eth_call", "eth_estimateGas"})
            QVERIFY(begins(ask(method, {transfer(alice()), "latest", overrides}), words.toStdString()));
    }

    void malformedOverridesAreNamed() {
        QVERIFY(begins(ask("eth_call", {transfer(alice()), "latest", "x"}),
                       "-32602 parameter 3 must be an object"));
        QVERIFY(begins(ask("eth_call", {transfer(alice()), "latest", json::object{{"0x12", nullptr}}}),
                       "-32602 the account of an override must be an address"));
        QVERIFY(begins(ask("eth_call", {transfer(alice()), "latest", nullptr, 5}),
                       "-32602 parameter 4 must be an object"));
    }

    void anOverriddenBaseFeeCounts() {
        const json::object dear{{"baseFeePerGas", "0x9"}, {"number", "0x99"}};
        const auto call = transfer(alice(), {{"maxFeePerGas", "0x8"}});
        QCOMPARE(ask("eth_call", {call, "latest", nullptr, nullptr}), std::string("0x"));
        QVERIFY(begins(ask("eth_call", {call, "latest", nullptr, dear}),
                       "-32000 max fee per gas less than block base fee"));
    }

    void tokensAreAskedInTheOverriddenState() {
        auto& backend = *m_fixture->backend;
        backend.fundToken(m_fixture->alice.address(), 10);
        json::object call{{"from", alice()}, {"to", hex(backend.tokenAddress)}};
        const auto data = Encoder().address(m_fixture->bob).number(5).call("transfer(address,uint256)");
        call["data"] = base::toHex(data);
        QCOMPARE(ask("eth_call", {call}), base::toHex(Encoder().boolean(true).encoded()));
        // Its sender cannot pay for the gas.
        call["maxFeePerGas"] = "0x7";
        const json::object poor{{alice(), json::object{{"balance", "0x1"}}}};
        QVERIFY(begins(ask("eth_call", {call, "latest", poor}), "-32000 insufficient funds for gas"));
        QVERIFY(begins(ask("eth_estimateGas", {call, "latest", poor}),
                       "-32000 gas required exceeds allowance (0)"));
    }
};

QTEST_GUILESS_MAIN(TestRpcCall)
#include "tst_rpc_call.moc"
