#include "shell/page_faults.hpp"

#include "models/table_roles.hpp"
#include "widgets/controls.hpp"
#include "widgets/figures.hpp"
#include "widgets/fit_text.hpp"
#include "widgets/label.hpp"
#include "widgets/theme.hpp"

#include <QHash>
#include <QHeaderView>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>

#include <algorithm>

namespace aw::shell {

using Kind = PageFault::Kind;

namespace {

/// Less ink than this share of the page is a title at most.
constexpr double kLeastInk = 0.006;
/// Of the page; an empty state on more is the page.
constexpr double kMostEmpty = 0.5;
/// Of its height; a page with more of nothing at its lower end is half empty.
constexpr double kMostBlank = 0.25;
constexpr int kRowsLookedAt = 40;
constexpr int kFieldEdge = 24, kFieldIcons = 24;

struct Ink {
    double share = 0; ///< of the pixels, that have another colour than most of them
    double below = 0; ///< of the height, from the last such pixel down
};

Ink inkOf(const QImage& image) {
    QHash<QRgb, int> counts;
    constexpr int kStep = 2;
    int all = 0;
    for (int y = 0; y < image.height(); y += kStep)
        for (int x = 0; x < image.width(); x += kStep, ++all)
            ++counts[image.pixel(x, y)];
    if (all == 0) return {};
    const auto ground = std::max_element(counts.cbegin(), counts.cend());
    // Around the cards, where the page ends.
    int last = image.height() - 1;
    const QRgb around = image.pixel(0, last);
    const auto isBlank = [&](int y) {
        for (int x = 0; x < image.width(); x += kStep)
            if (image.pixel(x, y) != around) return false;
        return true;
    };
    while (last > 0 && isBlank(last))
        --last;
    return {1.0 - static_cast<double>(*ground) / all,
            static_cast<double>(image.height() - 1 - last) / image.height()};
}

void findEmpty(QWidget& page, const QString& name, std::vector<PageFault>& faults) {
    const auto ink = inkOf(page.grab().toImage().convertToFormat(QImage::Format_RGB32));
    if (ink.share < kLeastInk)
        faults.push_back({Kind::empty, name, widgets::describe(&page),
                          QStringLiteral("%1 % of it is drawn on").arg(ink.share * 100, 0, 'f', 2)});
    else if (ink.below > kMostBlank)
        faults.push_back({Kind::empty, name, widgets::describe(&page),
                          QStringLiteral("its lower %1 % has nothing").arg(ink.below * 100, 0, 'f', 0)});
    const double area = page.width() * page.height();
    for (const auto* state : page.findChildren<widgets::EmptyState*>()) {
        const QSize seen = state->visibleRegion().boundingRect().size();
        if (state->isVisible() && seen.width() * seen.height() > kMostEmpty * area)
            faults.push_back({Kind::empty, name, widgets::describe(state), state->title()});
    }
}

void findErrors(QWidget& page, const QString& name, std::vector<PageFault>& faults) {
    for (const auto* widget : page.findChildren<QWidget*>())
        if (widget->isVisible() && widgets::saysFailure(widget)) {
            const auto* label = qobject_cast<const QLabel*>(widget);
            faults.push_back({Kind::error, name, widgets::describe(widget),
                              label ? label->text() : widget->accessibleName()});
        }
}

struct Finder {
    const QString& page;
    std::vector<PageFault>& faults;

