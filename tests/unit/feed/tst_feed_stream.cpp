#include "feed/publisher.hpp"
#include "feed_doubles.hpp"
#include "feed_follower.hpp"
#include "run_until.hpp"

#include <QTest>

using namespace aw;
using namespace aw::feed;
using namespace std::chrono_literals;
using test::Follower, test::Seqs;

/// Publishers and subscribers over real sockets on loopback.
class TestFeedStream : public QObject {
    Q_OBJECT

    static std::string urlOf(std::uint16_t port) { return "ws://127.0.0.1:" + std::to_string(port); }

    static std::unique_ptr<Publisher> newPublisher(boost::asio::io_context& context, std::uint64_t key,
                                                   Publisher::Callbacks callbacks = {},
                                                   PublisherLimits limits = {}) {
        if (!callbacks.snapshot) callbacks.snapshot = [] { return [] { return std::vector<Item>{}; }; };
        limits.headInterval = 20ms;
        limits.snapshotInterval = 0ms;
        return std::make_unique<Publisher>(context.get_executor(), test::feedKey(key), test::kDomain,
                                           std::move(callbacks), limits);
    }
    /// Has nothing to show to who comes anew, and counts them.
    static std::unique_ptr<Publisher> countingPublisher(boost::asio::io_context& context,
                                                        std::size_t& snapshots, PublisherLimits limits = {}) {
        return newPublisher(context, 1,
                            {.snapshot =
                                 [&snapshots] {
                                     ++snapshots;
                                     return [] { return std::vector<Item>{}; };
                                 },
                             .admit = {},
                             .onAck = {},
                             .onPeers = {}},
                            limits);
    }

private slots:
    void whatNobodyListensToIsNotMade() {
        boost::asio::io_context context;
        auto publisher = newPublisher(context, 1, {});
        int made = 0;
        const MakeItem make = [&made]() -> Item {
            ++made;
            return test::pending(1);
        };
        QCOMPARE(*publisher->append(make), std::uint64_t{1});
        QCOMPARE(made, 0);
        const auto port = publisher->listen("127.0.0.1", 0);
        QVERIFY(port.has_value());
        QCOMPARE(publisher->port(), *port);
        Follower follower(context, urlOf(*port), 1, 2);
        QVERIFY(test::runUntil(context, [&] { return publisher->peers().size() == 1; }));
        QCOMPARE(*publisher->append(make), std::uint64_t{2});
        QCOMPARE(made, 1);
        QVERIFY(test::runUntil(context, [&] { return publisher->holders(2) == 1; }));
        QCOMPARE(follower.seqs().back(), std::uint64_t{2});
    }

    void itemsReachTheFollowerAndAreAcknowledged() {
        boost::asio::io_context context;
        std::vector<std::uint64_t> acks;
        auto publisher = newPublisher(
            context, 1,
            {.snapshot = {},
             .admit = {},
             .onAck = [&](const Address&, std::uint64_t, std::uint64_t seq, bool) { acks.push_back(seq); },
             .onPeers = {}});
        const auto port = publisher->listen("127.0.0.1", 0);
        QVERIFY(port.has_value());
        Follower follower(context, urlOf(*port), 1, 2);
        follower.subscriber->setL2Head(55);
        QVERIFY(test::runUntil(context, [&] { return publisher->peers().size() == 1; }));
        QCOMPARE(*publisher->append(test::pending(1)), std::uint64_t{1});
        QCOMPARE(*publisher->append(test::block(2)), std::uint64_t{2});
        QCOMPARE(
            *publisher->append(ResetItem{.era = 1, .batch = BatchNumber{3}, .batchHash = test::hashOf(1)}),
            std::uint64_t{3});
        QVERIFY(test::runUntil(context, [&] { return publisher->holders(3) == 1; }));
        QCOMPARE(follower.seqs(), (Seqs{1, 2, 3}));
        QVERIFY(follower.deliveries[0].item == Item(test::pending(1)));
        QVERIFY(follower.deliveries[1].item == Item(test::block(2)));
        QCOMPARE(acks.back(), std::uint64_t{3});
        QCOMPARE(publisher->peers()[0].operatorAddress.bytes, test::feedKey(2)->address().bytes);
        QCOMPARE(publisher->peers()[0].l2Head, std::uint64_t{55});
        QCOMPARE(publisher->holders(4), 0u);
    }

