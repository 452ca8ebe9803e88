#include "crypto/keccak.hpp"
#include "state/undo.hpp"
#include "values.hpp"

#include <QTest>

#include <random>

using namespace aw;
using namespace aw::state;
using aw::test::bytesOf;
using aw::test::codeOf;
using aw::test::hexOf;

namespace {

Account accountOf(std::uint32_t number, std::uint32_t token = 0, const Wei& balance = 1) {
    Bytes seed(4);
    for (unsigned i = 0; i < 4; ++i)
        seed[i] = static_cast<std::uint8_t>(number >> (8 * i));
    return {.owner = Address::from(crypto::keccak256(seed).view().first(20)),
            .token = token,
            .nonce = number,
            .balance = balance,
            .withdrawn = 0};
}

State stateOf(std::uint32_t count) {
    State state;
    for (std::uint32_t i = 0; i < count; ++i)
        state.apply({.changes = {{{i}, accountOf(i)}}, .inboxConsumed = 0});
    return state;
}

/// Applies the diffs and gives the way back.
Undo applied(State& state, const std::vector<Diff>& diffs) {
    UndoBuilder builder(state);
    for (const auto& diff : diffs) {
        builder.note(state, diff);
        state.apply(diff);
    }
    return builder.take();
}

/// Appends accounts `from` to `to` - 1, one a diff.
std::vector<Diff> appending(std::uint32_t from, std::uint32_t to) {
    std::vector<Diff> diffs;
    for (auto i = from; i < to; ++i)
        diffs.push_back({.changes = {{{i}, accountOf(i)}}, .inboxConsumed = 1});
    return diffs;
}

/// Of every field a little.
const Undo& sampleUndo() {
    static const Undo undo{.accountCount = 300,
                           .appended = 2,
                           .inboxCursor = 5,
                           .txCount = 1000,
                           .accounts = {{{0}, 0, 0, 0}, {{1}, 7, 256, 0}, {{299}, 128, 0, ~Wei(0)}},
                           .supplies = {{1, 0}, {4, 9}}};
    return undo;
}

/// sampleUndo() as it is written.
const Bytes& sampleBytes() {
    static const auto bytes = bytesOf("0x01" // version
                                      "ac02"
                                      "02"
                                      "05"
                                      "e807"
                                      "02"
                                      "03"         // accounts, appended, cursor, txs, counts
                                      "0000"       // token 1
                                      "020109"     // token 4
                                      "0000"       // account 0
                                      "0022070100" // account 1
                                      "a90260"     // account 299, with nonce and withdrawn
                                      "8001"       // nonce 128
                                      "10ffffffffffffffffffffffffffffffff");
    return bytes;
}

} // namespace

class TestStateUndo : public QObject {
    Q_OBJECT

private slots:
    void anUndoSaysWhatWasBefore() {
        auto state = stateOf(4);
        state.apply({.changes = {{{4}, accountOf(9, 3, 50)}}, .inboxConsumed = 2, .txs = 7});
        const auto richer = accountOf(1, 0, 99);
        auto later = accountOf(1, 0, 98);
        later.nonce = 12;
        const auto undo = applied(state, {{.changes = {{{3}, accountOf(3, 0, 5)}, {{1}, richer}}, .txs = 1},
                                          {.changes = {{{5}, accountOf(5)}}, .inboxConsumed = 1},
                                          {.changes = {{{1}, later}, {{5}, accountOf(5, 0, 2)}}, .txs = 1},
                                          {.changes = {{{4}, accountOf(9, 3, 60)}}, .inboxConsumed = 1}});
        const Undo expected{.accountCount = 5,
                            .appended = 1,
                            .inboxCursor = 2,
                            .txCount = 7,
                            .accounts = {{{1}, 1, 1, 0}, {{3}, 3, 1, 0}, {{4}, 9, 50, 0}},
                            .supplies = {{3, 50}}};
        QVERIFY(undo == expected);
        QVERIFY(undo.find({3}) && *undo.find({3}) == (Undo::Before{{3}, 3, 1, 0}));
        QVERIFY(!undo.find({0}));
        QVERIFY(!undo.find({5}));
    }

    void aTokenThatMovesHasTheSameSupply() {
        State state;
        state.apply({.changes = {{{0}, accountOf(0, 2, 10)}, {{1}, accountOf(1, 2, 10)}}});
        const auto undo =
            applied(state, {{.changes = {{{0}, accountOf(0, 2, 4)}, {{1}, accountOf(1, 2, 16)}}},
                            {.changes = {{{0}, accountOf(0, 2, 0)}, {{2}, accountOf(2, 2, 4)}}}});
        QVERIFY(undo.supplies.empty());
        QCOMPARE(undo.accounts.size(), std::size_t{2});
    }

