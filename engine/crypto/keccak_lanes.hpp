#pragma once

#include "crypto/keccak_permutation.hpp"

#include <cstring>

/// keccak-256 of several inputs of one block side by side, one state a lane. A Lane is as
/// keccak_permutation.hpp wants it and has
///   kCount                      how many words of 64 bits it holds, one of each input;
///   zero()                      0 in each;
///   word(in, stride)            the 8 bytes at `in` of the first input, the others `stride` bytes apart;
///   words(in, stride)           four words one after another: 32 bytes at `in` of each input;
///   store(words, out)           the reverse, inputs 32 bytes apart;
///   >>                          of every word.
namespace aw::crypto {

inline constexpr std::size_t kKeccakRate = 136;
/// The length of most inputs: nodes and leaves of the account tree (S-2, S-3).
inline constexpr std::size_t kTreeInput = 65;

/// The words from kWord on of inputs that have `kLength` bytes and stand one after another.
template<std::size_t kWord, std::size_t kLength, class Lane>
[[gnu::always_inline]] inline void keccakAbsorb(const std::uint8_t* in, KeccakState<Lane>& state) {
    constexpr auto kOffset = 8 * kWord;
    if constexpr (kOffset + 32 <= kLength) {
        const auto words = Lane::words(in + kOffset, kLength);
        state[kWord] = words[0];
        state[kWord + 1] = words[1];
        state[kWord + 2] = words[2];
        state[kWord + 3] = words[3];
        keccakAbsorb<kWord + 4, kLength>(in, state);
    } else if constexpr (kOffset + 8 <= kLength) {
        state[kWord] = Lane::word(in + kOffset, kLength);
        keccakAbsorb<kWord + 1, kLength>(in, state);
    } else if constexpr (kLength % 8 != 0) {
        // The last 8 bytes, without those that were taken already.
        state[kWord] = Lane::word(in + kLength - 8, kLength) >> (64 - 8 * (kLength % 8));
    }
}

/// Hashes Lane::kCount inputs of kLength bytes. Where kLength is the rate, they are padded blocks already.
template<class Lane, std::size_t kLength>
[[gnu::always_inline]] inline void keccakGroup(const std::uint8_t* in, std::uint8_t* out) {
    KeccakState<Lane> state;
    state.fill(Lane::zero());
    keccakAbsorb<0, kLength>(in, state);
    if constexpr (kLength != kKeccakRate) {
        state[kLength / 8] = state[kLength / 8] ^ (std::uint64_t{1} << (8 * (kLength % 8)));
        state[kKeccakRate / 8 - 1] = state[kKeccakRate / 8 - 1] ^ 0x8000000000000000U;
    }
    keccakPermute(state);
    Lane::store({state[0], state[1], state[2], state[3]}, out);
}

/// Hashes `count` inputs of kLength bytes, which stand one after another, to `out`, 32 bytes each.
template<class Lane, std::size_t kLength>
[[gnu::always_inline]] inline void keccakGroups(const std::uint8_t* in, std::size_t count,
                                                std::uint8_t* out) {
    for (; count >= Lane::kCount; count -= Lane::kCount) {
        keccakGroup<Lane, kLength>(in, out);
        in += Lane::kCount * kLength;
        out += Lane::kCount * 32;
    }
    if constexpr (Lane::kCount > 1) {
        if (count == 0) return;
        std::uint8_t inputs[Lane::kCount * kLength];
        std::uint8_t hashes[Lane::kCount * 32];
        std::memcpy(inputs, in, count * kLength);
        std::memset(inputs + count * kLength, 0, (Lane::kCount - count) * kLength);
        keccakGroup<Lane, kLength>(inputs, hashes);
        std::memcpy(out, hashes, 32 * count);
    }
}

} // namespace aw::crypto
