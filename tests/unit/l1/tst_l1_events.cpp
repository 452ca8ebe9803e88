#include "l1/contracts.hpp"
#include "l1/deployment.hpp"
#include "l1_double.hpp"
#include "values.hpp"

#include <QTest>

#include <boost/json.hpp>

#include <set>

using namespace aw;
using namespace aw::l1;
using namespace aw::test;

namespace {

Hash wordOf(std::uint8_t last) {
    Hash word;
    word.bytes[31] = last;
    return word;
}

L1Log entryLog(const Bytes& entry) {
    L1Log log;
    log.address = doubleAddresses().inbox;
    log.topics = {codec::abi::eventTopic("EntryAppended(uint64,bytes32,bytes)"), wordOf(4)};
    log.data = codec::abi::Encoder().hash(wordOf(9)).bytes(entry).encoded();
    return log;
}

L1Log forcedLog(std::uint8_t yParity) {
    L1Log log;
    log.address = doubleAddresses().inbox;
    log.topics = {codec::abi::eventTopic("TransactionForced(uint64,address,bytes32,uint8,bytes32,bytes32)"),
                  wordOf(4), wordOf(0xaa), wordOf(7)};
    log.data = codec::abi::Encoder().number(yParity).hash(wordOf(1)).hash(wordOf(2)).encoded();
    return log;
}

} // namespace

/// What the contracts announce, as it is read, and what they are told.
class TestL1Events : public QObject {
    Q_OBJECT

private slots:
    void anEntryIsADepositOrAForcedTransaction() {
        const state::InboxEntry deposit = state::Deposit{.owner = Address{{7}}, .token = 2, .amount = 5};
        const state::InboxEntry forced = state::ForcedTransaction{
            .sender = Address{{7}}, .nonce = 3, .gasLimit = 21000, .recipient = Address{{8}}, .amount = 5};
        for (const auto& entry : {deposit, forced}) {
            const auto event = decodeEvent(entryLog(state::encodeEntry(entry)), doubleAddresses());
            QCOMPARE(codeOf(event), "ok");
            const auto& appended = std::get<EntryAppended>((*event)->body);
            QCOMPARE(appended.index, std::uint64_t{4});
            QVERIFY(appended.acc == wordOf(9));
            QVERIFY(appended.entry == entry);
        }
    }

    void anEntryOfAnotherKindIsABadEvent() {
        auto entry = state::encodeEntry(state::Deposit{.owner = Address{{7}}, .token = 2, .amount = 5});
        entry[0] = 2;
        QCOMPARE(codeOf(decodeEvent(entryLog(entry), doubleAddresses())), ErrorCode::l1BadEvent);
        entry[0] = 1; // shorter than a forced transaction
        QCOMPARE(codeOf(decodeEvent(entryLog(entry), doubleAddresses())), ErrorCode::l1BadEvent);
        QCOMPARE(codeOf(decodeEvent(entryLog({}), doubleAddresses())), ErrorCode::l1BadEvent);
    }

    void aForcedTransactionHasItsSignatureBesides() {
        const auto event = decodeEvent(forcedLog(1), doubleAddresses());
        QCOMPARE(codeOf(event), "ok");
        const auto& forced = std::get<TransactionForced>((*event)->body);
        QCOMPARE(eventName((*event)->body), std::string_view("TransactionForced"));
        QCOMPARE(forced.index, std::uint64_t{4});
        QCOMPARE(forced.sender.bytes[19], std::uint8_t{0xaa});
        QVERIFY(forced.signingHash == wordOf(7));
        QCOMPARE(hexOf(forced.signature), "0x" + QString(63, '0') + "1" + QString(63, '0') + "2" + "01");
        QCOMPARE(codeOf(decodeEvent(forcedLog(2), doubleAddresses())), ErrorCode::l1BadEvent);
    }

    void f3ACommitmentNamesItsSubject() {
        const Bytes witness{1, 2, 3};
        const auto subject = segmentSubject(wordOf(3), 5, witness);
        const auto hash = crypto::keccak256(witness);
        QVERIFY(subject ==
                crypto::keccak256(
                    {bytesOf(std::string(63, '0') + "3" + std::string(63, '0') + "5"), hash.view()}));
        QVERIFY(fraudCommitment(Address{{7}}, subject, wordOf(6)) ==
                crypto::keccak256({bytesOf(std::string(24, '0') + "07" + std::string(38, '0')),
                                   subject.view(), wordOf(6).view()}));
    }

