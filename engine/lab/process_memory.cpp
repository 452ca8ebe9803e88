#include "lab/process_memory.hpp"

#include <fstream>
#include <sstream>
#include <string>

namespace aw::lab {

Result<std::uint64_t> residentBytes() {
    // The way of Linux.
    std::ifstream facts("/proc/self/status");
    for (std::string line; std::getline(facts, line);) {
        if (!line.starts_with("VmRSS:")) continue;
        std::istringstream fields(line.substr(line.find(':') + 1));
        std::uint64_t kibibytes = 0;
        if (fields >> kibibytes) return kibibytes * 1024;
    }
    return Error{ErrorCode::benchNoMemoryFigure,
                 "This system does not say how much memory the program uses (VmRSS in /proc/self/status)."};
}

} // namespace aw::lab
