#include "codec/transaction.hpp"
#include "crypto/keccak.hpp"
#include "crypto/keys.hpp"
#include "transition/segment.hpp"

#include <benchmark/benchmark.h>

/// The hot paths of the core, over a state of 100,000 accounts.
namespace {

using namespace aw;

constexpr std::uint64_t kGwei = 1'000'000'000;
constexpr std::uint32_t kAccounts = 100'000;
constexpr transition::BatchContext kContext{.l2ChainId = 817001,
                                            .baseFeeWei = kGwei,
                                            .feeAccount = {0},
                                            .feeTemplate = {.maxFeeWei = 2 * kGwei, .tipWei = 0},
                                            .inboxAfter = 0};

state::State makeState() {
    state::State state;
    for (std::uint32_t i = 0; i < kAccounts; ++i) {
        Bytes seed(4);
        for (unsigned k = 0; k < 4; ++k)
            seed[k] = static_cast<std::uint8_t>(i >> (8 * k));
        state.apply({.changes = {{{i},
                                  {.owner = Address::from(crypto::keccak256(seed).view().first(20)),
                                   .token = 0,
                                   .nonce = 0,
                                   .balance = Wei(kGwei) * kGwei * 1000,
                                   .withdrawn = 0}}},
                     .inboxConsumed = 0});
    }
    state.root();
    return state;
}

const state::State& preState() {
    static const auto state = makeState();
    return state;
}

/// A segment of 64 transfers between accounts that are spread over the tree.
Bytes makeSegment() {
    std::vector<codec::Record> records;
    for (std::uint32_t i = 0; i < 64; ++i)
        records.emplace_back(
            codec::TransferRecord{.sender = {1 + i * 1543 % (kAccounts - 1)},
                                  .recipient = AccountIndex{(i * 7919 + 17) % kAccounts},
                                  .amount = Wei(kGwei) * (i + 1),
                                  .fees = {.gasLimit = 21000, .maxFeeWei = 2 * kGwei, .tipWei = 0}});
    return codec::encodeRecords(records, kContext.feeTemplate);
}

const transition::InboxReader kNoInbox = [](std::uint64_t) -> const state::InboxEntry* { return nullptr; };

void keccak65Bytes(benchmark::State& run) {
    Bytes data(65, 0x5a);
    for (auto _ : run) {
        const auto hash = crypto::keccak256(data);
        data[0] = hash.bytes[0];
    }
}
BENCHMARK(keccak65Bytes);

void recoverSender(benchmark::State& run) {
    const auto key = crypto::SecretKey::derive("bench", 0);
    const auto hash = crypto::keccak256(Bytes(1));
    const auto signature = key.sign(hash);
    for (auto _ : run)
        benchmark::DoNotOptimize(crypto::recover(hash, signature));
}
BENCHMARK(recoverSender);

Bytes signedTransfer() {
    const auto key = crypto::SecretKey::derive("bench", 0);
    const codec::Transaction tx{.chainId = 817001,
                                .nonce = 7,
                                .tipWei = 1,
                                .maxFeeWei = 2 * kGwei,
                                .gasLimit = 21000,
                                .to = key.address(),
                                .value = Wei(kGwei)};
    return codec::encodeTransaction(tx, key.sign(codec::signingHash(tx)));
}

void decodeTransaction(benchmark::State& run) {
    const auto raw = signedTransfer();
    for (auto _ : run)
        benchmark::DoNotOptimize(codec::decodeTransaction(raw));
}
BENCHMARK(decodeTransaction);

/// All of it but the recovery.
void parseTransaction(benchmark::State& run) {
    const auto raw = signedTransfer();
    for (auto _ : run)
        benchmark::DoNotOptimize(codec::parseTransaction(raw));
}
BENCHMARK(parseTransaction);

void applyOneTransfer(benchmark::State& run) {
    const auto records = makeSegment();
    const auto record = *codec::RecordReader(records, kContext.feeTemplate).next();
    const auto& state = preState();
    for (auto _ : run)
        benchmark::DoNotOptimize(transition::applyRecord(record, kContext, state, nullptr));
}
BENCHMARK(applyOneTransfer);

/// Replay of a segment with its root, from a snapshot: what a verifier does for each.
void replaySegment(benchmark::State& run) {
    const auto records = makeSegment();
    for (auto _ : run) {
        auto state = preState();
        benchmark::DoNotOptimize(transition::replaySegment(records, kContext, state, kNoInbox));
    }
    run.SetItemsProcessed(run.iterations() * 64);
}
BENCHMARK(replaySegment);

/// The root alone, after a segment was applied.
void rootOfASegment(benchmark::State& run) {
    const auto records = makeSegment();
    for (auto _ : run) {
        run.PauseTiming();
        auto state = preState();
        codec::RecordReader reader(records, kContext.feeTemplate);
        while (!reader.atEnd())
            state.apply(transition::applyRecord(*reader.next(), kContext, state, nullptr).diff);
        run.ResumeTiming();
        benchmark::DoNotOptimize(state.root());
    }
}
BENCHMARK(rootOfASegment);

void snapshot(benchmark::State& run) {
    for (auto _ : run) {
        auto copy = preState();
        benchmark::DoNotOptimize(copy);
    }
}
BENCHMARK(snapshot);

void findByOwner(benchmark::State& run) {
    const auto owner = preState().account({4242})->owner;
    for (auto _ : run)
        benchmark::DoNotOptimize(preState().find(owner, 0));
}
BENCHMARK(findByOwner);

void witnessOfASegment(benchmark::State& run) {
    const auto records = makeSegment();
    for (auto _ : run)
        benchmark::DoNotOptimize(transition::buildWitness(records, kContext, preState(), kNoInbox));
}
BENCHMARK(witnessOfASegment);

void buildStateOf100kAccounts(benchmark::State& run) {
    for (auto _ : run)
        benchmark::DoNotOptimize(makeState());
}
BENCHMARK(buildStateOf100kAccounts)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
