#include "crypto/public_key.hpp"

#include "crypto/curve.hpp"
#include "crypto/keccak.hpp"
#include "crypto/keys.hpp"

#include <secp256k1_recovery.h>

#include <stdexcept>

namespace aw::crypto {
namespace {

/// Half of the group order, rounded down: the largest low s (EIP-2).
constexpr std::array<std::uint8_t, 32> kHalfOrder{
    0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0x5d, 0x57, 0x6e, 0x73, 0x57, 0xa4, 0x50, 0x1d, 0xdf, 0xe9, 0x2f, 0x46, 0x68, 0x1b, 0x20, 0xa0};

Error invalidSignature() { return {ErrorCode::signatureInvalid, "The signature belongs to no key."}; }

bool isHighS(const Signature& signature) {
    return std::memcmp(signature.bytes.data() + 32, kHalfOrder.data(), kHalfOrder.size()) > 0;
}

Error highS() {
    return {ErrorCode::signatureHighS, "The signature's s is in the upper half of the order (EIP-2)."};
}

/// A signature with its recovery id, parsed and checked.
Result<secp256k1_ecdsa_recoverable_signature> parse(const Signature& signature) {
    const int recoveryId = signature.bytes[64];
    if (recoveryId > 1) return invalidSignature();
    secp256k1_ecdsa_recoverable_signature parsed;
    if (secp256k1_ecdsa_recoverable_signature_parse_compact(curveContext(), &parsed, signature.bytes.data(),
                                                            recoveryId) != 1)
        return invalidSignature();
    if (isHighS(signature)) return highS();
    return parsed;
}

template<std::size_t N>
std::array<std::uint8_t, N> serialize(const secp256k1_pubkey& key, unsigned format) {
    std::array<std::uint8_t, N> bytes;
    auto size = bytes.size();
    secp256k1_ec_pubkey_serialize(curveContext(), bytes.data(), &size, &key, format);
    return bytes;
}

Address addressOf(const secp256k1_pubkey& key) {
    const auto bytes = serialize<65>(key, SECP256K1_EC_UNCOMPRESSED);
    return Address::from(keccak256(ByteView(bytes).subspan(1)).view().subspan(12));
}

} // namespace

/// Between PublicKey and the library's type.
class Curve {
public:
    static PublicKey wrap(const secp256k1_pubkey& key) {
        static_assert(sizeof key.data == 64);
        PublicKey result;
        std::memcpy(result.m_point.data(), key.data, sizeof key.data);
        result.m_address = addressOf(key);
        return result;
    }
    static secp256k1_pubkey unwrap(const PublicKey& key) {
        secp256k1_pubkey result;
        std::memcpy(result.data, key.m_point.data(), sizeof result.data);
        return result;
    }
};

Result<PublicKey> PublicKey::fromBytes(ByteView bytes) {
    secp256k1_pubkey key;
    const bool sizeFits = bytes.size() == 33 || bytes.size() == 65;
    // The library also takes the hybrid form, which nobody writes.
    const bool hybrid = bytes.size() == 65 && bytes[0] != 0x04;
    if (!sizeFits || hybrid ||
        secp256k1_ec_pubkey_parse(curveContext(), &key, bytes.data(), bytes.size()) != 1)
        return Error{ErrorCode::keyInvalid, "The bytes are no public key of secp256k1."};
    return Curve::wrap(key);
}

std::array<std::uint8_t, 33> PublicKey::compressed() const {
    return serialize<33>(Curve::unwrap(*this), SECP256K1_EC_COMPRESSED);
}

std::array<std::uint8_t, 65> PublicKey::uncompressed() const {
    return serialize<65>(Curve::unwrap(*this), SECP256K1_EC_UNCOMPRESSED);
}

PublicKey SecretKey::publicKey() const {
    secp256k1_pubkey key;
    if (secp256k1_ec_pubkey_create(curveContext(), &key, m_secret.data()) != 1)
        throw std::logic_error("A key that was moved from has no public key.");
    return Curve::wrap(key);
}

Result<PublicKey> recoverKey(const Hash& hash, const Signature& signature) {
    const auto parsed = parse(signature);
    if (!parsed) return parsed.error();
    secp256k1_pubkey key;
    if (secp256k1_ecdsa_recover(curveContext(), &key, &*parsed, hash.bytes.data()) != 1)
        return invalidSignature();
    return Curve::wrap(key);
}

Result<Address> recover(const Hash& hash, const Signature& signature) {
    const auto key = recoverKey(hash, signature);
    if (!key) return key.error();
    return key->address();
}

Result<void> verify(const Hash& hash, const Signature& signature, const PublicKey& key) {
    secp256k1_ecdsa_signature parsed;
    if (secp256k1_ecdsa_signature_parse_compact(curveContext(), &parsed, signature.bytes.data()) != 1)
        return invalidSignature();
    if (isHighS(signature)) return highS();
    const auto point = Curve::unwrap(key);
    if (secp256k1_ecdsa_verify(curveContext(), &parsed, hash.bytes.data(), &point) != 1)
        return Error{ErrorCode::signatureInvalid, "The signature was not made by this key."};
    return {};
}

} // namespace aw::crypto
