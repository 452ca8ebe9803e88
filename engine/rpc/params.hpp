#pragma once

#include "rpc/backend.hpp"
#include "rpc/rpc_error.hpp"

#include <boost/json/array.hpp>

namespace aw::rpc {

/// The positional parameters of a call. Absent and null ones count as not given. All errors are -32602 and
/// name the parameter by its position from 1.
class Params {
public:
    /// `array` may be nullptr for none; it must outlive this object.
    explicit Params(const boost::json::array* array)
        : m_array(array) {}

    bool has(std::size_t index) const { return find(index) != nullptr; }
    /// nullptr where not given.
    const boost::json::value* find(std::size_t index) const;

    RpcResult<Address> address(std::size_t index) const;
    RpcResult<Hash> hash(std::size_t index) const;
    RpcResult<Bytes> bytes(std::size_t index) const;
    /// A quantity as hex text, or a plain JSON number.
    RpcResult<std::uint64_t> quantity(std::size_t index) const;
    RpcResult<bool> boolean(std::size_t index, bool otherwise) const;
    RpcResult<const boost::json::object*> object(std::size_t index) const;

private:
    const boost::json::array* m_array;
};

/// A block as a caller named it, with the number that it has now.
struct BlockRef {
    enum class Named { number, tag, hash };
    Named named = Named::number;
    bool pending = false;     ///< the block that is being made; `number` is that of the latest
    std::uint64_t number = 0; ///< may be above the latest where it was given
    Hash hash = {};           ///< where it was named by it
};

/// A tag (latest, safe, finalized, earliest, pending), a number, a hash, or an EIP-1898 object. Not given
/// means latest. -32000 for a hash that is no block of the chain.
RpcResult<BlockRef> blockRef(const Backend& backend, const Params& params, std::size_t index);

/// The block as clients must see it: the genesis, in which nobody paid, states the price of now. Wallets take
/// a base fee of 0 for a chain before EIP-1559, or for free gas. nullptr stays nullptr.
BlockPtr priced(const Backend& backend, BlockPtr block);

/// The priced block, or nullptr where it is not known or pending.
BlockPtr findBlock(const Backend& backend, const BlockRef& ref);

/// A value of a call or filter object. Errors name it.
RpcResult<Address> addressOf(const boost::json::value& value, const std::string& name);
RpcResult<Hash> hashOf(const boost::json::value& value, const std::string& name);

/// Fields of a call or filter object. Errors name the field.
RpcResult<std::optional<Hash>> hashField(const boost::json::object& object, std::string_view name);
RpcResult<std::optional<BlockRef>> blockField(const Backend& backend, const boost::json::object& object,
                                              std::string_view name);
RpcResult<std::optional<Address>> addressField(const boost::json::object& object, std::string_view name);
RpcResult<std::optional<U256>> quantityField(const boost::json::object& object, std::string_view name);
/// `data` or `input`; both must be equal where both are given. Empty where neither is.
RpcResult<Bytes> dataField(const boost::json::object& object);

} // namespace aw::rpc
