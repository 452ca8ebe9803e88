#include "state/account_tree.hpp"

#include "base/assert.hpp"
#include "state/hash_batch.hpp"
#include "state/page_pool.hpp"

#include <atomic>
#include <bit>
#include <vector>

namespace aw::state {
namespace {

constexpr unsigned kPageHeights = 3;
constexpr unsigned kFanOut = 1U << kPageHeights;
/// Place of the first node of each height within a page.
constexpr std::array<unsigned, kPageHeights> kFirstNode{0, 8, 12};
constexpr unsigned kPageNodes = 14;

/// Of each pair of bits, whether one is set.
constexpr unsigned halved(unsigned mask) {
    mask = (mask | mask >> 1) & 0x55U;
    mask = (mask | mask >> 1) & 0x33U;
    return (mask | mask >> 2) & 0x0fU;
}

} // namespace

/// Aligned, so that two nodes that are hashed together and each account lie in one cache line.
struct alignas(64) AccountTree::Page {
    explicit Page(unsigned pageLevel)
        : level(static_cast<std::uint8_t>(pageLevel)) {}
    Page(const Page& other)
        : level(other.level)
        , dirty(other.dirty)
        , nodes(other.nodes) {}
    Page& operator=(const Page&) = delete;

    std::atomic<std::uint32_t> owners{1};
    const std::uint8_t level;
    std::uint8_t dirty = 0; ///< the lowest nodes that are to be hashed again
    alignas(64) std::array<Hash, kPageNodes> nodes{};

    /// Takes out the nodes that have nothing below them once `slot` is the last of the lowest ones in use.
    void truncate(unsigned slot) {
        for (unsigned height = 0; height < kPageHeights; ++height)
            for (auto i = (slot >> height) + 1; i < kFanOut >> height; ++i)
                nodes[kFirstNode[height] + i] = {};
        // What stands above the last one is hashed again.
        dirty = static_cast<std::uint8_t>((dirty & ((2U << slot) - 1)) | 1U << slot);
    }

