#include "crypto/keccak.hpp"
#include "transition/batch.hpp"
#include "values.hpp"

#include <QTest>

#include <limits>
#include <map>

using namespace aw;
using namespace aw::transition;
using test::addressOf;
using test::bytesOf;
using test::codeOf;
using test::hashOf;
using test::hexOf;

namespace {

BatchHeader sample() {
    return {.rollup = addressOf(std::string(40, '1')),
            .number = 2,
            .parentHash = hashOf(std::string(64, '3')),
            .operatorAddress = addressOf(std::string(40, '4')),
            .era = 5,
            .baseFeeWei = 6,
            .l1BlockNumber = 7,
            .l1BlockHash = hashOf(std::string(64, '8')),
            .submittedAt = 9,
            .feeAccount = {10},
            .feeTemplate = {.maxFeeWei = 12, .tipWei = 13},
            .inboxBefore = 14,
            .inboxAfter = 15,
            .preStateRoot = hashOf(std::string(64, 'a')),
            .postStateRoot = hashOf(std::string(64, 'b')),
            .segmentsHash = hashOf(std::string(64, 'c')),
            .segmentCount = 19,
            .bondWei = 20};
}

Segment segmentOf(std::size_t size) {
    return {.postRoot = hashOf(std::string(64, '1')),
            .txRoot = hashOf(std::string(64, '2')),
            .records = Bytes(size, 0x02)};
}

} // namespace

class TestTransitionBatch : public QObject {
    Q_OBJECT

private slots:
    // Expected by cast abi-encode and cast keccak (foundry 1.7.1) for the tuple of IRollup.BatchHeader.
    void a3HeaderHashesAsOnL1() {
        QCOMPARE(encodeHeader(sample()).size(), std::size_t{608});
        QCOMPARE(hexOf(batchHash(sample())),
                 "0x7b3a526d4a4c25dde9eb612fc6d09ab1b555cc538ecaef1ec3aacf63436c2bc3");
    }

    void headersSurviveTheRoundTrip() {
        auto header = sample();
        QVERIFY(decodeHeader(encodeHeader(header)).value() == header);
        header.bondWei = std::numeric_limits<Wei>::max();
        header.feeAccount.value = std::numeric_limits<std::uint32_t>::max();
        header.number = std::numeric_limits<std::uint64_t>::max();
        QVERIFY(decodeHeader(encodeHeader(header)).value() == header);
    }

    void everyMemberCountsInTheHash() {
        const auto good = encodeHeader(sample());
        for (std::size_t word = 0; word < 19; ++word) {
            auto other = good;
            other[word * 32 + 31] ^= 1;
            const auto decoded = decodeHeader(other);
            QCOMPARE(codeOf(decoded), "ok");
            QVERIFY(batchHash(*decoded) != batchHash(sample()));
        }
    }

    void malformedHeadersAreRefused() {
        const auto good = encodeHeader(sample());
        QCOMPARE(codeOf(decodeHeader(ByteView(good).first(607))), ErrorCode::batchMalformedHeader);
        auto longer = good;
        longer.resize(640);
        QCOMPARE(codeOf(decodeHeader(longer)), ErrorCode::batchMalformedHeader);
        QCOMPARE(codeOf(decodeHeader({})), ErrorCode::batchMalformedHeader);
        // Each member that does not fill its word: a one just above its width.
        const std::map<std::size_t, std::size_t> widths{{0, 20}, {1, 8},  {3, 20}, {4, 8},  {5, 8},
                                                        {6, 8},  {8, 8},  {9, 4},  {10, 8}, {11, 8},
                                                        {12, 8}, {13, 8}, {17, 4}, {18, 16}};
        for (const auto& [word, width] : widths) {
            auto spoilt = good;
            spoilt[word * 32 + 31 - width] = 1;
            QCOMPARE(codeOf(decodeHeader(spoilt)), ErrorCode::batchMalformedHeader);
        }
    }