    void report(const QWidget* widget, const QString& text, int has, int needs) const {
        faults.push_back({Kind::cut, page, widgets::describe(widget),
                          QStringLiteral("\"%1\" has %2 pixels, needs %3").arg(text).arg(has).arg(needs)});
    }
    void labels(const QWidget& window) const {
        for (const auto* label : window.findChildren<QLabel*>()) {
            if (!label->isVisible() || label->text().isEmpty() ||
                qobject_cast<const widgets::ElidedLabel*>(label))
                continue;
            const bool wraps = label->wordWrap();
            const int high = wraps ? label->heightForWidth(label->width()) : label->fontMetrics().height();
            const int wide = wraps ? 0 : label->fontMetrics().horizontalAdvance(label->text());
            if (label->width() + 1 < wide) report(label, label->text(), label->width(), wide);
            if (label->height() + 1 < high) report(label, label->text(), label->height(), high);
        }
    }
    template<class Widget>
    void sized(const QWidget& window) const {
        for (const auto* widget : window.findChildren<Widget*>())
            if (widget->isVisible() && widget->width() + 1 < widget->sizeHint().width())
                report(widget, widget->text(), widget->width(), widget->sizeHint().width());
    }
    void placeholders(const QWidget& window) const {
        for (const auto* field : window.findChildren<QLineEdit*>()) {
            if (!field->isVisible() || !field->text().isEmpty()) continue;
            // Beside it are the frame, the margins, an icon and the button that clears.
            const int has =
                field->width() - (field->actions().isEmpty() ? kFieldEdge : kFieldEdge + kFieldIcons);
            const int needs = field->fontMetrics().horizontalAdvance(field->placeholderText());
            if (has < needs) report(field, field->placeholderText(), has, needs);
        }
    }
    void table(const widgets::DataTable& table) const {
        if (table.horizontalScrollBar()->maximum() > 0)
            report(&table, QStringLiteral("all columns"), table.viewport()->width(),
                   table.horizontalHeader()->length());
        const int rows = std::min(table.model()->rowCount(), kRowsLookedAt);
        for (int row = 0; row < rows; ++row)
            for (int column = 0; column < table.model()->columnCount(); ++column) {
                if (table.isColumnHidden(column)) continue;
                const auto index = table.model()->index(row, column);
                const bool badge = index.data(models::BadgeRole).toBool();
                const QFontMetrics metrics(
                    widgets::Theme::font(badge ? widgets::TextSize::label : widgets::TextSize::body,
                                         badge ? QFont::DemiBold : QFont::Normal));
                const QString text = index.data().toString();
                const int needs = metrics.horizontalAdvance(text) + (badge ? 36 : 20);
                if (table.columnWidth(column) < needs) report(&table, text, table.columnWidth(column), needs);
            }
    }
    void scrolls(const QWidget& window) const {
        for (const auto* scroll : window.findChildren<QScrollArea*>())
            if (scroll->isVisible() && scroll->widget()->width() > scroll->viewport()->width())
                report(scroll, QStringLiteral("the content"), scroll->viewport()->width(),
                       scroll->widget()->width());
    }
};

} // namespace

QString PageFault::sentence() const {
    switch (kind) {
    case Kind::empty:
        return QStringLiteral("Page %1 is empty: %2: %3.").arg(page, widget, detail);
    case Kind::error:
        return QStringLiteral("Page %1 shows an error in %2: \"%3\".").arg(page, widget, detail);
    case Kind::cut:
        return QStringLiteral("Page %1 has a cut text in %2: %3.").arg(page, widget, detail);
    }
    return {};
}

std::vector<PageFault> cutTextsOf(QWidget& window, const QString& page) {
    std::vector<PageFault> faults;
    const Finder finder{page, faults};
    finder.labels(window);
    finder.sized<QPushButton>(window);
    finder.sized<widgets::Badge>(window);
    for (const auto* table : window.findChildren<widgets::DataTable*>())
        if (table->isVisible() && table->model()) finder.table(*table);
    finder.placeholders(window);
    finder.scrolls(window);
    // What is painted says itself that it was cut.
    const widgets::CutTexts painted;
    window.grab();
    for (const auto& cut : painted.all())
        faults.push_back(
            {Kind::cut, page, cut.widget,
             QStringLiteral("\"%1\" has %2 pixels, needs %3").arg(cut.text).arg(cut.has).arg(cut.needs)});
    return faults;
}

std::vector<PageFault> faultsOf(QWidget& window, const QString& page) {
    std::vector<PageFault> faults;
    auto* shown = window.findChild<QWidget*>(page + QStringLiteral("Page"));
    if (!shown || !shown->isVisible()) {
        faults.push_back(
            {Kind::empty, page, page + QStringLiteral("Page"), QStringLiteral("it is not shown")});
        return faults;
    }
    findEmpty(*shown, page, faults);
    findErrors(*shown, page, faults);
    auto cut = cutTextsOf(window, page);
    faults.insert(faults.end(), cut.begin(), cut.end());
    return faults;
}

} // namespace aw::shell
