#include "base/hex.hpp"
#include "rpc/filters.hpp"
#include "rpc_fixture.hpp"

#include <QTest>

using namespace aw;
namespace json = boost::json;

/// Filters that clients poll, over HTTP.
class TestRpcFilters : public QObject {
    Q_OBJECT

    std::unique_ptr<test::RpcFixture> m_fixture;
    std::unique_ptr<test::HttpClient> m_client;
    std::uint64_t m_nonce = 0;

    void open(rpc::Limits limits = {}) {
        m_client.reset();
        m_fixture = std::make_unique<test::RpcFixture>(limits);
        m_fixture->backend->fundToken(m_fixture->alice.address(), 1'000'000);
        m_client = std::make_unique<test::HttpClient>(m_fixture->server->port());
        m_nonce = 0;
    }
    json::value ask(const std::string& method, json::array params = {}) {
        const auto response = m_client->call(method, std::move(params));
        if (const auto* result = response.if_contains("result")) return *result;
        const auto& error = response.at("error").as_object();
        return json::value(json::serialize(error.at("code")) + " " +
                           std::string(error.at("message").as_string()));
    }
    json::array changes(const json::value& id) {
        const auto answer = ask("eth_getFilterChanges", {id});
        if (!answer.is_array()) qWarning("%s", json::serialize(answer).c_str());
        return answer.is_array() ? answer.as_array() : json::array{"no list"};
    }
    std::string token() const { return base::toHex(m_fixture->backend->tokenAddress.view()); }
    /// A block with a transfer of ETH and, where `tokens` is not 0, one of so many tokens, published.
    rpc::BlockPtr block(std::uint64_t tokens = 0) {
        auto& backend = *m_fixture->backend;
        bool good = backend.accept(m_fixture->transfer(m_nonce++)).has_value();
        if (tokens > 0)
            good =
                good &&
                backend.accept(m_fixture->tokenTransfer(m_nonce++, backend.tokenAddress, tokens)).has_value();
        const auto made = backend.makeBlock();
        if (!good || !made) qFatal("the transactions were refused");
        m_fixture->server->publishBlock(made);
        return made;
    }
    static json::value hashOf(const rpc::BlockPtr& made) {
        return json::value(base::toHex(made->hash.view()));
    }
    rpc::TxPtr pending(std::uint64_t nonce) {
        auto decoded = codec::decodeTransaction(m_fixture->transfer(nonce));
        const auto tx = std::make_shared<const codec::SignedTransaction>(std::move(*decoded));
        m_fixture->server->publishPending(tx);
        return tx;
    }
    inline static const json::value kNotFound = json::value("-32000 filter not found");

private slots:
    void init() { open(); }
    void cleanup() {
        m_client.reset();
        m_fixture.reset();
    }

    void idsAreQuantities() {
        const auto id = ask("eth_newBlockFilter");
        QVERIFY(id.is_string());
        const std::string_view text = id.get_string();
        QVERIFY(text.starts_with("0x") && text.size() > 10 && text[2] != '0');
        QVERIFY(ask("eth_newBlockFilter") != id);
    }

    void blocksComeOnceEachInOrder() {
        block();
        const auto id = ask("eth_newBlockFilter");
        const auto late = ask("eth_newBlockFilter");
        QCOMPARE(changes(id), json::array{});
        const auto first = block();
        const auto second = block(3);
        QCOMPARE(changes(id), (json::array{hashOf(first), hashOf(second)}));
        QCOMPARE(changes(id), json::array{});
        const auto third = block();
        QCOMPARE(changes(id), json::array{hashOf(third)});
        QCOMPARE(changes(late), (json::array{hashOf(first), hashOf(second), hashOf(third)}));
    }

    void pendingTransactionsComeByHashOrWhole() {
        const auto hashes = ask("eth_newPendingTransactionFilter");
        const auto whole = ask("eth_newPendingTransactionFilter", {true});
        const auto tx = pending(0);
        block();
        const json::value hash(base::toHex(tx->hash.view()));
        QCOMPARE(changes(hashes), json::array{hash});
        const auto told = changes(whole);
        QCOMPARE(told.size(), std::size_t{1});
        QCOMPARE(told[0].at("hash"), hash);
        QVERIFY(told[0].at("blockHash").is_null());
        QCOMPARE(changes(hashes), json::array{});
        QVERIFY(ask("eth_newPendingTransactionFilter", {"yes"}).as_string().starts_with("-32602"));
    }

