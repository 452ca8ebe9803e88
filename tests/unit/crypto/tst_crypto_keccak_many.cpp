#include "crypto/keccak.hpp"
#include "crypto/keccak_sponge.hpp"
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

std::vector<KeccakJob> jobsOf(const Bytes& inputs, std::vector<Hash>& hashes) {
    std::vector<KeccakJob> jobs;
    for (std::size_t i = 0; i < hashes.size(); ++i)
        jobs.push_back({.input = &inputs[64 * i], .out = hashes[i].bytes.data()});
    return jobs;
}

/// By way of the sponge.
Hash hashOneByOne(std::uint8_t prefix, ByteView input) {
    return keccak256({ByteView(&prefix, 1), input.first(1), input.subspan(1)});
}

/// Eight lanes without any vector: the arrangement of the widest level, on every machine.
struct ArrayLane {
    static constexpr std::size_t kCount = 8;
    std::array<std::uint64_t, kCount> lanes{};

    template<class Operation>
    static ArrayLane each(Operation operation) {
        ArrayLane result;
        for (std::size_t i = 0; i < kCount; ++i)
            result.lanes[i] = operation(i);
        return result;
    }
    static ArrayLane all(std::uint64_t word) {
        return each([=](auto) { return word; });
    }
    template<class Places>
    static ArrayLane word(Places places, std::size_t offset) {
        ArrayLane result;
        for (std::size_t i = 0; i < kCount; ++i)
            std::memcpy(&result.lanes[i], places(i) + offset, 8);
        return result;
    }
    template<class Places>
    static std::array<ArrayLane, 4> words(Places places, std::size_t offset) {
        return {word(places, offset), word(places, offset + 8), word(places, offset + 16),
                word(places, offset + 24)};
    }
    template<class Places>
    static void store(const std::array<ArrayLane, 4>& words, Places places) {
        for (std::size_t i = 0; i < kCount; ++i)
            for (std::size_t word = 0; word < words.size(); ++word)
                std::memcpy(places(i) + 8 * word, &words[word].lanes[i], 8);
    }
    ArrayLane operator^(const ArrayLane& other) const {
        return each([&](auto i) { return lanes[i] ^ other.lanes[i]; });
    }
    ArrayLane operator^(std::uint64_t number) const {
        return each([&](auto i) { return lanes[i] ^ number; });
    }
    ArrayLane operator|(const ArrayLane& other) const {
        return each([&](auto i) { return lanes[i] | other.lanes[i]; });
    }
    ArrayLane operator<<(unsigned bits) const {
        return each([&](auto i) { return lanes[i] << bits; });
    }
    ArrayLane operator>>(unsigned bits) const {
        return each([&](auto i) { return lanes[i] >> bits; });
    }
    friend ArrayLane andNot(const ArrayLane& a, const ArrayLane& b) {
        return each([&](auto i) { return ~a.lanes[i] & b.lanes[i]; });
    }
    template<unsigned kBits>
    friend ArrayLane rotateLeft(const ArrayLane& lane) {
        return each([&](auto i) { return std::rotl(lane.lanes[i], kBits); });
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

    void everyLevelHashesAfterAPrefix_data() {
        QTest::addColumn<int>("level");
        for (const auto level : keccakLevels())
            QTest::newRow(std::string(keccakLevelName(level)).c_str()) << static_cast<int>(level);
    }
    void everyLevelHashesAfterAPrefix() {
        QFETCH(const int, level);
        std::mt19937_64 random(20262);
        for (std::size_t count = 0; count <= 40; ++count) {
            const auto inputs = randomBytes(random, 64 * count);
            const auto prefix = static_cast<std::uint8_t>(random());
            std::vector<Hash> hashes(count);
            keccak256PrefixedAt(static_cast<KeccakLevel>(level), prefix, jobsOf(inputs, hashes));
            for (std::size_t i = 0; i < count; ++i)
                QCOMPARE(hexOf(hashes[i]), hexOf(hashOneByOne(prefix, ByteView(inputs).subspan(64 * i, 64))));
        }
    }

    void theBestLevelIsUsed() {
        const auto levels = keccakLevels();
        QVERIFY(levels.front() == KeccakLevel::plain);
        QVERIFY(keccakLevel() == levels.back());
        std::mt19937_64 random(20263);
        const auto inputs = randomBytes(random, 64 * 33);
        std::vector<Hash> hashes(33);
        keccak256Prefixed(7, jobsOf(inputs, hashes));
        for (std::size_t i = 0; i < hashes.size(); ++i)
            QVERIFY(hashes[i] == hashOneByOne(7, ByteView(inputs).subspan(64 * i, 64)));
    }

    void everyLevelHashesInputsOfAnyLength_data() { everyLevelHashesAfterAPrefix_data(); }
    void everyLevelHashesInputsOfAnyLength() {
        QFETCH(const int, level);
        std::mt19937_64 random(20265);
        for (std::size_t count = 0; count <= 40; ++count) {
            std::vector<Bytes> inputs;
            for (std::size_t i = 0; i < count; ++i)
                inputs.push_back(randomBytes(random, random() % (i % 5 == 0 ? 400 : 136)));
            const std::vector<ByteView> views(inputs.begin(), inputs.end());
            std::vector<Hash> hashes(count);
            keccak256EachAt(static_cast<KeccakLevel>(level), views, hashes);
            for (std::size_t i = 0; i < count; ++i)
                QCOMPARE(hexOf(hashes[i]), hexOf(keccak256(views[i])));
        }
    }

    void piecesAreHashedAsTheirConcatenation() {
        std::mt19937_64 random(20266);
        for (const std::size_t size : {0U, 1U, 64U, 65U, 135U, 136U, 137U, 271U, 272U, 273U}) {
            const auto data = randomBytes(random, size);
            const auto cut = size == 0 ? 0 : random() % size;
            QCOMPARE(hexOf(keccak256({ByteView(data).first(cut), ByteView(data).subspan(cut)})),
                     hexOf(keccak256(data)));
        }
    }

    void eightLanesAreArrangedRightly() {
        std::mt19937_64 random(20264);
        for (std::size_t count = 0; count <= 17; ++count) {
            const auto inputs = randomBytes(random, 64 * count);
            Bytes blocks(count * kKeccakRate);
            std::vector<Hash> prefixed(count);
            std::vector<Hash> padded(count + 1);
            for (std::size_t i = 0; i < count; ++i) {
                std::memcpy(&blocks[kKeccakRate * i], &inputs[64 * i], 64);
                keccakPad(&blocks[kKeccakRate * i], 64);
            }
            keccakAllPrefixed<ArrayLane>(9, jobsOf(inputs, prefixed).data(), count);
            keccakAllBlocks<ArrayLane>(blocks.data(), count, padded[0].bytes.data());
            for (std::size_t i = 0; i < count; ++i) {
                const auto input = ByteView(inputs).subspan(64 * i, 64);
                QCOMPARE(hexOf(prefixed[i]), hexOf(hashOneByOne(9, input)));
                QCOMPARE(hexOf(padded[i]), hexOf(keccak256(input)));
            }
            QVERIFY(padded[count].isZero());
        }
    }

    void whatDoesNotFitIsRefused() {
        std::vector<Hash> hashes(2);
        const std::vector<ByteView> one(1);
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, keccak256Each(one, hashes));
        const auto levels = keccakLevels();
        for (const auto level : {KeccakLevel::bmi2, KeccakLevel::avx2, KeccakLevel::avx512})
            if (std::ranges::find(levels, level) == levels.end())
                QVERIFY_THROWS_EXCEPTION(std::invalid_argument, keccak256PrefixedAt(level, 1, {}));
    }
};

QTEST_APPLESS_MAIN(TestCryptoKeccakMany)
#include "tst_crypto_keccak_many.moc"
