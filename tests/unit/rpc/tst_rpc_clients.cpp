#include "rpc/client_limits.hpp"
#include "rpc/method_cost.hpp"
#include "rpc/methods.hpp"
#include "rpc/public_text.hpp"
#include "rpc/read_pool.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <QTest>

#include <set>

using namespace aw;
using boost::asio::ip::make_address;
using rpc::Client, rpc::ClientTable, rpc::HeldBytes;

/// What is counted for a client, by itself: buckets, addresses, bytes, turns, costs; and what nobody is told.
class TestRpcClients : public QObject {
    Q_OBJECT

    static rpc::Limits narrow() {
        rpc::Limits limits;
        limits.remote = {.connections = 2,
                         .requestsPerSecond = 10,
                         .requestBurst = 20,
                         .costPerSecond = 100,
                         .costBurst = 1000,
                         .heldBytes = 100'000,
                         .waitingReads = 4};
        limits.maxAddresses = 3;
        return limits;
    }

    std::shared_ptr<base::ManualClock> m_clock = std::make_shared<base::ManualClock>();

private slots:
    void requestsAreCountedAndComeBackWithTime() {
        Client client(narrow().remote, false, m_clock);
        for (int i = 0; i < 20; ++i)
            QVERIFY(!client.refuseRequest());
        QCOMPARE(client.refuseRequest(), std::optional<std::uint64_t>(100));
        m_clock->advance(99);
        QCOMPARE(client.refuseRequest(), std::optional<std::uint64_t>(1));
        m_clock->advance(1);
        QVERIFY(!client.refuseRequest());
        QVERIFY(client.refuseRequest());
        // Never more than the burst, however long it was idle.
        m_clock->advance(1'000'000);
        for (int i = 0; i < 20; ++i)
            QVERIFY(!client.refuseRequest());
        QVERIFY(client.refuseRequest());
    }

