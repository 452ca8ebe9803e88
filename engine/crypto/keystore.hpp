#pragma once

#include "crypto/keys.hpp"
#include "crypto/secret_bytes.hpp"

#include <optional>
#include <variant>

/// Key files of Ethereum's wallets: Web3 Secret Storage, version 3. Bytes only: who writes a file gives it
/// mode 0600.
namespace aw::crypto {

/// Cost of scrypt (RFC 7914): n rounds (a power of two), block size r, parallelism p. Takes 128 x n x r
/// bytes.
struct ScryptCost {
    std::uint64_t n = 131072;
    std::uint64_t r = 8;
    std::uint64_t p = 1;
    bool operator==(const ScryptCost&) const = default;
};

/// Cost of PBKDF2-HMAC-SHA256.
struct Pbkdf2Cost {
    std::uint64_t rounds = 262144;
    bool operator==(const Pbkdf2Cost&) const = default;
};

/// A key file that was read and is not opened yet; every field is in its bounds, so that opening takes at
/// most 512 MiB and some seconds.
struct Keystore {
    std::variant<ScryptCost, Pbkdf2Cost> cost;
    Bytes salt;
    std::array<std::uint8_t, 16> iv{};
    Bytes ciphertext; ///< 1 to 32 bytes: old programs cut the leading zeros of a key
    Hash mac;
    std::optional<Address> address; ///< as stated, where it is; checked when the file is opened

    /// Reads the JSON of a key file; `crypto` may be written `Crypto`, and `address` may be absent, null or
    /// empty, as programs write it that do not want to tell whose key it is. Errors: "keystore.too-large"
    /// (above 64 KiB), "keystore.not-json", "keystore.unsupported-version", "keystore.malformed" (names the
    /// field), "keystore.unknown-cipher", "keystore.unknown-kdf", "keystore.kdf-invalid",
    /// "keystore.kdf-too-costly".
    static Result<Keystore> parse(std::string_view json);

    /// Decrypts the key. The password's bytes are taken as they are. Slow by intention: never on a thread
    /// that must answer. Errors: "keystore.wrong-password", "keystore.bad-key", "keystore.address-mismatch".
    Result<SecretKey> open(std::string_view password) const;
};

/// The JSON of a new key file. Errors: "keystore.kdf-invalid", "keystore.kdf-too-costly".
Result<std::string> writeKeystore(const SecretKey& key, std::string_view password,
                                  const ScryptCost& cost = {});

} // namespace aw::crypto
