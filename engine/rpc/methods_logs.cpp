#include "rpc/logs.hpp"
#include "rpc/methods.hpp"

#include <algorithm>
#include <array>

namespace aw::rpc {
namespace json = boost::json;

namespace {

constexpr std::uint64_t kMaxBlocks = 10'000;
constexpr std::size_t kMaxLogs = 10'000;

struct Range {
    std::uint64_t from = 0, to = 0;
};

/// `blockHash`, or `fromBlock` and `toBlock`, both the latest where they are not given (EIP-234).
RpcResult<Range> rangeOf(const Backend& backend, const json::object& filter) {
    const auto hash = hashField(filter, "blockHash");
    if (!hash) return hash.error();
    const auto from = blockField(backend, filter, "fromBlock");
    if (!from) return from.error();
    const auto to = blockField(backend, filter, "toBlock");
    if (!to) return to.error();
    if (*hash) {
        if (*from || *to)
            return invalidParams("blockHash names the block: leave out fromBlock and toBlock, or blockHash.");
        const auto block = backend.blockByHash(**hash);
        if (!block) return rejected("unknown block");
        return Range{block->header.number, block->header.number};
    }
    const auto latest = backend.heads().latest;
    const auto numberOf = [&](const std::optional<BlockRef>& ref) {
        return ref && !ref->pending ? ref->number : latest;
    };
    const Range range{numberOf(*from), std::min(numberOf(*to), latest)};
    if (*to && numberOf(*from) > numberOf(*to))
        return invalidParams("invalid block range: fromBlock is above toBlock.");
    if (range.to - std::min(range.from, range.to) >= kMaxBlocks)
        return RpcError{ErrorCode::limitExceeded, "query spans " + std::to_string(range.to - range.from + 1) +
                                                      " blocks; at most " + std::to_string(kMaxBlocks) +
                                                      " are searched at once."};
    return range;
}

Reply getLogs(const Backend& backend, const Params& params) {
    const auto object = params.object(0);
    if (!object) return object.error();
    const auto filter = logFilter(**object);
    if (!filter) return filter.error();
    const auto range = rangeOf(backend, **object);
    if (!range) return range.error();
    json::array logs;
    for (auto number = range->from; number <= range->to; ++number) {
        const auto block = backend.blockByNumber(number);
        if (!block)
            return rejected("block " + std::to_string(number) +
                            " is not kept here any more: begin with a later one.");
        appendLogs(logs, block, *filter);
        if (logs.size() > kMaxLogs)
            return RpcError{ErrorCode::limitExceeded,
                            "query returned more than " + std::to_string(kMaxLogs) + " results."};
    }
    return json::value(std::move(logs));
}

constexpr std::array kMethods{NamedMethod{"eth_getLogs", getLogs}};

} // namespace

std::span<const NamedMethod> logMethods() { return kMethods; }

} // namespace aw::rpc
