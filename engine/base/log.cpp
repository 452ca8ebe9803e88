#include "base/log.hpp"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/dist_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <algorithm>
#include <array>

namespace aw::base::log {
namespace {

constexpr std::array<std::string_view, 5> kLevelNames{"debug", "info", "warn", "error", "off"};

spdlog::level::level_enum toSpdlog(Level level) {
    switch (level) {
    case Level::debug:
        return spdlog::level::debug;
    case Level::info:
        return spdlog::level::info;
    case Level::warn:
        return spdlog::level::warn;
    case Level::error:
        return spdlog::level::err;
    case Level::off:
        break;
    }
    return spdlog::level::off;
}

std::unique_ptr<spdlog::formatter> lineFormatter() {
    return std::make_unique<spdlog::pattern_formatter>("ts=%Y-%m-%dT%H:%M:%S.%eZ %v",
                                                       spdlog::pattern_time_type::utc);
}

/// The one logger of the process; its sinks can be exchanged while other threads write.
struct Output {
    std::shared_ptr<spdlog::sinks::dist_sink_mt> sinks = std::make_shared<spdlog::sinks::dist_sink_mt>();
    spdlog::logger logger{"aw", sinks};

    Output() {
        sinks->add_sink(std::make_shared<spdlog::sinks::stderr_sink_mt>());
        logger.set_formatter(lineFormatter());
        logger.set_level(spdlog::level::warn);
        logger.flush_on(spdlog::level::warn);
    }
};

Output& output() {
    // Never destroyed: threads may log while the process ends.
    static auto* const instance = new Output;
    return *instance;
}

void appendEscaped(std::string& out, std::string_view text) {
    static constexpr std::string_view kDigits = "0123456789abcdef";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20 || byte == 0x7f) {
            out += "\\x";
            out += kDigits[byte >> 4];
            out += kDigits[byte & 15];
        } else {
            out += c;
        }
    }
}

void appendValue(std::string& out, std::string_view text) {
    const bool plain = !text.empty() && std::ranges::all_of(text, [](char c) {
        return static_cast<unsigned char>(c) > 0x20 && c != 0x7f && c != '=' && c != '"' && c != '\\';
    });
    if (!plain) out += '"';
    appendEscaped(out, text);
    if (!plain) out += '"';
}

} // namespace

Result<Level> levelFromText(std::string_view text) {
    for (std::size_t i = 0; i < kLevelNames.size(); ++i)
        if (kLevelNames[i] == text) return static_cast<Level>(i);
    return Error{ErrorCode::logUnknownLevel,
                 "'" + std::string(text) + "' is not a log level; use debug, info, warn, error or off."};
}

Result<void> configure(const Options& options) {
    std::vector<spdlog::sink_ptr> sinks;
    if (options.standardError) sinks.push_back(std::make_shared<spdlog::sinks::stderr_sink_mt>());
    if (options.file) {
        try {
            sinks.push_back(std::make_shared<spdlog::sinks::basic_file_sink_mt>(options.file->string()));
        } catch (const spdlog::spdlog_ex& exception) {
            return Error{ErrorCode::logFile,
                         "The log file cannot be opened: " + std::string(exception.what()) + "."};
        }
    }
    for (const auto& sink : sinks)
        sink->set_formatter(lineFormatter());
    output().sinks->set_sinks(std::move(sinks));
    setLevel(options.level);
    return {};
}

void setLevel(Level level) { output().logger.set_level(toSpdlog(level)); }

bool enabled(Level level) { return level != Level::off && output().logger.should_log(toSpdlog(level)); }

std::string formatLine(Level level, std::string_view component, std::string_view message, Fields fields) {
    std::string line = "level=";
    line += kLevelNames[static_cast<std::size_t>(level)];
    line += " component=";
    appendValue(line, component);
    line += " msg=\"";
    appendEscaped(line, message);
    line += '"';
    for (const auto& field : fields) {
        line += ' ';
        line += field.key;
        line += '=';
        appendValue(line, field.value);
    }
    return line;
}

void Logger::write(Level level, std::string_view message, Fields fields) const {
    if (!enabled(level)) return;
    const auto line = formatLine(level, m_component, message, fields);
    output().logger.log(toSpdlog(level), spdlog::string_view_t(line.data(), line.size()));
}

} // namespace aw::base::log
