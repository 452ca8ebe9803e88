#pragma once

#include "base/result.hpp"
#include "base/types.hpp"
#include "codec/rlp.hpp"

#include <limits>

/// Reading and writing the fixed RLP lists of the feed. Internal to engine/feed.
namespace aw::feed::wire {

/// Most strings and lists in one message. Decoded RLP is larger than its bytes; this bounds the memory that a
/// hostile message can ask for, and is far above a full block's need.
inline constexpr std::size_t kMaxElements = 131'072;

/// Decodes one list. Errors: `code` for anything but a canonical list of at most kMaxElements elements.
Result<codec::rlp::Item> decodeList(ByteView bytes, ErrorCode code);

/// Builds a list, field by field.
class ListWriter {
public:
    ListWriter& number(std::uint64_t value);
    ListWriter& bytes(ByteView value);
    template<class Fixed>
    ListWriter& fixed(const Fixed& value) {
        return bytes(value.view());
    }
    ListWriter& list(const ListWriter& value);
    Bytes encoded() const;

private:
    Bytes m_items;
};

/// Reads a list field by field; the first field that is missing or ill-typed makes ok() false for good, and
/// what is read then is zero. Finish with ok(), which also refuses fields left over.
class ListReader {
public:
    explicit ListReader(const codec::rlp::Item& list)
        : m_list(&list)
        , m_ok(list.isList) {}

    std::uint64_t number();
    /// A number of a narrower unsigned type.
    template<class Integer>
    Integer narrow() {
        const auto value = number();
        if (value > std::numeric_limits<Integer>::max()) m_ok = false;
        return m_ok ? static_cast<Integer>(value) : Integer{0};
    }
    bool boolean();
    ByteView bytes(std::size_t most);
    Bytes copy(std::size_t most) {
        const auto view = bytes(most);
        return {view.begin(), view.end()};
    }
    template<class Fixed>
    Fixed fixed() {
        const auto view = bytes(Fixed::kSize);
        if (view.size() != Fixed::kSize) m_ok = false;
        return m_ok ? Fixed::from(view) : Fixed{};
    }
    /// nullptr where the next field is no list.
    const codec::rlp::Item* list();
    /// The next field, string or list; nullptr at the end.
    const codec::rlp::Item* any();
    bool atEnd() const { return m_next >= m_list->items.size(); }
    bool ok() const { return m_ok && atEnd(); }

private:
    const codec::rlp::Item* m_list;
    std::size_t m_next = 0;
    bool m_ok;
};

} // namespace aw::feed::wire
