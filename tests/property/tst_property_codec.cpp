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

std::uint64_t randomNumber(Random& random) { return random.bits() >> random.below(64); }

FeeTemplate randomTemplate(Random& random) {
    const auto maxFeeWei = randomNumber(random);
    return {.maxFeeWei = maxFeeWei, .tipWei = randomNumber(random)};
}

FeeFields randomFees(Random& random) {
    const auto gasLimit = randomNumber(random);
    const auto maxFeeWei = randomNumber(random);
    return {.gasLimit = gasLimit, .maxFeeWei = maxFeeWei, .tipWei = randomNumber(random)};
}

Record randomRecord(Random& random, const FeeTemplate& feeTemplate) {
    const auto index = [&] {
        return AccountIndex{static_cast<std::uint32_t>(random.bits()) >> random.below(32)};
    };
    const auto kind = random.below(8);
    if (kind == 0) return BlockEndRecord{.ticks = random.bits() >> random.below(64)};
    if (kind == 1) return DepositRecord{.account = random.once(2) ? std::optional(index()) : std::nullopt};
    if (kind == 6) {
        SkippedForcedRecord record{.why = static_cast<SkipReason>(3 + random.below(4))};
        if (record.why != SkipReason::noSender) record.sender = index();
        if (record.why == SkipReason::byTokenAccount) record.tokenAccount = index();
        return record;
    }
    if (kind == 7) {
        ForcedRecord record{.sender = index(), .recipient = index()};
        if (random.once(2)) record.tokenAccount = index();
        if (random.once(3)) record.recipient = NewTarget{};
        if (random.once(3)) record.recipient = WithdrawalTarget{};
        return record;
    }
    TransferRecord record{.sender = index(),
                          .recipient = index(),
                          .amount = random.wei() >> static_cast<unsigned>(random.below(128)),
                          .fees = randomFees(random)};
    if (random.once(2)) record.tokenAccount = index();
    for (auto zeros = random.below(39); zeros > 0 && record.amount < (Wei(1) << 124); --zeros)
        record.amount *= 10;
    if (kind == 2) record.recipient = WithdrawalTarget{};
    if (kind == 3) record.recipient = crypto::SecretKey::derive("property", random.below(20)).address();
    if (random.once(2)) record.fees.gasLimit = record.gas();
    if (random.once(2)) {
        record.fees.maxFeeWei = feeTemplate.maxFeeWei;
        record.fees.tipWei = feeTemplate.tipWei;
    }
    return record;
}

Bytes segmentOf(const Record& record, const FeeTemplate& feeTemplate, unsigned bits) {
    Bytes bytes{static_cast<std::uint8_t>(bits)};
    encodeRecord(record, feeTemplate, bits, bytes);
    return bytes;
}

} // namespace

class TestPropertyCodec : public QObject {
    Q_OBJECT

private slots:
    void aRecordSurvivesTheRoundTrip() {
        QVERIFY(rc::check([](std::uint64_t seed) {
            Random random(seed);
            const auto feeTemplate = randomTemplate(random);
            const auto record = randomRecord(random, feeTemplate);
            const auto least = indexBits(record);
            const auto bits = least + static_cast<unsigned>(random.below(33 - least));
            const auto bytes = segmentOf(record, feeTemplate, bits);
            RecordReader reader(bytes, feeTemplate);
            const auto decoded = reader.next();
            RC_ASSERT(decoded.has_value());
            RC_ASSERT(*decoded == record);
            RC_ASSERT(reader.atEnd());
            // No shorter start of it is a record.
            for (std::size_t size = 0; size < bytes.size(); ++size)
                RC_ASSERT(!RecordReader(ByteView(bytes).first(size), feeTemplate).next());
        }));
    }

    void whatDecodesIsNeverShorterThanItsEncoding() {
        QVERIFY(rc::check([](std::vector<std::uint8_t> bytes, std::uint8_t tag, std::uint8_t bits) {
            bytes.insert(bytes.begin(), {static_cast<std::uint8_t>(1 + bits % 32),
                                         static_cast<std::uint8_t>(0x80 | (tag & 0x7f))});
            RecordReader reader(bytes, {});
            const auto record = reader.next();
            if (!record) return;
            const auto again = segmentOf(*record, {}, reader.bits());
            RC_ASSERT(again.size() <= reader.offset());
            RC_ASSERT(*RecordReader(again, {}).next() == *record);
            // With as few bits as will do, it is shorter still.
            RC_ASSERT(encodeRecords(std::array{*record}, {}).size() <= again.size());
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
            if (random.once(2)) {
                tx.token = {.recipient = key.address(), .amount = tx.value};
                tx.value = 0;
            }
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
