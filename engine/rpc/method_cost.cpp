#include "rpc/method_cost.hpp"

#include <array>
#include <unordered_map>

namespace aw::rpc {
namespace {

constexpr std::array kCosts{
    MethodCost{"eth_sendRawTransaction", 10},
    // Answered from memory.
    MethodCost{"web3_clientVersion", 1},
    MethodCost{"web3_sha3", 1},
    MethodCost{"net_version", 1},
    MethodCost{"net_listening", 1},
    MethodCost{"net_peerCount", 1},
    MethodCost{"eth_chainId", 1},
    MethodCost{"eth_syncing", 1},
    MethodCost{"eth_accounts", 1},
    MethodCost{"eth_blockNumber", 1},
    MethodCost{"eth_gasPrice", 1},
    MethodCost{"eth_maxPriorityFeePerGas", 1},
    MethodCost{"rollup_status", 2},
    MethodCost{"rollup_getOperators", 2},
    // Up to hundreds of entries, each told whole.
    MethodCost{"rollup_getL1Transactions", 20, Place::reads},
    // From the state; of an older block, from the disk.
    MethodCost{"eth_getBalance", 2},
    MethodCost{"eth_getTransactionCount", 2},
    MethodCost{"eth_getCode", 2},
    MethodCost{"eth_getStorageAt", 2},
    MethodCost{"eth_call", 3},
    MethodCost{"eth_estimateGas", 3},
    MethodCost{"rollup_getBatch", 4},
    MethodCost{"eth_getTransactionByHash", 4},
    MethodCost{"eth_getTransactionReceipt", 4},
    // Whole blocks.
    MethodCost{"eth_getTransactionByBlockNumberAndIndex", 4, Place::reads},
    MethodCost{"eth_getTransactionByBlockHashAndIndex", 4, Place::reads},
    MethodCost{"eth_getBlockTransactionCountByNumber", 4, Place::reads},
    MethodCost{"eth_getBlockTransactionCountByHash", 4, Place::reads},
    MethodCost{"eth_getUncleCountByBlockNumber", 4, Place::reads},
    MethodCost{"eth_getUncleCountByBlockHash", 4, Place::reads},
    MethodCost{"eth_getBlockByNumber", 4, Place::reads},
    MethodCost{"eth_getBlockByHash", 4, Place::reads},
    MethodCost{"eth_getBlockReceipts", 4, Place::reads},
    MethodCost{"eth_feeHistory", 8, Place::searches},
    // Ranges and filters.
    MethodCost{"eth_getLogs", 10, Place::searches},
    MethodCost{"eth_getFilterLogs", 10, Place::searches},
    MethodCost{"eth_getFilterChanges", 2, Place::reads},
    MethodCost{"eth_newFilter", 8},
    MethodCost{"eth_newBlockFilter", 8},
    MethodCost{"eth_newPendingTransactionFilter", 8},
    MethodCost{"eth_uninstallFilter", 1},
    MethodCost{"eth_subscribe", 8},
    MethodCost{"eth_unsubscribe", 1},
};

constexpr MethodCost kPlain{"", 1};

} // namespace

const MethodCost& costOf(std::string_view method) {
    static const auto kByName = [] {
        std::unordered_map<std::string_view, const MethodCost*> table;
        for (const auto& cost : kCosts)
            table.emplace(cost.name, &cost);
        return table;
    }();
    const auto found = kByName.find(method);
    return found == kByName.end() ? kPlain : *found->second;
}

std::span<const MethodCost> methodCosts() { return kCosts; }

} // namespace aw::rpc
