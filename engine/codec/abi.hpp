#pragma once

#include "base/result.hpp"
#include "base/types.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Contract ABI: what the L1 contracts need (Solidity ABI specification).
namespace aw::codec::abi {

/// First four bytes of keccak-256 of a signature such as "claim()".
std::array<std::uint8_t, 4> selector(std::string_view signature);
/// Topic 0 of an event signature.
Hash eventTopic(std::string_view signature);

/// Writes one tuple (the arguments of a call, a struct) as head and tail.
class Encoder {
public:
    Encoder& number(const U256& value);
    Encoder& address(const Address& value);
    Encoder& hash(const Hash& value);
    Encoder& boolean(bool value);
    Encoder& bytes(ByteView value); ///< dynamic bytes or string
    Encoder& text(std::string_view value);
    Encoder& hashes(const std::vector<Hash>& values); ///< bytes32[]
    Encoder& staticTuple(const Encoder& tuple);       ///< a struct of static members, inlined
    Encoder& dynamicTuple(const Encoder& tuple);      ///< a struct with dynamic members, by offset
    Bytes encoded() const;
    /// Selector of the signature followed by the arguments.
    Bytes call(std::string_view signature) const;

private:
    struct Part {
        Bytes head;
        bool dynamic = false;
        Bytes tail;
    };
    std::vector<Part> m_parts;
};

/// Reads one tuple, member by member in order. Reading past the end or a dirty padding sets the error; read
/// all, then check ok().
class Decoder {
public:
    explicit Decoder(ByteView tuple)
        : m_tuple(tuple) {}
    U256 number();
    std::uint64_t number64();
    U128 number128();
    Address address();
    Hash hash();
    bool boolean();
    Bytes bytes();
    std::string text();
    Decoder dynamicTuple();               ///< decoder of a struct given by offset
    std::vector<Decoder> dynamicTuples(); ///< T[] with T dynamic
    std::vector<Address> addresses();     ///< address[]
    bool ok() const { return m_ok; }

private:
    ByteView word();
    ByteView tail(std::size_t& length);
    ByteView m_tuple;
    std::size_t m_offset = 0;
    bool m_ok = true;
};

} // namespace aw::codec::abi
