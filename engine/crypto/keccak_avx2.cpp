// Compiled for processors with AVX2 (CMakeLists.txt); called only where the processor has it.
#include "crypto/keccak_code.hpp"
#include "crypto/keccak_lanes.hpp"

#include <immintrin.h>

namespace aw::crypto {
namespace {

/// 4 words in one register. Local to this file: see keccak_permutation.hpp.
struct Lane {
    static constexpr std::size_t kCount = 4;
    using Vector [[gnu::vector_size(32)]] = std::uint64_t;
    using ByteVector [[gnu::vector_size(32)]] = char;
    Vector vector;

    Lane() = default;
    [[gnu::always_inline]] explicit Lane(Vector value)
        : vector(value) {}

    [[gnu::always_inline]] static Lane all(std::uint64_t word) { return Lane(Vector{} + word); }
    template<class Places>
    [[gnu::always_inline]] static Lane word(Places places, std::size_t offset) {
        return Lane(Vector{number(places(0) + offset), number(places(1) + offset), number(places(2) + offset),
                           number(places(3) + offset)});
    }
    template<class Places>
    [[gnu::always_inline]] static std::array<Lane, 4> words(Places places, std::size_t offset) {
        return transposed({load(places(0) + offset), load(places(1) + offset), load(places(2) + offset),
                           load(places(3) + offset)});
    }
    template<class Places>
    [[gnu::always_inline]] static void store(const std::array<Lane, 4>& words, Places places) {
        const auto hashes = transposed(words);
        save(hashes[0], places(0));
        save(hashes[1], places(1));
        save(hashes[2], places(2));
        save(hashes[3], places(3));
    }

    [[gnu::always_inline]] Lane operator^(Lane other) const { return Lane(vector ^ other.vector); }
    [[gnu::always_inline]] Lane operator^(std::uint64_t word) const { return Lane(vector ^ word); }
    [[gnu::always_inline]] Lane operator|(Lane other) const { return Lane(vector | other.vector); }
    [[gnu::always_inline]] Lane operator<<(unsigned bits) const { return Lane(vector << bits); }
    [[gnu::always_inline]] Lane operator>>(unsigned bits) const { return Lane(vector >> bits); }
    [[gnu::always_inline]] friend Lane andNot(Lane a, Lane b) { return Lane(~a.vector & b.vector); }

    template<unsigned kBits>
    [[gnu::always_inline]] friend Lane rotateLeft(Lane lane) {
        // One shuffle moves whole bytes, and an addition has more units than a shift.
        if constexpr (kBits == 8)
            return shuffled(lane, ByteVector{7, 0, 1, 2, 3, 4, 5, 6, 15, 8, 9, 10, 11, 12, 13, 14,
                                             7, 0, 1, 2, 3, 4, 5, 6, 15, 8, 9, 10, 11, 12, 13, 14});
        else if constexpr (kBits == 56)
            return shuffled(lane, ByteVector{1, 2, 3, 4, 5, 6, 7, 0, 9, 10, 11, 12, 13, 14, 15, 8,
                                             1, 2, 3, 4, 5, 6, 7, 0, 9, 10, 11, 12, 13, 14, 15, 8});
        else if constexpr (kBits == 1)
            return Lane((lane.vector + lane.vector) | (lane.vector >> 63));
        else
            return Lane((lane.vector << kBits) | (lane.vector >> (64 - kBits)));
    }

private:
    [[gnu::always_inline]] static std::uint64_t number(const std::uint8_t* in) {
        std::uint64_t value;
        std::memcpy(&value, in, 8);
        return value;
    }
    // Not memcpy: the compiler would move halves.
    [[gnu::always_inline]] static Lane load(const std::uint8_t* in) {
        return Lane(reinterpret_cast<Vector>(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(in))));
    }
    [[gnu::always_inline]] static void save(Lane lane, std::uint8_t* out) {
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), reinterpret_cast<__m256i>(lane.vector));
    }
    [[gnu::always_inline]] static Lane shuffled(Lane lane, ByteVector places) {
        return Lane(reinterpret_cast<Vector>(
            _mm256_shuffle_epi8(reinterpret_cast<__m256i>(lane.vector), reinterpret_cast<__m256i>(places))));
    }
    /// Four rows of four words as columns.
    [[gnu::always_inline]] static std::array<Lane, 4> transposed(const std::array<Lane, 4>& rows) {
        const auto even01 = __builtin_shufflevector(rows[0].vector, rows[1].vector, 0, 4, 2, 6);
        const auto odd01 = __builtin_shufflevector(rows[0].vector, rows[1].vector, 1, 5, 3, 7);
        const auto even23 = __builtin_shufflevector(rows[2].vector, rows[3].vector, 0, 4, 2, 6);
        const auto odd23 = __builtin_shufflevector(rows[2].vector, rows[3].vector, 1, 5, 3, 7);
        return {Lane(__builtin_shufflevector(even01, even23, 0, 1, 4, 5)),
                Lane(__builtin_shufflevector(odd01, odd23, 0, 1, 4, 5)),
                Lane(__builtin_shufflevector(even01, even23, 2, 3, 6, 7)),
                Lane(__builtin_shufflevector(odd01, odd23, 2, 3, 6, 7))};
    }
};

} // namespace

constinit const KeccakCode kKeccakAvx2{.lanes = Lane::kCount,
                                       .prefixed = keccakAllPrefixed<Lane>,
                                       .block = keccakAllBlocks<Lane>,
                                       .permute = nullptr};

} // namespace aw::crypto
