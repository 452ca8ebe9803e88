#include "base/hex.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace aw::base {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";

/// Value of a hex digit; -1 for any other character.
int digitValue(char c) {
    static constexpr auto kValues = [] {
        std::array<std::int8_t, 256> values{};
        values.fill(-1);
        for (int digit = 0; digit < 16; ++digit) {
            values[static_cast<unsigned char>("0123456789abcdef"[digit])] = static_cast<std::int8_t>(digit);
            values[static_cast<unsigned char>("0123456789ABCDEF"[digit])] = static_cast<std::int8_t>(digit);
        }
        return values;
    }();
    return kValues[static_cast<unsigned char>(c)];
}

bool hasPrefix(std::string_view text) {
    return text.size() >= 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
}

Error badDigit(std::size_t position) {
    return {ErrorCode::hexBadDigit,
            "Character " + std::to_string(position + 1) + " is not a hexadecimal digit."};
}

/// The digits of a quantity without leading zeros, checked.
Result<std::string_view> quantityDigits(std::string_view text) {
    if (!hasPrefix(text)) return Error{ErrorCode::hexBadDigit, "A quantity starts with 0x."};
    auto digits = text.substr(2);
    if (digits.empty()) return Error{ErrorCode::hexBadDigit, "A quantity has at least one digit after 0x."};
    for (std::size_t i = 0; i < digits.size(); ++i)
        if (digitValue(digits[i]) < 0) return badDigit(i + 2);
    const auto first = std::min(digits.find_first_not_of('0'), digits.size() - 1);
    return digits.substr(first);
}

} // namespace

std::string toHex(ByteView bytes) {
    std::string text(2 + 2 * bytes.size(), '0');
    text[1] = 'x';
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        text[2 + 2 * i] = kDigits[bytes[i] >> 4];
        text[3 + 2 * i] = kDigits[bytes[i] & 15];
    }
    return text;
}

Result<Bytes> fromHex(std::string_view text) {
    const std::size_t start = hasPrefix(text) ? 2 : 0;
    const auto digits = text.substr(start);
    if (digits.size() % 2 != 0)
        return Error{ErrorCode::hexOddLength, "Bytes need an even number of hexadecimal digits, got " +
                                                  std::to_string(digits.size()) + "."};
    Bytes bytes(digits.size() / 2);
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const int value = digitValue(digits[i]);
        if (value < 0) return badDigit(start + i);
        bytes[i / 2] = static_cast<std::uint8_t>(bytes[i / 2] << 4 | value);
    }
    return bytes;
}

std::string toQuantity(const U256& value) {
    // The stream form of Boost is upper case with a showbase prefix; wallets expect lower case.
    auto text = value.str(0, std::ios_base::hex);
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c; });
    return "0x" + text;
}

std::string toQuantity(std::uint64_t value) {
    std::array<char, 16> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, 16).ptr;
    return "0x" + std::string(digits.data(), end);
}

Result<U256> quantityFromHex(std::string_view text) {
    const auto digits = quantityDigits(text);
    if (!digits) return digits.error();
    if (digits->size() > 64) return Error{ErrorCode::hexTooLarge, "The quantity does not fit 256 bits."};
    U256 value;
    for (const char c : *digits)
        value = value << 4 | static_cast<unsigned>(digitValue(c));
    return value;
}

Result<std::uint64_t> quantity64FromHex(std::string_view text) {
    const auto digits = quantityDigits(text);
    if (!digits) return digits.error();
    if (digits->size() > 16) return Error{ErrorCode::hexTooLarge, "The quantity does not fit 64 bits."};
    std::uint64_t value = 0;
    for (const char c : *digits)
        value = value << 4 | static_cast<unsigned>(digitValue(c));
    return value;
}

} // namespace aw::base
