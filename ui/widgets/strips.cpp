#include "widgets/strips.hpp"

#include "models/format.hpp"
#include "models/lookup.hpp"
#include "models/texts.hpp"
#include "widgets/fit_text.hpp"
#include "widgets/icons.hpp"
#include "widgets/text.hpp"
#include "widgets/theme.hpp"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace aw::widgets {

namespace format = models::format;
using models::Tone;

namespace {
constexpr int kCellWidth = 40;
constexpr int kCellHeight = 26;
constexpr int kCellGap = 6;
/// Right of the bars: what is left, then what the replay says.
constexpr int kLeftWidth = 150;
constexpr int kVerdictWidth = 116;
} // namespace

SegmentStrip::SegmentStrip(QWidget* parent)
    : QWidget(parent) {
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    onLanguage(this, [this] { setAccessibleName(tr("Segments")); });
}

void SegmentStrip::setSegments(const std::vector<api::SegmentInfo>& segments) {
    m_segments = segments;
    const auto wrong = std::find_if(segments.begin(), segments.end(), [](const auto& segment) {
        return segment.recomputed && !segment.agrees;
    });
    setAccessibleDescription(wrong == segments.end()
                                 ? tr("Every root that was recomputed agrees.")
                                 : tr("The root differs from segment %1 on.").arg(wrong->index));
    updateGeometry();
    update();
}

int SegmentStrip::columns(int width) const {
    return std::max(1, (width + kCellGap) / (kCellWidth + kCellGap));
}

int SegmentStrip::heightForWidth(int width) const {
    const int perRow = columns(width);
    const int rows = std::max(1, (static_cast<int>(m_segments.size()) + perRow - 1) / perRow);
    return rows * (kCellHeight + kCellGap) - kCellGap;
}

QSize SegmentStrip::sizeHint() const { return {240, heightForWidth(width() > 60 ? width() : 240)}; }

QRect SegmentStrip::cell(int index) const {
    const int perRow = columns(width());
    return {index % perRow * (kCellWidth + kCellGap), index / perRow * (kCellHeight + kCellGap), kCellWidth,
            kCellHeight};
}

void SegmentStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(Theme::font(TextSize::label, QFont::DemiBold));
    const Tokens& t = tokens();
    for (int i = 0; i < static_cast<int>(m_segments.size()); ++i) {
        const auto& segment = m_segments[static_cast<std::size_t>(i)];
        const QRectF box = QRectF(cell(i)).adjusted(0.5, 0.5, -0.5, -0.5);
        const bool wrong = segment.recomputed && !segment.agrees;
        const QColor color = !segment.recomputed ? t.t3 : wrong ? t.bad : t.ok;
        painter.setPen(QPen(color, wrong ? 2 : 1, segment.recomputed ? Qt::SolidLine : Qt::DashLine));
        painter.setBrush(segment.recomputed ? Theme::instance().faint(wrong ? Tone::bad : Tone::ok) : t.s1);
        painter.drawRoundedRect(box, 5, 5);
        painter.setPen(color);
        painter.drawText(QRectF(box.left() + 6, box.top(), 20, box.height()),
                         Qt::AlignVCenter | Qt::AlignLeft, QString::number(segment.index));
        if (segment.recomputed)
            icons::paint(painter, QRectF(box.right() - 14, box.center().y() - 5, 10, 10),
                         wrong ? QStringLiteral("close") : QStringLiteral("check"), color);
    }
}

bool SegmentStrip::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        for (int i = 0; i < static_cast<int>(m_segments.size()); ++i) {
            if (!cell(i).contains(help->pos())) continue;
            const auto& segment = m_segments[static_cast<std::size_t>(i)];
            QToolTip::showText(help->globalPos(),
                               tr("Segment %1: %2 records, %3\nclaimed %4\nreplayed here %5")
                                   .arg(segment.index)
                                   .arg(segment.records)
                                   .arg(format::bytes(segment.bytes), format::shortHash(segment.claimedRoot),
                                        segment.recomputed ? format::shortHash(segment.ownRoot)
                                                           : tr("not possible after a wrong root")),
                               this);
            return true;
        }
        QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

WindowBars::WindowBars(QWidget* parent)
    : QWidget(parent) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    onLanguage(this, [this] { setAccessibleName(tr("Challenge windows")); });
}

