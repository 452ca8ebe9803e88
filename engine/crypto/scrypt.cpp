#include "crypto/scrypt.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <bit>
#include <stdexcept>

namespace aw::crypto {
namespace {

constexpr std::size_t kSalsaWords = 16;
using Salsa = std::array<std::uint32_t, kSalsaWords>;

static_assert(std::endian::native == std::endian::little, "words are read in place");

/// Words of 32 bits inside secret bytes.
using Words = std::span<std::uint32_t>;

/// Words that wipe themselves.
class SecretWords {
public:
    explicit SecretWords(std::size_t count)
        : m_bytes(4 * count) {}
    // Bytes of the heap are aligned for every fundamental type.
    Words words() {
        return {reinterpret_cast<std::uint32_t*>(m_bytes.writable().data()), m_bytes.size() / 4};
    }

private:
    SecretBytes m_bytes;
};

void quarter(Salsa& x, std::size_t a, std::size_t b, std::size_t c, std::size_t d) {
    x[b] ^= std::rotl(x[a] + x[d], 7);
    x[c] ^= std::rotl(x[b] + x[a], 9);
    x[d] ^= std::rotl(x[c] + x[b], 13);
    x[a] ^= std::rotl(x[d] + x[c], 18);
}

/// Salsa20/8 (section 3).
void salsa(Salsa& block) {
    auto x = block;
    for (int round = 0; round < 8; round += 2) {
        quarter(x, 0, 4, 8, 12);
        quarter(x, 5, 9, 13, 1);
        quarter(x, 10, 14, 2, 6);
        quarter(x, 15, 3, 7, 11);
        quarter(x, 0, 1, 2, 3);
        quarter(x, 5, 6, 7, 4);
        quarter(x, 10, 11, 8, 9);
        quarter(x, 15, 12, 13, 14);
    }
    for (std::size_t i = 0; i < kSalsaWords; ++i)
        block[i] += x[i];
}

/// scryptBlockMix (section 4), from `in` to `out`: 2 r blocks, those of even numbers first.
void mixBlocks(Words in, Words out) {
    const auto blocks = in.size() / kSalsaWords;
    Salsa x;
    std::copy_n(in.end() - kSalsaWords, kSalsaWords, x.begin());
    for (std::size_t i = 0; i < blocks; ++i) {
        for (std::size_t k = 0; k < kSalsaWords; ++k)
            x[k] ^= in[kSalsaWords * i + k];
        salsa(x);
        const auto place = i / 2 + (i % 2) * (blocks / 2);
        std::copy_n(x.begin(), kSalsaWords, out.begin() + static_cast<std::ptrdiff_t>(kSalsaWords * place));
    }
}

/// scryptROMix (section 5), in place.
void mixMemory(Words block, Words memory, Words scratch, std::uint64_t n) {
    const auto size = block.size();
    for (std::uint64_t i = 0; i < n; ++i) {
        std::ranges::copy(block, memory.subspan(i * size, size).begin());
        mixBlocks(block, scratch);
        std::ranges::copy(scratch, block.begin());
    }
    for (std::uint64_t i = 0; i < n; ++i) {
        const auto last = size - kSalsaWords;
        const auto j = (block[last] | std::uint64_t{block[last + 1]} << 32) & (n - 1);
        const auto stored = memory.subspan(j * size, size);
        for (std::size_t k = 0; k < size; ++k)
            block[k] ^= stored[k];
        mixBlocks(block, scratch);
        std::ranges::copy(scratch, block.begin());
    }
}

void pbkdf2(std::string_view password, ByteView salt, std::span<std::uint8_t> out) {
    if (PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()), salt.data(),
                          static_cast<int>(salt.size()), 1, EVP_sha256(), static_cast<int>(out.size()),
                          out.data()) != 1)
        throw std::runtime_error("OpenSSL gives no PBKDF2.");
}

} // namespace

SecretBytes scrypt(std::string_view password, ByteView salt, std::uint64_t n, std::uint64_t r,
                   std::uint64_t p, std::size_t size) {
    const auto blockWords = static_cast<std::size_t>(32 * r);
    SecretBytes blocks(4 * blockWords * p);
    pbkdf2(password, salt, blocks.writable());
    SecretWords memory(blockWords * n);
    SecretWords block(blockWords);
    SecretWords scratch(blockWords);
    for (std::uint64_t i = 0; i < p; ++i) {
        const auto bytes = blocks.writable().subspan(4 * blockWords * i, 4 * blockWords);
        std::memcpy(block.words().data(), bytes.data(), bytes.size());
        mixMemory(block.words(), memory.words(), scratch.words(), n);
        std::memcpy(bytes.data(), block.words().data(), bytes.size());
    }
    SecretBytes key(size);
    pbkdf2(password, blocks.view(), key.writable());
    return key;
}

} // namespace aw::crypto
