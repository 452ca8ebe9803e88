// Compiled for processors with AVX-512 (CMakeLists.txt); called only where the processor has it.
#include "crypto/keccak_code.hpp"
#include "crypto/keccak_lanes.hpp"

namespace aw::crypto {
namespace {

/// 8 words in one register. Local to this file: see keccak_permutation.hpp.
struct Lane {
    static constexpr std::size_t kCount = 8;
    using Vector [[gnu::vector_size(64)]] = std::uint64_t;
    Vector vector;

    Lane() = default;
    [[gnu::always_inline]] explicit Lane(Vector value)
        : vector(value) {}

    [[gnu::always_inline]] static Lane zero() { return Lane(Vector{}); }
    [[gnu::always_inline]] static Lane word(const std::uint8_t* in, std::size_t stride) {
        return Lane(Vector{number(in), number(in + stride), number(in + 2 * stride), number(in + 3 * stride),
                           number(in + 4 * stride), number(in + 5 * stride), number(in + 6 * stride),
                           number(in + 7 * stride)});
    }
    [[gnu::always_inline]] static std::array<Lane, 4> words(const std::uint8_t* in, std::size_t stride) {
        return {word(in, stride), word(in + 8, stride), word(in + 16, stride), word(in + 24, stride)};
    }
    [[gnu::always_inline]] static void store(const std::array<Lane, 4>& words, std::uint8_t* out) {
        for (std::size_t lane = 0; lane < kCount; ++lane)
            for (std::size_t word = 0; word < words.size(); ++word) {
                const std::uint64_t value = words[word].vector[lane];
                std::memcpy(out + 32 * lane + 8 * word, &value, 8);
            }
    }

    [[gnu::always_inline]] Lane operator^(Lane other) const { return Lane(vector ^ other.vector); }
    [[gnu::always_inline]] Lane operator^(std::uint64_t word) const { return Lane(vector ^ word); }
    [[gnu::always_inline]] Lane operator>>(std::size_t bits) const { return Lane(vector >> bits); }
    [[gnu::always_inline]] friend Lane andNot(Lane a, Lane b) { return Lane(~a.vector & b.vector); }
    template<unsigned kBits>
    [[gnu::always_inline]] friend Lane rotateLeft(Lane lane) {
        return Lane((lane.vector << kBits) | (lane.vector >> (64 - kBits)));
    }

private:
    [[gnu::always_inline]] static std::uint64_t number(const std::uint8_t* in) {
        std::uint64_t value;
        std::memcpy(&value, in, 8);
        return value;
    }
};

} // namespace

constinit const KeccakCode kKeccakAvx512{
    .lanes = Lane::kCount,
    .tree = [](const std::uint8_t* inputs, std::size_t count,
               std::uint8_t* out) { keccakGroups<Lane, kTreeInput>(inputs, count, out); },
    .block = [](const std::uint8_t* inputs, std::size_t count,
                std::uint8_t* out) { keccakGroups<Lane, kKeccakRate>(inputs, count, out); },
    .permute = nullptr};

} // namespace aw::crypto