    /// Begins to load what will be hashed above the lowest node `slot`: in a large tree it is far away.
    void prefetch(unsigned slot) const {
        for (unsigned height = 0; height < kPageHeights; ++height)
            __builtin_prefetch(&nodes[kFirstNode[height] + (slot >> height & ~1U)], 1);
    }
};

struct AccountTree::LeafPage : Page, Pooled<LeafPage> {
    LeafPage()
        : Page(0) {}
    std::array<Account, kFanOut> accounts{};
};

struct AccountTree::InnerPage : Page, Pooled<InnerPage> {
    explicit InnerPage(unsigned pageLevel)
        : Page(pageLevel) {}
    InnerPage(const InnerPage& other)
        : Page(other)
        , children(other.children) {
        for (auto* const child : children)
            if (child) child->owners.fetch_add(1, std::memory_order_relaxed);
    }
    std::array<Page*, kFanOut> children{};
};

/// The pages with something to hash, by level, each with the place of its top node.
struct AccountTree::Work {
    struct Item {
        Page* page;
        Hash* top;
    };
    std::vector<std::vector<Item>> levels;
};

AccountTree::AccountTree(const AccountTree& other)
    : m_root(other.m_root)
    , m_levels(other.m_levels)
    , m_count(other.m_count)
    , m_top(other.m_top)
    , m_changed(other.m_changed) {
    if (m_root) m_root->owners.fetch_add(1, std::memory_order_relaxed);
}

AccountTree::AccountTree(AccountTree&& other) noexcept
    : m_root(std::exchange(other.m_root, nullptr))
    , m_levels(std::exchange(other.m_levels, 0))
    , m_count(std::exchange(other.m_count, 0))
    , m_top(std::exchange(other.m_top, {}))
    , m_changed(std::exchange(other.m_changed, false)) {}

AccountTree& AccountTree::operator=(AccountTree other) noexcept {
    std::swap(m_root, other.m_root);
    std::swap(m_levels, other.m_levels);
    std::swap(m_count, other.m_count);
    std::swap(m_top, other.m_top);
    std::swap(m_changed, other.m_changed);
    return *this;
}

AccountTree::~AccountTree() { release(m_root); }

void AccountTree::release(Page* page) {
    if (!page || page->owners.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
    if (page->level == 0) {
        delete static_cast<LeafPage*>(page);
        return;
    }
    auto* const inner = static_cast<InnerPage*>(page);
    for (auto* const child : inner->children)
        release(child);
    delete inner;
}

/// The page to write to; copied first where others share it.
AccountTree::Page& AccountTree::writable(Page*& page) {
    // Acquire: what an owner on another thread still read before it let go, is read.
    if (page->owners.load(std::memory_order_acquire) != 1) {
        Page* const copy = page->level == 0
                               ? static_cast<Page*>(new LeafPage(static_cast<const LeafPage&>(*page)))
                               : new InnerPage(static_cast<const InnerPage&>(*page));
        release(page);
        page = copy;
    }
    return *page;
}

/// Puts a page on top, so that eight times as many accounts fit.
void AccountTree::grow() {
    if (!m_root) {
        m_root = new LeafPage;
    } else {
        auto* const root = new InnerPage(m_levels);
        root->children[0] = m_root;
        root->nodes[0] = m_top;
        // What stands above the old root page is not known in the new one.
        root->dirty = 1;
        m_root = root;
        m_changed = true;
    }
    ++m_levels;
}

const AccountTree::Page& AccountTree::pageAt(unsigned level, std::uint64_t position) const {
    const Page* page = m_root;
    for (auto above = m_levels - 1; above > level; --above)
        page = static_cast<const InnerPage*>(page)
                   ->children[position >> (kPageHeights * (above - 1 - level)) & (kFanOut - 1)];
    return *page;
}

void AccountTree::prefetch(AccountIndex index) const {
    const auto& page = static_cast<const LeafPage&>(pageAt(0, index.value / kFanOut));
    __builtin_prefetch(&page.owners);
    __builtin_prefetch(&page.accounts[index.value % kFanOut]);
    page.prefetch(index.value % kFanOut);
}

const Account& AccountTree::get(AccountIndex index) const {
    base::expects(index.value < m_count, "the index is below count()");
    const auto& page = static_cast<const LeafPage&>(pageAt(0, index.value / kFanOut));
    return page.accounts[index.value % kFanOut];
}

void AccountTree::put(AccountIndex index, const Account& account) {
    base::expects(index.value <= m_count, "the index is at most count()");
    if (m_levels == 0 || std::uint64_t{index.value} >> (kPageHeights * m_levels) != 0) grow();
    m_changed = true;
    Page** link = &m_root;
    for (auto level = m_levels - 1; level > 0; --level) {
        auto& page = static_cast<InnerPage&>(writable(*link));
        const auto slot = index.value >> (kPageHeights * level) & (kFanOut - 1);
        page.dirty |= static_cast<std::uint8_t>(1U << slot);
        page.prefetch(static_cast<unsigned>(slot));
        link = &page.children[slot];
        if (!*link) *link = level == 1 ? static_cast<Page*>(new LeafPage) : new InnerPage(level - 1);
    }
    auto& page = static_cast<LeafPage&>(writable(*link));
    page.dirty |= static_cast<std::uint8_t>(1U << index.value % kFanOut);
    page.prefetch(index.value % kFanOut);
    page.accounts[index.value % kFanOut] = account;
    if (index.value == m_count) ++m_count;
}

void AccountTree::truncate(std::uint64_t count) {
    base::expects(count <= m_count, "the tree has that many accounts");
    if (count == m_count) return;
    if (count == 0) {
        *this = {};
        return;
    }
    m_count = count;
    m_changed = true;
    const auto last = count - 1;
    Page** link = &m_root;
    for (auto level = m_levels - 1; level > 0; --level) {
        auto& page = static_cast<InnerPage&>(writable(*link));
        const auto slot = static_cast<unsigned>(last >> (kPageHeights * level) & (kFanOut - 1));
        page.truncate(slot);
        for (auto i = slot + 1; i < kFanOut; ++i)
            release(std::exchange(page.children[i], nullptr));
        link = &page.children[slot];
    }
    auto& page = static_cast<LeafPage&>(writable(*link));
    const auto slot = static_cast<unsigned>(last % kFanOut);
    page.truncate(slot);
    for (auto i = slot + 1; i < kFanOut; ++i)
        page.accounts[i] = {};
}

void AccountTree::collect(Page& page, Hash& top, Work& work) {
    work.levels[page.level].push_back({&page, &top});
    if (page.level == 0) return;
    auto& inner = static_cast<InnerPage&>(page);
    for (unsigned rest = page.dirty; rest != 0; rest &= rest - 1) {
        const auto slot = static_cast<unsigned>(std::countr_zero(rest));
        auto& child = writable(inner.children[slot]);
        // A page that was put on top of a clean one has nothing below to hash.
        if (child.dirty != 0) collect(child, inner.nodes[slot], work);
    }
}

void AccountTree::refresh() {
    if (!m_changed) return;
    m_changed = false;
    Work work;
    work.levels.resize(m_levels);
    collect(writable(m_root), m_top, work);

    // Height by height, so that the hashes of a height are made side by side. What is hashed again has an
    // account below it: no pair is 0.
    LeafBatch leaves;
    for (const auto& [page, top] : work.levels.front())
        for (unsigned rest = page->dirty; rest != 0; rest &= rest - 1) {
            const auto slot = static_cast<unsigned>(std::countr_zero(rest));
            leaves.add(static_cast<LeafPage*>(page)->accounts[slot], page->nodes[slot]);
        }
    leaves.flush();

    NodeBatch batch;
    for (const auto& pages : work.levels) {
        for (unsigned height = 0; height + 1 < kPageHeights; ++height) {
            for (const auto& [page, top] : pages) {
                auto& nodes = page->nodes;
                auto mask = halved(page->dirty);
                if (height == 1) mask = halved(mask);
                for (; mask != 0; mask &= mask - 1) {
                    const auto i = static_cast<unsigned>(std::countr_zero(mask));
                    batch.add(&nodes[kFirstNode[height] + 2 * i], nodes[kFirstNode[height + 1] + i]);
                }
            }
            batch.flush();
        }
        for (const auto& [page, top] : pages) {
            batch.add(&page->nodes[kPageNodes - 2], *top);
            page->dirty = 0;
        }
        batch.flush();
    }
}

Hash AccountTree::node(unsigned height, std::uint64_t position) const {
    if (m_count == 0 || position > (m_count - 1) >> height) return {};
    const auto top = kPageHeights * m_levels;
    if (height >= top) {
        auto hash = m_top;
        for (auto above = top; above < height; ++above)
            hash = nodeHash(hash, {});
        return hash;
    }
    const auto within = height % kPageHeights;
    const auto& page = pageAt(height / kPageHeights, position >> (kPageHeights - within));
    return page.nodes[kFirstNode[within] + (position & ((kFanOut >> within) - 1))];
}

} // namespace aw::state