    /// Two operators follow each other, as a fleet does.

    void bothDirectionsAtOnce() {
        boost::asio::io_context context;
        auto first = newPublisher(context, 1);
        auto second = newPublisher(context, 2);
        const auto firstPort = first->listen("127.0.0.1", 0);
        const auto secondPort = second->listen("127.0.0.1", 0);
        Follower ofFirst(context, urlOf(*firstPort), 1, 2);
        Follower ofSecond(context, urlOf(*secondPort), 2, 1);
        constexpr std::uint64_t kItems = 500;
        for (std::uint64_t i = 0; i < kItems; ++i) {
            QVERIFY(first->append(test::pending(1)).has_value());
            QVERIFY(second->append(test::pending(2)).has_value());
        }
        QVERIFY(test::runUntil(context,
                               [&] { return first->holders(kItems) == 1 && second->holders(kItems) == 1; }));
        QCOMPARE(first->logId() != second->logId(), true);
    }

    void lagIsKnownOnBothSides() {
        boost::asio::io_context context;
        auto publisher = newPublisher(context, 1);
        const auto port = publisher->listen("127.0.0.1", 0);
        Follower follower(context, urlOf(*port), 1, 2);
        QVERIFY(test::runUntil(context, [&] { return follower.subscriber->state().connected; }));
        publisher->setL2Head(77);
        QVERIFY(publisher->append(test::pending(1)).has_value());
        QVERIFY(test::runUntil(context, [&] { return follower.subscriber->state().peerL2Head == 77; }));
        QVERIFY(test::runUntil(context, [&] { return follower.subscriber->state().heldSeq == 1; }));
        QCOMPARE(follower.subscriber->state().lagItems, std::uint64_t{0});
        QVERIFY(test::runUntil(context, [&] { return publisher->peers()[0].lagItems == 0; }));

        follower.accept = false;
        QVERIFY(publisher->append(test::pending(2)).has_value());
        QVERIFY(test::runUntil(context, [&] { return follower.subscriber->state().lagItems == 1; }));
    }

    void aNewFollowerGetsTheSnapshotFirst() {
        boost::asio::io_context context;
        std::vector<Item> state{test::pending(7), test::block(8)};
        auto publisher = newPublisher(
            context, 1,
            {.snapshot = [&] { return [state] { return state; }; }, .admit = {}, .onAck = {}, .onPeers = {}});
        const auto port = publisher->listen("127.0.0.1", 0);
        QVERIFY(publisher->append(test::pending(1)).has_value());
        QVERIFY(publisher->append(test::pending(2)).has_value());
        Follower follower(context, urlOf(*port), 1, 2);
        QVERIFY(test::runUntil(context, [&] { return publisher->holders(2) == 1; }));
        QCOMPARE(follower.seqs(true), (Seqs{2, 2}));
        QVERIFY(follower.deliveries[0].snapshotFirst && !follower.deliveries[1].snapshotFirst);
        QVERIFY(publisher->append(test::pending(3)).has_value());
        QVERIFY(test::runUntil(context, [&] { return publisher->holders(3) == 1; }));
        QCOMPARE(follower.seqs(), (Seqs{3}));
    }

    void aLargeSnapshotComesInParts() {
        boost::asio::io_context context;
        std::vector<Item> state;
        for (std::uint64_t i = 0; i < 100; ++i)
            state.push_back(test::block(i));
        PublisherLimits limits;
        limits.snapshotPartBytes = 1000;
        auto publisher = newPublisher(
            context, 1,
            {.snapshot = [&] { return [state] { return state; }; }, .admit = {}, .onAck = {}, .onPeers = {}},
            limits);
        const auto port = publisher->listen("127.0.0.1", 0);
        Follower follower(context, urlOf(*port), 1, 2);
        QVERIFY(test::runUntil(context, [&] { return follower.deliveries.size() == 100; }));
        for (std::uint64_t i = 0; i < 100; ++i)
            QVERIFY(follower.deliveries[i].item == state[i]);
    }

