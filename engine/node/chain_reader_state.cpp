#include "node/chain_reader.hpp"

#include <algorithm>

/// States of the past.
///
/// Changes of the newest blocks are in memory. Who asks for an older block goes back to the oldest of these
/// first and asks the store then, which names the first change after the block, wherever it is: blocks that
/// come or leave above do not matter. Where the store was cut below the oldest one meanwhile, all is read
/// again.
namespace aw::node {

namespace {

/// How often a read begins anew where blocks leave the chain meanwhile.
constexpr int kAttempts = 64;

Error reorganised(std::uint64_t block) {
    return {ErrorCode::stateUnknownBlock,
            "Block " + std::to_string(block) +
                " could not be read while the chain was reorganised; ask again."};
}

} // namespace

Result<ChainReader::Moment> ChainReader::momentLocked(std::uint64_t block) const {
    if (block > m_heads.latest)
        return Error{ErrorCode::stateUnknownBlock, "Block " + std::to_string(block) +
                                                       " does not exist; the latest is " +
                                                       std::to_string(m_heads.latest) + "."};
    Moment moment{.base = m_heads.latest, .baseHash = m_headHash, .rewinds = m_rewinds};
    if (!m_recent.empty()) {
        const auto& oldest = m_recent.front().block->header;
        moment.base = oldest.number - std::min<std::uint64_t>(oldest.number, 1);
        moment.baseHash = oldest.parentHash;
    }
    moment.isStored = block < moment.base;
    return moment;
}

Result<bool> ChainReader::isStill(const Moment& moment, store::Reader& reader) const {
    // A deep rewind cuts the store before this reader is told of it.
    const auto row = reader.headers(moment.base, moment.base);
    if (!row) return row.error();
    if (row->empty() || row->front().hash != moment.baseHash) return false;
    const std::scoped_lock lock(m_mutex);
    return m_rewinds == moment.rewinds;
}

template<class Value>
Result<std::optional<Value>>
ChainReader::fromStore(const Moment& moment, std::uint64_t block,
                       const std::function<Result<Value>(store::Reader&)>& read) const {
    return m_readers->with([&](store::Reader& reader) -> Result<std::optional<Value>> {
        auto value = read(reader);
        if (!value && value.error().code == ErrorCode::storePruned) {
            const auto from = reader.historyFrom();
            if (!from) return from.error();
            return Error{ErrorCode::statePruned, "The state of block " + std::to_string(block) +
                                                     " is no longer kept; states are known from block " +
                                                     std::to_string(*from) +
                                                     " on. Ask an operator that runs as archive."};
        }
        if (!value) return value.error();
        const auto still = isStill(moment, reader);
        if (!still) return still.error();
        if (!*still) return std::optional<Value>();
        return std::optional<Value>(std::move(*value));
    });
}

Result<std::optional<state::Account>> ChainReader::accountAt(const Address& owner, std::uint32_t token,
                                                             std::uint64_t block) const {
    using Change = std::optional<state::Account>;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        Moment moment;
        std::optional<state::Account> account;
        AccountIndex index;
        {
            const std::scoped_lock lock(m_mutex);
            const auto now = momentLocked(block);
            if (!now) return now.error();
            moment = *now;
            if (const auto found = m_head.find(owner, token)) {
                index = *found;
                account = m_head.account(index);
            }
            for (const auto& recent : m_recent) {
                if (!account) break;
                if (recent.block->header.number <= block || !recent.undo) continue;
                if (index.value >= recent.undo->accountCount) {
                    account.reset();
                    break;
                }
                const auto* before = recent.undo->find(index);
                if (!before) continue;
                account->nonce = before->nonce;
                account->balance = before->balance;
                account->withdrawn = before->withdrawn;
                break;
            }
            if (!moment.isStored) return account;
        }
        // Also of an owner without an account: so it is told whether the state is still kept.
        const auto change = fromStore<Change>(
            moment, block, [&](store::Reader& reader) { return reader.accountAt(index, block); });
        if (!change) return change.error();
        if (!*change) continue;
        if (account && **change) {
            account->nonce = (**change)->nonce;
            account->balance = (**change)->balance;
            account->withdrawn = (**change)->withdrawn;
        }
        return account;
    }
    return reorganised(block);
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
    using Change = std::optional<Wei>;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        Moment moment;
        rpc::TokenView view;
        {
            const std::scoped_lock lock(m_mutex);
            const auto now = momentLocked(block);
            if (!now) return now.error();
            moment = *now;
            const auto found = m_tokens.find(address);
            if (found == m_tokens.end()) return std::optional<rpc::TokenView>();
            view = {found->second.number, m_head.supply(found->second.number), found->second.metadata};
            for (const auto& recent : m_recent) {
                if (recent.block->header.number <= block || !recent.undo) continue;
                const auto& supplies = recent.undo->supplies;
                const auto before =
                    std::ranges::find(supplies, view.number, [](const auto& s) { return s.first; });
                if (before == supplies.end()) continue;
                view.supply = before->second;
                break;
            }
            if (!moment.isStored) return std::optional(view);
        }
        const auto before = fromStore<Change>(
            moment, block, [&](store::Reader& reader) { return reader.supplyAt(view.number, block); });
        if (!before) return before.error();
        if (!*before) continue;
        if (**before) view.supply = ***before;
        return std::optional(view);
    }
    return reorganised(block);
}

} // namespace aw::node
