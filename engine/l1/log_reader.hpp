#pragma once

#include "l1/queries.hpp"

namespace aw::l1 {

/// Reads the logs of a range of blocks in as many questions as it takes: endpoints limit the range or the
/// size of an answer, each in its own way. The range shrinks when one is refused and grows again with each
/// that is answered. Not thread-safe: one strand.
class LogReader {
public:
    /// @param chunkBlocks most blocks asked for at once; 0 counts as 1.
    LogReader(RpcPtr rpc, Addresses addresses, std::uint64_t chunkBlocks);

    /// Ascending. Errors: those of logs(); "l1.rate-limited" and "l1.timeout" at once, though after a timeout
    /// less is asked for next time.
    Task<Result<std::vector<L1Log>>> read(std::uint64_t from, std::uint64_t to);

    /// Blocks that the next question will ask for.
    std::uint64_t chunk() const { return m_chunk; }

private:
    RpcPtr m_rpc;
    Addresses m_addresses;
    std::uint64_t m_most;
    std::uint64_t m_chunk;
};

} // namespace aw::l1
