#pragma once

#include <boost/json.hpp>

#include <QDebug>

#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

/// Vectors of public suites, which are kept beside the project's folder and need not be there.
namespace aw::test {

inline std::filesystem::path vectorFolder() {
    return std::filesystem::path(AW_SOURCE_DIR) / ".." / "shared" / "vectors";
}

/// A JSON file of the vectors; nullopt, with a note in the log, where it is not there.
inline std::optional<boost::json::value> publicVectors(const std::filesystem::path& path) {
    std::ifstream file(vectorFolder() / path);
    if (!file) {
        qInfo() << "Public vectors" << QString::fromStdString(path.string())
                << "are not there: the project's own vectors alone are tested.";
        return std::nullopt;
    }
    std::stringstream text;
    text << file.rdbuf();
    return boost::json::parse(text.str());
}

inline std::string stringAt(const boost::json::value& object, std::string_view key) {
    return std::string(object.at(key).as_string());
}

} // namespace aw::test
