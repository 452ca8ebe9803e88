// Compiled for processors with AVX-512 (CMakeLists.txt); called only where the processor has it.
#include "crypto/keccak_vectors.hpp"

#include "crypto/keccak_lanes.hpp"

namespace aw::crypto {
namespace {

/// 8 words in one register. Local to this file: see hashLanes.
struct Lane {
    static constexpr std::size_t kCount = 8;
    using Vector [[gnu::vector_size(64)]] = std::uint64_t;
    Vector vector;

    Lane() = default;
    [[gnu::always_inline]] explicit Lane(Vector value)
        : vector(value) {}
    [[gnu::always_inline]] explicit Lane(const std::uint64_t (&words)[kCount]) {
        std::memcpy(&vector, words, sizeof vector);
    }
    [[gnu::always_inline]] void words(std::uint64_t (&out)[kCount]) const {
        std::memcpy(out, &vector, sizeof vector);
    }

    [[gnu::always_inline]] Lane operator^(Lane other) const { return Lane(vector ^ other.vector); }
    [[gnu::always_inline]] Lane operator^(std::uint64_t word) const { return Lane(vector ^ word); }
    [[gnu::always_inline]] Lane operator&(Lane other) const { return Lane(vector & other.vector); }
    [[gnu::always_inline]] Lane operator|(Lane other) const { return Lane(vector | other.vector); }
    [[gnu::always_inline]] Lane operator~() const { return Lane(~vector); }
    [[gnu::always_inline]] Lane operator<<(unsigned bits) const { return Lane(vector << bits); }
    [[gnu::always_inline]] Lane operator>>(unsigned bits) const { return Lane(vector >> bits); }
};

} // namespace

void keccak256ManyAvx512(const std::uint8_t* inputs, std::size_t length, std::size_t count,
                         std::uint8_t* out) {
    hashLanes<Lane>(inputs, length, count, out);
}

} // namespace aw::crypto
