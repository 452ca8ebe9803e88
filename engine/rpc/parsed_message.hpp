#pragma once

#include "rpc/limits.hpp"
#include "rpc/rpc_error.hpp"

#include <boost/json/memory_resource.hpp>
#include <boost/json/monotonic_resource.hpp>

#include <optional>
#include <span>

namespace aw::rpc {

/// The JSON of a message, in memory that is given back as a whole. So many bytes are refused as
/// Limits::maxParsedBytes says: five megabytes of "[0,0,..." would become a hundred.
class ParsedMessage {
public:
    /// `scratch`: memory that is used first, and by nobody else while this object lives; may be empty.
    ParsedMessage(const Limits& limits, std::span<unsigned char> scratch);
    ParsedMessage(const ParsedMessage&) = delete;
    ParsedMessage& operator=(const ParsedMessage&) = delete;

    /// To be called once. What it is refused for, or nothing.
    std::optional<RpcError> parse(std::string_view text);
    const boost::json::value& value() const { return m_value; }

private:
    /// Memory of the heap, up to a bound.
    class Bounded final : public boost::json::memory_resource {
    public:
        explicit Bounded(std::size_t left)
            : m_left(left) {}

    private:
        void* do_allocate(std::size_t bytes, std::size_t alignment) override;
        void do_deallocate(void* memory, std::size_t bytes, std::size_t alignment) override;
        bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }

        std::size_t m_left;
    };

    const std::size_t m_maxDepth, m_maxBytes;
    Bounded m_heap;
    unsigned char m_none[1]; ///< where there is no scratch
    boost::json::monotonic_resource m_memory;
    boost::json::value m_value;
};

} // namespace aw::rpc
