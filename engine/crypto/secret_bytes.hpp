#pragma once

#include "base/types.hpp"

#include <string_view>
#include <utility>

namespace aw::crypto {

/// Bytes that are secret: not copyable, wiped when destroyed or overwritten. Their size never changes, so
/// that nothing is left behind by growing.
class SecretBytes {
public:
    SecretBytes() = default;
    /// `size` zero bytes.
    explicit SecretBytes(std::size_t size)
        : m_bytes(size) {}
    /// A copy of bytes whose owner wipes them.
    static SecretBytes copyOf(ByteView bytes);
    static SecretBytes copyOf(std::string_view text);

    SecretBytes(SecretBytes&& other) noexcept
        : m_bytes(std::exchange(other.m_bytes, {})) {}
    SecretBytes& operator=(SecretBytes&& other) noexcept;
    SecretBytes(const SecretBytes&) = delete;
    SecretBytes& operator=(const SecretBytes&) = delete;
    ~SecretBytes() { wipe(); }

    std::size_t size() const { return m_bytes.size(); }
    ByteView view() const { return m_bytes; }
    std::span<std::uint8_t> writable() { return m_bytes; }
    /// The bytes as text, for words and passwords.
    std::string_view text() const { return {reinterpret_cast<const char*>(m_bytes.data()), m_bytes.size()}; }

private:
    void wipe();
    Bytes m_bytes;
};

/// Fills bytes from the operating system's randomness. Throws std::runtime_error where it gives none: a
/// process without randomness must not make keys.
void fillRandom(std::span<std::uint8_t> bytes);

} // namespace aw::crypto
