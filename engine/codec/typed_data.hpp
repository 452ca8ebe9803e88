#pragma once

#include "base/types.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

/// Hashing of typed data (EIP-712), for structs that are built in code: atomic members, bytes, string,
/// structs. No arrays.
namespace aw::codec {

/// A value of a struct type: its type and its members, in the order in which they are added. Names are
/// written by the programmer and not checked.
class TypedStruct {
public:
    explicit TypedStruct(std::string name)
        : m_name(std::move(name)) {}

    /// `type` is uint8 to uint256; the caller guarantees that the value fits it.
    TypedStruct& number(std::string_view type, std::string_view name, const U256& value);
    TypedStruct& address(std::string_view name, const Address& value);
    TypedStruct& hash(std::string_view name, const Hash& value); ///< bytes32
    TypedStruct& boolean(std::string_view name, bool value);
    TypedStruct& bytes(std::string_view name, ByteView value);
    TypedStruct& text(std::string_view name, std::string_view value); ///< string
    TypedStruct& nested(std::string_view name, const TypedStruct& value);

    /// "Mail(Person from,Person to,string contents)Person(string name,address wallet)": the type itself, then
    /// the types that it refers to, by name.
    std::string encodeType() const;
    /// keccak-256(typeHash ‖ encodeData).
    Hash hashStruct() const;

private:
    TypedStruct& add(std::string_view type, std::string_view name, ByteView word);

    std::string m_name;
    std::string m_members;                                        ///< "Person from,Person to,string contents"
    Bytes m_data;                                                 ///< a word for each member
    std::map<std::string, std::string, std::less<>> m_references; ///< types referred to, with theirs
};

/// What a signature is bound to; what is not given is left out.
struct TypedDomain {
    std::optional<std::string> name;
    std::optional<std::string> version;
    std::optional<U256> chainId;
    std::optional<Address> verifyingContract;
    std::optional<Hash> salt;

    Hash separator() const;
};

/// What is signed: keccak-256(0x19 ‖ 0x01 ‖ separator ‖ hashStruct).
Hash typedDataHash(const TypedDomain& domain, const TypedStruct& message);

} // namespace aw::codec
