#pragma once

#include <boost/json.hpp>

#include <QDebug>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <vector>

/// Vectors of public suites, which are kept beside the project's folder and need not be there.
namespace aw::test {

inline std::filesystem::path vectorFolder() {
    return std::filesystem::path(AW_SOURCE_DIR) / ".." / "shared" / "vectors";
}

/// Whether the vectors are there at all; a note in the log where not.
inline bool havePublicVectors() {
    if (std::filesystem::is_directory(vectorFolder())) return true;
    qInfo() << "The public vectors are not there: the project's own vectors alone are tested.";
    return false;
}

/// A JSON file of the vectors; nullopt, with a note in the log, where the vectors are not there. Throws where
/// they are there without this file: a test must not pass because it looks in the wrong place.
inline std::optional<boost::json::value> publicVectors(const std::filesystem::path& path) {
    if (!havePublicVectors()) return std::nullopt;
    std::ifstream file(vectorFolder() / path);
    if (!file) throw std::runtime_error("The public vectors have no file " + path.string() + ".");
    std::stringstream text;
    text << file.rdbuf();
    return boost::json::parse(text.str());
}

/// Every file of a folder of the vectors, in order of its path. Empty, with a note in the log, where the
/// vectors are not there; throws where they are there without this folder, or where it is empty.
inline std::vector<boost::json::value> publicVectorFolder(const std::filesystem::path& path) {
    std::vector<boost::json::value> files;
    if (!havePublicVectors()) return files;
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(vectorFolder() / path))
        if (entry.path().extension() == ".json") paths.push_back(entry.path());
    std::ranges::sort(paths);
    for (const auto& found : paths)
        files.push_back(*publicVectors(std::filesystem::relative(found, vectorFolder())));
    if (files.empty()) throw std::runtime_error("The public vectors have nothing in " + path.string() + ".");
    return files;
}

inline std::string stringAt(const boost::json::value& object, std::string_view key) {
    return std::string(object.at(key).as_string());
}

} // namespace aw::test
