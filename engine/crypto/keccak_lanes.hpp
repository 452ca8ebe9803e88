#pragma once

#include "crypto/keccak_job.hpp"
#include "crypto/keccak_permutation.hpp"

#include <cstring>

/// keccak-256 of several inputs of one block side by side, one state a lane. A Lane is as
/// keccak_permutation.hpp wants it and has
///   kCount                       how many words of 64 bits it holds, one of each input;
///   all(word)                    the word in each;
///   word(places, offset)         8 bytes of each input, from `offset` on; places(i) is where input i begins;
///   words(places, offset)        four words one after another: 32 bytes of each input;
///   store(words, places)         the reverse;
///   << and | and >>              of every word.
namespace aw::crypto {

inline constexpr std::size_t kKeccakRate = 136;
inline constexpr std::uint64_t kKeccakLastBit = 0x8000000000000000U;

/// Hashes Lane::kCount blocks that are padded already.
template<class Lane, class Places, class Outs>
[[gnu::always_inline]] inline void keccakBlocks(Places places, Outs outs) {
    KeccakState<Lane> state;
    state.fill(Lane::all(0));
    const auto take = [&]<std::size_t kWord>() {
        const auto words = Lane::words(places, 8 * kWord);
        state[kWord] = words[0];
        state[kWord + 1] = words[1];
        state[kWord + 2] = words[2];
        state[kWord + 3] = words[3];
    };
    take.template operator()<0>();
    take.template operator()<4>();
    take.template operator()<8>();
    take.template operator()<12>();
    state[16] = Lane::word(places, 128);
    keccakPermute(state);
    Lane::store({state[0], state[1], state[2], state[3]}, outs);
}

/// Hashes Lane::kCount inputs of `prefix` and 64 bytes more.
template<class Lane, class Places, class Outs>
[[gnu::always_inline]] inline void keccakPrefixed(std::uint8_t prefix, Places places, Outs outs) {
    const auto low = Lane::words(places, 0);
    const auto high = Lane::words(places, 32);
    KeccakState<Lane> state;
    state.fill(Lane::all(0));
    // The prefix moves everything by one byte.
    state[0] = (low[0] << 8) ^ std::uint64_t{prefix};
    state[1] = (low[1] << 8) | (low[0] >> 56);
    state[2] = (low[2] << 8) | (low[1] >> 56);
    state[3] = (low[3] << 8) | (low[2] >> 56);
    state[4] = (high[0] << 8) | (low[3] >> 56);
    state[5] = (high[1] << 8) | (high[0] >> 56);
    state[6] = (high[2] << 8) | (high[1] >> 56);
    state[7] = (high[3] << 8) | (high[2] >> 56);
    state[8] = (high[3] >> 56) ^ std::uint64_t{0x100};
    state[16] = Lane::all(kKeccakLastBit);
    keccakPermute(state);
    Lane::store({state[0], state[1], state[2], state[3]}, outs);
}

/// KeccakCode::block.
template<class Lane>
void keccakAllBlocks(const std::uint8_t* blocks, std::size_t count, std::uint8_t* out) {
    for (; count >= Lane::kCount; count -= Lane::kCount) {
        keccakBlocks<Lane>([=](std::size_t i) { return blocks + kKeccakRate * i; },
                           [=](std::size_t i) { return out + 32 * i; });
        blocks += Lane::kCount * kKeccakRate;
        out += Lane::kCount * 32;
    }
    if (count == 0) return;
    // The lanes that are left over repeat the last input.
    std::uint8_t hashes[Lane::kCount * 32];
    const auto place = [&](std::size_t i) { return blocks + kKeccakRate * (i < count ? i : count - 1); };
    keccakBlocks<Lane>(place, [&](std::size_t i) { return hashes + 32 * i; });
    std::memcpy(out, hashes, 32 * count);
}

/// KeccakCode::prefixed.
template<class Lane>
void keccakAllPrefixed(std::uint8_t prefix, const KeccakJob* jobs, std::size_t count) {
    for (; count >= Lane::kCount; count -= Lane::kCount) {
        keccakPrefixed<Lane>(
            prefix, [=](std::size_t i) { return jobs[i].input; }, [=](std::size_t i) { return jobs[i].out; });
        jobs += Lane::kCount;
    }
    if (count == 0) return;
    std::uint8_t hashes[Lane::kCount * 32];
    keccakPrefixed<Lane>(
        prefix, [&](std::size_t i) { return jobs[i < count ? i : count - 1].input; },
        [&](std::size_t i) { return hashes + 32 * i; });
    for (std::size_t i = 0; i < count; ++i)
        std::memcpy(jobs[i].out, hashes + 32 * i, 32);
}

} // namespace aw::crypto
