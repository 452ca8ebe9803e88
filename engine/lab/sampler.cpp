#include "lab/sampler.hpp"

#include <algorithm>

namespace aw::lab {

namespace {
constexpr std::int64_t kRateWindowMs = 5000;
constexpr std::uint64_t kRecentL1Blocks = 60;
} // namespace

PerTransfer perTransfer(const node::NodeView& view) {
    std::uint64_t txs = 0, bytes = 0, gas = 0;
    for (const auto& batch : view.batches) {
        if (batch.l1Block + kRecentL1Blocks < view.heads.l1.number ||
            batch.status == api::BatchStatus::rolledBack)
            continue;
        txs += batch.txs;
        bytes += batch.dataBytes;
        gas += batch.gasUsed;
    }
    if (txs == 0) return {};
    return {static_cast<double>(bytes) / static_cast<double>(txs),
            static_cast<double>(gas) / static_cast<double>(txs)};
}

void Rate::note(std::int64_t nowMs, std::uint64_t count) {
    m_history.emplace_back(nowMs, count);
    while (m_history.size() > 2 && m_history.front().first + kRateWindowMs < nowMs)
        m_history.pop_front();
}

double Rate::perSecond() const {
    if (m_history.size() < 2) return 0;
    const auto [firstAt, first] = m_history.front();
    const auto [lastAt, last] = m_history.back();
    if (last <= first || lastAt <= firstAt) return 0;
    return static_cast<double>(last - first) * 1000 / static_cast<double>(lastAt - firstAt);
}

void Sampler::add(std::int64_t nowMs, const node::NodeView& view, std::uint64_t sent) {
    m_lastMs = nowMs;
    // After a roll-back the same transactions are executed again; they count once.
    m_executed.note(nowMs, std::max(m_executed.last(), view.totalTxs));
    m_sent.note(nowMs, sent);
    const auto per = perTransfer(view);
    m_samples.push_back({nowMs, m_executed.perSecond(), per.bytes, per.gas, view.baseFeeWei, view.pending});
    while (m_samples.size() > kMax)
        m_samples.pop_front();
}

} // namespace aw::lab
