#include "crypto/keccak_sponge.hpp"

#include <stdexcept>

namespace aw::crypto {
namespace {

bool has([[maybe_unused]] KeccakLevel level) {
#ifdef AW_KECCAK_LEVELS
    // They ask the operating system too, which has to save the registers.
    if (level == KeccakLevel::avx512) return __builtin_cpu_supports("avx512f") != 0;
    if (level == KeccakLevel::avx2) return __builtin_cpu_supports("avx2") != 0;
    if (level == KeccakLevel::bmi2)
        return __builtin_cpu_supports("bmi") != 0 && __builtin_cpu_supports("bmi2") != 0;
#endif
    return level == KeccakLevel::plain;
}

Hash hashOne(const KeccakCode& code, ByteView input) {
    KeccakSponge sponge(code);
    sponge.absorb(input);
    return sponge.finish();
}

std::uint8_t* bytesOf(std::span<Hash> hashes) {
    static_assert(sizeof(Hash) == Hash::kSize, "hashes stand one after another");
    return hashes.data()->bytes.data();
}

/// Inputs of one block that do not stand one after another with their padding: that is made here first.
class Blocks {
public:
    Blocks(const KeccakCode& code, std::span<Hash> out)
        : m_code(code)
        , m_out(out) {}

    /// Hashes the next input of the output's order.
    void add(ByteView input) {
        auto* const block = &m_blocks[kKeccakRate * m_size++];
        // An empty input may point to nothing.
        if (!input.empty()) std::memcpy(block, input.data(), input.size());
        keccakPad(block, input.size());
        if (m_size == kCapacity) flush();
    }
    void flush() {
        if (m_size == 0) return;
        m_code.block(m_blocks.data(), m_size, bytesOf(m_out));
        m_out = m_out.subspan(m_size);
        m_size = 0;
    }
    /// Puts a hash that was made elsewhere at its place in the order.
    void put(const Hash& hash) {
        flush();
        m_out.front() = hash;
        m_out = m_out.subspan(1);
    }

private:
    static constexpr std::size_t kCapacity = 8; ///< the most lanes of a level

    const KeccakCode& m_code;
    std::span<Hash> m_out;
    std::size_t m_size = 0;
    std::array<std::uint8_t, kCapacity * kKeccakRate> m_blocks;
};

/// Code for inputs that no lane of `code` stands ready for.
const KeccakCode& codeOfOne(const KeccakCode& code) { return code.permute ? code : keccakCodeOfOne(); }

void hashEach(const KeccakCode& code, std::span<const ByteView> inputs, std::span<Hash> out) {
    if (inputs.size() != out.size())
        throw std::invalid_argument("keccak256Each: there is not one hash for each input.");
    Blocks blocks(code, out);
    for (const auto input : inputs)
        if (input.size() < kKeccakRate)
            blocks.add(input);
        else
            blocks.put(hashOne(codeOfOne(code), input));
    blocks.flush();
}

void hashPrefixed(const KeccakCode& code, std::uint8_t prefix, std::span<const KeccakJob> jobs) {
    // One that is left over is cheaper alone.
    const auto alone = jobs.size() % code.lanes == 1 ? std::size_t{1} : std::size_t{0};
    code.prefixed(prefix, jobs.data(), jobs.size() - alone);
    codeOfOne(code).prefixed(prefix, jobs.data() + jobs.size() - alone, alone);
}

const KeccakCode& codeThatMachineHas(KeccakLevel level) {
    if (!has(level)) throw std::invalid_argument("This machine has not that level of keccak-256.");
    return keccakCode(level);
}

} // namespace

const KeccakCode& keccakCode([[maybe_unused]] KeccakLevel level) {
#ifdef AW_KECCAK_LEVELS
    if (level == KeccakLevel::avx512) return kKeccakAvx512;
    if (level == KeccakLevel::avx2) return kKeccakAvx2;
    if (level == KeccakLevel::bmi2) return kKeccakBmi2;
#endif
    return kKeccakPlain;
}

const KeccakCode& keccakCodeOfOne() {
    static const auto& code = keccakCode(has(KeccakLevel::bmi2) ? KeccakLevel::bmi2 : KeccakLevel::plain);
    return code;
}

KeccakLevel keccakLevel() {
    static const auto best = keccakLevels().back();
    return best;
}

std::vector<KeccakLevel> keccakLevels() {
    std::vector<KeccakLevel> levels;
    for (const auto level : {KeccakLevel::plain, KeccakLevel::bmi2, KeccakLevel::avx2, KeccakLevel::avx512})
        if (has(level)) levels.push_back(level);
    return levels;
}

std::string_view keccakLevelName(KeccakLevel level) {
    switch (level) {
    case KeccakLevel::plain:
        return "plain";
    case KeccakLevel::bmi2:
        return "bmi2";
    case KeccakLevel::avx2:
        return "avx2";
    case KeccakLevel::avx512:
        return "avx512";
    }
    return "unknown";
}

void keccak256Each(std::span<const ByteView> inputs, std::span<Hash> out) {
    static const auto& code = keccakCode(keccakLevel());
    hashEach(code, inputs, out);
}

void keccak256Prefixed(std::uint8_t prefix, std::span<const KeccakJob> jobs) {
    static const auto& code = keccakCode(keccakLevel());
    hashPrefixed(code, prefix, jobs);
}

void keccak256EachAt(KeccakLevel level, std::span<const ByteView> inputs, std::span<Hash> out) {
    hashEach(codeThatMachineHas(level), inputs, out);
}

void keccak256PrefixedAt(KeccakLevel level, std::uint8_t prefix, std::span<const KeccakJob> jobs) {
    hashPrefixed(codeThatMachineHas(level), prefix, jobs);
}

} // namespace aw::crypto
