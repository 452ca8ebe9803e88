#include "crypto/keccak.hpp"
#include "state/state.hpp"
#include "values.hpp"

#include <QTest>

using namespace aw;
using namespace aw::state;
using aw::test::bytesOf;
using aw::test::codeOf;
using aw::test::hexOf;

namespace {

Account accountOf(std::uint8_t number) {
    Address owner;
    owner.bytes.fill(number);
    return {.owner = owner, .token = number, .nonce = number, .balance = number, .withdrawn = number};
}

State stateOf(std::uint32_t count) {
    State state;
    for (std::uint32_t i = 0; i < count; ++i)
        state.apply({.changes = {{{i}, accountOf(static_cast<std::uint8_t>(i))}}, .inboxConsumed = 0});
    return state;
}

/// Changes the accounts of the witness and appends some, in the state and in the working leaves alike.
struct Replayed {
    State state;
    std::vector<Witness::Leaf> after;
};
Replayed change(const State& before, const Witness& witness, std::uint64_t appended) {
    Replayed result{.state = before, .after = witness.leaves};
    for (auto& leaf : result.after)
        leaf.account.balance += 1000;
    for (std::uint64_t i = 0; i < appended; ++i)
        result.after.push_back({{static_cast<std::uint32_t>(witness.preCount + i)}, accountOf(200)});
    for (const auto& leaf : result.after)
        result.state.apply({.changes = {{leaf.index, leaf.account}}, .inboxConsumed = 0});
    return result;
}

} // namespace

class TestStateWitness : public QObject {
    Q_OBJECT

private slots:
    void layout() {
        Witness witness{.preCount = 3,
                        .preCursor = 0x0a,
                        .preTxCount = 0x0b,
                        .leaves = {},
                        .entries = {},
                        .siblings = {}};
        witness.leaves.push_back({{2}, accountOf(0x11)});
        witness.entries.emplace_back(Deposit{.owner = accountOf(0x22).owner, .token = 1, .amount = 9});
        witness.entries.emplace_back(ForcedTransaction{.sender = accountOf(0x33).owner, .nonce = 4});
        witness.siblings.push_back(test::hashOf(std::string(64, '7')));
        const QString expected = "0x0000000000000003"
                                 "000000000000000a"
                                 "000000000000000b"
                                 "0001"
                                 "00000002" +
                                 QString(40, '1') + "00000011" + "0000000000000011" + QString(30, '0') +
                                 "11" + QString(30, '0') + "11" +
                                 "0002"
                                 "00" +
                                 QString(40, '2') + "00000001" + QString(31, '0') + "9" + "01" +
                                 QString(40, '3') + QString(15, '0') + "4" + QString(128, '0') +
                                 QString(64, '7');
        QCOMPARE(hexOf(witness.encode()), expected);
        QVERIFY(Witness::decode(witness.encode()).value() == witness);
    }

    void w1w2FoldsToTheRootsBeforeAndAfter_data() {
        QTest::addColumn<int>("count");
        QTest::addColumn<QList<int>>("existing");
        QTest::addColumn<int>("appended");
        QTest::newRow("first account") << 0 << QList<int>{} << 1;
        QTest::newRow("many first accounts") << 0 << QList<int>{} << 64;
        QTest::newRow("one of one") << 1 << QList<int>{0} << 0;
        QTest::newRow("the last one and a new one") << 5 << QList<int>{4} << 1;
        QTest::newRow("neighbours") << 8 << QList<int>{2, 3} << 0;
        QTest::newRow("far ones, repeated, in any order") << 100 << QList<int>{99, 0, 50, 99, 0} << 0;
        QTest::newRow("new ones alone") << 100 << QList<int>{} << 3;
        QTest::newRow("new ones past a power of two") << 64 << QList<int>{} << 5;
        QTest::newRow("everything") << 7 << QList<int>{0, 1, 2, 3, 4, 5, 6} << 60;
        QTest::newRow("nothing touched") << 9 << QList<int>{} << 0;
    }
    void w1w2FoldsToTheRootsBeforeAndAfter() {
        QFETCH(const int, count);
        QFETCH(const QList<int>, existing);
        QFETCH(const int, appended);
        const auto state = stateOf(static_cast<std::uint32_t>(count));
        std::vector<AccountIndex> indexes;
        for (const auto index : existing)
            indexes.push_back({static_cast<std::uint32_t>(index)});
        auto witness = state.witness(indexes, static_cast<std::uint64_t>(appended));
        QVERIFY(witness.check());
        const auto replayed = change(state, witness, static_cast<std::uint64_t>(appended));
        const auto roots = foldWitness(witness, replayed.after);
        QCOMPARE(codeOf(roots), "ok");
        QCOMPARE(hexOf(roots->before), hexOf(state.treeRoot()));
        QCOMPARE(hexOf(roots->after), hexOf(replayed.state.treeRoot()));

        // No sibling may be left over, missing or other than it is.
        witness.siblings.push_back({});
        QCOMPARE(codeOf(foldWitness(witness, replayed.after)), ErrorCode::witnessMalformed);
        witness.siblings.pop_back();
        if (witness.siblings.empty()) return;
        witness.siblings.back().bytes[31] ^= 1;
        const auto spoilt = foldWitness(witness, replayed.after);
        QVERIFY(spoilt->before != state.treeRoot());
        witness.siblings.pop_back();
        QCOMPARE(codeOf(foldWitness(witness, replayed.after)), ErrorCode::witnessMalformed);
    }

