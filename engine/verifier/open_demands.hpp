#pragma once

#include "l1/events.hpp"

#include <span>
#include <vector>

namespace aw::verifier {

/// A demand for a signature that nobody has answered yet.
struct OpenDemand {
    l1::SignatureDemanded demand;
    bool handled = false; ///< an answer is under way, or none can be given
};

/// The open demands of L1 (F-5 to F-8), as its events tell them. Not thread-safe.
class OpenDemands {
public:
    void add(const l1::SignatureDemanded& demand) { m_open.push_back({demand}); }
    /// It was answered, or its operator convicted, or it is void.
    void settle(std::uint64_t id);
    /// Batch `number` and those after it left the chain: what was demanded of them is void.
    void rollBack(std::uint64_t number);
    void clear() { m_open.clear(); }

    std::span<OpenDemand> all() { return m_open; }
    std::size_t count() const { return m_open.size(); }
    /// F-7: whether a demand against this batch or one before it is overdue at an L1 block. Such a batch is
    /// not final.
    bool overdueBelow(std::uint64_t number, std::uint64_t l1Block) const;

private:
    std::vector<OpenDemand> m_open; ///< in the order in which they were made
};

} // namespace aw::verifier
