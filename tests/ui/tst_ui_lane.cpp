#include "ui_fixture.hpp"

#include "widgets/lane.hpp"
#include "widgets/lane_painter.hpp"

#include <QImage>
#include <QPainter>

using namespace aw;
using widgets::LaneLayout;
using widgets::LaneScene;

/// The lane: labels stay readable whatever fades, and a wrong batch has a track of its own.
class TestLane : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { test::prepareApplication(); }
    void labelsOfFadingTilesStayReadable();
    void paintedTilesHaveTheLookThatWasPromised();
    void aStaleLaneStaysReadable();
    void aWrongBatchHasATrackOfItsOwn_data();
    void aWrongBatchHasATrackOfItsOwn();
    void whatIsBuiltOnAWrongBatchIsShaded();
    void theTrackGoesWithTheWrongBatch();
};

namespace {

/// A scene of `count` batches, of which `wrong` has a wrong root.
struct Scene {
    test::EngineDouble console;
    LaneScene lane;

    explicit Scene(std::uint64_t count, std::size_t wrong = SIZE_MAX) {
        console.bringUp(count);
        if (wrong != SIZE_MAX)
            console.edit(
                [&](api::Snapshot& state) { state.batches[wrong].status = api::BatchStatus::disputed; });
        show();
    }
    void show() {
        lane.setSnapshot(console.snapshot(), console.nowMs());
        lane.advance(console.nowMs(), 0, false);
    }
};

} // namespace

void TestLane::labelsOfFadingTilesStayReadable() {
    for (const auto scheme : {widgets::Scheme::dark, widgets::Scheme::light}) {
        const auto& theme = widgets::tokensOf(scheme);
        for (const auto& t : {theme, widgets::staleOf(theme)})
            for (int kind = 0; kind < 5; ++kind)
                for (double place = 0; place <= 3.0; place += 0.05)
                    for (double gone = 0; gone <= 1.0; gone += 0.05) {
                        LaneScene::Tile tile;
                        tile.place = place;
                        tile.wrong = kind == 1;
                        tile.isFinal = kind == 2;
                        tile.falling = kind == 3;
                        tile.doomed = kind == 4;
                        (tile.falling ? tile.drop : tile.opacity) = tile.falling ? gone : 1 - gone;
                        const auto look = widgets::tileLook(t, tile);
                        // A label is there as long as anybody can see the tile.
                        QVERIFY(look.labelled || gone > 0.7);
                        const double ratio = widgets::contrast(look.ink, look.fill);
                        QVERIFY2(ratio >= 4.5, qPrintable(QStringLiteral("kind %1 at %2, gone %3: %4")
                                                              .arg(kind)
                                                              .arg(place)
                                                              .arg(gone)
                                                              .arg(ratio)));
                    }
    }
}

void TestLane::paintedTilesHaveTheLookThatWasPromised() {
    Scene scene(6);
    QImage image(1000, widgets::Lane::kHeight, QImage::Format_RGB32);
    image.fill(widgets::tokens().s1);
    const auto layout = LaneLayout::of(image.width(), scene.lane);
    QPainter painter(&image);
    widgets::paintLane(painter, scene.lane, layout, {0, 0, false, scene.console.nowMs()});
    painter.end();
    for (std::size_t i = 0; i < layout.tiles.size(); ++i) {
        const QPointF corner = layout.tiles[i].topLeft() + QPointF(layout.tiles[i].width() / 2, 4);
        QCOMPARE(image.pixelColor(corner.toPoint()),
                 QColor(widgets::tileLook(widgets::tokens(), scene.lane.tiles()[i]).fill.rgb()));
    }
}

void TestLane::aStaleLaneStaysReadable() {
    for (const auto scheme : {widgets::Scheme::dark, widgets::Scheme::light})
        for (const auto& pairing : widgets::pairingsOf(widgets::staleOf(widgets::tokensOf(scheme))))
            if (!pairing.what.contains(QLatin1String("faint")) &&
                !pairing.what.contains(QLatin1String("filling")) &&
                !pairing.what.contains(QLatin1String("filled")))
                QVERIFY2(widgets::contrast(pairing.ink, pairing.surface) >= 4.49, qPrintable(pairing.what));
}

void TestLane::aWrongBatchHasATrackOfItsOwn_data() {
    QTest::addColumn<int>("wrong");
    for (const int wrong : {0, 3, 8})
        QTest::addRow("batch %d of 9", wrong + 1) << wrong;
}

void TestLane::aWrongBatchHasATrackOfItsOwn() {
    QFETCH(int, wrong);
    Scene scene(9, static_cast<std::size_t>(wrong));
    for (const double width : {560.0, 900.0, 1400.0}) {
        const auto layout = LaneLayout::of(width, scene.lane);
        QCOMPARE(layout.tiles.size(), 9u);
        for (std::size_t i = 0; i < 9; ++i) {
            const bool own = scene.lane.tiles()[i].wrong;
            QCOMPARE(own, static_cast<int>(i) == wrong);
            QCOMPARE(layout.tiles[i].center().y(), own ? layout.own : layout.main);
            for (std::size_t j = 0; j < i; ++j) {
                QVERIFY(!layout.tiles[i].intersects(layout.tiles[j]));
                // Not even in height: it covers nothing wherever the others glide.
                if (own || scene.lane.tiles()[j].wrong)
                    QVERIFY(layout.tiles[i].top() >= layout.tiles[j].bottom() ||
                            layout.tiles[j].top() >= layout.tiles[i].bottom());
            }
        }
    }
}

void TestLane::whatIsBuiltOnAWrongBatchIsShaded() {
    Scene scene(9, 5);
    for (const auto& tile : scene.lane.tiles())
        QCOMPARE(tile.doomed, tile.number > scene.console.snapshot()->batches[5].number);
    // The track behind the newest batches has another colour than that behind the oldest ones.
    QImage image(1200, widgets::Lane::kHeight, QImage::Format_RGB32);
    image.fill(widgets::tokens().s1);
    const auto layout = LaneLayout::of(image.width(), scene.lane);
    QPainter painter(&image);
    widgets::paintLane(painter, scene.lane, layout, {0, 0, false, scene.console.nowMs()});
    painter.end();
    const auto reds = [&](double x) {
        int sum = 0;
        const int y = static_cast<int>(layout.main + layout.tiles[0].height() / 2 + 7);
        for (int at = 0; at < 8; ++at)
            sum += image.pixelColor(static_cast<int>(x) + at, y).red();
        return sum / 8;
    };
    QVERIFY(reds(layout.window.left() + 3) > reds(layout.window.right() - 12) + 8);
}

void TestLane::theTrackGoesWithTheWrongBatch() {
    Scene scene(9, 5);
    QCOMPARE(scene.lane.split(), 1.0);
    scene.console.edit([](api::Snapshot& state) { state.batches[5].status = api::BatchStatus::window; });
    scene.lane.setSnapshot(scene.console.snapshot(), scene.console.nowMs());
    // It glides.
    scene.lane.advance(scene.console.nowMs(), 0.1, true);
    QVERIFY(scene.lane.split() < 1 && scene.lane.split() > 0.1);
    scene.lane.advance(scene.console.nowMs(), 5, true);
    const auto layout = LaneLayout::of(900, scene.lane);
    QVERIFY(std::abs(layout.main - layout.middle) < 0.1);
    for (const auto& tile : scene.lane.tiles())
        QVERIFY(!tile.doomed && tile.track < 0.01);
}

QTEST_MAIN(TestLane)
#include "tst_ui_lane.moc"
