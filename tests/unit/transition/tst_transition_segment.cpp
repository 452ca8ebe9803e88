#include "transition/segment.hpp"
#include "values.hpp"

#include <QTest>

#include <algorithm>

using namespace aw;
using namespace aw::transition;
using codec::BlockEndRecord;
using codec::DepositRecord;
using codec::Record;
using codec::TransferRecord;
using test::codeOf;
using test::hexOf;

namespace {

constexpr std::uint64_t kGwei = 1'000'000'000;
const Wei kEther = Wei(kGwei) * kGwei;
constexpr codec::FeeTemplate kTemplate{.maxFeeWei = 2 * kGwei, .tipWei = 0};
constexpr codec::FeeFields kFees{.gasLimit = 21000, .maxFeeWei = 2 * kGwei, .tipWei = 0};
constexpr unsigned kBits = 8;

Address someone(std::uint8_t number) {
    Address address;
    address.bytes.fill(number);
    return address;
}

/// Ten accounts (0 earns the fees) and an inbox of three entries: to account 3, to a new one, to account 4.
struct Fixture {
    BatchContext context{.l2ChainId = 817001,
                         .baseFeeWei = kGwei,
                         .feeAccount = {0},
                         .feeTemplate = kTemplate,
                         .inboxAfter = 3};
    state::State before;
    std::vector<state::InboxEntry> inbox{state::Deposit{.owner = someone(3), .token = 0, .amount = 5},
                                         state::Deposit{.owner = someone(99), .token = 7, .amount = 6},
                                         state::Deposit{.owner = someone(4), .token = 0, .amount = 7}};
    Bytes records{kBits};

    Fixture() {
        for (std::uint8_t i = 0; i < 10; ++i)
            before.apply(
                {.changes =
                     {{{i},
                       {.owner = someone(i), .token = 0, .nonce = 0, .balance = kEther, .withdrawn = 0}}},
                 .inboxConsumed = 0});
    }
    InboxReader reader() const {
        return [this](std::uint64_t index) { return index < inbox.size() ? &inbox[index] : nullptr; };
    }
    Fixture& add(const Record& record) {
        codec::encodeRecord(record, kTemplate, kBits, records);
        return *this;
    }
    Fixture& transfer(std::uint32_t from, std::uint32_t to, const Wei& amount = 1) {
        return add(
            TransferRecord{.sender = {from}, .recipient = AccountIndex{to}, .amount = amount, .fees = kFees});
    }
    SegmentResult replay(state::State& state) const {
        return replaySegment(records, context, state, reader());
    }
    SegmentResult replay() const {
        auto state = before;
        return replay(state);
    }
    state::Witness witness() const { return buildWitness(records, context, before, reader()); }
    Result<SegmentResult> replay(const state::Witness& witness) const {
        return replayWitness(before.root(), records, context, witness);
    }
};

} // namespace

class TestTransitionSegment : public QObject {
    Q_OBJECT

private slots:
    void aSegmentIsReplayedInOrder() {
        Fixture fixture;
        fixture.add(DepositRecord{.account = AccountIndex{3}})
            .add(DepositRecord{})
            .transfer(3, 5)
            .add(TransferRecord{.sender = {5}, .recipient = someone(50), .amount = 2, .fees = kFees})
            .transfer(5, 11)
            .add(BlockEndRecord{.ticks = 3});
        auto state = fixture.before;
        const auto result = fixture.replay(state);
        QVERIFY(!result.broken);
        QCOMPARE(result.recordCount, std::size_t{6});
        QCOMPARE(result.txs.size(), std::size_t{3});
        QCOMPARE(result.appended, std::uint64_t{2});
        QCOMPARE(result.inboxConsumed, std::uint64_t{2});
        QCOMPARE(result.finalCursor, std::uint64_t{2});
        QCOMPARE(result.finalTxCount, std::uint64_t{3});
        QCOMPARE(state.txCount(), std::uint64_t{3});
        QCOMPARE(hexOf(result.postRoot), hexOf(state.root()));
        QVERIFY(result.txRoot == txRoot({result.txs[0].leaf, result.txs[1].leaf, result.txs[2].leaf}));
        const std::vector<AccountIndex> touched{{0}, {3}, {5}};
        QVERIFY(result.touched == touched);
        QVERIFY(state.account({10})->owner == someone(99) && state.account({10})->token == 7);
        QVERIFY(state.account({11})->balance == 3);
    }

