#include "values.hpp"

#include "crypto/keys.hpp"
#include "node/signer_recovery.hpp"

#include <QTest>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <future>

using namespace aw;
using aw::test::codeOf;
using node::SignerRecovery;

/// Signers of many, in the order asked for, whatever is asked meanwhile.
class TestNodeSignerRecovery : public QObject {
    Q_OBJECT

    static crypto::SecretKey key(std::uint64_t sender) {
        return crypto::SecretKey::derive("recovery", sender);
    }
    static codec::SignedTransaction tx(std::uint64_t sender, std::uint64_t nonce) {
        const codec::Transaction plain{.chainId = 7,
                                       .nonce = nonce,
                                       .tipWei = 0,
                                       .maxFeeWei = 1,
                                       .gasLimit = 21'000,
                                       .to = {},
                                       .value = 1};
        return *codec::parseTransaction(
            codec::encodeTransaction(plain, key(sender).sign(codec::signingHash(plain))));
    }
    /// The same with an s that no signature has.
    static codec::SignedTransaction spoilt(std::uint64_t sender) {
        auto bad = tx(sender, 0);
        std::fill(bad.signature.bytes.begin() + 32, bad.signature.bytes.begin() + 64, std::uint8_t{0xff});
        return bad;
    }
    static std::vector<codec::SignedTransaction> group(std::uint64_t count) {
        std::vector<codec::SignedTransaction> txs;
        for (std::uint64_t sender = 0; sender < count; ++sender)
            txs.push_back(tx(sender, sender));
        return txs;
    }
    static std::vector<SignerRecovery::Recovered> recovered(SignerRecovery& recovery,
                                                            std::vector<codec::SignedTransaction> txs) {
        std::promise<std::vector<SignerRecovery::Recovered>> promise;
        if (!recovery.add(std::move(txs), [&](auto results) { promise.set_value(std::move(results)); }))
            return {};
        return promise.get_future().get();
    }

private slots:
    void everySignerStandsInItsPlace() {
        SignerRecovery recovery(2);
        for (const std::uint64_t count : {1, 2, 3, 100, 700}) {
            const auto results = recovered(recovery, group(count));
            QCOMPARE(results.size(), count);
            for (std::uint64_t sender = 0; sender < count; ++sender) {
                QVERIFY(results[sender].has_value());
                QCOMPARE(results[sender]->sender, key(sender).address());
                QCOMPARE(results[sender]->tx.nonce, sender);
            }
        }
    }

    void aBadSignatureIsNamedAndSpoilsNoOther() {
        SignerRecovery recovery(2);
        for (const std::size_t place : {0, 1, 5, 9}) {
            auto txs = group(10);
            txs[place] = spoilt(place);
            const auto results = recovered(recovery, std::move(txs));
            QCOMPARE(results.size(), std::size_t{10});
            for (std::size_t i = 0; i < results.size(); ++i)
                QCOMPARE(results[i].has_value(), i != place);
            QVERIFY(codeOf(results[place]).startsWith("tx."));
        }
    }

    void manyAskAtOnce() {
        SignerRecovery recovery(2);
        std::atomic<std::size_t> right = 0, done = 0;
        std::vector<std::jthread> threads;
        for (std::uint64_t sender = 0; sender < 4; ++sender)
            threads.emplace_back([&, sender] {
                for (std::uint64_t nonce = 0; nonce < 50; ++nonce)
                    recovery.add({tx(sender, nonce)}, [&, sender](auto results) {
                        right += results.at(0) && results[0]->sender == key(sender).address() ? 1 : 0;
                        ++done;
                    });
            });
        threads.clear();
        QVERIFY(QTest::qWaitFor([&] { return done == 200; }, 20'000));
        QCOMPARE(right.load(), std::size_t{200});
    }

    void moreThanMayWaitAreRefused() {
        SignerRecovery recovery(1);
        const auto many = group(200);
        std::atomic<std::size_t> completed = 0, taken = 0;
        bool refused = false;
        for (int i = 0; i < 10'000 && !refused; ++i) {
            refused = !recovery.add(many, [&](auto) { ++completed; });
            if (!refused) ++taken;
        }
        QVERIFY(refused);
        recovery.stop();
        // Nobody is left waiting.
        QVERIFY(QTest::qWaitFor([&] { return completed == taken; }, 20'000));
        QVERIFY(!recovery.add(group(1), [](auto) {}));
    }

    void whoeverAwaitsGoesOnWhereItWas() {
        SignerRecovery recovery(2);
        boost::asio::io_context context;
        std::size_t count = 0;
        std::thread::id thread;
        auto ask = [](SignerRecovery& from, std::vector<codec::SignedTransaction> txs) -> Task<std::size_t> {
            const auto results = co_await from.recover(std::move(txs));
            co_return results.size();
        };
        boost::asio::co_spawn(context, ask(recovery, group(30)),
                              [&](const std::exception_ptr&, std::size_t results) {
                                  count = results;
                                  thread = std::this_thread::get_id();
                              });
        const auto work = boost::asio::make_work_guard(context);
        while (count == 0)
            context.run_one();
        QCOMPARE(count, std::size_t{30});
        QVERIFY(thread == std::this_thread::get_id());
    }
};

QTEST_GUILESS_MAIN(TestNodeSignerRecovery)
#include "tst_node_signer_recovery.moc"
