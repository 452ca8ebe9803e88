#include "widgets/controls.hpp"

#include "models/table_roles.hpp"
#include "widgets/fit_text.hpp"
#include "widgets/icons.hpp"
#include "widgets/label.hpp"
#include "widgets/table_columns.hpp"
#include "widgets/table_text.hpp"
#include "widgets/theme.hpp"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QVBoxLayout>

namespace aw::widgets {

using models::Tone;

namespace {

constexpr int kRowHeight = 32;

/// Paints a cell by the roles that the models give: tone, badge, monospace.
class CellDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const Tokens& t = tokens();
        const bool selected = option.state & QStyle::State_Selected;
        const bool hovered = option.state & QStyle::State_MouseOver;
        if (selected || hovered) painter->fillRect(option.rect, selected ? t.s3 : t.s2);
        const auto tone = static_cast<Tone>(index.data(models::ToneRole).toInt());
        const auto* table = qobject_cast<const DataTable*>(option.widget);
        const bool link = index.data(models::LinkRole).toBool();
        const QColor ink = table && table->isStale() ? t.t3 : link ? t.accent : Theme::instance().color(tone);
        const QString text = index.data(Qt::DisplayRole).toString();
        const QRect box = option.rect.adjusted(10, 0, -10, 0);
        const auto alignment =
            static_cast<int>(Qt::Alignment::fromInt(index.data(Qt::TextAlignmentRole).toInt()));
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (index.data(models::BadgeRole).toBool()) {
            painter->setFont(Theme::font(TextSize::label, QFont::DemiBold));
            const int width = std::min(box.width(), painter->fontMetrics().horizontalAdvance(text) + 16);
            const QRectF pill(box.left(), box.center().y() - 9.5, width, 20);
            // What is bad is filled: rare, and seen first.
            const bool filled = tone == Tone::bad && !(table && table->isStale());
            painter->setPen(QPen(withAlpha(ink, 0.7), 1));
            painter->setBrush(filled ? ink : mix(t.s1, ink, 0.13));
            painter->drawRoundedRect(pill, 5, 5);
            painter->setPen(filled ? t.bg : ink);
            painter->drawText(pill.adjusted(8, 0, -8, 0), Qt::AlignLeft | Qt::AlignVCenter,
                              fitText(*painter, text, width - 14));
        } else {
            QFont font = index.data(models::MonoRole).toBool() ? Theme::mono() : Theme::font(TextSize::body);
            font.setUnderline(link && hovered);
            painter->setFont(font);
            painter->setPen(ink);
            painter->drawText(box, alignment, fitText(*painter, text, box.width()));
        }
        // The cell that the keys are at is what Ctrl+C takes.
        if (option.state & QStyle::State_HasFocus) {
            painter->setPen(QPen(t.accent, 1));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(QRectF(option.rect).adjusted(1.5, 2.5, -1.5, -2.5), 5, 5);
        }
        painter->restore();
    }
};

/// Column names over their cells, aligned as they are; an arrow beside the one that is sorted by.
class HeaderView : public QHeaderView {
public:
    explicit HeaderView(QWidget* parent)
        : QHeaderView(Qt::Horizontal, parent) {
        setHighlightSections(false);
        setSectionsClickable(true);
        setFixedHeight(32);
        setMinimumSectionSize(40);
        setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    }

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override {
        const Tokens& t = tokens();
        const bool sorted = isSortIndicatorShown() && section == sortIndicatorSection();
        const auto alignment = Qt::Alignment::fromInt(
            model()->headerData(section, orientation(), Qt::TextAlignmentRole).toInt());
        QString text = model()->headerData(section, orientation()).toString();
        if (sorted)
            text += sortIndicatorOrder() == Qt::DescendingOrder ? QStringLiteral(" ↓") : QStringLiteral(" ↑");
        painter->save();
        painter->setFont(Theme::font(TextSize::label, QFont::Medium));
        painter->setPen(sorted ? t.t1 : t.t3);
        painter->drawText(
            rect.adjusted(10, 0, -10, 0),
            static_cast<int>(alignment.testFlag(Qt::AlignRight) ? Qt::AlignRight : Qt::AlignLeft) |
                Qt::AlignVCenter,
            text);
        painter->setPen(t.line);
        painter->drawLine(rect.bottomLeft(), rect.bottomRight());
        painter->restore();
    }
};

} // namespace

ToggleSwitch::ToggleSwitch(QWidget* parent)
    : QAbstractButton(parent) {
    setCheckable(true);
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_slide.setDuration(140);
    m_slide.setStartValue(0.0);
    m_slide.setEndValue(0.0);
    connect(&m_slide, &QVariantAnimation::valueChanged, this, [this] { update(); });
    connect(this, &QAbstractButton::toggled, this, [this](bool on) {
        const double from = m_slide.currentValue().toDouble();
        m_slide.stop();
        m_slide.setStartValue(Theme::instance().motion() ? from : on ? 1.0 : 0.0);
        m_slide.setEndValue(on ? 1.0 : 0.0);
        m_slide.start();
    });
}

