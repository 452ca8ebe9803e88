#include "await.hpp"
#include "base/hex.hpp"
#include "l1/anvil.hpp"
#include "l1/queries.hpp"
#include "l1/tx_manager.hpp"
#include "memory_journal.hpp"
#include "run_until.hpp"
#include "values.hpp"

#include <boost/asio/detached.hpp>

#include <QTemporaryDir>
#include <QTest>

using namespace aw;
using namespace aw::l1;
using namespace std::chrono_literals;
using aw::test::codeOf;

namespace {

// The first account of anvil's default mnemonic.
constexpr const char* kFirstKey = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
const Address kRecipient{{0x99}};

std::shared_ptr<const crypto::SecretKey> firstKey() {
    return std::make_shared<const crypto::SecretKey>(
        std::move(*crypto::SecretKey::fromBytes(*base::fromHex(kFirstKey))));
}

} // namespace

/// Transactions of an account on a real Ethereum node that makes blocks when told to: lost, stuck, taken
/// back, and over restarts.
class TestL1IntentsAnvil : public QObject {
    Q_OBJECT

    boost::asio::io_context m_context;
    QTemporaryDir m_directory;
    std::unique_ptr<AnvilProcess> m_anvil;
    RpcPtr m_rpc;
    std::shared_ptr<test::MemoryJournal> m_journal;
    std::unique_ptr<TxManager> m_manager;
    using Outcome = std::shared_ptr<std::optional<Result<Receipt>>>;

    template<class T>
    T wait(Task<T> task) {
        return test::await(m_context, std::move(task));
    }
    template<class Condition>
    bool until(Condition condition) {
        return test::runUntil(m_context, std::move(condition));
    }
    boost::json::value ask(std::string method, boost::json::array params = {}) {
        const auto name = method;
        auto answer = wait(m_rpc->call(std::move(method), std::move(params)));
        if (!answer) throw std::runtime_error(name + ": " + answer.error().detail);
        return std::move(*answer);
    }
    void mine(std::uint64_t blocks = 1) {
        for (; blocks > 0; --blocks)
            ask("evm_mine");
        m_manager->noteHead();
    }
    std::uint64_t head() { return *wait(headNumber(m_rpc)); }
    Wei received() { return *wait(balance(m_rpc, kRecipient)); }
    std::uint64_t pooled() {
        return *base::quantity64FromHex(ask("txpool_status").at("pending").as_string());
    }
    void open() {
        TxManagerOptions options;
        options.poll = 5ms;
        options.resendAfter = 50ms;
        options.stuckBlocks = 3;
        m_manager = std::make_unique<TxManager>(m_context.get_executor(), m_rpc, firstKey(), 31337, options,
                                                m_journal);
        QVERIFY(m_manager->resume());
    }
    void close() {
        m_manager.reset();
        m_context.restart();
        m_context.run_for(100ms);
    }
    Outcome send(L1TxKind kind, Wei value = 7) {
        TransactionRequest request;
        request.to = kRecipient;
        request.value = std::move(value);
        request.label = api::name(kind);
        request.kind = kind;
        request.perishable = kind == L1TxKind::batch;
        auto outcome = std::make_shared<std::optional<Result<Receipt>>>();
        auto work = [](TxManager& manager, TransactionRequest asked, Outcome into) -> Task<void> {
            auto result = co_await manager.send(std::move(asked));
            *into = std::move(result);
        };
        boost::asio::co_spawn(m_context, work(*m_manager, std::move(request), outcome),
                              boost::asio::detached);
        return outcome;
    }
    const Intent& intent(std::size_t place = 0) const { return m_manager->view()->intents.at(place); }

private slots:
    void init() {
        AnvilOptions options;
        options.directory = m_directory.path().toStdString();
        options.blockTimeMs = 0;
        m_anvil = *wait(AnvilProcess::start(m_context.get_executor(), options));
        m_rpc = *JsonRpcClient::create(m_context.get_executor(), m_anvil->url());
        ask("evm_setAutomine", {false});
        m_journal = std::make_shared<test::MemoryJournal>();
        open();
    }
    void cleanup() {
        close();
        m_rpc.reset();
        m_anvil.reset();
    }

    void aDroppedTransactionIsSentAgain() {
        const auto outcome = send(L1TxKind::deposit);
        QVERIFY(until([&] { return pooled() == 1; }));
        const auto hash = base::toHex(intent().attempts.back().hash.view());
        ask("anvil_dropTransaction", {hash});
        QCOMPARE(pooled(), std::uint64_t{0});
        QVERIFY(until([&] { return pooled() == 1; }));
        mine();
        QVERIFY(until([&] { return outcome->has_value(); }));
        QCOMPARE(codeOf(**outcome), QString("ok"));
        QCOMPARE(base::toHex((**outcome)->txHash.view()), hash);
    }