    void logsComeAsTheyAreAskedFor() {
        const auto all = ask("eth_newFilter", {json::object{{"fromBlock", "latest"}}});
        const auto mine = ask("eth_newFilter", {json::object{{"address", token()}}});
        const auto others =
            ask("eth_newFilter", {json::object{{"address", base::toHex(m_fixture->bob.view())}}});
        const auto later = ask("eth_newFilter", {json::object{{"fromBlock", "0x2"}, {"toBlock", "0x2"}}});
        const auto one = block(5);
        QCOMPARE(changes(later), json::array{});
        const auto two = block(6);
        block(7);
        QCOMPARE(changes(all).size(), std::size_t{3});
        const auto logs = changes(mine);
        QCOMPARE(logs.size(), std::size_t{3});
        QCOMPARE(logs[0], ask("eth_getLogs", {json::object{{"blockHash", hashOf(one)}}}).as_array()[0]);
        QCOMPARE(changes(others), json::array{});
        QCOMPARE(changes(later), ask("eth_getLogs", {json::object{{"blockHash", hashOf(two)}}}).as_array());
        QCOMPARE(changes(all), json::array{});
    }

    void aReorganisationTakesLogsBack() {
        const auto logs = ask("eth_newFilter", {json::object{}});
        const auto blocks = ask("eth_newBlockFilter");
        block(5);
        block(6);
        QCOMPARE(changes(logs).size(), std::size_t{2});
        QCOMPARE(changes(blocks).size(), std::size_t{2});
        for (const auto& removed : m_fixture->backend->rewindTo(0))
            m_fixture->server->publishRemoved(removed);
        m_nonce = 0;
        const auto instead = block(7);
        const auto told = changes(logs);
        QCOMPARE(told.size(), std::size_t{3});
        QCOMPARE(told[0].at("removed"), json::value(true));
        QCOMPARE(told[0].at("blockNumber"), json::value("0x2"));
        QCOMPARE(told[1].at("removed"), json::value(true));
        QCOMPARE(told[1].at("blockNumber"), json::value("0x1"));
        QCOMPARE(told[2].at("removed"), json::value(false));
        QCOMPARE(told[2].at("blockHash"), hashOf(instead));
        QCOMPARE(changes(blocks), json::array{hashOf(instead)});
    }

    void getFilterLogsAnswersAllOfThem() {
        block(5);
        const auto id = ask("eth_newFilter", {json::object{{"fromBlock", "0x0"}, {"address", token()}}});
        block(6);
        const auto all = ask("eth_getLogs", {json::object{{"fromBlock", "0x0"}, {"address", token()}}});
        QCOMPARE(all.as_array().size(), std::size_t{2});
        QCOMPARE(ask("eth_getFilterLogs", {id}), all);
        QCOMPARE(changes(id).size(), std::size_t{1}); // those since it was made
        QCOMPARE(ask("eth_getFilterLogs", {ask("eth_newBlockFilter")}), kNotFound);
    }

    void uninstalledAndUnknownOnesAreNotFound() {
        const auto id = ask("eth_newBlockFilter");
        QCOMPARE(ask("eth_uninstallFilter", {id}), json::value(true));
        QCOMPARE(ask("eth_uninstallFilter", {id}), json::value(false));
        QCOMPARE(ask("eth_getFilterChanges", {id}), kNotFound);
        QCOMPARE(ask("eth_getFilterLogs", {"0x1"}), kNotFound);
        for (const auto* method : {"eth_getFilterChanges", "eth_getFilterLogs", "eth_uninstallFilter"})
            QVERIFY(ask(method).as_string().starts_with("-32602 missing parameter 1"));
    }

    void filtersThatMeanNothingAreRefused() {
        const auto begins = [this](json::object filter, std::string_view words) {
            const auto answer = ask("eth_newFilter", {std::move(filter)});
            return answer.is_string() && answer.as_string().starts_with(words);
        };
        QVERIFY(begins({{"fromBlock", "0x2"}, {"toBlock", "0x1"}}, "-32602 invalid block range"));
        QVERIFY(begins({{"address", "0x12"}}, "-32602 address must be"));
        QVERIFY(begins({{"fromBlock", "soon"}}, "-32602 fromBlock must be"));
        QVERIFY(
            begins({{"blockHash", "0x" + std::string(64, '1')}}, "-32602 a filter watches blocks to come"));
        QVERIFY(ask("eth_newFilter").as_string().starts_with("-32602 missing parameter 1"));
    }

