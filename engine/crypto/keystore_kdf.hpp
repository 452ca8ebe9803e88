#pragma once

#include "crypto/keystore.hpp"

/// Keys of key files: derived from passwords, within bounds.
namespace aw::crypto {

/// Errors "keystore.kdf-invalid", "keystore.kdf-too-costly".
Result<void> checkCost(const ScryptCost& cost);
Result<void> checkCost(const Pbkdf2Cost& cost);

/// 32 bytes: the first half is the key of the cipher, the second that of the MAC. The cost was checked.
SecretBytes deriveKey(const std::variant<ScryptCost, Pbkdf2Cost>& cost, std::string_view password,
                      ByteView salt);

/// aes-128-ctr in either direction, of 32 bytes.
SecretBytes applyCipher(ByteView key, const std::array<std::uint8_t, 16>& iv, ByteView input);

} // namespace aw::crypto
