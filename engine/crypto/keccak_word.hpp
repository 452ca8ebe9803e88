#pragma once

#include "crypto/keccak_code.hpp"
#include "crypto/keccak_lanes.hpp"

/// The levels that hash one input at a time.
namespace aw::crypto {

/// A lane of one word. File is a type that is local to the file (see keccak_permutation.hpp).
template<class File>
struct KeccakWord {
    static constexpr std::size_t kCount = 1;
    std::uint64_t value;

    [[gnu::always_inline]] static KeccakWord zero() { return {0}; }
    [[gnu::always_inline]] static KeccakWord word(const std::uint8_t* in, std::size_t) {
        KeccakWord lane;
        std::memcpy(&lane.value, in, 8);
        return lane;
    }
    [[gnu::always_inline]] static std::array<KeccakWord, 4> words(const std::uint8_t* in, std::size_t) {
        return {word(in, 0), word(in + 8, 0), word(in + 16, 0), word(in + 24, 0)};
    }
    [[gnu::always_inline]] static void store(const std::array<KeccakWord, 4>& words, std::uint8_t* out) {
        std::memcpy(out, words.data(), 32);
    }

    [[gnu::always_inline]] KeccakWord operator^(KeccakWord other) const { return {value ^ other.value}; }
    [[gnu::always_inline]] KeccakWord operator^(std::uint64_t word) const { return {value ^ word}; }
    [[gnu::always_inline]] KeccakWord operator>>(std::size_t bits) const { return {value >> bits}; }
    [[gnu::always_inline]] friend KeccakWord andNot(KeccakWord a, KeccakWord b) {
        return {~a.value & b.value};
    }
    template<unsigned kBits>
    [[gnu::always_inline]] friend KeccakWord rotateLeft(KeccakWord lane) {
        return {lane.value << kBits | lane.value >> (64 - kBits)};
    }
};

template<class File>
constexpr KeccakCode keccakCodeOfWords() {
    using Word = KeccakWord<File>;
    return {.lanes = 1,
            .tree = [](const std::uint8_t* inputs, std::size_t count,
                       std::uint8_t* out) { keccakGroups<Word, kTreeInput>(inputs, count, out); },
            .block = [](const std::uint8_t* inputs, std::size_t count,
                        std::uint8_t* out) { keccakGroups<Word, kKeccakRate>(inputs, count, out); },
            .permute =
                [](std::uint64_t* words) {
                    KeccakState<Word> state;
                    std::memcpy(state.data(), words, sizeof state);
                    keccakPermute(state);
                    std::memcpy(words, state.data(), sizeof state);
                }};
}

} // namespace aw::crypto
