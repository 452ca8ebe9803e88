#include "l1/fee_policy.hpp"

#include "base/units.hpp"

#include <algorithm>

namespace aw::l1 {

namespace {

// What go-ethereum's pools demand (PriceBump of the legacy and of the blob pool); others follow it.
constexpr unsigned kStepPercent = 10, kBlobStepPercent = 100;
/// A first offer is at most one part in so many of a cap: replacements have to be possible.
constexpr unsigned kRoom = 2;

Error aboveCap(const std::string& what, const U256& asked, const U256& cap) {
    return {ErrorCode::l1txFeeCap, what + " " + base::formatGwei(asked) +
                                       " gwei per gas, more than the cap of " + base::formatGwei(cap) +
                                       " gwei. It waits until L1 is cheaper; to pay more, raise the cap."};
}

} // namespace

U256 replacementFee(const U256& feeWei, Carries carries) {
    const auto percent = carries == Carries::blobs ? kBlobStepPercent : kStepPercent;
    // At least one wei more, though a tenth of it is less.
    return feeWei + std::max<U256>((feeWei * percent + 99) / 100, 1);
}

Result<Fees> feesFor(const GasPrice& price, const FeeCaps& caps) {
    // Compared before anything is added: a lie may be as large as a number can be.
    if (price.baseFeeWei > caps.maxFeeWei)
        return aboveCap("L1's base fee is", price.baseFeeWei, caps.maxFeeWei);
    const auto tip = std::min<U256>({price.tipWei, caps.tipWei / kRoom, caps.maxFeeWei});
    const U256 needed = price.baseFeeWei + tip;
    if (needed > caps.maxFeeWei) return aboveCap("L1 asks for", needed, caps.maxFeeWei);
    const auto most = std::max<U256>(needed, caps.maxFeeWei / kRoom);
    return Fees{std::min<U256>(needed + price.baseFeeWei, most), tip};
}

Result<Fees> replacementFees(const Fees& before, const GasPrice& price, const FeeCaps& caps,
                             Carries carries) {
    const Fees least{replacementFee(before.maxFeeWei, carries), replacementFee(before.tipWei, carries)};
    if (least.maxFeeWei > caps.maxFeeWei)
        return aboveCap("A replacement would have to offer", least.maxFeeWei, caps.maxFeeWei);
    if (least.tipWei > caps.tipWei)
        return aboveCap("A replacement would have to offer a tip of", least.tipWei, caps.tipWei);
    const auto today = feesFor(price, caps);
    if (!today) return today.error();
    const auto maxFee = std::max(least.maxFeeWei, today->maxFeeWei);
    return Fees{maxFee, std::min(std::max(least.tipWei, today->tipWei), maxFee)};
}

U256 mostCost(std::uint64_t gas, const Fees& fees) { return fees.maxFeeWei * gas; }

} // namespace aw::l1
