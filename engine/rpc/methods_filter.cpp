#include "rpc/method_cost.hpp"
#include "rpc/methods.hpp"

#include <array>

namespace aw::rpc {
namespace json = boost::json;

namespace {

Reply idOf(RpcResult<std::string> id) {
    if (!id) return id.error();
    return json::value(std::move(*id));
}

RpcResult<std::string_view> filterId(const Params& params) {
    const auto* id = params.find(0);
    if (!id || !id->is_string()) return invalidParams("missing parameter 1: the id of a filter.");
    return std::string_view(id->get_string());
}

Reply newFilter(Filters& filters, const Backend& backend, const Params& params, const Limits&, Work&) {
    const auto object = params.object(0);
    if (!object) return object.error();
    auto filter = logFilter(**object);
    if (!filter) return filter.error();
    if (const auto* hash = (*object)->if_contains("blockHash"); hash && !hash->is_null())
        return invalidParams("a filter watches blocks to come: ask for those of a blockHash by eth_getLogs.");
    // In memory of its own: a copy uses that of the message, which goes.
    Watch watch{.kind = Watch::Kind::logs,
                .filter = std::move(*filter),
                .asked = json::object(**object, json::storage_ptr())};
    const auto from = blockField(backend, **object, "fromBlock");
    if (!from) return from.error();
    const auto to = blockField(backend, **object, "toBlock");
    if (!to) return to.error();
    const auto isNumber = [](const std::optional<BlockRef>& ref) {
        return ref && ref->named == BlockRef::Named::number;
    };
    if (isNumber(*from)) watch.fromBlock = (*from)->number;
    if (isNumber(*to)) watch.toBlock = (*to)->number;
    if (watch.fromBlock > watch.toBlock)
        return invalidParams("invalid block range: fromBlock is above toBlock.");
    return idOf(filters.add(std::move(watch)));
}

Reply newBlockFilter(Filters& filters, const Backend&, const Params&, const Limits&, Work&) {
    return idOf(filters.add({.kind = Watch::Kind::blocks}));
}

Reply newPendingTransactionFilter(Filters& filters, const Backend&, const Params& params, const Limits&,
                                  Work&) {
    const auto whole = params.boolean(0, false);
    if (!whole) return whole.error();
    return idOf(filters.add({.kind = *whole ? Watch::Kind::pendingWhole : Watch::Kind::pendingHashes}));
}

Reply getFilterChanges(Filters& filters, const Backend&, const Params& params, const Limits&, Work& work) {
    const auto id = filterId(params);
    if (!id) return id.error();
    auto changes = filters.changes(*id);
    if (!changes) return changes.error();
    work.charge(changes->size() / kLogsPerUnit);
    return json::value(std::move(*changes));
}

Reply getFilterLogs(Filters& filters, const Backend& backend, const Params& params, const Limits& limits,
                    Work& work) {
    const auto id = filterId(params);
    if (!id) return id.error();
    auto asked = filters.asked(*id);
    if (!asked) return asked.error();
    json::array query;
    query.emplace_back(std::move(*asked));
    return (*findMethod("eth_getLogs"))(backend, Params(&query), limits, work);
}

Reply uninstallFilter(Filters& filters, const Backend&, const Params& params, const Limits&, Work&) {
    const auto id = filterId(params);
    if (!id) return id.error();
    return json::value(filters.remove(*id));
}

struct NamedFilterMethod {
    std::string_view name;
    FilterMethod method;
};
constexpr std::array kMethods{
    NamedFilterMethod{"eth_newFilter", newFilter},
    NamedFilterMethod{"eth_newBlockFilter", newBlockFilter},
    NamedFilterMethod{"eth_newPendingTransactionFilter", newPendingTransactionFilter},
    NamedFilterMethod{"eth_getFilterChanges", getFilterChanges},
    NamedFilterMethod{"eth_getFilterLogs", getFilterLogs},
    NamedFilterMethod{"eth_uninstallFilter", uninstallFilter},
};

} // namespace

FilterMethod findFilterMethod(std::string_view name) {
    for (const auto& entry : kMethods)
        if (entry.name == name) return entry.method;
    return nullptr;
}

} // namespace aw::rpc
