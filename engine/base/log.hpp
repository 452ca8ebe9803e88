#pragma once

#include "base/result.hpp"

#include <concepts>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

/// Logging as logfmt lines: `ts=2026-01-31T12:00:00.000Z level=warn component=feed msg="..." key=value`.
/// Never log a secret. All functions may be called from any thread.
namespace aw::base::log {

enum class Level { debug, info, warn, error, off };

/// Level of a name of the enumeration. Error "log.unknown-level".
Result<Level> levelFromText(std::string_view text);

/// Where the lines of this process go.
struct Options {
    Level level = Level::warn;
    bool standardError = true;
    std::optional<std::filesystem::path> file; ///< appended to; its folder must exist
};

/// Applies to all loggers, those that exist already too. Error "log.file" where the file cannot be opened;
/// then everything stays as it was.
Result<void> configure(const Options& options);
void setLevel(Level level);
/// Whether lines of a level are written at all.
bool enabled(Level level);

/// One more key=value of a line.
struct Field {
    std::string_view key;
    std::string value;

    Field(std::string_view name, std::string_view text)
        : key(name)
        , value(text) {}
    Field(std::string_view name, bool flag)
        : key(name)
        , value(flag ? "true" : "false") {}
    Field(std::string_view name, const char* text)
        : Field(name, std::string_view(text)) {}
    Field(std::string_view name, const std::string& text)
        : Field(name, std::string_view(text)) {}
    template<std::integral Integer>
    Field(std::string_view name, Integer number)
        : key(name)
        , value(std::to_string(number)) {}
};
using Fields = std::initializer_list<Field>;

/// The text of a line after its time stamp; quotes and control characters are escaped, so that no message can
/// forge a line.
std::string formatLine(Level level, std::string_view component, std::string_view message, Fields fields);

/// The logger of one component; cheap to copy.
class Logger {
public:
    explicit Logger(std::string component)
        : m_component(std::move(component)) {}

    void debug(std::string_view message, Fields fields = {}) const { write(Level::debug, message, fields); }
    void info(std::string_view message, Fields fields = {}) const { write(Level::info, message, fields); }
    void warn(std::string_view message, Fields fields = {}) const { write(Level::warn, message, fields); }
    void error(std::string_view message, Fields fields = {}) const { write(Level::error, message, fields); }
    /// An error with its code and detail.
    void error(std::string_view message, const Error& cause) const {
        write(Level::error, message, {{"code", base::name(cause.code)}, {"detail", cause.detail}});
    }
    void warn(std::string_view message, const Error& cause) const {
        write(Level::warn, message, {{"code", base::name(cause.code)}, {"detail", cause.detail}});
    }

private:
    void write(Level level, std::string_view message, Fields fields) const;
    std::string m_component;
};

} // namespace aw::base::log

namespace aw {
namespace log = base::log;
}
