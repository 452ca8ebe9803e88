#include "commands.hpp"

#include <boost/json/serialize.hpp>

#include <iomanip>
#include <iostream>
#include <sstream>

namespace aw::app {

namespace {

/// Four significant digits, the thousands of large numbers set apart.
std::string number(double value) {
    std::ostringstream out;
    if (value < 1000) {
        out << std::fixed << std::setprecision(value < 1 ? 4 : value < 10 ? 3 : value < 100 ? 2 : 1) << value;
        return out.str();
    }
    auto text = std::to_string(static_cast<long long>(value + 0.5));
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
        text.insert(static_cast<std::size_t>(at), ",");
    return text;
}

std::string verdict(const lab::BenchValue& value) {
    if (value.bar == lab::BenchValue::Bar::none) return {};
    const auto* const sign = value.bar == lab::BenchValue::Bar::atLeast ? ">= " : "<= ";
    return sign + number(value.limit) + (value.met() ? "  met" : "  missed");
}

void print(const lab::BenchReport& report) {
    std::cout << (report.processor.empty() ? "Unknown processor" : report.processor) << ", " << report.cores
              << (report.cores == 1 ? " core" : " cores") << ", keccak " << report.keccak << "; "
              << number(report.options.accounts) << " accounts, " << number(report.options.transactions)
              << " transactions, " << report.options.runs << " runs\n\n";
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
