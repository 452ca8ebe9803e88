#pragma once

#include <boost/json/object.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace aw::lab {

/// A number of a benchmark's report.
struct BenchValue {
    std::string key;
    std::string text; ///< what it is, for people
    std::string unit; ///< empty for a ratio
    double median = 0;
    double least = 0; ///< of the runs
    double most = 0;
    enum class Bar { none, atLeast, atMost } bar = Bar::none;
    double limit = 0; ///< of the bar
    bool met() const { return bar == Bar::none || (bar == Bar::atLeast ? median >= limit : median <= limit); }
};

/// The value of what the runs measured: median, least and most; zeros where there are none.
BenchValue benchValue(std::string key, std::string text, std::string unit, std::vector<double> samples,
                      BenchValue::Bar bar = BenchValue::Bar::none, double limit = 0);

/// The processor's name; empty where the system does not say.
std::string processorName();
/// How many of them a program may use, at least 1.
unsigned coreCount();

/// The beginning of a report's first line: "AMD EPYC, 2 cores".
std::string machineText(const std::string& processor, unsigned cores);
/// The thousands set apart: "32,768".
std::string wholeText(std::uint64_t value);
/// A line for each value under a heading: median, unit, least to most, bar and whether it is met.
std::string tableText(const std::vector<BenchValue>& values);
/// The same where each was measured once.
std::string singleTableText(const std::vector<BenchValue>& values);

/// An object with each key and its median, "spread" with [least, most], "bars".
boost::json::object toJson(const std::vector<BenchValue>& values);

} // namespace aw::lab
