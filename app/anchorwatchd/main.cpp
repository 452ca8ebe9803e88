#include "commands.hpp"

#include "base/log.hpp"

#include <CLI/CLI.hpp>

#include <cmath>
#include <iomanip>
#include <iostream>
#include <sstream>

namespace {

/// A whole or broken number within bounds; the message names both.
CLI::Validator numberFrom(double least, double most, bool whole) {
    const auto text = [](double number) {
        std::ostringstream out;
        out << std::setprecision(15) << number;
        return out.str();
    };
    const std::string range = "from " + text(least) + " to " + text(most);
    return {[=](std::string& given) -> std::string {
                double value = 0;
                const bool is = CLI::detail::lexical_cast(given, value) && value >= least && value <= most &&
                                (!whole || value == std::floor(value));
                return is ? ""
                          : "give a " + std::string(whole ? "whole " : "") + "number " + range + ", not " +
                                given;
            },
            range};
}

/// What is wrong with the command line, for people.
int usageError(const CLI::App& app, const CLI::ParseError& error) {
    const auto rest = app.remaining();
    if (app.get_subcommands().empty() && dynamic_cast<const CLI::RequiredError*>(&error)) {
        std::cerr << "anchorwatchd: "
                  << (rest.empty() ? "name a command" : "there is no command \"" + rest.front() + "\"")
                  << "; \"anchorwatchd --help\" lists them.\n";
        return aw::app::kExitUsage;
    }
    app.exit(error);
    return aw::app::kExitUsage;
}

} // namespace

