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
    /// The account; nullopt at or above accountCount().
    virtual std::optional<Account> account(AccountIndex index) const = 0;
};

/// What one record changes.
struct Diff {
    struct Change {
        AccountIndex index;
        Account account; ///< after
    };
    std::vector<Change> changes; ///< at most one an index; a new account stands at index = count before
    std::uint64_t inboxConsumed = 0;
};

} // namespace aw::state