    void afterAReconnectTheLogGoesOnWhereItWas() {
        boost::asio::io_context context;
        std::size_t snapshots = 0;
        auto publisher = countingPublisher(context, snapshots);
        const auto port = publisher->listen("127.0.0.1", 0);
        Follower follower(context, urlOf(*port), 1, 2);
        QVERIFY(test::runUntil(context, [&] { return publisher->peers().size() == 1; }));
        QVERIFY(publisher->append(test::pending(1)).has_value());
        QVERIFY(test::runUntil(context, [&] { return publisher->holders(1) == 1; }));

        // Not taken: the connection ends and the item comes again.
        follower.accept = false;
        const auto before = follower.calls;
        QVERIFY(publisher->append(test::pending(2)).has_value());
        QVERIFY(test::runUntil(context, [&] { return follower.calls >= before + 2; }));
        QVERIFY(publisher->append(test::pending(3)).has_value());
        QCOMPARE(publisher->holders(2), 0u);
        follower.accept = true;
        QVERIFY(test::runUntil(context, [&] { return publisher->holders(3) == 1; }));
        QCOMPARE(follower.seqs(), (Seqs{1, 2, 3}));
        QCOMPARE(snapshots, std::size_t{1});
        QVERIFY(follower.faults.empty());
    }

    void whatAllHaveIsNotNeededToGoOn() {
        boost::asio::io_context context;
        PublisherLimits limits;
        limits.keepHeldItems = 0;
        std::size_t snapshots = 0;
        auto publisher = countingPublisher(context, snapshots, limits);
        const auto port = publisher->listen("127.0.0.1", 0);
        Follower follower(context, urlOf(*port), 1, 2);
        QVERIFY(test::runUntil(context, [&] { return publisher->peers().size() == 1; }));
        for (std::uint8_t i = 1; i <= 10; ++i) {
            QVERIFY(publisher->append(test::pending(i)).has_value());
            QVERIFY(test::runUntil(context, [&] { return publisher->holders(i) == 1; }));
        }
        // The last of them is refused while it is connected, and kept for it.
        follower.accept = false;
        const auto before = follower.calls;
        QVERIFY(publisher->append(test::pending(11)).has_value());
        QVERIFY(test::runUntil(context, [&] { return follower.calls >= before + 2; }));
        follower.accept = true;
        QVERIFY(test::runUntil(context, [&] { return publisher->holders(11) == 1; }));
        QCOMPARE(follower.seqs(), (Seqs{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}));
        QCOMPARE(snapshots, std::size_t{1}); // when it came first
    }

    void whoWasAwayTooLongGetsASnapshot() {
        boost::asio::io_context context;
        PublisherLimits limits;
        limits.keepItems = 2;
        auto publisher =
            newPublisher(context, 1,
                         {.snapshot = [] { return [] { return std::vector<Item>{test::pending(9)}; }; },
                          .admit = {},
                          .onAck = {},
                          .onPeers = {}},
                         limits);
        const auto port = publisher->listen("127.0.0.1", 0);
        Follower follower(context, urlOf(*port), 1, 2);
        QVERIFY(test::runUntil(
            context, [&] { return publisher->peers().size() == 1 && follower.deliveries.size() == 1; }));
        follower.accept = false;
        for (std::uint8_t i = 1; i <= 10; ++i)
            QVERIFY(publisher->append(test::pending(i)).has_value());
        follower.accept = true;
        QVERIFY(test::runUntil(context, [&] { return publisher->holders(10) == 1; }));
        QCOMPARE(follower.seqs(true), (Seqs{0, 10}));
        QVERIFY(publisher->append(test::pending(11)).has_value());
        QVERIFY(test::runUntil(context, [&] { return publisher->holders(11) == 1; }));
        QCOMPARE(follower.deliveries.back().seq, std::uint64_t{11});
    }

    void aRestartedPublisherStartsANewLogWithASnapshot() {
        boost::asio::io_context context;
        auto publisher = newPublisher(context, 1);
        const auto port = publisher->listen("127.0.0.1", 0);
        Follower follower(context, urlOf(*port), 1, 2);
        QVERIFY(test::runUntil(context, [&] { return publisher->peers().size() == 1; }));
        QVERIFY(publisher->append(test::pending(1)).has_value());
        QVERIFY(test::runUntil(context, [&] { return publisher->holders(1) == 1; }));
        publisher.reset();
        QVERIFY(test::runUntil(context, [&] { return !follower.subscriber->state().connected; }));
        publisher =
            newPublisher(context, 1,
                         {.snapshot = [] { return [] { return std::vector<Item>{test::pending(5)}; }; },
                          .admit = {},
                          .onAck = {},
                          .onPeers = {}});
        QVERIFY(publisher->listen("127.0.0.1", *port).has_value());
        QVERIFY(test::runUntil(context, [&] { return follower.deliveries.size() == 2; }));
        QVERIFY(follower.deliveries[1].snapshot);
        QVERIFY(follower.deliveries[1].logId != follower.deliveries[0].logId);
    }

