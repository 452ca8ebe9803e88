#include "state/state.hpp"

#include "base/assert.hpp"
#include "base/protocol.hpp"
#include "state/account_tree.hpp"
#include "state/paged_array.hpp"
#include "state/undo.hpp"

#include <algorithm>

namespace aw::state {
namespace {

void sortUnique(std::vector<AccountIndex>& indexes) {
    std::ranges::sort(indexes);
    const auto repeated = std::ranges::unique(indexes);
    indexes.erase(repeated.begin(), repeated.end());
}

} // namespace

struct State::Data {
    AccountTree tree;
    OwnerIndex owners;
    PagedArray<Wei> supplies; ///< by token
    std::uint64_t cursor = 0;
    std::uint64_t txCount = 0;
};

State::State()
    : m_data(std::make_unique<Data>()) {}
State::State(const State& other)
    : m_data(std::make_unique<Data>(*other.m_data)) {}
State& State::operator=(const State& other) {
    if (this != &other) m_data = std::make_unique<Data>(*other.m_data);
    return *this;
}
State::State(State&&) noexcept = default;
State& State::operator=(State&&) noexcept = default;
State::~State() = default;

std::uint64_t State::accountCount() const { return m_data->tree.count(); }

std::uint64_t State::inboxCursor() const { return m_data->cursor; }

std::uint64_t State::txCount() const { return m_data->txCount; }

std::optional<Account> State::account(AccountIndex index) const {
    if (index.value >= m_data->tree.count()) return std::nullopt;
    return m_data->tree.get(index);
}

std::optional<AccountIndex> State::find(const Address& owner, std::uint32_t token) const {
    return m_data->owners.find(m_data->tree, owner, token);
}

Wei State::supply(std::uint32_t token) const { return m_data->supplies.get(token); }

void State::prefetch(std::span<const AccountKey> keys) const { m_data->owners.prefetch(m_data->tree, keys); }

void State::prefetch(std::span<const AccountIndex> indexes) const {
    for (const auto index : indexes)
        if (index.value < m_data->tree.count()) m_data->tree.prefetch(index);
}

void State::apply(const Diff& diff) {
    auto& data = *m_data;
    for (const auto& change : diff.changes) {
        const bool isNew = change.index.value == data.tree.count();
        base::expects(change.index.value <= data.tree.count(), "a new account stands at the count before");
        base::expects(
            [&] {
                if (isNew) return true;
                const auto& before = data.tree.get(change.index);
                return before.owner == change.account.owner && before.token == change.account.token;
            },
            "an account keeps its owner and token (S-1)");
        if (const auto token = change.account.token; token != 0) {
            const auto before = isNew ? Wei(0) : data.tree.get(change.index).balance;
            data.supplies.writable(token) += change.account.balance - before;
        }
        data.tree.put(change.index, change.account);
        if (isNew) data.owners.append(data.tree, change.index);
    }
    data.cursor += diff.inboxConsumed;
    data.txCount += diff.txs;
}

void State::reserve(std::uint64_t accounts) { m_data->owners.reserve(accounts); }

void State::revert(const Undo& undo) {
    auto& data = *m_data;
    base::expects(data.tree.count() == undo.accountCount + undo.appended,
                  "the state is the one after what the undo was taken of");
    // Last in, first out: the owner index depends on it.
    for (auto i = data.tree.count(); i-- > undo.accountCount;)
        data.owners.removeLast(data.tree, {static_cast<std::uint32_t>(i)});
    data.tree.truncate(undo.accountCount);

    constexpr std::size_t kAtOnce = 64;
    for (std::span<const Undo::Before> rest(undo.accounts); !rest.empty();) {
        const auto some = rest.first(std::min(rest.size(), kAtOnce));
        rest = rest.subspan(some.size());
        for (const auto& before : some)
            data.tree.prefetch(before.index);
        for (const auto& before : some) {
            auto account = data.tree.get(before.index);
            account.nonce = before.nonce;
            account.balance = before.balance;
            account.withdrawn = before.withdrawn;
            data.tree.put(before.index, account);
        }
    }
    for (const auto& [token, supply] : undo.supplies)
        data.supplies.writable(token) = supply;
    data.cursor = undo.inboxCursor;
    data.txCount = undo.txCount;
}

Hash State::treeRoot() const {
    m_data->tree.refresh();
    return m_data->tree.node(protocol::kTreeDepth, 0);
}

Hash State::root() const {
    return stateRoot(treeRoot(), m_data->tree.count(), m_data->cursor, m_data->txCount);
}

std::array<Hash, 32> State::proof(AccountIndex index) const {
    m_data->tree.refresh();
    std::array<Hash, 32> siblings;
    for (unsigned height = 0; height < protocol::kTreeDepth; ++height)
        siblings[height] = m_data->tree.node(height, (std::uint64_t{index.value} >> height) ^ 1);
    return siblings;
}

Witness State::witness(std::vector<AccountIndex> existing, std::uint64_t appended) const {
    auto& tree = m_data->tree;
    tree.refresh();
    sortUnique(existing);
    base::expects(existing.empty() || existing.back().value < tree.count(),
                  "the accounts exist before the segment");
    // A segment that touches no account still has to open the root (W-1).
    if (existing.empty() && appended == 0 && tree.count() > 0) existing.push_back({0});

    Witness witness{.preCount = tree.count(),
                    .preCursor = m_data->cursor,
                    .preTxCount = m_data->txCount,
                    .leaves = {},
                    .entries = {},
                    .siblings = {}};
    std::vector<std::uint64_t> positions;
    for (const auto index : existing) {
        witness.leaves.push_back({index, tree.get(index)});
        positions.push_back(index.value);
    }
    for (std::uint64_t i = 0; i < appended; ++i)
        positions.push_back(tree.count() + i);

    for (unsigned height = 0; height < protocol::kTreeDepth; ++height) {
        std::size_t written = 0;
        for (std::size_t i = 0; i < positions.size(); ++i) {
            const auto position = positions[i];
            const auto neighbour = position ^ 1;
            if (i + 1 < positions.size() && positions[i + 1] == neighbour)
                ++i;
            else if (neighbour << height < tree.count())
                witness.siblings.push_back(tree.node(height, neighbour));
            positions[written++] = position >> 1;
        }
        positions.resize(written);
    }
    return witness;
}

} // namespace aw::state
