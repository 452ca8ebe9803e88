#pragma once

#include "lab/bench.hpp"

namespace aw::lab {

struct NodeBenchOptions {
    std::uint32_t accounts = 1'000'000;     ///< made by deposits, at least 1,000; a multiple of ten is made
    std::uint32_t transactions = 2'000'000; ///< at least 2,000
    /// After how many L1 blocks a batch is final; until then, and for the last 256 blocks, states of the past
    /// are kept. The default is the window of the preset "real", a week: nothing becomes final during the
    /// run, so that everything is kept, which takes the most memory and disk.
    std::uint32_t windowL1Blocks = 50'400;
    /// Of 100 transactions, so many make an account; at most 10. None: what grows is history alone.
    std::uint32_t newAccounts = 0;
    std::string
        directory; ///< where the node's folder is made, and removed again; empty: the system's temporary one
};

struct NodeBenchReport {
    NodeBenchOptions options;
    std::string processor; ///< as the system calls it; empty where it does not say
    unsigned cores = 0;
    std::vector<BenchValue> values; ///< each measured once
};

/// Measures what a node keeps in memory and on the disk, and how long a restart and a reorganisation of L1
/// take: the classes of a node (store::Store, node::Chain, node::ChainReader) and its settings, driven
/// without an L1 and without a network. `progress` is told what begins.
///
/// Accounts are made by deposits: events of L1, inbox entries, blocks of 4,000 of them, batches. Then
/// transactions of the mix of bench_load.hpp, truly signed: each is pending in the store first, executed in a
/// block of 87, in batches of 9 blocks, one batch an L1 block. What a node does beside that and this leaves
/// out: signers are not recovered (runBench measures it), nothing is sent to peers or wallets, and the
/// documents of the console are not made. The node's policy of finality and checkpoints (node::Finality) is
/// followed here. Transactions stay among the accounts, so that what grows with them is history alone;
/// NodeBenchOptions::newAccounts changes it.
///
/// Against the bars: rss_mib (resident set after the last transaction, the benchmark's own load included),
/// rss_growth_bytes_per_tx (over the second half of the transactions), disk_bytes_per_tx (what the
/// transactions added to the node's folder, closed, per transaction, with snapshots of the accounts and all
/// indexes, without what the deposits left there, which disk_bytes_per_account says), restart_s (from a
/// closed folder, whose newest checkpoint is as old as it can be, to a chain that serves reads; files are in
/// the system's cache), rewind_s (L1 replaces the newest 64 blocks with 50,000 transactions in them; the
/// worse of two: only the batches are lost, and a deposit below all of them too, so that every block leaves
/// the chain and its transactions are pending again). A smaller run rewinds half of its batches.
///
/// Errors: "bench.disk", "bench.not-executable" and "bench.wrong-result" (defects), "bench.no-memory-figure",
/// and those of the store and the chain.
Result<NodeBenchReport> runNodeBench(const NodeBenchOptions& options,
                                     const std::function<void(const std::string&)>& progress = {});

/// The report as one object: each key with its value, "bars", "machine", "options".
boost::json::object toJson(const NodeBenchReport& report);

} // namespace aw::lab
