#pragma once

#include "state/account.hpp"

#include <optional>

namespace aw::state {

/// Read-only view of a state.
class StateView {
public:
    virtual ~StateView() = default;
    virtual std::uint64_t accountCount() const = 0;
    virtual std::uint64_t inboxCursor() const = 0;
    /// User transactions executed since genesis (S-4).
    virtual std::uint64_t txCount() const = 0;
    /// The account; nullopt at or above accountCount().
    virtual std::optional<Account> account(AccountIndex index) const = 0;
    /// The first account of the owner and token among those known (PROTOCOL.md section 6).
    virtual std::optional<AccountIndex> find(const Address& owner, std::uint32_t token) const = 0;
};

/// What one record changes.
struct Diff {
    struct Change {
        AccountIndex index;
        Account account; ///< after
    };
    std::vector<Change> changes; ///< at most one an index; a new account stands at index = count before
    std::uint64_t inboxConsumed = 0;
    std::uint64_t txs = 0; ///< user transactions, forced ones not counted
};

} // namespace aw::state
