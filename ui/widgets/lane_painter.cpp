#include "widgets/lane_painter.hpp"

#include "models/format.hpp"
#include "models/lookup.hpp"
#include "widgets/fit_text.hpp"
#include "widgets/icons.hpp"
#include "widgets/theme.hpp"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace aw::widgets {

namespace format = models::format;

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(Lane)
};

constexpr double kTextTop = 124;
constexpr double kLineHeight = 18;
constexpr double kWindowInset = 10;
constexpr double kTileGap = 4;
/// A number of three digits fits the narrowest tile as long as there is room for all of them.
constexpr double kTileLeast = 26, kTileMost = 46, kWrongWidth = 44;
constexpr double kTileHeight = 40, kSplitHeight = 26;
constexpr double kTrackHalf = 40;

struct Pen {
    QPainter& painter;
    const Tokens& t;

    void text(const QRectF& box, const QString& words, const QColor& color, const QFont& font,
              Qt::Alignment alignment = Qt::AlignLeft) {
        painter.setFont(font);
        painter.setPen(color);
        painter.drawText(box, static_cast<int>(alignment | Qt::AlignVCenter),
                         fitText(painter, words, box.width() + 1));
    }
    void small(const QRectF& station, int row, const QString& words, const QColor& color) {
        text(QRectF(station.left(), kTextTop + 22 + row * kLineHeight, station.width(), kLineHeight), words,
             color, Theme::font(TextSize::label));
    }
    void figure(const QRectF& station, const QString& words, const QString& unit, const QColor& color) {
        QFont font = Theme::font(TextSize::title, QFont::DemiBold);
        font.setPixelSize(18);
        text(QRectF(station.left(), kTextTop, station.width(), 22), words, color, font);
        const double used = QFontMetricsF(font).horizontalAdvance(words);
        if (!unit.isEmpty() && used + 8 < station.width())
            text(QRectF(station.left() + used + 6, kTextTop + 2, station.width() - used - 6, 20), unit, t.t3,
                 Theme::font(TextSize::label));
    }
    void heading(const QRectF& station, const QString& words) {
        text(QRectF(station.left(), 0, station.width(), kLineHeight), words, t.t3,
             Theme::font(TextSize::label, QFont::DemiBold));
    }
};

void paintMempool(Pen& pen, const LaneScene& scene, const LaneLayout& layout) {
    QPainter& painter = pen.painter;
    const auto& snapshot = *scene.snapshot();
    const QRectF box = layout.mempool;
    painter.setPen(Qt::NoPen);
    for (const auto& dot : scene.dots()) {
        const double edge = std::min(1.0, std::min(dot.along, 1 - dot.along) * 6);
        painter.setBrush(withAlpha(pen.t.info, dot.opacity * edge));
        // They converge on the line where blocks are made of them.
        const double spread = (dot.across - 0.5) * 44 * (1 - 0.55 * dot.along);
        painter.drawEllipse(QPointF(box.left() + dot.along * box.width(), layout.middle + spread), 2.6, 2.6);
    }
    pen.figure(box, format::number(snapshot.pending), {}, pen.t.t1);
    pen.small(box, 0, Texts::tr("pending"), pen.t.t2);
    if (snapshot.backups > 0)
        pen.small(box, 1, Texts::tr("on %1 of %2 backups").arg(snapshot.pendingHolders).arg(snapshot.backups),
                  snapshot.pendingHolders == 0 ? pen.t.warn : pen.t.t3);
    else
        pen.small(box, 1, Texts::tr("no backup connected"), pen.t.warn);
}

