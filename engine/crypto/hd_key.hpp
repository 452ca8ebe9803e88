#pragma once

#include "crypto/keys.hpp"
#include "crypto/secret_bytes.hpp"

namespace aw::crypto {

/// Added to an index of BIP-32 to derive hardened.
inline constexpr std::uint32_t kHardened = 0x8000'0000;

/// A private extended key of BIP-32. Not copyable; wipes itself.
class HdKey {
public:
    /// The master key of a seed of 16 to 64 bytes. Errors: "hdkey.seed-size", "hdkey.no-key" (chance 2^-127).
    static Result<HdKey> fromSeed(ByteView seed);

    /// CKDpriv. Errors: "hdkey.too-deep" (below depth 255), "hdkey.no-key" (chance 2^-127; take the next
    /// index).
    Result<HdKey> child(std::uint32_t index) const;
    /// The key at a path from this one, such as "m/44'/60'/0'/0/0"; h, H and ' mark a hardened index. Errors:
    /// "hdkey.bad-path", those of child.
    Result<HdKey> derive(std::string_view path) const;

    SecretKey key() const;
    PublicKey publicKey() const { return key().publicKey(); }
    ByteView secret() const { return m_secret.view(); }
    ByteView chainCode() const { return m_chainCode.view(); }
    std::uint8_t depth() const { return m_depth; }
    std::uint32_t index() const { return m_index; }
    /// First four bytes of the parent's HASH160; 0 for a master key.
    std::uint32_t parentFingerprint() const { return m_parentFingerprint; }

private:
    HdKey() = default;
    static Result<HdKey> fromParts(SecretBytes secret, SecretBytes chainCode);
    std::uint32_t fingerprint() const;

    SecretBytes m_secret;
    SecretBytes m_chainCode;
    std::uint8_t m_depth = 0;
    std::uint32_t m_index = 0;
    std::uint32_t m_parentFingerprint = 0;
};

/// Account `index` of a seed: m/44'/60'/0'/0/index (BIP-44), where Ethereum's wallets look for it. Errors as
/// of HdKey.
Result<SecretKey> ethereumAccount(ByteView seed, std::uint32_t index);

} // namespace aw::crypto
