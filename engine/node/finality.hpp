#pragma once

#include "api/values.hpp"
#include "l1/tx_manager.hpp"
#include "node/chain.hpp"
#include "node/chain_reader.hpp"
#include "node/disk.hpp"
#include "node/watchtower.hpp"

#include <boost/asio/thread_pool.hpp>

namespace aw::node {

/// What an account withdrew and was not paid yet, ready to be shown to L1 (D-2).
struct WithdrawalProof {
    transition::BatchHeader header; ///< the newest final batch
    l1::AccountProof account;
    Wei due; ///< wei, or the token's units
};
struct PaidWithdrawal {
    Wei amount; ///< wei, or the token's units
    Hash l1TxHash;
    std::uint64_t gasUsed = 0;
};

/// Which batches are final, what follows from it: withdrawals that L1 pays, states of the past that
/// are no longer needed, and checkpoints for the next start. On the node's strand.
class Finality {
public:
    struct Parts {
        Runtime& runtime;
        store::Store& store;
        Disk& disk;
        Chain& chain;
        ChainReader& reader;
        L1Watch& l1;
        Watchtower& watchtower;
        l1::TxManager& txManager;
    };
    explicit Finality(const Parts& parts)
        : m(parts) {}

    /// Finds the last final batch as of L1's head; after a start or a reorg it may be another than before.
    Result<void> settle();
    /// The last final batch; 0 for none.
    std::uint64_t batch() const { return m_batch; }
    /// Its last block.
    const transition::BlockHeader& block() const { return m_block; }
    const Hash& blockHash() const { return m_blockHash; }
    std::int64_t seenAtMs() const { return m_seenAtMs; }
    /// First L1 block at which a batch is final, if no demand is open.
    std::uint64_t finalAt(const transition::BatchHeader& header) const;

    /// Writes checkpoints until the node stops.
    Task<void> run();

    /// `token`: its address on L1; zero for ETH. Errors: "withdraw.no-final-batch", "withdraw.no-token",
    /// "withdraw.no-account", "withdraw.nothing" (nothing was withdrawn, or all of it is paid),
    /// "withdraw.not-final" (detail: which L1 block), "l1.*", "store.*".
    Task<Result<WithdrawalProof>> proveWithdrawal(Address owner, Address token);
    /// Has L1 pay the owner; this operator pays the gas.
    Task<Result<PaidWithdrawal>> claimWithdrawal(Address owner, Address token);

private:
    Result<void> setFinal(const store::StoredBatch* row);
    /// The last L2 block that no reorg that is followed takes back from being final.
    Result<std::uint64_t> settledBlock() const;
    Result<void> prune();
    Result<void> pruneHistory(std::uint64_t settled);
    Result<void> pruneBlocks(std::uint64_t settled);
    /// The accounts after the last final batch.
    Task<Result<const ChainPoint*>> finalPoint();
    std::string whenFinal(AccountIndex index, const Wei& claimed) const;
    Task<void> checkpointOnce();

    Parts m;
    std::uint64_t m_batch = 0;
    transition::BlockHeader m_block;
    Hash m_blockHash;
    std::int64_t m_seenAtMs = 0;
    std::optional<ChainPoint> m_point; ///< at a final block; made when it is asked for
    boost::asio::thread_pool m_writer{1};
};

} // namespace aw::node
