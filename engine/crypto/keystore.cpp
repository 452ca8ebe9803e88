#include "crypto/keystore.hpp"

#include "base/hex.hpp"
#include "crypto/keccak.hpp"
#include "crypto/keystore_kdf.hpp"

#include <openssl/crypto.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace aw::crypto {
namespace {

constexpr std::size_t kMaxText = 64 * 1024;
constexpr std::size_t kMaxSalt = 1024;
constexpr std::size_t kMaxDerived = 1024;
constexpr std::size_t kKeySize = 32;

Error malformed(std::string_view field, std::string_view what) {
    return {ErrorCode::keystoreMalformed,
            "The field " + std::string(field) + " of the key file " + std::string(what) + "."};
}

/// Reads members of an object; keeps the first error.
class Members {
public:
    Members(const boost::json::object& object, std::string path)
        : m_object(object)
        , m_path(std::move(path)) {}

    Result<const boost::json::object*> object(std::string_view name) const {
        const auto* member = m_object.if_contains(name);
        if (!member || !member->is_object()) return malformed(path(name), "is missing or no object");
        return &member->get_object();
    }
    Result<std::string_view> text(std::string_view name) const {
        const auto* member = m_object.if_contains(name);
        if (!member || !member->is_string()) return malformed(path(name), "is missing or no text");
        return std::string_view(member->get_string());
    }
    Result<std::uint64_t> number(std::string_view name) const {
        const auto* member = m_object.if_contains(name);
        if (member && member->is_uint64()) return member->get_uint64();
        if (member && member->is_int64() && member->get_int64() >= 0)
            return static_cast<std::uint64_t>(member->get_int64());
        return malformed(path(name), "is missing or no whole number");
    }
    Result<Bytes> bytes(std::string_view name) const {
        const auto digits = text(name);
        if (!digits) return digits.error();
        const auto value = base::fromHex(*digits);
        if (!value) return malformed(path(name), "is not written as hexadecimal bytes");
        return *value;
    }
    template<std::size_t N>
    Result<std::array<std::uint8_t, N>> fixed(std::string_view name) const {
        const auto value = bytes(name);
        if (!value) return value.error();
        if (value->size() != N) return malformed(path(name), "has not " + std::to_string(N) + " bytes");
        std::array<std::uint8_t, N> result;
        std::ranges::copy(*value, result.begin());
        return result;
    }
    /// False also where the member is null.
    bool has(std::string_view name) const {
        const auto* member = m_object.if_contains(name);
        return member && !member->is_null();
    }

private:
    std::string path(std::string_view name) const { return m_path + std::string(name); }
    const boost::json::object& m_object;
    std::string m_path;
};

Result<void> readKdf(const Members& crypto, Keystore& result) {
    const auto kdf = crypto.text("kdf");
    if (!kdf) return kdf.error();
    const auto object = crypto.object("kdfparams");
    if (!object) return object.error();
    const Members members(**object, "crypto.kdfparams.");

    if (*kdf == "scrypt") {
        ScryptCost cost;
        for (const auto& [name, target] :
             {std::pair("n", &cost.n), std::pair("r", &cost.r), std::pair("p", &cost.p)}) {
            const auto value = members.number(name);
            if (!value) return value.error();
            *target = *value;
        }
        if (auto checked = checkCost(cost); !checked) return checked;
        result.cost = cost;
    } else if (*kdf == "pbkdf2") {
        const auto prf = members.text("prf");
        if (!prf) return prf.error();
        if (*prf != "hmac-sha256")
            return Error{ErrorCode::keystoreUnknownKdf,
                         "The key file uses PBKDF2 with another function than hmac-sha256."};
        const auto rounds = members.number("c");
        if (!rounds) return rounds.error();
        if (auto checked = checkCost(Pbkdf2Cost{*rounds}); !checked) return checked;
        result.cost = Pbkdf2Cost{*rounds};
    } else {
        return Error{ErrorCode::keystoreUnknownKdf,
                     "The key file derives its key by neither scrypt nor pbkdf2."};
    }

    const auto derived = members.number("dklen");
    if (!derived) return derived.error();
    if (*derived < 32 || *derived > kMaxDerived)
        return Error{ErrorCode::keystoreKdfInvalid, "The derived key has not 32 bytes (dklen)."};
    auto salt = members.bytes("salt");
    if (!salt) return salt.error();
    if (salt->size() > kMaxSalt) return malformed("crypto.kdfparams.salt", "is longer than 1024 bytes");
    result.salt = std::move(*salt);
    return {};
}

Result<void> readCipher(const Members& crypto, Keystore& result) {
    const auto cipher = crypto.text("cipher");
    if (!cipher) return cipher.error();
    if (*cipher != "aes-128-ctr")
        return Error{ErrorCode::keystoreUnknownCipher,
                     "The key file is encrypted by another cipher than aes-128-ctr."};
    const auto object = crypto.object("cipherparams");
    if (!object) return object.error();
    const auto iv = Members(**object, "crypto.cipherparams.").fixed<16>("iv");
    if (!iv) return iv.error();
    auto ciphertext = crypto.bytes("ciphertext");
    if (!ciphertext) return ciphertext.error();
    if (ciphertext->empty() || ciphertext->size() > kKeySize)
        return malformed("crypto.ciphertext", "has not 1 to 32 bytes");
    const auto mac = crypto.fixed<Hash::kSize>("mac");
    if (!mac) return mac.error();
    result.iv = *iv;
    result.ciphertext = std::move(*ciphertext);
    result.mac = Hash{*mac};
    return {};
}

Hash macOf(const SecretBytes& derived, ByteView ciphertext) {
    return keccak256({derived.view().subspan(16, 16), ciphertext});
}

std::string hexDigits(ByteView bytes) { return base::toHex(bytes).substr(2); }

/// A random UUID (RFC 4122, version 4).
std::string randomUuid() {
    std::array<std::uint8_t, 16> bytes;
    fillRandom(bytes);
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0f) | 0x40);
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);
    auto text = hexDigits(bytes);
    for (const std::size_t at : {20U, 16U, 12U, 8U})
        text.insert(at, 1, '-');
    return text;
}

} // namespace

