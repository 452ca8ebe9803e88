#include "feed/wire.hpp"

namespace aw::feed::wire {
namespace {

/// Walks the heads alone, without memory. What is truncated or not canonical is left to the decoder.
bool tooManyElements(ByteView bytes) {
    std::size_t count = 0;
    std::size_t at = 0;
    const auto lengthOf = [&](std::size_t width) {
        std::size_t length = 0;
        for (std::size_t i = 1; i <= width && at + i < bytes.size(); ++i)
            length = (length << 8) | bytes[at + i];
        return length;
    };
    while (at < bytes.size()) {
        if (++count > kMaxElements) return true;
        const std::size_t head = bytes[at];
        std::size_t step = 1;
        if (head >= 0xf8)
            step = 1 + (head - 0xf7);
        else if (head >= 0xc0 || head < 0x80)
            step = 1;
        else if (head >= 0xb8)
            step = 1 + (head - 0xb7) + lengthOf(head - 0xb7);
        else
            step = 1 + (head - 0x80);
        if (step == 0 || step > bytes.size() - at) break;
        at += step;
    }
    return false;
}

} // namespace

Result<codec::rlp::Item> decodeList(ByteView bytes, ErrorCode code) {
    if (tooManyElements(bytes))
        return Error{code, "the message has more than " + std::to_string(kMaxElements) + " elements."};
    auto item = codec::rlp::decode(bytes);
    if (!item) return Error{code, "the message is not canonical RLP: " + item.error().detail};
    if (!item->isList) return Error{code, "the message is a string where a list must be."};
    return item;
}

ListWriter& ListWriter::number(std::uint64_t value) {
    codec::rlp::encodeNumber(value, m_items);
    return *this;
}

ListWriter& ListWriter::bytes(ByteView value) {
    codec::rlp::encodeString(value, m_items);
    return *this;
}

ListWriter& ListWriter::list(const ListWriter& value) {
    codec::rlp::encodeList(value.m_items, m_items);
    return *this;
}

Bytes ListWriter::encoded() const {
    Bytes out;
    out.reserve(m_items.size() + 9);
    codec::rlp::encodeList(m_items, out);
    return out;
}

const codec::rlp::Item* ListReader::any() {
    if (!m_ok || atEnd()) {
        m_ok = false;
        return nullptr;
    }
    return &m_list->items[m_next++];
}

std::uint64_t ListReader::number() {
    const auto* item = any();
    if (!item) return 0;
    const auto value = item->number64();
    if (!value) {
        m_ok = false;
        return 0;
    }
    return *value;
}

bool ListReader::boolean() {
    const auto value = number();
    if (value > 1) m_ok = false;
    return m_ok && value == 1;
}

ByteView ListReader::bytes(std::size_t most) {
    const auto* item = any();
    if (!item || item->isList || item->payload.size() > most) {
        m_ok = false;
        return {};
    }
    return item->payload;
}

const codec::rlp::Item* ListReader::list() {
    const auto* item = any();
    if (!item || !item->isList) {
        m_ok = false;
        return nullptr;
    }
    return item;
}

} // namespace aw::feed::wire