void ToggleSwitch::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Tokens& t = tokens();
    const double place = m_slide.currentValue().toDouble();
    const QColor off = t.s3;
    const QColor track = isEnabled() ? mix(off, t.accent, place) : t.s2;
    painter.setPen(QPen(hasFocus() ? t.t1 : mix(t.t3, t.accent, place), 1));
    painter.setBrush(track);
    painter.drawRoundedRect(QRectF(0.5, 0.5, 39, 21), 10.5, 10.5);
    painter.setPen(Qt::NoPen);
    painter.setBrush(isEnabled() ? mix(t.t1, t.onAccent, place) : t.t3);
    painter.drawEllipse(QPointF(11 + 18 * place, 11), 7, 7);
}

Banner::Banner(QWidget* parent)
    : QFrame(parent)
    , m_title(makeLabel({}, "title"))
    , m_text(makeWrapped({}, "muted")) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(40, 10, 16, 10);
    layout->setSpacing(12);
    layout->addWidget(m_title, 0, Qt::AlignTop);
    layout->addWidget(m_text, 1);
    hide();
}

void Banner::show(Tone tone, const QString& title, const QString& text) {
    m_tone = tone;
    widgets::setText(m_title, title);
    widgets::setText(m_text, text);
    widgets::setTone(m_title, tone);
    setAccessibleName(title);
    setAccessibleDescription(text);
    setFailure(this, tone == Tone::bad || tone == Tone::warn);
    setVisible(true);
    update();
}

void Banner::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(Theme::instance().color(m_tone), 1));
    painter.setBrush(Theme::instance().faint(m_tone));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    icons::paint(painter, QRectF(14, 11, 16, 16), QStringLiteral("warning"), Theme::instance().color(m_tone));
}

EmptyState::EmptyState(const QString& icon, const Text& title, const Text& text, QWidget* parent)
    : QWidget(parent)
    , m_title(makeLabel(title, "title"))
    , m_text(makeWrapped(text, "muted")) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->setSpacing(8);
    layout->addStretch(1);
    auto* picture = new QLabel;
    onTheme(picture, [picture, icon] { picture->setPixmap(icons::pixmap(icon, tokens().t3, 36)); });
    layout->addWidget(picture, 0, Qt::AlignHCenter);
    m_title->setAlignment(Qt::AlignCenter);
    m_text->setAlignment(Qt::AlignCenter);
    layout->addWidget(m_title);
    layout->addWidget(m_text);
    layout->addStretch(1);
}

QPushButton* EmptyState::addButton(const Text& text) {
    auto* button = new QPushButton;
    text.bind(button, [button](const QString& words) { button->setText(words); });
    auto* box = static_cast<QVBoxLayout*>(layout());
    box->insertWidget(box->count() - 1, button, 0, Qt::AlignHCenter);
    return button;
}

QString EmptyState::title() const { return m_title->text(); }

void EmptyState::setText(const QString& title, const QString& text) {
    widgets::setText(m_title, title);
    widgets::setText(m_text, text);
}

DataTable::DataTable(QWidget* parent)
    : QTableView(parent) {
    setItemDelegate(new CellDelegate(this));
    setHorizontalHeader(new HeaderView(this));
    setShowGrid(false);
    setMouseTracking(true);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollMode(ScrollPerPixel);
    setWordWrap(false);
    setTabKeyNavigation(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(kRowHeight);
    connect(this, &QTableView::clicked, this, [this](const QModelIndex& index) {
        if (index.data(models::LinkRole).toBool()) emit linkFollowed(index);
    });
}

void DataTable::mouseMoveEvent(QMouseEvent* event) {
    QTableView::mouseMoveEvent(event);
    const bool link = indexAt(event->pos()).data(models::LinkRole).toBool();
    viewport()->setCursor(link ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void DataTable::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy) && currentIndex().isValid()) {
        QApplication::clipboard()->setText(copiedText(*this));
        return;
    }
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        for (int column = 0; currentIndex().isValid() && column < model()->columnCount(); ++column) {
            const QModelIndex index = currentIndex().siblingAtColumn(column);
            if (!index.data(models::LinkRole).toBool()) continue;
            emit linkFollowed(index);
            return;
        }
    QTableView::keyPressEvent(event);
}

void DataTable::setUp(QAbstractItemModel* model, const QList<int>& widths, int stretch,
                      const QList<int>& dropFirst) {
    setModel(model);
    m_widths = widths;
    m_stretch = stretch;
    m_dropFirst = dropFirst;
    fitColumns();
}

void DataTable::setStale(bool stale) {
    if (stale == m_stale) return;
    m_stale = stale;
    viewport()->update();
}

void DataTable::fitColumns() {
    if (m_widths.isEmpty() || !model()) return;
    if (m_columns) m_columns->setFitting(true);
    layOutColumns();
    if (m_columns) m_columns->setFitting(false);
}

