#include "codec/abi.hpp"

#include "base/bytes.hpp"
#include "crypto/keccak.hpp"

#include <algorithm>

namespace aw::codec::abi {
namespace {

constexpr std::size_t kWord = 32;

ByteView bytesOf(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

Bytes wordOf(const U256& value) {
    Bytes word;
    word.reserve(kWord);
    base::appendBigEndian(word, value);
    return word;
}

std::size_t padded(std::size_t size) { return (size + kWord - 1) / kWord * kWord; }

bool allZero(ByteView bytes) {
    return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; });
}

} // namespace

std::array<std::uint8_t, 4> selector(std::string_view signature) {
    const auto hash = crypto::keccak256(bytesOf(signature));
    std::array<std::uint8_t, 4> result;
    std::copy_n(hash.bytes.begin(), result.size(), result.begin());
    return result;
}

Hash eventTopic(std::string_view signature) { return crypto::keccak256(bytesOf(signature)); }

Encoder& Encoder::number(const U256& value) {
    m_parts.push_back({.head = wordOf(value), .dynamic = false, .tail = {}});
    return *this;
}

Encoder& Encoder::address(const Address& value) {
    Bytes word(kWord - Address::kSize);
    base::append(word, value.view());
    m_parts.push_back({.head = std::move(word), .dynamic = false, .tail = {}});
    return *this;
}

Encoder& Encoder::hash(const Hash& value) {
    m_parts.push_back({.head = Bytes(value.bytes.begin(), value.bytes.end()), .dynamic = false, .tail = {}});
    return *this;
}

Encoder& Encoder::boolean(bool value) { return number(value ? 1 : 0); }

Encoder& Encoder::bytes(ByteView value) {
    auto tail = wordOf(value.size());
    base::append(tail, value);
    tail.resize(kWord + padded(value.size()));
    m_parts.push_back({.head = {}, .dynamic = true, .tail = std::move(tail)});
    return *this;
}

Encoder& Encoder::text(std::string_view value) { return bytes(bytesOf(value)); }

Encoder& Encoder::hashes(const std::vector<Hash>& values) {
    auto tail = wordOf(values.size());
    for (const auto& value : values)
        base::append(tail, value.view());
    m_parts.push_back({.head = {}, .dynamic = true, .tail = std::move(tail)});
    return *this;
}

Encoder& Encoder::staticTuple(const Encoder& tuple) {
    m_parts.insert(m_parts.end(), tuple.m_parts.begin(), tuple.m_parts.end());
    return *this;
}

Encoder& Encoder::dynamicTuple(const Encoder& tuple) {
    m_parts.push_back({.head = {}, .dynamic = true, .tail = tuple.encoded()});
    return *this;
}

Bytes Encoder::encoded() const {
    std::size_t offset = 0;
    for (const auto& part : m_parts)
        offset += part.dynamic ? kWord : part.head.size();
    Bytes out;
    for (const auto& part : m_parts) {
        base::append(out, part.dynamic ? wordOf(offset) : part.head);
        offset += part.tail.size();
    }
    for (const auto& part : m_parts)
        base::append(out, part.tail);
    return out;
}

Bytes Encoder::call(std::string_view signature) const {
    const auto id = selector(signature);
    Bytes out(id.begin(), id.end());
    base::append(out, encoded());
    return out;
}

ByteView Decoder::word() {
    static constexpr std::array<std::uint8_t, kWord> kZeros{};
    if (!m_ok || m_tuple.size() - m_offset < kWord) {
        m_ok = false;
        return kZeros;
    }
    const auto result = m_tuple.subspan(m_offset, kWord);
    m_offset += kWord;
    return result;
}

U256 Decoder::number() { return base::readU256(word()); }

std::uint64_t Decoder::number64() {
    const auto value = word();
    if (!allZero(value.first(kWord - 8))) m_ok = false;
    return m_ok ? base::readBigEndian<std::uint64_t>(value.last(8)) : 0;
}

U128 Decoder::number128() {
    const auto value = word();
    if (!allZero(value.first(kWord - 16))) m_ok = false;
    return m_ok ? base::readU128(value.last(16)) : U128(0);
}

Address Decoder::address() {
    const auto value = word();
    if (!allZero(value.first(kWord - Address::kSize))) m_ok = false;
    return m_ok ? Address::from(value.last(Address::kSize)) : Address{};
}

Hash Decoder::hash() { return Hash::from(word()); }

bool Decoder::boolean() {
    const auto value = number64();
    if (value > 1) m_ok = false;
    return m_ok && value == 1;
}

/// What follows the length that a dynamic member's offset points to.
ByteView Decoder::tail(std::size_t& length) {
    length = 0;
    const auto offset = number64();
    if (!m_ok || offset > m_tuple.size() || m_tuple.size() - offset < kWord) {
        m_ok = false;
        return {};
    }
    const auto start = static_cast<std::size_t>(offset);
    const auto head = m_tuple.subspan(start, kWord);
    const auto rest = m_tuple.subspan(start + kWord);
    const auto stated = base::readBigEndian<std::uint64_t>(head.last(8));
    // Every element of a dynamic member takes at least a byte of what is there.
    if (!allZero(head.first(kWord - 8)) || stated > rest.size()) {
        m_ok = false;
        return {};
    }
    length = static_cast<std::size_t>(stated);
    return rest;
}

Bytes Decoder::bytes() {
    std::size_t length = 0;
    const auto rest = tail(length);
    if (!m_ok || padded(length) > rest.size() || !allZero(rest.subspan(length, padded(length) - length))) {
        m_ok = false;
        return {};
    }
    return {rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(length)};
}

std::string Decoder::text() {
    const auto value = bytes();
    return {value.begin(), value.end()};
}

Decoder Decoder::dynamicTuple() {
    const auto offset = number64();
    if (offset > m_tuple.size()) m_ok = false;
    Decoder inner(m_ok ? m_tuple.subspan(static_cast<std::size_t>(offset)) : ByteView{});
    inner.m_ok = m_ok;
    return inner;
}

std::vector<Decoder> Decoder::dynamicTuples() {
    std::size_t length = 0;
    const auto rest = tail(length);
    if (!m_ok || length > rest.size() / kWord) {
        m_ok = false;
        return {};
    }
    std::vector<Decoder> result;
    Decoder heads(rest);
    for (std::size_t i = 0; i < length; ++i)
        result.push_back(heads.dynamicTuple());
    if (!heads.ok()) {
        m_ok = false;
        return {};
    }
    return result;
}

std::vector<Address> Decoder::addresses() {
    std::size_t length = 0;
    const auto rest = tail(length);
    if (!m_ok || length > rest.size() / kWord) {
        m_ok = false;
        return {};
    }
    std::vector<Address> result;
    Decoder elements(rest);
    for (std::size_t i = 0; i < length; ++i)
        result.push_back(elements.address());
    if (!elements.ok()) {
        m_ok = false;
        return {};
    }
    return result;
}

} // namespace aw::codec::abi
