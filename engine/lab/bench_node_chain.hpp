#pragma once

#include "node/chain.hpp"
#include "node/chain_reader.hpp"

#include <filesystem>
#include <future>

namespace aw::lab {

/// A node's L2 chain on its store, driven by hand: L1's blocks and events are made up here. For the benchmark
/// of the node. Belongs to one thread; checkpoints are written on another one meanwhile.
class BenchNode final : private node::ChainObserver {
public:
    struct Config {
        std::uint64_t l2ChainId = 0;
        std::uint64_t baseFeeWei = 0;
        std::uint32_t windowL1Blocks = 0; ///< until a batch is final
        std::filesystem::path directory;  ///< exists
    };
    /// Opens what is in the folder, as a node does when it starts. Errors: those of Store::open, Chain::open
    /// and ChainReader::load.
    static Result<std::unique_ptr<BenchNode>> open(Config config);
    ~BenchNode() override;

    const node::Chain& chain() const { return *m_chain; }
    std::uint64_t l1Head() const { return m_l1Head; }
    /// Transactions that left the chain at the last rewindL1().
    std::size_t displaced() const { return m_displaced; }

    /// L1 goes on by a block.
    Result<void> nextL1Block();
    /// In the L1 block that nextL1Block() began, with the two events of each as L1 has them.
    Result<void> deposit(std::span<const state::InboxEntry> entries);
    Result<void> addToken(std::uint32_t number, const Address& address);

    /// Makes a block of inbox entries, at most `entries`, and of the transactions, which are pending in the
    /// store first. Error also "bench.not-executable".
    Result<void> makeBlock(std::size_t entries, std::span<const node::TxPtr> txs, AccountIndex feeAccount);
    /// Puts up to so many blocks that are in no batch into one, in the newest L1 block, and settles what is
    /// final.
    Result<void> anchor(std::size_t blocks);

    /// Begins to write the accounts to a file; the one before is waited for.
    Result<void> beginCheckpoint();
    Result<void> endCheckpoint();

    /// L1 replaces its blocks above; nextL1Block() is the first of the new ones.
    Result<void> rewindL1(std::uint64_t lastKept);

private:
    explicit BenchNode(Config config)
        : m_config(std::move(config)) {}
    void onAppended(std::span<const Appended> blocks, const state::State& head) override;
    void onRewound(std::uint64_t lastKept, const std::vector<node::TxPtr>& displaced,
                   const state::State& head) override;
    void onAnchored(std::uint64_t firstBlock, std::uint64_t lastBlock, std::uint64_t batch) override;
    store::StoredL1Event event(std::uint32_t topics, Bytes data);
    Result<void> settle();

    Config m_config;
    std::shared_ptr<store::Store> m_store;
    std::unique_ptr<node::Chain> m_chain;
    std::unique_ptr<node::ChainReader> m_reader;
    std::uint64_t m_l1Head = 0;
    std::uint64_t m_nextLog = 0; ///< of the newest L1 block
    std::uint64_t m_finalBatch = 0;
    std::uint64_t m_finalBlock = 0;
    std::uint64_t m_settledBatch = 0; ///< the last one that no reorg reaches any more
    std::uint64_t m_settledBlock = 0;
    std::uint64_t m_prunedBelow = 0;
    std::size_t m_displaced = 0;
    std::optional<node::Chain::Checkpoint> m_checkpoint; ///< that is being written
    std::future<Result<void>> m_written;
};

} // namespace aw::lab
