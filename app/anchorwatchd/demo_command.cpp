#include "commands.hpp"
#include "interruption.hpp"

#include "crypto/keys.hpp"

#include <chrono>
#include <iomanip>
#include <iostream>
#include <thread>

namespace aw::app {

namespace {

std::string gwei(std::uint64_t wei) {
    std::ostringstream text;
    text << std::setprecision(4) << static_cast<double>(wei) / 1e9;
    return text.str();
}

const api::Operator* current(const api::Snapshot& s) {
    for (const auto& o : s.operators)
        if (o.current) return &o;
    return nullptr;
}

/// Of the first operator that runs here, whose port --rpc-port names.
std::string firstRpcUrl(const api::Snapshot& s) {
    for (const auto& o : s.operators)
        if (!o.rpcUrl.empty()) return o.rpcUrl;
    return s.rpcUrl;
}

/// What a person needs to use the demo, once.
void printConnection(const api::Snapshot& s) {
    std::cout << "\nThe demo runs: chain " << s.l1.l2ChainId << " on " << s.l1.client << " (L1 chain "
              << s.l1.chainId << ", " << s.l1.endpoint << ").\n"
              << "Everything on layer 2 is published to all operators and to L1; it is not private.\n"
              << "JSON-RPC for wallets, at this operator or any other: " << firstRpcUrl(s) << "\n";
    for (const auto& wallet : s.lab->wallets)
        std::cout << "Account with ETH on both layers: " << crypto::checksumAddress(wallet.address)
                  << ", key " << wallet.secretKey << "\n";
    std::cout << "Token that they have on layer 2: " << crypto::checksumAddress(s.lab->token) << "\n";
    std::cout
        << "These keys are published test keys: use them here only.\n\n"
        << "  L1 block  L2 block     safe    final  batch    tx/s  pending  bytes/tx  gas/tx  base fee  "
           "current\n";
}

void printLine(const api::Snapshot& s) {
    const auto* who = current(s);
    std::cout << std::fixed << std::setprecision(1) << std::setw(10) << s.heads.l1.number << std::setw(10)
              << s.heads.latest.number << std::setw(9) << s.heads.safe.number << std::setw(9)
              << s.heads.finalized.number << std::setw(7) << (s.batches.empty() ? 0 : s.batches.back().number)
              << std::setw(8) << s.txPerSecond << std::setw(9) << s.pending << std::setw(10)
              << s.bytesPerTransfer << std::setw(8) << s.gasPerTransfer << std::setw(10)
              << (who ? gwei(who->bidWei) : "-") << "  " << (who ? who->name : "nobody") << std::endl;
}

} // namespace

int runDemo(const DemoArguments& arguments) {
    catchInterruptions();
    const auto console = lab::createDemo(arguments.options);
    console->start();
    const auto begun = std::chrono::steady_clock::now();
    std::size_t stepsShown = 0;
    bool connected = false;
    auto lineAt = begun;
    std::uint64_t lastEvent = 0;
    while (!interrupted()) {
        const auto s = console->snapshot();
        for (; stepsShown < s->steps.size(); ++stepsShown)
            std::cout << s->steps[stepsShown].detail << std::endl;
        if (s->phase == api::Phase::failed) {
            std::cerr << "anchorwatchd: " << (s->failure ? s->failure->detail : "") << "\n";
            console->stop();
            return kExitUnavailable;
        }
        const auto now = std::chrono::steady_clock::now();
        if (s->phase == api::Phase::running) {
            if (!connected) printConnection(*s);
            connected = true;
            for (const auto& event : s->events) {
                if (event.id <= lastEvent) continue;
                lastEvent = event.id;
                if (api::severity(event.code) == api::Severity::info) continue;
                std::cout << "            " << api::name(event.code);
                for (const auto& [key, value] : event.args)
                    std::cout << ' ' << key << '=' << value;
                std::cout << std::endl;
            }
            if (now >= lineAt) {
                lineAt = now + std::chrono::seconds(2);
                printLine(*s);
            }
        }
        if (arguments.seconds > 0 && now - begun >= std::chrono::duration<double>(arguments.seconds)) break;
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    const auto last = console->snapshot();
    std::cout << "Stopping; " << (last->lab ? last->lab->load.sent : 0) << " transfers were acknowledged, "
              << last->totalTxs << " executed." << std::endl;
    console->stop();
    return kExitOk;
}

} // namespace aw::app