    void theObserverSeesEachRecordApplied() {
        Fixture fixture;
        fixture.transfer(1, 2).add(BlockEndRecord{.ticks = 1}).transfer(1, 2).transfer(77, 2).transfer(1, 2);
        auto state = fixture.before;
        std::vector<std::uint64_t> nonces;
        replaySegment(fixture.records, fixture.context, state, fixture.reader(),
                      [&](const Record&, const RecordResult& outcome, const state::State& now) {
                          QVERIFY(!outcome.broken);
                          nonces.push_back(now.account({1})->nonce);
                      });
        QCOMPARE(nonces, (std::vector<std::uint64_t>{1, 1, 2}));
    }

    void t1UndecodableBytesBreakTheSegment() {
        Fixture fixture;
        fixture.transfer(1, 2);
        QVERIFY(!fixture.replay().broken);
        fixture.records.push_back(0x07);
        const auto result = fixture.replay();
        QVERIFY(result.broken == Rule::decodable);
        QCOMPARE(result.brokenAt, std::size_t{1});
        QVERIFY(fixture.replay(fixture.witness())->broken == Rule::decodable);
    }

    void t3AtMost128Indexes() {
        Fixture fixture;
        const state::TokenList tokens({someone(0xaa)});
        fixture.context.tokens = &tokens;
        fixture.before.apply(
            {.changes = {{{10},
                          {.owner = someone(1), .token = 1, .nonce = 0, .balance = 100, .withdrawn = 0}}},
             .inboxConsumed = 0});
        const TransferRecord tokenTransfer{.sender = {1},
                                           .tokenAccount = AccountIndex{10},
                                           .recipient = AccountIndex{10},
                                           .amount = 1,
                                           .fees = {.gasLimit = 30000, .maxFeeWei = 2 * kGwei, .tipWei = 0}};
        for (int i = 0; i < 42; ++i)
            fixture.add(tokenTransfer);
        fixture.transfer(1, 2);
        QVERIFY(!fixture.replay().broken); // 42 x 3 + 2
        fixture.add(BlockEndRecord{.ticks = 0});
        QVERIFY(!fixture.replay().broken);
        fixture.add(DepositRecord{.account = AccountIndex{3}});
        QVERIFY(fixture.replay().broken == Rule::indexLimit);
        QCOMPARE(fixture.replay().brokenAt, std::size_t{44});
        QVERIFY(fixture.replay(fixture.witness())->broken == Rule::indexLimit);
    }

    void t2AtMost64Records() {
        Fixture fixture;
        for (int i = 0; i < 64; ++i)
            fixture.transfer(1, 2);
        QVERIFY(!fixture.replay().broken);
        fixture.add(BlockEndRecord{.ticks = 0});
        const auto result = fixture.replay();
        QVERIFY(result.broken == Rule::recordLimit);
        QCOMPARE(result.brokenAt, std::size_t{64});
        QVERIFY(fixture.replay(fixture.witness())->broken == Rule::recordLimit);
        // What cannot be decoded is named first, there too.
        fixture.records.back() = 0xff;
        QVERIFY(fixture.replay().broken == Rule::decodable);
    }

    void aBrokenRuleIsNamedWithItsRecord() {
        Fixture fixture;
        fixture.transfer(1, 2).transfer(2, 1, kEther * 2).transfer(1, 2);
        const auto result = fixture.replay();
        QVERIFY(result.broken == Rule::balance);
        QCOMPARE(result.brokenAt, std::size_t{1});
        const auto light = fixture.replay(fixture.witness());
        QVERIFY(light->broken == Rule::balance);
        QCOMPARE(light->brokenAt, std::size_t{1});
    }

    void everySegmentHasAWitness_data() {
        QTest::addColumn<int>("which");
        for (int i = 0; i < 7; ++i)
            QTest::addRow("%d", i) << i;
    }
    void everySegmentHasAWitness() {
        QFETCH(const int, which);
        Fixture fixture;
        if (which == 0) fixture.records = {kBits};
        if (which == 1) fixture.add(BlockEndRecord{.ticks = 1});
        if (which == 2) fixture.add(DepositRecord{.account = AccountIndex{5}});   // T-11: not its owner's
        if (which == 3) fixture.add(DepositRecord{.account = AccountIndex{244}}); // T-11: no such account
        if (which == 4) fixture.transfer(144, 1);                                 // T-20
        if (which == 5) fixture.before = {};                                      // the empty state
        if (which == 6)
            fixture.add(DepositRecord{})
                .add(DepositRecord{})
                .add(DepositRecord{})
                .add(DepositRecord{}); // T-10
        const auto full = fixture.replay();
        const auto light = fixture.replay(fixture.witness());
        QCOMPARE(codeOf(light), "ok");
        QVERIFY(light->broken == full.broken);
        QVERIFY(full.broken.has_value() == (which >= 2 && which != 5));
        QCOMPARE(hexOf(light->postRoot), hexOf(full.postRoot));
        QCOMPARE(light->finalCursor, full.finalCursor);
    }