void paintBlocks(Pen& pen, const LaneScene& scene, const LaneLayout& layout) {
    QPainter& painter = pen.painter;
    const auto& snapshot = *scene.snapshot();
    const QRectF box = layout.blocks;
    const double step = box.width() / LaneScene::kBlockSlots;
    painter.setPen(Qt::NoPen);
    for (const auto& bar : scene.blocks()) {
        const double height = 12 + 38 * bar.height;
        const double fade = std::clamp(1.0 - bar.slot / LaneScene::kBlockSlots * 0.6, 0.3, 1.0);
        const QColor color = mix(pen.t.s1, pen.t.info, fade);
        painter.setBrush(withAlpha(color, bar.opacity));
        painter.drawRoundedRect(
            QRectF(box.left() + bar.slot * step, layout.middle - height / 2, step - 4, height), 3, 3);
    }
    const auto& blocks = snapshot.blocks;
    pen.figure(box, format::number(snapshot.heads.latest.number), {}, pen.t.t1);
    if (blocks.size() >= 2) {
        const auto count = std::min<std::size_t>(blocks.size(), 9);
        const auto span = blocks.back().timeMs - blocks[blocks.size() - count].timeMs;
        const auto each = span / static_cast<std::int64_t>(count - 1);
        pen.small(box, 0,
                  each < 1000 ? Texts::tr("latest, every %1 ms").arg(each)
                              : Texts::tr("latest, every %1").arg(format::duration(each)),
                  pen.t.t2);
    } else {
        pen.small(box, 0, Texts::tr("latest L2 block"), pen.t.t2);
    }
    pen.small(box, 1, Texts::tr("%1 tx/s").arg(format::decimal(snapshot.txPerSecond, 0)), pen.t.t3);
}

void paintFilling(Pen& pen, const LaneScene& scene, const LaneLayout& layout, std::int64_t nowMs) {
    QPainter& painter = pen.painter;
    const auto& filling = scene.snapshot()->filling;
    const QRectF box(layout.filling.left(), layout.middle - 27, layout.filling.width(), 54);
    QPainterPath outline;
    outline.addRoundedRect(box, 6, 6);
    painter.save();
    painter.setClipPath(outline);
    painter.fillRect(box, pen.t.s2);
    const double level = box.width() * std::clamp(scene.fillShare(), 0.0, 1.0);
    QLinearGradient gradient(box.topLeft(), box.topRight());
    const auto [from, to] = fillingOf(pen.t);
    gradient.setColorAt(0, from);
    gradient.setColorAt(1, to);
    painter.fillRect(QRectF(box.left(), box.top(), level, box.height()), gradient);
    painter.restore();
    QPen dashes(pen.t.anchored, 1.4, Qt::CustomDashLine);
    dashes.setDashPattern({4, 3});
    // Marching dashes say that the batch is on its way to L1.
    if (filling.submitting) dashes.setDashOffset(-scene.phase() * 14);
    painter.setPen(dashes);
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(outline);
    if (filling.batch != 0)
        pen.text(
            box,
            QStringLiteral("#%1 · %2").arg(format::number(filling.batch), format::percent(filling.share)),
            pen.t.t1, Theme::font(TextSize::label, QFont::DemiBold), Qt::AlignHCenter);
    pen.figure(layout.filling, format::number(filling.txs),
               Texts::tr("tx · %1").arg(format::bytes(filling.bytes)), pen.t.t1);
    if (filling.submitting)
        pen.small(layout.filling, 0, Texts::tr("on its way to L1"), pen.t.anchored);
    else if (filling.anchorsAtMs > nowMs)
        pen.small(layout.filling, 0,
                  Texts::tr("anchors in %1 s").arg((filling.anchorsAtMs - nowMs + 999) / 1000), pen.t.t2);
    else if (filling.txs > 0)
        pen.small(layout.filling, 0, Texts::tr("anchors now"), pen.t.t2);
    else
        pen.small(layout.filling, 0, Texts::tr("waiting for transactions"), pen.t.t2);
}

bool isInWindow(const LaneScene::Tile& tile) {
    // One that all but arrived counts as there: it glides its last step ever more slowly.
    return !tile.falling && tile.place >= LaneScene::kWindow - 0.03 && tile.place <= LaneScene::kWindowEnd;
}

