#include "lab/bench.hpp"

#include "base/protocol.hpp"
#include "crypto/keccak.hpp"
#include "crypto/recovery_pool.hpp"
#include "lab/bench_load.hpp"
#include "lab/synced_log.hpp"
#include "sequencer/block.hpp"
#include "transition/segment.hpp"

#include <brotli/encode.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <future>
#include <limits>
#include <map>
#include <thread>

namespace aw::lab {
namespace {

constexpr std::size_t kChunk = 64;        // transactions that a thread takes at a time
constexpr std::size_t kSyncEvery = 1'024; // transactions

double seconds(std::chrono::steady_clock::duration time) {
    return std::chrono::duration<double>(time).count();
}

/// Decodes the transactions and recovers who signed them, in chunks from the first on: on threads of its own,
/// and on the thread that takes them while it would wait.
class Decoding {
public:
    Decoding(const std::vector<Bytes>& raws, unsigned threads)
        : m_raws(raws)
        , m_decoded(raws.size())
        , m_done((raws.size() + kChunk - 1) / kChunk) {
        for (unsigned i = 0; i < threads; ++i)
            m_threads.emplace_back([this] {
                while (decodeNext()) {
                }
            });
    }

    /// Waits for the next transactions, which begin at `first`; nullptr where one is none.
    std::span<sequencer::TxPtr> take(std::size_t first) {
        auto& done = m_done[first / kChunk];
        while (!done.load(std::memory_order_acquire) && decodeNext()) {
        }
        done.wait(false, std::memory_order_acquire);
        return std::span(m_decoded).subspan(first, std::min(kChunk, m_decoded.size() - first));
    }

private:
    /// Decodes the next chunk that nobody has begun; false where there is none.
    bool decodeNext() {
        const auto chunk = m_next++;
        if (chunk >= m_done.size()) return false;
        const auto end = std::min(m_raws.size(), (chunk + 1) * kChunk);
        for (auto i = chunk * kChunk; i < end; ++i)
            if (auto tx = codec::decodeTransaction(m_raws[i]))
                m_decoded[i] = std::make_shared<const codec::SignedTransaction>(std::move(*tx));
        m_done[chunk].store(true, std::memory_order_release);
        m_done[chunk].notify_all();
        return true;
    }

    const std::vector<Bytes>& m_raws;
    std::vector<sequencer::TxPtr> m_decoded;
    std::vector<std::atomic<bool>> m_done;
    std::atomic<std::size_t> m_next = 0;
    std::vector<std::jthread> m_threads; ///< last: they end before what they use
};

/// Collects the records of a segment until the next would not fit any more.
class SegmentRecords {
public:
    bool fits(const codec::Record& record) const {
        return m_records.size() < protocol::kSegmentRecords &&
               m_indexes + codec::indexCount(record) <= protocol::kSegmentIndexes;
    }
    void add(const codec::Record& record) {
        m_indexes += codec::indexCount(record);
        m_records.push_back(record);
    }
    std::vector<codec::Record> take() {
        m_indexes = 0;
        return std::exchange(m_records, {});
    }
    bool empty() const { return m_records.empty(); }

private:
    std::vector<codec::Record> m_records;
    std::size_t m_indexes = 0;
};

class Bench {
public:
    Bench(const BenchOptions& options, const std::function<void(const std::string&)>& progress)
        : m_options(options)
        , m_progress(progress) {}

    Result<BenchReport> run();

private:
    void say(const std::string& what) const {
        if (m_progress) m_progress(what);
    }
    void note(const std::string& key, double value) { m_samples[key].push_back(value); }

    transition::BatchContext context() const {
        return {.l2ChainId = m_load.chainId,
                .baseFeeWei = m_load.baseFeeWei,
                .feeAccount = m_load.feeAccount,
                .feeTemplate = sequencer::templateFor(m_load.baseFeeWei),
                .inboxAfter = 0,
                .tokens = &m_load.tokens};
    }
    Result<void> prepare();
    void measureSizes();
    double recoverOnAllCores();
    Result<double> pipeline();
    void measureOneCore();

