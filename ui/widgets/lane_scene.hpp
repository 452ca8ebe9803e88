#pragma once

#include "api/values.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace aw::widgets {

/// What moves on the lane, without any pixels: each thing has a place that it is in and one that the latest
/// snapshot says it should be in, and glides from one to the other. GUI thread.
class LaneScene {
public:
    /// Places along the journey of a batch; between kWindow and kWindowEnd its share of the window counts.
    static constexpr double kFilling = 0;
    static constexpr double kWindow = 1;
    static constexpr double kWindowEnd = 2;
    static constexpr double kFinal = 3;
    static constexpr int kBlockSlots = 8;

    struct Tile {
        Hash hash;
        std::uint64_t number = 0;
        int operatorIndex = -1;
        bool wrong = false;
        bool isFinal = false;
        bool falling = false; ///< rolled back: drops out of the lane
        bool doomed = false;  ///< built on a wrong one: goes when that goes
        double track = 0;     ///< 0 the track of all, 1 that of the wrong ones
        double place = 0, target = 0;
        double opacity = 1;
        double drop = 0; ///< 0..1
        std::uint64_t l1Block = 0, finalAtL1Block = 0;
    };
    struct BlockBar {
        std::uint64_t number = 0;
        std::uint32_t txs = 0;
        bool anchored = false;
        double slot = -1, target = 0; ///< 0 is the newest
        double height = 0;            ///< 0..1 of the fullest shown
        double opacity = 0;
    };
    struct TxDot {
        double along = 0;  ///< 0..1 through the mempool
        double across = 0; ///< 0..1 of its height
        double opacity = 0;
        bool wanted = true;
    };

    void setSnapshot(std::shared_ptr<const api::Snapshot> snapshot, std::int64_t nowMs);
    /// Moves everything on by dt; with motion off it jumps to where it belongs.
    void advance(std::int64_t nowMs, double dtSeconds, bool motion);

    const std::vector<Tile>& tiles() const { return m_tiles; }
    const std::vector<BlockBar>& blocks() const { return m_blocks; }
    const std::vector<TxDot>& dots() const { return m_dots; }
    /// 0..1: how far the window's track has made room for one of the wrong batches' own.
    double split() const { return m_split; }
    double fillShare() const { return m_fillShare; }
    /// Seconds of motion so far, for what runs in circles.
    double phase() const { return m_phase; }
    const api::Snapshot* snapshot() const { return m_snapshot.get(); }

private:
    void updateTiles();
    void updateBlocks();
    void updateDots();
    double windowPlace(const Tile& tile, std::int64_t nowMs) const;

    std::shared_ptr<const api::Snapshot> m_snapshot;
    std::vector<Tile> m_tiles;
    std::vector<BlockBar> m_blocks;
    std::vector<TxDot> m_dots;
    double m_split = 0;
    double m_fillShare = 0;
    std::uint64_t m_fillingBatch = 0;
    double m_phase = 0;
    std::uint32_t m_seed = 1;
    bool m_first = true;
};

} // namespace aw::widgets
