#pragma once

#include "api/values.hpp"
#include "node/batcher.hpp"

namespace aw::node {

/// What this operator does on L1 when it is told to. On the node's strand. Errors of all: "l1.*", and what
/// each says.
class OperatorActs {
public:
    struct Parts {
        Runtime& runtime;
        L1Watch& l1;
        Sequencer& sequencer;
        Batcher& batcher;
        l1::TxManager& txManager;
    };
    explicit OperatorActs(const Parts& parts)
        : m(parts) {}

    /// `feedUrl`: where the other operators find this one's feed.
    Task<Result<void>> registerOperator(std::uint64_t bidWei, Wei bondWei, std::string feedUrl);
    /// Error "bid.out-of-bounds".
    Task<Result<void>> setBid(std::uint64_t bidWei);
    Task<Result<void>> deposit(Address to, Wei amount);
    /// Anchors what was promised, then hands over (O-7). Error "failover.not-current".
    Task<Result<void>> stepDown();
    Task<Result<api::DryRun>> dryRunStepDown();

    // An L1 transaction of this operator; see api::Engine. Errors "l1tx.*".
    Task<Result<api::DryRun>> dryRunSpeedUp(std::uint64_t id);
    Task<Result<void>> speedUp(std::uint64_t id);
    Task<Result<api::DryRun>> dryRunCancel(std::uint64_t id);
    Task<Result<void>> cancel(std::uint64_t id);

private:
    Task<Result<void>> send(api::L1TxKind kind, Address to, Bytes data, Wei value, std::string label);
    /// How long what was promised may take to be anchored: some L1 blocks.
    std::uint64_t handOverLimitMs() const;

    Parts m;
};

} // namespace aw::node
