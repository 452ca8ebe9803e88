#include "await.hpp"
#include "base/hex.hpp"
#include "l1/anvil.hpp"
#include "l1/deployment.hpp"
#include "l1/follower.hpp"

#include <boost/asio/detached.hpp>

#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <fstream>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace aw;
using namespace aw::l1;
using namespace std::chrono_literals;

namespace {

// The first account of anvil's default mnemonic.
constexpr const char* kFirstKey = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
const Wei kEther = Wei(1'000'000'000'000'000'000ULL);

std::shared_ptr<const crypto::SecretKey> firstKey() {
    return std::make_shared<const crypto::SecretKey>(
        std::move(*crypto::SecretKey::fromBytes(*base::fromHex(kFirstKey))));
}

template<class T>
bool good(const Result<T>& result) {
    if (!result)
        qWarning("%s: %s", std::string(name(result.error().code)).c_str(), result.error().detail.c_str());
    return result.has_value();
}

bool alive(int pid) {
    // A zombie is dead: its state stands after the closing parenthesis of its name.
    std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
    std::string text;
    std::getline(stat, text);
    const auto at = text.rfind(')');
    return at != std::string::npos && at + 2 < text.size() && text[at + 2] != 'Z';
}

template<class Condition>
bool eventually(Condition condition, std::chrono::milliseconds limit = 10s) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
        if (std::chrono::steady_clock::now() >= deadline) return false;
        std::this_thread::yield();
    }
    return true;
}

} // namespace

/// Against a real Ethereum node.
class TestL1Anvil : public QObject {
    Q_OBJECT

    boost::asio::io_context m_context;
    QTemporaryDir m_directory;
    std::unique_ptr<AnvilProcess> m_anvil;
    RpcPtr m_rpc;
    std::unique_ptr<TxManager> m_txManager;

    template<class T>
    T wait(Task<T> task) {
        return test::await(m_context, std::move(task));
    }

    AnvilOptions options(unsigned blockTimeMs) const {
        AnvilOptions result;
        result.directory = m_directory.path().toStdString();
        result.blockTimeMs = blockTimeMs;
        return result;
    }

    bool startAnvil(unsigned blockTimeMs) {
        auto anvil = wait(AnvilProcess::start(m_context.get_executor(), options(blockTimeMs)));
        if (!good(anvil)) return false;
        m_anvil = std::move(*anvil);
        m_rpc = *JsonRpcClient::create(m_context.get_executor(), m_anvil->url());
        TxManagerOptions txManager;
        txManager.poll = 20ms;
        txManager.untilMined = true;
        m_txManager =
            std::make_unique<TxManager>(m_context.get_executor(), m_rpc, firstKey(), 31337, txManager);
        return true;
    }

    void mine(std::uint64_t blocks) {
        QVERIFY(good(wait(m_rpc->call("anvil_mine", {base::toQuantity(blocks)}))));
    }

    /// The demo's, but for the time after which it freezes: these tests mine more blocks than that.
    Parameters parameters() const {
        auto p = *parametersOf("demo");
        p.escapeBlocks = 100'000;
        return p;
    }

    Deployment deployed() {
        auto result = wait(deploy(m_rpc, *m_txManager, parameters()));
        if (!good(result)) throw std::runtime_error(result.error().detail);
        return *result;
    }

private slots:
    void cleanup() {
        m_txManager.reset();
        m_rpc.reset();
        m_anvil.reset();
    }

