#pragma once

#include "base/hex.hpp"

#include <QString>

#include <string_view>

/// Short forms for tests of the core.
namespace aw::test {

/// Code of the error; "ok" where there is none.
template<class T>
QString codeOf(const Result<T>& result) {
    return result ? QStringLiteral("ok") : QString::fromStdString(std::string(result.error().code));
}

/// Hex with 0x, for messages that can be read.
inline QString hexOf(ByteView bytes) { return QString::fromStdString(base::toHex(bytes)); }
template<class Tag, std::size_t N>
QString hexOf(const base::FixedBytes<Tag, N>& value) {
    return hexOf(value.view());
}

/// Bytes of hex that the test itself writes.
inline Bytes bytesOf(std::string_view hex) { return base::fromHex(hex).value(); }
inline ByteView textBytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline Address addressOf(std::string_view hex) { return base::fixedFromHex<Address>(hex).value(); }
inline Hash hashOf(std::string_view hex) { return base::fixedFromHex<Hash>(hex).value(); }

} // namespace aw::test
