#include "await.hpp"
#include "l1/tx_manager.hpp"
#include "memory_journal.hpp"
#include "pool_double.hpp"
#include "run_until.hpp"
#include "values.hpp"

#include <boost/asio/detached.hpp>

#include <QTest>

using namespace aw;
using namespace aw::l1;
using namespace std::chrono_literals;
using aw::test::codeOf;
using aw::test::MemoryJournal;
using aw::test::PoolDouble;

namespace {

const U256 kGwei = 1'000'000'000;
const Address kRecipient{{9}};

std::shared_ptr<const crypto::SecretKey> key() {
    return std::make_shared<const crypto::SecretKey>(crypto::SecretKey::derive("tx manager", 1));
}

/// A process's own way to L1 and to its disk; kill() cuts both at once.
class Process final : public Rpc {
public:
    explicit Process(std::shared_ptr<PoolDouble> l1)
        : m_l1(std::move(l1)) {}

    bool dead = false;
    int moments = 0; ///< at which it could be killed so far
    int killAt = -1; ///< the moment at which it is
    bool passed() { return dead || (dead = moments++ == killAt); }

    Task<Result<RpcAnswer>> ask(std::string method, boost::json::array params,
                                std::chrono::milliseconds timeout) override {
        if (passed()) co_return gone();
        auto answer = co_await m_l1->ask(std::move(method), std::move(params), timeout);
        if (passed()) co_return gone(); // it arrived, and nobody is there to hear the answer
        co_return answer;
    }
    Task<Result<std::vector<RpcAnswer>>> batch(std::vector<RpcRequest> requests,
                                               std::chrono::milliseconds timeout) override {
        if (passed()) co_return gone();
        auto answers = co_await m_l1->batch(std::move(requests), timeout);
        if (passed()) co_return gone();
        co_return answers;
    }
    const std::string& url() const override { return m_l1->url(); }

private:
    static Error gone() { return {ErrorCode::l1Unavailable, "The process was killed."}; }
    std::shared_ptr<PoolDouble> m_l1;
};

} // namespace

/// What an account sends: kept before it is sent, once each, within its caps, over kills and reorganisations.
class TestL1TxManager : public QObject {
    Q_OBJECT

    std::unique_ptr<boost::asio::io_context> m_context;
    std::shared_ptr<PoolDouble> m_l1;
    std::shared_ptr<MemoryJournal> m_journal;
    std::shared_ptr<base::ManualClock> m_clock;
    std::unique_ptr<TxManager> m_manager;

    TxManagerOptions quick() const {
        TxManagerOptions options;
        options.poll = 1ms;
        options.timeout = 5s;
        options.resendAfter = 0ms;
        options.clock = m_clock;
        return options;
    }
    void open(RpcPtr rpc = {}, std::optional<TxManagerOptions> options = {}) {
        m_manager = std::make_unique<TxManager>(m_context->get_executor(), rpc ? std::move(rpc) : m_l1, key(),
                                                31337, options ? *options : quick(), m_journal);
        QVERIFY(m_manager->resume());
    }
    static TransactionRequest request(L1TxKind kind = L1TxKind::deposit) {
        TransactionRequest made;
        made.to = kRecipient;
        made.value = 7;
        made.label = api::name(kind);
        made.kind = kind;
        made.perishable = kind == L1TxKind::batch;
        return made;
    }
    /// Asks for it; its outcome comes later.
    std::shared_ptr<std::optional<Result<Receipt>>> ask(TransactionRequest wanted) {
        auto outcome = std::make_shared<std::optional<Result<Receipt>>>();
        auto work = [](TxManager& manager, TransactionRequest asked,
                       std::shared_ptr<std::optional<Result<Receipt>>> into) -> Task<void> {
            auto result = co_await manager.send(std::move(asked));
            *into = std::move(result);
        };
        boost::asio::co_spawn(*m_context, work(*m_manager, std::move(wanted), outcome),
                              boost::asio::detached);
        return outcome;
    }
    template<class Condition>
    bool until(Condition condition) {
        return test::runUntil(*m_context, std::move(condition));
    }
    /// So many looks at L1.
    void looks(int count) {
        int seen = 0;
        m_l1->before = [&](const std::string& method) -> std::optional<Error> {
            if (method == "eth_maxPriorityFeePerGas") ++seen;
            return {};
        };
        QVERIFY(until([&] { return seen >= count; }));
        m_l1->before = {};
    }
    const Intent& intent(std::size_t place = 0) const { return m_manager->view()->intents.at(place); }
    std::size_t minedTo(const Address& to) const {
        return static_cast<std::size_t>(
            std::ranges::count_if(m_l1->mined(), [&](const auto& tx) { return tx.to == to; }));
    }

private slots:
    void init() {
        m_context = std::make_unique<boost::asio::io_context>();
        m_l1 = std::make_shared<PoolDouble>();
        m_journal = std::make_shared<MemoryJournal>();
        m_clock = std::make_shared<base::ManualClock>(1'700'000'000'000);
    }
    void cleanup() {
        m_manager.reset();
        m_context->restart();
        m_context->run_for(50ms);
        m_context.reset();
    }