    void revertGoesBack() {
        auto state = stateOf(20);
        const auto before = state;
        const auto undo = applied(state, {{.changes = {{{3}, accountOf(3, 0, 77)}}, .txs = 1},
                                          {.changes = {{{20}, accountOf(20, 5, 8)}}, .inboxConsumed = 3}});
        QVERIFY(state.root() != before.root());
        QCOMPARE(state.supply(5), Wei(8));
        state.revert(undo);
        QCOMPARE(hexOf(state.root()), hexOf(before.root()));
        QCOMPARE(state.accountCount(), std::uint64_t{20});
        QCOMPARE(state.inboxCursor(), before.inboxCursor());
        QCOMPARE(state.txCount(), std::uint64_t{0});
        QCOMPARE(state.supply(5), Wei(0));
        QVERIFY(*state.account({3}) == accountOf(3));
        QVERIFY(!state.account({20}));
        QVERIFY(!state.find(accountOf(20).owner, 5));
        QVERIFY(state.find(accountOf(19).owner, 0) == AccountIndex{19});
    }

    // The tree grows by a page on top at 8, 64 and 512 accounts, the owner index at 32, 64, 128, ...
    void revertCrossesWhatGrew_data() {
        QTest::addColumn<unsigned>("from");
        QTest::addColumn<unsigned>("to");
        for (const unsigned from : {0U, 1U, 7U, 8U, 9U, 63U, 64U, 65U, 511U, 512U})
            for (const unsigned to : {1U, 8U, 9U, 64U, 65U, 512U, 513U, 700U})
                if (from <= to) QTest::addRow("%u to %u", from, to) << from << to;
    }
    void revertCrossesWhatGrew() {
        QFETCH(unsigned, from);
        QFETCH(unsigned, to);
        for (const bool hashed : {false, true}) {
            auto state = stateOf(from);
            if (hashed) state.root();
            const auto undo = applied(state, appending(from, to));
            if (hashed) state.root();
            state.revert(undo);
            QCOMPARE(hexOf(state.root()), hexOf(stateOf(from).root()));
            for (unsigned i = 0; i < to; ++i)
                QCOMPARE(state.find(accountOf(i).owner, 0).has_value(), i < from);
            // And forward again.
            applied(state, appending(from, to));
            QCOMPARE(hexOf(state.treeRoot()), hexOf(stateOf(to).treeRoot()));
            for (unsigned i = 0; i < to; ++i)
                QVERIFY(state.find(accountOf(i).owner, 0) == AccountIndex{i});
        }
    }

    void theFirstOfTwoAccountsIsFoundAfterTheSecondIsGone() {
        auto state = stateOf(10);
        const auto second = applied(state, {{.changes = {{{10}, accountOf(3)}}}}); // S-5
        const auto more = applied(state, appending(11, 40));
        state.revert(more);
        state.revert(second);
        QVERIFY(state.find(accountOf(3).owner, 0) == AccountIndex{3});
        const auto both =
            applied(state, {{.changes = {{{10}, accountOf(30)}}}, {.changes = {{{11}, accountOf(30)}}}});
        QVERIFY(state.find(accountOf(30).owner, 0) == AccountIndex{10});
        state.revert(both);
        QVERIFY(!state.find(accountOf(30).owner, 0));
        QCOMPARE(hexOf(state.root()), hexOf(stateOf(10).root()));
    }

    void copiesStayAsTheyWere() {
        auto state = stateOf(100);
        const auto undo = applied(state, appending(100, 300));
        const auto unhashed = state;
        const auto root = State(state).root();
        state.revert(undo);
        applied(state, {{.changes = {{{100}, accountOf(1000)}, {{5}, accountOf(5, 0, 6)}}}});
        QVERIFY(state.root() != root);
        QCOMPARE(hexOf(unhashed.root()), hexOf(root));
        QVERIFY(unhashed.find(accountOf(299).owner, 0) == AccountIndex{299});
        QVERIFY(unhashed.find(accountOf(100).owner, 0) == AccountIndex{100});
        QVERIFY(!unhashed.find(accountOf(1000).owner, 0));
    }

