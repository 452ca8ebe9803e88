#pragma once

#include "state/account.hpp"

#include <vector>

/// The account tree in its plainest form, to hold the real one against.
namespace aw::test {

/// Node at a height and position over all accounts (S-2, S-3), by recursion.
inline Hash naiveNode(const std::vector<state::Account>& accounts, unsigned height, std::uint64_t position) {
    if (position << height >= accounts.size()) return {};
    if (height == 0) return state::leafHash(accounts[position]);
    return state::nodeHash(naiveNode(accounts, height - 1, 2 * position),
                           naiveNode(accounts, height - 1, 2 * position + 1));
}

/// The root that a leaf and its siblings give, as IBridge.AccountProof is checked.
inline Hash rootFromProof(std::uint32_t index, Hash node, const std::array<Hash, 32>& siblings) {
    for (unsigned height = 0; height < siblings.size(); ++height)
        node = (index >> height & 1) == 0 ? state::nodeHash(node, siblings[height])
                                          : state::nodeHash(siblings[height], node);
    return node;
}

} // namespace aw::test