    void sendsAndTellsTheReceipt() {
        open();
        const auto outcome = ask(request());
        QVERIFY(until([&] { return m_l1->pooled() == 1; }));
        m_l1->mine();
        QVERIFY(until([&] { return outcome->has_value(); }));
        QCOMPARE(codeOf(**outcome), QString("ok"));
        QCOMPARE(m_l1->sent.size(), std::size_t{1});
        m_l1->mine(5);
        QVERIFY(until([&] { return intent().state() == L1TxState::confirmed; }));
        QVERIFY(m_journal->rows.at(1).settled);
        QVERIFY(m_journal->rows.at(1).data->empty());
    }

    // What is sent was on the disk before, with its hash, nonce and fees.
    void nothingIsSentThatIsNotKept() {
        bool kept = true;
        m_l1->after = [&](const std::string& method) -> std::optional<Error> {
            if (method != "eth_sendRawTransaction") return {};
            const auto& tx = m_l1->sent.back();
            kept = kept && std::ranges::any_of(m_journal->rows, [&](const auto& row) {
                       return row.second.nonce == tx.nonce &&
                              std::ranges::any_of(row.second.attempts, [&](const Attempt& attempt) {
                                  return attempt.hash == tx.hash;
                              });
                   });
            return {};
        };
        open();
        const auto first = ask(request()), second = ask(request(L1TxKind::batch));
        QVERIFY(until([&] { return m_l1->pooled() == 2; }));
        m_l1->baseFeeWei = kGwei * 50;
        for (int i = 0; i < 10; ++i) {
            m_l1->mine();
            looks(2);
        }
        QVERIFY(until([&] {
            m_l1->mine();
            return first->has_value() && second->has_value();
        }));
        QVERIFY(m_l1->sent.size() > 2); // some were replaced
        QVERIFY(kept);
    }

    // However long L1 takes to answer.
    void whatIsBeingSentIsShown() {
        std::optional<std::size_t> shown;
        m_l1->before = [&](const std::string& method) -> std::optional<Error> {
            if (method == "eth_sendRawTransaction") {
                const auto view = m_manager->view();
                shown = view->intents.empty() ? 0 : view->intents.front().attempts.size();
            }
            return {};
        };
        open();
        const auto outcome = ask(request());
        QVERIFY(until([&] { return m_l1->pooled() == 1; }));
        QCOMPARE(shown, std::optional<std::size_t>(1));
    }

