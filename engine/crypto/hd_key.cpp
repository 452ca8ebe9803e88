#include "crypto/hd_key.hpp"

#include "base/bytes.hpp"
#include "crypto/curve.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <optional>
#include <stdexcept>

namespace aw::crypto {
namespace {

constexpr std::string_view kMasterKey = "Bitcoin seed";

/// HMAC-SHA512, split in halves.
struct Halves {
    SecretBytes left;
    SecretBytes right;
};
Halves hmac(ByteView key, ByteView data) {
    SecretBytes whole(64);
    unsigned size = 0;
    if (HMAC(EVP_sha512(), key.data(), static_cast<int>(key.size()), data.data(), data.size(),
             whole.writable().data(), &size) == nullptr ||
        size != whole.size())
        throw std::runtime_error("OpenSSL gives no HMAC-SHA512.");
    return {.left = SecretBytes::copyOf(whole.view().first(32)),
            .right = SecretBytes::copyOf(whole.view().last(32))};
}

/// RIPEMD-160 of SHA-256, of which BIP-32 takes fingerprints. Not all builds of OpenSSL have RIPEMD-160.
std::optional<std::uint32_t> hash160Prefix(ByteView bytes) {
    std::array<std::uint8_t, 32> inner;
    std::array<std::uint8_t, 20> outer;
    unsigned size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), inner.data(), &size, EVP_sha256(), nullptr) != 1)
        return std::nullopt;
    if (EVP_Digest(inner.data(), inner.size(), outer.data(), &size, EVP_ripemd160(), nullptr) != 1)
        return std::nullopt;
    return base::readBigEndian<std::uint32_t>(ByteView(outer).first(4));
}

Error badPath(std::string_view why) {
    return {ErrorCode::hdkeyBadPath,
            "A path is m and indexes such as in m/44'/60'/0'/0/0: " + std::string(why) + "."};
}

/// One index of a path: decimal digits, and a mark where it is hardened.
Result<std::uint32_t> parseIndex(std::string_view text) {
    const bool hardened =
        !text.empty() && std::string_view("'hH").find(text.back()) != std::string_view::npos;
    if (hardened) text.remove_suffix(1);
    if (text.empty()) return badPath("an index is missing");
    std::uint64_t value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return badPath("an index is not a number");
        value = 10 * value + static_cast<unsigned>(c - '0');
        if (value >= kHardened) return badPath("an index is 2^31 or more");
    }
    return static_cast<std::uint32_t>(value) | (hardened ? kHardened : 0);
}

} // namespace

Result<HdKey> HdKey::fromParts(SecretBytes secret, SecretBytes chainCode) {
    if (secp256k1_ec_seckey_verify(curveContext(), secret.view().data()) != 1)
        return Error{ErrorCode::hdkeyNoKey, "No key stands at this index; the next one has one."};
    HdKey key;
    key.m_secret = std::move(secret);
    key.m_chainCode = std::move(chainCode);
    return key;
}

Result<HdKey> HdKey::fromSeed(ByteView seed) {
    if (seed.size() < 16 || seed.size() > 64)
        return Error{ErrorCode::hdkeySeedSize,
                     "A seed has 16 to 64 bytes, not " + std::to_string(seed.size()) + "."};
    auto halves =
        hmac(ByteView(reinterpret_cast<const std::uint8_t*>(kMasterKey.data()), kMasterKey.size()), seed);
    return fromParts(std::move(halves.left), std::move(halves.right));
}

Result<HdKey> HdKey::child(std::uint32_t index) const {
    if (m_depth == 255) return Error{ErrorCode::hdkeyTooDeep, "A path has at most 255 indexes."};
    // 0x00 ‖ secret, or the public key; then the index.
    SecretBytes data(37);
    const auto out = data.writable();
    if (index >= kHardened)
        std::ranges::copy(m_secret.view(), out.begin() + 1);
    else
        std::ranges::copy(publicKey().compressed(), out.begin());
    for (unsigned i = 0; i < 4; ++i)
        out[33 + i] = static_cast<std::uint8_t>(index >> (24 - 8 * i));
    auto halves = hmac(m_chainCode.view(), data.view());
    if (secp256k1_ec_seckey_tweak_add(curveContext(), halves.left.writable().data(),
                                      m_secret.view().data()) != 1)
        return Error{ErrorCode::hdkeyNoKey, "No key stands at this index; the next one has one."};
    auto result = fromParts(std::move(halves.left), std::move(halves.right));
    if (!result) return result;
    result->m_depth = static_cast<std::uint8_t>(m_depth + 1);
    result->m_index = index;
    result->m_parentFingerprint = fingerprint();
    return result;
}

Result<HdKey> HdKey::derive(std::string_view path) const {
    if (path.substr(0, 1) != "m") return badPath("it begins with m");
    path.remove_prefix(1);
    HdKey current;
    current.m_secret = SecretBytes::copyOf(m_secret.view());
    current.m_chainCode = SecretBytes::copyOf(m_chainCode.view());
    current.m_depth = m_depth;
    current.m_index = m_index;
    current.m_parentFingerprint = m_parentFingerprint;
    while (!path.empty()) {
        if (path.front() != '/') return badPath("indexes are separated by /");
        path.remove_prefix(1);
        const auto end = std::min(path.find('/'), path.size());
        const auto index = parseIndex(path.substr(0, end));
        if (!index) return index.error();
        auto next = current.child(*index);
        if (!next) return next;
        current = std::move(*next);
        path.remove_prefix(end);
    }
    return current;
}

SecretKey HdKey::key() const {
    auto key = SecretKey::fromBytes(m_secret.view());
    return std::move(key.value());
}

std::uint32_t HdKey::fingerprint() const { return hash160Prefix(publicKey().compressed()).value_or(0); }

Result<SecretKey> ethereumAccount(ByteView seed, std::uint32_t index) {
    if (index >= kHardened) return badPath("an index is 2^31 or more");
    const auto master = HdKey::fromSeed(seed);
    if (!master) return master.error();
    const auto account = master->derive("m/44'/60'/0'/0/" + std::to_string(index));
    if (!account) return account.error();
    return account->key();
}

} // namespace aw::crypto
