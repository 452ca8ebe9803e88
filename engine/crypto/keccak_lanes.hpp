#pragma once

#include "crypto/keccak_permutation.hpp"

#include <cstddef>
#include <cstring>

/// keccak-256 of several inputs of one length side by side, one state a lane.
namespace aw::crypto {

/// Longest input of one block: one byte less than the rate, for the padding.
inline constexpr std::size_t kMaxOneBlock = 135;

/// Writes the hashes, of 32 bytes each, of `count` inputs of `length` <= kMaxOneBlock bytes; both stand one
/// after another. Lane holds
/// Lane::kCount words of 64 bits: it is made of an array of them, copied to one by words(), and has the
/// operators that the permutation needs. Lanes that are left over in the last turn repeat the last input.
///
/// Instantiated in files that are compiled for processors that not every machine has: Lane must be local to
/// the file, so that no other file links to code that it cannot run. For the same reason this header includes
/// nothing that initializes itself when a program starts.
template<class Lane>
[[gnu::always_inline]] inline void hashLanes(const std::uint8_t* inputs, std::size_t length,
                                             std::size_t count, std::uint8_t* out) {
    constexpr auto kLanes = Lane::kCount;
    const auto whole = length / 8;
    const auto rest = length % 8;
    for (std::size_t first = 0; first < count; first += kLanes) {
        const auto used = count - first < kLanes ? count - first : kLanes;
        const std::uint8_t* input[kLanes];
        for (std::size_t lane = 0; lane < kLanes; ++lane)
            input[lane] = inputs + (first + (lane < used ? lane : used - 1)) * length;

        std::array<Lane, 25> state{};
        std::uint64_t words[kLanes];
        for (std::size_t word = 0; word < whole; ++word) {
            for (std::size_t lane = 0; lane < kLanes; ++lane)
                std::memcpy(&words[lane], input[lane] + 8 * word, 8);
            state[word] = Lane(words);
        }
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            words[lane] = 0;
            if (rest != 0 && whole != 0) {
                // The last 8 bytes, without those that were taken already.
                std::memcpy(&words[lane], input[lane] + length - 8, 8);
                words[lane] >>= 64 - 8 * rest;
            } else if (rest != 0) {
                std::memcpy(&words[lane], input[lane], rest);
            }
            words[lane] |= std::uint64_t{1} << (8 * rest);
        }
        state[whole] = Lane(words);
        state[16] = state[16] ^ 0x8000000000000000U;
        permute(state);

        for (std::size_t word = 0; word < 4; ++word) {
            state[word].words(words);
            for (std::size_t lane = 0; lane < used; ++lane)
                std::memcpy(out + 32 * (first + lane) + 8 * word, &words[lane], 8);
        }
    }
}

} // namespace aw::crypto
