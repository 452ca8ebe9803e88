#include "crypto/hd_key.hpp"
#include "crypto/keccak.hpp"
#include "crypto/keys.hpp"
#include "crypto/mnemonic.hpp"
#include "crypto/recovery_pool.hpp"

#include <benchmark/benchmark.h>

#include <thread>

/// Hashes and signatures: what bounds the rate of everything above.
namespace {

using namespace aw;
using crypto::KeccakLevel;

/// Hashes a second, of inputs as the account tree has them.
void keccakPrefixed(benchmark::State& run, KeccakLevel level) {
    constexpr std::size_t kCount = 1024;
    Bytes inputs(64 * kCount, 0x5a);
    std::vector<Hash> hashes(kCount);
    std::vector<crypto::KeccakJob> jobs;
    for (std::size_t i = 0; i < kCount; ++i)
        jobs.push_back({.input = &inputs[64 * i], .out = hashes[i].bytes.data()});
    for (auto _ : run) {
        crypto::keccak256PrefixedAt(level, 1, jobs);
        benchmark::DoNotOptimize(hashes.data());
        inputs[0] = hashes[0].bytes[0];
    }
    run.SetItemsProcessed(run.iterations() * static_cast<std::int64_t>(kCount));
}

/// Hashes a second, of inputs as signed transactions have them.
void keccakEach(benchmark::State& run, KeccakLevel level) {
    constexpr std::size_t kCount = 1024;
    const Bytes input(112, 0x5a);
    const std::vector<ByteView> inputs(kCount, input);
    std::vector<Hash> hashes(kCount);
    for (auto _ : run) {
        crypto::keccak256EachAt(level, inputs, hashes);
        benchmark::DoNotOptimize(hashes.data());
    }
    run.SetItemsProcessed(run.iterations() * static_cast<std::int64_t>(kCount));
}

struct Signed {
    std::vector<crypto::PublicKey> keys;
    std::vector<crypto::RecoveryJob> jobs;
};
const Signed& signedHashes() {
    static const auto made = [] {
        Signed result;
        for (std::uint64_t i = 0; i < 1024; ++i) {
            const auto key = crypto::SecretKey::derive("bench", i);
            const auto hash = crypto::keccak256(key.address().view());
            result.keys.push_back(key.publicKey());
            result.jobs.push_back({.hash = hash, .signature = key.sign(hash)});
        }
        return result;
    }();
    return made;
}

void recoverOne(benchmark::State& run) {
    const auto& jobs = signedHashes().jobs;
    std::size_t i = 0;
    for (auto _ : run) {
        const auto& job = jobs[i++ % jobs.size()];
        benchmark::DoNotOptimize(crypto::recover(job.hash, job.signature));
    }
    run.SetItemsProcessed(run.iterations());
}
BENCHMARK(recoverOne);

void verifyOne(benchmark::State& run) {
    const auto& [keys, jobs] = signedHashes();
    std::size_t i = 0;
    for (auto _ : run) {
        const auto& job = jobs[i % jobs.size()];
        benchmark::DoNotOptimize(crypto::verify(job.hash, job.signature, keys[i % jobs.size()]));
        ++i;
    }
    run.SetItemsProcessed(run.iterations());
}
BENCHMARK(verifyOne);

void sign(benchmark::State& run) {
    const auto key = crypto::SecretKey::derive("bench", 0);
    auto hash = crypto::keccak256(Bytes(1));
    for (auto _ : run) {
        const auto signature = key.sign(hash);
        hash.bytes[0] = signature.bytes[0];
    }
    run.SetItemsProcessed(run.iterations());
}
BENCHMARK(sign);

/// 1024 signatures at a time on all cores.
void recoverOnPool(benchmark::State& run) {
    const auto& jobs = signedHashes().jobs;
    crypto::RecoveryPool pool(std::thread::hardware_concurrency());
    for (auto _ : run)
        benchmark::DoNotOptimize(pool.recover(jobs));
    run.SetItemsProcessed(run.iterations() * static_cast<std::int64_t>(jobs.size()));
}
BENCHMARK(recoverOnPool)->UseRealTime();

void verifyOnPool(benchmark::State& run) {
    const auto& [keys, jobs] = signedHashes();
    std::vector<crypto::VerifyJob> known;
    for (std::size_t i = 0; i < jobs.size(); ++i)
        known.push_back({.hash = jobs[i].hash, .signature = jobs[i].signature, .key = &keys[i]});
    crypto::RecoveryPool pool(std::thread::hardware_concurrency());
    for (auto _ : run)
        benchmark::DoNotOptimize(pool.verify(known));
    run.SetItemsProcessed(run.iterations() * static_cast<std::int64_t>(jobs.size()));
}
BENCHMARK(verifyOnPool)->UseRealTime();

void accountOfMnemonic(benchmark::State& run) {
    const auto words = crypto::mnemonicFromEntropy(Bytes(16));
    for (auto _ : run) {
        const auto seed = crypto::seedFromMnemonic(words->text(), "");
        benchmark::DoNotOptimize(crypto::ethereumAccount(seed->view(), 0));
    }
}
BENCHMARK(accountOfMnemonic)->Unit(benchmark::kMillisecond);

} // namespace

int main(int argc, char** argv) {
    for (const auto level : crypto::keccakLevels()) {
        const std::string name(crypto::keccakLevelName(level));
        benchmark::RegisterBenchmark(("keccakPrefixed/" + name).c_str(), keccakPrefixed, level);
        benchmark::RegisterBenchmark(("keccakEach/" + name).c_str(), keccakEach, level);
    }
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