    void theBytesAreThoseOfTheHeader() {
        QCOMPARE(hexOf(encodeUndo(sampleUndo())), hexOf(sampleBytes()));
        const auto decoded = decodeUndo(sampleBytes());
        QVERIFY(decoded && *decoded == sampleUndo());
        const auto empty = decodeUndo(encodeUndo({}));
        QVERIFY(empty && *empty == Undo{});
    }

    void oneAccountIsFoundInTheBytes() {
        for (const auto& before : sampleUndo().accounts) {
            const auto found = findInUndo(sampleBytes(), before.index);
            QVERIFY(found && *found == before);
        }
        for (const std::uint32_t index : {2U, 298U, 300U, 0xffff'ffffU}) {
            const auto found = findInUndo(sampleBytes(), {index});
            QVERIFY(found && !*found);
        }
        QCOMPARE(codeOf(findInUndo({}, {1})), ErrorCode::undoMalformed);
        QCOMPARE(codeOf(findInUndo(ByteView(sampleBytes()).first(sampleBytes().size() - 1), {299})),
                 ErrorCode::undoMalformed);
    }

    void everyCutIsRefused() {
        for (std::size_t size = 0; size < sampleBytes().size(); ++size)
            QCOMPARE(codeOf(decodeUndo(ByteView(sampleBytes()).first(size))), ErrorCode::undoMalformed);
    }

    void otherFormsAreRefused_data() {
        QTest::addColumn<QString>("hex");
        // version, accountCount, appended, cursor, txs, number of supplies, of accounts, ...
        QTest::addRow("as it is") << "01050000000001010111";
        QTest::addRow("another version") << "02050000000001010111";
        QTest::addRow("bytes left over") << "0105000000000101011100";
        QTest::addRow("a number in more bytes than it needs") << "0185000000000001010111";
        QTest::addRow("a number of more than 64 bits") << "0105000080808080808080808002"
                                                          "0001010111";
        QTest::addRow("an account that was not there") << "01050000000001050111";
        QTest::addRow("an account far beyond") << "010500000000"
                                                  "01ffffffffffffffffff01"
                                                  "0111";
        QTest::addRow("too many accounts") << "018180808010"
                                              "0000000000";
        QTest::addRow("too many accounts with the appended") << "01ffffffff0f02"
                                                                "00000000";
        QTest::addRow("a claim of many changes") << "010500000000ffffffffffffffffff01"
                                                    "010111";
        QTest::addRow("a claim of many supplies") << "0105000000ffffffffffffffffff0100"
                                                     "010111";
        QTest::addRow("a balance of 17 bytes") << "010500000000010111"
                                                  "0101010101010101010101010101010101";
        QTest::addRow("a balance with 0 in front") << "0105000000000101020011";
        QTest::addRow("an unknown bit") << "01050000000001018111";
        QTest::addRow("a nonce that is 0") << "01050000000001012000";
        QTest::addRow("a withdrawn amount that is 0") << "01050000000001014000";
        QTest::addRow("a supply of 17 bytes") << "010500000001000011"
                                                 "0101010101010101010101010101010101";
        QTest::addRow("a token above 32 bits") << "01050000000100"
                                                  "ffffffff0f"
                                                  "00";
    }
    void otherFormsAreRefused() {
        QFETCH(QString, hex);
        const auto decoded = decodeUndo(bytesOf("0x" + hex.toStdString()));
        if (QTest::currentDataTag() == QByteArrayLiteral("as it is"))
            QVERIFY(decoded && decoded->find({1})->balance == 0x11);
        else
            QCOMPARE(codeOf(decoded), ErrorCode::undoMalformed);
    }

    // What a node keeps for each block: the bound of the bytes is one of this issue's.
    void theBytesAreFew() {
        constexpr std::uint32_t kAccounts = 100'000;
        constexpr std::uint64_t kEther = 1'000'000'000'000'000'000;
        std::mt19937_64 random(3);
        Undo undo{.accountCount = kAccounts, .accounts = {}};
        for (std::uint32_t i = 0; i < kAccounts; ++i)
            if (random() % 100 == 0)
                undo.accounts.push_back({{i}, random() % 4 * (random() % 300), random() % (10 * kEther), 0});
        QVERIFY(undo.accounts.size() > 900);
        const auto each = encodeUndo(undo).size() / undo.accounts.size();
        QVERIFY2(each <= 12, qPrintable(QString::number(each)));
    }
};

QTEST_APPLESS_MAIN(TestStateUndo)
#include "tst_state_undo.moc"
