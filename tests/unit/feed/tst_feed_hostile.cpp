#include "feed/log.hpp"
#include "feed/publisher.hpp"
#include "feed_doubles.hpp"
#include "feed_follower.hpp"
#include "run_until.hpp"

#include <QTest>

using namespace aw;
using namespace aw::feed;
using namespace std::chrono_literals;
using test::Follower, test::Seqs;

/// What no honest operator does, over real sockets on loopback.
class TestFeedHostile : public QObject {
    Q_OBJECT

    static std::string urlOf(std::uint16_t port) { return "ws://127.0.0.1:" + std::to_string(port); }

    static std::unique_ptr<Publisher> newPublisher(boost::asio::io_context& context, std::uint64_t key,
                                                   Publisher::Callbacks callbacks = {},
                                                   PublisherLimits limits = {}) {
        if (!callbacks.snapshot) callbacks.snapshot = [] { return [] { return std::vector<Item>{}; }; };
        limits.headInterval = 20ms;
        return std::make_unique<Publisher>(context.get_executor(), test::feedKey(key), test::kDomain,
                                           std::move(callbacks), limits);
    }

    static Bytes frameOf(const Log& log, std::uint64_t seq) { return *log.frame(seq); }

    /// The signed start of a log that a ScriptedPublisher can play.
    static Bytes emptySnapshot(std::uint64_t logId, std::uint64_t key = 1) {
        SnapshotFrame frame{
            .logId = logId, .seq = 0, .head = {}, .part = 0, .last = true, .items = {}, .signature = {}};
        frame.signature = test::feedKey(key)->sign(snapshotHash(test::kDomain, frame));
        return encodeFrame(frame);
    }

private slots:
    void aSlowReaderIsDroppedAndCostsNoMemory() {
        boost::asio::io_context context;
        PublisherLimits limits;
        limits.keepItems = 50;
        auto publisher = newPublisher(context, 1, {}, limits);
        const auto port = publisher->listen("127.0.0.1", 0);
        const auto key = test::feedKey(3);
        test::SilentSubscriber slow(context, *port, test::feedKey(1)->address(), key->address(), key);
        Follower quick(context, urlOf(*port), 1, 2);
        QVERIFY(test::runUntil(context, [&] { return publisher->peers().size() == 2; }));
        // Until the sockets' buffers are full and what the slow one needs next is gone.
        std::uint64_t last = 0;
        auto item = test::block(1);
        item.records.assign(100000, 1);
        QVERIFY(test::runUntil(context, [&] {
            if (publisher->holders(last) >= 1 && publisher->peers().size() == 2)
                last = *publisher->append(item);
            return publisher->peers().size() == 1;
        }));
        QCOMPARE(publisher->peers()[0].operatorAddress.bytes, test::feedKey(2)->address().bytes);
        QVERIFY(test::runUntil(context, [&] { return publisher->holders(last) == 1; }));
    }

    void aStalledWriteEndsTheConnection() {
        boost::asio::io_context context;
        PublisherLimits limits;
        limits.writeTimeout = 100ms;
        auto publisher = newPublisher(context, 1, {}, limits);
        const auto port = publisher->listen("127.0.0.1", 0);
        const auto key = test::feedKey(3);
        test::SilentSubscriber slow(context, *port, test::feedKey(1)->address(), key->address(), key);
        QVERIFY(test::runUntil(context, [&] { return publisher->peers().size() == 1; }));
        auto item = test::block(1);
        item.records.assign(12000000, 1);
        QVERIFY(publisher->append(item).has_value());
        QVERIFY(test::runUntil(context, [&] { return publisher->peers().empty(); }));
    }

