#include "lab/bench_node.hpp"

#include "lab/bench_mix.hpp"
#include "lab/bench_node_chain.hpp"
#include "lab/process_memory.hpp"

#include <algorithm>
#include <chrono>
#include <random>

namespace aw::lab {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kChainId = 817001;
constexpr std::uint64_t kBaseFeeWei = 1'000'000;
constexpr std::uint32_t kDepositsOfABlock = 4'000;  ///< NodeConfig::maxBlockEntries
constexpr std::uint32_t kDepositsOfAnL1Block = 500; ///< that many fit its gas
constexpr std::uint32_t kBlockTxs = 87;
constexpr std::uint32_t kBatchBlocks = 9;
constexpr std::uint32_t kBatchTxs = kBatchBlocks * kBlockTxs;
constexpr std::uint32_t kRewoundBatches = 64;    ///< of 50,112 transactions
constexpr std::uint32_t kCheckpointTxs = 50'000; ///< NodeConfig::checkpointTxs
constexpr double kMiB = 1024 * 1024;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// A new folder, removed at the end with what is in it.
class Folder {
public:
    static Result<Folder> make(const std::string& parent) {
        std::error_code failed;
        const auto in = parent.empty() ? fs::temp_directory_path(failed) : fs::path(parent);
        std::random_device random;
        const auto path = in / ("anchorwatch-bench-" + std::to_string(random()));
        if (failed || !fs::create_directory(path, failed))
            return Error{ErrorCode::benchDisk,
                         "Cannot make the folder " + path.string() + ": " + failed.message() +
                             ". Name a directory that can be written to with --directory."};
        return Folder(path);
    }
    Folder(Folder&& other) noexcept
        : m_path(std::exchange(other.m_path, {})) {}
    Folder& operator=(Folder&&) = delete;
    ~Folder() {
        std::error_code ignored;
        if (!m_path.empty()) fs::remove_all(m_path, ignored);
    }

    const fs::path& path() const { return m_path; }
    struct Sizes {
        double database = 0;
        double snapshots = 0;
    };
    /// Bytes of its files.
    Sizes sizes() const {
        Sizes sizes;
        for (const auto& file : fs::directory_iterator(m_path))
            (file.path().extension() == ".snapshot" ? sizes.snapshots : sizes.database) +=
                static_cast<double>(file.file_size());
        return sizes;
    }

private:
    explicit Folder(fs::path path)
        : m_path(std::move(path)) {}
    fs::path m_path;
};

/// A draft and the address of its signer, which is not recovered again.
struct Unsigned {
    BenchDraft draft;
    Address sender;
};

/// nullptr where one cannot be decoded.
std::vector<node::TxPtr> signAll(const std::vector<Unsigned>& drafts) {
    std::vector<node::TxPtr> txs(drafts.size());
    onAllCores(drafts.size(), [&](std::size_t i) {
        const auto& [draft, sender] = drafts[i];
        auto tx = codec::parseTransaction(
            codec::encodeTransaction(draft.tx, benchKey(draft.sender).sign(codec::signingHash(draft.tx))));
        if (!tx) return;
        tx->sender = sender;
        txs[i] = std::make_shared<const codec::SignedTransaction>(std::move(*tx));
    });
    return txs;
}

/// What is measured of a run.
struct Figures {
    double rssBefore = 0, rssAccounts = 0, rssHalf = 0, rssEnd = 0; ///< bytes
    std::uint32_t txsAtHalf = 0;
    std::uint64_t accountsAtHalf = 0, accountsAtEnd = 0;
    double accountsDatabase = 0; ///< bytes
    Folder::Sizes end;
    double executeSeconds = 0;
    double restartSeconds = 0;
    std::uint64_t restartReplayed = 0;
    std::uint64_t rewoundL1Blocks = 0, rewoundTxs = 0;
    double rewindBatchesSeconds = 0, rewindBlocksSeconds = 0;
};

class Bench {
public:
    Bench(const NodeBenchOptions& options, const std::function<void(const std::string&)>& progress,
          Folder folder)
        : m_options(options)
        , m_progress(progress)
        , m_folder(std::move(folder))
        , m_layout(options.accounts)
        , m_drafter(m_layout, m_tokens, {kChainId, kBaseFeeWei, options.newAccounts},
                    [this](std::uint32_t ordinal) { return ownerOf(ordinal); }) {}

