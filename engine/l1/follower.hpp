#pragma once

#include "l1/contracts.hpp"
#include "l1/log_reader.hpp"
#include "l1/queries.hpp"

#include <deque>
#include <functional>
#include <span>

namespace aw::l1 {

/// A step of L1, as it is delivered: first `reorgedTo`, then the blocks, then their events.
struct L1Update {
    /// Everything above this block left the chain. It is the newest block that both chains have among those
    /// that were delivered; what came after it is delivered again.
    std::optional<std::uint64_t> reorgedTo;
    /// In order. The newest 256 blocks come each; older ones, met while catching up, only where they carry an
    /// event, end the step, or are the first of all.
    std::vector<L1Block> newBlocks;
    std::vector<L1Event> events;  ///< of our contracts, all in newBlocks, in order
    std::vector<L1Log> logs;      ///< the raw logs of `events`: as many, in the same order
    std::uint64_t headNumber = 0; ///< of L1 as last seen: more than newBlocks.back() while catching up
    bool catchingUp = false;      ///< a big step through old blocks: newBlocks has gaps

    /// Where to resume after this step has been stored: FollowerOptions::next. Precondition: newBlocks is not
    /// empty, which holds for every update that is delivered.
    std::uint64_t next() const { return newBlocks.back().number + 1; }
};

/// Whether L1 answers.
struct L1Status {
    bool connected = false;
    std::uint64_t sinceSteadyMs = 0; ///< Clock::steadyMs
    std::string detail;              ///< why not
};

/// Blocks that were delivered and are kept: up to `count` of those with a number of at most `last`, the
/// newest of them, ascending. Gaps are fine. Fewer than `count` only where there are no more.
using KnownBlocks = std::function<Result<std::vector<L1Block>>(std::uint64_t last, std::size_t count)>;

struct FollowerOptions {
    std::uint64_t startBlock = 0; ///< first block of interest: Deployment::deployedAtBlock
    /// Delivered already, ascending: the newest of them are enough. Empty: read from `older`.
    std::vector<L1Block> known;
    /// Progress from disk: the first block that was not delivered. Nothing: the one after `known`.
    std::optional<std::uint64_t> next;
    /// Where blocks older than `known`, and than the 256 newest, come from. Called on the strand of the
    /// follower, only after a reorganisation. Without it, one deeper than what is remembered ends in
    /// "l1.other-chain".
    KnownBlocks older;
    /// Checked at the start, and whenever L1 was lost or looks like another one. Nothing: not checked.
    std::optional<std::uint64_t> chainId;
    std::chrono::milliseconds poll{250};
    std::uint64_t chunkBlocks = 1000; ///< most blocks asked for in one eth_getLogs
};

/// Most delivered blocks that are remembered, and how far from the head blocks are no longer delivered each.
/// A reorg may be deeper.
inline constexpr std::size_t kReorgDepth = 256;

/// Follows L1 and tells of every block and event in order, without gaps or repeats, across reorgs of any
/// depth and losses of connection. Believes no answer that does not fit the others: see step(). Not
/// thread-safe: one strand.
class Follower {
public:
    /// Awaited before the next step is taken: at most one update is under way.
    using OnUpdate = std::function<Task<void>(L1Update)>;
    using OnStatus = std::function<void(const L1Status&)>;

    Follower(RpcPtr rpc, Addresses addresses, FollowerOptions options);

    /// Runs until it is cancelled (operation_aborted) or nothing can be made of L1 any more: then the error
    /// of step() with which isFinal() holds. Other errors are told by `onStatus` and tried again.
    Task<Error> run(OnUpdate onUpdate, OnStatus onStatus);

    /// Takes what is new once; nothing where nothing is.
    ///
    /// Errors: those of Rpc; those of FollowerOptions::older; and, where the endpoint cannot be believed
    /// (then Rpc::distrust is called first, and the step is tried again where that gave another endpoint):
    /// "l1.contradiction" (again and again parents, hashes and logs do not fit together), "l1.head-back" (the
    /// head is more than 256 blocks below one that was delivered, and nothing shows another chain: the node
    /// restarted or synchronises), "l1.wrong-chain" (another chain id), "l1.other-chain" (not one delivered
    /// block is in the chain), "l1.bad-event" (an event of our contracts does not decode).
    Task<Result<std::optional<L1Update>>> step();

    /// Whether trying again is of no use: "l1.other-chain", "l1.bad-event".
    static bool isFinal(const Error& error);

    /// Newest block delivered; after a reorg, until the next update, the newest that is left.
    std::optional<L1Block> last() const;

private:
    /// A block by number and hash; the parent of the first known block is known no better.
    struct Link {
        std::uint64_t number = 0;
        Hash hash;
    };

    Task<Result<std::optional<L1Update>>> tryStep();
    Task<Result<void>> checkChainId();
    Result<void> loadKnown();
    Task<Result<bool>> isPast(L1Block latest);
    Task<Result<void>> rewind();
    Task<Result<void>> rewindBelow(L1Block first);
    void keepOnly(std::span<const L1Block> blocks);
    Task<Result<std::vector<L1Block>>> linked(std::vector<std::uint64_t> numbers);
    Task<Result<L1Update>> catchUp(std::uint64_t from, std::uint64_t to);
    Task<Result<L1Update>> dense(std::uint64_t from, L1Block latest);
    Task<Result<std::vector<L1Log>>> logsOfDense(std::span<const L1Block> blocks);
    Result<void> addEvents(L1Update& update, std::vector<L1Log> logs) const;
    std::optional<Link> tip() const;

    RpcPtr m_rpc;
    Addresses m_addresses;
    FollowerOptions m_options;
    LogReader m_logs;
    std::uint64_t m_next = 0;                 ///< first block not delivered yet
    std::deque<L1Block> m_recent;             ///< delivered, ascending, consecutive at the end
    std::optional<Link> m_base;               ///< where m_recent is empty: what comes before m_next
    std::optional<std::uint64_t> m_reorgedTo; ///< found, and not delivered yet
    int m_misfits = 0;                        ///< steps in a row whose answers did not fit together
    bool m_checkChainId = true;
};

} // namespace aw::l1