Result<Keystore> Keystore::parse(std::string_view json) {
    if (json.size() > kMaxText) return Error{ErrorCode::keystoreTooLarge, "A key file has at most 64 KiB."};
    boost::system::error_code failure;
    const auto value = boost::json::parse(json, failure);
    if (failure || !value.is_object())
        return Error{ErrorCode::keystoreNotJson, "The key file is no JSON object."};
    const Members file(value.get_object(), "");
    const auto version = file.number("version");
    if (!version) return version.error();
    if (*version != 3)
        return Error{ErrorCode::keystoreUnsupportedVersion, "The key file has version " +
                                                                std::to_string(*version) +
                                                                "; only version 3 can be read."};
    const auto object = file.object(file.has("crypto") ? "crypto" : "Crypto");
    if (!object) return object.error();
    const Members crypto(**object, "crypto.");

    Keystore result;
    if (const auto read = readKdf(crypto, result); !read) return read.error();
    if (const auto read = readCipher(crypto, result); !read) return read.error();
    const auto stated = file.has("address") ? file.text("address") : std::string_view();
    if (!stated) return stated.error();
    if (!stated->empty() && *stated != "0x") {
        const auto address = file.fixed<Address::kSize>("address");
        if (!address) return address.error();
        result.address = Address{*address};
    }
    return result;
}

Result<SecretKey> Keystore::open(std::string_view password) const {
    const auto derived = deriveKey(cost, password, salt);
    const auto expected = macOf(derived, ciphertext);
    if (CRYPTO_memcmp(expected.bytes.data(), mac.bytes.data(), Hash::kSize) != 0)
        return Error{ErrorCode::keystoreWrongPassword, "The password is wrong, or the key file is damaged."};
    const auto plain = applyCipher(derived.view().first(16), iv, ciphertext);
    SecretBytes secret(kKeySize); // zeros
    std::ranges::copy(plain.view(), secret.writable().end() - static_cast<std::ptrdiff_t>(plain.size()));
    auto key = SecretKey::fromBytes(secret.view());
    if (!key) return Error{ErrorCode::keystoreBadKey, "The key file holds no key of secp256k1."};
    if (address && *address != key->address())
        return Error{ErrorCode::keystoreAddressMismatch,
                     "The key file states the address " + checksumAddress(*address) +
                         " but holds the key of " + checksumAddress(key->address()) + "."};
    return key;
}

Result<std::string> writeKeystore(const SecretKey& key, std::string_view password, const ScryptCost& cost) {
    if (const auto checked = checkCost(cost); !checked) return checked.error();
    std::array<std::uint8_t, 32> salt;
    std::array<std::uint8_t, 16> iv;
    fillRandom(salt);
    fillRandom(iv);
    const auto derived = deriveKey(cost, password, salt);
    const auto ciphertext = applyCipher(derived.view().first(16), iv, key.secret());
    // Written out: an inner list of one pair can be read as an array.
    boost::json::object parameters;
    parameters["dklen"] = derived.size();
    parameters["n"] = cost.n;
    parameters["r"] = cost.r;
    parameters["p"] = cost.p;
    parameters["salt"] = hexDigits(salt);
    boost::json::object cipherParameters;
    cipherParameters["iv"] = hexDigits(iv);
    boost::json::object crypto;
    crypto["cipher"] = "aes-128-ctr";
    crypto["cipherparams"] = std::move(cipherParameters);
    crypto["ciphertext"] = hexDigits(ciphertext.view());
    crypto["kdf"] = "scrypt";
    crypto["kdfparams"] = std::move(parameters);
    crypto["mac"] = hexDigits(macOf(derived, ciphertext.view()).view());
    boost::json::object file;
    file["address"] = hexDigits(key.address().view());
    file["crypto"] = std::move(crypto);
    file["id"] = randomUuid();
    file["version"] = 3;
    return boost::json::serialize(file);
}

} // namespace aw::crypto
