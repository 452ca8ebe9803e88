#pragma once

#include "base/hex.hpp"
#include "base/result.hpp"

#include <QMetaType>
#include <QString>

#include <string>
#include <string_view>

/// So that QCOMPARE takes codes, and shows their names.
namespace aw::base {

inline char* toString(ErrorCode code) { return qstrdup(std::string(name(code)).c_str()); }
inline bool operator==(const QString& text, ErrorCode code) { return text.toStdString() == name(code); }

} // namespace aw::base
Q_DECLARE_METATYPE(aw::ErrorCode)

/// Short forms for tests of the core.
namespace aw::test {

/// The name for programs.
inline QString nameOf(ErrorCode code) {
    const auto text = base::name(code);
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// Name of the error's code; "ok" where there is none. It compares with an ErrorCode.
template<class T>
QString codeOf(const Result<T>& result) {
    return result ? QStringLiteral("ok") : nameOf(result.error().code);
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
