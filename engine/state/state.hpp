#pragma once

#include "state/owner_index.hpp"
#include "state/state_view.hpp"
#include "state/witness.hpp"

#include <memory>
#include <span>

namespace aw::state {

struct Undo;

/// The whole state in memory: accounts, tree, and an index by (owner, token). A value: copying is a snapshot
/// and is cheap enough to take at every batch (pages are shared and copied on write). Not thread-safe;
/// distinct copies are independent and may live on different threads.
class State final : public StateView {
public:
    State();
    State(const State&);
    State& operator=(const State&);
    State(State&&) noexcept;
    State& operator=(State&&) noexcept;
    ~State() override;

    std::uint64_t accountCount() const override;
    std::uint64_t inboxCursor() const override;
    std::uint64_t txCount() const override;
    std::optional<Account> account(AccountIndex index) const override;
    std::optional<AccountIndex> find(const Address& owner, std::uint32_t token) const override;

    /// Sum of the balances of a token; not kept for ETH (token 0).
    Wei supply(std::uint32_t token) const;

    /// Begins to load what find(), account(), apply() and root() will read of these accounts, in a large
    /// state the greater part of their time. Best for some dozens at a time, just before. Changes
    /// nothing; accounts that are not there are ignored.
    void prefetch(std::span<const AccountKey> keys) const;
    void prefetch(std::span<const AccountIndex> indexes) const;

    void apply(const Diff& diff);

    /// Makes room for so many accounts, so that appending them takes less time. Guaranteed by the caller:
    /// there is none yet.
    void reserve(std::uint64_t accounts);

    /// Goes back to the state of which the undo was begun: its accounts, root, supplies and what find() finds
    /// are those of then. Guaranteed by the caller: this is the state after the last diff that the undo was
    /// told of.
    void revert(const Undo& undo);

    /// Root of the tree / of the state (S-3, S-4). Hashes what changed since the last call.
    Hash treeRoot() const;
    Hash root() const;

    /// Siblings from the leaf upward (32 of them), for IBridge.AccountProof.
    std::array<Hash, 32> proof(AccountIndex index) const;

    /// Witness (PROTOCOL.md section 8) for replaying over this state a segment that reads `existing` accounts
    /// (any order, duplicates allowed, each below accountCount()) and appends `appended` accounts.
    Witness witness(std::vector<AccountIndex> existing, std::uint64_t appended) const;

private:
    struct Data;
    std::unique_ptr<Data> m_data;
};

} // namespace aw::state