/// As wide as the usual distance of two batches leaves room for.
double tileWidthFor(const LaneScene& scene, double room) {
    std::vector<double> places, distances;
    for (const auto& tile : scene.tiles())
        if (isInWindow(tile)) places.push_back(tile.target);
    std::sort(places.begin(), places.end());
    for (std::size_t i = 1; i < places.size(); ++i)
        distances.push_back(places[i] - places[i - 1]);
    double width = kTileMost;
    if (!distances.empty()) {
        const auto middle = distances.begin() + static_cast<std::ptrdiff_t>(distances.size() / 2);
        std::nth_element(distances.begin(), middle, distances.end());
        width = std::clamp(*middle * (room - kTileLeast) - kTileGap, kTileLeast, kTileMost);
    }
    const auto count = static_cast<double>(std::max<std::size_t>(1, places.size()));
    return std::max(4.0, std::min(width, (room - kWrongWidth) / count - kTileGap));
}

/// The ground that tiles stand on.
QColor groundOf(const Tokens& t) { return mix(t.s1, t.bg, 0.45); }

double opacityOf(const LaneScene::Tile& tile) { return tile.falling ? 1 - tile.drop : tile.opacity; }

void paintLabel(Pen& pen, const LaneScene::Tile& tile, const QRectF& box, const QColor& ink) {
    QPainter& painter = pen.painter;
    const QFont font = Theme::font(TextSize::label, QFont::DemiBold);
    const QFontMetricsF metrics(font);
    QString label = format::number(tile.number);
    if (metrics.horizontalAdvance(label) > box.width() - 6) label = QString::number(tile.number % 1000);
    const double used = metrics.horizontalAdvance(label);
    if (used > box.width() - 2) return;
    if (!tile.isFinal || box.width() <= 52) return pen.text(box, label, ink, font, Qt::AlignHCenter);
    const double start = box.center().x() - (used + 18) / 2;
    painter.setFont(font);
    painter.setPen(ink);
    painter.drawText(QRectF(start, box.top(), used + 2, box.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     label);
    icons::paint(painter, QRectF(start + used + 5, box.center().y() - 6, 13, 13), QStringLiteral("check"),
                 ink);
}

void paintTile(Pen& pen, const LaneScene::Tile& tile, QRectF box, const LaneMarks& marks) {
    QPainter& painter = pen.painter;
    if (tile.falling) box.translate(0, tile.drop * tile.drop * 30);
    const bool marked = tile.number == marks.selected || tile.number == marks.hovered;
    const auto look = tileLook(pen.t, tile);
    const double corner = std::min(6.0, box.width() / 3);
    painter.setBrush(look.fill);
    QPen edge(marked ? pen.t.t1 : look.edge, marked || tile.wrong ? 2 : 1.2);
    if (tile.doomed && !marked) edge.setStyle(Qt::DashLine);
    painter.setPen(edge);
    painter.drawRoundedRect(box, corner, corner);
    if (!tile.isFinal && !tile.falling && box.width() >= 8) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(mix(groundOf(pen.t), operatorColorOf(pen.t, tile.operatorIndex), opacityOf(tile)));
        painter.drawRoundedRect(QRectF(box.left() + 3, box.bottom() + 3, box.width() - 6, 3), 1.5, 1.5);
    }
    if (look.labelled) paintLabel(pen, tile, box, look.ink);
}

/// What lies on a wrong batch: shaded in the track of all, from its place on to the newest.
void paintDoomed(Pen& pen, const LaneScene& scene, const LaneLayout& layout, const QRectF& track) {
    if (layout.split < 0.05) return;
    double right = track.left();
    for (std::size_t i = 0; i < scene.tiles().size(); ++i)
        if (scene.tiles()[i].doomed && isInWindow(scene.tiles()[i]))
            right = std::max(right, layout.tiles[i].right() + kTileGap);
    if (right <= track.left()) return;
    QPainter& painter = pen.painter;
    painter.save();
    QPainterPath outline;
    outline.addRoundedRect(track.adjusted(1, 1, -1, -1), 7, 7);
    painter.setClipPath(outline);
    const QRectF shade(track.left(), track.top(), std::min(right, track.right()) - track.left(),
                       layout.main + kSplitHeight / 2 + 8 - track.top());
    painter.fillRect(shade, withAlpha(pen.t.bad, 0.10 * layout.split));
    painter.fillRect(shade, QBrush(withAlpha(pen.t.bad, 0.30 * layout.split), Qt::BDiagPattern));
    painter.restore();
}

