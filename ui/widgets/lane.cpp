#include "widgets/lane.hpp"

#include "models/format.hpp"
#include "models/lookup.hpp"
#include "models/texts.hpp"
#include "widgets/lane_painter.hpp"
#include "widgets/text.hpp"
#include "widgets/theme.hpp"

#include <QAccessible>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QTimerEvent>
#include <QToolTip>

#include <algorithm>

namespace aw::widgets {

namespace format = models::format;

namespace {
constexpr int kFrameMs = 33;
constexpr std::int64_t kDescribeEveryMs = 2000;
} // namespace

Lane::Lane(std::function<std::int64_t()> clock, QWidget* parent)
    : QWidget(parent)
    , m_clock(std::move(clock)) {
    setObjectName(QStringLiteral("lane"));
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(kHeight);
    connect(&Theme::instance(), &Theme::motionChanged, this, &Lane::followMotion);
    onLanguage(this, [this] {
        setAccessibleName(tr("The lane from mempool to finality"));
        m_describedAt = 0;
        describe();
    });
}

void Lane::setSnapshot(std::shared_ptr<const api::Snapshot> snapshot) {
    m_scene.setSnapshot(std::move(snapshot), m_clock());
    if (!m_timer.isActive()) m_scene.advance(m_clock(), 0, false);
    describe();
    update();
}

void Lane::setSelected(std::uint64_t batch) {
    m_selected = batch;
    update();
}

void Lane::setStale(bool stale) {
    if (stale == m_stale) return;
    m_stale = stale;
    update();
}

void Lane::describe() {
    const auto* snapshot = m_scene.snapshot();
    const auto now = m_clock();
    if (!snapshot || now - m_describedAt < kDescribeEveryMs) return;
    m_describedAt = now;
    const auto open = models::openWindows(*snapshot);
    const auto wrong = std::count_if(open.begin(), open.end(), [](const auto* batch) {
        return batch->status == api::BatchStatus::disputed;
    });
    setAccessibleDescription(
        tr("%1 transactions pending; latest L2 block %2; batch %3 is %4 full; %5 batches in the challenge "
           "window, "
           "%6 with a wrong root.")
            .arg(format::number(snapshot->pending), format::number(snapshot->heads.latest.number),
                 format::number(snapshot->filling.batch), format::percent(snapshot->filling.share))
            .arg(open.size())
            .arg(wrong));
}

void Lane::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto layout = LaneLayout::of(width(), m_scene);
    paintLane(painter, m_scene, layout, {m_selected, m_hovered, hasFocus(), m_clock(), m_stale});
}

void Lane::timerEvent(QTimerEvent* event) {
    if (event->timerId() != m_timer.timerId()) return QWidget::timerEvent(event);
    const double dt = std::min(0.2, static_cast<double>(m_frame.restart()) / 1000);
    m_scene.advance(m_clock(), dt, true);
    update();
}

void Lane::showEvent(QShowEvent*) { followMotion(); }

void Lane::followMotion() {
    if (!isVisible() || !Theme::instance().motion()) {
        m_timer.stop();
        return;
    }
    m_frame.start();
    m_timer.start(kFrameMs, this);
}

void Lane::hideEvent(QHideEvent*) { m_timer.stop(); }

std::uint64_t Lane::tileAt(const QPointF& point) const {
    const auto layout = LaneLayout::of(width(), m_scene);
    std::uint64_t found = 0;
    for (std::size_t i = 0; i < layout.tiles.size(); ++i) {
        const auto& tile = m_scene.tiles()[i];
        if (tile.falling || !layout.tiles[i].adjusted(-2, -6, 2, 8).contains(point)) continue;
        found = tile.number;
        if (tile.wrong) break;
    }
    return found;
}

void Lane::mousePressEvent(QMouseEvent* event) {
    if (const auto number = tileAt(event->position())) emit batchSelected(number);
}

void Lane::mouseMoveEvent(QMouseEvent* event) {
    const auto number = tileAt(event->position());
    if (number == m_hovered) return;
    m_hovered = number;
    setCursor(number ? Qt::PointingHandCursor : Qt::ArrowCursor);
    update();
}

void Lane::leaveEvent(QEvent*) {
    m_hovered = 0;
    update();
}

void Lane::keyPressEvent(QKeyEvent* event) {
    const int step = event->key() == Qt::Key_Left ? 1 : event->key() == Qt::Key_Right ? -1 : 0;
    std::vector<std::uint64_t> numbers;
    for (const auto& tile : m_scene.tiles())
        if (!tile.falling) numbers.push_back(tile.number);
    if (step == 0 || numbers.empty()) return QWidget::keyPressEvent(event);
    std::sort(numbers.begin(), numbers.end());
    // Newer batches lie to the left.
    auto it = std::find(numbers.begin(), numbers.end(), m_selected);
    if (it == numbers.end())
        it = numbers.end() - 1;
    else if (step > 0 && it + 1 != numbers.end())
        ++it;
    else if (step < 0 && it != numbers.begin())
        --it;
    emit batchSelected(*it);
}

QString Lane::tip(std::uint64_t number) const {
    const auto* batch = m_scene.snapshot() ? models::findBatch(*m_scene.snapshot(), number) : nullptr;
    if (!batch) return {};
    return tr("Batch %1 of %2, era %3\n%4 transfers, %5, %6 L1 gas\n%7: root %8")
        .arg(format::number(batch->number), QString::fromStdString(batch->operatorName),
             format::number(batch->era), format::number(batch->txs), format::bytes(batch->dataBytes),
             format::number(batch->gasUsed), models::texts::status(*batch),
             models::texts::rootVerdict(*batch));
}

bool Lane::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto number = tileAt(help->pos());
        if (number)
            QToolTip::showText(help->globalPos(), tip(number), this);
        else
            QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

} // namespace aw::widgets
