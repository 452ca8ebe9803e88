#pragma once

#include "base/result.hpp"
#include "base/types.hpp"

#include <string>
#include <string_view>

/// Amounts as decimal text, exact in both directions; never through floating point.
namespace aw::base {

inline constexpr unsigned kEtherDecimals = 18;
inline constexpr unsigned kGweiDecimals = 9;

/// Decimal text of value / 10^decimals without trailing zeros: "0", "1", "0.000021".
std::string formatUnits(const U256& value, unsigned decimals);

/// value x 10^decimals of text such as "1", "0.5", ".5". Errors "amount.invalid", "amount.too-precise" (more
/// decimals than the unit has), "amount.too-large" (256 bits).
Result<U256> parseUnits(std::string_view text, unsigned decimals);

/// Wei as ETH text and back; the latter is below 2^128.
std::string formatEther(const U256& wei);
Result<Wei> parseEther(std::string_view text);
/// Wei as gwei text and back; the latter is below 2^64, as prices of gas are.
std::string formatGwei(const U256& wei);
Result<std::uint64_t> parseGwei(std::string_view text);

} // namespace aw::base
