#include "crypto/secret_bytes.hpp"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <algorithm>
#include <stdexcept>

namespace aw::crypto {

SecretBytes SecretBytes::copyOf(ByteView bytes) {
    SecretBytes copy(bytes.size());
    std::ranges::copy(bytes, copy.m_bytes.begin());
    return copy;
}

SecretBytes SecretBytes::copyOf(std::string_view text) {
    return copyOf(ByteView(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
    if (this == &other) return *this;
    wipe();
    m_bytes = std::exchange(other.m_bytes, {});
    return *this;
}

void SecretBytes::wipe() {
    if (!m_bytes.empty()) OPENSSL_cleanse(m_bytes.data(), m_bytes.size());
}

void fillRandom(std::span<std::uint8_t> bytes) {
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
        throw std::runtime_error("The operating system gives no randomness.");
}

} // namespace aw::crypto
