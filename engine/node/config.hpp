#pragma once

#include "anchor/batch_builder.hpp"
#include "api/codes.hpp"
#include "crypto/keys.hpp"
#include "l1/deployment.hpp"
#include "l1/fee_policy.hpp"
#include "rpc/limits.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace aw::node {

/// What an operator needs to run.
struct NodeConfig {
    std::string name;
    std::filesystem::path directory;
    std::vector<std::string> l1Urls; ///< endpoints of one L1; the first that works is used
    std::uint64_t l1ChainId = 0;
    l1::Deployment deployment;
    std::shared_ptr<const crypto::SecretKey> key;
    std::uint16_t rpcPort = 0;  ///< 0: any free one
    std::uint16_t feedPort = 0; ///< 0: any free one
    rpc::Limits rpcLimits;      ///< of the public JSON-RPC, trusted proxies included
    std::chrono::milliseconds blockInterval{200};
    std::chrono::milliseconds anchorInterval{4000}; ///< from a block's making to its batch, at most
    std::chrono::milliseconds backupTimeout{5000};  ///< how long an acknowledgement waits for a backup
    /// Whether a transaction is acknowledged only once a connected backup holds it (P-8).
    bool requireBackup = true;
    std::size_t maxBlockEntries = 4000;
    anchor::BatchLimits batchLimits;
    /// Without a new L1 block for longer, nothing is acknowledged any more. Not given: half of a heartbeat,
    /// counted in the block time that L1 shows.
    std::optional<std::chrono::milliseconds> l1SilenceLimit;
    /// How long to wait before L1 is asked again.
    std::chrono::milliseconds l1Poll{200};
    /// Most pending transactions; more are refused, none that was acknowledged is dropped for them.
    std::size_t maxPending = 100'000;
    /// Pending transactions that cannot be executed (their nonce is not the next, their sender lacks the
    /// funds, or they pay less than the base fee) are dropped after so long; geth's.
    std::chrono::milliseconds pendingLifetime{std::chrono::hours(3)};
    /// What is paid for L1 transactions, at most; what L1 asks beyond it waits.
    l1::FeeCaps l1Caps;
    /// Keeps the states of all blocks, not of the last 256 and those that are not final yet.
    bool archive = false;
    /// So many L2 blocks are kept with their transactions, and more where they are needed: those that are not
    /// final yet, the last 256. 0: all.
    std::uint32_t keptBlocks = 0;
    /// Most transactions that are executed again on a start: a checkpoint of the state is written after as
    /// many.
    std::uint64_t checkpointTxs = 50'000;
};

/// Something that happened, for whoever watches; codes and arguments as in api::Event.
using EventSink = std::function<void(api::EventCode, std::map<std::string, std::string> args)>;

} // namespace aw::node
