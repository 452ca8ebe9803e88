#pragma once

#include "base/result.hpp"
#include "base/types.hpp"
#include "crypto/public_key.hpp"

#include <string>
#include <string_view>

namespace aw::crypto {

/// A secp256k1 secret key. Not copyable; wipes itself.
class SecretKey {
public:
    /// From 32 bytes. Error "key.invalid" for zero or a value not below the group order.
    static Result<SecretKey> fromBytes(ByteView bytes);
    /// From the operating system's randomness.
    static SecretKey generate();
    /// Deterministic key keccak256(seed ‖ index u64) for load accounts of demos and tests only.
    static SecretKey derive(std::string_view seed, std::uint64_t index);

    SecretKey(SecretKey&&) noexcept;
    SecretKey& operator=(SecretKey&&) noexcept;
    SecretKey(const SecretKey&) = delete;
    SecretKey& operator=(const SecretKey&) = delete;
    ~SecretKey();

    const Address& address() const { return m_address; }
    PublicKey publicKey() const;
    /// Low-s recoverable ECDSA signature over a 32-byte hash (RFC 6979 nonce).
    Signature sign(const Hash& hash) const;
    /// The secret itself, for key files only.
    ByteView secret() const;

private:
    SecretKey() = default;
    std::array<std::uint8_t, 32> m_secret{};
    Address m_address;
};

/// EIP-55 mixed-case text of an address.
std::string checksumAddress(const Address& address);

/// Address of hex text; mixed case must have the right EIP-55 checksum. Error "address.invalid",
/// "address.checksum".
Result<Address> parseAddress(std::string_view text);

/// keccak-256(rlp([sender, nonce]))[12:]: where CREATE puts a contract.
Address createAddress(const Address& sender, std::uint64_t nonce);

} // namespace aw::crypto
