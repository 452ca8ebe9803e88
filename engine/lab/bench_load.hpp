#pragma once

#include "base/types.hpp"
#include "state/state.hpp"
#include "state/token_list.hpp"

#include <vector>

namespace aw::lab {

/// The mix of transactions that the benchmarks run on; the same for the same numbers on every machine.
///
/// Of 100 transactions 70 move ETH between known accounts, 20 move a token between known accounts, 10 send
/// ETH to new addresses. Senders and recipients are spread evenly over all accounts, the worst case for the
/// tree and its caches. Seven in ten accounts hold ETH, the others one of 16 tokens. Amounts are decimal
/// fractions of an ETH, or of a token of six decimals: 60 in 100 have up to three significant digits, 25 four
/// to six, 10 seven to nine, 5 all that fit. Fees are what wallets state: twice the base fee, no tip, the gas
/// of the kind.
struct BenchLoad {
    std::uint64_t chainId = 817001;
    std::uint64_t baseFeeWei = 1'000'000;
    AccountIndex feeAccount;
    state::State state; ///< before the transactions, its root taken
    state::TokenList tokens;
    std::vector<Bytes> raws; ///< signed, executable in this order
};

/// Makes it, on all cores. At least 100 accounts, at least 1 transaction.
BenchLoad makeBenchLoad(std::uint32_t accounts, std::uint32_t transactions);

} // namespace aw::lab
