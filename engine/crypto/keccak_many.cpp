#include "crypto/keccak.hpp"

#include "crypto/keccak_lanes.hpp"
#include "crypto/keccak_vectors.hpp"

#include <algorithm>
#include <stdexcept>

namespace aw::crypto {
namespace {

void hashOneByOne(ByteView inputs, std::size_t length, std::span<Hash> out) {
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = keccak256(inputs.subspan(i * length, length));
}

bool has([[maybe_unused]] KeccakLevel level) {
#ifdef AW_KECCAK_VECTORS
    // They ask the operating system too, which has to save the registers.
    if (level == KeccakLevel::avx512) return __builtin_cpu_supports("avx512f") != 0;
    if (level == KeccakLevel::avx2) return __builtin_cpu_supports("avx2") != 0;
#endif
    return level == KeccakLevel::plain;
}

void hashMany(KeccakLevel level, ByteView inputs, std::size_t length, std::span<Hash> out) {
    if (inputs.size() != out.size() * length)
        throw std::invalid_argument("keccak256Many: the inputs have not the size that they must have.");
    // A turn of the vectors costs more than one input alone.
    if (level == KeccakLevel::plain || length == 0 || length > kMaxOneBlock || out.size() < 2)
        return hashOneByOne(inputs, length, out);
#ifdef AW_KECCAK_VECTORS
    const auto lanes = level == KeccakLevel::avx512 ? std::size_t{8} : std::size_t{4};
    const auto hash = level == KeccakLevel::avx512 ? keccak256ManyAvx512 : keccak256ManyAvx2;
    const auto alone = out.size() % lanes == 1 ? std::size_t{1} : std::size_t{0};
    static_assert(sizeof(Hash) == Hash::kSize, "hashes stand one after another");
    hash(inputs.data(), length, out.size() - alone, out.data()->bytes.data());
    hashOneByOne(inputs.last(alone * length), length, out.last(alone));
#endif
}

} // namespace

KeccakLevel keccakLevel() {
    static const auto best = keccakLevels().back();
    return best;
}

std::vector<KeccakLevel> keccakLevels() {
    std::vector<KeccakLevel> levels;
    for (const auto level : {KeccakLevel::plain, KeccakLevel::avx2, KeccakLevel::avx512})
        if (has(level)) levels.push_back(level);
    return levels;
}

std::string_view keccakLevelName(KeccakLevel level) {
    switch (level) {
    case KeccakLevel::plain:
        return "plain";
    case KeccakLevel::avx2:
        return "avx2";
    case KeccakLevel::avx512:
        return "avx512";
    }
    return "unknown";
}

void keccak256Many(ByteView inputs, std::size_t length, std::span<Hash> out) {
    hashMany(keccakLevel(), inputs, length, out);
}

void keccak256ManyAt(KeccakLevel level, ByteView inputs, std::size_t length, std::span<Hash> out) {
    if (!has(level)) throw std::invalid_argument("keccak256ManyAt: this machine has not that level.");
    hashMany(level, inputs, length, out);
}

} // namespace aw::crypto
