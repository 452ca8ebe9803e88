#include "state/account.hpp"

#include "base/bytes.hpp"
#include "crypto/keccak.hpp"

namespace aw::state {
namespace {

constexpr std::uint8_t kLeafDomain = 0x00;
constexpr std::uint8_t kNodeDomain = 0x01;
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
    template<std::unsigned_integral Integer>
    void number(Integer value) {
        for (std::size_t i = sizeof value; i-- > 0;)
            *m_out++ = static_cast<std::uint8_t>(value >> (8 * i));
    }
    void number(const U128& value) {
        number(static_cast<std::uint64_t>(value >> 64));
        number(static_cast<std::uint64_t>(value));
    }

private:
    std::uint8_t* m_out;
};

} // namespace

void writeLeafInput(const Account& account, HashInput out) {
    Writer writer(out.data());
    writer.number(kLeafDomain);
    writer.bytes(account.owner.view());
    writer.number(account.token);
    writer.number(account.nonce);
    writer.number(account.balance);
    writer.number(account.exited);
}

void writeNodeInput(const Hash& left, const Hash& right, HashInput out) {
    out[0] = kNodeDomain;
    std::memcpy(&out[1], left.bytes.data(), left.bytes.size());
    std::memcpy(&out[33], right.bytes.data(), right.bytes.size());
}

Hash leafHash(const Account& account) {
    std::array<std::uint8_t, kHashInputSize> input;
    writeLeafInput(account, input);
    return crypto::keccak256(input);
}

Hash nodeHash(const Hash& left, const Hash& right) {
    if (left.isZero() && right.isZero()) return {};
    std::array<std::uint8_t, kHashInputSize> input;
    writeNodeInput(left, right, input);
    return crypto::keccak256(input);
}

Hash stateRoot(const Hash& treeRoot, std::uint64_t accountCount, std::uint64_t inboxCursor) {
    std::array<std::uint8_t, 49> input;
    Writer writer(input.data());
    writer.number(kStateDomain);
    writer.bytes(treeRoot.view());
    writer.number(accountCount);
    writer.number(inboxCursor);
    return crypto::keccak256(input);
}

} // namespace aw::state