    void aFullDiskSendsNothing() {
        open();
        m_journal->failure = Error{ErrorCode::storeFull, "full"};
        QCOMPARE(codeOf(test::await(*m_context, m_manager->send(request()))), ErrorCode::storeFull);
        QVERIFY(m_manager->view()->intents.empty());
        m_journal->failure.reset();
        // It is full once the intent is there, and before it is signed.
        m_l1->after = [&](const std::string& method) -> std::optional<Error> {
            if (method == "eth_maxPriorityFeePerGas")
                m_journal->failure = Error{ErrorCode::storeFull, "full"};
            return {};
        };
        const auto outcome = ask(request());
        looks(20);
        QVERIFY(m_l1->sent.empty());
        m_l1->after = {};
        m_journal->failure.reset();
        QVERIFY(until([&] { return m_l1->pooled() == 1; }));
        m_l1->mine();
        QVERIFY(until([&] { return outcome->has_value(); }));
        QCOMPARE(codeOf(**outcome), QString("ok"));
    }

    // Killed at each moment in turn: before a question, before an answer, before a write. Whatever is asked
    // for and kept happens once.
    void aKillAtAnyMomentNeitherLosesNorDoublesIt() {
        int moment = 0;
        for (bool survived = false; !survived; ++moment) {
            cleanup();
            init();
            const auto process = std::make_shared<Process>(m_l1);
            process->killAt = moment;
            m_journal->isGone = [process] { return process->passed(); };
            open(process);
            const auto outcome = ask(request());
            int mines = 0;
            const auto goesOn = [&] {
                if (m_l1->pooled() > 0 && ++mines % 3 == 0) m_l1->mine();
                if (outcome->has_value()) m_l1->mine();
                return process->dead ||
                       (!m_manager->view()->intents.empty() && intent().state() == L1TxState::confirmed);
            };
            QVERIFY(until(goesOn));
            survived = !process->dead;
            m_manager->stop();
            QVERIFY(until([&] { return outcome->has_value(); }));
            m_manager.reset();
            m_journal->isGone = {};
            const bool isKept = !m_journal->rows.empty();
            open();
            QVERIFY2(until([&] {
                         m_l1->mine();
                         return !isKept || (!m_manager->view()->intents.empty() &&
                                            intent().state() == L1TxState::confirmed);
                     }),
                     qPrintable(QString("killed at moment %1: not gone on with").arg(moment)));
            QVERIFY2(
                minedTo(kRecipient) == (isKept ? 1U : 0U),
                qPrintable(
                    QString("killed at moment %1: mined %2 times").arg(moment).arg(minedTo(kRecipient))));
            for (const auto& tx : m_l1->sent)
                QCOMPARE(tx.nonce, std::uint64_t{0});
        }
        QVERIFY2(moment > 12, qPrintable(QString("%1 moments").arg(moment)));
    }

    void anEndpointThatNamesAbsurdFeesGetsNothing() {
        m_l1->baseFeeWei = U256("1000000000000000000000000000000");
        m_l1->tipWei = U256("1000000000000000000000000000000");
        open();
        const auto outcome = ask(request());
        looks(50);
        QVERIFY(m_l1->sent.empty());
        QCOMPARE(intent().problem->code, ErrorCode::l1txFeeCap);
        // The base fee alone is true.
        m_l1->baseFeeWei = kGwei;
        QVERIFY(until([&] { return m_l1->pooled() == 1; }));
        m_l1->mine();
        QVERIFY(until([&] { return outcome->has_value(); }));
        const FeeCaps caps;
        for (const auto& tx : m_l1->sent)
            QVERIFY(tx.maxFeeWei <= caps.maxFeeWei && tx.tipWei <= caps.tipWei);
    }

    // It was mined, but neither the sending nor the next look-up was answered.
    void aDepositIsNotPaidTwice() {
        open();
        int unanswered = 0;
        m_l1->after = [&](const std::string& method) -> std::optional<Error> {
            const Error lost{ErrorCode::l1Timeout, "lost"};
            if (method == "eth_sendRawTransaction" && unanswered == 0) {
                m_l1->mine();
                ++unanswered;
                return lost;
            }
            const bool isLookUp =
                method == "eth_getTransactionReceipt" || method == "eth_getTransactionByHash";
            if (isLookUp && unanswered < 10) {
                ++unanswered;
                return lost;
            }
            return {};
        };
        const auto outcome = ask(request());
        QVERIFY(until([&] { return outcome->has_value(); }));
        QCOMPARE(codeOf(**outcome), QString("ok"));
        m_l1->mine();
        looks(5);
        QCOMPARE(minedTo(kRecipient), std::size_t{1});
        for (const auto& tx : m_l1->sent)
            QCOMPARE(tx.nonce, std::uint64_t{0});
    }

