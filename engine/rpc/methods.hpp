#pragma once

#include "rpc/caller.hpp"
#include "rpc/filters.hpp"
#include "rpc/params.hpp"

namespace aw::rpc {

/// A method that answers at once. Called from any thread.
using Method = Reply (*)(const Backend& backend, const Params& params);
/// One whose work depends on what it finds: it says how much it was, and gives up where nobody waits.
using MeteredMethod = Reply (*)(const Backend& backend, const Params& params, const Limits& limits,
                                Work& work);

/// A method by its name; what it costs is in method_cost.cpp.
struct NamedMethod {
    constexpr NamedMethod(std::string_view methodName, Method method)
        : name(methodName)
        , plain(method) {}
    constexpr NamedMethod(std::string_view methodName, MeteredMethod method)
        : name(methodName)
        , metered(method) {}

    Reply operator()(const Backend& backend, const Params& params, const Limits& limits, Work& work) const {
        return plain ? plain(backend, params) : metered(backend, params, limits, work);
    }

    std::string_view name;
    Method plain = nullptr;
    MeteredMethod metered = nullptr; ///< one of the two is set
};

/// nullptr for a name that is not offered here: eth_sendRawTransaction, eth_subscribe and eth_unsubscribe are
/// the dispatcher's.
const NamedMethod* findMethod(std::string_view name);

/// A method of the filters that clients poll; also called from any thread. nullptr for another name.
using FilterMethod = Reply (*)(Filters& filters, const Backend& backend, const Params& params,
                               const Limits& limits, Work& work);
FilterMethod findFilterMethod(std::string_view name);

/// The methods of one file each.
std::span<const NamedMethod> accountMethods();
std::span<const NamedMethod> blockMethods();
std::span<const NamedMethod> callMethods();
std::span<const NamedMethod> feeMethods();
std::span<const NamedMethod> logMethods();
std::span<const NamedMethod> nodeMethods();

} // namespace aw::rpc