    void answersOverHttpAndWebSocket() {
        QVERIFY(startAnvil(0));
        QCOMPARE(*wait(chainId(m_rpc)), std::uint64_t{31337});
        RpcPtr webSocket = *JsonRpcClient::create(m_context.get_executor(), m_anvil->webSocketUrl());
        QCOMPARE(*wait(chainId(webSocket)), std::uint64_t{31337});
        const auto refused = wait(webSocket->call("no_such_method", {}));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::l1RpcError);
    }

    void deploysToThePredictedAddresses() {
        QVERIFY(startAnvil(0));
        const auto deployment = deployed();
        QCOMPARE(deployment.addresses, predictAddresses(m_txManager->address(), 0));
        const Contracts contracts(m_rpc, deployment.addresses);
        const auto tip = wait(contracts.tip());
        QVERIFY(good(tip));
        QCOMPARE(tip->number, std::uint64_t{0});
        QCOMPARE(tip->hash,
                 transition::genesisHash(deployment.addresses.rollup, deployment.parameters.l2ChainId));
        QCOMPARE(*wait(contracts.operatorsDeployedAt()), deployment.deployedAtBlock);
        QVERIFY(deployment.deployedAtTimeMs > 0);
        QVERIFY(deployment.gasUsed > 1'000'000);
    }

    void sendsAndTellsOfTheEvents() {
        QVERIFY(startAnvil(0));
        const auto deployment = deployed();
        Follower follower(m_rpc, deployment.addresses,
                          {.startBlock = deployment.deployedAtBlock, .known = {}});
        QVERIFY(good(wait(follower.step())));

        const auto bond = deployment.parameters.minBondWei;
        const auto registered = wait(
            m_txManager->send(deployment.addresses.operators,
                              calls::registerOperator(2'000'000, "ws://127.0.0.1:1/é"), bond, "register"));
        QVERIFY(good(registered));
        QVERIFY(registered->gasUsed > 21000);
        const auto deposited = wait(m_txManager->send(
            deployment.addresses.bridge, calls::deposit(m_txManager->address()), kEther, "deposit"));
        QVERIFY(good(deposited));

        const auto update = wait(follower.step());
        QVERIFY(good(update));
        QVERIFY(update->has_value());
        QStringList names;
        for (const auto& event : (*update)->events)
            names << QString::fromStdString(std::string(eventName(event.body)));
        QVERIFY2(names.contains("OperatorRegistered"), qPrintable(names.join(' ')));
        QVERIFY(names.indexOf("EntryAppended") < names.indexOf("Deposited"));
        for (const auto& event : (*update)->events) {
            if (const auto* entry = std::get_if<EntryAppended>(&event.body)) {
                QCOMPARE(entry->index, std::uint64_t{0});
                const auto* deposit = std::get_if<state::Deposit>(&entry->entry);
                QVERIFY(deposit);
                QCOMPARE(deposit->amount, kEther);
                QCOMPARE(entry->acc, state::inboxAcc(Hash{}, state::encodeEntry(entry->entry)));
                QCOMPARE(event.txHash, deposited->txHash);
            }
            if (const auto* operatorEvent = std::get_if<OperatorRegistered>(&event.body)) {
                QCOMPARE(operatorEvent->url, std::string("ws://127.0.0.1:1/é"));
                QCOMPARE(operatorEvent->bondWei, bond);
            }
        }
        const Contracts contracts(m_rpc, deployment.addresses);
        const auto operators = wait(contracts.operators());
        QVERIFY(good(operators));
        QCOMPARE(operators->size(), std::size_t{1});
        QCOMPARE(operators->front().bidWei, std::uint64_t{2'000'000});
        QCOMPARE(operators->front().status, OperatorStatus::registered);
        QCOMPARE(*wait(contracts.currentOperator()), m_txManager->address());
        QCOMPARE(wait(contracts.ladder())->size(), std::size_t{1});
        QCOMPARE(*wait(contracts.escrow(0)), kEther);
        QCOMPARE(*wait(contracts.inboxCount()), std::uint64_t{1});
        QVERIFY(good(wait(contracts.clock())));
        QCOMPARE(*wait(contracts.bidAt(m_txManager->address(), deposited->blockNumber)),
                 std::uint64_t{2'000'000});
    }

    void submitsABatchThatTheFollowerReads() {
        QVERIFY(startAnvil(0));
        const auto deployment = deployed();
        const auto& at = deployment.addresses;
        QVERIFY(good(wait(m_txManager->send(at.operators, calls::registerOperator(2'000'000, "ws://a:1"),
                                            deployment.parameters.minBondWei, "register"))));
        Follower follower(m_rpc, at, {.startBlock = deployment.deployedAtBlock, .known = {}});
        QVERIFY(good(wait(follower.step())));
        // The bound block is the head: only the pending block knows its hash.
        const auto head = wait(latestBlock(m_rpc));
        const auto data = transition::encodeSegments({{.postRoot = Hash::from(Bytes(32, 1)),
                                                       .txRoot = Hash::from(Bytes(32, 2)),
                                                       .records = {0x00, 0x01}}});
        const Submission submission{.parentHash =
                                        transition::genesisHash(at.rollup, deployment.parameters.l2ChainId),
                                    .l1BlockNumber = head->number,
                                    .l1BlockHash = head->hash,
                                    .baseFeeWei = 2'000'000,
                                    .feeAccount = {7},
                                    .feeTemplate = {4'000'000, 1},
                                    .inboxAfter = 0};
        const auto sent =
            wait(m_txManager->send(at.rollup, calls::submitBatch(submission, data), 0, "submitBatch 1"));
        QVERIFY(good(sent));
        const auto update = wait(follower.step());
        QVERIFY(good(update));
        const BatchSubmitted* batch = nullptr;
        for (const auto& event : (*update)->events)
            if (const auto* found = std::get_if<BatchSubmitted>(&event.body)) batch = found;
        QVERIFY(batch);
        QCOMPARE(batch->header.number, std::uint64_t{1});
        QCOMPARE(batch->header.feeAccount, AccountIndex{7});
        QCOMPARE(batch->header.feeTemplate, submission.feeTemplate);
        QCOMPARE(batch->data, data);
        const auto input = wait(transactionInput(m_rpc, sent->txHash));
        QVERIFY(good(input));
        QCOMPARE(*input, calls::submitBatch(submission, data));
        const Contracts contracts(m_rpc, at);
        QCOMPARE(*wait(contracts.batchHash(1)), batch->batchHash);
        QCOMPARE(*wait(contracts.isInChain(batch->header)), true);
        QCOMPARE(*wait(contracts.isFinal(batch->header)), false);
    }

    void namesWhatTheContractRefuses() {
        QVERIFY(startAnvil(0));
        const auto deployment = deployed();
        const auto nonceBefore = *wait(m_txManager->nextNonce());
        const auto refused =
            wait(m_txManager->send(deployment.addresses.rollup, calls::heartbeat(), 0, "heartbeat"));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::l1Reverted);
        const auto detail = QString::fromStdString(refused.error().detail);
        QVERIFY2(detail.contains("NotCurrentOperator (caller " +
                                 QString::fromStdString(base::toHex(m_txManager->address().view()))),
                 qPrintable(detail));
        QCOMPARE(*wait(m_txManager->nextNonce()), nonceBefore);
        const Contracts nowhere(m_rpc, predictAddresses(m_txManager->address(), 1000));
        const auto nothing = wait(nowhere.tip());
        QVERIFY(!nothing);
        QCOMPARE(nothing.error().code, ErrorCode::l1BadAnswer);
        Parameters senseless = parameters();
        senseless.epochBlocks = 0;
        const auto notDeployed = wait(deploy(m_rpc, *m_txManager, senseless));
        QVERIFY(!notDeployed);
        QVERIFY2(QString::fromStdString(notDeployed.error().detail).contains("EpochTooShort"),
                 notDeployed.error().detail.c_str());
    }

    void followsAReorgToTheNewChain() {
        QVERIFY(startAnvil(0));
        const auto deployment = deployed();
        Follower follower(m_rpc, deployment.addresses,
                          {.startBlock = deployment.deployedAtBlock, .known = {}});
        QVERIFY(good(wait(follower.step())));
        const auto ancestor = follower.last();
        const auto snapshot = wait(m_rpc->call("evm_snapshot", {}));
        QVERIFY(good(snapshot));
        QVERIFY(good(wait(m_txManager->send(deployment.addresses.bridge,
                                            calls::deposit(m_txManager->address()), kEther, "a"))));
        mine(3);
        const auto before = wait(follower.step());
        QVERIFY(good(before) && *before);
        QCOMPARE((*before)->newBlocks.size(), std::size_t{4});

        // The chain is cut and grows differently, to less than its former height.
        QVERIFY(good(wait(m_rpc->call("evm_revert", {snapshot->as_string()}))));
        QVERIFY(good(wait(m_rpc->call("evm_increaseTime", {1000}))));
        mine(1);
        TxManager fresh(m_context.get_executor(), m_rpc, firstKey(), 31337);
        QVERIFY(good(
            wait(fresh.send(deployment.addresses.bridge, calls::deposit(Address{{1}}), kEther * 2, "b"))));
        const auto after = wait(follower.step());
        QVERIFY(good(after) && *after);
        QCOMPARE((*after)->reorgedTo.value(), ancestor->number);
        QCOMPARE((*after)->newBlocks.size(), std::size_t{2});
        QCOMPARE((*after)->newBlocks.front().parentHash, ancestor->hash);
        QCOMPARE((*after)->events.size(), std::size_t{2});
        QCOMPARE(std::get<state::Deposit>(std::get<EntryAppended>((*after)->events[0].body).entry).amount,
                 kEther * 2);
        QVERIFY(!*wait(follower.step()));
    }

    void catchesUpOverManyBlocksAndResumes() {
        QVERIFY(startAnvil(0));
        const auto deployment = deployed();
        const auto early = wait(m_txManager->send(deployment.addresses.bridge,
                                                  calls::deposit(m_txManager->address()), kEther, "early"));
        QVERIFY(good(early));
        mine(700);
        const auto late = wait(m_txManager->send(deployment.addresses.bridge,
                                                 calls::deposit(m_txManager->address()), kEther, "late"));
        QVERIFY(good(late));
        FollowerOptions options{.startBlock = deployment.deployedAtBlock, .known = {}, .chunkBlocks = 200};
        Follower follower(m_rpc, deployment.addresses, options);
        std::vector<std::uint64_t> entries;
        std::vector<L1Block> blocks;
        while (true) {
            auto update = wait(follower.step());
            QVERIFY(good(update));
            if (!*update) break;
            for (const auto& event : (*update)->events)
                if (const auto* entry = std::get_if<EntryAppended>(&event.body))
                    entries.push_back(entry->index);
            for (const auto& block : (*update)->newBlocks)
                blocks.push_back(block);
        }
        QCOMPARE(entries, (std::vector<std::uint64_t>{0, 1}));
        QCOMPARE(blocks.back().number, late->blockNumber);
        QVERIFY(blocks.size() >= kReorgDepth && blocks.size() < 400);
        QCOMPARE(blocks.front().number, deployment.deployedAtBlock);
        QVERIFY(std::ranges::count(blocks, early->blockNumber, &L1Block::number) == 1);

        options.known.assign(blocks.end() - 10, blocks.end());
        Follower resumed(m_rpc, deployment.addresses, options);
        QVERIFY(!*wait(resumed.step()));
        mine(1);
        const auto next = wait(resumed.step());
        QVERIFY(good(next) && *next);
        QCOMPARE((*next)->newBlocks.size(), std::size_t{1});
        QVERIFY(!(*next)->reorgedTo);
    }

    void replacesWhatIsStuckAndPostsItOnce() {
        QVERIFY(startAnvil(0));
        QVERIFY(good(wait(m_rpc->call("evm_setAutomine", {false}))));
        TxManagerOptions options;
        options.poll = 10ms;
        options.stuckBlocks = 2;
        TxManager txManager(m_context.get_executor(), m_rpc, firstKey(), 31337, options);
        const Address to{{9}};
        TransactionRequest request;
        request.to = to;
        request.value = kEther;
        request.label = "pay";
        auto posted = wait(txManager.post(request));
        QVERIFY(good(posted));
        const auto firstHash = posted->hash;
        // The base fee rises above what was offered: the transaction cannot be mined as it is.
        QVERIFY(good(wait(m_rpc->call("anvil_setNextBlockBaseFeePerGas",
                                      {base::toQuantity(std::uint64_t{90'000'000'000})}))));
        auto miner = [](RpcPtr rpc) -> Task<void> {
            for (int i = 0; i < 40; ++i) {
                boost::json::array one;
                one.emplace_back("0x1");
                co_await rpc->call("anvil_mine", std::move(one));
                co_await base::sleepFor(50ms);
            }
        };
        boost::asio::co_spawn(m_context, miner(m_rpc), boost::asio::detached);
        const auto receipt = wait(txManager.confirm(posted->id));
        QVERIFY(good(receipt));
        QVERIFY(receipt->txHash != firstHash);
        QCOMPARE(*wait(balance(m_rpc, to)), kEther);
        QCOMPARE(*wait(txManager.nextNonce()), std::uint64_t{1});
    }

    void sendsManyAtOnceInOrder() {
        QVERIFY(startAnvil(1000));
        auto sendAll = [](TxManager& txManager) -> Task<Result<std::size_t>> {
            std::vector<PostedTransaction> posted;
            for (int i = 0; i < 20; ++i) {
                TransactionRequest request;
                request.to = Address{{7}};
                request.value = 1;
                request.label = "pay " + std::to_string(i);
                auto each = co_await txManager.post(request);
                if (!each) co_return each.error();
                posted.push_back(std::move(*each));
            }
            for (auto& each : posted)
                if (const auto receipt = co_await txManager.confirm(each.id); !receipt)
                    co_return receipt.error();
            co_return posted.size();
        };
        const auto sent = wait(sendAll(*m_txManager));
        QVERIFY(good(sent));
        QCOMPARE(*wait(balance(m_rpc, Address{{7}})), Wei(20));
    }

    void resynchronisesANonceThatAnotherDeskUsed() {
        QVERIFY(startAnvil(0));
        TxManager other(m_context.get_executor(), m_rpc, firstKey(), 31337);
        QVERIFY(good(wait(m_txManager->send(Address{{7}}, {}, 1, "one"))));
        QVERIFY(good(wait(other.send(Address{{7}}, {}, 1, "two"))));
        QVERIFY(good(wait(m_txManager->send(Address{{7}}, {}, 1, "three"))));
        QCOMPARE(*wait(balance(m_rpc, Address{{7}})), Wei(3));
    }

    void losesAndFindsTheConnection() {
        QVERIFY(startAnvil(1000));
        m_anvil->pause();
        const auto silent = wait(m_rpc->ask("eth_chainId", {}, 300ms));
        QVERIFY(!silent);
        QCOMPARE(silent.error().code, ErrorCode::l1Timeout);
        m_anvil->resume();
        QCOMPARE(*wait(chainId(m_rpc)), std::uint64_t{31337});
        m_anvil->kill();
        QVERIFY(eventually([&] { return !m_anvil->running(); }));
        const auto gone = wait(m_rpc->ask("eth_chainId", {}, 300ms));
        QVERIFY(!gone);
        QCOMPARE(gone.error().code, ErrorCode::l1Unavailable);
    }

    void endsWithTheObject() {
        QVERIFY(startAnvil(1000));
        const auto pid = m_anvil->processId();
        QVERIFY(alive(pid));
        m_anvil.reset();
        QVERIFY(!alive(pid));
    }

    void endsWithItsParentThoughThatIsKilled() {
        // A program of its own plays the parent: this one, started again.
        const auto report = m_directory.filePath("pid").toStdString();
        const auto self = std::filesystem::read_symlink("/proc/self/exe").string();
        const auto parent = ::fork();
        if (parent == 0) {
            ::setenv("AW_TEST_PLAY_PARENT", report.c_str(), 1);
            ::execl(self.c_str(), self.c_str(), static_cast<char*>(nullptr));
            ::_exit(127);
        }
        int child = 0;
        const bool started = eventually([&] { return std::ifstream(report) >> child && child > 0; }, 20s);
        const bool ran = started && alive(child);
        ::kill(parent, SIGKILL);
        ::waitpid(parent, nullptr, 0);
        QVERIFY(started);
        QVERIFY(ran);
        QVERIFY(eventually([&] { return !alive(child); }));
    }

    void saysWhatIsMissing() {
        qputenv("ANCHORWATCH_ANVIL", "/nonexistent/anvil");
        const auto missing = findAnvil();
        qunsetenv("ANCHORWATCH_ANVIL");
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, ErrorCode::anvilNotFound);
        // Something that is no anvil: it ends at once, and the error shows what it said.
        qputenv("ANCHORWATCH_ANVIL", "/bin/ls");
        const auto wrong = wait(AnvilProcess::start(m_context.get_executor(), options(0)));
        qunsetenv("ANCHORWATCH_ANVIL");
        QVERIFY(!wrong);
        QCOMPARE(wrong.error().code, ErrorCode::anvilStartFailed);
        QVERIFY2(QString::fromStdString(wrong.error().detail).contains("unrecognized option"),
                 wrong.error().detail.c_str());
    }
};

namespace {

/// Starts anvil, says its id, and waits to be killed.
int playParent(const char* report) {
    boost::asio::io_context context;
    QTemporaryDir directory;
    AnvilOptions options;
    options.directory = directory.path().toStdString();
    auto anvil = test::await(context, AnvilProcess::start(context.get_executor(), options));
    if (!anvil) return 1;
    const std::string unfinished = std::string(report) + ".new";
    std::ofstream(unfinished) << (*anvil)->processId();
    std::filesystem::rename(unfinished, report);
    ::pause();
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    if (const char* report = std::getenv("AW_TEST_PLAY_PARENT")) return playParent(report);
    TestL1Anvil test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_l1_anvil.moc"
