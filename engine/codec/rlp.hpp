#pragma once

#include "base/result.hpp"
#include "base/types.hpp"

#include <vector>

/// Strict canonical RLP (Ethereum Yellow Paper, appendix B).
namespace aw::codec::rlp {

/// Appends items; a list is made by encoding its items into a buffer first.
void encodeString(ByteView bytes, Bytes& out);
void encodeNumber(std::uint64_t value, Bytes& out);
void encodeNumber(const U256& value, Bytes& out);
void encodeList(ByteView encodedItems, Bytes& out);
/// What stands before the encoded items of a list, which take `size` bytes.
void encodeListHead(std::size_t size, Bytes& out);

/// An item that points into the bytes it was decoded from. `items` is filled for lists.
struct Item {
    bool isList = false;
    ByteView payload;
    std::vector<Item> items;

    /// The digits of a number, big-endian, without leading zeros, at most 32.
    /// Errors "rlp.leading-zero", "rlp.too-large", "rlp.not-a-string".
    Result<ByteView> digits() const;
    /// The string payload as a number. Errors as of digits().
    Result<U256> number() const;
    Result<std::uint64_t> number64() const;
};

/// Decodes exactly one item that fills the bytes; nesting is at most 16 deep.
/// Errors: "rlp.truncated", "rlp.trailing-bytes", "rlp.not-canonical", "rlp.too-deep".
Result<Item> decode(ByteView bytes);

} // namespace aw::codec::rlp
