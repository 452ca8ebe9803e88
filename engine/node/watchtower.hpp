#pragma once

#include "api/values.hpp"
#include "l1/tx_manager.hpp"
#include "node/chain.hpp"
#include "node/l1_watch.hpp"
#include "verifier/fraud_proof.hpp"

#include <set>

namespace aw::node {

/// Frauds that were found and how they are challenged on L1, and demands for signatures and how they are
/// answered. What it knows is kept in the store. On the node's strand.
class Watchtower {
public:
    struct Parts {
        Runtime& runtime;
        store::Store& store;
        Chain& chain;
        L1Watch& l1;
        l1::TxManager& txManager;
    };
    explicit Watchtower(const Parts& parts)
        : m(parts) {}

    /// What the store has kept.
    Result<void> load();

    // What L1 says.
    void onFraud(const verifier::VerifiedBatch& batch, const AnchoredBatch& anchored);
    /// `batches`, `txs`: how many fell, from that batch on.
    void onRolledBack(const l1::RolledBack& rolledBack, std::uint64_t batches, std::uint64_t txs,
                      const l1::L1Event& event);
    void onEvent(const l1::L1Event& event);
    /// Everything that L1 said above this block is void.
    void rewindL1(std::uint64_t lastKept);
    /// Answers demands that are this operator's to answer; notices challenges whose time is over. Only once
    /// L1 is read.
    void work();

    /// F-7: whether a demand against this batch or one before it is overdue at an L1 block. Such a batch is
    /// not final.
    bool overdueBelow(std::uint64_t batch, std::uint64_t l1Block) const;
    const std::deque<api::Challenge>& challenges() const { return m_challenges; }

    /// Runs a challenge dry. Errors: "challenge.unknown-batch", "challenge.follows-wrong",
    /// "challenge.agrees", "l1.*".
    Task<Result<api::DryRun>> dryRunChallenge(std::uint64_t batch);
    /// Commits and reveals. Errors also "challenge.running".
    Task<Result<void>> challenge(std::uint64_t batch);

private:
    struct Demand {
        l1::SignatureDemanded demand;
        std::uint64_t l1Block = 0;
        bool handled = false; ///< an answer is under way, or none can be given
    };
    Result<void> loadDemands();
    Result<verifier::FraudProof> proofOf(std::uint64_t batch) const;
    /// The challenge of this very batch: after a roll-back its number comes again.
    api::Challenge* find(const Hash& batchHash);
    void stamp(api::Challenge& challenge, api::ChallengeStage stage, const Hash& l1TxHash = {},
               std::uint64_t l1Block = 0);
    void save(const api::Challenge& challenge);
    /// Where its history leaves it. What nobody is at work on any more is not under way: it may be
    /// challenged again.
    api::ChallengeStage stageOf(const api::Challenge& challenge) const;
    Task<Result<void>> prove(std::uint64_t batch, verifier::FraudProof proof);
    Task<Result<l1::Receipt>> sendChallenge(std::uint64_t batch, Bytes call, std::string label);
    bool saved(const Result<void>& done);
    void onDemandEvent(const l1::L1Event& event);
    void settle(std::uint64_t id, std::uint64_t l1Block);
    void answerDemands();
    /// The transaction whose signature is demanded; nullptr where it is not known here.
    Result<TxPtr> demandedTx(const l1::SignatureDemanded& demand) const;
    Task<void> answer(std::uint64_t id, std::uint64_t batch, TxPtr tx);

    Parts m;
    std::deque<api::Challenge> m_challenges; ///< newest last
    std::set<Hash> m_running;                ///< batches that this operator is challenging now
    std::vector<Demand> m_demands;           ///< open ones, by id
};

} // namespace aw::node
