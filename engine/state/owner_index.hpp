#pragma once

#include "state/account.hpp"
#include "state/paged_array.hpp"

#include <optional>

namespace aw::state {

/// Finds the account of an owner and a token: an open-addressing hash table over an account array, whose
/// slots hold account indexes. Copy-on-write like the accounts, so that a snapshot rolls it back with them.
class OwnerIndex {
public:
    /// The first account of the owner and token.
    std::optional<AccountIndex> find(const PagedArray<Account>& accounts, const Address& owner,
                                     std::uint32_t token) const;

    /// Adds the account that was just appended; `index` is also the number of accounts before. Where the
    /// owner and token are there already, the first one stays (S-5).
    void append(const PagedArray<Account>& accounts, AccountIndex index);

private:
    void insert(const PagedArray<Account>& accounts, AccountIndex index);

    PagedArray<std::uint64_t> m_slots;
    std::uint64_t m_capacity = 0; ///< of two's power, or 0
};

} // namespace aw::state
