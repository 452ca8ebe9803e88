#pragma once

#include "l1/tx_manager.hpp"

namespace aw::l1 {

/// Constructor arguments of the contracts (PROTOCOL.md, section 1); times in L1 blocks.
struct Parameters {
    std::uint64_t l2ChainId = 0;
    std::uint64_t challengeWindowBlocks = 0;
    std::uint64_t demandCutoffBlocks = 0;
    std::uint64_t answerBlocks = 0;
    std::uint64_t epochBlocks = 0;
    std::uint64_t heartbeatBlocks = 0;
    std::uint64_t inboxDeadlineBlocks = 0;
    std::uint64_t escapeBlocks = 0;
    Wei minBondWei;
    Wei demandBondWei;
    std::uint64_t minBidWei = 0;
    std::uint64_t maxBidWei = 0;
    std::uint16_t silencePenaltyBps = 0;
    std::uint16_t rewardBps = 0;
    bool operator==(const Parameters&) const = default;
};

/// The contracts on an L1.
struct Deployment {
    Addresses addresses;
    Parameters parameters;
    std::uint64_t l1ChainId = 0;
    std::uint64_t deployedAtBlock = 0; ///< of Operators: epoch 0 begins there, no event is older
    Hash deployedAtHash;
    std::uint64_t deployedAtTimeMs = 0; ///< time of that block: B-1
    std::uint64_t gasUsed = 0;          ///< of all creations
    bool operator==(const Deployment&) const = default;
};

/// A compiled contract, as it is embedded.
struct Artifact {
    std::string_view name; ///< "Inbox"
    std::string_view json; ///< {"abi", "bytecode", ...}
};

/// The artifacts, in the order in which they are deployed.
const std::vector<Artifact>& artifacts();
/// Creation code of one, or of "DemoToken". Error "l1.bad-artifact".
Result<Bytes> creationCode(std::string_view name);
/// A preset of the embedded resources/contracts/parameters.json: "real" or "demo". Error "l1.no-profile",
/// also where it is made for another K than this program.
Result<Parameters> parametersOf(std::string_view profile);

/// Where the contracts will be when `deployer` creates them from `firstNonce` on.
Addresses predictAddresses(const Address& deployer, std::uint64_t firstNonce);

/// Creates Inbox, Bridge, Operators, Rollup, Fraud, Demands, Promises from the manager's account, which must
/// send nothing else meanwhile. Error "l1.deploy-failed", and those of the manager.
Task<Result<Deployment>> deploy(RpcPtr rpc, TxManager& txManager, Parameters parameters);

} // namespace aw::l1
