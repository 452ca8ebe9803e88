#include "crypto/keccak.hpp"

#include "crypto/keccak_permutation.hpp"

#include <bit>
#include <cstring>

namespace aw::crypto {
namespace {

constexpr std::size_t kRateBytes = 136;

static_assert(std::endian::native == std::endian::little,
              "lanes are read in place; a big-endian machine needs a byte swap here");

/// Keccak with the parameters of keccak-256.
class Sponge {
public:
    void absorb(ByteView data) {
        while (!data.empty()) {
            const auto size = std::min(data.size(), kRateBytes - m_used);
            std::memcpy(m_block.data() + m_used, data.data(), size);
            data = data.subspan(size);
            m_used += size;
            if (m_used == kRateBytes) mix();
        }
    }

    Hash finish() {
        std::memset(m_block.data() + m_used, 0, kRateBytes - m_used);
        m_block[m_used] = 0x01;
        m_block[kRateBytes - 1] |= 0x80;
        mix();
        Hash hash;
        std::memcpy(hash.bytes.data(), m_lanes.data(), Hash::kSize);
        return hash;
    }

private:
    void mix() {
        for (std::size_t i = 0; i < kRateBytes / 8; ++i) {
            std::uint64_t lane;
            std::memcpy(&lane, m_block.data() + 8 * i, 8);
            m_lanes[i] ^= lane;
        }
        permute(m_lanes);
        m_used = 0;
    }

    std::array<std::uint64_t, 25> m_lanes{};
    std::array<std::uint8_t, kRateBytes> m_block;
    std::size_t m_used = 0;
};

} // namespace

Hash keccak256(ByteView data) {
    Sponge sponge;
    sponge.absorb(data);
    return sponge.finish();
}

Hash keccak256(std::initializer_list<ByteView> pieces) {
    Sponge sponge;
    for (const auto piece : pieces)
        sponge.absorb(piece);
    return sponge.finish();
}

} // namespace aw::crypto
