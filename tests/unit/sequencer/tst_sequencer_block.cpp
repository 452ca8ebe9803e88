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
            inbox.push_back({.owner = keys[1].address(), .token = 2, .amount = 1000});
            depositBlock();
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
    void tokensMoveToOldAndNewAccountsAndOut() {
        Chain chain;
        const auto bob = chain.keys[2].address();
        const auto before = chain.state;
        const auto ether = chain.held(chain.keys[1].address(), 0);
        const auto block = chain.block({chain.token(0, bob, 300), chain.token(1, bob, 200),
                                        chain.token(2, protocol::kExitAddress, 100)});
        QCOMPARE(block.txCount(), 3u);
        QVERIFY(chain.held(bob, 2) == 500);
        QVERIFY(chain.held(chain.keys[1].address(), 2) == 400);
        const auto paying = *chain.state.find(chain.keys[1].address(), 2);
        QVERIFY(chain.state.account(paying)->exited == 100);
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