    void w3TheWitnessMustOpenThePreStateRoot() {
        Fixture fixture;
        fixture.transfer(1, 2);
        const auto good = fixture.witness();
        QCOMPARE(codeOf(fixture.replay(good)), "ok");
        QCOMPARE(codeOf(replayWitness(Hash{}, fixture.records, fixture.context, good)),
                 ErrorCode::witnessMalformed);
        auto richer = good;
        richer.leaves[1].account.balance += 1;
        QCOMPARE(codeOf(fixture.replay(richer)), ErrorCode::witnessMalformed);
        auto later = good;
        ++later.preCursor;
        QCOMPARE(codeOf(fixture.replay(later)), ErrorCode::witnessMalformed);
        later = good;
        ++later.preTxCount;
        QCOMPARE(codeOf(fixture.replay(later)), ErrorCode::witnessMalformed);
    }

    void w4AMissingAccountMakesTheWitnessMalformed() {
        Fixture fixture;
        fixture.transfer(1, 2);
        for (const auto& present : std::vector<std::vector<AccountIndex>>{{{1}, {2}}, {{0}, {1}}, {{0}, {2}}})
            QCOMPARE(codeOf(fixture.replay(fixture.before.witness(present, 0))), ErrorCode::witnessMalformed);
        // One more than needed does no harm.
        QCOMPARE(codeOf(fixture.replay(fixture.before.witness({{0}, {1}, {2}, {9}}, 0))), "ok");
    }

    void f2NobodyIsConvictedByAnAccountLeftOut() {
        // The recipient is left out of an honest segment: this is not T-21.
        Fixture fixture;
        fixture.transfer(1, 2);
        const auto result = fixture.replay(fixture.before.witness({{0}, {1}}, 0));
        QVERIFY(!result);
    }

    void entriesAreThoseConsumedAndNoOthers() {
        Fixture fixture;
        fixture.add(DepositRecord{.account = AccountIndex{3}});
        auto witness = fixture.witness();
        QCOMPARE(witness.entries.size(), std::size_t{1});
        witness.entries.push_back(fixture.inbox[1]);
        QCOMPARE(codeOf(fixture.replay(witness)), ErrorCode::witnessMalformed);
        witness.entries.clear();
        QCOMPARE(codeOf(fixture.replay(witness)), ErrorCode::witnessMalformed);
    }

    void leavesOutOfOrderAreMalformed() {
        Fixture fixture;
        fixture.transfer(1, 2);
        auto witness = fixture.witness();
        std::swap(witness.leaves[0], witness.leaves[1]);
        QCOMPARE(codeOf(fixture.replay(witness)), ErrorCode::witnessMalformed);
    }

    void t12AStateThatIsFullTakesNoAccount() {
        // Such a state does not fit memory; its root follows from a witness of one leaf under invented
        // siblings.
        state::Witness witness{
            .preCount = std::uint64_t{1} << 32,
            .preCursor = 0,
            .leaves = {{{0},
                        {.owner = someone(1), .token = 0, .nonce = 0, .balance = kEther, .withdrawn = 0}}},
            .entries = {},
            .siblings = {}};
        for (std::uint8_t i = 0; i < 32; ++i) {
            witness.siblings.emplace_back();
            witness.siblings.back().bytes.fill(static_cast<std::uint8_t>(i + 1));
        }
        const auto tree = state::foldWitness(witness, witness.leaves)->before;
        const auto root = state::stateRoot(tree, witness.preCount, 0, 0);

        Fixture fixture;
        fixture.transfer(0, 0);
        QVERIFY(!replayWitness(root, fixture.records, fixture.context, witness)->broken);
        fixture.records = {kBits};
        fixture.add(DepositRecord{});
        QCOMPARE(codeOf(replayWitness(root, fixture.records, fixture.context, witness)),
                 ErrorCode::witnessMalformed);
        witness.entries.push_back(fixture.inbox[1]);
        QVERIFY(replayWitness(root, fixture.records, fixture.context, witness)->broken ==
                Rule::inboxNewAccount);
        fixture.records = {kBits};
        fixture.add(TransferRecord{.sender = {0}, .recipient = someone(50), .amount = 2, .fees = kFees});
        QVERIFY(replayWitness(root, fixture.records, fixture.context, witness)->broken == Rule::newRecipient);
    }