    void aStuckTransactionIsReplaced() {
        const auto outcome = send(L1TxKind::deposit);
        QVERIFY(until([&] { return pooled() == 1; }));
        const auto first = intent().attempts.front();
        ask("anvil_setNextBlockBaseFeePerGas", {base::toQuantity(std::uint64_t{90'000'000'000})});
        for (int blocks = 0; !outcome->has_value() && blocks < 40; ++blocks) {
            mine();
            const auto now = head();
            QVERIFY(until([&] {
                return outcome->has_value() || intent().attempts.size() > 1 ||
                       m_manager->view()->baseFeeWei != 0 || now == 0;
            }));
            m_context.restart();
            m_context.run_for(30ms);
        }
        QCOMPARE(codeOf(**outcome), QString("ok"));
        QVERIFY(intent().attempts.size() > 1);
        QVERIFY((**outcome)->txHash != first.hash);
        QCOMPARE(received(), Wei(7));
        for (const auto& attempt : intent().attempts)
            QVERIFY(attempt.fees.maxFeeWei <= FeeCaps().maxFeeWei);
    }

    void aTransactionThatLeftL1IsSentAgain() {
        mine(3);
        const auto mark = ask("evm_snapshot").as_string();
        const auto kept = head();
        const auto outcome = send(L1TxKind::deposit);
        QVERIFY(until([&] { return pooled() == 1; }));
        mine();
        QVERIFY(until([&] { return outcome->has_value(); }));
        QCOMPARE(received(), Wei(7));
        ask("evm_revert", {mark});
        ask("anvil_setCoinbase", {"0x00000000000000000000000000000000000000c0"});
        QCOMPARE(received(), Wei(0));
        m_manager->noteReorg(kept);
        QVERIFY(until([&] { return intent().reorgs == 1; }));
        QVERIFY(until([&] {
            mine();
            return intent().state() == L1TxState::mined;
        }));
        QCOMPARE(received(), Wei(7));
        QCOMPARE(intent().attempts.size(), std::size_t{1});
    }

    void aBatchThatLeftL1LeavesNoGap() {
        mine(3);
        const auto mark = ask("evm_snapshot").as_string();
        const auto kept = head();
        const auto first = send(L1TxKind::batch);
        QVERIFY(until([&] { return pooled() == 1; }));
        mine();
        QVERIFY(until([&] { return first->has_value(); }));
        ask("evm_revert", {mark});
        ask("anvil_setCoinbase", {"0x00000000000000000000000000000000000000c0"});
        mine(2);
        m_manager->noteReorg(kept);
        const auto second = send(L1TxKind::batch, 11);
        QVERIFY(until([&] { return pooled() == 2; }));
        mine();
        QVERIFY(until([&] { return second->has_value(); }));
        QCOMPARE(codeOf(**second), QString("ok"));
        QCOMPARE(received(), Wei(11));
        QVERIFY(until([&] { return intent(0).state() == L1TxState::cancelled; }));
    }

    void aRestartGoesOnWithTheSameNonce() {
        const auto outcome = send(L1TxKind::deposit);
        QVERIFY(until([&] { return pooled() == 1; }));
        const auto hash = intent().attempts.back().hash;
        m_manager->stop();
        QVERIFY(until([&] { return outcome->has_value(); }));
        QCOMPARE(codeOf(**outcome), ErrorCode::nodeStopped);
        close();
        ask("anvil_dropTransaction", {base::toHex(hash.view())});
        open();
        QVERIFY(until([&] { return pooled() == 1; }));
        mine();
        QVERIFY(until([&] { return intent().state() == L1TxState::mined; }));
        QVERIFY(intent().inclusion->txHash == hash);
        QCOMPARE(received(), Wei(7));
        // 32 blocks later anvil calls it safe.
        mine(40);
        QVERIFY(until([&] { return intent().state() == L1TxState::confirmed; }));
    }

    void aRestartNoticesWhatWasMinedMeanwhile() {
        const auto outcome = send(L1TxKind::deposit);
        QVERIFY(until([&] { return pooled() == 1; }));
        m_manager->stop();
        QVERIFY(until([&] { return outcome->has_value(); }));
        close();
        ask("evm_mine");
        open();
        QVERIFY(until([&] { return intent().state() == L1TxState::mined; }));
        QCOMPARE(pooled(), std::uint64_t{0});
        QCOMPARE(received(), Wei(7));
    }

    void takesBackWhatIsInThePool() {
        const auto outcome = send(L1TxKind::deposit);
        QVERIFY(until([&] { return pooled() == 1; }));
        QCOMPARE(codeOf(wait(m_manager->speedUp(1))), QString("ok"));
        QCOMPARE(codeOf(wait(m_manager->cancel(1))), QString("ok"));
        QCOMPARE(pooled(), std::uint64_t{1});
        mine();
        QVERIFY(until([&] { return outcome->has_value(); }));
        QCOMPARE(codeOf(**outcome), ErrorCode::l1txCancelled);
        QCOMPARE(received(), Wei(0));
    }
};

QTEST_APPLESS_MAIN(TestL1IntentsAnvil)
#include "tst_l1_intents_anvil.moc"
