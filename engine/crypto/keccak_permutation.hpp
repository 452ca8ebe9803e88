#pragma once

#include <array>
#include <cstdint>

/// Keccak-f[1600] (FIPS 202, section 3.3) over any lane type with the operators of an unsigned integer: one
/// state with std::uint64_t, several side by side with a vector of them.
namespace aw::crypto {

inline constexpr std::array<std::uint64_t, 24> kKeccakRoundConstants{
    0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000, 0x000000000000808b,
    0x0000000080000001, 0x8000000080008081, 0x8000000000008009, 0x000000000000008a, 0x0000000000000088,
    0x0000000080008009, 0x000000008000000a, 0x000000008000808b, 0x800000000000008b, 0x8000000000008089,
    0x8000000000008003, 0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008};

template<unsigned kBits, class Lane>
[[gnu::always_inline]] constexpr Lane rotateLeft(Lane lane) {
    return (lane << kBits) | (lane >> (64 - kBits));
}

/// One round from `a` to `e`; lane (x, y) stands at x + 5y. Written out, so that both stay in registers.
template<class Lane>
[[gnu::always_inline]] inline void keccakRound(const std::array<Lane, 25>& a, std::array<Lane, 25>& e,
                                               std::uint64_t roundConstant) {
    const Lane c0 = a[0] ^ a[5] ^ a[10] ^ a[15] ^ a[20];
    const Lane c1 = a[1] ^ a[6] ^ a[11] ^ a[16] ^ a[21];
    const Lane c2 = a[2] ^ a[7] ^ a[12] ^ a[17] ^ a[22];
    const Lane c3 = a[3] ^ a[8] ^ a[13] ^ a[18] ^ a[23];
    const Lane c4 = a[4] ^ a[9] ^ a[14] ^ a[19] ^ a[24];
    const Lane d0 = c4 ^ rotateLeft<1>(c1);
    const Lane d1 = c0 ^ rotateLeft<1>(c2);
    const Lane d2 = c1 ^ rotateLeft<1>(c3);
    const Lane d3 = c2 ^ rotateLeft<1>(c4);
    const Lane d4 = c3 ^ rotateLeft<1>(c0);

    Lane b0 = a[0] ^ d0;
    Lane b1 = rotateLeft<44>(a[6] ^ d1);
    Lane b2 = rotateLeft<43>(a[12] ^ d2);
    Lane b3 = rotateLeft<21>(a[18] ^ d3);
    Lane b4 = rotateLeft<14>(a[24] ^ d4);
    e[0] = b0 ^ (~b1 & b2) ^ roundConstant;
    e[1] = b1 ^ (~b2 & b3);
    e[2] = b2 ^ (~b3 & b4);
    e[3] = b3 ^ (~b4 & b0);
    e[4] = b4 ^ (~b0 & b1);

    b0 = rotateLeft<28>(a[3] ^ d3);
    b1 = rotateLeft<20>(a[9] ^ d4);
    b2 = rotateLeft<3>(a[10] ^ d0);
    b3 = rotateLeft<45>(a[16] ^ d1);
    b4 = rotateLeft<61>(a[22] ^ d2);
    e[5] = b0 ^ (~b1 & b2);
    e[6] = b1 ^ (~b2 & b3);
    e[7] = b2 ^ (~b3 & b4);
    e[8] = b3 ^ (~b4 & b0);
    e[9] = b4 ^ (~b0 & b1);

    b0 = rotateLeft<1>(a[1] ^ d1);
    b1 = rotateLeft<6>(a[7] ^ d2);
    b2 = rotateLeft<25>(a[13] ^ d3);
    b3 = rotateLeft<8>(a[19] ^ d4);
    b4 = rotateLeft<18>(a[20] ^ d0);
    e[10] = b0 ^ (~b1 & b2);
    e[11] = b1 ^ (~b2 & b3);
    e[12] = b2 ^ (~b3 & b4);
    e[13] = b3 ^ (~b4 & b0);
    e[14] = b4 ^ (~b0 & b1);

    b0 = rotateLeft<27>(a[4] ^ d4);
    b1 = rotateLeft<36>(a[5] ^ d0);
    b2 = rotateLeft<10>(a[11] ^ d1);
    b3 = rotateLeft<15>(a[17] ^ d2);
    b4 = rotateLeft<56>(a[23] ^ d3);
    e[15] = b0 ^ (~b1 & b2);
    e[16] = b1 ^ (~b2 & b3);
    e[17] = b2 ^ (~b3 & b4);
    e[18] = b3 ^ (~b4 & b0);
    e[19] = b4 ^ (~b0 & b1);

    b0 = rotateLeft<62>(a[2] ^ d2);
    b1 = rotateLeft<55>(a[8] ^ d3);
    b2 = rotateLeft<39>(a[14] ^ d4);
    b3 = rotateLeft<41>(a[15] ^ d0);
    b4 = rotateLeft<2>(a[21] ^ d1);
    e[20] = b0 ^ (~b1 & b2);
    e[21] = b1 ^ (~b2 & b3);
    e[22] = b2 ^ (~b3 & b4);
    e[23] = b3 ^ (~b4 & b0);
    e[24] = b4 ^ (~b0 & b1);
}

template<class Lane>
[[gnu::always_inline]] inline void permute(std::array<Lane, 25>& state) {
    auto a = state;
    std::array<Lane, 25> e;
    for (std::size_t round = 0; round < kKeccakRoundConstants.size(); round += 2) {
        keccakRound(a, e, kKeccakRoundConstants[round]);
        keccakRound(e, a, kKeccakRoundConstants[round + 1]);
    }
    state = a;
}

} // namespace aw::crypto
