#include "long_history.hpp"

#include "models/event_store.hpp"

#include <algorithm>

namespace aw::app {

namespace {

constexpr std::size_t kMost = 500; ///< of each list of a snapshot, as api/values.hpp says
constexpr std::size_t kSamples = 600;
constexpr std::int64_t kSecondMs = 1000;

/// Another hash for each number.
Hash hashOf(std::uint64_t number) {
    Hash hash;
    for (std::size_t i = 0; i < sizeof number; ++i)
        hash.bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
    hash.bytes.back() = 1;
    return hash;
}

/// What comes with the years: as many batches as are kept, all but the newest final.
void lengthen(std::vector<api::Batch>& batches) {
    if (batches.empty()) return;
    const auto open = std::move(batches);
    batches.clear();
    const auto earlier = kMost - std::min(kMost, open.size());
    for (std::size_t i = 0; i < earlier; ++i) {
        auto batch = open[i % open.size()];
        batch.number = i + 1;
        batch.hash = hashOf(batch.number);
        batch.parentHash = hashOf(i);
        batch.status = api::BatchStatus::final;
        batch.timeMs = open.front().timeMs - static_cast<std::int64_t>(earlier - i) * 3 * kSecondMs;
        batches.push_back(std::move(batch));
    }
    for (auto batch : open) {
        batch.number += earlier;
        batches.push_back(std::move(batch));
    }
}

void lengthen(std::vector<api::L1Transaction>& txs) {
    if (txs.empty()) return;
    const auto newest = std::move(txs);
    txs.clear();
    for (std::size_t i = 0; i < kMost; ++i) {
        auto tx = newest[i % newest.size()];
        tx.id = i + 1;
        tx.nonce = i;
        tx.hash = hashOf(i);
        txs.push_back(std::move(tx));
    }
}

void lengthen(std::vector<api::Sample>& samples, std::int64_t nowMs) {
    if (samples.empty()) return;
    const auto measured = std::move(samples);
    samples.clear();
    for (std::size_t i = 0; i < kSamples; ++i) {
        auto sample = measured[i % measured.size()];
        sample.atMs = nowMs - static_cast<std::int64_t>(kSamples - i) * kSecondMs;
        samples.push_back(sample);
    }
}

std::vector<api::Event> manyEvents(std::size_t count) {
    std::vector<api::Event> events;
    for (std::size_t i = 0; i < count; ++i) {
        const bool fraud = i % 50 == 0;
        events.push_back({.id = i + 1,
                          .atMs = static_cast<std::int64_t>(1'760'000'000'000 + i * 3 * kSecondMs),
                          .l1Block = 100 + i,
                          .code = fraud ? api::EventCode::fraudDetected : api::EventCode::batchAnchored,
                          .args = {{"batch", std::to_string(i + 1)}, {"operator", "Aurora"}}});
        events.back().args.insert(fraud ? std::pair{"segment", "3"} : std::pair{"txs", "118"});
    }
    return events;
}

} // namespace

LongHistory::LongHistory(std::shared_ptr<api::Engine> engine)
    : m_engine(std::move(engine)) {
    auto snapshot = *m_engine->snapshot();
    snapshot.phase = api::Phase::running;
    snapshot.l1.connected = true;
    lengthen(snapshot.batches);
    lengthen(snapshot.l1Txs);
    lengthen(snapshot.samples, snapshot.atMs);
    snapshot.events = manyEvents(kMost);
    m_snapshot = std::make_shared<const api::Snapshot>(std::move(snapshot));
}

void LongHistory::writeEvents(const QString& path) {
    models::EventStore(path).append(manyEvents(models::EventStore::kMax));
}

} // namespace aw::app
