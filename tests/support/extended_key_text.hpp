#pragma once

#include "crypto/hd_key.hpp"

#include "base/bytes.hpp"

#include <QCryptographicHash>

#include <algorithm>

/// The text form of BIP-32's keys, in which its vectors are published. The product has no use for it.
namespace aw::test {

inline Bytes sha256(ByteView bytes) {
    const QByteArray input(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size()));
    const auto hash = QCryptographicHash::hash(input, QCryptographicHash::Sha256);
    return {hash.begin(), hash.end()};
}

/// Base58Check.
inline std::string base58Check(Bytes bytes) {
    static constexpr std::string_view kDigits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    const auto checksum = sha256(sha256(bytes));
    bytes.insert(bytes.end(), checksum.begin(), checksum.begin() + 4);
    boost::multiprecision::cpp_int number;
    import_bits(number, bytes.begin(), bytes.end());
    std::string text;
    for (; number != 0; number /= 58)
        text += kDigits[static_cast<std::size_t>(number % 58)];
    for (std::size_t i = 0; i < bytes.size() && bytes[i] == 0; ++i)
        text += kDigits[0];
    std::ranges::reverse(text);
    return text;
}

inline std::string extendedKeyText(const crypto::HdKey& key, std::uint32_t version, ByteView keyData) {
    Bytes bytes;
    base::appendBigEndian(bytes, version);
    bytes.push_back(key.depth());
    base::appendBigEndian(bytes, key.parentFingerprint());
    base::appendBigEndian(bytes, key.index());
    base::append(bytes, key.chainCode());
    base::append(bytes, keyData);
    return base58Check(bytes);
}

/// xprv...
inline std::string privateText(const crypto::HdKey& key) {
    Bytes data{0};
    base::append(data, key.secret());
    return extendedKeyText(key, 0x0488ade4, data);
}

/// xpub...
inline std::string publicText(const crypto::HdKey& key) {
    return extendedKeyText(key, 0x0488b21e, key.publicKey().compressed());
}

} // namespace aw::test
