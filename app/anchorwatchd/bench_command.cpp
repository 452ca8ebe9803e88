#include "commands.hpp"

#include <boost/json/serialize.hpp>

#include <iomanip>
#include <iostream>
#include <sstream>

namespace aw::app {

namespace {

/// The thousands set apart.
std::string whole(std::uint64_t value) {
    auto text = std::to_string(value);
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
        text.insert(static_cast<std::size_t>(at), ",");
    return text;
}

/// Four significant digits of small numbers, large ones whole.
std::string number(double value) {
    if (value >= 1000) return whole(static_cast<std::uint64_t>(value + 0.5));
    std::ostringstream out;
    out << std::fixed << std::setprecision(value < 1 ? 4 : value < 10 ? 3 : value < 100 ? 2 : 1) << value;
    return out.str();
}

std::string verdict(const lab::BenchValue& value) {
    if (value.bar == lab::BenchValue::Bar::none) return {};
    const auto* const sign = value.bar == lab::BenchValue::Bar::atLeast ? ">= " : "<= ";
    return sign + number(value.limit) + (value.met() ? "  met" : "  missed");
}

std::string cores(unsigned count) { return std::to_string(count) + (count == 1 ? " core" : " cores"); }
std::string processor(const std::string& name) { return name.empty() ? "Unknown processor" : name; }

/// The line without the spaces at its end.
void printLine(std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    std::cout << line << "\n";
}

void printValues(const std::vector<lab::BenchValue>& values) {
    std::cout << std::left << std::setw(46) << "" << std::right << std::setw(10) << "median"
              << "  " << std::left << std::setw(7) << "" << std::setw(21) << "least to most"
              << "bar\n";
    for (const auto& value : values) {
        const bool spread = value.least != value.most;
        std::ostringstream row;
        row << std::left << std::setw(46) << value.text << std::right << std::setw(10) << number(value.median)
            << "  " << std::left << std::setw(7) << value.unit << std::setw(21)
            << (spread ? number(value.least) + " to " + number(value.most) : "") << verdict(value);
        printLine(row.str());
    }
}

void print(const lab::BenchReport& report) {
    std::cout << processor(report.processor) << ", " << cores(report.cores) << ", keccak " << report.keccak
              << "; " << whole(report.options.accounts) << " accounts, " << whole(report.options.transactions)
              << " transactions, " << report.options.runs
              << (report.options.runs == 1 ? " run\n\n" : " runs\n\n");
    printValues(report.values);
}

void print(const lab::NodeBenchReport& report) {
    std::cout << processor(report.processor) << ", " << cores(report.cores) << "; "
              << whole(report.options.accounts) << " accounts, " << whole(report.options.transactions)
              << " transactions, batches final after " << whole(report.options.windowL1Blocks)
              << " L1 blocks";
    if (report.options.newAccounts != 0)
        std::cout << ", " << report.options.newAccounts << " of 100 transactions make an account";
    std::cout << "\n\n";
    std::cout << std::left << std::setw(46) << "" << std::right << std::setw(10) << "measured"
              << "  " << std::left << std::setw(7) << ""
              << "bar\n";
    for (const auto& value : report.values) {
        std::ostringstream row;
        row << std::left << std::setw(46) << value.text << std::right << std::setw(10) << number(value.median)
            << "  " << std::left << std::setw(7) << value.unit << verdict(value);
        printLine(row.str());
    }
}

void print(const lab::RpcBenchReport& report) {
    std::cout << processor(report.processor) << ", " << cores(report.cores) << "; "
              << whole(report.options.transactions) << " transfers over " << report.options.connections
              << " connections, " << report.options.runs
              << (report.options.runs == 1 ? " run\n\n" : " runs\n\n");
    printValues(report.values);
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
