#include "lab/bench_values.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <fstream>
#include <iomanip>
#include <sstream>
#include <thread>

namespace aw::lab {

namespace {

constexpr int kTextWidth = 46;

/// Four significant digits of small numbers, large ones whole.
std::string number(double value) {
    if (value >= 1000) return wholeText(static_cast<std::uint64_t>(value + 0.5));
    std::ostringstream out;
    out << std::fixed << std::setprecision(value < 1 ? 4 : value < 10 ? 3 : value < 100 ? 2 : 1) << value;
    return out.str();
}

std::string verdict(const BenchValue& value) {
    if (value.bar == BenchValue::Bar::none) return {};
    const auto* const sign = value.bar == BenchValue::Bar::atLeast ? ">= " : "<= ";
    return sign + number(value.limit) + (value.met() ? "  met" : "  missed");
}

/// The line without the spaces at its end.
std::string line(const std::ostringstream& row) {
    std::string text = row.str();
    text.erase(text.find_last_not_of(' ') + 1);
    return text + '\n';
}

std::string table(const std::vector<BenchValue>& values, bool spreads) {
    std::ostringstream heading;
    heading << std::left << std::setw(kTextWidth) << "" << std::right << std::setw(10)
            << (spreads ? "median" : "measured") << "  " << std::left << std::setw(7) << "";
    if (spreads) heading << std::setw(21) << "least to most";
    heading << "bar";
    std::string text = line(heading);
    for (const auto& value : values) {
        std::ostringstream row;
        row << std::left << std::setw(kTextWidth) << value.text << std::right << std::setw(10)
            << number(value.median) << "  " << std::left << std::setw(7) << value.unit;
        if (spreads)
            row << std::setw(21)
                << (value.least != value.most ? number(value.least) + " to " + number(value.most) : "");
        row << verdict(value);
        text += line(row);
    }
    return text;
}

} // namespace

BenchValue benchValue(std::string key, std::string text, std::string unit, std::vector<double> samples,
                      BenchValue::Bar bar, double limit) {
    BenchValue value{
        .key = std::move(key), .text = std::move(text), .unit = std::move(unit), .bar = bar, .limit = limit};
    if (samples.empty()) return value;
    std::ranges::sort(samples);
    const auto middle = samples.size() / 2;
    value.median = samples.size() % 2 == 1 ? samples[middle] : (samples[middle - 1] + samples[middle]) / 2;
    value.least = samples.front();
    value.most = samples.back();
    return value;
}

std::string processorName() {
    // The way of Linux.
    std::ifstream facts("/proc/cpuinfo");
    for (std::string row; std::getline(facts, row);)
        if (row.starts_with("model name")) return row.substr(std::min(row.size(), row.find(':') + 2));
    return {};
}

unsigned coreCount() { return std::max(1U, std::thread::hardware_concurrency()); }

std::string machineText(const std::string& processor, unsigned cores) {
    return (processor.empty() ? "Unknown processor" : processor) + ", " + std::to_string(cores) +
           (cores == 1 ? " core" : " cores");
}

std::string wholeText(std::uint64_t value) {
    auto text = std::to_string(value);
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
        text.insert(static_cast<std::size_t>(at), ",");
    return text;
}

std::string tableText(const std::vector<BenchValue>& values) { return table(values, true); }
std::string singleTableText(const std::vector<BenchValue>& values) { return table(values, false); }

boost::json::object toJson(const std::vector<BenchValue>& values) {
    boost::json::object out, spread, bars;
    for (const auto& value : values) {
        out[value.key] = value.median;
        spread[value.key] = boost::json::array{value.least, value.most};
        if (value.bar == BenchValue::Bar::none) continue;
        bars[value.key] =
            boost::json::object{{value.bar == BenchValue::Bar::atLeast ? "atLeast" : "atMost", value.limit},
                                {"met", value.met()}};
    }
    out["spread"] = std::move(spread);
    out["bars"] = std::move(bars);
    return out;
}

} // namespace aw::lab
