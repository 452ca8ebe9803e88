#include "rpc/params.hpp"

#include "base/hex.hpp"

#include <boost/json/object.hpp>

namespace aw::rpc {
namespace json = boost::json;

namespace {

std::string position(std::size_t index) { return "parameter " + std::to_string(index + 1); }

/// The text of a hex value, or nullopt where it is no string that starts with 0x.
std::optional<std::string_view> hexText(const json::value& value) {
    if (!value.is_string()) return std::nullopt;
    const std::string_view text = value.get_string();
    if (!text.starts_with("0x") && !text.starts_with("0X")) return std::nullopt;
    return text;
}

template<class Fixed>
RpcResult<Fixed> fixedOf(const json::value& value, const std::string& name, std::string_view what) {
    const auto text = hexText(value);
    if (!text)
        return invalidParams(name + " must be " + std::string(what) + ": a string that starts with 0x.");
    auto fixed = base::fixedFromHex<Fixed>(*text);
    if (!fixed) return invalidParams(name + " must be " + std::string(what) + ": " + fixed.error().detail);
    return *fixed;
}

RpcResult<U256> quantityOf(const json::value& value, const std::string& name) {
    if (value.is_uint64()) return U256(value.get_uint64());
    if (value.is_int64() && value.get_int64() >= 0) return U256(value.get_int64());
    const auto text = hexText(value);
    if (!text) return invalidParams(name + " must be a quantity: a hex string that starts with 0x.");
    auto number = base::quantityFromHex(*text);
    if (!number) return invalidParams(name + " must be a quantity: " + number.error().detail);
    return *number;
}

RpcResult<std::uint64_t> quantity64Of(const json::value& value, const std::string& name) {
    const auto number = quantityOf(value, name);
    if (!number) return number.error();
    if (*number > std::numeric_limits<std::uint64_t>::max())
        return invalidParams(name + " must be a quantity below 2^64.");
    return static_cast<std::uint64_t>(*number);
}

RpcResult<BlockRef> refOfHash(const Backend& backend, const json::value& value, const std::string& name) {
    const auto hash = hashOf(value, name);
    if (!hash) return hash.error();
    const auto block = backend.blockByHash(*hash);
    if (!block) return rejected("header for hash not found");
    return BlockRef{.named = BlockRef::Named::hash, .number = block->header.number, .hash = *hash};
}

std::optional<BlockRef> refOfTag(const Backend& backend, std::string_view tag) {
    BlockRef ref{.named = BlockRef::Named::tag, .pending = tag == "pending"};
    const auto heads = backend.heads();
    if (ref.pending || tag == "latest")
        ref.number = heads.latest;
    else if (tag == "safe")
        ref.number = heads.safe;
    else if (tag == "finalized")
        ref.number = heads.finalized;
    else if (tag != "earliest")
        return std::nullopt;
    return ref;
}

/// A hash in the place of a number, whole again. ethers 5 and web3.js take it for a quantity and cut its
/// leading zeros; a number of so many digits would be beyond any block.
std::optional<std::string> hashText(std::string_view text) {
    constexpr std::size_t kDigits = 64, kMaxCut = 8;
    if (!text.starts_with("0x") || text.size() > 2 + kDigits || text.size() < 2 + kDigits - kMaxCut)
        return std::nullopt;
    return "0x" + std::string(2 + kDigits - text.size(), '0') + std::string(text.substr(2));
}

/// A tag, a number, or a hash as a plain text, as clients send it that know no EIP-1898.
RpcResult<BlockRef> refOf(const Backend& backend, const json::value& value, const std::string& name) {
    if (const auto* string = value.if_string()) {
        const std::string_view text = *string;
        if (const auto hash = hashText(text)) return refOfHash(backend, json::value(*hash), name);
        if (const auto ref = refOfTag(backend, text)) return *ref;
        const auto number = quantity64Of(value, name);
        if (number) return BlockRef{.number = *number};
        return invalidParams(name +
                             " must be a block: latest, safe, finalized, earliest, pending, a number like "
                             "0x1b4, or a block's hash.");
    }
    const auto number = quantity64Of(value, name);
    if (!number) return number.error();
    return BlockRef{.number = *number};
}

const json::value* memberOf(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value && !value->is_null() ? value : nullptr;
}

} // namespace

const json::value* Params::find(std::size_t index) const {
    if (!m_array || index >= m_array->size() || (*m_array)[index].is_null()) return nullptr;
    return &(*m_array)[index];
}

RpcResult<Address> Params::address(std::size_t index) const {
    const auto* value = find(index);
    if (!value) return invalidParams("missing " + position(index) + ": an address.");
    return addressOf(*value, position(index));
}

RpcResult<Hash> Params::hash(std::size_t index) const {
    const auto* value = find(index);
    if (!value) return invalidParams("missing " + position(index) + ": a hash.");
    return hashOf(*value, position(index));
}

RpcResult<Bytes> Params::bytes(std::size_t index) const {
    const auto* value = find(index);
    if (!value) return invalidParams("missing " + position(index) + ": bytes in hex.");
    const auto text = hexText(*value);
    if (!text) return invalidParams(position(index) + " must be bytes: a hex string that starts with 0x.");
    auto bytes = base::fromHex(*text);
    if (!bytes) return invalidParams(position(index) + " must be bytes: " + bytes.error().detail);
    return std::move(*bytes);
}

RpcResult<std::uint64_t> Params::quantity(std::size_t index) const {
    const auto* value = find(index);
    if (!value) return invalidParams("missing " + position(index) + ": a quantity.");
    return quantity64Of(*value, position(index));
}

RpcResult<bool> Params::boolean(std::size_t index, bool otherwise) const {
    const auto* value = find(index);
    if (!value) return otherwise;
    if (!value->is_bool()) return invalidParams(position(index) + " must be true or false.");
    return value->get_bool();
}

RpcResult<const json::object*> Params::object(std::size_t index) const {
    const auto* value = find(index);
    if (!value) return invalidParams("missing " + position(index) + ": an object.");
    if (!value->is_object()) return invalidParams(position(index) + " must be an object.");
    return &value->get_object();
}

RpcResult<BlockRef> blockRef(const Backend& backend, const Params& params, std::size_t index) {
    const auto* value = params.find(index);
    if (!value) return *refOfTag(backend, "latest");
    if (!value->is_object()) return refOf(backend, *value, position(index));
    const auto& object = value->get_object();
    const auto* number = memberOf(object, "blockNumber");
    const auto* hash = memberOf(object, "blockHash");
    if (number && hash)
        return invalidParams(position(index) + " holds blockNumber and blockHash: give one of them.");
    if (const auto* canonical = memberOf(object, "requireCanonical"); canonical && !canonical->is_bool())
        return invalidParams(position(index) + ".requireCanonical must be true or false.");
    if (number) return refOf(backend, *number, position(index) + ".blockNumber");
    if (!hash) return invalidParams(position(index) + " must hold blockNumber or blockHash (EIP-1898).");
    // Only blocks of the chain are known here, so that requireCanonical holds by itself.
    return refOfHash(backend, *hash, position(index) + ".blockHash");
}

BlockPtr priced(const Backend& backend, BlockPtr block) {
    if (!block || block->header.number != 0) return block;
    auto genesis = std::make_shared<BlockView>(*block);
    genesis->header.baseFeeWei = backend.baseFeeWei();
    return genesis;
}

BlockPtr findBlock(const Backend& backend, const BlockRef& ref) {
    return ref.pending ? nullptr : priced(backend, backend.blockByNumber(ref.number));
}

RpcResult<Address> addressOf(const json::value& value, const std::string& name) {
    return fixedOf<Address>(value, name, "an address of 20 bytes");
}

RpcResult<Hash> hashOf(const json::value& value, const std::string& name) {
    return fixedOf<Hash>(value, name, "a hash of 32 bytes");
}

RpcResult<std::optional<Address>> addressField(const json::object& object, std::string_view name) {
    const auto* value = memberOf(object, name);
    if (!value) return std::optional<Address>();
    const auto address = addressOf(*value, std::string(name));
    if (!address) return address.error();
    return std::optional<Address>(*address);
}

RpcResult<std::optional<Hash>> hashField(const json::object& object, std::string_view name) {
    const auto* value = memberOf(object, name);
    if (!value) return std::optional<Hash>();
    const auto hash = hashOf(*value, std::string(name));
    if (!hash) return hash.error();
    return std::optional<Hash>(*hash);
}

RpcResult<std::optional<BlockRef>> blockField(const Backend& backend, const json::object& object,
                                              std::string_view name) {
    const auto* value = memberOf(object, name);
    if (!value) return std::optional<BlockRef>();
    const auto ref = refOf(backend, *value, std::string(name));
    if (!ref) return ref.error();
    return std::optional<BlockRef>(*ref);
}

RpcResult<std::optional<U256>> quantityField(const json::object& object, std::string_view name) {
    const auto* value = memberOf(object, name);
    if (!value) return std::optional<U256>();
    const auto number = quantityOf(*value, std::string(name));
    if (!number) return number.error();
    return std::optional<U256>(*number);
}

RpcResult<Bytes> dataField(const json::object& object) {
    std::optional<Bytes> found;
    for (const std::string_view name : {"data", "input"}) {
        const auto* value = memberOf(object, name);
        if (!value) continue;
        const auto text = hexText(*value);
        auto bytes =
            text ? base::fromHex(*text) : Result<Bytes>(Error{ErrorCode::hexBadDigit, "no hex string."});
        if (!bytes)
            return invalidParams(std::string(name) + " must be bytes in hex: " + bytes.error().detail);
        if (found && *found != *bytes) return invalidParams("data and input are both given and differ.");
        found = std::move(*bytes);
    }
    return found.value_or(Bytes{});
}

} // namespace aw::rpc