    void w1AnEmptyWitnessOpensTheEmptyStateAlone() {
        Witness witness;
        QVERIFY(foldWitness(witness, {})->before.isZero());
        witness.preCount = 1;
        QCOMPARE(codeOf(foldWitness(witness, {})), ErrorCode::witnessMalformed);
        witness = {};
        witness.siblings.emplace_back();
        QCOMPARE(codeOf(foldWitness(witness, {})), ErrorCode::witnessMalformed);
    }

    void decodeRefusesWhatIsMalformed() {
        auto witness = stateOf(9).witness({{2}, {5}}, 0);
        const Deposit deposit{.owner = accountOf(1).owner, .token = 0, .amount = 1};
        witness.entries.emplace_back(deposit);
        witness.entries.emplace_back(ForcedTransaction{.sender = accountOf(2).owner});
        const auto good = witness.encode();
        QCOMPARE(codeOf(Witness::decode(good)), "ok");
        for (std::size_t size = 0; size < good.size(); ++size)
            if ((good.size() - size) % 32 != 0 || size < 28 + 2 * 68 + 41 + 93)
                QCOMPARE(codeOf(Witness::decode(ByteView(good).first(size))), ErrorCode::witnessMalformed);
        auto longer = good;
        longer.push_back(0);
        QCOMPARE(codeOf(Witness::decode(longer)), ErrorCode::witnessMalformed);

        auto spoilt = witness;
        std::swap(spoilt.leaves[0], spoilt.leaves[1]);
        QCOMPARE(codeOf(Witness::decode(spoilt.encode())), ErrorCode::witnessMalformed);
        spoilt = witness;
        spoilt.leaves[0] = spoilt.leaves[1];
        QCOMPARE(codeOf(Witness::decode(spoilt.encode())), ErrorCode::witnessMalformed);
        spoilt = witness;
        spoilt.leaves[1].index = {9};
        QCOMPARE(codeOf(Witness::decode(spoilt.encode())), ErrorCode::witnessMalformed);
        spoilt = witness;
        spoilt.preCount = (std::uint64_t{1} << 32) + 1;
        QCOMPARE(codeOf(Witness::decode(spoilt.encode())), ErrorCode::witnessMalformed);
        spoilt = witness;
        spoilt.entries[0] = Deposit{.owner = deposit.owner, .token = 0, .amount = 0};
        QCOMPARE(codeOf(Witness::decode(spoilt.encode())), ErrorCode::witnessMalformed);
        auto unknown = good;
        unknown[28 + 2 * 68] = 2; // neither a deposit nor a forced transaction
        QCOMPARE(codeOf(Witness::decode(unknown)), ErrorCode::witnessMalformed);
    }

    void decodeTakesNoMemoryForClaims() {
        // 65535 leaves are claimed, none is there.
        QCOMPARE(codeOf(Witness::decode(bytesOf(std::string(48, '0') + "ffff"))),
                 ErrorCode::witnessMalformed);
    }
};

QTEST_APPLESS_MAIN(TestStateWitness)
#include "tst_state_witness.moc"
