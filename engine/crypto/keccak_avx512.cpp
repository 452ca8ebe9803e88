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

    [[gnu::always_inline]] static Lane all(std::uint64_t word) { return Lane(Vector{} + word); }
    template<class Places>
    [[gnu::always_inline]] static Lane word(Places places, std::size_t offset) {
        return Lane(Vector{number(places(0) + offset), number(places(1) + offset), number(places(2) + offset),
                           number(places(3) + offset), number(places(4) + offset), number(places(5) + offset),
                           number(places(6) + offset), number(places(7) + offset)});
    }
    template<class Places>
    [[gnu::always_inline]] static std::array<Lane, 4> words(Places places, std::size_t offset) {
        return {word(places, offset), word(places, offset + 8), word(places, offset + 16),
                word(places, offset + 24)};
    }
    template<class Places>
    [[gnu::always_inline]] static void store(const std::array<Lane, 4>& words, Places places) {
        for (std::size_t lane = 0; lane < kCount; ++lane)
            for (std::size_t word = 0; word < words.size(); ++word) {
                const std::uint64_t value = words[word].vector[lane];
                std::memcpy(places(lane) + 8 * word, &value, 8);
            }
    }

    [[gnu::always_inline]] Lane operator^(Lane other) const { return Lane(vector ^ other.vector); }
    [[gnu::always_inline]] Lane operator^(std::uint64_t word) const { return Lane(vector ^ word); }
    [[gnu::always_inline]] Lane operator|(Lane other) const { return Lane(vector | other.vector); }
    [[gnu::always_inline]] Lane operator<<(unsigned bits) const { return Lane(vector << bits); }
    [[gnu::always_inline]] Lane operator>>(unsigned bits) const { return Lane(vector >> bits); }
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

constinit const KeccakCode kKeccakAvx512{.lanes = Lane::kCount,
                                         .prefixed = keccakAllPrefixed<Lane>,
                                         .block = keccakAllBlocks<Lane>,
                                         .permute = nullptr};

} // namespace aw::crypto
