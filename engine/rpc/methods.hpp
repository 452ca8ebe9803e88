#pragma once

#include "rpc/filters.hpp"
#include "rpc/params.hpp"

namespace aw::rpc {

/// A method that answers at once. Called from any thread.
using Method = Reply (*)(const Backend& backend, const Params& params);

/// nullptr for a name that is not offered here: eth_sendRawTransaction, eth_subscribe and eth_unsubscribe are
/// the dispatcher's.
Method findMethod(std::string_view name);

/// A method of the filters that clients poll; also called from any thread. nullptr for another name.
using FilterMethod = Reply (*)(Filters& filters, const Backend& backend, const Params& params);
FilterMethod findFilterMethod(std::string_view name);

/// The methods of one file each.
struct NamedMethod {
    std::string_view name;
    Method method;
};
std::span<const NamedMethod> accountMethods();
std::span<const NamedMethod> blockMethods();
std::span<const NamedMethod> callMethods();
std::span<const NamedMethod> feeMethods();
std::span<const NamedMethod> logMethods();
std::span<const NamedMethod> nodeMethods();

} // namespace aw::rpc
