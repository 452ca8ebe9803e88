#include "commands.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <sstream>
#include <unistd.h>
#include <vector>

namespace aw::app {

namespace fs = std::filesystem;

namespace {

bool isSet(const char* variable) {
    const auto* value = std::getenv(variable);
    return value && *value != '\0';
}

bool hasDisplay() { return isSet("DISPLAY") || isSet("WAYLAND_DISPLAY") || isSet("QT_QPA_PLATFORM"); }

/// The program of that name on the PATH; empty where there is none.
std::string programOnPath(const std::string& name) {
    const auto* path = std::getenv("PATH");
    std::istringstream folders(path ? path : "");
    for (std::string folder; std::getline(folders, folder, ':');)
        if (const auto file = fs::path(folder) / name; access(file.c_str(), X_OK) == 0) return file;
    return {};
}

} // namespace

int runUiBench(const UiBenchArguments& arguments) {
    std::error_code failed;
    const auto console = fs::read_symlink("/proc/self/exe", failed).parent_path() / "anchorwatch";
    if (access(console.c_str(), X_OK) != 0) {
        std::cerr
            << "anchorwatchd: " << console.string()
            << " is missing: the console is built with -DAW_CONSOLE=ON, and belongs beside this program.\n";
        return kExitUnavailable;
    }
    std::vector<std::string> words;
    if (!hasDisplay()) {
        const auto xvfbRun = programOnPath("xvfb-run");
        if (xvfbRun.empty()) {
            std::cerr << "anchorwatchd: there is no display, and xvfb-run, which makes a virtual one, is not "
                         "installed: apt-get install xvfb\n";
            return kExitUnavailable;
        }
        words = {xvfbRun, "-a", "-s", "-screen 0 1920x1200x24"};
    }
    std::ostringstream seconds;
    seconds << arguments.seconds;
    words.insert(words.end(), {console.string(), "--bench-ui", "--runs", std::to_string(arguments.runs),
                               "--seconds", seconds.str()});
    if (arguments.json) words.emplace_back("--json");
    std::vector<char*> argv;
    for (auto& word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    execv(argv.front(), argv.data());
    std::cerr << "anchorwatchd: " << words.front() << " cannot be started: " << std::strerror(errno) << "\n";
    return kExitUnavailable;
}

} // namespace aw::app
