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

    [[gnu::always_inline]] static KeccakWord all(std::uint64_t word) { return {word}; }
    template<class Places>
    [[gnu::always_inline]] static KeccakWord word(Places places, std::size_t offset) {
        KeccakWord lane;
        std::memcpy(&lane.value, places(0) + offset, 8);
        return lane;
    }
    template<class Places>
    [[gnu::always_inline]] static std::array<KeccakWord, 4> words(Places places, std::size_t offset) {
        return {word(places, offset), word(places, offset + 8), word(places, offset + 16),
                word(places, offset + 24)};
    }
    template<class Places>
    [[gnu::always_inline]] static void store(const std::array<KeccakWord, 4>& words, Places places) {
        std::memcpy(places(0), words.data(), 32);
    }

    [[gnu::always_inline]] KeccakWord operator^(KeccakWord other) const { return {value ^ other.value}; }
    [[gnu::always_inline]] KeccakWord operator^(std::uint64_t word) const { return {value ^ word}; }
    [[gnu::always_inline]] KeccakWord operator|(KeccakWord other) const { return {value | other.value}; }
    [[gnu::always_inline]] KeccakWord operator<<(unsigned bits) const { return {value << bits}; }
    [[gnu::always_inline]] KeccakWord operator>>(unsigned bits) const { return {value >> bits}; }
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
            .prefixed = keccakAllPrefixed<Word>,
            .block = keccakAllBlocks<Word>,
            .permute = [](std::uint64_t* words) {
                KeccakState<Word> state;
                std::memcpy(state.data(), words, sizeof state);
                keccakPermute(state);
                std::memcpy(words, state.data(), sizeof state);
            }};
}

} // namespace aw::crypto
