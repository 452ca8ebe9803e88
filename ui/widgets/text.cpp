#include "widgets/text.hpp"

#include "widgets/theme.hpp"

#include <QEvent>
#include <QWidget>

namespace aw::widgets {

namespace {

/// A widget hands the event of a change of language on to its children; this child acts on it.
class LanguageFollower : public QObject {
public:
    LanguageFollower(QWidget* owner, std::function<void()> set)
        : QObject(owner)
        , m_set(std::move(set)) {}

    bool event(QEvent* event) override {
        if (event->type() == QEvent::LanguageChange) m_set();
        return QObject::event(event);
    }

private:
    std::function<void()> m_set;
};

} // namespace

void Text::bind(QWidget* owner, std::function<void(const QString&)> set) const {
    if (!m_make) {
        set(m_fixed);
        return;
    }
    onLanguage(owner, [make = m_make, set = std::move(set)] { set(make()); });
}

void onLanguage(QWidget* owner, std::function<void()> set) {
    set();
    new LanguageFollower(owner, std::move(set));
}

void onTheme(QWidget* owner, std::function<void()> set) {
    set();
    QObject::connect(&Theme::instance(), &Theme::changed, owner, std::move(set));
}

} // namespace aw::widgets
