#include "base/hex.hpp"
#include "rpc/format.hpp"
#include "rpc/method_cost.hpp"
#include "rpc/methods.hpp"

#include <algorithm>
#include <array>

namespace aw::rpc {
namespace json = boost::json;

namespace {

using base::toQuantity;

/// geth's bound for eth_feeHistory.
constexpr std::uint64_t kMaxFeeHistory = 1024;
constexpr std::size_t kMaxPercentiles = 100;

Reply gasPrice(const Backend& backend, const Params&) {
    return json::value(toQuantity(backend.baseFeeWei() + backend.suggestedTipWei()));
}

Reply maxPriorityFeePerGas(const Backend& backend, const Params&) {
    return json::value(toQuantity(backend.suggestedTipWei()));
}

RpcResult<std::vector<double>> percentilesOf(const Params& params, std::size_t index) {
    std::vector<double> result;
    const auto* value = params.find(index);
    if (!value) return result;
    if (!value->is_array()) return invalidParams("parameter 3 must be a list of percentiles.");
    if (value->get_array().size() > kMaxPercentiles)
        return invalidParams("parameter 3 holds more than 100 percentiles.");
    for (const auto& entry : value->get_array()) {
        if (!entry.is_number()) return invalidParams("parameter 3 must be a list of numbers.");
        const auto percentile = entry.to_number<double>();
        if (!(percentile >= 0 && percentile <= 100) || (!result.empty() && percentile < result.back()))
            return invalidParams("parameter 3 must be percentiles from 0 to 100, ascending.");
        result.push_back(percentile);
    }
    return result;
}

/// The tips actually paid in the block at each percentile of its gas, as EIP-1559 clients expect them.
json::array rewardsOf(const BlockView& block, const std::vector<double>& percentiles) {
    struct Paid {
        std::uint64_t tipWei;
        std::uint64_t gas;
    };
    std::vector<Paid> paid;
    paid.reserve(block.txs.size());
    const auto baseFeeWei = block.header.baseFeeWei;
    for (const auto& tx : block.txs) {
        const auto price = effectiveGasPriceWei(tx->tx, baseFeeWei);
        paid.push_back({price > baseFeeWei ? price - baseFeeWei : 0, gasUsedOf(*tx)});
    }
    std::ranges::sort(paid, {}, &Paid::tipWei);
    const auto total = static_cast<double>(gasUsedOf(block));
    json::array rewards;
    std::size_t at = 0;
    double gasSoFar = paid.empty() ? 0 : static_cast<double>(paid[0].gas);
    for (const auto percentile : percentiles) {
        const auto threshold = total * percentile / 100;
        while (at + 1 < paid.size() && gasSoFar < threshold)
            gasSoFar += static_cast<double>(paid[++at].gas);
        rewards.push_back(json::string(toQuantity(paid.empty() ? 0 : paid[at].tipWei)));
    }
    return rewards;
}

/// The number of blocks: a quantity, or decimal digits as text, which the method's first description showed.
RpcResult<std::uint64_t> blockCountOf(const Params& params) {
    const auto* value = params.find(0);
    const auto* text = value ? value->if_string() : nullptr;
    constexpr std::size_t kMaxDigits = 18; // so that the number fits
    if (!text || text->empty() || text->size() > kMaxDigits ||
        std::string_view(*text).find_first_not_of("0123456789") != std::string_view::npos)
        return params.quantity(0);
    return std::stoull(std::string(*text));
}

Reply feeHistory(const Backend& backend, const Params& params, const Limits& limits, Work& work) {
    const auto wanted = blockCountOf(params);
    if (!wanted) return wanted.error();
    const auto newest = blockRef(backend, params, 1);
    if (!newest) return newest.error();
    const auto percentiles = percentilesOf(params, 2);
    if (!percentiles) return percentiles.error();
    const auto latest = backend.heads().latest;
    const auto last = newest->pending ? latest : newest->number;
    if (last > latest)
        return rejected("request beyond head block: requested " + std::to_string(last) + ", head " +
                        std::to_string(latest));

    const auto count = std::min({*wanted, kMaxFeeHistory, last + 1});
    std::vector<BlockPtr> blocks; // newest first; ends where this node knows, or may read, no more
    std::uint64_t spent = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
        auto block = priced(backend, backend.blockByNumber(last - i));
        if (!block || !work.isWanted() || spent > limits.maxReadUnits) break;
        const auto units = kUnitsPerBlockRead + block->txs.size() / kTxsPerUnit;
        spent += units;
        work.charge(units);
        blocks.push_back(std::move(block));
    }
    std::ranges::reverse(blocks);
    json::array baseFees, ratios, rewards;
    for (const auto& block : blocks) {
        baseFees.push_back(json::string(toQuantity(block->header.baseFeeWei)));
        ratios.push_back(static_cast<double>(gasUsedOf(*block)) / static_cast<double>(blockGasLimit()));
        rewards.push_back(rewardsOf(*block, *percentiles));
    }
    json::object out;
    out["oldestBlock"] = toQuantity(blocks.empty() ? last : blocks.front()->header.number);
    if (!blocks.empty()) {
        const auto next = last < latest ? backend.blockByNumber(last + 1) : nullptr;
        baseFees.push_back(json::string(toQuantity(next ? next->header.baseFeeWei : backend.baseFeeWei())));
    }
    out["baseFeePerGas"] = std::move(baseFees);
    out["gasUsedRatio"] = std::move(ratios);
    if (!percentiles->empty()) out["reward"] = std::move(rewards);
    return json::value(std::move(out));
}

constexpr std::array kMethods{
    NamedMethod{"eth_gasPrice", gasPrice},
    NamedMethod{"eth_maxPriorityFeePerGas", maxPriorityFeePerGas},
    NamedMethod{"eth_feeHistory", feeHistory},
};

} // namespace

std::span<const NamedMethod> feeMethods() { return kMethods; }

} // namespace aw::rpc