    BenchOptions m_options;
    std::function<void(const std::string&)> m_progress;
    BenchLoad m_load;
    std::vector<crypto::RecoveryJob> m_jobs;
    std::vector<std::vector<codec::Record>> m_segments;
    std::map<std::string, std::vector<double>> m_samples;
};

/// Executes the load once: the records, and the signatures without their transactions.
Result<void> Bench::prepare() {
    auto state = m_load.state;
    SegmentRecords records;
    for (const auto& raw : m_load.raws) {
        const auto tx = codec::decodeTransaction(raw);
        const auto sender = tx ? state.find(tx->sender, 0) : std::nullopt;
        const auto record = sender ? sequencer::recordOf(*tx, *sender, state, &m_load.tokens) : std::nullopt;
        if (!record)
            return Error{ErrorCode::benchNotExecutable, "A transaction of the load is refused: a defect."};
        m_jobs.push_back({tx->signingHash, tx->signature});
        if (!records.fits(*record)) m_segments.push_back(records.take());
        records.add(*record);
        state.apply(transition::applyRecord(*record, context(), state, nullptr).diff);
    }
    if (!records.empty()) m_segments.push_back(records.take());
    return {};
}

/// What records take, and what a general compressor makes of the signed transactions.
void Bench::measureSizes() {
    const auto feeTemplate = context().feeTemplate;
    std::size_t total = 0;
    std::map<std::string, std::pair<std::size_t, std::size_t>> kinds; // bytes and records of each
    for (const auto& records : m_segments) {
        total += codec::encodeRecords(records, feeTemplate).size();
        unsigned bits = 1;
        for (const auto& record : records)
            bits = std::max(bits, codec::indexBits(record));
        for (const auto& record : records) {
            const auto& transfer = std::get<codec::TransferRecord>(record);
            const bool fresh = std::holds_alternative<Address>(transfer.recipient);
            Bytes bytes;
            codec::encodeRecord(record, feeTemplate, bits, bytes);
            auto& kind = kinds[fresh ? "bytes_new" : transfer.tokenAccount ? "bytes_token" : "bytes_eth"];
            kind.first += bytes.size() - (fresh ? Address::kSize : 0);
            ++kind.second;
        }
    }
    Bytes joined;
    for (const auto& raw : m_load.raws)
        joined.insert(joined.end(), raw.begin(), raw.end());
    Bytes compressed(BrotliEncoderMaxCompressedSize(joined.size()));
    auto size = compressed.size();
    BrotliEncoderCompress(BROTLI_MAX_QUALITY, BROTLI_MAX_WINDOW_BITS, BROTLI_MODE_GENERIC, joined.size(),
                          joined.data(), &size, compressed.data());
    const auto count = static_cast<double>(m_load.raws.size());
    note("bytes_per_transfer", static_cast<double>(total) / count);
    note("bytes_over_brotli11", static_cast<double>(total) / static_cast<double>(size));
    note("brotli11_bytes", static_cast<double>(size) / count);
    note("raw_bytes", static_cast<double>(joined.size()) / count);
    for (const auto& [key, kind] : kinds)
        note(key, static_cast<double>(kind.first) / static_cast<double>(kind.second));
}

double Bench::recoverOnAllCores() {
    crypto::RecoveryPool pool(coreCount());
    const auto start = std::chrono::steady_clock::now();
    const auto recovered = pool.recover(m_jobs);
    return static_cast<double>(recovered->size()) / seconds(std::chrono::steady_clock::now() - start);
}

Result<double> Bench::pipeline() {
    const auto batch = context();
    auto state = m_load.state;
    auto log = SyncedLog::create(m_options.directory);
    if (!log) return log.error();
    Bytes block;
    std::promise<Result<void>> nothingYet;
    nothingYet.set_value({});
    auto durable = nothingYet.get_future();
    SegmentRecords records;
    const auto endSegment = [&] {
        const auto encoded = codec::encodeRecords(records.take(), batch.feeTemplate);
        const auto root = state.root();
        block.insert(block.end(), root.bytes.begin(), root.bytes.end());
        block.insert(block.end(), encoded.begin(), encoded.end());
    };

    const auto start = std::chrono::steady_clock::now();
    Decoding decoding(m_load.raws, coreCount() - 1);
    std::span<sequencer::TxPtr> chunk;
    for (std::size_t i = 0; i < m_load.raws.size(); ++i) {
        if (i % kChunk == 0) {
            chunk = decoding.take(i);
            sequencer::loadAhead(chunk, state, &m_load.tokens);
        }
        const auto tx = std::move(chunk[i % kChunk]);
        const auto sender = state.find(tx->sender, 0);
        const auto record = sequencer::recordOf(*tx, *sender, state, &m_load.tokens);
        if (!records.fits(*record)) endSegment();
        const auto outcome = transition::applyRecord(*record, batch, state, nullptr);
        if (outcome.broken)
            return Error{ErrorCode::benchNotExecutable, "A transaction of the load breaks " +
                                                            transition::ruleName(*outcome.broken) +
                                                            ": a defect."};
        state.apply(outcome.diff);
        records.add(*record);
        block.insert(block.end(), tx->raw.begin(), tx->raw.end());
        const bool last = i + 1 == m_load.raws.size();
        if (last) endSegment();
        if (!last && (i + 1) % kSyncEvery != 0) continue;
        // The disk is waited for while the next transactions are executed.
        if (const auto written = durable.get(); !written) return written.error();
        durable = std::async(std::launch::async,
                             [&log, bytes = std::exchange(block, {})] { return log->append(bytes); });
    }
    if (const auto written = durable.get(); !written) return written.error();
    return static_cast<double>(m_load.raws.size()) / seconds(std::chrono::steady_clock::now() - start);
}

/// Recovery, state roots and replay on one core, a piece of each in turn.
void Bench::measureOneCore() {
    const auto batch = context();
    std::vector<Bytes> segments;
    for (const auto& records : m_segments)
        segments.push_back(codec::encodeRecords(records, batch.feeTemplate));
    using Clock = std::chrono::steady_clock;
    Clock::duration recovery{};
    Clock::duration roots{};
    Clock::duration replay{};
    auto executed = m_load.state;
    auto replayed = m_load.state;
    const transition::InboxReader noInbox = [](std::uint64_t) -> const state::InboxEntry* { return nullptr; };
    std::size_t done = 0;
    for (std::size_t i = 0; i < m_segments.size(); ++i) {
        const auto start = Clock::now();
        for (std::size_t k = 0; k < m_segments[i].size(); ++k)
            (void)crypto::recover(m_jobs[done + k].hash, m_jobs[done + k].signature);
        const auto recovered = Clock::now();
        done += m_segments[i].size();
        for (const auto& record : m_segments[i])
            executed.apply(transition::applyRecord(record, batch, executed, nullptr).diff);
        const auto applied = Clock::now();
        (void)executed.root();
        const auto rooted = Clock::now();
        (void)transition::replaySegment(segments[i], batch, replayed, noInbox);
        recovery += recovered - start;
        roots += rooted - applied;
        replay += Clock::now() - rooted;
    }
    note("root_share", seconds(roots) / seconds(recovery));
    note("replay_over_recovery", seconds(recovery) / seconds(replay));
    note("recover_us", 1e6 * seconds(recovery) / static_cast<double>(done));
    note("root_us", 1e6 * seconds(roots) / static_cast<double>(done));
}

Result<BenchReport> Bench::run() {
    say("making " + std::to_string(m_options.accounts) + " accounts and " +
        std::to_string(m_options.transactions) + " signed transactions");
    m_load = makeBenchLoad(m_options.accounts, m_options.transactions);
    if (const auto prepared = prepare(); !prepared) return prepared.error();
    say("measuring sizes");
    measureSizes();
    for (std::uint32_t i = 0; i < m_options.runs; ++i) {
        say("run " + std::to_string(i + 1) + " of " + std::to_string(m_options.runs));
        const auto recovery = recoverOnAllCores();
        const auto core = pipeline();
        if (!core) return core.error();
        note("recover_per_s", recovery);
        note("core_tps", *core);
        note("core_over_recovery", *core / recovery);
        measureOneCore();
    }

    BenchReport report{.options = m_options,
                       .processor = processorName(),
                       .cores = coreCount(),
                       .keccak = std::string(crypto::keccakLevelName(crypto::keccakLevel())),
                       .values = {}};
    const auto add = [&](const char* key, const char* text, const char* unit,
                         BenchValue::Bar bar = BenchValue::Bar::none, double limit = 0) {
        report.values.push_back(benchValue(key, text, unit, m_samples.at(key), bar, limit));
    };
    using Bar = BenchValue::Bar;
    add("recover_per_s", "Signers recovered, all cores", "1/s");
    add("core_tps", "Transactions through the core, all cores", "1/s");
    add("core_over_recovery", "  over recovery alone", "", Bar::atLeast, 0.85);
    add("recover_us", "One recovery, one core", "us");
    add("root_us", "State root per transaction, one core", "us");
    add("root_share", "  over one recovery", "", Bar::atMost, 0.04);
    add("replay_over_recovery", "Replay over recovery, one core each", "");
    add("bytes_per_transfer", "Records per transaction", "bytes", Bar::atMost, 12);
    add("bytes_eth", "  ETH between known accounts", "bytes", Bar::atMost, 10);
    add("bytes_token", "  a token between known accounts", "bytes");
    add("bytes_new", "  ETH to a new address, without its 20 bytes", "bytes");
    add("raw_bytes", "Signed transaction", "bytes");
    add("brotli11_bytes", "  with brotli, level 11", "bytes");
    add("bytes_over_brotli11", "Records over brotli-11", "", Bar::atMost, 0.12);
    return report;
}

} // namespace

Result<BenchReport> runBench(const BenchOptions& options,
                             const std::function<void(const std::string&)>& progress) {
    return Bench(options, progress).run();
}

boost::json::object toJson(const BenchReport& report) {
    auto out = toJson(report.values);
    boost::json::object machine;
    machine["processor"] = report.processor;
    machine["cores"] = report.cores;
    machine["keccak"] = report.keccak;
    out["machine"] = std::move(machine);
    boost::json::object options;
    options["accounts"] = report.options.accounts;
    options["transactions"] = report.options.transactions;
    options["runs"] = report.options.runs;
    out["options"] = std::move(options);
    return out;
}

} // namespace aw::lab
