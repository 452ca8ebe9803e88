#include "node/chain_reader.hpp"

#include <algorithm>

/// States of the past.
namespace aw::node {

Result<void> ChainReader::checkKnown(std::uint64_t block) const {
    std::uint64_t latest = 0, recentFrom = 0;
    {
        const std::scoped_lock lock(m_mutex);
        latest = m_heads.latest;
        recentFrom = m_recent.empty() ? 0 : m_recent.front().block->header.number;
    }
    if (block > latest)
        return Error{"state.unknown-block", "Block " + std::to_string(block) +
                                                " does not exist; the latest is " + std::to_string(latest) +
                                                "."};
    if (block >= recentFrom) return {};
    const auto from = m_readers->with([](store::Reader& reader) { return reader.historyFrom(); });
    if (!from) return from.error();
    if (block < *from)
        return Error{"state.pruned", "The state of block " + std::to_string(block) +
                                         " is no longer kept; states are known from block " +
                                         std::to_string(*from) +
                                         " on. Ask an operator that runs as archive."};
    return {};
}

Result<std::optional<state::Account>> ChainReader::accountAt(const Address& owner, std::uint32_t token,
                                                             std::uint64_t block) const {
    if (const auto known = checkKnown(block); !known) return known.error();
    std::optional<state::Account> account; // as of the head
    AccountIndex index;
    bool isStored = false; // whether changes right after the block are in the store alone
    {
        const std::scoped_lock lock(m_mutex);
        const auto found = m_head.find(owner, token);
        if (!found) return std::optional<state::Account>();
        index = *found;
        account = m_head.account(index);
        isStored = !m_recent.empty() && block + 1 < m_recent.front().block->header.number;
    }
    // The first change after the block says what was before it. Older ones are in the store, which goes
    // first: what is appended meanwhile changes nothing of that.
    const auto apply = [&](const state::Undo& undo) {
        if (index.value >= undo.accountCount) {
            account.reset();
            return true;
        }
        const auto* before = undo.find(index);
        if (!before) return false;
        account->nonce = before->nonce;
        account->balance = before->balance;
        account->withdrawn = before->withdrawn;
        return true;
    };
    if (isStored) {
        const auto change =
            m_readers->with([&](store::Reader& reader) { return reader.accountAt(index, block); });
        if (!change) return change.error();
        if (*change) {
            account->nonce = (*change)->nonce;
            account->balance = (*change)->balance;
            account->withdrawn = (*change)->withdrawn;
            return account;
        }
    }
    const std::scoped_lock lock(m_mutex);
    for (const auto& recent : m_recent)
        if (recent.block->header.number > block && recent.undo && apply(*recent.undo)) return account;
    // Not changed since: as it is at the head of now.
    return index.value < m_head.accountCount() ? m_head.account(index) : std::optional<state::Account>();
}

Result<rpc::AccountView> ChainReader::account(const Address& owner, std::uint64_t block) const {
    const auto found = accountAt(owner, 0, block);
    if (!found) return found.error();
    rpc::AccountView view;
    if (*found) {
        view.nonce = (*found)->nonce;
        view.balance = (*found)->balance;
    }
    return view;
}

Result<Wei> ChainReader::tokenBalance(const Address& owner, std::uint32_t token, std::uint64_t block) const {
    const auto found = accountAt(owner, token, block);
    if (!found) return found.error();
    return *found ? (*found)->balance : Wei(0);
}

Result<std::optional<rpc::TokenView>> ChainReader::token(const Address& address, std::uint64_t block) const {
    if (const auto known = checkKnown(block); !known) return known.error();
    rpc::TokenView view;
    bool isStored = false;
    {
        const std::scoped_lock lock(m_mutex);
        const auto found = m_tokens.find(address);
        if (found == m_tokens.end()) return std::optional<rpc::TokenView>();
        view = {found->second.number, m_head.supply(found->second.number), found->second.metadata};
        isStored = !m_recent.empty() && block + 1 < m_recent.front().block->header.number;
    }
    if (isStored) {
        const auto before =
            m_readers->with([&](store::Reader& reader) { return reader.supplyAt(view.number, block); });
        if (!before) return before.error();
        if (*before) {
            view.supply = **before;
            return std::optional(view);
        }
    }
    const std::scoped_lock lock(m_mutex);
    view.supply = m_head.supply(view.number);
    for (const auto& recent : m_recent) {
        if (recent.block->header.number <= block || !recent.undo) continue;
        const auto& supplies = recent.undo->supplies;
        const auto before = std::ranges::find(supplies, view.number, [](const auto& s) { return s.first; });
        if (before == supplies.end()) continue;
        view.supply = before->second;
        break;
    }
    return std::optional(view);
}

} // namespace aw::node
