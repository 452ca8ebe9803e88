#include "rpc/list_root.hpp"

#include "codec/rlp.hpp"
#include "crypto/keccak.hpp"

#include <algorithm>

namespace aw::rpc {
namespace {

namespace rlp = codec::rlp;

struct Entry {
    Bytes path; ///< nibbles of rlp(index); none is the beginning of another
    ByteView item;
};

Bytes nibblesOf(std::uint64_t index) {
    Bytes key;
    rlp::encodeNumber(index, key);
    Bytes nibbles;
    for (const auto byte : key) {
        nibbles.push_back(byte >> 4);
        nibbles.push_back(byte & 15);
    }
    return nibbles;
}

/// The compact form of a part of a path: a flag for its end and for its odd length, then its nibbles.
Bytes compactPath(ByteView nibbles, bool ends) {
    const bool odd = nibbles.size() % 2 != 0;
    Bytes packed;
    const auto flags = static_cast<std::uint8_t>((ends ? 0x20 : 0) | (odd ? 0x10 : 0));
    packed.push_back(static_cast<std::uint8_t>(flags | (odd ? nibbles[0] : 0)));
    for (std::size_t i = odd ? 1 : 0; i < nibbles.size(); i += 2)
        packed.push_back(static_cast<std::uint8_t>(nibbles[i] << 4 | nibbles[i + 1]));
    return packed;
}

/// Appends how a node is named in the one above it: itself where it is short, else by its hash.
void appendReference(ByteView node, Bytes& out) {
    constexpr std::size_t kShort = 32;
    if (node.size() < kShort)
        out.insert(out.end(), node.begin(), node.end());
    else
        rlp::encodeString(crypto::keccak256(node).view(), out);
}

/// The encoded node of entries, sorted and not empty, whose paths are equal before `depth`.
Bytes nodeOf(std::span<const Entry> entries, std::size_t depth) {
    const auto& first = entries.front().path;
    const auto& last = entries.back().path;
    Bytes members, node;
    if (entries.size() == 1) {
        rlp::encodeString(compactPath(ByteView(first).subspan(depth), true), members);
        rlp::encodeString(entries.front().item, members);
        rlp::encodeList(members, node);
        return node;
    }
    auto fork = depth;
    while (first[fork] == last[fork])
        ++fork;
    if (fork > depth) {
        rlp::encodeString(compactPath(ByteView(first).subspan(depth, fork - depth), false), members);
        appendReference(nodeOf(entries, fork), members);
        rlp::encodeList(members, node);
        return node;
    }
    for (std::uint8_t nibble = 0; nibble < 16; ++nibble) {
        const auto beyond =
            std::ranges::find_if(entries, [&](const Entry& entry) { return entry.path[depth] != nibble; });
        const auto count = static_cast<std::size_t>(beyond - entries.begin());
        if (count == 0)
            rlp::encodeString({}, members);
        else
            appendReference(nodeOf(entries.first(count), depth + 1), members);
        entries = entries.subspan(count);
    }
    rlp::encodeString({}, members); // no path ends at a fork
    rlp::encodeList(members, node);
    return node;
}

} // namespace

Hash listRoot(std::span<const Bytes> items) {
    std::vector<Entry> entries;
    entries.reserve(items.size());
    for (std::size_t i = 0; i < items.size(); ++i)
        entries.push_back({nibblesOf(i), items[i]});
    std::ranges::sort(entries, {}, &Entry::path);
    if (!entries.empty()) return crypto::keccak256(nodeOf(entries, 0));
    Bytes empty;
    rlp::encodeString({}, empty);
    return crypto::keccak256(empty);
}

} // namespace aw::rpc