    void aGapIsAskedForAndFilled() {
        boost::asio::io_context context;
        Log log(test::kDomain, test::feedKey(1), 77, 100, 1 << 20);
        for (std::uint8_t i = 1; i <= 4; ++i)
            QVERIFY(log.append(test::pending(i)).has_value());
        test::ScriptedPublisher publisher(context, test::feedKey(1), 77);
        // 2 is lost, 4 comes before 3, 1 comes twice.
        publisher.addScript(
            {emptySnapshot(77), frameOf(log, 1), frameOf(log, 1), frameOf(log, 4), frameOf(log, 3)});
        publisher.onResend({frameOf(log, 2), frameOf(log, 3), frameOf(log, 4)});
        Follower follower(context, publisher.url(), 1, 2);
        QVERIFY(test::runUntil(context, [&] { return follower.deliveries.size() == 4; }));
        QCOMPARE(follower.seqs(), (Seqs{1, 2, 3, 4}));
        std::vector<std::uint64_t> resends;
        for (const auto& frame : publisher.received)
            if (const auto* resend = std::get_if<ResendFrame>(&frame)) resends.push_back(resend->fromSeq);
        QCOMPARE(resends, (Seqs{2}));
        QVERIFY(follower.faults.empty());
        QCOMPARE(publisher.connections, std::size_t{1});
    }

    void anUnfilledGapEndsTheConnection() {
        boost::asio::io_context context;
        Log log(test::kDomain, test::feedKey(1), 77, 100, 1 << 20);
        QVERIFY(log.append(test::pending(1)).has_value());
        QVERIFY(log.append(test::pending(2)).has_value());
        test::ScriptedPublisher publisher(context, test::feedKey(1), 77);
        publisher.addScript({emptySnapshot(77), frameOf(log, 2)});
        publisher.addScript({frameOf(log, 1), frameOf(log, 2)});
        Follower follower(context, publisher.url(), 1, 2,
                          [](SubscriberConfig& config) { config.silenceTimeout = 100ms; });
        QVERIFY(test::runUntil(context, [&] { return follower.deliveries.size() == 2; }));
        QVERIFY(publisher.connections >= 2);
    }

    void aForgedItemIsRefusedAndReported() {
        boost::asio::io_context context;
        Log forged(test::kDomain, test::feedKey(9), 77, 100, 1 << 20);
        QVERIFY(forged.append(test::pending(1)).has_value());
        Log genuine(test::kDomain, test::feedKey(1), 77, 100, 1 << 20);
        QVERIFY(genuine.append(test::pending(2)).has_value());
        test::ScriptedPublisher publisher(context, test::feedKey(1), 77);
        publisher.addScript({emptySnapshot(77), frameOf(forged, 1)});
        publisher.addScript({frameOf(genuine, 1)});
        Follower follower(context, publisher.url(), 1, 2);
        QVERIFY(test::runUntil(context, [&] { return follower.deliveries.size() == 1; }));
        QVERIFY(follower.deliveries[0].item == Item(test::pending(2)));
        QCOMPARE(follower.faults.size(), std::size_t{1});
        QVERIFY(follower.faults[0].code == ErrorCode::feedForged && !follower.proof);
    }

    void whoeverLacksTheOperatorsKeyIsNotFollowed() {
        boost::asio::io_context context;
        test::ScriptedPublisher publisher(context, test::feedKey(1), 77);
        publisher.impostor(test::feedKey(9));
        publisher.addScript({emptySnapshot(77)});
        Follower follower(context, publisher.url(), 1, 2);
        QVERIFY(test::runUntil(context, [&] { return !follower.faults.empty(); }));
        QVERIFY(follower.faults[0].code == ErrorCode::feedForged);
        QVERIFY(!follower.subscriber->state().connected);
        QVERIFY(follower.deliveries.empty());
    }

    void equivocationIsProvenAndEndsItForGood() {
        boost::asio::io_context context;
        Log one(test::kDomain, test::feedKey(1), 77, 100, 1 << 20);
        Log two(test::kDomain, test::feedKey(1), 77, 100, 1 << 20);
        QVERIFY(one.append(test::pending(1)).has_value());
        QVERIFY(two.append(test::pending(2)).has_value());
        test::ScriptedPublisher publisher(context, test::feedKey(1), 77);
        publisher.addScript({emptySnapshot(77), frameOf(one, 1), frameOf(two, 1)});
        Follower follower(context, publisher.url(), 1, 2);
        QVERIFY(test::runUntil(context, [&] { return follower.subscriber->state().distrusted; }));
        QVERIFY(follower.faults.back().code == ErrorCode::feedEquivocation);
        QVERIFY(follower.proof.has_value());
        QCOMPARE(follower.proof->first.seq, follower.proof->second.seq);
        QVERIFY(follower.proof->first.item != follower.proof->second.item);
        // Many times the back-off: it does not come back.
        boost::asio::steady_timer pause(context, 200ms);
        bool over = false;
        pause.async_wait([&](const auto&) { over = true; });
        QVERIFY(test::runUntil(context, [&] { return over; }));
        QCOMPARE(publisher.connections, std::size_t{1});
    }