    Result<Figures> run();

private:
    void say(const std::string& what) const {
        if (m_progress) m_progress(what);
    }
    Address ownerOf(std::uint32_t ordinal) const {
        const auto account = m_node->chain().head().state.account(BenchLayout::ethIndex(ordinal));
        return account ? account->owner : Address{};
    }
    std::vector<Unsigned> draftBatch();
    std::uint32_t rewoundBatches() const {
        const auto batches = (m_options.transactions + kBatchTxs - 1) / kBatchTxs;
        return std::min(kRewoundBatches, batches / 2);
    }

    Result<void> open();
    Result<void> makeAccounts();
    Result<void> depositBlock(std::uint32_t first, std::uint32_t count);
    Result<void> execute();
    Result<void> executeBatch(std::span<const node::TxPtr> txs);
    Result<void> depositForRewind();
    Result<void> restart();
    Result<void> rewind();

    NodeBenchOptions m_options;
    const std::function<void(const std::string&)>& m_progress;
    Folder m_folder;
    BenchLayout m_layout;
    state::TokenList m_tokens = benchTokens();
    BenchDrafter m_drafter;
    std::unique_ptr<BenchNode> m_node; ///< in m_folder
    std::uint32_t m_drafted = 0;
    std::uint64_t m_rewindTo = 0; ///< L1 block of a deposit below the batches that are rewound
    Figures m_figures;
};

Result<void> Bench::open() {
    auto node = BenchNode::open({.l2ChainId = kChainId,
                                 .baseFeeWei = kBaseFeeWei,
                                 .windowL1Blocks = m_options.windowL1Blocks,
                                 .directory = m_folder.path()});
    if (!node) return node.error();
    m_node = std::move(*node);
    return {};
}

Result<void> Bench::depositBlock(std::uint32_t first, std::uint32_t count) {
    std::vector<state::InboxEntry> entries(count);
    onAllCores(count, [&](std::size_t i) {
        const auto account = m_layout.accountAt(first + static_cast<std::uint32_t>(i));
        // 10,000 ETH, or a million of a token of six decimals: more than an account spends.
        const auto amount =
            account.token == 0 ? Wei(10'000) * Wei(1'000'000'000'000'000'000ULL) : Wei(1'000'000'000'000ULL);
        entries[i] = state::Deposit{
            .owner = benchKey(account.owner).address(), .token = account.token, .amount = amount};
    });
    for (std::uint32_t i = 0; i < count; i += kDepositsOfAnL1Block) {
        if (const auto next = m_node->nextL1Block(); !next) return next;
        const auto some = std::span(entries).subspan(i, std::min(kDepositsOfAnL1Block, count - i));
        if (const auto done = m_node->deposit(some); !done) return done;
    }
    if (const auto made = m_node->makeBlock(count, {}, sequencer::kNoFeeAccount); !made) return made;
    if (const auto next = m_node->nextL1Block(); !next) return next;
    return m_node->anchor(1);
}

Result<void> Bench::makeAccounts() {
    say("making " + std::to_string(m_layout.accounts()) + " accounts by deposits");
    if (const auto opened = open(); !opened) return opened;
    if (const auto next = m_node->nextL1Block(); !next) return next;
    for (std::uint32_t token = 1; token <= m_tokens.count(); ++token)
        if (const auto added = m_node->addToken(token, *m_tokens.address(token)); !added) return added;
    for (std::uint32_t first = 0; first < m_layout.accounts(); first += kDepositsOfABlock)
        if (const auto done = depositBlock(first, std::min(kDepositsOfABlock, m_layout.accounts() - first));
            !done)
            return done;
    if (const auto begun = m_node->beginCheckpoint(); !begun) return begun;
    if (const auto ended = m_node->endCheckpoint(); !ended) return ended;
    m_node.reset();
    m_figures.accountsDatabase = m_folder.sizes().database;
    return open();
}

std::vector<Unsigned> Bench::draftBatch() {
    std::vector<Unsigned> drafts;
    while (drafts.size() < kBatchTxs && m_drafted < m_options.transactions) {
        auto draft = m_drafter.next(m_drafted++);
        const auto sender = ownerOf(draft.sender);
        drafts.push_back({std::move(draft), sender});
    }
    return drafts;
}

Result<void> Bench::executeBatch(std::span<const node::TxPtr> txs) {
    const auto feeAccount = BenchLayout::ethIndex(m_layout.eth() / 2);
    for (std::size_t i = 0; i < txs.size(); i += kBlockTxs) {
        const auto block = txs.subspan(i, std::min<std::size_t>(kBlockTxs, txs.size() - i));
        if (const auto made = m_node->makeBlock(1, block, feeAccount); !made) return made;
    }
    if (const auto next = m_node->nextL1Block(); !next) return next;
    return m_node->anchor(kBatchBlocks);
}

/// The next block consumes it, so that all after it go where L1 takes it back.
Result<void> Bench::depositForRewind() {
    if (const auto next = m_node->nextL1Block(); !next) return next;
    m_rewindTo = m_node->l1Head();
    const state::InboxEntry entry =
        state::Deposit{.owner = benchAddress(std::uint64_t{1} << 41), .token = 0, .amount = Wei(1)};
    return m_node->deposit({&entry, 1});
}

Result<void> Bench::execute() {
    const auto total = m_options.transactions;
    const auto interval = std::min(kCheckpointTxs, total / 4);
    auto drafts = draftBatch();
    // Declared after what it reads: where this returns early, it is waited for.
    auto signing = std::async(std::launch::async, signAll, std::cref(drafts));
    const auto start = Clock::now();
    std::uint32_t told = 0;
    for (std::uint32_t done = 0; done < total;) {
        const auto txs = signing.get();
        if (std::ranges::count(txs, nullptr) != 0)
            return Error{ErrorCode::benchNotExecutable, "A transaction of the load is malformed: a defect."};
        drafts = draftBatch();
        if (!drafts.empty()) signing = std::async(std::launch::async, signAll, std::cref(drafts));
        const auto left = (total - done + kBatchTxs - 1) / kBatchTxs;
        Result<void> ok;
        if (left == rewoundBatches()) ok = depositForRewind();
        if (ok) ok = executeBatch(txs);
        const auto before = done;
        done += static_cast<std::uint32_t>(txs.size());
        // The last one is as far from the end as the interval allows.
        if (ok && (total - before) / interval != (total - done) / interval && total - done >= interval / 2)
            ok = m_node->beginCheckpoint();
        if (!ok) return ok;
        if (before < total / 2 && done >= total / 2) {
            const auto rss = residentBytes();
            if (!rss) return rss.error();
            m_figures.rssHalf = static_cast<double>(*rss);
            m_figures.txsAtHalf = done;
            m_figures.accountsAtHalf = m_node->chain().head().state.accountCount();
        }
        if (done / 10 >= told + total / 100) {
            told = done / 10;
            say(std::to_string(done) + " transactions executed");
        }
    }
    m_figures.executeSeconds = secondsSince(start);
    return m_node->endCheckpoint();
}

Result<void> Bench::restart() {
    say("closing and opening again");
    const auto head = m_node->chain().head().blockHash;
    const auto safe = m_node->chain().safe().blockHash;
    m_figures.restartReplayed = m_node->chain().txsSinceCheckpoint();
    m_node.reset();
    m_figures.end = m_folder.sizes();
    const auto start = Clock::now();
    if (const auto opened = open(); !opened) return opened;
    m_figures.restartSeconds = secondsSince(start);
    if (m_node->chain().head().blockHash != head || m_node->chain().safe().blockHash != safe)
        return Error{ErrorCode::benchWrongResult, "The restart ended at another block: a defect."};
    return {};
}

Result<void> Bench::rewind() {
    say("rewinding L1");
    const Error wrong{ErrorCode::benchWrongResult,
                      "The rewind left other blocks or batches than it should: a defect."};
    const auto& chain = m_node->chain();
    const auto head = chain.head().blockHash;
    const auto last = m_node->l1Head();
    const auto before = chain.safe().state.txCount();
    m_figures.rewoundL1Blocks = last - m_rewindTo;

    auto start = Clock::now();
    if (const auto done = m_node->rewindL1(m_rewindTo); !done) return done;
    m_figures.rewindBatchesSeconds = secondsSince(start);
    m_figures.rewoundTxs = before - chain.safe().state.txCount();
    if (chain.head().blockHash != head || m_node->displaced() != 0 || m_figures.rewoundTxs == 0) return wrong;

    for (auto l1Block = m_rewindTo; l1Block < last; ++l1Block) {
        if (const auto next = m_node->nextL1Block(); !next) return next;
        if (const auto anchored = m_node->anchor(kBatchBlocks); !anchored) return anchored;
    }
    if (chain.safe().blockHash != head) return wrong;
    start = Clock::now();
    if (const auto done = m_node->rewindL1(m_rewindTo - 1); !done) return done;
    m_figures.rewindBlocksSeconds = secondsSince(start);
    if (m_node->displaced() != m_figures.rewoundTxs || !chain.unanchored().empty()) return wrong;
    return {};
}

Result<Figures> Bench::run() {
    auto rss = residentBytes();
    if (!rss) return rss.error();
    m_figures.rssBefore = static_cast<double>(*rss);
    if (const auto made = makeAccounts(); !made) return made.error();
    rss = residentBytes();
    if (!rss) return rss.error();
    m_figures.rssAccounts = static_cast<double>(*rss);
    say("executing " + std::to_string(m_options.transactions) + " transactions");
    if (const auto done = execute(); !done) return done.error();
    rss = residentBytes();
    if (!rss) return rss.error();
    m_figures.rssEnd = static_cast<double>(*rss);
    m_figures.accountsAtEnd = m_node->chain().head().state.accountCount();
    if (const auto done = restart(); !done) return done.error();
    if (const auto done = rewind(); !done) return done.error();
    return m_figures;
}

std::vector<BenchValue> valuesOf(const NodeBenchOptions& options, const Figures& figures) {
    std::vector<BenchValue> values;
    const auto add = [&](const char* key, const char* text, const char* unit, double value,
                         std::optional<double> atMost = {}) {
        values.push_back({.key = key,
                          .text = text,
                          .unit = unit,
                          .median = value,
                          .least = value,
                          .most = value,
                          .bar = atMost ? BenchValue::Bar::atMost : BenchValue::Bar::none,
                          .limit = atMost.value_or(0)});
    };
    const double txs = options.transactions;
    const double accounts = options.accounts / 10 * 10;
    const double disk = figures.end.database + figures.end.snapshots;
    add("rss_mib", "Memory at the end", "MiB", figures.rssEnd / kMiB, 600);
    add("rss_bytes_per_account", "  of accounts, each", "bytes",
        (figures.rssAccounts - figures.rssBefore) / accounts);
    add("rss_growth_bytes_per_tx", "Memory per transaction, second half", "bytes",
        (figures.rssEnd - figures.rssHalf) / (txs - figures.txsAtHalf), 8);
    if (options.newAccounts != 0) // tells what they take from what leaks
        add("rss_growth_bytes_per_new_account", "  or per account that they made", "bytes",
            (figures.rssEnd - figures.rssHalf) /
                static_cast<double>(figures.accountsAtEnd - figures.accountsAtHalf));
    add("disk_bytes_per_tx", "Disk per transaction", "bytes", (disk - figures.accountsDatabase) / txs, 330);
    add("disk_snapshot_bytes_per_tx", "  of it snapshots of the accounts", "bytes",
        figures.end.snapshots / txs);
    add("disk_bytes_per_account", "Disk per account, made by a deposit", "bytes",
        figures.accountsDatabase / accounts);
    add("disk_mib", "Disk in all", "MiB", disk / kMiB);
    add("restart_s", "Restart", "s", figures.restartSeconds, 5);
    add("restart_replayed_txs", "  transactions after the checkpoint", "",
        static_cast<double>(figures.restartReplayed));
    add("rewind_s", "Rewind of L1, the slower way", "s",
        std::max(figures.rewindBatchesSeconds, figures.rewindBlocksSeconds), 1);
    add("rewind_batches_s", "  only batches are lost", "s", figures.rewindBatchesSeconds);
    add("rewind_blocks_s", "  a deposit and all blocks are lost", "s", figures.rewindBlocksSeconds);
    add("rewind_l1_blocks", "  L1 blocks", "", static_cast<double>(figures.rewoundL1Blocks));
    add("rewind_txs", "  transactions in them", "", static_cast<double>(figures.rewoundTxs));
    add("execute_tps", "Transactions executed and stored", "1/s", txs / figures.executeSeconds);
    return values;
}

} // namespace

Result<NodeBenchReport> runNodeBench(const NodeBenchOptions& options,
                                     const std::function<void(const std::string&)>& progress) {
    auto folder = Folder::make(options.directory);
    if (!folder) return folder.error();
    const auto figures = Bench(options, progress, std::move(*folder)).run();
    if (!figures) return figures.error();
    return NodeBenchReport{.options = options,
                           .processor = processorName(),
                           .cores = coreCount(),
                           .values = valuesOf(options, *figures)};
}

boost::json::object toJson(const NodeBenchReport& report) {
    auto out = toJson(report.values);
    out.erase("spread"); // each was measured once
    out["machine"] = boost::json::object{{"processor", report.processor}, {"cores", report.cores}};
    out["options"] = boost::json::object{{"accounts", report.options.accounts},
                                         {"txs", report.options.transactions},
                                         {"window", report.options.windowL1Blocks},
                                         {"newAccounts", report.options.newAccounts}};
    return out;
}

} // namespace aw::lab
