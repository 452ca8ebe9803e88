#pragma once

#include "api/values.hpp"
#include "base/result.hpp"

#include <functional>
#include <memory>

namespace aw::api {

/// Ends a subscription when destroyed; no callback runs afterwards.
class Subscription {
public:
    virtual ~Subscription() = default;
};

using Done = std::function<void(Result<void>)>;

/// What a demo adds to an engine: the load of its users, and faults that are real ones. Thread rule as for
/// Engine. Errors beside those named: "lab.not-running", "lab.unknown-operator".
class Lab {
public:
    virtual ~Lab() = default;

    /// Users' transfers a second, from 0 to 5,000. Error "load.out-of-bounds".
    virtual void setLoad(bool running, double tps, Done done) = 0;
    /// The operator's next batch claims a root from a state in which it gave itself ETH. Error
    /// "lab.not-current".
    virtual void injectBadRoot(const Address& operatorAddress, Done done) = 0;
    /// Kills a node without a shutdown. Error "lab.last-operator".
    virtual void crash(const Address& operatorAddress, Done done) = 0;
    /// Starts it again from its directory. Errors "lab.running", "lab.still-stopping".
    virtual void restart(const Address& operatorAddress, Done done) = 0;
};

/// An opened rollup as a front end sees it: one node or several in this process. Thread-safe: every method
/// may be called from any thread and returns at once. Completions and notifications come on an engine thread,
/// never from within the call.
class Engine {
public:
    virtual ~Engine() = default;

    /// The latest state; never null.
    virtual std::shared_ptr<const Snapshot> snapshot() const = 0;
    /// Calls back after each new snapshot (at most 10 a second).
    virtual std::unique_ptr<Subscription> subscribe(std::function<void()> onChange) = 0;

    /// Begins to start up; progress and failure show in the snapshot.
    virtual void start() = 0;
    /// Stops everything in order and ends anvil; blocks until done. Call from no engine thread.
    virtual void stop() = 0;

    /// Shows everything as another local operator sees it. Error "lab.unknown-operator".
    virtual void setViewpoint(const Address& operatorAddress, Done done) = 0;

    /// Runs a challenge of a batch dry: builds the proof and asks L1 by eth_call. Errors "challenge.agrees"
    /// (own root is the claimed one), "challenge.unknown-batch", "l1.unavailable".
    virtual void dryRunChallenge(std::uint64_t batch, std::function<void(Result<DryRun>)> done) = 0;
    /// Commits and reveals; progress shows in Snapshot::challenges; completes when convicted or failed.
    virtual void challenge(std::uint64_t batch, Done done) = 0;

    /// Says what failing over would do now.
    virtual void dryRunFailOver(std::function<void(Result<DryRun>)> done) = 0;
    /// The current operator anchors what it promised and steps down (O-7); the next in rank goes on. Where
    /// the current operator is down, the first ready backup takes over as soon as the L1 clock allows.
    /// Completes when another operator acted. Errors "failover.nobody-ready", "failover.too-early" (detail:
    /// which L1 block), ...
    virtual void failOver(Done done) = 0;

    /// Changes a local operator's standing bid, effective two epochs later (O-2). Error "bid.out-of-bounds".
    virtual void setBid(const Address& operatorAddress, std::uint64_t bidWei, Done done) = 0;
    /// Registers a local operator that is not in the competition: one that never was, left, was ejected or
    /// convicted; the latter comes back under a new key (O-1, O-8). Error "lab.registered".
    virtual void rejoin(const Address& operatorAddress, Done done) = 0;

    /// Raises the fees of a local operator's L1 transaction that is sent and not mined: by the step that L1's
    /// pools demand, or to today's price where that is more. The dry run shows gas and cost at the new fees.
    /// Errors "l1tx.unknown", "l1tx.not-waiting" (mined, or never sent), "l1tx.fee-cap", "l1tx.budget".
    virtual void dryRunSpeedUp(const Address& operatorAddress, std::uint64_t id,
                               std::function<void(Result<DryRun>)> done) = 0;
    virtual void speedUp(const Address& operatorAddress, std::uint64_t id, Done done) = 0;
    /// Takes it back: one that was never sent is given up, the nonce of one that was is used up by a transfer
    /// of nothing to the operator itself. Completes when that is sent; which of the two is mined, L1 decides.
    /// Errors as of speedUp().
    virtual void dryRunCancel(const Address& operatorAddress, std::uint64_t id,
                              std::function<void(Result<DryRun>)> done) = 0;
    virtual void cancel(const Address& operatorAddress, std::uint64_t id, Done done) = 0;

    /// The Lab of a demo; nullptr where the engine is none. Lives as long as the engine.
    virtual Lab* lab() { return nullptr; }
};

} // namespace aw::api
