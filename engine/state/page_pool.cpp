#include "state/page_pool.hpp"

#include <new>

#if __has_include(<sys/mman.h>)
#include <sys/mman.h>
#endif

namespace aw::state {
namespace {

constexpr std::size_t kCacheLine = 64;

} // namespace

PagePool::PagePool(std::size_t pageSize)
    : m_pageSize((pageSize + kCacheLine - 1) / kCacheLine * kCacheLine) {}

// Sanitizers find what is used after its end only where each page is memory of its own.
#ifdef AW_ADDRESS_SANITIZER

void* PagePool::take() { return ::operator new (m_pageSize, std::align_val_t{kCacheLine}); }

void PagePool::give(void* page) noexcept { ::operator delete (page, std::align_val_t{kCacheLine}); }

#else

namespace {

constexpr std::size_t kBlockSize = 2 * 1024 * 1024; // a large page of x86-64

std::byte* newBlock() {
    auto* const block = ::operator new (kBlockSize, std::align_val_t{kBlockSize});
#ifdef MADV_HUGEPAGE
    // A wish: where it is not granted, small pages do.
    (void)madvise(block, kBlockSize, MADV_HUGEPAGE);
#endif
    return static_cast<std::byte*>(block);
}

} // namespace

void* PagePool::take() {
    const std::lock_guard lock(m_mutex);
    if (m_free) {
        auto* const page = m_free;
        m_free = page->next;
        return page;
    }
    if (static_cast<std::size_t>(m_end - m_next) < m_pageSize) {
        m_next = newBlock();
        m_end = m_next + kBlockSize;
    }
    auto* const page = m_next;
    m_next += m_pageSize;
    return page;
}

void PagePool::give(void* page) noexcept {
    if (!page) return;
    const std::lock_guard lock(m_mutex);
    m_free = new (page) Free{m_free};
}

#endif

} // namespace aw::state