void WindowBars::setSnapshot(const api::Snapshot& snapshot) {
    const auto before = m_rows.size();
    m_rows.clear();
    QStringList described;
    for (const auto* batch : models::openWindows(snapshot)) {
        const auto* blocking = models::blockedBy(snapshot, *batch);
        m_rows.push_back({batch->number, batch->hash, QString::fromStdString(batch->operatorName),
                          models::operatorIndex(snapshot, batch->operatorAddress),
                          models::windowShare(snapshot, *batch),
                          format::blockSpan(models::blocksLeft(snapshot, *batch), snapshot.l1.blockTimeMs),
                          batch->status == api::BatchStatus::disputed, models::isReplayed(*batch),
                          blocking ? blocking->number : 0});
        described << tr("%1: %2 left, %3")
                         .arg(format::number(batch->number), m_rows.back().left, verdict(m_rows.back()));
    }
    setAccessibleDescription(described.join(QStringLiteral("; ")));
    if (before != m_rows.size()) updateGeometry();
    update();
}

QString WindowBars::verdict(const Row& row) {
    if (row.wrong) return tr("root differs");
    if (row.known) return tr("root agrees");
    return row.blockedBy ? tr("blocked by %1").arg(format::number(row.blockedBy)) : tr("replaying");
}

void WindowBars::setSelected(const Hash& batch) {
    m_selected = batch;
    update();
}

QRect WindowBars::rowOf(const Hash& batch) const {
    const auto it =
        std::find_if(m_rows.begin(), m_rows.end(), [&](const Row& row) { return row.hash == batch; });
    if (it == m_rows.end()) return {};
    return {0, static_cast<int>(it - m_rows.begin()) * kRowHeight, width(), kRowHeight};
}

QSize WindowBars::sizeHint() const {
    return {640, std::max(1, static_cast<int>(m_rows.size())) * kRowHeight};
}

int WindowBars::rowAt(const QPoint& point) const {
    const int row = point.y() / kRowHeight;
    return point.y() >= 0 && row < static_cast<int>(m_rows.size()) ? row : -1;
}

void WindowBars::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Tokens& t = tokens();
    const int leftEdge = 148;
    const int rightEdge = width() - kLeftWidth - kVerdictWidth - 16;
    for (int i = 0; i < static_cast<int>(m_rows.size()); ++i) {
        const Row& row = m_rows[static_cast<std::size_t>(i)];
        const QRect line(0, i * kRowHeight, width(), kRowHeight);
        const bool selected = row.hash == m_selected;
        if (i == m_hovered || selected) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(selected ? t.s3 : t.s2);
            painter.drawRoundedRect(line.adjusted(0, 1, 0, -1), 6, 6);
        }
        if (hasFocus() && selected) {
            painter.setPen(QPen(t.accent, 1));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(QRectF(line).adjusted(0.5, 1.5, -0.5, -1.5), 6, 6);
        }
        painter.setFont(Theme::font(TextSize::body, QFont::DemiBold));
        painter.setPen(t.t1);
        painter.drawText(line.adjusted(8, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                         format::number(row.batch));
        painter.setPen(Qt::NoPen);
        painter.setBrush(Theme::instance().operatorColor(row.operatorIndex));
        painter.drawRoundedRect(QRectF(56, line.center().y() - 5, 3, 12), 1.5, 1.5);
        painter.setFont(Theme::font(TextSize::body));
        painter.setPen(t.t2);
        painter.drawText(QRect(66, line.top(), leftEdge - 74, line.height()),
                         Qt::AlignVCenter | Qt::AlignLeft, fitText(painter, row.operatorName, leftEdge - 74));

        const QRectF track(leftEdge, line.center().y() - 7, rightEdge - leftEdge, 16);
        painter.setPen(Qt::NoPen);
        painter.setBrush(t.s3);
        painter.drawRoundedRect(track, 5, 5);
        const QColor color = row.wrong ? t.bad : t.anchored;
        const double filled = std::max(10.0, track.width() * row.share);
        painter.setBrush(row.wrong ? color : mix(color, t.s1, 0.35));
        painter.drawRoundedRect(QRectF(track.left(), track.top(), filled, track.height()), 5, 5);

        painter.setPen(row.wrong ? t.bad : t.t2);
        painter.drawText(QRect(rightEdge + 16, line.top(), kLeftWidth, line.height()),
                         Qt::AlignVCenter | Qt::AlignLeft, row.left);
        painter.setPen(row.wrong ? t.bad : row.known ? t.ok : t.t3);
        const QRect judged(rightEdge + 16 + kLeftWidth, line.top(), kVerdictWidth, line.height());
        icons::paint(painter, QRectF(judged.left(), judged.center().y() - 5, 12, 12),
                     row.wrong ? QStringLiteral("warning")
                               : (row.known ? QStringLiteral("check") : QStringLiteral("clock")),
                     painter.pen().color());
        painter.drawText(judged.adjusted(18, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, verdict(row));
    }
}

void WindowBars::mousePressEvent(QMouseEvent* event) {
    const int row = rowAt(event->pos());
    if (row >= 0) select(m_rows[static_cast<std::size_t>(row)]);
}

