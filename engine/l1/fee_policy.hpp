#pragma once

#include "base/result.hpp"
#include "base/types.hpp"

#include <cstdint>

/// What an operator pays for L1 transactions, at most. Pure.
namespace aw::l1 {

/// Bounds of what an account spends for gas, whatever its L1 endpoint says. What L1 asks beyond them waits.
///
/// The defaults are for a mainnet. Its base fee was above 500 gwei for minutes, never for as long as the
/// windows of the preset `real`, so that whoever waits for it to fall loses nothing; 10 gwei of tip outbid
/// nearly everybody in any of these hours. A day of 24 full batches (5 M gas) and 200 heartbeats (60,000 gas)
/// costs 1.3 ETH at 10 gwei, and the largest proof of a fraud (12 M gas) 6 ETH at the highest fee: 10 ETH pay
/// for both, and a day in which everything goes wrong costs less than a third of the minimum bond.
struct FeeCaps {
    U256 maxFeeWei = 500'000'000'000ULL;                   ///< per gas: maxFeePerGas is never more
    U256 tipWei = 10'000'000'000ULL;                       ///< per gas: maxPriorityFeePerGas is never more
    Wei dayBudgetWei = Wei(10'000'000'000'000'000'000ULL); ///< for the fees of 24 hours
    bool operator==(const FeeCaps&) const = default;
};

/// EIP-1559: what a transaction offers for a unit of gas.
struct Fees {
    U256 maxFeeWei; ///< maxFeePerGas
    U256 tipWei;    ///< maxPriorityFeePerGas, at most maxFeeWei
    bool operator==(const Fees&) const = default;
};

/// What L1 says that gas costs. Not to be believed: a lie may be any number.
struct GasPrice {
    U256 baseFeeWei; ///< of the head
    U256 tipWei;     ///< suggested
};

/// Transactions with blobs are replaced at other steps (EIP-4844).
enum class Carries { calldata, blobs };

/// The least fee that L1's pools take in place of this one: 10 % more, with blobs 100 %, rounded up. A
/// replacement raises both of its fees so.
U256 replacementFee(const U256& feeWei, Carries carries = Carries::calldata);

/// Fees for now: room for the base fee to double, and half of each cap left for replacements as far as L1's
/// price allows it; a suggested tip is cut to that. Error "l1tx.fee-cap" where no block would take a
/// transaction within the caps.
Result<Fees> feesFor(const GasPrice& price, const FeeCaps& caps);

/// Fees that L1's pools take in place of `before`: today's where they are more. Error "l1tx.fee-cap" where
/// the step leads beyond a cap.
Result<Fees> replacementFees(const Fees& before, const GasPrice& price, const FeeCaps& caps,
                             Carries carries = Carries::calldata);

/// What so much gas costs at most. Precondition: the fees are within caps of 128 bits.
U256 mostCost(std::uint64_t gas, const Fees& fees);

} // namespace aw::l1
