#pragma once

#include "state/account_tree.hpp"
#include "state/paged_array.hpp"

#include <optional>
#include <span>

namespace aw::state {

/// What an account is found by.
struct AccountKey {
    Address owner;
    std::uint32_t token = 0;
};

/// Finds the account of an owner and a token: an open-addressing hash table over the accounts, whose
/// slots hold account indexes. Copy-on-write like the tree, so that a snapshot rolls it back with it.
class OwnerIndex {
public:
    /// The first account of the owner and token.
    std::optional<AccountIndex> find(const AccountTree& accounts, const Address& owner,
                                     std::uint32_t token) const;

    /// Begins to load what find() reads, for many at a time. Changes nothing.
    void prefetch(const AccountTree& accounts, std::span<const AccountKey> keys) const;

    /// Makes room for so many accounts, where the index is still empty.
    void reserve(std::uint64_t accounts);

    /// Adds the account that was just appended; `index` is also the number of accounts before. Where the
    /// owner and token are there already, the first one stays (S-5).
    void append(const AccountTree& accounts, AccountIndex index);

    /// Takes the account out that was added last and is still in the tree; `index` is also the number of
    /// accounts after. find() finds what it found before append(). Guaranteed by the caller: the order.
    void removeLast(const AccountTree& accounts, AccountIndex index);

private:
    void insert(const AccountTree& accounts, AccountIndex index);

    PagedArray<std::uint64_t> m_slots;
    std::uint64_t m_capacity = 0; ///< of two's power, or 0
};

} // namespace aw::state
