#include "commands.hpp"

#include "lab/bench_values.hpp"

#include <boost/json/serialize.hpp>

#include <iostream>

namespace aw::app {

namespace {

void print(const lab::BenchReport& report) {
    std::cout << lab::machineText(report.processor, report.cores) << ", keccak " << report.keccak << "; "
              << lab::wholeText(report.options.accounts) << " accounts, "
              << lab::wholeText(report.options.transactions) << " transactions, " << report.options.runs
              << (report.options.runs == 1 ? " run\n\n" : " runs\n\n");
    std::cout << lab::tableText(report.values);
}

void print(const lab::NodeBenchReport& report) {
    std::cout << lab::machineText(report.processor, report.cores) << "; "
              << lab::wholeText(report.options.accounts) << " accounts, "
              << lab::wholeText(report.options.transactions) << " transactions, batches final after "
              << lab::wholeText(report.options.windowL1Blocks) << " L1 blocks";
    if (report.options.newAccounts != 0)
        std::cout << ", " << report.options.newAccounts << " of 100 transactions make an account";
    std::cout << "\n\n";
    std::cout << lab::singleTableText(report.values);
}

void print(const lab::RpcBenchReport& report) {
    std::cout << lab::machineText(report.processor, report.cores) << "; "
              << lab::wholeText(report.options.transactions) << " transfers over "
              << report.options.connections << " connections, " << report.options.runs
              << (report.options.runs == 1 ? " run\n\n" : " runs\n\n");
    std::cout << lab::tableText(report.values);
}

/// Prints what a benchmark found.
template<class Report>
int show(const Result<Report>& report, bool json) {
    if (!report) {
        std::cerr << "anchorwatchd: " << report.error().detail << "\n";
        return report.error().code == ErrorCode::benchDisk || report.error().code == ErrorCode::storeFull
                   ? kExitCannotCreate
                   : kExitInternal;
    }
    if (json)
        std::cout << boost::json::serialize(lab::toJson(*report)) << "\n";
    else
        print(*report);
    return kExitOk;
}

void tellProgress(const std::string& what) { std::cerr << "anchorwatchd: " << what << "\n"; }

} // namespace

int runBench(const BenchArguments& arguments) {
    return show(lab::runBench(arguments.options, tellProgress), arguments.json);
}

int runNodeBench(const NodeBenchArguments& arguments) {
    return show(lab::runNodeBench(arguments.options, tellProgress), arguments.json);
}

int runRpcBench(const RpcBenchArguments& arguments) {
    return show(lab::runRpcBench(arguments.options, tellProgress), arguments.json);
}

} // namespace aw::app