void WindowBars::mouseMoveEvent(QMouseEvent* event) {
    const int row = rowAt(event->pos());
    if (row == m_hovered) return;
    m_hovered = row;
    setCursor(row >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    update();
}

void WindowBars::keyPressEvent(QKeyEvent* event) {
    if ((event->key() != Qt::Key_Up && event->key() != Qt::Key_Down) || m_rows.empty())
        return QWidget::keyPressEvent(event);
    const auto it =
        std::find_if(m_rows.begin(), m_rows.end(), [&](const Row& row) { return row.hash == m_selected; });
    auto index = it == m_rows.end() ? 0 : static_cast<int>(it - m_rows.begin());
    if (it != m_rows.end()) index += event->key() == Qt::Key_Down ? 1 : -1;
    index = std::clamp(index, 0, static_cast<int>(m_rows.size()) - 1);
    select(m_rows[static_cast<std::size_t>(index)]);
}

void WindowBars::leaveEvent(QEvent*) {
    m_hovered = -1;
    update();
}

Stepper::Stepper(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    onLanguage(this, [this] { setAccessibleName(tr("Life of the challenge")); });
}

void Stepper::setChallenge(const api::Challenge& challenge) {
    m_challenge = challenge;
    setAccessibleDescription(models::texts::stage(challenge.stage));
    update();
}

std::vector<api::ChallengeStage> Stepper::path() const {
    using enum api::ChallengeStage;
    if (m_challenge.stage == failed) return {detected, committing, committed, proving, failed};
    if (m_challenge.stage == expired) return {detected, expired};
    return {detected, committing, committed, proving, convicted, rolledBack};
}

void Stepper::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Tokens& t = tokens();
    const auto stages = path();
    const auto count = static_cast<int>(stages.size());
    const auto reachedAt =
        static_cast<int>(std::find(stages.begin(), stages.end(), m_challenge.stage) - stages.begin());
    const double step = static_cast<double>(width()) / count;
    for (int i = 0; i < count; ++i) {
        const auto stage = stages[static_cast<std::size_t>(i)];
        const auto stamp = std::find_if(m_challenge.history.begin(), m_challenge.history.end(),
                                        [&](const auto& entry) { return entry.stage == stage; });
        const bool reached = i <= reachedAt;
        const bool isLast = i == count - 1;
        const bool isActive = i == reachedAt && !isLast;
        const bool skipped = reached && stamp == m_challenge.history.end() && i != reachedAt;
        const QColor color = !reached || skipped ? t.t3
                             : i == reachedAt    ? Theme::instance().color(models::texts::tone(stage))
                                                 : t.ok;
        const QPointF centre(step * i + 12, 14);
        if (i + 1 < count) {
            painter.setPen(QPen(i < reachedAt ? t.ok : t.line, 2));
            painter.drawLine(QPointF(centre.x() + 14, 14), QPointF(step * (i + 1) - 2, 14));
        }
        painter.setPen(QPen(color, 2));
        painter.setBrush(reached && !isActive ? QBrush(color) : QBrush(t.s1));
        painter.drawEllipse(centre, 9, 9);
        if (reached && !isActive)
            icons::paint(painter, QRectF(centre.x() - 6, centre.y() - 6, 12, 12),
                         stage == api::ChallengeStage::failed || stage == api::ChallengeStage::expired
                             ? QStringLiteral("close")
                             : QStringLiteral("check"),
                         t.s1);
        if (isActive) {
            painter.setBrush(color);
            painter.setPen(Qt::NoPen);
            painter.drawEllipse(centre, 4, 4);
        }
        const QRectF words(step * i, 30, step - 6, 18);
        painter.setFont(Theme::font(TextSize::label, reached ? QFont::DemiBold : QFont::Normal));
        painter.setPen(reached ? t.t1 : t.t3);
        painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter,
                         fitText(painter, models::texts::stage(stage), words.width()));
        if (stamp == m_challenge.history.end()) continue;
        painter.setFont(Theme::font(TextSize::label));
        painter.setPen(t.t2);
        painter.drawText(words.translated(0, 18), Qt::AlignLeft | Qt::AlignVCenter,
                         tr("block %1").arg(format::number(stamp->l1Block)));
    }
}

bool Stepper::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto stages = path();
        const auto index = static_cast<std::size_t>(
            std::clamp(help->pos().x() * static_cast<int>(stages.size()) / std::max(1, width()), 0,
                       static_cast<int>(stages.size()) - 1));
        for (const auto& stamp : m_challenge.history)
            if (stamp.stage == stages[index])
                QToolTip::showText(
                    help->globalPos(),
                    tr("%1 at %2, L1 block %3%4")
                        .arg(models::texts::stage(stamp.stage), format::clockTime(stamp.atMs),
                             format::number(stamp.l1Block),
                             stamp.l1TxHash.isZero() ? QString() : u'\n' + format::fullHash(stamp.l1TxHash)),
                    this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace aw::widgets
