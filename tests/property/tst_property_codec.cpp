#include "codec/record.hpp"
#include "codec/rlp.hpp"
#include "codec/transaction.hpp"
#include "crypto/keys.hpp"
#include "segment_generator.hpp"

#include <rapidcheck.h>

#include <QTest>

using namespace aw;
using namespace aw::codec;
using test::Random;

namespace {

FeeTemplate randomFees(Random& random) {
    const auto number = [&] { return random.bits() >> random.below(64); };
    return {.gasLimit = number(), .maxFeeWei = number(), .tipWei = number()};
}

Record randomRecord(Random& random, const FeeTemplate& feeTemplate) {
    const auto index = [&] {
        return AccountIndex{static_cast<std::uint32_t>(random.bits()) >> random.below(32)};
    };
    const auto kind = random.below(6);
    if (kind == 0) return BlockEndRecord{.ticks = random.bits() >> random.below(64)};
    if (kind == 1) return InboxRecord{.account = random.once(2) ? std::optional(index()) : std::nullopt};
    TransferRecord record{.sender = index(),
                          .recipient = index(),
                          .amount = random.wei() >> static_cast<unsigned>(random.below(128)),
                          .fees = random.once(2) ? feeTemplate : randomFees(random)};
    for (auto zeros = random.below(39); zeros > 0 && record.amount < (Wei(1) << 124); --zeros)
        record.amount *= 10;
    if (kind == 2) record.recipient = ExitTarget{};
    if (kind == 3) record.recipient = crypto::SecretKey::derive("property", random.below(20)).address();
    return record;
}

} // namespace

class TestPropertyCodec : public QObject {
    Q_OBJECT

private slots:
    void aRecordSurvivesTheRoundTrip() {
        QVERIFY(rc::check([](std::uint64_t seed) {
            Random random(seed);
            const auto feeTemplate = randomFees(random);
            const auto record = randomRecord(random, feeTemplate);
            Bytes bytes{0xaa};
            encodeRecord(record, feeTemplate, bytes);
            std::size_t offset = 1;
            const auto decoded = decodeRecord(bytes, offset, feeTemplate);
            RC_ASSERT(decoded.has_value());
            RC_ASSERT(*decoded == record);
            RC_ASSERT(offset == bytes.size());
            // No shorter start of it is a record.
            for (std::size_t size = 0; size < bytes.size() - 1; ++size) {
                std::size_t start = 0;
                RC_ASSERT(!decodeRecord(ByteView(bytes).subspan(1, size), start, feeTemplate));
            }
        }));
    }

    void whatDecodesIsNeverShorterThanItsEncoding() {
        QVERIFY(rc::check([](std::vector<std::uint8_t> bytes, std::uint8_t flags) {
            bytes.insert(bytes.begin(), static_cast<std::uint8_t>(0x40 | (flags & 7)));
            std::size_t offset = 0;
            const auto record = decodeRecord(bytes, offset, {});
            if (!record) return;
            Bytes again;
            encodeRecord(*record, {}, again);
            RC_ASSERT(again.size() <= offset);
            std::size_t end = 0;
            RC_ASSERT(*decodeRecord(again, end, {}) == *record);
        }));
    }

    void rlpThatDecodesIsCanonical() {
        QVERIFY(rc::check([](const std::vector<std::uint8_t>& bytes) {
            const auto item = rlp::decode(bytes);
            if (!item) return;
            Bytes again;
            if (item->isList)
                rlp::encodeList(item->payload, again);
            else
                rlp::encodeString(item->payload, again);
            RC_ASSERT(again == bytes);
        }));
    }

    void aSignedTransactionHasOneEncoding() {
        QVERIFY(rc::check([](std::uint64_t seed) {
            Random random(seed);
            const auto key = crypto::SecretKey::derive("property", random.below(20));
            const auto fees = randomFees(random);
            Transaction tx{.chainId = random.bits() >> random.below(64),
                           .nonce = random.bits() >> (1 + random.below(63)),
                           .tipWei = std::min(fees.tipWei, fees.maxFeeWei),
                           .maxFeeWei = fees.maxFeeWei,
                           .gasLimit = fees.gasLimit,
                           .to = key.address(),
                           .value = random.wei() >> static_cast<unsigned>(random.below(128))};
            const auto raw = encodeTransaction(tx, key.sign(signingHash(tx)));
            const auto decoded = decodeTransaction(raw);
            RC_ASSERT(decoded.has_value());
            RC_ASSERT(decoded->tx == tx);
            RC_ASSERT(decoded->sender == key.address());
            RC_ASSERT(encodeTransaction(decoded->tx, decoded->signature) == raw);
            // A changed byte is refused, or is another transaction or sender: never the same under other
            // bytes.
            auto other = raw;
            test::spoil(random, other);
            if (other == raw) return;
            const auto changed = decodeTransaction(other);
            // RC_ASSERT does not stop at the first operand of ||.
            const bool differs = !changed || changed->tx != tx || changed->sender != key.address();
            RC_ASSERT(differs);
        }));
    }
};

QTEST_APPLESS_MAIN(TestPropertyCodec)
#include "tst_property_codec.moc"