    void aWithdrawalTellsAllThatTheStateRootHashes() {
        AccountProof proof{.index = {1}, .token = 2, .nonce = 3, .balance = 4, .withdrawn = 5};
        proof.accountCount = 6;
        proof.inboxCursor = 7;
        proof.txCount = 8;
        const auto call = calls::withdraw({}, proof);
        constexpr std::size_t kAccountAt = 4 + 19 * 32;
        QCOMPARE(call.size(), kAccountAt + (9 + 32) * 32);
        const auto word = [&](std::size_t at) { return std::size_t{call[kAccountAt + at * 32 + 31]}; };
        for (std::size_t at = 2; at <= 8; ++at)
            QCOMPARE(word(at), at);
    }

    /// Every event that an artifact declares is known here by the same name and fields.
    void everyEventOfTheContractsIsKnown() {
        std::set<std::string> known;
        for (std::size_t i = 0; i < std::variant_size_v<EventBody>; ++i)
            known.insert(std::string(eventNameAt(i)));
        for (const auto& artifact : artifacts()) {
            const auto abi = boost::json::parse(artifact.json).as_object().at("abi").as_array();
            for (const auto& item : abi) {
                if (item.at("type").as_string() != "event") continue;
                const std::string name(item.at("name").as_string());
                QVERIFY2(known.contains(name), (name + " of " + std::string(artifact.name)).c_str());
            }
        }
    }

    void demandAndItsAnswer() {
        L1Log log;
        log.address = doubleAddresses().demands;
        log.topics = {codec::abi::eventTopic("SignatureDemanded(uint64,uint64,address,bytes32,address,uint32,"
                                             "uint8,bytes32,address,uint64)"),
                      wordOf(3), wordOf(12), wordOf(0xdd)};
        log.data = codec::abi::Encoder()
                       .hash(wordOf(1))
                       .address(Address{{2}})
                       .number(7)
                       .number(63)
                       .hash(wordOf(4))
                       .address(Address{{5}})
                       .number(99)
                       .encoded();
        const auto event = decodeEvent(log, doubleAddresses());
        QVERIFY(event.has_value() && event->has_value());
        const auto& demanded = std::get<SignatureDemanded>((*event)->body);
        QCOMPARE(demanded.id, std::uint64_t(3));
        QCOMPARE(demanded.number, std::uint64_t(12));
        QCOMPARE(demanded.demander.bytes[19], std::uint8_t(0xdd));
        QCOMPARE(demanded.batchHash, wordOf(1));
        QCOMPARE(demanded.operatorAddress, Address{{2}});
        QCOMPARE(demanded.segment, 7u);
        QCOMPARE(int(demanded.place), 63);
        QCOMPARE(demanded.signingHash, wordOf(4));
        QCOMPARE(demanded.sender, Address{{5}});
        QCOMPARE(demanded.overdueAfter, std::uint64_t(99));
        QVERIFY(!eventName((*event)->body).compare("SignatureDemanded"));

        // Of another contract it is nobody's.
        log.address = doubleAddresses().fraud;
        QVERIFY(!decodeEvent(log, doubleAddresses())->has_value());
        // A place that does not fit is a wrong contract.
        log.address = doubleAddresses().demands;
        log.data[3 * 32 + 30] = 1;
        QVERIFY(!decodeEvent(log, doubleAddresses()).has_value());

        Signature signature;
        signature.bytes[0] = 0xaa;
        signature.bytes[63] = 0xbb;
        signature.bytes[64] = 1;
        const auto call = calls::answerDemand(3, signature);
        QCOMPARE(call.size(), std::size_t(4 + 4 * 32));
        QCOMPARE(int(call[4 + 31]), 3);
        QCOMPARE(int(call[4 + 63]), 1);
        QCOMPARE(int(call[4 + 64]), 0xaa);
        QCOMPARE(int(call[4 + 127]), 0xbb);
    }
};

QTEST_APPLESS_MAIN(TestL1Events)
#include "tst_l1_events.moc"
