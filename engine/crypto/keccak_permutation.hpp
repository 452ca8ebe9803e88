#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

/// Keccak-f[1600] (FIPS 202, section 3.3) over any lane type: one state with words of 64 bits, several side
/// by side with vectors of them. A Lane has `^` (with a Lane and with a std::uint64_t, which goes to every
/// state), andNot(a, b) = ~a & b, and rotateLeft<bits>(lane), found by its type.
///
/// Instantiated in files that are compiled for processors that not every machine has: Lane must be local to
/// the file, so that no other file links to code that it cannot run. For the same reason this header includes
/// nothing that initializes itself when a program starts.
namespace aw::crypto {

inline constexpr std::array<std::uint64_t, 24> kKeccakRoundConstants{
    0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000, 0x000000000000808b,
    0x0000000080000001, 0x8000000080008081, 0x8000000000008009, 0x000000000000008a, 0x0000000000000088,
    0x0000000080008009, 0x000000008000000a, 0x000000008000808b, 0x800000000000008b, 0x8000000000008089,
    0x8000000000008003, 0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008};

/// Where pi takes the lanes of each row from; lane (x, y) stands at x + 5y.
inline constexpr std::array<std::array<std::size_t, 5>, 5> kKeccakSources{
    {{0, 6, 12, 18, 24}, {3, 9, 10, 16, 22}, {1, 7, 13, 19, 20}, {4, 5, 11, 17, 23}, {2, 8, 14, 15, 21}}};
inline constexpr std::array<unsigned, 25> kKeccakRotations{0,  1,  62, 28, 27, 36, 44, 6,  55, 20, 3,  10, 43,
                                                           25, 39, 41, 45, 15, 21, 8,  18, 2,  61, 56, 14};

template<class Lane>
using KeccakState = std::array<Lane, 25>;
template<class Lane>
using KeccakRow = std::array<Lane, 5>;

/// The parity of each column: what theta starts with.
template<class Lane>
[[gnu::always_inline]] inline KeccakRow<Lane> keccakParity(const KeccakState<Lane>& a) {
    return {a[0] ^ a[5] ^ a[10] ^ a[15] ^ a[20], a[1] ^ a[6] ^ a[11] ^ a[16] ^ a[21],
            a[2] ^ a[7] ^ a[12] ^ a[17] ^ a[22], a[3] ^ a[8] ^ a[13] ^ a[18] ^ a[23],
            a[4] ^ a[9] ^ a[14] ^ a[19] ^ a[24]};
}

/// Theta, rho and pi for one lane; `d` is what theta adds to each column.
template<std::size_t kY, std::size_t kX, class Lane>
[[gnu::always_inline]] inline Lane keccakMoved(const KeccakState<Lane>& a, const KeccakRow<Lane>& d) {
    constexpr auto kSource = kKeccakSources[kY][kX];
    const Lane sum = a[kSource] ^ d[kSource % 5];
    if constexpr (kSource == 0)
        return sum;
    else
        return rotateLeft<kKeccakRotations[kSource]>(sum);
}

template<std::size_t kY, class Lane>
[[gnu::always_inline]] inline KeccakRow<Lane> keccakMovedRow(const KeccakState<Lane>& a,
                                                             const KeccakRow<Lane>& d) {
    return {keccakMoved<kY, 0>(a, d), keccakMoved<kY, 1>(a, d), keccakMoved<kY, 2>(a, d),
            keccakMoved<kY, 3>(a, d), keccakMoved<kY, 4>(a, d)};
}

/// Chi for one lane, which is added to its column's parity in `c` too; the first row begins the parities, and
/// iota changes its first lane.
template<std::size_t kY, std::size_t kX, class Lane>
[[gnu::always_inline]] inline void keccakChi(const KeccakRow<Lane>& b, KeccakState<Lane>& e,
                                             KeccakRow<Lane>& c, std::uint64_t roundConstant) {
    Lane lane = b[kX] ^ andNot(b[(kX + 1) % 5], b[(kX + 2) % 5]);
    if constexpr (kY == 0 && kX == 0) lane = lane ^ roundConstant;
    e[5 * kY + kX] = lane;
    if constexpr (kY == 0)
        c[kX] = lane;
    else
        c[kX] = c[kX] ^ lane;
}

/// Chi of one row while the next one is moved: shifts and logic in turn keep all units of the processor busy.
template<std::size_t kY, class Lane>
[[gnu::always_inline]] inline KeccakRow<Lane>
keccakChiAndMove(const KeccakState<Lane>& a, const KeccakRow<Lane>& d, const KeccakRow<Lane>& b,
                 KeccakState<Lane>& e, KeccakRow<Lane>& c, std::uint64_t roundConstant) {
    KeccakRow<Lane> next;
    next[0] = keccakMoved<kY + 1, 0>(a, d);
    keccakChi<kY, 0>(b, e, c, roundConstant);
    next[1] = keccakMoved<kY + 1, 1>(a, d);
    keccakChi<kY, 1>(b, e, c, roundConstant);
    next[2] = keccakMoved<kY + 1, 2>(a, d);
    keccakChi<kY, 2>(b, e, c, roundConstant);
    next[3] = keccakMoved<kY + 1, 3>(a, d);
    keccakChi<kY, 3>(b, e, c, roundConstant);
    next[4] = keccakMoved<kY + 1, 4>(a, d);
    keccakChi<kY, 4>(b, e, c, roundConstant);
    return next;
}

/// One round from `a` to `e`; `c` holds the parities of a's columns and then those of e's.
template<class Lane>
[[gnu::always_inline]] inline void keccakRound(const KeccakState<Lane>& a, KeccakState<Lane>& e,
                                               KeccakRow<Lane>& c, std::uint64_t roundConstant) {
    const KeccakRow<Lane> d{c[4] ^ rotateLeft<1>(c[1]), c[0] ^ rotateLeft<1>(c[2]),
                            c[1] ^ rotateLeft<1>(c[3]), c[2] ^ rotateLeft<1>(c[4]),
                            c[3] ^ rotateLeft<1>(c[0])};
    const auto row0 = keccakMovedRow<0>(a, d);
    const auto row1 = keccakChiAndMove<0>(a, d, row0, e, c, roundConstant);
    const auto row2 = keccakChiAndMove<1>(a, d, row1, e, c, roundConstant);
    const auto row3 = keccakChiAndMove<2>(a, d, row2, e, c, roundConstant);
    const auto row4 = keccakChiAndMove<3>(a, d, row3, e, c, roundConstant);
    keccakChi<4, 0>(row4, e, c, roundConstant);
    keccakChi<4, 1>(row4, e, c, roundConstant);
    keccakChi<4, 2>(row4, e, c, roundConstant);
    keccakChi<4, 3>(row4, e, c, roundConstant);
    keccakChi<4, 4>(row4, e, c, roundConstant);
}

/// The permutation. The first and the last round stand apart from the others: the compiler leaves out of them
/// what is known to be 0 before and what nobody reads after.
template<class Lane>
[[gnu::always_inline]] inline void keccakPermute(KeccakState<Lane>& a) {
    KeccakState<Lane> e;
    auto c = keccakParity(a);
    keccakRound(a, e, c, kKeccakRoundConstants[0]);
    for (std::size_t round = 1; round < 23; round += 2) {
        keccakRound(e, a, c, kKeccakRoundConstants[round]);
        keccakRound(a, e, c, kKeccakRoundConstants[round + 1]);
    }
    keccakRound(e, a, c, kKeccakRoundConstants[23]);
}

} // namespace aw::crypto