    void t33IsSeenWhereTheAccountIsShown() {
        Fixture fixture;
        fixture.add(TransferRecord{.sender = {1}, .recipient = someone(2), .amount = 2, .fees = kFees})
            .transfer(1, 3);
        const auto full = fixture.replay();
        QVERIFY(full.broken == Rule::hiddenAccount);
        QVERIFY(full.hidden == AccountIndex{2});
        const auto witness = fixture.witness();
        QVERIFY(std::ranges::any_of(witness.leaves, [](const auto& leaf) { return leaf.index.value == 2; }));
        QVERIFY(fixture.replay(witness)->broken == Rule::hiddenAccount);
        // Who does not show it sees nothing wrong, and a second account of the owner.
        const auto blind = fixture.replay(fixture.before.witness({{0}, {1}, {3}}, 1));
        QVERIFY(blind && !blind->broken);
        QCOMPARE(blind->appended, std::uint64_t{1});
        QCOMPARE(blind->finalTxCount, std::uint64_t{2});
    }

    void t33SeesWhatTheSegmentItselfAppended() {
        Fixture fixture;
        const TransferRecord toNew{.sender = {1}, .recipient = someone(50), .amount = 2, .fees = kFees};
        fixture.add(toNew).add(toNew);
        const auto full = fixture.replay();
        QVERIFY(full.broken == Rule::hiddenAccount);
        QCOMPARE(full.brokenAt, std::size_t{1});
        QVERIFY(full.hidden == AccountIndex{10});
        QVERIFY(fixture.replay(fixture.witness())->broken == Rule::hiddenAccount);
    }

    void aForcedTransactionIsNoUsersOne() {
        Fixture fixture;
        fixture.inbox[0] = state::ForcedTransaction{.sender = someone(1),
                                                    .nonce = 0,
                                                    .tipWei = 0,
                                                    .maxFeeWei = 2 * kGwei,
                                                    .gasLimit = 21000,
                                                    .token = 0,
                                                    .recipient = someone(2),
                                                    .amount = 9};
        fixture.add(codec::ForcedRecord{.sender = {1}, .recipient = AccountIndex{2}}).transfer(1, 2);
        auto state = fixture.before;
        const auto full = fixture.replay(state);
        QVERIFY(!full.broken);
        QCOMPARE(full.txs.size(), std::size_t{1});
        QVERIFY(full.txRoot == txRoot({full.txs[0].leaf}));
        QCOMPARE(full.finalTxCount, std::uint64_t{1});
        QCOMPARE(full.inboxConsumed, std::uint64_t{1});
        QCOMPARE(state.account({1})->nonce, std::uint64_t{2});
        QVERIFY(state.account({2})->balance == kEther + 10);
        const std::vector<AccountIndex> touched{{0}, {1}, {2}};
        QVERIFY(full.touched == touched);
        const auto light = fixture.replay(fixture.witness());
        QCOMPARE(codeOf(light), "ok");
        QCOMPARE(hexOf(light->postRoot), hexOf(full.postRoot));
        QCOMPARE(hexOf(light->txRoot), hexOf(full.txRoot));
    }

    void t17IsSeenWhereTheAccountIsShown() {
        Fixture fixture;
        fixture.inbox[0] = state::ForcedTransaction{.sender = someone(5), .recipient = someone(2)};
        fixture.add(codec::SkippedForcedRecord{}).add(BlockEndRecord{.ticks = 1});
        QVERIFY(fixture.replay().broken == Rule::hiddenFromSender);
        QVERIFY(fixture.replay(fixture.witness())->broken == Rule::hiddenFromSender);
        auto blind = fixture.before.witness({{0}}, 0);
        blind.entries.push_back(fixture.inbox[0]);
        QVERIFY(!fixture.replay(blind)->broken);
    }

    // W-4: an entry that is missing makes the witness malformed before any account is looked up.
    void anInboxRecordReadsItsEntryFirst() {
        for (const Record& record : std::vector<Record>{
                 DepositRecord{.account = AccountIndex{244}}, DepositRecord{}, codec::SkippedForcedRecord{},
                 codec::SkippedForcedRecord{.why = codec::SkipReason::bySender, .sender = {244}},
                 codec::ForcedRecord{.sender = {244}, .recipient = codec::NewTarget{}}}) {
            Fixture fixture;
            fixture.add(record);
            auto witness = fixture.witness();
            QCOMPARE(witness.entries.size(), std::size_t{1});
            QCOMPARE(codeOf(fixture.replay(witness)), "ok");
            witness.entries.clear();
            QCOMPARE(codeOf(fixture.replay(witness)), ErrorCode::witnessMalformed);
            // Beyond inboxAfter none is read.
            fixture.context.inboxAfter = 0;
            QVERIFY(fixture.replay(witness)->broken == Rule::inboxCursor);
            QVERIFY(fixture.witness().entries.empty());
        }
    }
};

QTEST_APPLESS_MAIN(TestTransitionSegment)
#include "tst_transition_segment.moc"