int main(int argc, char** argv) {
    using namespace aw::app;
    CLI::App app{"Anchorwatch without a window: runs and watches a layer-2 rollup that anchors on Ethereum.\n"
                 "Layer 2 is for scalability, not privacy: everything on it is published."};
    app.name("anchorwatchd");
    app.set_version_flag("--version", "anchorwatchd " AW_VERSION);
    app.require_subcommand(1);
    app.footer("Exit codes: 0 done, 1 a scenario's verdict is fail, 64 wrong usage, 65 unreadable data, "
               "69 L1 or the node is unavailable, 70 internal error, 73 a file cannot be written.");
    std::string level = "warn";
    app.add_option("--log-level", level, "Least level of the log on standard error")
        ->check(CLI::IsMember({"debug", "info", "warn", "error", "off"}))
        ->capture_default_str();

    DemoArguments demo;
    demo.options.rpcPort = 8645;
    auto* demoCommand =
        app.add_subcommand("demo", "Runs anvil, the contracts, operators and load until interrupted");
    demoCommand->add_option("--operators", demo.options.operators, "Number of operators")
        ->check(numberFrom(2, 8, true))
        ->capture_default_str();
    demoCommand->add_option("--tps", demo.options.tps, "Transfers per second of the load; 0 for none")
        ->check(numberFrom(0, 5000, false))
        ->capture_default_str();
    demoCommand
        ->add_option("--for", demo.seconds,
                     "Seconds until it stops, starting up included; 0 until interrupted")
        ->check(numberFrom(0, 1e9, false))
        ->capture_default_str();
    demoCommand
        ->add_option(
            "--rpc-port", demo.options.rpcPort,
            "JSON-RPC port of the first operator, the others use the next ones; 0 for any free ports")
        ->check(numberFrom(0, 65535, true))
        ->capture_default_str();
    demoCommand->add_option("--workspace", demo.options.workspace,
                            "Empty or new directory for the operators' data; a temporary one if not given");

    ScenarioArguments scenario;
    auto* scenarioCommand = app.add_subcommand(
        "scenario", "Plays a scenario on a fresh fleet; exits 0 only if L1 confirms its verdict");
    scenarioCommand->add_option("name", scenario.name, "Name of the scenario (see --list)");
    scenarioCommand->add_flag("--list", scenario.list, "Lists the scenarios");
    scenarioCommand->add_flag("--json", scenario.json, "Prints the report as one JSON object");

    StatusArguments status;
    auto* statusCommand = app.add_subcommand("status", "Shows the status of a running operator");
    statusCommand->add_option("--rpc", status.url, "JSON-RPC address of the operator")->capture_default_str();
    statusCommand->add_flag("--json", status.json, "Prints one JSON object");

    L1TxsArguments l1Txs;
    auto* l1TxsCommand = app.add_subcommand(
        "l1-txs", "Shows the L1 transactions of a running operator, and what it has for them");
    l1TxsCommand->add_option("--url,--rpc", l1Txs.url, "JSON-RPC address of the operator")
        ->capture_default_str();
    l1TxsCommand->add_option("--limit", l1Txs.limit, "Number of newest transactions to show")
        ->check(numberFrom(1, 500, true))
        ->capture_default_str();
    l1TxsCommand->add_flag("--json", l1Txs.json,
                           "Prints one JSON object: amounts in wei, times in milliseconds");
    l1TxsCommand->footer(
        "Example: anchorwatchd l1-txs --url http://127.0.0.1:8646 --limit 50\n"
        "Fees are the maximum offered per unit of gas, cost is what L1 charged. Waiting transactions "
        "continue by themselves.");

    DecodeArguments decode;
    auto* decodeCommand =
        app.add_subcommand("decode", "Decodes a signed transaction and shows who signed it");
    decodeCommand
        ->add_option("hex", decode.hex,
                     "The signed bytes in hexadecimal, of type 0, 1 or 2; - reads them from standard input")
        ->required();
    decodeCommand->add_flag("--json", decode.json, "Prints one JSON object");

    BenchArguments bench;
    auto* benchCommand = app.add_subcommand(
        "bench", "Measures the core on this machine: throughput, state roots, bytes per transaction");
    benchCommand->add_option("--accounts", bench.options.accounts, "Accounts of the state")
        ->check(numberFrom(1000, 50'000'000, true))
        ->capture_default_str();
    benchCommand
        ->add_option(
            "--transactions", bench.options.transactions,
            "Transactions of a run: 70 % ETH and 20 % tokens between known accounts, 10 % ETH to new ones")
        ->check(numberFrom(64, 10'000'000, true))
        ->capture_default_str();
    benchCommand->add_option("--runs", bench.options.runs, "Number of runs; the medians are reported")
        ->check(numberFrom(1, 1000, true))
        ->capture_default_str();
    benchCommand
        ->add_option("--directory", bench.options.directory,
                     "Directory of the log; syncing it to disk is part of a run")
        ->capture_default_str();
    benchCommand->add_flag("--json", bench.json, "Prints one JSON object");

    NodeBenchArguments benchNode;
    auto* benchNodeCommand = benchCommand->add_subcommand(
        "node", "Measures a node: memory, disk, restart, and a reorganisation of L1");
    benchNodeCommand
        ->add_option("--accounts", benchNode.options.accounts, "Accounts, made by deposits; tens of them")
        ->check(numberFrom(1000, 50'000'000, true))
        ->capture_default_str();
    benchNodeCommand->add_option("--txs", benchNode.options.transactions, "Transactions to execute")
        ->check(numberFrom(2000, 100'000'000, true))
        ->capture_default_str();
    benchNodeCommand
        ->add_option("--window", benchNode.options.windowL1Blocks,
                     "L1 blocks until a batch is final; each L1 block holds one batch of 783 transactions")
        ->check(numberFrom(1, 10'000'000, true))
        ->capture_default_str();
    benchNodeCommand
        ->add_option("--new-accounts", benchNode.options.newAccounts,
                     "How many of 100 transactions create an account; accounts take memory")
        ->check(numberFrom(0, 10, true))
        ->capture_default_str();
    benchNodeCommand->add_option("--directory", benchNode.options.directory,
                                 "Directory in which the node's folder is created and removed again; the "
                                 "system's temporary directory if not given");
    benchNodeCommand->add_flag("--json", benchNode.json, "Prints one JSON object");

    RpcBenchArguments benchRpc;
    auto* benchRpcCommand = benchCommand->add_subcommand(
        "rpc",
        "Measures what a user gets: transfers over JSON-RPC until they are acknowledged, beside anvil");
    benchRpcCommand->add_option("--txs", benchRpc.options.transactions, "Transfers of each measurement")
        ->check(numberFrom(640, 64'000, true))
        ->capture_default_str();
    benchRpcCommand->add_option("--connections", benchRpc.options.connections, "Client connections")
        ->check(numberFrom(1, 1000, true))
        ->capture_default_str();
    benchRpcCommand
        ->add_option("--backups", benchRpc.options.backups,
                     "Backups that join after one operator was measured alone; 0: none")
        ->check(numberFrom(0, 2, true))
        ->capture_default_str();
    benchRpcCommand->add_option("--runs", benchRpc.options.runs, "Number of runs; the medians are reported")
        ->check(numberFrom(1, 100, true))
        ->capture_default_str();
    benchRpcCommand->add_option("--directory", benchRpc.options.directory,
                                "Directory in which the nodes' folders are created and removed again; the "
                                "system's temporary directory if not given");
    benchRpcCommand->add_flag("--json", benchRpc.json, "Prints one JSON object");

    UiBenchArguments benchUi;
    auto* benchUiCommand = benchCommand->add_subcommand(
        "ui", "Measures the console: frames, first paint, what it costs of the processors");
    benchUiCommand->add_option("--runs", benchUi.runs, "Number of runs; the medians are reported")
        ->check(numberFrom(1, 100, true))
        ->capture_default_str();
    benchUiCommand->add_option("--seconds", benchUi.seconds, "How long each measurement takes")
        ->check(numberFrom(1, 600, false))
        ->capture_default_str();
    benchUiCommand->add_flag("--json", benchUi.json, "Prints one JSON object");
    benchUiCommand->footer("Starts the console beside this program, on a virtual display (xvfb-run) where "
                           "there is none. \"anchorwatch --help\" says what is measured.");

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return app.exit(error);
        return usageError(app, error);
    }
    if (demo.options.rpcPort != 0 && demo.options.rpcPort + demo.options.operators > 65536) {
        std::cerr << "anchorwatchd: " << demo.options.operators
                  << " operators need as many ports; --rpc-port is at most " << 65536 - demo.options.operators
                  << ".\n";
        return kExitUsage;
    }
    aw::log::configure({.level = *aw::log::levelFromText(level), .standardError = true, .file = {}});
    try {
        if (*demoCommand) return runDemo(demo);
        if (*scenarioCommand) return runScenario(scenario);
        if (*decodeCommand) return runDecode(decode);
        if (*benchRpcCommand) return runRpcBench(benchRpc);
        if (*benchUiCommand) return runUiBench(benchUi);
        if (*l1TxsCommand) return runL1Txs(l1Txs);
        if (*benchNodeCommand) return runNodeBench(benchNode);
        if (*benchCommand) return runBench(bench);
        return runStatus(status);
    } catch (const std::exception& error) {
        std::cerr << "anchorwatchd: " << error.what() << "\n";
        return kExitInternal;
    }
}
