#pragma once

#include "lab/bench.hpp"
#include "lab/bench_node.hpp"
#include "lab/bench_rpc.hpp"
#include "lab/demo.hpp"

#include <string>

/// The commands of anchorwatchd; each returns an exit code of sysexits.
namespace aw::app {

inline constexpr int kExitOk = 0;
inline constexpr int kExitFailed = 1; ///< a scenario's verdict is fail
inline constexpr int kExitUsage = 64;
inline constexpr int kExitData = 65; ///< what is given cannot be read
inline constexpr int kExitUnavailable = 69;
inline constexpr int kExitInternal = 70;
inline constexpr int kExitCannotCreate = 73;

struct DemoArguments {
    lab::DemoOptions options;
    double seconds = 0; ///< 0: until interrupted
};
int runDemo(const DemoArguments& arguments);

struct ScenarioArguments {
    std::string name;
    bool list = false;
    bool json = false;
};
int runScenario(const ScenarioArguments& arguments);

struct StatusArguments {
    std::string url = "http://127.0.0.1:8645";
    bool json = false;
};
int runStatus(const StatusArguments& arguments);

struct L1TxsArguments {
    std::string url = "http://127.0.0.1:8645";
    std::uint64_t limit = 20;
    bool json = false;
};
int runL1Txs(const L1TxsArguments& arguments);

struct DecodeArguments {
    std::string hex; ///< of a signed transaction; "-" reads standard input
    bool json = false;
};
int runDecode(const DecodeArguments& arguments);

struct BenchArguments {
    lab::BenchOptions options;
    bool json = false;
};
int runBench(const BenchArguments& arguments);

struct NodeBenchArguments {
    lab::NodeBenchOptions options;
    bool json = false;
};
int runNodeBench(const NodeBenchArguments& arguments);

struct RpcBenchArguments {
    lab::RpcBenchOptions options;
    bool json = false;
};
int runRpcBench(const RpcBenchArguments& arguments);

struct UiBenchArguments {
    std::uint32_t runs = 5;
    double seconds = 15;
    bool json = false;
};
/// Becomes the console's own benchmark, `anchorwatch --bench-ui`, on a display of its own where there is
/// none.
int runUiBench(const UiBenchArguments& arguments);

} // namespace aw::app
