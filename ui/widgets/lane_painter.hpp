#pragma once

#include "widgets/lane_scene.hpp"

#include <QRectF>

#include <cstdint>

class QPainter;

namespace aw::widgets {

/// Where the lane's stations lie for a width.
struct LaneLayout {
    QRectF mempool, blocks, filling, window, final;
    double middle = 0; ///< y of the line that everything stands on
    double tileWidth = 44;
    double tileHeight = 40;

    /// `closest`: the smallest distance of two batches in the window, as a share of it.
    static LaneLayout of(double width, double closest);
    /// x of the middle of a batch at a place of its journey.
    double xOf(double place) const;
    QRectF tileRect(const LaneScene::Tile& tile) const;
};

struct LaneMarks {
    std::uint64_t selected = 0, hovered = 0;
    bool focus = false;
    std::int64_t nowMs = 0;
};

double closestTiles(const LaneScene& scene);
void paintLane(QPainter& painter, const LaneScene& scene, const LaneLayout& layout, const LaneMarks& marks);

} // namespace aw::widgets
