#include "l1/contracts.hpp"
#include "l1_double.hpp"
#include "values.hpp"

#include <QTest>

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
        QCOMPARE(codeOf(decodeEvent(entryLog(entry), doubleAddresses())), "l1.bad-event");
        entry[0] = 1; // shorter than a forced transaction
        QCOMPARE(codeOf(decodeEvent(entryLog(entry), doubleAddresses())), "l1.bad-event");
        QCOMPARE(codeOf(decodeEvent(entryLog({}), doubleAddresses())), "l1.bad-event");
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
        QCOMPARE(codeOf(decodeEvent(forcedLog(2), doubleAddresses())), "l1.bad-event");
    }

    void f3ACommitmentNamesItsSubject() {
        const auto subject = segmentSubject(wordOf(3), 5);
        QVERIFY(subject ==
                crypto::keccak256(bytesOf(std::string(63, '0') + "3" + std::string(63, '0') + "5")));
        QVERIFY(fraudCommitment(Address{{7}}, subject, wordOf(6)) ==
                crypto::keccak256({bytesOf(std::string(24, '0') + "07" + std::string(38, '0')),
                                   subject.view(), wordOf(6).view()}));
    }

    void aWithdrawalTellsAllThatTheStateRootHashes() {
        AccountProof proof{.index = {1}, .token = 2, .nonce = 3, .balance = 4, .exited = 5};
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
};

QTEST_APPLESS_MAIN(TestL1Events)
#include "tst_l1_events.moc"
