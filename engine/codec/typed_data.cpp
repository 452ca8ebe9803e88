#include "codec/typed_data.hpp"

#include "base/bytes.hpp"
#include "crypto/keccak.hpp"

namespace aw::codec {
namespace {

constexpr std::array<std::uint8_t, 2> kPrefix{0x19, 0x01};

ByteView bytesOf(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

Bytes wordOf(const U256& value) {
    Bytes word;
    base::appendBigEndian(word, value);
    return word;
}

} // namespace

TypedStruct& TypedStruct::add(std::string_view type, std::string_view name, ByteView word) {
    if (!m_members.empty()) m_members += ',';
    m_members.append(type).append(" ").append(name);
    base::append(m_data, word);
    return *this;
}

TypedStruct& TypedStruct::number(std::string_view type, std::string_view name, const U256& value) {
    return add(type, name, wordOf(value));
}

TypedStruct& TypedStruct::address(std::string_view name, const Address& value) {
    Bytes word(32 - Address::kSize);
    base::append(word, value.view());
    return add("address", name, word);
}

TypedStruct& TypedStruct::hash(std::string_view name, const Hash& value) {
    return add("bytes32", name, value.view());
}

TypedStruct& TypedStruct::boolean(std::string_view name, bool value) {
    return add("bool", name, wordOf(value ? 1 : 0));
}

TypedStruct& TypedStruct::bytes(std::string_view name, ByteView value) {
    return add("bytes", name, crypto::keccak256(value).view());
}

TypedStruct& TypedStruct::text(std::string_view name, std::string_view value) {
    return add("string", name, crypto::keccak256(bytesOf(value)).view());
}

TypedStruct& TypedStruct::nested(std::string_view name, const TypedStruct& value) {
    m_references.insert(value.m_references.begin(), value.m_references.end());
    m_references.emplace(value.m_name, value.m_members);
    return add(value.m_name, name, value.hashStruct().view());
}

std::string TypedStruct::encodeType() const {
    auto type = m_name + "(" + m_members + ")";
    for (const auto& [name, members] : m_references)
        if (name != m_name) type += name + "(" + members + ")";
    return type;
}

Hash TypedStruct::hashStruct() const {
    const auto typeHash = crypto::keccak256(bytesOf(encodeType()));
    return crypto::keccak256({typeHash.view(), m_data});
}

Hash TypedDomain::separator() const {
    TypedStruct domain("EIP712Domain");
    if (name) domain.text("name", *name);
    if (version) domain.text("version", *version);
    if (chainId) domain.number("uint256", "chainId", *chainId);
    if (verifyingContract) domain.address("verifyingContract", *verifyingContract);
    if (salt) domain.hash("salt", *salt);
    return domain.hashStruct();
}

Hash typedDataHash(const TypedDomain& domain, const TypedStruct& message) {
    return crypto::keccak256({kPrefix, domain.separator().view(), message.hashStruct().view()});
}

} // namespace aw::codec
