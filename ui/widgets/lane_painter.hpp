#pragma once

#include "widgets/lane_scene.hpp"
#include "widgets/theme_tokens.hpp"

#include <QRectF>

#include <cstdint>
#include <vector>

class QPainter;

namespace aw::widgets {

/// Where the lane's stations lie for a width.
struct LaneLayout {
    QRectF mempool, blocks, filling, window, final;
    double middle = 0; ///< y of the line that everything stands on
    double tileWidth = 44;
    double main = 0;  ///< y of the window's track
    double own = 0;   ///< y of the wrong batches' own track
    double split = 0; ///< 0..1: how far there is one
    /// Where each of the scene's tiles lies, in the scene's order. In the window each lies where its age
    /// says, or as near as its neighbours let it: none covers another. Wrong ones lie on a track of their
    /// own.
    std::vector<QRectF> tiles;

    static LaneLayout of(double width, const LaneScene& scene);
    /// x of the middle of a batch at a place of its journey.
    double xOf(double place) const;

private:
    QRectF freeRect(const LaneScene::Tile& tile) const;
    void spread(const LaneScene& scene);
    void spreadRow(std::vector<QRectF*> row) const;
};

struct LaneMarks {
    std::uint64_t selected = 0, hovered = 0;
    bool focus = false;
    std::int64_t nowMs = 0;
    bool stale = false; ///< older than it should be
};

/// The colours of a tile as they come out on the track, whatever fades: the label keeps 4.5:1.
struct TileLook {
    QColor fill, edge, ink;
    bool labelled = true; ///< all but gone: no label
};
TileLook tileLook(const Tokens& tokens, const LaneScene::Tile& tile);

void paintLane(QPainter& painter, const LaneScene& scene, const LaneLayout& layout, const LaneMarks& marks);

} // namespace aw::widgets
