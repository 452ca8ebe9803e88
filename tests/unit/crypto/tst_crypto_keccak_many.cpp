#include "crypto/keccak.hpp"
#include "crypto/keccak_lanes.hpp"
#include "values.hpp"

#include <QCryptographicHash>
#include <QTest>

#include <random>

using namespace aw;
using namespace aw::crypto;
using aw::test::hexOf;

namespace {

Bytes randomBytes(std::mt19937_64& random, std::size_t size) {
    Bytes bytes(size);
    for (auto& byte : bytes)
        byte = static_cast<std::uint8_t>(random());
    return bytes;
}

/// Eight lanes without any vector: the arrangement of the widest level, on every machine.
struct ArrayLane {
    static constexpr std::size_t kCount = 8;
    std::array<std::uint64_t, kCount> lanes{};

    ArrayLane() = default;
    explicit ArrayLane(const std::uint64_t (&words)[kCount]) { std::copy_n(words, kCount, lanes.begin()); }
    void words(std::uint64_t (&out)[kCount]) const { std::copy_n(lanes.begin(), kCount, out); }

    template<class Operation>
    ArrayLane each(Operation operation) const {
        ArrayLane result;
        for (std::size_t i = 0; i < kCount; ++i)
            result.lanes[i] = operation(i);
        return result;
    }
    ArrayLane operator^(const ArrayLane& other) const {
        return each([&](auto i) { return lanes[i] ^ other.lanes[i]; });
    }
    ArrayLane operator&(const ArrayLane& other) const {
        return each([&](auto i) { return lanes[i] & other.lanes[i]; });
    }
    ArrayLane operator|(const ArrayLane& other) const {
        return each([&](auto i) { return lanes[i] | other.lanes[i]; });
    }
    ArrayLane operator^(std::uint64_t word) const {
        return each([&](auto i) { return lanes[i] ^ word; });
    }
    ArrayLane operator~() const {
        return each([&](auto i) { return ~lanes[i]; });
    }
    ArrayLane operator<<(unsigned bits) const {
        return each([&](auto i) { return lanes[i] << bits; });
    }
    ArrayLane operator>>(unsigned bits) const {
        return each([&](auto i) { return lanes[i] >> bits; });
    }
};

} // namespace

class TestCryptoKeccakMany : public QObject {
    Q_OBJECT

private slots:
    // Qt's own keccak is another implementation.
    void agreesWithQt() {
        std::mt19937_64 random(20261);
        for (std::size_t size = 0; size < 700; ++size) {
            const auto data = randomBytes(random, size);
            const QByteArray bytes(reinterpret_cast<const char*>(data.data()),
                                   static_cast<qsizetype>(data.size()));
            QCOMPARE(hexOf(keccak256(data)),
                     "0x" + QCryptographicHash::hash(bytes, QCryptographicHash::Keccak_256).toHex());
        }
    }

    void everyLevelAgreesWithOneByOne_data() {
        QTest::addColumn<int>("level");
        for (const auto level : keccakLevels())
            QTest::newRow(std::string(keccakLevelName(level)).c_str()) << static_cast<int>(level);
    }
    void everyLevelAgreesWithOneByOne() {
        QFETCH(const int, level);
        std::mt19937_64 random(20262);
        for (std::size_t length = 0; length <= 140; ++length) {
            for (std::size_t count = 0; count <= 20; ++count) {
                const auto inputs = randomBytes(random, count * length);
                std::vector<Hash> hashes(count);
                keccak256ManyAt(static_cast<KeccakLevel>(level), inputs, length, hashes);
                for (std::size_t i = 0; i < count; ++i)
                    QCOMPARE(hexOf(hashes[i]),
                             hexOf(keccak256(ByteView(inputs).subspan(i * length, length))));
            }
        }
    }

    void theBestLevelIsUsed() {
        const auto levels = keccakLevels();
        QVERIFY(levels.front() == KeccakLevel::plain);
        QVERIFY(keccakLevel() == levels.back());
        std::mt19937_64 random(20263);
        const auto inputs = randomBytes(random, 65 * 33);
        std::vector<Hash> hashes(33);
        keccak256Many(inputs, 65, hashes);
        for (std::size_t i = 0; i < hashes.size(); ++i)
            QVERIFY(hashes[i] == keccak256(ByteView(inputs).subspan(65 * i, 65)));
    }

    void eightLanesAreArrangedRightly() {
        std::mt19937_64 random(20264);
        for (std::size_t length = 1; length <= kMaxOneBlock; ++length) {
            for (std::size_t count = 1; count <= 17; ++count) {
                const auto inputs = randomBytes(random, count * length);
                std::vector<Hash> hashes(count);
                hashLanes<ArrayLane>(inputs.data(), length, count, hashes.data()->bytes.data());
                for (std::size_t i = 0; i < count; ++i)
                    QVERIFY(hashes[i] == keccak256(ByteView(inputs).subspan(i * length, length)));
            }
        }
    }

    void whatDoesNotFitIsRefused() {
        std::vector<Hash> hashes(2);
        QVERIFY_EXCEPTION_THROWN(keccak256Many(Bytes(129), 65, hashes), std::invalid_argument);
        const auto levels = keccakLevels();
        for (const auto level : {KeccakLevel::avx2, KeccakLevel::avx512})
            if (std::ranges::find(levels, level) == levels.end())
                QVERIFY_EXCEPTION_THROWN(keccak256ManyAt(level, Bytes(130), 65, hashes),
                                         std::invalid_argument);
    }
};

QTEST_APPLESS_MAIN(TestCryptoKeccakMany)
#include "tst_crypto_keccak_many.moc"