    void theContextIsTheHeaders() {
        const state::TokenList tokens;
        const BatchContext expected{.l2ChainId = 99,
                                    .baseFeeWei = 6,
                                    .feeAccount = {10},
                                    .feeTemplate = {.maxFeeWei = 12, .tipWei = 13},
                                    .inboxAfter = 15,
                                    .tokens = &tokens};
        QVERIFY(sample().context(99, tokens) == expected);
    }

    void genesisHashBindsRollupAndChain() {
        QCOMPARE(hexOf(genesisHash(addressOf(std::string(40, '1')), 817001)),
                 hexOf(crypto::keccak256(bytesOf(std::string(40, '1') + "00000000000c7769"))));
    }

    void a1Layout() {
        QCOMPARE(hexOf(encodeSegments({segmentOf(1), segmentOf(2)})),
                 "0x0001" + QString(64, '1') + QString(64, '2') + "02" + "0002" + QString(64, '1') +
                     QString(64, '2') + "0202");
        const std::vector segments{segmentOf(6144), segmentOf(1)};
        QVERIFY(decodeSegments(encodeSegments(segments)).value() == segments);
        QCOMPARE(codeOf(decodeSegments(encodeSegments(std::vector(256, segmentOf(1))))), "ok");
    }

    void a2Hashes() {
        const auto recordsHash = hexOf(crypto::keccak256(bytesOf("02"))).mid(2).toStdString();
        QCOMPARE(hexOf(segmentLeaf(segmentOf(1))),
                 hexOf(crypto::keccak256(
                     bytesOf("07" + std::string(64, '1') + std::string(64, '2') + recordsHash))));
        const auto a = hashOf(std::string(64, 'a'));
        const auto b = hashOf(std::string(64, 'b'));
        QCOMPARE(hexOf(segmentsHash({a, b})),
                 hexOf(crypto::keccak256(bytesOf(std::string(64, 'a') + std::string(64, 'b')))));
    }

    void a14MalformedDataIsRefused() {
        const auto refused = [](const Bytes& data) { return codeOf(decodeSegments(data)); };
        QCOMPARE(refused({}), ErrorCode::batchMalformedData);
        QCOMPARE(refused(encodeSegments({segmentOf(0)})), ErrorCode::batchMalformedData);
        QCOMPARE(refused(encodeSegments({segmentOf(6145)})), ErrorCode::batchMalformedData);
        QCOMPARE(refused(encodeSegments(std::vector(257, segmentOf(1)))), ErrorCode::batchMalformedData);
        auto zero = segmentOf(1);
        zero.postRoot = {};
        QCOMPARE(refused(encodeSegments({zero})), ErrorCode::batchMalformedData);
        auto noTransactions = segmentOf(1);
        noTransactions.txRoot = {};
        QCOMPARE(refused(encodeSegments({noTransactions})), "ok");
        auto data = encodeSegments({segmentOf(5)});
        for (std::size_t size = 1; size < data.size(); ++size)
            QCOMPARE(refused(Bytes(data.begin(), data.begin() + static_cast<std::ptrdiff_t>(size))),
                     ErrorCode::batchMalformedData);
        data.push_back(0);
        QCOMPARE(refused(data), ErrorCode::batchMalformedData);
    }

    void b3BlockHash() {
        const BlockHeader header{.number = 1,
                                 .parentHash = hashOf(std::string(64, '2')),
                                 .timeMs = 3,
                                 .stateRoot = hashOf(std::string(64, '4')),
                                 .baseFeeWei = 5,
                                 .feeAccount = {6},
                                 .txCount = 7,
                                 .txsHash = hashOf(std::string(64, '8'))};
        QCOMPARE(
            hexOf(blockHash(header)),
            hexOf(crypto::keccak256(bytesOf("04"
                                            "0000000000000001" +
                                            std::string(64, '2') + "0000000000000003" + std::string(64, '4') +
                                            "0000000000000005"
                                            "00000006"
                                            "00000007" +
                                            std::string(64, '8')))));
    }
};

QTEST_APPLESS_MAIN(TestTransitionBatch)
#include "tst_transition_batch.moc"
