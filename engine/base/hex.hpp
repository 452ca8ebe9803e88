#pragma once

#include "base/result.hpp"
#include "base/types.hpp"

#include <string>
#include <string_view>

namespace aw::base {

/// "0x" followed by two lower-case digits a byte.
std::string toHex(ByteView bytes);

/// Bytes of a hex string, with or without "0x", of either case. Errors: "hex.odd-length", "hex.bad-digit".
Result<Bytes> fromHex(std::string_view text);

/// Fixed bytes of a hex string. Errors: those of fromHex, "hex.wrong-size".
template<class Fixed>
Result<Fixed> fixedFromHex(std::string_view text) {
    auto bytes = fromHex(text);
    if (!bytes) return bytes.error();
    if (bytes->size() != Fixed::kSize)
        return Error{ErrorCode::hexWrongSize, "expected " + std::to_string(Fixed::kSize) + " bytes, got " +
                                                  std::to_string(bytes->size()) + "."};
    return Fixed::from(*bytes);
}

/// An Ethereum quantity: "0x0", no leading zeros.
std::string toQuantity(const U256& value);
std::string toQuantity(std::uint64_t value);

/// A quantity ("0x..", leading zeros tolerated). Errors: "hex.bad-digit", "hex.too-large".
Result<U256> quantityFromHex(std::string_view text);
Result<std::uint64_t> quantity64FromHex(std::string_view text);

} // namespace aw::base
