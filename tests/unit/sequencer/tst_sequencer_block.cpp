#include "chain_fixture.hpp"
#include "transition/segment.hpp"

#include <QTest>

using namespace aw;
using namespace aw::test;
using sequencer::BlockExecutor;

/// How transactions become records of a block.
class BlockTest : public QObject {
    Q_OBJECT

    static Address someone(std::uint8_t number) {
        Address address;
        address.bytes.fill(number);
        return address;
    }

    /// Users with ETH; user 1 holds 1,000 of token 2, which stands at someone(0xa2).
    struct Chain : ChainFixture {
        Chain() {
            tokens = state::TokenList({someone(0xa1), someone(0xa2)});
            inbox.emplace_back(state::Deposit{.owner = keys[1].address(), .token = 2, .amount = 1000});
            depositBlock();
        }
        /// Of user 1 to user 2, put into the inbox and consumed by a block of its own: its record.
        codec::Record force(state::ForcedTransaction forced) {
            if (forced.sender.isZero()) forced.sender = keys[1].address();
            if (forced.recipient.isZero()) forced.recipient = keys[2].address();
            if (forced.maxFeeWei == 0) forced.maxFeeWei = 2 * kBaseFee;
            forced.gasLimit = forced.gas();
            inbox.emplace_back(forced);
            BlockExecutor executor(state, {kChainId, kBaseFee, AccountIndex{0}, &tokens});
            if (executor.consume(inbox.back())) return codec::BlockEndRecord{};
            return executor.seal(head, headHash, head.timeMs + 200, {}).records.front();
        }
        Wei held(const Address& owner, std::uint32_t token) const {
            const auto index = state.find(owner, token);
            return index ? state.account(*index)->balance : Wei(0);
        }
        sequencer::TxPtr token(std::uint64_t nonce, const Address& to, const Wei& amount,
                               std::uint8_t at = 0xa2) const {
            return tokenTransfer(keys[1], nonce, someone(at), to, amount);
        }
    };

private slots:
    void theUndoOfABlockLeadsBack() {
        Chain chain;
        chain.inbox.emplace_back(state::Deposit{.owner = someone(0x66), .token = 1, .amount = 9});
        const auto before = chain.state;
        const auto block = chain.mixed({chain.token(0, someone(0x77), 300)},
                                       {transfer(chain.keys[1], 1, someone(0x78), kEther)});
        QCOMPARE(block.txCount(), 2u);
        QCOMPARE(block.undo.accountCount, before.accountCount());
        QCOMPARE(block.undo.appended, std::uint64_t{3});
        const auto one = *before.find(chain.keys[1].address(), 0);
        QVERIFY(block.undo.find(one) && block.undo.find(one)->balance == before.account(one)->balance);
        QVERIFY(block.undo.supplies == (std::vector<std::pair<std::uint32_t, Wei>>{{1, 0}}));
        auto state = chain.state;
        state.revert(block.undo);
        QCOMPARE(state.root(), before.root());
        QCOMPARE(state.supply(1), before.supply(1));
        QVERIFY(!state.find(someone(0x66), 1) && !state.find(someone(0x77), 2));
    }

    void tokensMoveToOldAndNewAccountsAndOut() {
        Chain chain;
        const auto bob = chain.keys[2].address();
        const auto before = chain.state;
        const auto ether = chain.held(chain.keys[1].address(), 0);
        const auto block = chain.block({chain.token(0, bob, 300), chain.token(1, bob, 200),
                                        chain.token(2, protocol::kWithdrawalAddress, 100)});
        QCOMPARE(block.txCount(), 3u);
        QVERIFY(chain.held(bob, 2) == 500);
        QVERIFY(chain.held(chain.keys[1].address(), 2) == 400);
        const auto paying = *chain.state.find(chain.keys[1].address(), 2);
        QVERIFY(chain.state.account(paying)->withdrawn == 100);
        QVERIFY(chain.held(chain.keys[1].address(), 0) == ether - Wei(30000 + 30000 + 39000) * kBaseFee);

        // What goes to L1 is replayed to the same state, and binds what the wallet signed.
        auto replayed = before;
        const transition::BatchContext context{.l2ChainId = kChainId,
                                               .baseFeeWei = kBaseFee,
                                               .feeAccount = {0},
                                               .feeTemplate = sequencer::templateFor(kBaseFee),
                                               .inboxAfter = chain.inbox.size(),
                                               .tokens = &chain.tokens};
        const auto result =
            transition::replaySegment(sequencer::encodedRecords(block), context, replayed, chain.reader());
        QVERIFY(!result.broken);
        QCOMPARE(result.postRoot, block.header.stateRoot);
        for (std::size_t i = 0; i < 3; ++i)
            QCOMPARE(result.txs[i].signingHash, std::get<sequencer::TxPtr>(block.entries[i])->signingHash);
    }

