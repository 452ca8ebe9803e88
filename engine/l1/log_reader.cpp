#include "l1/log_reader.hpp"

#include <algorithm>
#include <iterator>

namespace aw::l1 {

LogReader::LogReader(RpcPtr rpc, Addresses addresses, std::uint64_t chunkBlocks)
    : m_rpc(std::move(rpc))
    , m_addresses(addresses)
    , m_most(std::max<std::uint64_t>(1, chunkBlocks))
    , m_chunk(m_most) {}

Task<Result<std::vector<L1Log>>> LogReader::read(std::uint64_t from, std::uint64_t to) {
    std::vector<L1Log> all;
    while (from <= to) {
        const auto last = to - from < m_chunk ? to : from + m_chunk - 1;
        auto part = co_await logs(m_rpc, m_addresses, from, last);
        if (part) {
            std::ranges::move(*part, std::back_inserter(all));
            m_chunk = std::min(m_most, m_chunk + m_chunk / 8 + 1);
            from = last + 1;
            continue;
        }
        const auto& code = part.error().code;
        // A refusal in words that nobody knows is most often about the range too.
        const bool refused = code == ErrorCode::l1RpcError || code == ErrorCode::l1TooLarge;
        if (last > from && (refused || code == ErrorCode::l1Timeout)) m_chunk = (last - from + 1) / 2;
        if (last == from || !refused) co_return part.error();
    }
    co_return all;
}

} // namespace aw::l1
