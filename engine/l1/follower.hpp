#pragma once

#include "l1/contracts.hpp"
#include "l1/transactions.hpp"
#include "store/values.hpp"

#include <deque>
#include <functional>

namespace aw::l1 {

using store::L1Block;

/// A step of L1, as it is delivered: first `reorgedTo`, then the blocks, then their events.
struct L1Update {
    /// Everything above this block left the chain.
    std::optional<std::uint64_t> reorgedTo;
    /// In order. The newest 256 blocks come each; older ones, met while catching up, only where they carry an
    /// event.
    std::vector<L1Block> newBlocks;
    std::vector<L1Event> events;  ///< of our contracts, all in newBlocks, in order
    std::uint64_t headNumber = 0; ///< of L1 as last seen: more than newBlocks.back() while catching up
};

/// Whether L1 answers.
struct L1Status {
    bool connected = false;
    std::int64_t sinceMs = 0; ///< system clock
    std::string detail;       ///< why not
};

struct FollowerOptions {
    std::uint64_t startBlock = 0; ///< first block of interest: Deployment::deployedAtBlock
    std::vector<L1Block> known;   ///< already processed, ascending, up to kReorgDepth of them
    std::chrono::milliseconds poll{250};
    std::uint64_t chunkBlocks = 1000; ///< most blocks asked for in one eth_getLogs
};

/// Deepest reorg that is followed.
inline constexpr std::size_t kReorgDepth = 256;

/// Follows L1 and tells of every block and event in order, without gaps or repeats, across reorgs and losses
/// of connection. Not thread-safe: one strand.
class Follower {
public:
    /// Awaited before the next step is taken: at most one update is under way.
    using OnUpdate = std::function<Task<void>(L1Update)>;
    using OnStatus = std::function<void(const L1Status&)>;

    Follower(RpcPtr rpc, Addresses addresses, FollowerOptions options);

    /// Runs until it is cancelled (operation_aborted) or nothing can be made of L1 any more.
    /// Errors: "l1.reorg-too-deep" (rebuild from L1), "l1.bad-event".
    Task<Error> run(OnUpdate onUpdate, OnStatus onStatus);

    /// Takes what is new once; nothing where nothing is. For tests and for tools that need no loop.
    Task<Result<std::optional<L1Update>>> step();

    /// Newest block delivered.
    std::optional<L1Block> last() const;

private:
    Task<Result<std::optional<L1Update>>> tryStep();
    Task<Result<void>> rewind();
    Task<Result<std::vector<L1Log>>> logsOf(std::uint64_t from, std::uint64_t to);
    Task<Result<L1Update>> catchUp(std::uint64_t from, std::uint64_t to);
    Task<Result<L1Update>> dense(std::uint64_t from, L1Block latest);
    static bool eventsFit(const L1Update& update);

    RpcPtr m_rpc;
    Addresses m_addresses;
    FollowerOptions m_options;
    std::uint64_t m_next = 0; ///< first block not delivered yet
    std::uint64_t m_chunk = 0;
    std::deque<L1Block> m_recent;             ///< delivered, ascending, consecutive at the end
    std::optional<std::uint64_t> m_reorgedTo; ///< found, and not delivered yet
};

/// Blocks, logs, receipts and inputs of an L1. Errors: those of Rpc.
Task<Result<std::uint64_t>> headNumber(RpcPtr rpc);
Task<Result<L1Block>> latestBlock(RpcPtr rpc);
/// Error "l1.no-block" where the number is above the head.
Task<Result<L1Block>> blockByNumber(RpcPtr rpc, std::uint64_t number);
Task<Result<std::vector<L1Block>>> blocksByNumber(RpcPtr rpc, std::vector<std::uint64_t> numbers);
Task<Result<std::vector<L1Log>>> logs(RpcPtr rpc, Addresses addresses, std::uint64_t from, std::uint64_t to);
/// Call data of a transaction. Error "l1.no-transaction".
Task<Result<Bytes>> transactionInput(RpcPtr rpc, Hash txHash);
/// Error "l1.no-receipt" while it is not mined.
Task<Result<Receipt>> receipt(RpcPtr rpc, Hash txHash);
Task<Result<std::uint64_t>> chainId(RpcPtr rpc);
Task<Result<Wei>> balance(RpcPtr rpc, Address address);

} // namespace aw::l1
