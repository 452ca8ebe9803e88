#pragma once

#include "api/engine.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace aw::lab {

/// A demo: a fresh anvil, fresh contracts, operators in this process, users and their load.
struct DemoOptions {
    std::filesystem::path
        workspace; ///< empty: a new directory under the system's temporary one, removed at the end
    std::uint32_t operators = 3;  ///< 2 to 8
    double tps = 40;              ///< of the load; 0: no load
    std::uint32_t accounts = 200; ///< of the load's users
    bool recordLoad = false;      ///< keeps the hashes that the load was answered, for scenarios
    std::uint16_t rpcPort = 0;    ///< of the first operator, the others follow; 0: any free ones
};

/// Makes the demo; Console::start() starts it. Thread-safe as Console is.
std::unique_ptr<api::Engine> createDemo(DemoOptions options);

} // namespace aw::lab