    void sendsAgainWhatThePoolLost() {
        open();
        const auto outcome = ask(request());
        QVERIFY(until([&] { return m_l1->pooled() == 1; }));
        m_l1->dropPool();
        QVERIFY(until([&] { return m_l1->pooled() == 1; }));
        m_l1->mine();
        QVERIFY(until([&] { return outcome->has_value(); }));
        for (const auto& tx : m_l1->sent)
            QCOMPARE(tx.hash, m_l1->sent.front().hash);
    }

    void sendsAgainWhatLeftL1() {
        open();
        const auto outcome = ask(request());
        QVERIFY(until([&] { return m_l1->pooled() == 1; }));
        m_l1->mine();
        QVERIFY(until([&] { return outcome->has_value(); }));
        m_l1->reorg(m_l1->head() - 1, false);
        m_manager->noteReorg(m_l1->head() - 2);
        QVERIFY(until([&] { return m_l1->pooled() == 1; }));
        m_l1->mine();
        QVERIFY(until([&] { return intent().state() == L1TxState::mined; }));
        QCOMPARE(intent().reorgs, std::uint32_t{1});
        QCOMPARE(minedTo(kRecipient), std::size_t{1});
    }

    void aBatchThatLeftL1LeavesNoGap() {
        open();
        const auto first = ask(request(L1TxKind::batch));
        QVERIFY(until([&] { return m_l1->pooled() == 1; }));
        m_l1->mine();
        QVERIFY(until([&] { return first->has_value(); }));
        m_l1->reorg(m_l1->head() - 1, false);
        m_manager->noteReorg(m_l1->head() - 2);
        QVERIFY(until([&] { return m_l1->pooled() == 1; }));
        const auto second = ask(request(L1TxKind::batch));
        QVERIFY(until([&] { return m_l1->pooled() == 2; }));
        m_l1->mine();
        QVERIFY(until([&] { return second->has_value(); }));
        QCOMPARE(codeOf(**second), QString("ok"));
        QCOMPARE(minedTo(kRecipient), std::size_t{1});
        QCOMPARE(minedTo(m_manager->address()), std::size_t{1}); // of nothing, to itself
    }

    void speedsUpAndTakesBack() {
        open();
        const auto first = ask(request()), second = ask(request(L1TxKind::bid));
        QVERIFY(until([&] { return m_l1->pooled() == 2; }));
        const auto quote = test::await(*m_context, m_manager->quoteSpeedUp(1));
        QCOMPARE(codeOf(quote), QString("ok"));
        QVERIFY(quote->gas > 0 && quote->costWei > 0);
        QCOMPARE(codeOf(test::await(*m_context, m_manager->speedUp(1))), QString("ok"));
        QCOMPARE(m_l1->pooled(), std::size_t{2});
        QVERIFY(until([&] { return intent(0).state() == L1TxState::replaced; }));
        QCOMPARE(codeOf(test::await(*m_context, m_manager->quoteCancel(2))), QString("ok"));
        QCOMPARE(codeOf(test::await(*m_context, m_manager->cancel(2))), QString("ok"));
        m_l1->mine();
        QVERIFY(until([&] { return first->has_value() && second->has_value(); }));
        QCOMPARE(codeOf(**first), QString("ok"));
        QCOMPARE(codeOf(**second), ErrorCode::l1txCancelled);
        QCOMPARE(minedTo(kRecipient), std::size_t{1});
        QCOMPARE(codeOf(test::await(*m_context, m_manager->speedUp(1))), ErrorCode::l1txNotWaiting);
        QCOMPARE(codeOf(test::await(*m_context, m_manager->cancel(2))), ErrorCode::l1txCancelled);
        QCOMPARE(codeOf(test::await(*m_context, m_manager->cancel(77))), ErrorCode::l1txUnknown);
    }

