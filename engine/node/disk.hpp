#pragma once

#include "node/runtime.hpp"
#include "store/store.hpp"

namespace aw::node {

/// Whether the node's disk takes writes (P-9): what cannot be kept is neither executed nor acknowledged. On
/// the node's strand.
class Disk {
public:
    Disk(Runtime& runtime, store::Store& store)
        : m_runtime(runtime)
        , m_store(store) {}

    /// Remembers and tells where a write failed; whether it succeeded.
    bool note(const Result<void>& written);
    /// False while the disk refuses; tries it anew once a second.
    bool works();
    /// Why it refuses.
    const std::optional<Error>& error() const { return m_error; }

private:
    Runtime& m_runtime;
    store::Store& m_store;
    std::optional<Error> m_error;
    std::uint64_t m_retryAtMs = 0; ///< steady
};

} // namespace aw::node