    void forcedTransactionsAreExecutedWhereTheyCanBe() {
        Chain chain;
        const auto one = *chain.state.find(chain.keys[1].address(), 0);
        const auto two = *chain.state.find(chain.keys[2].address(), 0);
        const auto ofOne = *chain.state.find(chain.keys[1].address(), 2);
        using codec::ForcedRecord;
        QVERIFY(chain.force({.amount = 5}) == codec::Record(ForcedRecord{.sender = one, .recipient = two}));
        QVERIFY(chain.force({.nonce = 1, .recipient = someone(0x77), .amount = 5}) ==
                codec::Record(ForcedRecord{.sender = one, .recipient = codec::NewTarget{}}));
        QVERIFY(chain.force({.nonce = 2, .recipient = protocol::kWithdrawalAddress, .amount = 5}) ==
                codec::Record(ForcedRecord{.sender = one, .recipient = codec::WithdrawalTarget{}}));
        QVERIFY(chain.force({.nonce = 3, .token = 2, .amount = 300}) ==
                codec::Record(
                    ForcedRecord{.sender = one, .tokenAccount = ofOne, .recipient = codec::NewTarget{}}));
        QVERIFY(chain.held(chain.keys[2].address(), 2) == 300);
        QCOMPARE(chain.state.account(one)->nonce, std::uint64_t{4});
        QCOMPARE(chain.state.txCount(), std::uint64_t{0});
        QCOMPARE(chain.state.inboxCursor(), chain.inbox.size());
    }

    void forcedTransactionsAreLeftOutByTheirReason() {
        Chain chain;
        const auto one = *chain.state.find(chain.keys[1].address(), 0);
        const auto ofOne = *chain.state.find(chain.keys[1].address(), 2);
        const auto leftOut = [](codec::SkipReason why, AccountIndex sender = {}, AccountIndex token = {}) {
            return codec::Record(
                codec::SkippedForcedRecord{.why = why, .sender = sender, .tokenAccount = token});
        };
        using codec::SkipReason;
        QVERIFY(chain.force({.sender = someone(0x77), .amount = 5}) == leftOut(SkipReason::noSender));
        QVERIFY(chain.force({.token = 1, .amount = 5}) == leftOut(SkipReason::noTokenAccount, one));
        QVERIFY(chain.force({.nonce = 7, .amount = 5}) == leftOut(SkipReason::bySender, one));
        QVERIFY(chain.force({.amount = kEther * 100}) == leftOut(SkipReason::bySender, one));
        QVERIFY(chain.force({.maxFeeWei = kBaseFee - 1, .amount = 5}) == leftOut(SkipReason::bySender, one));
        QVERIFY(chain.force({.nonce = 7, .token = 2, .amount = 5}) == leftOut(SkipReason::bySender, one));
        QVERIFY(chain.force({.token = 2, .amount = 1001}) == leftOut(SkipReason::byTokenAccount, one, ofOne));
        QCOMPARE(chain.state.account(one)->nonce, std::uint64_t{0});
        QCOMPARE(chain.state.inboxCursor(), chain.inbox.size());
    }

    void aForcedTransactionNeedsAFeeAccount() {
        Chain chain;
        const state::InboxEntry entry = state::ForcedTransaction{.sender = chain.keys[1].address(),
                                                                 .maxFeeWei = kBaseFee,
                                                                 .gasLimit = protocol::kTransferGas,
                                                                 .recipient = chain.keys[2].address(),
                                                                 .amount = 5};
        BlockExecutor executor(chain.state, {kChainId, kBaseFee, sequencer::kNoFeeAccount, &chain.tokens});
        QVERIFY(executor.consume(entry) == transition::Rule::feeAccount);
        QVERIFY(executor.empty());
    }

    void refusesTokensThatCannotMove() {
        Chain chain;
        BlockExecutor executor(
            chain.state,
            {.l2ChainId = kChainId, .baseFeeWei = kBaseFee, .feeAccount = {0}, .tokens = &chain.tokens});
        using transition::Rule;
        const auto to = chain.keys[2].address();
        QVERIFY(executor.execute(chain.token(0, to, 1, 0xbb)) == Rule::tokenAccount); // no such token
        QVERIFY(executor.execute(chain.token(0, to, 1, 0xa1)) == Rule::tokenAccount); // holds none of it
        QVERIFY(executor.execute(chain.token(0, to, 1001)) == Rule::tokenBalance);
        QVERIFY(executor.execute(chain.token(1, to, 1)) == Rule::nonce);
        QVERIFY(!executor.execute(chain.token(0, to, 1000)));
        QCOMPARE(executor.size(), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(BlockTest)
#include "tst_sequencer_block.moc"