    void tellsWhoWaitsTooLongWhatItWaitsFor() {
        auto options = quick();
        options.timeout = 20ms;
        m_l1->baseFeeWei = kGwei * 10'000;
        open({}, options);
        const auto waited = test::await(*m_context, m_manager->send(request()));
        QCOMPARE(codeOf(waited), ErrorCode::l1txFeeCap);
        QVERIFY(waited.error().detail.find("goes on by itself") != std::string::npos);
        m_l1->baseFeeWei = kGwei;
        QVERIFY(until([&] { return m_l1->pooled() == 1; }));
        m_l1->mine();
        QVERIFY(until([&] { return intent().state() == L1TxState::mined; }));
    }

    void whatTheContractRefusesIsNotKept() {
        m_l1->revertsEstimate = true;
        open();
        QCOMPARE(codeOf(test::await(*m_context, m_manager->send(request()))), ErrorCode::l1Reverted);
        QVERIFY(m_journal->rows.empty());
    }

    void whatFailsOnL1SaysSo() {
        open();
        m_l1->revertsMined = true;
        const auto outcome = ask(request());
        QVERIFY(until([&] { return m_l1->pooled() == 1; }));
        m_l1->mine();
        QVERIFY(until([&] { return outcome->has_value(); }));
        QCOMPARE(codeOf(**outcome), ErrorCode::l1Reverted);
        QCOMPARE(intent().state(), L1TxState::failed);
    }

    // Estimated again once it can be paid: with room, and never beyond what a transaction may have.
    void gasIsWithinBoundsAfterAWaitToo() {
        m_l1->baseFeeWei = kGwei * 10'000;
        open();
        const auto outcome = ask(request()), second = ask(request(L1TxKind::bid));
        QVERIFY(until([&] { return m_manager->view()->intents.size() == 2; }));
        looks(2);
        m_l1->mine(10);
        m_l1->gas = 60'000;
        m_l1->baseFeeWei = kGwei;
        QVERIFY(until([&] { return m_l1->pooled() == 2; }));
        for (const auto& tx : m_l1->sent)
            QCOMPARE(tx.gasLimit, std::uint64_t{72'000});
        m_l1->baseFeeWei = kGwei * 10'000;
        const auto third = ask(request());
        QVERIFY(until([&] { return m_manager->view()->intents.size() == 3; }));
        m_l1->mine(10);
        m_l1->gas = UINT64_MAX;
        m_l1->baseFeeWei = kGwei;
        QVERIFY(until([&] { return third->has_value(); }));
        QCOMPARE(codeOf(**third), ErrorCode::l1Reverted);
        QCOMPARE(intent(2).state(), L1TxState::failed);
        m_manager->stop();
        QVERIFY(until([&] { return outcome->has_value() && second->has_value(); }));
    }

    void aRefusalOfThePoolIsShownAndTriedAgain() {
        open();
        m_l1->refusal = "insufficient funds for gas * price + value";
        const auto outcome = ask(request());
        QVERIFY(until([&] { return m_l1->sent.size() > 2; }));
        QVERIFY(until([&] { return intent().problem.has_value(); }));
        QCOMPARE(intent().problem->code, ErrorCode::l1InsufficientFunds);
        m_l1->refusal.clear();
        QVERIFY(until([&] { return m_l1->pooled() == 1; }));
        m_l1->mine();
        QVERIFY(until([&] { return outcome->has_value(); }));
        QCOMPARE(codeOf(**outcome), QString("ok"));
    }

    void whoeverWaitsIsToldWhenItStops() {
        open();
        const auto outcome = ask(request(L1TxKind::batch));
        QVERIFY(until([&] { return m_l1->pooled() == 1; }));
        m_manager->stop();
        QVERIFY(until([&] { return outcome->has_value(); }));
        QCOMPARE(codeOf(**outcome), ErrorCode::nodeStopped);
    }
};

QTEST_APPLESS_MAIN(TestL1TxManager)
#include "tst_l1_tx_manager.moc"