    void theyExpireAfterDisuse() {
        const auto id = ask("eth_newBlockFilter");
        m_fixture->clock->advance(299'999);
        const auto made = block();
        QCOMPARE(changes(id), json::array{hashOf(made)});
        m_fixture->clock->advance(299'999);
        QCOMPARE(changes(id), json::array{});
        m_fixture->clock->advance(300'000);
        QCOMPARE(ask("eth_getFilterChanges", {id}), kNotFound);
    }

    void theirNumberIsBounded() {
        rpc::Limits limits;
        limits.maxFilters = 2;
        open(limits);
        const auto first = ask("eth_newBlockFilter");
        m_fixture->clock->advance(200'000);
        QVERIFY(ask("eth_newBlockFilter").as_string().starts_with("0x"));
        QVERIFY(ask("eth_newBlockFilter").as_string().starts_with("-32005 too many filters"));
        m_fixture->clock->advance(100'000); // the first has expired
        QVERIFY(ask("eth_newBlockFilter").as_string().starts_with("0x"));
        QVERIFY(ask("eth_newBlockFilter").as_string().starts_with("-32005"));
    }

    void theirSizeIsBounded() {
        rpc::Limits limits;
        limits.maxFilterTerms = 5;
        open(limits);
        const json::object three{{"address", json::array(3, json::value(token()))}};
        const auto id = ask("eth_newFilter", {three});
        QVERIFY(id.as_string().starts_with("0x"));
        QVERIFY(ask("eth_newFilter", {three}).as_string().starts_with("-32005 too many filters"));
        QCOMPARE(ask("eth_uninstallFilter", {id}), json::value(true));
        QVERIFY(ask("eth_newFilter", {three}).as_string().starts_with("0x"));
    }

    /// Whoever does not poll loses its filter; whoever does, nothing.
    void whatIsKeptIsBounded() {
        rpc::Limits limits;
        limits.maxKeptResults = 100;
        open(limits);
        const auto lazy = ask("eth_newPendingTransactionFilter");
        const auto keen = ask("eth_newPendingTransactionFilter");
        std::size_t told = 0;
        const auto tx = pending(0);
        for (int i = 1; i < 150; ++i) {
            m_fixture->server->publishPending(tx);
            told += changes(keen).size();
        }
        QCOMPARE(told, std::size_t{150});
        QCOMPARE(ask("eth_getFilterChanges", {lazy}), kNotFound);
    }

    /// The journal holds nothing that nobody will ask for.
    void nothingIsKeptForNobody() {
        const auto clock = std::make_shared<base::ManualClock>();
        rpc::Filters filters({}, clock);
        const auto plain = block();
        filters.blockAdded(plain);
        QCOMPARE(filters.kept(), std::size_t{0});
        const auto blocks = filters.add({.kind = rpc::Watch::Kind::blocks});
        filters.blockAdded(block(5));
        filters.pendingAdded(pending(9));
        QCOMPARE(filters.kept(), std::size_t{1}); // the hash alone
        const auto logs = filters.add({.kind = rpc::Watch::Kind::logs});
        filters.blockAdded(block(5));
        QCOMPARE(filters.kept(), std::size_t{4}); // with its two transactions
        QCOMPARE(filters.changes(*blocks)->size(), std::size_t{2});
        QCOMPARE(filters.changes(*logs)->size(), std::size_t{1});
        clock->advance(300'000);
        filters.blockAdded(plain);
        QCOMPARE(filters.count(), std::size_t{0});
        QCOMPARE(filters.kept(), std::size_t{0});
    }

    void theyWorkOverWebSocketToo() {
        test::WebSocketClient socket(m_fixture->server->port());
        const auto id = socket.call("eth_newBlockFilter").at("result");
        const auto made = block();
        // They belong to no connection.
        QCOMPARE(changes(id), json::array{hashOf(made)});
        QCOMPARE(socket.call("eth_uninstallFilter", json::array{id}).at("result"), json::value(true));
    }
};

QTEST_GUILESS_MAIN(TestRpcFilters)
#include "tst_rpc_filters.moc"