    void whatCostsMoreThanThereIsIsPaidOff() {
        Client client(narrow().remote, false, m_clock);
        QVERIFY(!client.refuseCost(999));
        QVERIFY(!client.refuseCost(500)); // one unit was left: it may be one too many, once
        client.charge(501);
        // 1,000 below nothing, and one that must be there: at 100 a second.
        QCOMPARE(client.refuseCost(1), std::optional<std::uint64_t>(10'010));
        QVERIFY(client.refuseRequest().has_value());
        m_clock->advance(10'010);
        QVERIFY(!client.refuseCost(1));
    }

    void aRateOfZeroIsNoLimit() {
        Client client({.requestsPerSecond = 0, .requestBurst = 0, .costPerSecond = 0, .costBurst = 0}, false,
                      m_clock);
        for (int i = 0; i < 1000; ++i)
            QVERIFY(!client.refuseRequest() && !client.refuseCost(1'000'000));
    }

    void anAddressOfIPv4OrANetworkOfIPv6IsOneClient() {
        ClientTable table(rpc::Limits{}, m_clock);
        const auto one = table.of(make_address("198.51.100.1"));
        QCOMPARE(table.of(make_address("::ffff:198.51.100.1")), one);
        QVERIFY(table.of(make_address("198.51.100.2")) != one);
        const auto six = table.of(make_address("2001:db8:1:2::1"));
        QCOMPARE(table.of(make_address("2001:db8:1:2:ffff::9")), six);
        QVERIFY(table.of(make_address("2001:db8:1:3::1")) != six);
        QVERIFY(table.of(make_address("127.9.9.9"))->isLoopback());
        QVERIFY(table.of(make_address("::1"))->isLoopback());
        QVERIFY(!one->isLoopback());
    }

    void addressesAreBounded() {
        ClientTable table(narrow(), m_clock);
        const auto held = table.of(make_address("198.51.100.1"));
        for (int i = 2; i < 200; ++i) {
            QVERIFY(table.of(make_address("198.51.100." + std::to_string(i))));
            QVERIFY(table.size() <= 3);
        }
        // The one in use was not forgotten.
        QCOMPARE(table.of(make_address("198.51.100.1")), held);
        // Where all are in use, the rest share what one has.
        const auto second = table.of(make_address("198.51.100.2"));
        const auto third = table.of(make_address("198.51.100.3"));
        const auto fourth = table.of(make_address("198.51.100.4"));
        QCOMPARE(table.of(make_address("198.51.100.5")), fourth);
        QCOMPARE(table.size(), std::size_t{3});
    }

    void whoIsAsNewIsForgotten() {
        ClientTable table(narrow(), m_clock);
        QVERIFY(!table.of(make_address("198.51.100.1"))->refuseRequest());
        QVERIFY(table.of(make_address("198.51.100.2")));
        table.forgetIdle();
        QCOMPARE(table.size(), std::size_t{1}); // one request is not forgotten before it is paid off
        m_clock->advance(100);
        table.forgetIdle();
        QCOMPARE(table.size(), std::size_t{0});
    }

    void aTrustedProxyNamesItsClients_data() {
        QTest::addColumn<QString>("peer");
        QTest::addColumn<QString>("header");
        QTest::addColumn<QString>("client");
        const QString proxy = "10.0.0.1", stranger = "10.0.0.2", user = "198.51.100.7";
        QTest::newRow("one hop") << proxy << user << user;
        QTest::newRow("the last hop counts") << proxy << "203.0.113.5, 198.51.100.7" << user;
        QTest::newRow("of IPv6") << proxy << "2001:db8::7"
                                 << "2001:db8::7";
        QTest::newRow("in brackets") << proxy << "[2001:db8::7]"
                                     << "2001:db8::7";
        QTest::newRow("no header") << proxy << "" << proxy;
        QTest::newRow("nonsense") << proxy << "unknown" << proxy;
        QTest::newRow("no hop") << proxy << ", " << proxy;
        QTest::newRow("a stranger's header") << stranger << user << stranger;
        QTest::newRow("proxy written in IPv6") << "::ffff:10.0.0.1" << user << user;
    }
    void aTrustedProxyNamesItsClients() {
        QFETCH(QString, peer);
        QFETCH(QString, header);
        QFETCH(QString, client);
        rpc::Limits limits;
        limits.trustedProxies = {"10.0.0.1"};
        ClientTable table(limits, m_clock);
        QCOMPARE(table.behind(make_address(peer.toStdString()), header.toStdString()),
                 table.of(make_address(client.toStdString())));
    }

    void heldBytesAreOnBothAccounts() {
        rpc::ByteBudget client(10'000), total(15'000);
        HeldBytes first(client, total);
        QVERIFY(first.resize(HeldBytes::kFree)); // ordinary ones are free
        QCOMPARE(total.used(), std::size_t{0});
        QVERIFY(first.resize(HeldBytes::kFree + 10'000));
        QVERIFY(!first.grow(1));
        QCOMPARE(first.bytes(), HeldBytes::kFree + 10'000);
        rpc::ByteBudget other(10'000);
        {
            HeldBytes second(other, total);
            QVERIFY(!second.resize(HeldBytes::kFree + 5'001)); // together too much
            QCOMPARE(other.used(), std::size_t{0});
            QVERIFY(second.resize(HeldBytes::kFree + 5'000));
            HeldBytes moved(std::move(second));
            QCOMPARE(total.used(), std::size_t{15'000});
        }
        QCOMPARE(total.used(), std::size_t{10'000});
        first = HeldBytes(client, total);
        QCOMPARE(client.used() + total.used() + other.used(), std::size_t{0});
    }

    void readsAreDoneInTurnsByClient() {
        boost::asio::io_context context;
        std::vector<std::string> order;
        std::size_t refused = 0;
        std::mutex gate;
        {
            rpc::ReadPool pool(1, 6);
            const auto greedy = std::make_shared<int>(), modest = std::make_shared<int>();
            const auto ask = [&](std::shared_ptr<const void> client, std::string name) {
                boost::asio::co_spawn(context,
                                      pool.run(std::move(client), 4,
                                               [&, name] {
                                                   const std::lock_guard lock(gate);
                                                   order.push_back(name);
                                               }),
                                      [&](const std::exception_ptr&, bool ran) { refused += ran ? 0 : 1; });
                context.poll();
            };
            gate.lock();
            ask(greedy, "first");
            QTRY_COMPARE(pool.waiting(), std::size_t{0}); // it runs, and waits at the gate
            for (const auto* name : {"greedy 1", "greedy 2", "greedy 3", "greedy 4", "greedy 5"})
                ask(greedy, name);
            QTRY_COMPARE(refused, std::size_t{1}); // its own bound
            for (const auto* name : {"modest 1", "modest 2", "modest 3"})
                ask(modest, name);
            QTRY_COMPARE(refused, std::size_t{2}); // that of all
            QVERIFY(pool.isFull());
            gate.unlock();
            context.run();
        }
        QCOMPARE(order, (std::vector<std::string>{"first", "greedy 1", "modest 1", "greedy 2", "modest 2",
                                                  "greedy 3", "greedy 4"}));
    }

    void aStoppedPoolRunsNothingThatWaits() {
        boost::asio::io_context context;
        rpc::ReadPool pool(1, 10);
        std::atomic<bool> entered = false;
        int ran = 0, notRun = 0;
        const auto client = std::make_shared<int>();
        const auto ask = [&](std::function<void()> work) {
            boost::asio::co_spawn(context, pool.run(client, 10, std::move(work)),
                                  [&](const std::exception_ptr&, bool done) { ++(done ? ran : notRun); });
            context.poll();
        };
        ask([&] {
            entered = true;
            while (!pool.stopping())
                std::this_thread::yield();
        });
        QTRY_VERIFY(entered);
        ask([] { qFatal("it ran"); });
        pool.stop();
        ask([] { qFatal("it ran"); });
        context.run();
        QCOMPARE(ran, 1);
        QCOMPARE(notRun, 2);
    }

    void everyMethodHasItsCost() {
        std::set<std::string_view> priced;
        for (const auto& cost : rpc::methodCosts()) {
            QVERIFY2(priced.insert(cost.name).second, std::string(cost.name).c_str());
            QVERIFY(cost.units > 0);
        }
        for (const auto methods : {rpc::accountMethods(), rpc::blockMethods(), rpc::callMethods(),
                                   rpc::feeMethods(), rpc::logMethods(), rpc::nodeMethods()})
            for (const auto& method : methods)
                QVERIFY2(priced.contains(method.name), std::string(method.name).c_str());
        for (const auto& cost : rpc::methodCosts()) {
            const bool isOwn = cost.name == "eth_sendRawTransaction" || cost.name == "eth_subscribe" ||
                               cost.name == "eth_unsubscribe";
            QVERIFY2(isOwn || rpc::findMethod(cost.name) || rpc::findFilterMethod(cost.name),
                     std::string(cost.name).c_str());
        }
        QCOMPARE(rpc::costOf("eth_whatever").units, 1U);
    }

    void noTextNamesWhereFilesAre_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("told");
        const auto row = [](const char* text, const char* told) { QTest::newRow(text) << text << told; };
        row("no path here", "no path here");
        row("cannot open /var/lib/node.sqlite.", "cannot open ….");
        row("cannot open (/var/lib/node.sqlite), it is full", "cannot open …), it is full");
        row("/a/b: no such file", "…: no such file");
        row("C:\\Data\\Jo\\node.sqlite is locked", "… is locked");
        row("open D:/data/node.sqlite now", "open … now");
        row("\\\\server\\share\\x refuses", "… refuses");
        row("see file:///srv/jo/node.sqlite", "see …");
        row("https://l1.example/v3/KEY gives no answer.", "… gives no answer.");
        row("wss://l1.example:8546 is closed", "… is closed");
        row("the file \"/srv/jo smith/my node.sqlite\" is full", "the file … is full");
        row("the file '/srv/jo smith/my node' is full", "the file … is full");
        row("the file `C:\\Program Files\\my node` is full", "the file … is full");
        row("the file “/srv/jo smith/node” is full", "the file … is full");
        row("open /srv/Jo Smith/my node/db.sqlite now", "open … now");
        row("open C:\\Program Files (x86)\\My Node\\db.sqlite: denied", "open …: denied");
        row("move /a/b to /c/d failed", "move … to … failed");
        row("~/node and ./node and ../node", "… and … and …");
        row("file=/etc/key,mode=3", "…");
        row("100 gas/s", "100 …");
        row("a \"quoted\" word", "a \"quoted\" word");
        row("it isn't here, and can't be", "it isn't here, and can't be");
        row("line\n/etc/passwd\nmore", "line\n…\nmore");
        row("tab\t/etc/passwd\tmore", "tab\t…\tmore");
        row("two  spaces ", "two  spaces ");
        row("", "");
    }
    void noTextNamesWhereFilesAre() {
        QFETCH(QString, text);
        QFETCH(QString, told);
        QCOMPARE(QString::fromStdString(rpc::withoutPaths(std::string_view(text.toStdString()))), told);
    }
};

QTEST_GUILESS_MAIN(TestRpcClients)
#include "tst_rpc_clients.moc"
