#include "state/state.hpp"

#include "base/protocol.hpp"
#include "state/owner_index.hpp"
#include "state/paged_array.hpp"

#include <algorithm>
#include <bit>

namespace aw::state {
namespace {

void sortUnique(std::vector<AccountIndex>& indexes) {
    std::ranges::sort(indexes);
    const auto repeated = std::ranges::unique(indexes);
    indexes.erase(repeated.begin(), repeated.end());
}

} // namespace

/// Level h of the tree is kept up to the first one that is a single node; above it every right sibling is
/// empty, so the rest of the way to the root is hashed when asked for.
struct State::Data {
    PagedArray<Account> accounts;
    std::uint64_t count = 0;
    std::uint64_t cursor = 0;
    OwnerIndex owners;

    // Caches of what follows from the accounts.
    std::vector<PagedArray<Hash>> levels;
    std::vector<AccountIndex> dirty;
    Hash treeRoot;

    /// The height at which the tree is a single node; count > 0.
    unsigned topHeight() const { return static_cast<unsigned>(std::bit_width(count - 1)); }

    /// Hashes the changed leaves and every inner node above them once.
    void refresh() {
        if (dirty.empty()) return;
        sortUnique(dirty);
        const auto top = topHeight();
        if (levels.size() < top + 1) levels.resize(top + 1);
        std::vector<std::uint64_t> positions;
        positions.reserve(dirty.size());
        for (const auto index : dirty) {
            levels[0].writable(index.value) = leafHash(accounts.get(index.value));
            positions.push_back(index.value);
        }
        for (unsigned height = 0; height < top; ++height) {
            for (auto& position : positions)
                position >>= 1;
            const auto repeated = std::ranges::unique(positions);
            positions.erase(repeated.begin(), repeated.end());
            for (const auto position : positions)
                levels[height + 1].writable(position) =
                    nodeHash(levels[height].get(2 * position), levels[height].get(2 * position + 1));
        }
        dirty.clear();
        treeRoot = node(protocol::kTreeDepth, 0);
    }

    /// A node of the refreshed tree.
    Hash node(unsigned height, std::uint64_t position) const {
        if (count == 0 || position << height >= count) return {};
        const auto top = topHeight();
        auto hash = levels[std::min(height, top)].get(position);
        for (auto above = top; above < height; ++above)
            hash = nodeHash(hash, {});
        return hash;
    }
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

std::uint64_t State::accountCount() const { return m_data->count; }

std::uint64_t State::inboxCursor() const { return m_data->cursor; }

std::optional<Account> State::account(AccountIndex index) const {
    if (index.value >= m_data->count) return std::nullopt;
    return m_data->accounts.get(index.value);
}

std::optional<AccountIndex> State::find(const Address& owner, std::uint32_t token) const {
    return m_data->owners.find(m_data->accounts, owner, token);
}

void State::apply(const Diff& diff) {
    auto& data = *m_data;
    for (const auto& change : diff.changes) {
        data.accounts.writable(change.index.value) = change.account;
        data.dirty.push_back(change.index);
        if (change.index.value < data.count) continue;
        ++data.count;
        data.owners.append(data.accounts, change.index);
    }
    data.cursor += diff.inboxConsumed;
}

Hash State::treeRoot() const {
    m_data->refresh();
    return m_data->treeRoot;
}

Hash State::root() const { return stateRoot(treeRoot(), m_data->count, m_data->cursor); }

std::array<Hash, 32> State::proof(AccountIndex index) const {
    m_data->refresh();
    std::array<Hash, 32> siblings;
    for (unsigned height = 0; height < protocol::kTreeDepth; ++height)
        siblings[height] = m_data->node(height, (std::uint64_t{index.value} >> height) ^ 1);
    return siblings;
}

Witness State::witness(std::vector<AccountIndex> existing, std::uint64_t appended) const {
    auto& data = *m_data;
    data.refresh();
    sortUnique(existing);
    // A segment that touches no account still has to open the root (W-1).
    if (existing.empty() && appended == 0 && data.count > 0) existing.push_back({0});

    Witness witness{
        .preCount = data.count, .preCursor = data.cursor, .leaves = {}, .entries = {}, .siblings = {}};
    std::vector<std::uint64_t> positions;
    for (const auto index : existing) {
        witness.leaves.push_back({index, data.accounts.get(index.value)});
        positions.push_back(index.value);
    }
    for (std::uint64_t i = 0; i < appended; ++i)
        positions.push_back(data.count + i);

    for (unsigned height = 0; height < protocol::kTreeDepth; ++height) {
        std::size_t written = 0;
        for (std::size_t i = 0; i < positions.size(); ++i) {
            const auto position = positions[i];
            const auto neighbour = position ^ 1;
            if (i + 1 < positions.size() && positions[i + 1] == neighbour)
                ++i;
            else if (neighbour << height < data.count)
                witness.siblings.push_back(data.node(height, neighbour));
            positions[written++] = position >> 1;
        }
        positions.resize(written);
    }
    return witness;
}

} // namespace aw::state
