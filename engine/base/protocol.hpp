#pragma once

#include "base/types.hpp"

#include <cstdint>

/// The constants of PROTOCOL.md section 1.
namespace aw::base::protocol {

inline constexpr unsigned kTreeDepth = 32;
inline constexpr std::uint32_t kSegmentRecords = 64;
inline constexpr unsigned kTxTreeDepth = 6;
inline constexpr std::uint32_t kSegmentIndexes = 128;
inline constexpr std::uint32_t kMaxSegments = 256;
inline constexpr std::uint32_t kMaxSegmentBytes = 6144;
inline constexpr std::uint64_t kTransferGas = 21000;
inline constexpr std::uint64_t kWithdrawalGas = 30000;
inline constexpr std::uint64_t kTokenGas = 9000;
inline constexpr std::uint64_t kTickMs = 100;
/// How far the time of an L2 block may be ahead of that of the L1 block of its batch (B-2).
inline constexpr std::uint64_t kMaxAheadMs = 3'600'000;
inline constexpr Address kWithdrawalAddress{
    {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x00, 0xe8, 0x17}};

/// the L2 gas of a kind of user transaction.
constexpr std::uint64_t gasOfKind(bool withdrawal, bool token) {
    return (withdrawal ? kWithdrawalGas : kTransferGas) + (token ? kTokenGas : 0);
}

} // namespace aw::base::protocol

namespace aw {
namespace protocol = base::protocol;
}
