#pragma once

#include "lab/bench.hpp"

namespace aw::lab {

struct RpcBenchOptions {
    std::uint32_t transactions = 32'768; ///< of each measurement; a multiple of 6,400 is best
    std::uint32_t connections = 64;
    std::uint32_t backups = 2; ///< at most 2; without any, nothing is measured with backups
    std::uint32_t runs = 3;    ///< of every measurement, at least 1; the medians are reported
    std::string
        directory; ///< where the nodes' folders are made, and removed again; empty: the system's temporary
};

struct RpcBenchReport {
    RpcBenchOptions options;
    std::string processor; ///< as the system calls it; empty where it does not say
    unsigned cores = 0;
    std::vector<BenchValue> values;
};

/// Measures what a user of a real operator gets, whole: signed transfers over HTTP to its JSON-RPC until each
/// is acknowledged, with its anvil, its contracts, its disk, its blocks and its batches on the same cores as
/// the client. `progress` is told what begins.
///
/// - rpc_per_s, rpc_over_recovery: acknowledged a second by one operator, a call at a time on each
/// connection,
///   and over what the machine's cores recover of signers and do nothing else.
/// - batch_per_s, batch_over_recovery: the same in JSON batches of 100.
/// - anvil_per_s, rpc_over_anvil: the same signed transfers, calls and client at anvil with a block a second.
/// - ack_p50_ms, ack_p99_ms: from when a call was due to its answer, at 80 % of rpc_per_s.
/// - replicated_...: the same with two backups in processes of their own, so that an acknowledgement is held
/// by
///   one of them too.
///
/// What is compared is measured in turn, so that what else the machine does weighs on both. Errors: those of
/// the node, of anvil and of L1, "bench.not-executable" (a transfer is refused: a defect), "bench.disk".
Result<RpcBenchReport> runRpcBench(const RpcBenchOptions& options,
                                   const std::function<void(const std::string&)>& progress = {});

/// The report as one object: each key with its median, "spread", "bars", "machine", "options".
boost::json::object toJson(const RpcBenchReport& report);

} // namespace aw::lab
