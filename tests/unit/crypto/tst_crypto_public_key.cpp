#include "crypto/keccak.hpp"
#include "crypto/keys.hpp"
#include "crypto/recovery_pool.hpp"
#include "values.hpp"

#include <QTest>

#include <latch>
#include <thread>

using namespace aw;
using namespace aw::crypto;
using aw::test::bytesOf;
using aw::test::codeOf;
using aw::test::hexOf;
using aw::test::nameOf;

namespace {

std::vector<RecoveryJob> signedHashes(std::size_t count) {
    std::vector<RecoveryJob> jobs;
    for (std::uint64_t i = 0; i < count; ++i) {
        const auto key = SecretKey::derive("pool", i % 7);
        Bytes number(8);
        number[0] = static_cast<std::uint8_t>(i);
        number[1] = static_cast<std::uint8_t>(i >> 8);
        const auto hash = keccak256(number);
        jobs.push_back({.hash = hash, .signature = key.sign(hash)});
    }
    return jobs;
}

} // namespace

class TestCryptoPublicKey : public QObject {
    Q_OBJECT

private slots:
    void formsOfAKey() {
        // The generator: the key of secret 1 (SEC 2, section 2.4.1).
        const auto key = SecretKey::fromBytes(bytesOf(std::string(63, '0') + "1"))->publicKey();
        const QString x = "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
        const QString y = "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8";
        QCOMPARE(hexOf(ByteView(key.compressed())), "0x02" + x);
        QCOMPARE(hexOf(ByteView(key.uncompressed())), "0x04" + x + y);
        QVERIFY(PublicKey::fromBytes(key.compressed()).value() == key);
        QVERIFY(PublicKey::fromBytes(key.uncompressed()).value() == key);
        QVERIFY(PublicKey::fromBytes(key.compressed())->address() == key.address());
    }

    void refusesWhatIsNoKey() {
        const auto key = SecretKey::derive("key", 0).publicKey();
        auto hybrid = key.uncompressed();
        hybrid[0] = static_cast<std::uint8_t>(0x06 | (hybrid[64] & 1));
        QCOMPARE(codeOf(PublicKey::fromBytes(hybrid)), ErrorCode::keyInvalid);
        auto offCurve = key.uncompressed();
        offCurve[64] ^= 1;
        QCOMPARE(codeOf(PublicKey::fromBytes(offCurve)), ErrorCode::keyInvalid);
        QCOMPARE(codeOf(PublicKey::fromBytes(Bytes(33, 0xff))), ErrorCode::keyInvalid);
        QCOMPARE(codeOf(PublicKey::fromBytes({})), ErrorCode::keyInvalid);
        QCOMPARE(codeOf(PublicKey::fromBytes(ByteView(key.uncompressed()).first(64))), ErrorCode::keyInvalid);
    }

    void verifiesWhatItsKeySigned() {
        const auto signer = SecretKey::derive("verify", 0);
        const auto key = signer.publicKey();
        const auto hash = keccak256(Bytes{1});
        const auto signature = signer.sign(hash);
        QVERIFY(recoverKey(hash, signature).value() == key);
        QCOMPARE(codeOf(verify(hash, signature, key)), "ok");
        QCOMPARE(codeOf(verify(keccak256(Bytes{2}), signature, key)), ErrorCode::signatureInvalid);
        QCOMPARE(codeOf(verify(hash, signature, SecretKey::derive("verify", 1).publicKey())),
                 ErrorCode::signatureInvalid);
        auto broken = signature;
        broken.bytes[40] ^= 1;
        QCOMPARE(codeOf(verify(hash, broken, key)), ErrorCode::signatureInvalid);
        QCOMPARE(codeOf(verify(hash, Signature{}, key)), ErrorCode::signatureInvalid);
    }