/// The wrong batches' own track: the tile, a sign beside it, and what goes with it.
void paintOwnTrack(Pen& pen, const LaneScene& scene, const LaneLayout& layout, const LaneMarks& marks,
                   const QRectF& track) {
    if (layout.split < 0.05) return;
    QPainter& painter = pen.painter;
    const double line = (layout.main + layout.own) / 2 + 1;
    painter.setPen(QPen(mix(groundOf(pen.t), pen.t.bad, 0.6 * layout.split), 1, Qt::DashLine));
    painter.drawLine(QPointF(track.left() + 1, line), QPointF(track.right() - 1, line));
    const LaneScene::Tile* first = nullptr;
    QRectF taken;
    int doomed = 0;
    for (std::size_t i = 0; i < scene.tiles().size(); ++i) {
        const auto& tile = scene.tiles()[i];
        doomed += tile.doomed;
        if (!tile.wrong) continue;
        paintTile(pen, tile, layout.tiles[i], marks);
        taken = first ? taken.united(layout.tiles[i]) : layout.tiles[i];
        if (!first || tile.number < first->number) first = &tile;
    }
    if (!first || layout.split < 0.9) return;
    const QString words = doomed == 0 ? Texts::tr("nothing is built on it")
                                      : Texts::tr("%n batches built on it go with it", nullptr, doomed);
    const QFont font = Theme::font(TextSize::label, QFont::DemiBold);
    const double needs = QFontMetricsF(font).horizontalAdvance(words) + 2;
    // On the side with more room; the sign alone where there is none.
    const double roomRight = track.right() - taken.right() - 8, roomLeft = taken.left() - track.left() - 8;
    const bool right = roomRight >= roomLeft;
    const double sign = right ? taken.right() + 8 : taken.left() - 8 - 14;
    icons::paint(painter, QRectF(sign, layout.own - 7, 14, 14), QStringLiteral("warning"), pen.t.bad);
    if (std::max(roomRight, roomLeft) < needs + 22) return;
    pen.text(QRectF(right ? sign + 20 : sign - 6 - needs, layout.own - 9, needs, 18), words, pen.t.bad, font);
}