    void malformedFramesEndTheConnection() {
        boost::asio::io_context context;
        Log log(test::kDomain, test::feedKey(1), 77, 100, 1 << 20);
        QVERIFY(log.append(test::pending(1)).has_value());
        test::ScriptedPublisher publisher(context, test::feedKey(1), 77);
        publisher.addScript({Bytes{1, 2, 3}});
        publisher.addScript({encodeFrame(AckFrame{77, 1, 1})});
        publisher.addScript({encodeFrame(HeadFrame{78, 1, 1})});
        publisher.addScript({emptySnapshot(77), frameOf(log, 1)});
        Follower follower(context, publisher.url(), 1, 2);
        QVERIFY(test::runUntil(context, [&] { return follower.deliveries.size() == 1; }));
        QCOMPARE(follower.faults.size(), std::size_t{3});
        QVERIFY(follower.faults[0].code == ErrorCode::feedMalformedFrame);
        QVERIFY(follower.faults[1].code == ErrorCode::feedProtocol);
        QVERIFY(follower.faults[2].code == ErrorCode::feedProtocol);
    }

    void aSilentPublisherIsLeft() {
        boost::asio::io_context context;
        test::ScriptedPublisher publisher(context, test::feedKey(1), 77);
        Follower follower(context, publisher.url(), 1, 2,
                          [](SubscriberConfig& config) { config.silenceTimeout = 50ms; });
        QVERIFY(test::runUntil(context, [&] { return publisher.connections >= 3; }));
        QVERIFY(follower.subscriber->state().lastError->code == ErrorCode::feedSilent);
    }

    void onlyAdmittedOperatorsAreServed() {
        boost::asio::io_context context;
        const auto friendly = test::feedKey(2)->address();
        auto publisher = newPublisher(context, 1,
                                      {.snapshot = {},
                                       .admit = [&](const Address& who) { return who == friendly; },
                                       .onAck = {},
                                       .onPeers = {}});
        const auto port = publisher->listen("127.0.0.1", 0);
        Follower stranger(context, urlOf(*port), 1, 3);
        QVERIFY(test::runUntil(context, [&] { return stranger.subscriber->state().lastError.has_value(); }));
        QVERIFY(stranger.subscriber->state().lastError->code == ErrorCode::feedRefused);
        QVERIFY(publisher->peers().empty());
        Follower admitted(context, urlOf(*port), 1, 2);
        QVERIFY(test::runUntil(context, [&] { return publisher->peers().size() == 1; }));

        // A stranger that claims the admitted one's name, without its key.
        test::SilentSubscriber thief(context, *port, test::feedKey(1)->address(), friendly, test::feedKey(3));
        QVERIFY(test::runUntil(context, [&] { return thief.refused(); }));
        QCOMPARE(publisher->peers().size(), std::size_t{1});
    }

    void nobodyHoldsWhatItWasNotSent() {
        boost::asio::io_context context;
        auto publisher = newPublisher(context, 1);
        const auto port = publisher->listen("127.0.0.1", 0);
        const auto key = test::feedKey(3);
        test::SilentSubscriber liar(context, *port, test::feedKey(1)->address(), key->address(), key);
        QVERIFY(test::runUntil(context, [&] { return publisher->peers().size() == 1 && liar.welcomed(); }));
        liar.say(AckFrame{.logId = publisher->logId(), .seq = 1000, .l2Head = 0});
        QVERIFY(test::runUntil(context, [&] { return publisher->peers().empty(); }));
        QVERIFY(publisher->append(test::pending(1)).has_value());
        QCOMPARE(publisher->holders(1), 0u);
    }
};

QTEST_GUILESS_MAIN(TestFeedHostile)
#include "tst_feed_hostile.moc"
