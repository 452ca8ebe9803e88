#include "base/hex.hpp"
#include "rpc/logs.hpp"
#include "rpc/method_cost.hpp"
#include "rpc/methods.hpp"

#include <algorithm>
#include <array>

namespace aw::rpc {
namespace json = boost::json;

namespace {

struct Range {
    std::uint64_t from = 0, to = 0;
};

/// `fromBlock` and `toBlock`, both the latest where they are not given (EIP-234). Empty, from
/// above to, where a tag is below the other end: who polls asks from one above what there was to the latest.
RpcResult<Range> rangeOf(const Backend& backend, const json::object& filter, std::uint64_t maxBlocks) {
    const auto from = blockField(backend, filter, "fromBlock");
    if (!from) return from.error();
    const auto to = blockField(backend, filter, "toBlock");
    if (!to) return to.error();
    const auto latest = backend.heads().latest;
    const auto numberOf = [&](const std::optional<BlockRef>& ref) { return ref ? ref->number : latest; };
    const auto isTag = [](const std::optional<BlockRef>& ref) {
        return !ref || ref->named == BlockRef::Named::tag;
    };
    const Range range{numberOf(*from), std::min(numberOf(*to), latest)};
    if (!isTag(*from) && !isTag(*to) && numberOf(*from) > numberOf(*to))
        return invalidParams("invalid block range: fromBlock is above toBlock.");
    if (range.to - std::min(range.from, range.to) >= maxBlocks)
        return RpcError{RpcErrorCode::limitExceeded, "block range too large: query spans " +
                                                         std::to_string(range.to - range.from + 1) +
                                                         " blocks; at most " + std::to_string(maxBlocks) +
                                                         " are searched at once. Split the range."};
    return range;
}

Reply logsOfBlock(const Backend& backend, const json::object& asked, const Hash& hash,
                  const LogFilter& filter, Work& work) {
    for (const std::string_view bound : {"fromBlock", "toBlock"})
        if (const auto* value = asked.if_contains(bound); value && !value->is_null())
            return invalidParams("blockHash names the block: leave out fromBlock and toBlock, or blockHash.");
    const auto block = backend.blockByHash(hash);
    if (!block) return rejected("unknown block");
    json::array logs;
    appendLogs(logs, block, filter);
    work.charge(block->txs.size() / kTxsPerUnit + logs.size() / kLogsPerUnit);
    return json::value(std::move(logs));
}

/// What has become of a block that cannot be read.
RpcError goneError(std::uint64_t number) {
    return rejected("block " + std::to_string(number) +
                    " is not kept here any more: begin with a later one.");
}

/// Clients read from this which range would do (in the words of Alchemy and others).
RpcError tooMuch(std::string what, std::uint64_t from, std::uint64_t reached) {
    what += reached > from ? " Try with this block range [" + base::toQuantity(from) + ", " +
                                 base::toQuantity(reached - 1) + "]."
                           : " Ask for fewer addresses or topics: one block has more.";
    return {RpcErrorCode::limitExceeded, std::move(what)};
}

Reply logsOfRange(const Backend& backend, const Range& range, const LogFilter& filter, const Limits& limits,
                  Work& work) {
    json::array logs;
    if (range.from <= range.to) work.charge((range.to - range.from + 1) / kBlocksPerUnit);
    std::uint64_t spent = 0;
    for (auto number = backend.nextWithEvents(range.from, range.to); number <= range.to;
         number = backend.nextWithEvents(number + 1, range.to)) {
        if (!work.isWanted()) return rejected("nobody waits for the answer any more.");
        if (spent > limits.maxReadUnits)
            return tooMuch("query searches too many transactions at once.", range.from, number);
        const auto block = backend.blockByNumber(number);
        if (!block && number > backend.heads().latest) break; // taken back while we read
        if (!block) return goneError(number);
        const auto before = logs.size();
        appendLogs(logs, block, filter);
        const auto units =
            kUnitsPerBlockRead + block->txs.size() / kTxsPerUnit + (logs.size() - before) / kLogsPerUnit;
        spent += units;
        work.charge(units);
        if (logs.size() > limits.maxLogResults)
            return tooMuch("query returned more than " + std::to_string(limits.maxLogResults) + " results.",
                           range.from, number);
    }
    return json::value(std::move(logs));
}

Reply getLogs(const Backend& backend, const Params& params, const Limits& limits, Work& work) {
    const auto object = params.object(0);
    if (!object) return object.error();
    const auto filter = logFilter(**object);
    if (!filter) return filter.error();
    const auto hash = hashField(**object, "blockHash");
    if (!hash) return hash.error();
    if (*hash) return logsOfBlock(backend, **object, **hash, *filter, work);
    const auto range = rangeOf(backend, **object, limits.maxLogBlocks);
    if (!range) return range.error();
    return logsOfRange(backend, *range, *filter, limits, work);
}

constexpr std::array kMethods{NamedMethod{"eth_getLogs", getLogs}};

} // namespace

std::span<const NamedMethod> logMethods() { return kMethods; }

} // namespace aw::rpc
