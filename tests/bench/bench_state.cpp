#include "codec/record.hpp"
#include "crypto/keccak.hpp"
#include "state/snapshot_file.hpp"
#include "state/undo.hpp"
#include "transition/transition.hpp"

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <random>

/// What a node does with a state of a million accounts beside executing: going back, and checkpoints.
namespace {

using namespace aw;

constexpr std::uint64_t kGwei = 1'000'000'000;
constexpr std::uint32_t kAccounts = 1'000'000;
constexpr int kBlocks = 64;
constexpr int kTransactionsPerBlock = 50'000 / kBlocks;
constexpr transition::BatchContext kContext{.l2ChainId = 817001,
                                            .baseFeeWei = kGwei,
                                            .feeAccount = {0},
                                            .feeTemplate = {.maxFeeWei = 2 * kGwei, .tipWei = 0},
                                            .inboxAfter = 0};

const state::State& preState() {
    static const auto made = [] {
        state::State state;
        for (std::uint32_t i = 0; i < kAccounts; ++i) {
            Bytes seed(4);
            for (unsigned k = 0; k < 4; ++k)
                seed[k] = static_cast<std::uint8_t>(i >> (8 * k));
            state.apply({.changes = {{{i},
                                      {.owner = Address::from(crypto::keccak256(seed).view().first(20)),
                                       .token = 0,
                                       .nonce = 0,
                                       .balance = Wei(kGwei) * kGwei * 5 + i,
                                       .withdrawn = 0}}}});
        }
        state.root();
        return state;
    }();
    return made;
}

/// Blocks of transfers all over the state, every tenth to a new account; the way back of each.
std::vector<Bytes> applyBlocks(state::State& state) {
    std::mt19937 random(5);
    std::vector<Bytes> undos;
    for (int block = 0; block < kBlocks; ++block) {
        state::UndoBuilder builder(state);
        for (int i = 0; i < kTransactionsPerBlock; ++i) {
            codec::TransferRecord record{
                .sender = {1 + static_cast<std::uint32_t>(random()) % (kAccounts - 1)},
                .recipient = AccountIndex{static_cast<std::uint32_t>(random()) % kAccounts},
                .amount = Wei(kGwei) * 777,
                .fees = {.gasLimit = 21000, .maxFeeWei = 2 * kGwei, .tipWei = 0}};
            if (i % 10 == 0) {
                Address owner;
                owner.bytes[0] = static_cast<std::uint8_t>(block);
                owner.bytes[1] = static_cast<std::uint8_t>(i >> 8);
                owner.bytes[2] = static_cast<std::uint8_t>(i);
                record.recipient = owner;
            }
            const auto result = transition::applyRecord(record, kContext, state, nullptr);
            if (result.broken) std::abort();
            builder.note(state, result.diff);
            state.apply(result.diff);
        }
        state.root();
        undos.push_back(state::encodeUndo(builder.take()));
    }
    return undos;
}

/// 50,000 transactions in 64 blocks: decoded, reverted, and the root.
void goBack50kTransactions(benchmark::State& run) {
    const auto before = preState().root();
    auto after = preState();
    const auto undos = applyBlocks(after);
    std::size_t bytes = 0, accounts = 0;
    for (const auto& undo : undos) {
        bytes += undo.size();
        accounts += state::decodeUndo(undo)->accounts.size();
    }
    for (auto _ : run) {
        auto state = after;
        for (auto undo = undos.rbegin(); undo != undos.rend(); ++undo)
            state.revert(*state::decodeUndo(*undo));
        if (state.root() != before) std::abort();
    }
    run.counters["bytes_per_account"] = static_cast<double>(bytes) / static_cast<double>(accounts);
    run.counters["bytes_per_tx"] = static_cast<double>(bytes) / (kBlocks * kTransactionsPerBlock);
}
BENCHMARK(goBack50kTransactions)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

/// With the way back and a root of each block.
void apply50kTransactions(benchmark::State& run) {
    for (auto _ : run) {
        auto state = preState();
        benchmark::DoNotOptimize(applyBlocks(state));
    }
}
BENCHMARK(apply50kTransactions)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

std::filesystem::path snapshotPath() { return std::filesystem::temp_directory_path() / "anchorwatch-bench"; }

void writeSnapshot(benchmark::State& run) {
    const auto& state = preState();
    for (auto _ : run)
        if (!state::writeSnapshotFile(snapshotPath(), state)) std::abort();
    run.counters["bytes"] = static_cast<double>(std::filesystem::file_size(snapshotPath()));
    std::filesystem::remove(snapshotPath());
}
BENCHMARK(writeSnapshot)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

void readSnapshot(benchmark::State& run) {
    if (!state::writeSnapshotFile(snapshotPath(), preState())) std::abort();
    for (auto _ : run)
        if (!state::readSnapshotFile(snapshotPath())) std::abort();
    std::filesystem::remove(snapshotPath());
}
BENCHMARK(readSnapshot)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

} // namespace

BENCHMARK_MAIN();