void DataTable::layOutColumns() {
    const auto wanted = [this](int column) { return !m_columns || m_columns->isWanted(column); };
    int sum = 0;
    QList<int> widths = m_widths;
    const QFontMetrics metrics(Theme::font(TextSize::label, QFont::Medium));
    for (int i = 0; i < widths.size(); ++i) {
        // Never narrower than the header's words.
        const int words = metrics.horizontalAdvance(model()->headerData(i, Qt::Horizontal).toString());
        widths[i] = std::max(widths[i], words + 24);
        if (m_columns) widths[i] = m_columns->width(i, widths[i]);
        if (wanted(i)) sum += widths[i];
    }
    QList<int> dropped;
    for (int i = 0; i < widths.size(); ++i)
        if (!wanted(i)) dropped << i;
    for (qsizetype i = 0; i < m_dropFirst.size() && sum > viewport()->width(); ++i) {
        if (!wanted(m_dropFirst[i])) continue;
        dropped << m_dropFirst[i];
        sum -= widths[m_dropFirst[i]];
    }
    for (int i = 0; i < widths.size(); ++i) {
        setColumnHidden(i, dropped.contains(i));
        if (!dropped.contains(i)) setColumnWidth(i, widths[i]);
    }
    const int left = viewport()->width() - sum;
    if (left <= 0) return;
    if (m_stretch >= 0) {
        setColumnWidth(m_stretch, columnWidth(m_stretch) + left);
        return;
    }
    // Each its part, but for those that the user gave a width.
    const auto grows = [&](int column) {
        return !dropped.contains(column) && !(m_columns && m_columns->isDragged(column));
    };
    int shown = 0;
    for (int i = 0; i < widths.size(); ++i)
        shown += grows(i);
    for (int i = 0, at = 0; i < widths.size(); ++i) {
        if (!grows(i)) continue;
        setColumnWidth(i, columnWidth(i) + (at + 1) * left / shown - at * left / shown);
        ++at;
    }
}

void DataTable::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    fitColumns();
}

void DataTable::changeEvent(QEvent* event) {
    QTableView::changeEvent(event);
    if (event->type() != QEvent::LanguageChange) return;
    fitColumns();
    horizontalHeader()->viewport()->update();
    viewport()->update();
}

void DataTable::keepColumns(const QString& key, const QList<int>& hidden) {
    m_columns = new TableColumns(this, key, hidden);
    connect(m_columns, &TableColumns::changed, this, &DataTable::fitColumns);
    fitColumns();
}

void DataTable::enableCellMenu(bool filters) {
    setContextMenuPolicy(Qt::CustomContextMenu);
    connect(this, &QWidget::customContextMenuRequested, this, [this, filters](const QPoint& point) {
        const QModelIndex index = indexAt(point);
        if (!index.isValid()) return;
        const QString text = index.data(Qt::DisplayRole).toString();
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addAction(tr("Copy “%1”").arg(text), this,
                        [plain = plainText(index)] { QApplication::clipboard()->setText(plain); });
        menu->addAction(tr("Copy the row"), this,
                        [row = rowText(*this, index.row())] { QApplication::clipboard()->setText(row); });
        if (filters) {
            const auto made = index.data(models::FilterWordRole).toString();
            const QString word = made.isEmpty() ? text : made;
            menu->addAction(tr("Filter by “%1”").arg(word), this,
                            [this, word] { emit filterRequested(word); });
        }
        menu->popup(viewport()->mapToGlobal(point));
    });
}

QLineEdit* makeFilterField(const QString& icon, const Text& name, const Text& placeholder,
                           const QString& objectName, QWidget* parent) {
    auto* field = new QLineEdit(parent);
    field->setObjectName(objectName);
    field->setClearButtonEnabled(true);
    auto* lead = field->addAction(QIcon(), QLineEdit::LeadingPosition);
    onTheme(field, [lead, icon] { lead->setIcon(icons::icon(icon, tokens().t3)); });
    onLanguage(field, [field, name, placeholder] {
        field->setAccessibleName(name());
        field->setPlaceholderText(placeholder());
        // Qt leaves the buttons inside without a name.
        for (auto* button : field->findChildren<QToolButton*>()) {
            const auto* action = button->defaultAction();
            const bool clears = action && action->objectName() == QStringLiteral("_q_qlineeditclearaction");
            button->setAccessibleName(clears ? QCoreApplication::translate("aw::widgets::Controls", "Clear")
                                             : name());
        }
    });
    return field;
}

QPushButton* makeButton(const Text& text, const char* kind, const QString& objectName, QWidget* parent) {
    auto* button = new QPushButton(parent);
    if (kind[0] != '\0') button->setProperty("kind", QString::fromLatin1(kind));
    button->setObjectName(objectName);
    text.bind(button, [button](const QString& words) {
        button->setText(words);
        button->setAccessibleName(words.trimmed());
    });
    button->setCursor(Qt::PointingHandCursor);
    return button;
}

} // namespace aw::widgets
