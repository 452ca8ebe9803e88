#include "state/owner_index.hpp"

#include "base/assert.hpp"
#include "base/bytes.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <random>

namespace aw::state {
namespace {

constexpr std::uint64_t kFirstCapacity = 64;
constexpr std::uint64_t kOccupied = std::uint64_t{1} << 32;

std::uint64_t mix(std::uint64_t value) {
    value ^= value >> 32;
    value *= 0xd6e8feb86659fd93;
    value ^= value >> 32;
    value *= 0xd6e8feb86659fd93;
    value ^= value >> 32;
    return value;
}

/// Anyone can deposit to chosen addresses. Were the hash known to them, they could make every look-up long.
/// The secret decides where an entry stands, never what is found.
std::uint64_t secret() {
    static const std::uint64_t value = [] {
        std::random_device device;
        return std::uint64_t{device()} << 32 | device();
    }();
    return value;
}

std::uint64_t hashOf(const Address& owner, std::uint32_t token) {
    const auto bytes = owner.view();
    auto hash = mix(secret() ^ base::readBigEndian<std::uint64_t>(bytes.first(8)));
    hash = mix(hash ^ base::readBigEndian<std::uint64_t>(bytes.subspan(8, 8)));
    return mix(hash ^ (std::uint64_t{base::readBigEndian<std::uint32_t>(bytes.last(4))} << 32 | token));
}

/// A slot is a fingerprint (31 bits), the occupied bit and the account index (32 bits); 0 is free.
std::uint64_t slotOf(std::uint64_t hash, AccountIndex index) {
    return (hash >> 33 << 33) | kOccupied | index.value;
}

AccountIndex indexOf(std::uint64_t slot) { return {static_cast<std::uint32_t>(slot)}; }

bool sameFingerprint(std::uint64_t slot, std::uint64_t hash) { return slot >> 33 == hash >> 33; }

} // namespace

std::optional<AccountIndex> OwnerIndex::find(const AccountTree& accounts, const Address& owner,
                                             std::uint32_t token) const {
    if (m_capacity == 0) return std::nullopt;
    const auto hash = hashOf(owner, token);
    for (auto at = hash & (m_capacity - 1);; at = (at + 1) & (m_capacity - 1)) {
        const auto slot = m_slots.get(at);
        if (slot == 0) return std::nullopt;
        if (!sameFingerprint(slot, hash)) continue;
        const auto& account = accounts.get(indexOf(slot));
        if (account.owner == owner && account.token == token) return indexOf(slot);
    }
}

void OwnerIndex::prefetch(const AccountTree& accounts, std::span<const AccountKey> keys) const {
    if (m_capacity == 0) return;
    // First all slots, then all accounts that they name, so that one does not wait for another.
    constexpr std::size_t kAtOnce = 64;
    std::array<std::uint64_t, kAtOnce> hashes;
    for (; !keys.empty(); keys = keys.subspan(std::min(keys.size(), kAtOnce))) {
        const auto count = std::min(keys.size(), kAtOnce);
        for (std::size_t i = 0; i < count; ++i) {
            hashes[i] = hashOf(keys[i].owner, keys[i].token);
            __builtin_prefetch(m_slots.find(hashes[i] & (m_capacity - 1)));
        }
        for (std::size_t i = 0; i < count; ++i)
            for (auto at = hashes[i] & (m_capacity - 1);; at = (at + 1) & (m_capacity - 1)) {
                const auto slot = m_slots.get(at);
                if (slot != 0 && !sameFingerprint(slot, hashes[i])) continue;
                if (slot != 0) accounts.prefetch(indexOf(slot));
                break;
            }
    }
}

void OwnerIndex::reserve(std::uint64_t accounts) {
    base::expects(m_capacity == 0, "the index is empty");
    if (accounts > 0) m_capacity = std::max(kFirstCapacity, std::bit_ceil(2 * accounts));
}

void OwnerIndex::append(const AccountTree& accounts, AccountIndex index) {
    const auto count = std::uint64_t{index.value} + 1;
    base::expects(count == accounts.count(), "the account is the last one");
    // At most half full: probes stay short, and the search for a free slot ends.
    if (2 * count > m_capacity) {
        m_capacity = m_capacity == 0 ? kFirstCapacity : 2 * m_capacity;
        m_slots = {};
        for (std::uint32_t i = 0; i < index.value; ++i)
            insert(accounts, {i});
    }
    insert(accounts, index);
}

void OwnerIndex::insert(const AccountTree& accounts, AccountIndex index) {
    const auto& account = accounts.get(index);
    const auto hash = hashOf(account.owner, account.token);
    for (auto at = hash & (m_capacity - 1);; at = (at + 1) & (m_capacity - 1)) {
        const auto slot = m_slots.get(at);
        if (slot == 0) {
            m_slots.writable(at) = slotOf(hash, index);
            return;
        }
        if (!sameFingerprint(slot, hash)) continue;
        const auto& other = accounts.get(indexOf(slot));
        if (other.owner == account.owner && other.token == account.token) return;
    }
}

void OwnerIndex::removeLast(const AccountTree& accounts, AccountIndex index) {
    const auto& account = accounts.get(index);
    const auto hash = hashOf(account.owner, account.token);
    for (auto at = hash & (m_capacity - 1);; at = (at + 1) & (m_capacity - 1)) {
        const auto slot = m_slots.get(at);
        // The last one in stands at the end of every chain of probes that meets it: none breaks without it.
        if (slot == slotOf(hash, index)) {
            m_slots.writable(at) = 0;
            return;
        }
        base::expects(slot != 0, "the account is in the index, or an earlier one of its owner and token is");
        if (!sameFingerprint(slot, hash)) continue;
        const auto& other = accounts.get(indexOf(slot));
        if (other.owner == account.owner && other.token == account.token) return;
    }
}

} // namespace aw::state
