#include "crypto/keys.hpp"

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "crypto/curve.hpp"
#include "crypto/keccak.hpp"
#include "crypto/secret_bytes.hpp"

#include <openssl/crypto.h>
#include <secp256k1_recovery.h>

#include <bit>
#include <cctype>

namespace aw::crypto {
namespace {

std::string checksumDigits(const Address& address) {
    auto digits = base::toHex(address.view()).substr(2);
    const auto hash =
        keccak256(ByteView(reinterpret_cast<const std::uint8_t*>(digits.data()), digits.size()));
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const auto nibble = i % 2 == 0 ? hash.bytes[i / 2] >> 4 : hash.bytes[i / 2] & 15;
        if (nibble >= 8 && digits[i] >= 'a') digits[i] = static_cast<char>(digits[i] - 'a' + 'A');
    }
    return digits;
}

} // namespace

Result<SecretKey> SecretKey::fromBytes(ByteView bytes) {
    if (bytes.size() != 32)
        return Error{ErrorCode::keyInvalid,
                     "A secret key has 32 bytes, got " + std::to_string(bytes.size()) + "."};
    SecretKey key;
    std::memcpy(key.m_secret.data(), bytes.data(), key.m_secret.size());
    if (secp256k1_ec_seckey_verify(curveContext(), key.m_secret.data()) != 1)
        return Error{ErrorCode::keyInvalid,
                     "The bytes are no secret key: zero, or not below the order of the curve."};
    key.m_address = key.publicKey().address();
    return key;
}

SecretKey SecretKey::generate() {
    for (;;) {
        SecretBytes bytes(32);
        fillRandom(bytes.writable());
        auto key = fromBytes(bytes.view());
        if (key) return std::move(*key);
    }
}

SecretKey SecretKey::derive(std::string_view seed, std::uint64_t index) {
    Bytes number;
    base::appendBigEndian(number, index);
    auto hash =
        keccak256({ByteView(reinterpret_cast<const std::uint8_t*>(seed.data()), seed.size()), number});
    for (;;) {
        auto key = fromBytes(hash.view());
        if (key) return std::move(*key);
        hash = keccak256(hash.view());
    }
}

SecretKey::SecretKey(SecretKey&& other) noexcept
    : m_secret(other.m_secret)
    , m_address(other.m_address) {
    OPENSSL_cleanse(other.m_secret.data(), other.m_secret.size());
}

SecretKey& SecretKey::operator=(SecretKey&& other) noexcept {
    if (this == &other) return *this;
    m_secret = other.m_secret;
    m_address = other.m_address;
    OPENSSL_cleanse(other.m_secret.data(), other.m_secret.size());
    return *this;
}

SecretKey::~SecretKey() { OPENSSL_cleanse(m_secret.data(), m_secret.size()); }

Signature SecretKey::sign(const Hash& hash) const {
    // A recovery id above 1 means that r wrapped around the order (chance 2^-127); it has no yParity, so the
    // next nonce is taken.
    std::array<std::uint8_t, 32> extra{};
    for (;; ++extra[31]) {
        secp256k1_ecdsa_recoverable_signature made;
        const void* const nonceData = extra[31] == 0 ? nullptr : extra.data();
        if (secp256k1_ecdsa_sign_recoverable(curveContext(), &made, hash.bytes.data(), m_secret.data(),
                                             nullptr, nonceData) != 1)
            throw std::logic_error("A key that was moved from cannot sign.");
        Signature signature;
        int recoveryId = 0;
        secp256k1_ecdsa_recoverable_signature_serialize_compact(curveContext(), signature.bytes.data(),
                                                                &recoveryId, &made);
        if (recoveryId > 1) continue;
        signature.bytes[64] = static_cast<std::uint8_t>(recoveryId);
        return signature;
    }
}

ByteView SecretKey::secret() const { return m_secret; }

std::string checksumAddress(const Address& address) { return "0x" + checksumDigits(address); }

Result<Address> parseAddress(std::string_view text) {
    const auto parsed = base::fixedFromHex<Address>(text);
    if (!parsed)
        return Error{ErrorCode::addressInvalid,
                     "An address is 0x and 40 hexadecimal digits: " + parsed.error().detail};
    const auto digits = text.substr(text.size() - 2 * Address::kSize);
    bool upper = false;
    bool lower = false;
    for (const char c : digits) {
        upper = upper || std::isupper(static_cast<unsigned char>(c)) != 0;
        lower = lower || std::islower(static_cast<unsigned char>(c)) != 0;
    }
    if (upper && lower && digits != checksumDigits(*parsed))
        return Error{
            ErrorCode::addressChecksum,
            "The upper and lower case of the address are not its EIP-55 checksum: a digit is wrong."};
    return *parsed;
}

Address createAddress(const Address& sender, std::uint64_t nonce) {
    Bytes payload{0x94};
    base::append(payload, sender.view());
    if (nonce == 0) {
        payload.push_back(0x80);
    } else if (nonce < 0x80) {
        payload.push_back(static_cast<std::uint8_t>(nonce));
    } else {
        Bytes digits;
        base::appendBigEndian(digits, nonce);
        const auto zeros = static_cast<std::size_t>(std::countl_zero(nonce)) / 8;
        payload.push_back(static_cast<std::uint8_t>(0x80 + digits.size() - zeros));
        base::append(payload, ByteView(digits).subspan(zeros));
    }
    const Bytes prefix{static_cast<std::uint8_t>(0xc0 + payload.size())};
    return Address::from(keccak256({prefix, payload}).view().subspan(12));
}

} // namespace aw::crypto
