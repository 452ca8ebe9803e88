#pragma once

#include <QString>

#include <functional>
#include <type_traits>

class QWidget;

namespace aw::widgets {

/// Words of a widget: fixed, or made by a function that is asked again when the language changes, so that no
/// widget has to be made anew for it. Write `[] { return tr("Fraud"); }`.
class Text {
public:
    Text() = default;
    Text(QString fixed)
        : m_fixed(std::move(fixed)) {}
    template<class Make, std::enable_if_t<std::is_invocable_r_v<QString, const Make&>, int> = 0>
    Text(Make make)
        : m_make(std::move(make)) {}

    /// The words in the language of now.
    QString operator()() const { return m_make ? m_make() : m_fixed; }
    /// Calls `set` with the words now and, unless they are fixed, after each change of the language, as long
    /// as `owner` lives.
    void bind(QWidget* owner, std::function<void(const QString&)> set) const;

private:
    QString m_fixed;
    std::function<QString()> m_make;
};

/// Calls `set` now and after each change of the language, as long as `owner` lives.
void onLanguage(QWidget* owner, std::function<void()> set);
/// Calls `set` now and after each change of the theme, as long as `owner` lives.
void onTheme(QWidget* owner, std::function<void()> set);

} // namespace aw::widgets
