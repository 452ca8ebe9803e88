#include "rpc/parsed_message.hpp"

#include <boost/json/parser.hpp>

#include <array>
#include <new>

namespace aw::rpc {
namespace json = boost::json;

void* ParsedMessage::Bounded::do_allocate(std::size_t bytes, std::size_t alignment) {
    if (bytes > m_left) throw std::bad_alloc();
    auto* memory = ::operator new(bytes, std::align_val_t(alignment));
    m_left -= bytes;
    return memory;
}

void ParsedMessage::Bounded::do_deallocate(void* memory, std::size_t bytes, std::size_t alignment) {
    m_left += bytes;
    ::operator delete(memory, std::align_val_t(alignment));
}

ParsedMessage::ParsedMessage(const Limits& limits, std::span<unsigned char> scratch)
    : m_maxDepth(limits.maxDepth)
    , m_maxBytes(limits.maxParsedBytes)
    , m_heap(limits.maxParsedBytes)
    , m_memory(scratch.empty() ? m_none : scratch.data(), scratch.empty() ? sizeof m_none : scratch.size(),
               json::storage_ptr(&m_heap)) {}

std::optional<RpcError> ParsedMessage::parse(std::string_view text) {
    json::parse_options options;
    options.max_depth = m_maxDepth;
    std::array<unsigned char, 2048> stack; // of values that are not complete yet
    boost::system::error_code error;
    try {
        json::parser parser(json::storage_ptr(&m_heap), options, stack.data(), stack.size());
        parser.reset(json::storage_ptr(&m_memory));
        parser.write(text, error);
        if (!error) {
            // A value keeps the memory that it was made with.
            m_value.~value();
            ::new (&m_value) json::value(parser.release());
        }
    } catch (const std::bad_alloc&) {
        return RpcError{RpcErrorCode::limitExceeded,
                        "the message is too large: its parsed form takes more than " +
                            std::to_string(m_maxBytes) + " bytes. Send it in parts."};
    }
    if (error) return RpcError{RpcErrorCode::parse, "parse error: " + error.message() + "."};
    return std::nullopt;
}

} // namespace aw::rpc
