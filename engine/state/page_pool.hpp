#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>

namespace aw::state {

/// Memory for the pages of states, all of one size. They come out of blocks that the system is asked to back
/// with large pages: a large state is read here and there all over, and with small ones its addresses alone
/// would not fit the processor's tables. What is given back is used again and never returned to the system.
/// Thread-safe.
class PagePool {
public:
    /// The sizes are rounded up to whole cache lines, and pages are aligned to them.
    explicit PagePool(std::size_t pageSize);
    PagePool(const PagePool&) = delete;
    PagePool& operator=(const PagePool&) = delete;

    /// A page without content. Throws std::bad_alloc.
    void* take();
    void give(void* page) noexcept;

private:
    struct Free {
        Free* next;
    };

    const std::size_t m_pageSize;
    std::mutex m_mutex;
    // Guarded by m_mutex.
    Free* m_free = nullptr;
    std::byte* m_next = nullptr; ///< of the last block, up to m_end
    std::byte* m_end = nullptr;
};

/// Base of a class whose objects lie in a pool with others of their size.
template<class Derived>
struct Pooled {
    static void* operator new(std::size_t) { return pool().take(); }
    static void operator delete(void* object) noexcept { pool().give(object); }

private:
    static PagePool& pool() {
        static_assert(alignof(Derived) <= 64, "pages are aligned to cache lines");
        // Never destroyed: objects of static storage may hold pages until the very end.
        static auto& pool = *new PagePool(sizeof(Derived));
        return pool;
    }
};

} // namespace aw::state
