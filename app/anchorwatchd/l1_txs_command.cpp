#include "commands.hpp"

#include "base/units.hpp"
#include "lab/status_client.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <sstream>
#include <vector>

namespace aw::app {

namespace {

namespace json = boost::json;

constexpr std::string_view kNone = "-";

/// A member as text: what is null or missing is a dash.
std::string text(const json::object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    if (!value || value->is_null()) return std::string(kNone);
    return value->is_string() ? std::string(value->get_string()) : json::serialize(*value);
}

/// An amount of wei in units of 10^decimals, with at most so many digits behind the point.
std::string amount(const json::object& object, std::string_view key, unsigned decimals, std::size_t digits) {
    const auto wei = base::parseUnits(text(object, key), 0);
    if (!wei) return std::string(kNone);
    auto shown = base::formatUnits(*wei, decimals);
    if (const auto point = shown.find('.'); point != std::string::npos && shown.size() > point + digits + 1)
        shown.resize(point + digits + 1);
    return shown;
}

std::string gwei(const json::object& object, std::string_view key) {
    return amount(object, key, base::kGweiDecimals, 3);
}
std::string ether(const json::object& object, std::string_view key) {
    return amount(object, key, base::kEtherDecimals, 6);
}

/// A number, or a dash for 0.
std::string number(const json::object& object, std::string_view key) {
    auto shown = text(object, key);
    return shown == "0" ? std::string(kNone) : shown;
}

std::string problemOf(const json::object& tx) {
    const auto* problem = tx.if_contains("problem");
    return problem && problem->is_object() ? text(problem->get_object(), "code") : "";
}

std::size_t countOf(const json::object& tx, std::string_view key) {
    const auto* list = tx.if_contains(key);
    return list && list->is_array() ? list->get_array().size() : 0;
}

using Row = std::vector<std::string>;

Row rowOf(const json::object& tx) {
    const bool isSigned = text(tx, "hash") != kNone;
    const bool isMined = text(tx, "l1Block") != "0";
    return {text(tx, "id"),
            text(tx, "kind"),
            text(tx, "nonce"),
            text(tx, "state"),
            isSigned ? gwei(tx, "maxFeeWei") : std::string(kNone),
            isSigned ? gwei(tx, "tipWei") : std::string(kNone),
            isMined ? text(tx, "gasUsed") : number(tx, "gasLimit"),
            isMined ? ether(tx, "costWei") : std::string(kNone),
            number(tx, "l1Block"),
            std::to_string(countOf(tx, "replacedHashes")),
            problemOf(tx)};
}

void printTable(const std::vector<Row>& rows) {
    std::vector<std::size_t> widths(rows.front().size());
    for (const auto& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], row[i].size());
    for (const auto& row : rows) {
        std::ostringstream line;
        for (std::size_t i = 0; i < row.size(); ++i)
            line << std::left << std::setw(static_cast<int>(widths[i]) + 2) << row[i];
        auto shown = line.str();
        shown.erase(shown.find_last_not_of(' ') + 1);
        std::cout << shown << "\n";
    }
}

std::string runwayOf(const json::object& account) {
    const auto* days = account.if_contains("runwayDays");
    const double value = days && days->is_number() ? days->to_number<double>() : 0;
    if (value <= 0) return "unknown: nothing was spent in the last 24 hours";
    std::ostringstream shown;
    shown << std::fixed << std::setprecision(1) << value << " days at the spending of the last 24 hours";
    return shown.str();
}

void print(const json::object& document) {
    const auto* txs = document.if_contains("transactions");
    std::vector<Row> rows{{"ID", "KIND", "NONCE", "STATE", "FEE GWEI", "TIP GWEI", "GAS", "COST ETH",
                           "L1 BLOCK", "REPLACED", "PROBLEM"}};
    if (txs && txs->is_array())
        for (const auto& tx : txs->get_array())
            if (tx.is_object()) rows.push_back(rowOf(tx.get_object()));
    if (rows.size() > 1)
        printTable(rows);
    else
        std::cout << "This operator has not sent anything to L1.\n";
    const auto* found = document.if_contains("account");
    if (!found || !found->is_object()) return;
    const auto& account = found->get_object();
    const auto line = [](std::string_view name, const std::string& value) {
        std::cout << std::left << std::setw(18) << name << value << "\n";
    };
    std::cout << "\n";
    line("Account", text(account, "address"));
    line("Funds", ether(account, "balanceWei") + " ETH, up to " + ether(account, "pendingWei") +
                      " ETH of them under way");
    line("Spent today", ether(account, "spentDayWei") + " ETH in 24 hours");
    line("Budget", ether(account, "dayBudgetWei") + " ETH in 24 hours; at most " +
                       gwei(account, "maxFeeCapWei") + " gwei per gas, tip at most " +
                       gwei(account, "tipCapWei") + " gwei");
    line("Runway", runwayOf(account));
    line("L1 base fee", gwei(account, "baseFeeWei") + " gwei");
}

} // namespace

int runL1Txs(const L1TxsArguments& arguments) {
    const auto document = lab::fetchL1Transactions(arguments.url, arguments.limit, "--url");
    if (!document) {
        std::cerr << "anchorwatchd: " << document.error().detail << "\n";
        return document.error().code == ErrorCode::nodeBadUrl ? kExitUsage : kExitUnavailable;
    }
    if (arguments.json)
        std::cout << json::serialize(*document) << "\n";
    else
        print(*document);
    return kExitOk;
}

} // namespace aw::app
