#pragma once

#include "api/codes.hpp"
#include "base/result.hpp"
#include "base/types.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// What a front end may see: plain values. All times are milliseconds of the system clock unless a name says
/// L1 blocks; all amounts are wei.
namespace aw::api {

/// What is at stake; a border and a word say it everywhere.
enum class Environment { demo, test, real };

/// What the engine is doing on its way up, or why it stopped.
enum class Phase { starting, running, stopping, stopped, failed };

/// One step of starting up (anvil, contracts, operators, ...), for progress and for the error if it failed.
struct StartStep {
    std::string id;     ///< "l1", "contracts", "operators", "funding", "load"
    std::string detail; ///< English, for logs and tool tips
    bool done = false;
};

/// A block of some chain and when it was seen.
struct Head {
    std::uint64_t number = 0;
    Hash hash;
    std::int64_t timeMs = 0;   ///< the block's own time
    std::int64_t seenAtMs = 0; ///< when this node learnt of it; ages count from here
};

/// The heads that must never be mixed up.
struct Heads {
    Head l1;
    Head latest;                      ///< last L2 block known by feed or L1
    Head safe;                        ///< last L2 block whose data is on L1 and was recomputed here
    Head finalized;                   ///< last L2 block of a final batch
    std::uint64_t challengeFirst = 0; ///< first and last batch in its window; 0, 0 if none
    std::uint64_t challengeLast = 0;
};

/// The L1 that the rollup anchors on.
struct L1Info {
    bool connected = false;
    std::string client;   ///< "anvil/v1.7.1", as web3_clientVersion says
    std::string endpoint; ///< URL
    std::uint64_t chainId = 0;
    std::uint64_t l2ChainId = 0;
    std::uint64_t blockTimeMs = 0; ///< measured between the last blocks
    Address rollup, operators, inbox, bridge, fraud, demands, promises;
};

/// Deployment parameters that pages show (read from L1).
struct Parameters {
    std::uint64_t challengeWindowBlocks = 0;
    std::uint64_t epochBlocks = 0;
    std::uint64_t heartbeatBlocks = 0;
    Wei minBondWei;
    std::uint64_t minBidWei = 0;
    std::uint64_t maxBidWei = 0;
    std::uint32_t rewardBps = 0;
    std::uint32_t silencePenaltyBps = 0;
};

/// An operator as seen from the viewpoint.
struct Operator {
    std::string name; ///< "Aurora"; from the workspace, not from L1
    Address address;
    std::string url;    ///< of its feed
    std::string rpcUrl; ///< local: of its public JSON-RPC; else empty
    OperatorStatus status = OperatorStatus::none;
    bool local = false;   ///< runs in this process
    bool running = false; ///< local: the node is up
    bool eligible = false;
    bool current = false;   ///< may submit now, by the L1 clock
    std::uint32_t rank = 0; ///< position on the ladder, from 0; meaningful if eligible
    Wei bondWei;
    bool bondLocked = false;
    Wei claimableWei;
    Wei l1BalanceWei;
    std::uint64_t bidWei = 0;     ///< in effect, wei per L2 gas
    std::uint64_t nextBidWei = 0; ///< equals bidWei where none is pending
    std::uint64_t nextBidEpoch = 0;
    std::uint64_t eligibleFromEpoch = 0;
    std::uint64_t standsDownUntilEpoch = 0;
    std::uint64_t lastBatch = 0;
    std::uint64_t mayActAtSilent = 0; ///< takes over once this many blocks are silent; 0 for rank 0
    // Readiness as a backup, measured on the node itself (local) or by its feed.
    std::uint64_t batchesHeld = 0, batchesKnown = 0;
    std::uint64_t pendingHeld = 0;
    std::uint64_t l2Head = 0;    ///< its last L2 block
    std::uint64_t lagBlocks = 0; ///< L2 blocks behind the best head known here
    std::uint32_t feedPeers = 0;
    std::uint64_t derivedL1Block = 0; ///< the L1 block up to which its state is derived
    std::uint64_t seenL1Block = 0;    ///< L1's head when it was last asked
    bool ready = false;
    std::optional<NotReady> notReady; ///< why it could not take over; nullopt where it is ready
};

/// The L1 clock of the competition.
struct Clock {
    std::uint64_t epoch = 0;
    std::uint64_t epochStartBlock = 0, epochEndBlock = 0; ///< L1 blocks; end is exclusive
    std::uint64_t era = 0;
    std::uint64_t silentBlocks = 0;
    std::uint64_t lastActionAt = 0;
};

struct SegmentInfo {
    std::uint32_t index = 0;
    std::uint32_t bytes = 0;
    std::uint32_t records = 0;
    std::uint32_t txs = 0;
    Hash claimedRoot;
    Hash ownRoot; ///< zero where it could not be recomputed (follows a wrong one)
    bool agrees = false;
    bool recomputed = false;
};

struct Batch {
    std::uint64_t number = 0;
    Hash hash;
    Hash parentHash;
    Address operatorAddress;
    std::string operatorName;
    std::uint64_t era = 0;
    std::uint64_t l1Block = 0;
    Hash l1TxHash;
    std::int64_t timeMs = 0; ///< of the L1 block
    std::uint64_t baseFeeWei = 0;
    std::uint32_t txs = 0;
    std::uint32_t blocks = 0;
    std::uint64_t firstBlock = 0, lastBlock = 0;
    std::uint32_t segments = 0;
    std::uint32_t inboxEntries = 0;
    std::uint64_t dataBytes = 0;
    std::uint64_t gasUsed = 0; ///< from the L1 receipt
    Wei costWei;               ///< gasUsed x effective gas price of the receipt
    Wei feesWei;               ///< that its transactions paid to its operator; 0 where not recomputed
    Hash preRoot, claimedRoot, ownRoot;
    BatchStatus status = BatchStatus::window;
    std::uint64_t finalAtL1Block = 0; ///< first L1 block at which it is final
    std::vector<SegmentInfo> segmentList;
};

struct Block {
    std::uint64_t number = 0;
    Hash hash;
    std::int64_t timeMs = 0;
    std::uint32_t txs = 0;
    std::uint64_t baseFeeWei = 0;
    std::uint64_t batch = 0; ///< 0 while not anchored
};

struct StageStamp {
    ChallengeStage stage = ChallengeStage::detected;
    std::uint64_t l1Block = 0;
    std::int64_t atMs = 0;
    Hash l1TxHash; ///< zero where the stage is no L1 transaction
};

struct Challenge {
    std::uint64_t batch = 0;
    Hash batchHash;
    Address accused;
    std::string accusedName;
    std::uint32_t segment = 0; ///< first that differs
    FraudReason reason = FraudReason::postRoot;
    std::string rule; ///< "T-28" where the reason is a rule
    Hash claimedRoot, ownRoot;
    std::uint64_t deadlineL1Block = 0;
    ChallengeStage stage = ChallengeStage::detected;
    std::vector<StageStamp> history;
    std::string error; ///< of stage failed
    Address challenger;
    Wei rewardWei, burntWei; ///< as convicted
    std::uint64_t gasUsed = 0;
    std::uint64_t rolledBackBatches = 0, rolledBackTxs = 0;
};

/// What an act would do if it were carried out now; made by running it dry against L1.
struct DryRun {
    std::uint64_t gas = 0;
    Wei costWei;                  ///< gas x current gas price
    std::optional<Error> refusal; ///< nothing where it would succeed
    Wei bondAtStakeWei;           ///< the accused's bond
    Wei ownBondWei;               ///< what the caller must lock; 0 for BadSegment
    Wei rewardWei;
    std::uint64_t rollsBackBatches = 0, rollsBackTxs = 0;
    std::uint64_t deadlineL1Block = 0, blocksLeft = 0;
};

/// An L1 transaction of an operator: one payload under one nonce, however often it was sent or replaced.
struct L1Transaction {
    std::uint64_t id = 0; ///< of the operator's own, in the order in which they were asked for
    L1TxKind kind = L1TxKind::other;
    L1TxState state = L1TxState::queued;
    std::string label;                  ///< "batch 12"; English, for logs and tool tips
    std::uint64_t batch = 0;            ///< of kind batch, challenge, answer; else 0
    std::optional<std::uint64_t> nonce; ///< nothing while it has none
    Address to;
    Wei valueWei;
    std::uint64_t dataBytes = 0;
    std::uint64_t gasLimit = 0;
    Wei maxFeeWei; ///< per gas, of the newest sending
    Wei tipWei;    ///< per gas, of the newest sending
    Hash hash;     ///< of the newest sending, or of the one that was mined; zero while never signed
    std::vector<Hash> replacedHashes; ///< of the earlier sendings, oldest first
    std::int64_t createdAtMs = 0;
    std::int64_t sentAtMs = 0; ///< of the newest sending; 0 while never sent
    std::uint64_t l1Block = 0; ///< that holds it; 0 while in none
    std::uint64_t confirmations = 0;
    std::uint64_t gasUsed = 0;    ///< of the receipt
    Wei effectiveGasPriceWei;     ///< of the receipt
    Wei costWei;                  ///< gasUsed x effectiveGasPriceWei
    std::uint32_t reorgs = 0;     ///< how often it left L1
    std::optional<Error> problem; ///< why it waits (a cap, no funds, L1's refusal), or why it failed
};

/// What an operator has on L1 for its transactions, what it spends, and what bounds that.
struct L1Account {
    Address address;
    Wei balanceWei;
    Wei pendingWei;         ///< at most this much is spent by what is queued or in the pool
    Wei spentDayWei;        ///< over the last 24 hours, by receipts
    Wei dayBudgetWei;       ///< of 24 hours; what would go beyond waits
    Wei maxFeeCapWei;       ///< most per gas; what L1 asks beyond is waited out
    Wei tipCapWei;          ///< most tip per gas
    double runwayDays = 0;  ///< balance over the spending of the last 24 hours (less where younger); 0 where
                            ///< nothing was spent
    Wei baseFeeWei;         ///< of L1's head, per gas
    Wei costPerTransferWei; ///< cost of the batches of the last 24 hours / their transactions; 0 where none
    Wei feesPerTransferWei; ///< fees of the same batches / their transactions
};

/// What needs the user's attention or explains what is shown.
struct Event {
    std::uint64_t id = 0;
    std::int64_t atMs = 0;
    std::uint64_t l1Block = 0;
    EventCode code = EventCode::epoch;       ///< its severity is severity(code)
    std::map<std::string, std::string> args; ///< as EventCode says; texts are made in ui
};

/// One point a second of each series, oldest first, at most 600.
struct Sample {
    std::int64_t atMs = 0;
    double txPerSecond = 0;      ///< executed on L2
    double bytesPerTransfer = 0; ///< data bytes / txs over the batches of the last minute; 0 where none
    double gasPerTransfer = 0;
    std::uint64_t baseFeeWei = 0;
    std::uint64_t pending = 0;
};

struct Filling {
    std::uint64_t batch = 0; ///< number it will get
    std::uint32_t txs = 0;
    std::uint64_t bytes = 0;
    double share = 0;             ///< 0..1, the greater of bytes over capacity and time over interval
    std::int64_t anchorsAtMs = 0; ///< when it is due
    bool submitting = false;
};

/// An account of a demo for whoever wants to try a wallet. Its key is a development network's published one.
struct DemoWallet {
    Address address;
    std::string secretKey; ///< 0x and 64 hexadecimal digits
};

/// The users' transfers of a demo, counted since its start.
struct Load {
    bool running = false;
    double targetTps = 0;
    double acceptedTps = 0;
    std::uint64_t sent = 0, refused = 0;
    std::uint32_t accounts = 0;
};

/// What a demo shows beyond any other rollup.
struct LabState {
    Load load;
    std::vector<DemoWallet> wallets; ///< with ETH and tokens on L2
    Address token;                   ///< the ERC-20 token that they have
};

/// Everything a front end draws, as seen from one viewpoint. Immutable once published.
struct Snapshot {
    std::uint64_t version = 0;
    std::int64_t atMs = 0;
    Environment environment = Environment::demo;
    Phase phase = Phase::starting;
    std::vector<StartStep> steps;
    std::optional<Error> failure; ///< of phase failed
    std::string workspace;
    Address viewpoint; ///< the operator from whose point of view this is
    L1Info l1;
    Parameters parameters;
    Heads heads;
    Clock clock;
    std::vector<Operator> operators;    ///< in order of registration
    std::vector<Batch> batches;         ///< newest last, at most 500
    std::vector<Block> blocks;          ///< newest last, at most 64
    std::vector<Challenge> challenges;  ///< newest last
    std::vector<L1Transaction> l1Txs;   ///< of the viewpoint's operator, newest last, at most 500
    std::optional<L1Account> l1Account; ///< of the viewpoint's operator
    std::vector<Event> events;          ///< newest last, at most 500
    std::vector<Sample> samples;
    std::uint64_t pending = 0;        ///< in the mempool
    std::uint32_t pendingHolders = 0; ///< backups that hold the last accepted pending transaction
    std::uint32_t backups = 0;
    Filling filling;
    double txPerSecond = 0;      ///< over the last 5 s
    double bytesPerTransfer = 0; ///< over the last minute's batches
    double gasPerTransfer = 0;
    double gainOverL1 = 0;   ///< 21000 / gasPerTransfer; 0 where unknown
    double confirmMsP99 = 0; ///< from acceptance to an L2 block, over the last minute
    std::uint64_t totalTxs = 0;
    std::string rpcUrl;          ///< of the public RPC of the viewpoint
    std::optional<LabState> lab; ///< of a demo alone
};

} // namespace aw::api
