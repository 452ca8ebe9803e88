#include "commands.hpp"

#include "lab/status_client.hpp"

#include <boost/json/serialize.hpp>

#include <iomanip>
#include <iostream>

namespace aw::app {

namespace {

std::string text(const boost::json::object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    if (!value) return "-";
    return value->is_string() ? std::string(value->get_string()) : boost::json::serialize(*value);
}

std::string number(const boost::json::object& object, std::string_view head) {
    const auto* value = object.if_contains(head);
    return value && value->is_object() ? text(value->get_object(), "number") : "-";
}

void print(const boost::json::object& status) {
    const auto row = [](std::string_view name, const std::string& value) {
        std::cout << std::left << std::setw(18) << name << value << "\n";
    };
    row("Operator", text(status, "name") + " " + text(status, "operator"));
    row("Current operator", text(status, "currentOperator"));
    row("Era, epoch", text(status, "era") + ", " + text(status, "epoch"));
    row("L1 block",
        number(status, "l1") + (text(status, "l1Connected") == "true" ? "" : "  (connection lost)"));
    row("L2 latest", number(status, "latest"));
    row("L2 safe", number(status, "safe"));
    row("L2 finalized", number(status, "finalized"));
    row("Batches",
        text(status, "batches") + (text(status, "disputed") == "true" ? "  (a wrong one stands)" : ""));
    row("Base fee", text(status, "baseFeeWei") + " wei");
    row("Pending", text(status, "pending"));
    row("Transactions", text(status, "transactions"));
    row("Feed peers", text(status, "feedPeers"));
}

} // namespace

int runStatus(const StatusArguments& arguments) {
    const auto status = lab::fetchStatus(arguments.url, "--rpc");
    if (!status) {
        std::cerr << "anchorwatchd: " << status.error().detail << "\n";
        return status.error().code == ErrorCode::nodeBadUrl ? kExitUsage : kExitUnavailable;
    }
    if (arguments.json)
        std::cout << boost::json::serialize(*status) << "\n";
    else
        print(*status);
    return kExitOk;
}

} // namespace aw::app
