#pragma once

#include "crypto/secret_bytes.hpp"

namespace aw::crypto {

/// scrypt (RFC 7914) of `size` bytes for any n that is a power of two above 1. OpenSSL's is faster, but keeps
/// to the RFC's bound n < 2^(16 r), which key files with r = 1 break, the published one among them: this is
/// for those. The caller bounds the cost; 128 x n x r bytes are taken.
SecretBytes scrypt(std::string_view password, ByteView salt, std::uint64_t n, std::uint64_t r,
                   std::uint64_t p, std::size_t size);

} // namespace aw::crypto
