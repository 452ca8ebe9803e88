#include "commands.hpp"

#include "base/hex.hpp"
#include "base/protocol.hpp"
#include "base/units.hpp"
#include "codec/any_transaction.hpp"
#include "codec/transaction.hpp"
#include "crypto/keys.hpp"

#include <boost/json/serialize.hpp>

#include <iomanip>
#include <iostream>

namespace aw::app {

namespace {

constexpr std::size_t kMaxDigits = 2 * 1024 * 1024;
constexpr std::string_view kWhite = " \t\r\n";

/// What the argument or standard input says, without white space around it.
Result<std::string> readDigits(const std::string& argument) {
    std::string text = argument;
    if (argument == "-") {
        text.assign(kMaxDigits + 3, '\0');
        std::cin.read(text.data(), static_cast<std::streamsize>(text.size()));
        text.resize(static_cast<std::size_t>(std::cin.gcount()));
    }
    text.erase(text.find_last_not_of(kWhite) + 1);
    text.erase(0, text.find_first_not_of(kWhite));
    if (text.size() > kMaxDigits + 2) return Error{ErrorCode::txTooLarge, "A transaction has at most 1 MiB."};
    return text;
}

Result<Bytes> readRaw(const std::string& argument) {
    const auto digits = readDigits(argument);
    if (!digits) return digits.error();
    return base::fromHex(*digits);
}

/// What the transaction does on the rollup.
std::string_view rollupKind(const codec::Transaction& tx) {
    const bool exit = tx.recipient() == protocol::kWithdrawalAddress;
    if (tx.token) return exit ? "withdrawal of a token" : "transfer of a token";
    return exit ? "withdrawal of ETH" : "transfer of ETH";
}

/// The transaction as the rollup reads it, or why it refuses it.
using RollupView = Result<codec::SignedTransaction>;

boost::json::object toJson(const Error& error) {
    boost::json::object out;
    out["code"] = name(error.code);
    out["message"] = error.detail;
    return out;
}

boost::json::object toJson(const codec::Transaction& tx) {
    boost::json::object out;
    out["kind"] = rollupKind(tx);
    out["token"] = tx.token ? boost::json::value(crypto::checksumAddress(tx.to)) : nullptr;
    out["recipient"] = crypto::checksumAddress(tx.recipient());
    out["amount"] = base::toQuantity(U256(tx.amount()));
    out["gas"] = base::toQuantity(tx.gas());
    return out;
}

boost::json::object toJson(const codec::AnyTransaction& tx, const RollupView& rollup) {
    boost::json::object out;
    out["type"] = static_cast<unsigned>(tx.kind);
    out["kind"] = codec::transactionKindName(tx.kind);
    out["hash"] = base::toHex(tx.hash.view());
    out["signingHash"] = base::toHex(tx.signingHash.view());
    out["sender"] = crypto::checksumAddress(tx.sender);
    out["chainId"] = tx.chainId ? boost::json::value(base::toQuantity(*tx.chainId)) : nullptr;
    out["nonce"] = base::toQuantity(tx.nonce);
    out["to"] = tx.to ? boost::json::value(crypto::checksumAddress(*tx.to)) : nullptr;
    out["value"] = base::toQuantity(tx.value);
    out["gasLimit"] = base::toQuantity(tx.gasLimit);
    if (tx.kind == codec::TransactionKind::dynamicFee) {
        out["maxFeePerGas"] = base::toQuantity(tx.maxFeeWei);
        out["maxPriorityFeePerGas"] = base::toQuantity(tx.tipWei);
    } else {
        out["gasPrice"] = base::toQuantity(tx.maxFeeWei);
    }
    out["data"] = base::toHex(tx.data);
    if (tx.kind != codec::TransactionKind::legacy) {
        boost::json::array accessList;
        for (const auto& access : tx.accessList) {
            boost::json::array keys;
            for (const auto& key : access.storageKeys)
                keys.emplace_back(base::toHex(key.view()));
            boost::json::object entry;
            entry["address"] = crypto::checksumAddress(access.address);
            entry["storageKeys"] = std::move(keys);
            accessList.emplace_back(std::move(entry));
        }
        out["accessList"] = std::move(accessList);
    }
    out["yParity"] = tx.signature.bytes[64];
    out["r"] = base::toHex(tx.signature.view().first(32));
    out["s"] = base::toHex(tx.signature.view().subspan(32, 32));
    // One of the two is null; only the chain id and the account decide beyond that.
    out["rollup"] = rollup ? boost::json::value(toJson(rollup->tx)) : nullptr;
    out["rollupRefuses"] = rollup ? nullptr : boost::json::value(toJson(rollup.error()));
    return out;
}

void print(const codec::AnyTransaction& tx, const RollupView& rollup) {
    const auto row = [](std::string_view name, const std::string& value) {
        std::cout << std::left << std::setw(18) << name << value << "\n";
    };
    row("Kind", std::to_string(static_cast<unsigned>(tx.kind)) + ", " +
                    std::string(codec::transactionKindName(tx.kind)));
    row("Hash", base::toHex(tx.hash.view()));
    row("Sender", crypto::checksumAddress(tx.sender));
    row("To", tx.to ? crypto::checksumAddress(*tx.to) : "none: creates a contract");
    row("Value", base::formatEther(tx.value) + " ETH");
    row("Chain", tx.chainId ? std::to_string(*tx.chainId) : "any (no chain id is signed)");
    row("Nonce", std::to_string(tx.nonce));
    row("Gas limit", std::to_string(tx.gasLimit));
    if (tx.kind == codec::TransactionKind::dynamicFee) {
        row("Max fee", base::formatGwei(tx.maxFeeWei) + " gwei");
        row("Max priority fee", base::formatGwei(tx.tipWei) + " gwei");
    } else {
        row("Gas price", base::formatGwei(tx.maxFeeWei) + " gwei");
    }
    row("Data", tx.data.empty() ? "none" : base::toHex(tx.data));
    if (tx.kind != codec::TransactionKind::legacy)
        row("Access list",
            std::to_string(tx.accessList.size()) + (tx.accessList.size() == 1 ? " address" : " addresses"));
    if (!rollup) {
        row("Rollup", "refuses it: " + std::string(name(rollup.error().code)) + ": " + rollup.error().detail);
        return;
    }
    row("Rollup", "takes it on its own chain: " + std::string(rollupKind(rollup->tx)));
    if (!rollup->tx.token) return;
    row("Amount", rollup->tx.amount().str() + " of the token's smallest unit");
    row("Recipient", crypto::checksumAddress(rollup->tx.recipient()));
}

} // namespace

int runDecode(const DecodeArguments& arguments) {
    const auto raw = readRaw(arguments.hex);
    const auto tx = raw ? codec::decodeAnyTransaction(*raw) : Result<codec::AnyTransaction>(raw.error());
    if (!tx && arguments.json) {
        boost::json::object out;
        out["error"] = toJson(tx.error());
        std::cout << boost::json::serialize(out) << "\n";
    } else if (!tx) {
        std::cerr << "anchorwatchd: " << name(tx.error().code) << ": " << tx.error().detail << "\n";
    }
    if (!tx) return kExitData;

    const auto rollup = codec::decodeTransaction(*raw);
    if (arguments.json)
        std::cout << boost::json::serialize(toJson(*tx, rollup)) << "\n";
    else
        print(*tx, rollup);
    return kExitOk;
}

} // namespace aw::app
