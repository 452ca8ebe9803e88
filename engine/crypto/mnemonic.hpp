#pragma once

#include "base/result.hpp"
#include "crypto/secret_bytes.hpp"

/// BIP-39 with its English word list. Words and passphrases are ASCII, for which the normalization (NFKD)
/// that BIP-39 asks for changes nothing; other text is refused and never hashed as it is.
namespace aw::crypto {

/// A new mnemonic of 12, 15, 18, 21 or 24 words from the operating system's randomness.
/// Error "mnemonic.word-count".
Result<SecretBytes> generateMnemonic(std::size_t words);

/// The mnemonic of 16, 20, 24, 28 or 32 bytes. Error "mnemonic.entropy-size".
Result<SecretBytes> mnemonicFromEntropy(ByteView entropy);

/// The bytes that a mnemonic stands for. Words may be in either case, with any white space between and around
/// them. Errors: "mnemonic.not-ascii", "mnemonic.word-count", "mnemonic.unknown-word", "mnemonic.checksum".
/// No error tells a word.
Result<SecretBytes> entropyFromMnemonic(std::string_view mnemonic);

/// The seed of 64 bytes (PBKDF2-HMAC-SHA512, 2048 rounds). Errors as of entropyFromMnemonic, and
/// "mnemonic.passphrase-not-ascii".
Result<SecretBytes> seedFromMnemonic(std::string_view mnemonic, std::string_view passphrase);

} // namespace aw::crypto
