#include "widgets/lane_scene.hpp"

#include "models/lookup.hpp"

#include <algorithm>
#include <cmath>

namespace aw::widgets {

namespace {

constexpr std::size_t kMaxDots = 28;

/// Exponential glide: covers 63 % of the way in `tau` seconds, at any frame rate.
double glide(double from, double to, double dt, double tau) { return to + (from - to) * std::exp(-dt / tau); }

} // namespace

void LaneScene::setSnapshot(std::shared_ptr<const api::Snapshot> snapshot, std::int64_t nowMs) {
    m_snapshot = std::move(snapshot);
    updateTiles();
    updateBlocks();
    updateDots();
    if (m_fillingBatch != m_snapshot->filling.batch) {
        m_fillingBatch = m_snapshot->filling.batch;
        m_fillShare = 0;
    }
    if (m_first && m_snapshot->phase == api::Phase::running) {
        m_first = false;
        advance(nowMs, 0, false);
    }
}

void LaneScene::updateTiles() {
    const auto& batches = m_snapshot->batches;
    const api::Batch* newestFinal = nullptr;
    for (const auto& batch : batches)
        if (batch.status == api::BatchStatus::final && (!newestFinal || batch.number > newestFinal->number))
            newestFinal = &batch;
    for (const auto& batch : batches) {
        auto it = std::find_if(m_tiles.begin(), m_tiles.end(),
                               [&](const Tile& tile) { return tile.hash == batch.hash; });
        if (it == m_tiles.end()) {
            const bool gone = batch.status == api::BatchStatus::rolledBack ||
                              (batch.status == api::BatchStatus::final && &batch != newestFinal);
            if (gone) continue;
            Tile tile;
            tile.hash = batch.hash;
            tile.number = batch.number;
            tile.opacity = 0.4;
            tile.place = kFilling;
            m_tiles.push_back(tile);
            it = m_tiles.end() - 1;
        }
        it->operatorIndex = models::operatorIndex(*m_snapshot, batch.operatorAddress);
        it->wrong = batch.status == api::BatchStatus::disputed;
        it->isFinal = batch.status == api::BatchStatus::final;
        it->falling = batch.status == api::BatchStatus::rolledBack;
        it->l1Block = batch.l1Block;
        it->finalAtL1Block = batch.finalAtL1Block;
    }
    for (auto& tile : m_tiles)
        tile.doomed = !tile.wrong && !tile.isFinal && !tile.falling &&
                      std::any_of(m_tiles.begin(), m_tiles.end(), [&](const Tile& other) {
                          return other.wrong && other.number < tile.number;
                      });
    // A reorganised L1 may take a batch back without a word.
    for (auto& tile : m_tiles)
        if (!tile.falling && std::none_of(batches.begin(), batches.end(),
                                          [&](const auto& batch) { return batch.hash == tile.hash; }))
            tile.falling = true;
}

void LaneScene::updateBlocks() {
    const auto& blocks = m_snapshot->blocks;
    const std::size_t shown = std::min<std::size_t>(blocks.size(), kBlockSlots);
    std::uint32_t most = 1;
    for (std::size_t i = 0; i < shown; ++i)
        most = std::max(most, blocks[blocks.size() - 1 - i].txs);
    for (auto& bar : m_blocks)
        bar.target = kBlockSlots + 1;
    for (std::size_t i = 0; i < shown; ++i) {
        const auto& block = blocks[blocks.size() - 1 - i];
        auto it = std::find_if(m_blocks.begin(), m_blocks.end(),
                               [&](const BlockBar& bar) { return bar.number == block.number; });
        if (it == m_blocks.end()) {
            BlockBar bar;
            bar.number = block.number;
            bar.slot = m_first ? static_cast<double>(i) : -1;
            m_blocks.push_back(bar);
            it = m_blocks.end() - 1;
        }
        it->target = static_cast<double>(i);
        it->txs = block.txs;
        it->anchored = block.batch != 0;
        it->height = static_cast<double>(block.txs) / most;
    }
}

void LaneScene::updateDots() {
    const double pending = static_cast<double>(m_snapshot->pending);
    const auto wanted = std::min(kMaxDots, static_cast<std::size_t>(std::ceil(std::sqrt(pending) * 1.3)));
    while (m_dots.size() < wanted) {
        // A fixed sequence: the lane must look alike in two runs of a test.
        const auto next = [this] {
            m_seed = m_seed * 1664525u + 1013904223u;
            return static_cast<double>(m_seed >> 8) / static_cast<double>(1u << 24);
        };
        TxDot dot;
        dot.along = next();
        dot.across = next();
        m_dots.push_back(dot);
    }
    for (std::size_t i = 0; i < m_dots.size(); ++i)
        m_dots[i].wanted = i < wanted;
}

double LaneScene::windowPlace(const Tile& tile, std::int64_t nowMs) const {
    if (tile.isFinal) return kFinal;
    if (tile.finalAtL1Block <= tile.l1Block) return kWindow;
    const auto& head = m_snapshot->heads.l1;
    const auto blockTime = static_cast<double>(std::max<std::uint64_t>(1, m_snapshot->l1.blockTimeMs));
    const double part = std::clamp(static_cast<double>(nowMs - head.seenAtMs) / blockTime, 0.0, 1.0);
    const double passed = static_cast<double>(head.number) + part - static_cast<double>(tile.l1Block);
    const double share = passed / static_cast<double>(tile.finalAtL1Block - tile.l1Block);
    return kWindow + std::clamp(share, 0.0, 1.0) * (kWindowEnd - kWindow);
}

void LaneScene::advance(std::int64_t nowMs, double dt, bool motion) {
    if (!m_snapshot) return;
    m_phase += motion ? dt : 0;
    std::uint64_t newestFinal = 0;
    bool wrong = false;
    for (auto& tile : m_tiles) {
        wrong = wrong || tile.wrong;
        if (!tile.falling)
            tile.track = motion ? glide(tile.track, tile.wrong, dt, 0.2) : static_cast<double>(tile.wrong);
        if (tile.isFinal) newestFinal = std::max(newestFinal, tile.number);
        if (tile.falling) {
            tile.drop = motion ? std::min(1.0, tile.drop + dt / 1.2) : 1.0;
            continue;
        }
        tile.target = windowPlace(tile, nowMs);
        tile.place = motion ? glide(tile.place, tile.target, dt, 0.45) : tile.target;
    }
    for (auto& tile : m_tiles) {
        const bool passedOn = tile.isFinal && tile.number < newestFinal;
        tile.opacity =
            motion ? glide(tile.opacity, passedOn ? 0 : 1, dt, passedOn ? 0.5 : 0.25) : (passedOn ? 0 : 1);
    }
    std::erase_if(m_tiles, [&](const Tile& tile) {
        return tile.drop >= 1 || (tile.isFinal && tile.number < newestFinal && tile.opacity < 0.03);
    });

    m_split = motion ? glide(m_split, wrong, dt, 0.2) : static_cast<double>(wrong);

    for (auto& bar : m_blocks) {
        const bool leaves = bar.target >= kBlockSlots;
        bar.slot = motion ? glide(bar.slot, bar.target, dt, 0.14) : bar.target;
        bar.opacity = motion ? glide(bar.opacity, leaves ? 0 : 1, dt, 0.12) : (leaves ? 0 : 1);
    }
    std::erase_if(m_blocks,
                  [](const BlockBar& bar) { return bar.target >= kBlockSlots && bar.opacity < 0.03; });

    const double speed = 0.18 + 0.5 * std::min(1.0, m_snapshot->txPerSecond / 400);
    for (auto& dot : m_dots) {
        dot.opacity = motion ? glide(dot.opacity, dot.wanted ? 1 : 0, dt, 0.2) : (dot.wanted ? 1 : 0);
        if (!motion || m_snapshot->txPerSecond <= 0) continue;
        dot.along += dt * speed * (0.75 + 0.5 * dot.across);
        if (dot.along > 1) {
            dot.along -= 1;
            dot.across = std::fmod(dot.across + 0.381966, 1.0);
        }
    }
    std::erase_if(m_dots, [](const TxDot& dot) { return !dot.wanted && dot.opacity < 0.03; });

    m_fillShare =
        motion ? glide(m_fillShare, m_snapshot->filling.share, dt, 0.25) : m_snapshot->filling.share;
}

} // namespace aw::widgets