void paintWindow(Pen& pen, const LaneScene& scene, const LaneLayout& layout, const LaneMarks& marks) {
    QPainter& painter = pen.painter;
    const auto& snapshot = *scene.snapshot();
    const QRectF track(layout.window.left(), layout.middle - kTrackHalf, layout.window.width(),
                       2 * kTrackHalf);
    painter.setPen(QPen(pen.t.line, 1));
    painter.setBrush(groundOf(pen.t));
    painter.drawRoundedRect(track, 8, 8);
    paintDoomed(pen, scene, layout, track);
    if (marks.focus) {
        painter.setPen(QPen(pen.t.accent, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(track.adjusted(-3, -3, 3, 3), 10, 10);
    }
    const auto isLoud = [&](const LaneScene::Tile& tile) {
        return tile.number == marks.hovered || tile.number == marks.selected;
    };
    for (const bool loud : {false, true})
        for (std::size_t i = 0; i < scene.tiles().size(); ++i) {
            const auto& tile = scene.tiles()[i];
            if (tile.wrong || isLoud(tile) != loud) continue;
            painter.save();
            // What falls, falls behind the words below.
            if (tile.falling) painter.setClipRect(track);
            paintTile(pen, tile, layout.tiles[i], marks);
            painter.restore();
        }
    paintOwnTrack(pen, scene, layout, marks, track);

    const QRectF axis(track.left(), kTextTop - 4, track.width(), kLineHeight);
    pen.text(axis, Texts::tr("anchored now"), pen.t.t2, Theme::font(TextSize::label));
    const QString end =
        Texts::tr("%n L1 blocks later", nullptr, static_cast<int>(snapshot.parameters.challengeWindowBlocks));
    if (track.width() > 230) pen.text(axis, end, pen.t.t2, Theme::font(TextSize::label), Qt::AlignRight);

    const auto open = models::openWindows(snapshot);
    std::size_t agree = 0, differ = 0;
    const api::Batch* wrong = nullptr;
    for (const auto* batch : open) {
        if (batch->status == api::BatchStatus::disputed || models::rootDiffers(*batch)) {
            ++differ;
            wrong = batch; // the oldest one: its window closes first
        } else if (!batch->ownRoot.isZero()) {
            ++agree;
        }
    }
    QString verdict;
    if (wrong) {
        const auto* challenge = models::challengeOf(snapshot, wrong->number);
        const auto left = format::blocks(models::blocksLeft(snapshot, *wrong));
        verdict = challenge
                      ? Texts::tr("%1: root differs in segment %2 · %3 left")
                            .arg(format::number(wrong->number))
                            .arg(challenge->segment)
                            .arg(left)
                      : Texts::tr("%1: root differs · %2 left").arg(format::number(wrong->number), left);
    } else if (open.empty()) {
        verdict = Texts::tr("No batch is in its window yet.");
    }
    int row = 0;
    if (!verdict.isEmpty()) pen.small(layout.window, row++, verdict, wrong ? pen.t.bad : pen.t.t2);
    if (!open.empty())
        pen.small(layout.window, row,
                  differ == 0
                      ? Texts::tr("roots recomputed here: %1 correct").arg(agree)
                      : Texts::tr("roots recomputed here: %1 correct, %2 wrong").arg(agree).arg(differ),
                  differ ? pen.t.t2 : pen.t.t3);
}

void paintFinal(Pen& pen, const LaneScene& scene, const LaneLayout& layout) {
    std::uint64_t newest = 0;
    for (const auto& batch : scene.snapshot()->batches)
        if (batch.status == api::BatchStatus::final) newest = std::max(newest, batch.number);
    if (newest == 0) {
        pen.painter.setPen(QPen(pen.t.line, 1.2, Qt::DashLine));
        pen.painter.setBrush(Qt::NoBrush);
        pen.painter.drawRoundedRect(QRectF(layout.final.left(), layout.middle - 20, layout.final.width(), 40),
                                    6, 6);
    }
    pen.figure(layout.final, newest ? format::number(newest) : QString(QChar(0x2014)), {}, pen.t.t1);
    pen.small(layout.final, 0, newest ? Texts::tr("withdrawable") : Texts::tr("none final yet"), pen.t.t2);
}

} // namespace

TileLook tileLook(const Tokens& t, const LaneScene::Tile& tile) {
    const bool bad = tile.wrong || tile.falling;
    const double age = std::clamp(tile.place - LaneScene::kWindow, 0.0, 1.0);
    const QColor solid = tile.isFinal  ? faintOf(t, Tone::ok)
                         : bad         ? t.bad
                         : tile.doomed ? mix(t.anchored, t.s2, 0.75)
                                       : mix(t.anchored, t.s2, age * 0.55);
    const QColor edge = tile.isFinal ? t.ok : bad || tile.doomed ? t.bad : solid;
    const double opacity = opacityOf(tile);
    const QColor ground = groundOf(t);
    const QColor fill = mix(ground, solid, opacity);
    const QColor own = tile.isFinal ? t.ok : inkOn(t, fill);
    return {fill, mix(ground, edge, opacity), contrast(own, fill) >= 4.5 ? own : inkOn(t, fill),
            opacity > 0.2};
}

LaneLayout LaneLayout::of(double width, const LaneScene& scene) {
    LaneLayout layout;
    const double gap = std::clamp(width * 0.026, 16.0, 30.0);
    const double mempool = std::clamp(width * 0.125, 96.0, 150.0);
    const double blocks = std::clamp(width * 0.14, 108.0, 170.0);
    const double filling = std::clamp(width * 0.13, 112.0, 150.0);
    const double final = std::clamp(width * 0.09, 82.0, 104.0);
    double x = 0;
    const auto take = [&](double w) {
        const QRectF box(x, 0, w, kTextTop);
        x += w + gap;
        return box;
    };
    layout.mempool = take(mempool);
    layout.blocks = take(blocks);
    layout.filling = take(filling);
    layout.window = take(std::max(120.0, width - x - gap - final));
    layout.final = QRectF(width - final, 0, final, kTextTop);
    layout.middle = 72;
    layout.split = scene.split();
    layout.main = layout.middle - 20 * layout.split;
    layout.own = layout.middle + 21;
    layout.tileWidth = tileWidthFor(scene, layout.window.width() - 2 * kWindowInset);
    layout.spread(scene);
    return layout;
}

double LaneLayout::xOf(double place) const {
    const double first = window.left() + kWindowInset + tileWidth / 2;
    const double last = window.right() - kWindowInset - tileWidth / 2;
    if (place <= LaneScene::kWindow)
        return filling.center().x() + (first - filling.center().x()) * std::max(0.0, place);
    if (place <= LaneScene::kWindowEnd) return first + (last - first) * (place - LaneScene::kWindow);
    return last + (final.center().x() - last) * std::min(1.0, place - LaneScene::kWindowEnd);
}

QRectF LaneLayout::freeRect(const LaneScene::Tile& tile) const {
    // A tile grows from the window's width to the final box's on its way there.
    const double beyond = std::clamp(tile.place - LaneScene::kWindowEnd, 0.0, 1.0);
    const double wide = tile.wrong ? std::max(tileWidth, kWrongWidth) : tileWidth;
    const double shown = wide + (final.width() - wide) * beyond;
    // Outside the window nothing makes room.
    const bool inside = tile.place >= LaneScene::kWindow - 0.03 && beyond == 0;
    const double part = inside ? split : 0;
    const double high = kTileHeight + (kSplitHeight - kTileHeight) * part;
    const double y = (inside ? main : middle) + (own - main) * (inside ? tile.track : 0);
    return {xOf(tile.place) - shown / 2, y - high / 2, shown, high};
}

void LaneLayout::spread(const LaneScene& scene) {
    std::vector<QRectF*> row, ownRow;
    tiles.reserve(scene.tiles().size());
    for (const auto& tile : scene.tiles())
        tiles.push_back(freeRect(tile));
    for (std::size_t i = 0; i < tiles.size(); ++i)
        if (isInWindow(scene.tiles()[i])) (scene.tiles()[i].wrong ? ownRow : row).push_back(&tiles[i]);
    spreadRow(std::move(row));
    spreadRow(std::move(ownRow));
}

void LaneLayout::spreadRow(std::vector<QRectF*> row) const {
    std::sort(row.begin(), row.end(),
              [](const QRectF* a, const QRectF* b) { return a->center().x() < b->center().x(); });
    double edge = window.left() + kWindowInset;
    for (auto* box : row) {
        box->moveLeft(std::max(box->left(), edge));
        edge = box->right() + kTileGap;
    }
    edge = window.right() - kWindowInset;
    for (auto it = row.rbegin(); it != row.rend(); ++it) {
        (*it)->moveRight(std::min((*it)->right(), edge));
        edge = (*it)->left() - kTileGap;
    }
}

void paintLane(QPainter& painter, const LaneScene& scene, const LaneLayout& layout, const LaneMarks& marks) {
    const Tokens shown = marks.stale ? staleOf(tokens()) : tokens();
    Pen pen{painter, shown};
    painter.setPen(QPen(pen.t.line, 2));
    painter.drawLine(QPointF(layout.mempool.left(), layout.middle),
                     QPointF(layout.final.right(), layout.middle));
    pen.heading(layout.mempool, Texts::tr("MEMPOOL"));
    pen.heading(layout.blocks, Texts::tr("L2 BLOCKS"));
    pen.heading(layout.filling, Texts::tr("FILLING"));
    pen.heading(layout.window, Texts::tr("CHALLENGE WINDOW"));
    pen.heading(layout.final, Texts::tr("FINAL"));
    if (!scene.snapshot()) return;
    paintMempool(pen, scene, layout);
    paintBlocks(pen, scene, layout);
    paintFilling(pen, scene, layout, marks.nowMs);
    paintFinal(pen, scene, layout);
    paintWindow(pen, scene, layout, marks);
}

} // namespace aw::widgets
