#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace aw::rpc {

/// Where a method runs. What is not cheap has threads of its own, not those on which transactions come in and
/// blocks are made; and what reads a block does not wait behind what searches thousands.
enum class Place { connection, reads, searches };

/// What a method costs whoever calls it: in units of about ten microseconds of one core, with all that
/// follows (disk, backups, block). What depends on the answer is charged when it is known, by the constants
/// below.
struct MethodCost {
    std::string_view name;
    std::uint32_t units = 1;
    Place runsOn = Place::connection;
};

/// The row of a method; that of a plain read for one without.
const MethodCost& costOf(std::string_view method);
/// The whole table.
std::span<const MethodCost> methodCosts();

// Charged afterwards.
constexpr std::uint64_t kBytesPerUnit = 4096;   ///< of a message: it is parsed
constexpr std::uint64_t kTxsPerUnit = 2;        ///< of a block that is shown or searched
constexpr std::uint64_t kLogsPerUnit = 4;       ///< of an answer
constexpr std::uint64_t kBlocksPerUnit = 64;    ///< of a range, through the index
constexpr std::uint64_t kUnitsPerBlockRead = 2; ///< of the blocks of a range that hold events

} // namespace aw::rpc
