#pragma once

#include "base/result.hpp"
#include "lab/bench_values.hpp"

#include <functional>
#include <string>
#include <vector>

namespace aw::lab {

struct BenchOptions {
    std::uint32_t accounts = 1'000'000; ///< of the state, at least 100
    std::uint32_t transactions = 32'768;
    std::uint32_t runs = 5;      ///< of every measurement, at least 1; the medians are reported
    std::string directory = "."; ///< where the log of the pipeline is written to, and removed again
};

/// What was measured, and where.
struct BenchReport {
    BenchOptions options;
    std::string processor; ///< as the system calls it; empty where it does not say
    unsigned cores = 0;
    std::string keccak; ///< level of keccak256Each: "avx2", ...
    std::vector<BenchValue> values;
};

/// Measures the core on the load of bench_load.hpp. The pairs of a ratio are measured in turn, so that what
/// else the machine does weighs on both. `progress` is told what begins.
///
/// - recover_per_s: signers recovered on all cores, and nothing else.
/// - core_tps: the whole way of an operator: signed bytes decoded and their signers recovered on all cores,
/// applied in
///   order, a state root for each segment, records encoded, all appended to a log that is synced (fdatasync)
///   every 1,024 transactions.
/// - core_over_recovery: core_tps / recover_per_s.
/// - root_share: time of the state root per transaction over one recovery, both on one core.
/// - bytes_per_transfer: of records, the byte of index bits of each segment included; per kind bytes_eth,
///   bytes_token, and bytes_new, which leaves out the 20 address bytes.
/// - bytes_over_brotli11: records over brotli, level 11, of the signed transactions, joined.
/// - replay_over_recovery: transactions replayed from records over the full state per second over recoveries
/// per
///   second, both on one core.
///
/// Errors: "bench.not-executable" (a transaction of the load is refused: a defect), "bench.disk".
Result<BenchReport> runBench(const BenchOptions& options,
                             const std::function<void(const std::string&)>& progress = {});

/// The report as one object: each key with its median, "spread" with [least, most], "bars", "machine",
/// "options".
boost::json::object toJson(const BenchReport& report);

} // namespace aw::lab