    void verifyingSaysNothingOfTheParity() {
        const auto signer = SecretKey::derive("verify", 0);
        const auto hash = keccak256(Bytes{1});
        auto signature = signer.sign(hash);
        signature.bytes[64] ^= 1;
        QCOMPARE(codeOf(verify(hash, signature, signer.publicKey())), "ok");
        QVERIFY(recover(hash, signature).value() != signer.address());
    }

    void aPoolGivesResultsInOrder() {
        auto jobs = signedHashes(1000);
        jobs[17].signature = {};
        jobs[500].signature.bytes[64] = 2;
        jobs[999].signature.bytes[32] = 0xff;
        std::vector<Result<Address>> expected;
        for (const auto& job : jobs)
            expected.push_back(recover(job.hash, job.signature));
        for (const std::size_t threads : {0U, 1U, 2U, 5U}) {
            RecoveryPool pool(threads);
            QCOMPARE(pool.threads(), std::max<std::size_t>(threads, 1));
            QVERIFY(pool.recover(jobs).value() == expected);
            QVERIFY(pool.recover(std::span(jobs).first(1)).value() ==
                    std::vector<Result<Address>>(expected.begin(), expected.begin() + 1));
            QVERIFY(pool.recover({})->empty());
        }
    }

    void aPoolVerifies() {
        const auto jobs = signedHashes(300);
        std::vector<PublicKey> keys;
        for (std::uint64_t i = 0; i < 7; ++i)
            keys.push_back(SecretKey::derive("pool", i).publicKey());
        std::vector<VerifyJob> known;
        for (std::size_t i = 0; i < jobs.size(); ++i)
            known.push_back({jobs[i].hash, jobs[i].signature, &keys[i == 100 ? (i + 1) % 7 : i % 7]});
        RecoveryPool pool(2);
        const auto results = pool.verify(known).value();
        for (std::size_t i = 0; i < results.size(); ++i)
            QCOMPARE(codeOf(results[i]), i == 100 ? nameOf(ErrorCode::signatureInvalid) : "ok");
    }

    void callersShareAPool() {
        const auto jobs = signedHashes(400);
        RecoveryPool pool(2);
        const auto expected = pool.recover(jobs).value();
        std::atomic<int> right{0};
        {
            std::vector<std::jthread> callers;
            for (int i = 0; i < 4; ++i)
                callers.emplace_back([&] {
                    if (pool.recover(jobs).value() == expected) ++right;
                });
        }
        QCOMPARE(right.load(), 4);
    }

    void aCallCanBeCancelled() {
        // Seconds of work, so that none is done before it is ended.
        const std::vector<RecoveryJob> jobs(200'000, signedHashes(1).front());
        RecoveryPool pool(1);
        std::stop_source source;
        source.request_stop();
        QCOMPARE(codeOf(pool.recover(jobs, source.get_token())), ErrorCode::recoveryCancelled);

        // Cancelled while under way, or before it began: never complete, never stuck.
        std::stop_source later;
        std::latch started(1);
        std::jthread caller([&] {
            started.count_down();
            QCOMPARE(codeOf(pool.recover(jobs, later.get_token())), ErrorCode::recoveryCancelled);
        });
        started.wait();
        later.request_stop();
        caller.join();
        QCOMPARE(pool.recover(std::span(jobs).first(10))->size(), std::size_t{10});
    }

    void aPoolCanBeStopped() {
        // Seconds of work, so that none is done before it is ended.
        const std::vector<RecoveryJob> jobs(200'000, signedHashes(1).front());
        RecoveryPool pool(2);
        std::latch started(1);
        std::jthread caller([&] {
            started.count_down();
            QCOMPARE(codeOf(pool.recover(jobs)), ErrorCode::recoveryStopped);
        });
        started.wait();
        pool.stop();
        caller.join();
        QCOMPARE(codeOf(pool.recover(jobs)), ErrorCode::recoveryStopped);
    }
};

QTEST_APPLESS_MAIN(TestCryptoPublicKey)
#include "tst_crypto_public_key.moc"
