#pragma once

#include "state/account.hpp"

#include <array>
#include <cstdint>
#include <utility>

namespace aw::state {

/// The accounts and the Merkle tree over them (S-1 to S-3), in memory.
///
/// The tree is cut into pages of three heights: a page holds 14 nodes and either the 8 accounts below them or
/// the 8 pages below them; its top node stands in the page above. Copies share pages: copying costs a
/// pointer, and the first write below a shared page copies the pages on the way to it. Thread rule: one tree
/// belongs to one thread at a time; copies may be used and destroyed on others.
class AccountTree {
public:
    AccountTree() = default;
    AccountTree(const AccountTree& other);
    AccountTree(AccountTree&& other) noexcept;
    AccountTree& operator=(AccountTree other) noexcept;
    ~AccountTree();

    std::uint64_t count() const { return m_count; }
    /// The account at an index below count().
    const Account& get(AccountIndex index) const;
    /// Begins to load what get() and put() of an index below count() touch, and refresh() after that: in a
    /// large tree all of it is far away. Changes nothing.
    void prefetch(AccountIndex index) const;
    /// Sets the account at an index below count(), or appends at count().
    void put(AccountIndex index, const Account& account);

    /// Takes out the accounts from index `count` on. What is left has the root that it had before they came.
    void truncate(std::uint64_t count);

    /// Hashes the changed leaves and every node above them once, many at a time.
    void refresh();
    bool isRefreshed() const { return !m_changed; }
    /// The node at a height (0: leaves, 32: root) of the refreshed tree; 0 where its subtree is empty.
    Hash node(unsigned height, std::uint64_t position) const;

private:
    struct Page;
    struct LeafPage;
    struct InnerPage;
    struct Work;

    static void release(Page* page);
    static Page& writable(Page*& page);
    void grow();
    const Page& pageAt(unsigned level, std::uint64_t position) const;
    static void collect(Page& page, Hash& top, Work& work);

    Page* m_root = nullptr;
    unsigned m_levels = 0; ///< of pages; the root page is at level m_levels - 1
    std::uint64_t m_count = 0;
    Hash m_top; ///< node above the root page's two uppermost
    bool m_changed = false;
};

} // namespace aw::state
