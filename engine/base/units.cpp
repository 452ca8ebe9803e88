#include "base/units.hpp"

#include <algorithm>
#include <limits>

namespace aw::base {
namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }

Error tooLarge(unsigned bits) {
    return {ErrorCode::amountTooLarge, "The amount does not fit " + std::to_string(bits) + " bits."};
}

} // namespace

std::string formatUnits(const U256& value, unsigned decimals) {
    auto digits = value.str();
    if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
    const auto whole = digits.size() - decimals;
    auto fraction = digits.substr(whole);
    fraction.erase(fraction.find_last_not_of('0') + 1);
    digits.resize(whole);
    return fraction.empty() ? digits : digits + "." + fraction;
}

Result<U256> parseUnits(std::string_view text, unsigned decimals) {
    const auto point = std::min(text.find('.'), text.size());
    const auto whole = text.substr(0, point);
    auto fraction = point < text.size() ? text.substr(point + 1) : std::string_view{};
    if ((whole.empty() && fraction.empty()) || !std::ranges::all_of(whole, isDigit) ||
        !std::ranges::all_of(fraction, isDigit))
        return Error{ErrorCode::amountInvalid,
                     "'" + std::string(text.substr(0, 80)) +
                         "' is not an amount; write digits, with a point before decimals."};
    fraction = fraction.substr(0, fraction.find_last_not_of('0') + 1);
    if (fraction.size() > decimals)
        return Error{ErrorCode::amountTooPrecise,
                     "The amount has more than " + std::to_string(decimals) + " decimals."};

    auto digits = std::string(whole) + std::string(fraction);
    digits.append(decimals - fraction.size(), '0');
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
    constexpr std::size_t kMaxDigits = 78; // of 2^256
    if (digits.size() > kMaxDigits) return tooLarge(256);
    boost::multiprecision::uint512_t value = 0;
    for (const char c : digits)
        value = value * 10 + static_cast<unsigned>(c - '0');
    if (value > std::numeric_limits<U256>::max()) return tooLarge(256);
    return static_cast<U256>(value);
}

std::string formatEther(const U256& wei) { return formatUnits(wei, kEtherDecimals); }

Result<Wei> parseEther(std::string_view text) {
    const auto value = parseUnits(text, kEtherDecimals);
    if (!value) return value.error();
    if (*value > std::numeric_limits<Wei>::max()) return tooLarge(128);
    return static_cast<Wei>(*value);
}

std::string formatGwei(const U256& wei) { return formatUnits(wei, kGweiDecimals); }

Result<std::uint64_t> parseGwei(std::string_view text) {
    const auto value = parseUnits(text, kGweiDecimals);
    if (!value) return value.error();
    if (*value > std::numeric_limits<std::uint64_t>::max()) return tooLarge(64);
    return static_cast<std::uint64_t>(*value);
}

} // namespace aw::base
