#pragma once

#include "crypto/keccak.hpp"
#include "crypto/keccak_code.hpp"
#include "crypto/keccak_lanes.hpp"

#include <algorithm>
#include <bit>

namespace aw::crypto {

static_assert(std::endian::native == std::endian::little,
              "lanes are read in place; a big-endian machine needs a byte swap here");

/// Pads a block whose first `used` bytes (fewer than the rate) are the last of an input.
inline void keccakPad(std::uint8_t* block, std::size_t used) {
    std::memset(block + used, 0, kKeccakRate - used);
    block[used] = 0x01;
    block[kKeccakRate - 1] |= 0x80;
}

/// Keccak with the parameters of keccak-256, over an input of any length that comes in pieces.
class KeccakSponge {
public:
    /// `code` is of a level that has `permute`.
    explicit KeccakSponge(const KeccakCode& code)
        : m_code(code) {}

    void absorb(ByteView data) {
        while (!data.empty()) {
            const auto size = std::min(data.size(), kKeccakRate - m_used);
            std::memcpy(m_block.data() + m_used, data.data(), size);
            data = data.subspan(size);
            m_used += size;
            if (m_used == kKeccakRate) mix();
        }
    }

    Hash finish() {
        keccakPad(m_block.data(), m_used);
        Hash hash;
        if (m_isFirst) {
            m_code.block(m_block.data(), 1, hash.bytes.data());
        } else {
            mix();
            std::memcpy(hash.bytes.data(), m_words.data(), Hash::kSize);
        }
        return hash;
    }

private:
    void mix() {
        if (m_isFirst) m_words = {};
        m_isFirst = false;
        for (std::size_t i = 0; i < kKeccakRate / 8; ++i) {
            std::uint64_t word;
            std::memcpy(&word, m_block.data() + 8 * i, 8);
            m_words[i] ^= word;
        }
        m_code.permute(m_words.data());
        m_used = 0;
    }

    const KeccakCode& m_code;
    bool m_isFirst = true; ///< no block was mixed in yet, and m_words has no value
    std::size_t m_used = 0;
    std::array<std::uint64_t, 25> m_words;
    std::array<std::uint8_t, kKeccakRate> m_block;
};

} // namespace aw::crypto
