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

void print(const lab::BenchReport& report) {
    std::cout << (report.processor.empty() ? "Unknown processor" : report.processor) << ", " << report.cores
              << (report.cores == 1 ? " core" : " cores") << ", keccak " << report.keccak << "; "
              << whole(report.options.accounts) << " accounts, " << whole(report.options.transactions)
              << " transactions, " << report.options.runs
              << (report.options.runs == 1 ? " run\n\n" : " runs\n\n");
    std::cout << std::left << std::setw(46) << "" << std::right << std::setw(10) << "median"
              << "  " << std::left << std::setw(7) << "" << std::setw(21) << "least to most"
              << "bar\n";
    for (const auto& value : report.values) {
        const bool spread = value.least != value.most;
        std::ostringstream row;
        row << std::left << std::setw(46) << value.text << std::right << std::setw(10) << number(value.median)
            << "  " << std::left << std::setw(7) << value.unit << std::setw(21)
            << (spread ? number(value.least) + " to " + number(value.most) : "") << verdict(value);
        auto line = row.str();
        line.erase(line.find_last_not_of(' ') + 1);
        std::cout << line << "\n";
    }
}

} // namespace

int runBench(const BenchArguments& arguments) {
    const auto report = lab::runBench(
        arguments.options, [](const std::string& what) { std::cerr << "anchorwatchd: " << what << "\n"; });
    if (!report) {
        std::cerr << "anchorwatchd: " << report.error().detail << "\n";
        return report.error().code == "bench.disk" ? kExitCannotCreate : kExitInternal;
    }
    if (arguments.json)
        std::cout << boost::json::serialize(lab::toJson(*report)) << "\n";
    else
        print(*report);
    return kExitOk;
}

} // namespace aw::app
