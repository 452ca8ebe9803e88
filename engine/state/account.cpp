#include "state/account.hpp"

#include "base/bytes.hpp"
#include "crypto/keccak.hpp"

#include <bit>

namespace aw::state {
namespace {

constexpr std::uint8_t kStateDomain = 0x02;

/// Writes big-endian integers and bytes one after another; the caller guarantees the room.
class Writer {
public:
    explicit Writer(std::uint8_t* out)
        : m_out(out) {}
    void bytes(ByteView bytes) {
        std::memcpy(m_out, bytes.data(), bytes.size());
        m_out += bytes.size();
    }
    void number(std::uint8_t value) { *m_out++ = value; }
    // The compiler makes bytes one by one of a loop.
    void number(std::uint32_t value) { swapped(__builtin_bswap32(value)); }
    void number(std::uint64_t value) { swapped(__builtin_bswap64(value)); }
    void number(const U128& value) {
        number(static_cast<std::uint64_t>(value >> 64));
        number(static_cast<std::uint64_t>(value));
    }

private:
    template<class Integer>
    void swapped(Integer value) {
        static_assert(std::endian::native == std::endian::little, "swapped where it need not be");
        std::memcpy(m_out, &value, sizeof value);
        m_out += sizeof value;
    }

    std::uint8_t* m_out;
};

Hash prefixedHash(std::uint8_t prefix, const std::uint8_t* input) {
    Hash hash;
    const crypto::KeccakJob job{.input = input, .out = hash.bytes.data()};
    crypto::keccak256Prefixed(prefix, {&job, 1});
    return hash;
}

} // namespace

LeafFields leafFields(const Account& account) {
    LeafFields fields;
    Writer writer(fields.data());
    writer.bytes(account.owner.view());
    writer.number(account.token);
    writer.number(account.nonce);
    writer.number(account.balance);
    writer.number(account.withdrawn);
    return fields;
}

Hash leafHash(const Account& account) { return prefixedHash(kLeafPrefix, leafFields(account).data()); }

Hash nodeHash(const Hash& left, const Hash& right) {
    if (left.isZero() && right.isZero()) return {};
    std::array<std::uint8_t, 64> children;
    std::memcpy(children.data(), left.bytes.data(), 32);
    std::memcpy(children.data() + 32, right.bytes.data(), 32);
    return prefixedHash(kNodePrefix, children.data());
}

Hash stateRoot(const Hash& treeRoot, std::uint64_t accountCount, std::uint64_t inboxCursor,
               std::uint64_t txCount) {
    std::array<std::uint8_t, 57> input;
    Writer writer(input.data());
    writer.number(kStateDomain);
    writer.bytes(treeRoot.view());
    writer.number(accountCount);
    writer.number(inboxCursor);
    writer.number(txCount);
    return crypto::keccak256(input);
}

} // namespace aw::state
