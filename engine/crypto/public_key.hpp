#pragma once

#include "base/result.hpp"
#include "base/types.hpp"

namespace aw::crypto {

/// A public key of secp256k1, in the form in which verifying with it is cheapest.
class PublicKey {
public:
    /// From 33 (compressed) or 65 (uncompressed) bytes (SEC 1, section 2.3.3). Error "key.invalid".
    static Result<PublicKey> fromBytes(ByteView bytes);

    const Address& address() const { return m_address; }
    std::array<std::uint8_t, 33> compressed() const;
    std::array<std::uint8_t, 65> uncompressed() const;

    bool operator==(const PublicKey& other) const { return m_point == other.m_point; }

private:
    friend class Curve;
    PublicKey() = default;
    std::array<std::uint8_t, 64> m_point{}; ///< as libsecp256k1 keeps it
    Address m_address;
};

/// The key that made a signature. Errors: "signature.high-s", "signature.invalid".
Result<PublicKey> recoverKey(const Hash& hash, const Signature& signature);

/// The address of the key that made a signature. Errors as of recoverKey.
Result<Address> recover(const Hash& hash, const Signature& signature);

/// Whether the key made (r, s): cheaper than to recover it. Says nothing of yParity: a signature whose
/// yParity is the wrong one passes here, yet recovers to another address, on L1 too. So a signature that may
/// have to be shown to `ecrecover` is checked with recover(). Errors: "signature.high-s",
/// "signature.invalid".
Result<void> verify(const Hash& hash, const Signature& signature, const PublicKey& key);

} // namespace aw::crypto
