#include "models/history.hpp"

#include "models/lookup.hpp"

#include <algorithm>

namespace aw::models {

namespace {

constexpr std::size_t kMaxPoints = 2000;
/// Six hours; beyond, half an hour goes at once.
constexpr std::size_t kMaxSamples = 6 * 3600;
constexpr std::ptrdiff_t kDroppedSamples = 1800;
constexpr std::size_t kMaxConfirmations = 600;
constexpr std::int64_t kSampleMs = 1000;

void append(std::vector<History::BidPoint>& points, const api::Snapshot& snapshot, std::uint64_t bidWei) {
    if (!points.empty() && points.back().bidWei == bidWei) return;
    if (points.size() >= kMaxPoints) points.erase(points.begin());
    points.push_back({snapshot.atMs, snapshot.clock.epoch, bidWei});
}

} // namespace

void History::record(const api::Snapshot& snapshot) {
    if (snapshot.phase != api::Phase::running) return;
    for (const auto& sample : snapshot.samples)
        if (m_samples.empty() || sample.atMs > m_samples.back().atMs) m_samples.push_back(sample);
    if (m_samples.size() > kMaxSamples)
        m_samples.erase(m_samples.begin(), m_samples.begin() + kDroppedSamples);
    // One that is not registered bids nothing: a zero of it would be no bid.
    for (const auto& entry : snapshot.operators)
        if (entry.status == api::OperatorStatus::registered && entry.bidWei != 0)
            append(m_bids[entry.address], snapshot, entry.bidWei);
    if (const auto* current = currentOperator(snapshot); current && current->bidWei != 0)
        append(m_baseFees, snapshot, current->bidWei);

    if (snapshot.confirmMsP99 > 0 && snapshot.atMs >= m_confirmedAtMs + kSampleMs) {
        m_confirmedAtMs = snapshot.atMs;
        if (m_confirmations.size() >= kMaxConfirmations) m_confirmations.erase(m_confirmations.begin());
        m_confirmations.push_back(snapshot.confirmMsP99);
    }

    m_lessons.anchored = m_lessons.anchored || !snapshot.batches.empty();
    for (const auto& challenge : snapshot.challenges) {
        m_lessons.cheated = true;
        m_lessons.challenged = m_lessons.challenged || challenge.stage == api::ChallengeStage::rolledBack ||
                               challenge.stage == api::ChallengeStage::convicted;
    }
    m_lessons.failedOver =
        m_lessons.failedOver ||
        std::any_of(snapshot.events.begin(), snapshot.events.end(), [](const auto& event) {
            // A takeover follows a conviction too, and a cheaper bid: nobody failed over then.
            return event.code == api::EventCode::operatorEjected || event.code == api::EventCode::steppedDown;
        });
}

} // namespace aw::models
