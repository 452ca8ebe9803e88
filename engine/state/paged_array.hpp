#pragma once

#include "state/page_pool.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace aw::state {

/// A value that copies share until one of them writes. Distinct copies may be used on distinct threads.
template<class T>
class CopyOnWrite {
public:
    CopyOnWrite() = default;
    CopyOnWrite(const CopyOnWrite& other)
        : m_block(other.m_block) {
        if (m_block) m_block->owners.fetch_add(1, std::memory_order_relaxed);
    }
    CopyOnWrite(CopyOnWrite&& other) noexcept
        : m_block(std::exchange(other.m_block, nullptr)) {}
    CopyOnWrite& operator=(CopyOnWrite other) noexcept {
        std::swap(m_block, other.m_block);
        return *this;
    }
    ~CopyOnWrite() { release(); }

    /// The value; nullptr where nothing was written yet.
    const T* get() const { return m_block ? &m_block->value : nullptr; }

    /// The value to write to: made where there is none, copied first where others share it.
    T& writable() {
        if (!m_block) {
            m_block = new Block;
        } else if (m_block->owners.load(std::memory_order_acquire) != 1) {
            // Acquire: what an owner on another thread still read before it let go, is read.
            auto* const copy = new Block(m_block->value);
            release();
            m_block = copy;
        }
        return m_block->value;
    }

private:
    struct Block : Pooled<Block> {
        Block() = default;
        explicit Block(const T& copied)
            : value(copied) {}
        std::atomic<std::uint32_t> owners{1};
        T value{};
    };

    void release() {
        if (m_block && m_block->owners.fetch_sub(1, std::memory_order_acq_rel) == 1) delete m_block;
    }

    Block* m_block = nullptr;
};

/// An array that reads as endless values T{} and takes memory only where it was written. Copying costs a
/// pointer for 32,768 elements; the first write to a page of 64 after that copies the page. Thread rule as of
/// CopyOnWrite.
template<class T>
class PagedArray {
public:
    /// Copy of the element; T{} where it was never written.
    T get(std::uint64_t index) const {
        const auto* const element = find(index);
        return element ? *element : T{};
    }

    /// The element; nullptr where its page was never written.
    const T* find(std::uint64_t index) const {
        const auto chunk = static_cast<std::size_t>(index / (kPageSize * kChunkPages));
        if (chunk >= m_chunks.size()) return nullptr;
        const auto* const pages = m_chunks[chunk].get();
        if (!pages) return nullptr;
        const auto* const page = (*pages)[index / kPageSize % kChunkPages].get();
        return page ? &(*page)[index % kPageSize] : nullptr;
    }

    /// The element to write to; a reference is valid until the array is copied.
    T& writable(std::uint64_t index) {
        const auto chunk = static_cast<std::size_t>(index / (kPageSize * kChunkPages));
        if (chunk >= m_chunks.size()) m_chunks.resize(chunk + 1);
        auto& page = m_chunks[chunk].writable()[index / kPageSize % kChunkPages].writable();
        return page[index % kPageSize];
    }

private:
    static constexpr std::size_t kPageSize = 64;
    static constexpr std::size_t kChunkPages = 512;
    using Page = std::array<T, kPageSize>;
    using Chunk = std::array<CopyOnWrite<Page>, kChunkPages>;

    std::vector<CopyOnWrite<Chunk>> m_chunks;
};

} // namespace aw::state