    void anOperatorCountsOnce() {
        boost::asio::io_context context;
        auto publisher = newPublisher(context, 1);
        const auto port = publisher->listen("127.0.0.1", 0);
        const auto key = test::feedKey(3);
        test::SilentSubscriber stale(context, *port, test::feedKey(1)->address(), key->address(), key);
        QVERIFY(test::runUntil(context, [&] { return stale.welcomed(); }));
        Follower again(context, urlOf(*port), 1, 3);
        QVERIFY(publisher->append(test::pending(1)).has_value());
        QVERIFY(test::runUntil(context, [&] { return publisher->holders(1) == 1; }));
        QCOMPARE(publisher->peers().size(), std::size_t{1});
    }

    void whoAcknowledgesNothingIsDisconnected() {
        boost::asio::io_context context;
        std::size_t came = 0, went = 0;
        Publisher::Callbacks watching;
        watching.onPeers = [&](std::size_t connected) { ++(connected ? came : went); };
        auto publisher = newPublisher(context, 1, std::move(watching), {.ackTimeout = 150ms});
        const auto port = publisher->listen("127.0.0.1", 0);
        Follower busy(context, urlOf(*port), 1, 2);
        QVERIFY(test::runUntil(context, [&] { return publisher->peers().size() == 1; }));
        // As long as it answers, it stays, however long that takes in all.
        for (std::uint64_t seq = 1; seq <= 5; ++seq) {
            QVERIFY(publisher->append(test::pending(1)).has_value());
            QVERIFY(test::runUntil(context, [&] { return publisher->holders(seq) == 1; }));
            test::runUntil(
                context, [] { return false; }, 60ms);
        }
        QCOMPARE(went, std::size_t{0});

        boost::asio::steady_timer never(context, boost::asio::steady_timer::time_point::max());
        SubscriberConfig config{
            .url = urlOf(*port), .publisher = test::feedKey(1)->address(), .domain = test::kDomain};
        config.backoffMin = 1h;
        Subscriber silent(context.get_executor(), test::feedKey(3), config,
                          {.onItems = [&](std::vector<Delivery>) -> boost::asio::awaitable<feed::Taken> {
                               co_await never.async_wait(kAsTuple);
                               co_return feed::Taken::no;
                           },
                           .onState = {},
                           .onFault = {}});
        silent.start();
        QVERIFY(test::runUntil(context, [&] { return publisher->peers().size() == 2; }));
        QVERIFY(publisher->append(test::pending(1)).has_value());
        QVERIFY(test::runUntil(context, [&] { return publisher->peers().size() == 1; }));
        QCOMPARE(publisher->peers()[0].operatorAddress.bytes, test::feedKey(2)->address().bytes);
        silent.stop();
        never.cancel();
        test::runUntil(
            context, [] { return false; }, 20ms);
    }

    void badUrlsAreNamed() {
        boost::asio::io_context context;
        for (const std::string url : {"", "nonsense", "http://127.0.0.1:1", "wss://127.0.0.1:1", "ws://"}) {
            Follower follower(context, url, 1, 2);
            QVERIFY(
                test::runUntil(context, [&] { return follower.subscriber->state().lastError.has_value(); }));
            QVERIFY(follower.subscriber->state().lastError->code == ErrorCode::feedBadUrl);
        }
    }

    void aTakenPortIsNamed() {
        boost::asio::io_context context;
        auto first = newPublisher(context, 1);
        auto second = newPublisher(context, 2);
        const auto port = first->listen("127.0.0.1", 0);
        const auto failed = second->listen("127.0.0.1", *port);
        QVERIFY(!failed && failed.error().code == ErrorCode::feedListen);
        QVERIFY(second->listen("nowhere", 0).error().code == ErrorCode::feedListen);
    }
};

QTEST_GUILESS_MAIN(TestFeedStream)
#include "tst_feed_stream.moc"
