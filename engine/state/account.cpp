#include "state/account.hpp"

#include "base/bytes.hpp"
#include "crypto/keccak.hpp"

namespace aw::state {
namespace {

constexpr std::uint8_t kLeafDomain = 0x00;
constexpr std::uint8_t kNodeDomain = 0x01;
constexpr std::uint8_t kStateDomain = 0x02;

/// Big-endian writer into a buffer of fixed size: these hashes are the hot path.
template<std::size_t N>
class FixedWriter {
public:
    explicit FixedWriter(std::uint8_t domain) { m_buffer[m_size++] = domain; }
    void bytes(ByteView bytes) {
        std::memcpy(m_buffer.data() + m_size, bytes.data(), bytes.size());
        m_size += bytes.size();
    }
    template<std::unsigned_integral Integer>
    void number(Integer value) {
        for (std::size_t i = sizeof value; i-- > 0;)
            m_buffer[m_size++] = static_cast<std::uint8_t>(value >> (8 * i));
    }
    void number(const U128& value) {
        number(static_cast<std::uint64_t>(value >> 64));
        number(static_cast<std::uint64_t>(value));
    }
    Hash hash() const { return crypto::keccak256(ByteView(m_buffer).first(m_size)); }

private:
    std::array<std::uint8_t, N> m_buffer;
    std::size_t m_size = 0;
};

} // namespace

Hash leafHash(const Account& account) {
    FixedWriter<65> writer(kLeafDomain);
    writer.bytes(account.owner.view());
    writer.number(account.token);
    writer.number(account.nonce);
    writer.number(account.balance);
    writer.number(account.exited);
    return writer.hash();
}

Hash nodeHash(const Hash& left, const Hash& right) {
    if (left.isZero() && right.isZero()) return {};
    FixedWriter<65> writer(kNodeDomain);
    writer.bytes(left.view());
    writer.bytes(right.view());
    return writer.hash();
}

Hash stateRoot(const Hash& treeRoot, std::uint64_t accountCount, std::uint64_t inboxCursor) {
    FixedWriter<49> writer(kStateDomain);
    writer.bytes(treeRoot.view());
    writer.number(accountCount);
    writer.number(inboxCursor);
    return writer.hash();
}

} // namespace aw::state
