#pragma once

#include "base/result.hpp"
#include "state/witness.hpp"
#include "transition/batch.hpp"

#include <array>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// What the L1 contracts announce. Members are those of the Solidity events, in order.
namespace aw::l1 {

/// ABI type of IRollup.BatchHeader.
inline constexpr std::string_view kBatchHeaderType =
    "(address,uint64,bytes32,address,uint64,uint64,uint64,bytes32,uint64,uint32,uint64,uint64,uint64,uint64,"
    "bytes32,bytes32,bytes32,uint32,uint128)";

/// Where the contracts are.
struct Addresses {
    Address rollup, operators, inbox, bridge, fraud, demands, promises;
    bool operator==(const Addresses&) const = default;

    std::array<Address, 7> all() const {
        return {rollup, operators, inbox, bridge, fraud, demands, promises};
    }
};

struct BatchSubmitted {
    Hash batchHash;
    transition::BatchHeader header; ///< its hash is checked against batchHash (A-3)
    Bytes data;                     ///< A-1
};
struct Heartbeat {
    Address operatorAddress;
    std::uint64_t era = 0;
    std::uint64_t waitingFor = 0; ///< the demand (O-5); 0 where it is a sign of life (A-21)
};
/// The batch `number` and all after it left the chain.
struct RolledBack {
    std::uint64_t number = 0;
    Hash batchHash;
    Hash newTipHash;
    std::uint64_t era = 0;
};
struct OperatorRegistered {
    Address operatorAddress;
    Wei bondWei;
    std::uint64_t bidWei = 0;
    std::uint64_t eligibleFromEpoch = 0;
    std::string url;
};
struct BidChanged {
    Address operatorAddress;
    std::uint64_t bidWei = 0;
    std::uint64_t fromEpoch = 0;
};
struct LeaveAnnounced {
    Address operatorAddress;
    std::uint64_t atEpoch = 0;
};
struct SteppedDown {
    Address operatorAddress;
    Address successor;
    std::uint64_t untilEpoch = 0;
    std::uint64_t era = 0;
};
struct OperatorEjected {
    Address operatorAddress;
    Address successor;
    Wei penaltyWei;
    std::uint64_t silentBlocks = 0;
};
struct OperatorConvicted {
    Address operatorAddress;
    Address challenger;
    Wei rewardWei;
    Wei burntWei;
};
struct EraStarted {
    std::uint64_t era = 0;
    Address operatorAddress;
    Hash id; ///< of this era on this fork of L1: what promises name (F-9)
};
struct BondReleased {
    Address operatorAddress;
    Wei amountWei;
};
struct Claimed {
    Address account;
    Wei amountWei;
};
/// O-10; OperatorRegistered goes before it.
struct TakenOver {
    Address operatorAddress;
    std::uint64_t era = 0;
};
/// What an account can claim rose by the bond of a demand.
struct Credited {
    Address account;
    Wei amountWei;
};
struct EntryAppended {
    std::uint64_t index = 0;
    Hash acc; ///< acc(index+1)
    state::InboxEntry entry;
};
/// The signature of the forced transaction that was appended just before (I-3).
struct TransactionForced {
    std::uint64_t index = 0; ///< of the entry
    Address sender;
    Hash signingHash;
    Signature signature;
};
/// The number of a token (D-3).
struct TokenRegistered {
    std::uint32_t token = 0;
    Address address;
};
struct Deposited {
    std::uint64_t inboxIndex = 0;
    Address from;
    Address to;
    std::uint32_t token = 0; ///< 0: ETH
    Wei amount;
};
struct Withdrawn {
    AccountIndex index;
    Address owner;
    std::uint32_t token = 0; ///< 0: ETH
    Wei amount;
};
/// D-4: balance and unclaimed exits together.
struct Escaped {
    AccountIndex index;
    Address owner;
    std::uint32_t token = 0; ///< 0: ETH
    U256 amount;
};
/// D-5.
struct DepositReturned {
    std::uint64_t inboxIndex = 0;
    Address owner;
    std::uint32_t token = 0; ///< 0: ETH
    Wei amount;
};
struct Committed {
    Hash commitment;
    Address challenger;
};
struct FraudProven {
    std::uint64_t number = 0;
    Hash batchHash;
    Address challenger;
    std::uint32_t segment = 0;
    std::uint8_t reason = 0; ///< 1 rule broken, 2 postRoot, 3 txRoot, 4 final cursor or header root
    std::uint16_t rule = 0;
};

/// F-5.
struct SignatureDemanded {
    std::uint64_t id = 0;
    std::uint64_t number = 0; ///< of the batch
    Address demander;
    Hash batchHash;
    Address operatorAddress; ///< of the batch
    std::uint32_t segment = 0;
    std::uint8_t place = 0; ///< among the user transactions of the segment
    Hash signingHash;
    Address sender;
    std::uint64_t overdueAfter = 0; ///< L1 block
};
/// F-6.
struct SignatureAnswered {
    std::uint64_t id = 0;
    Address answerer;
    Signature signature;
};
/// F-7: nobody answered.
struct SignatureWithheld {
    std::uint64_t id = 0;
    std::uint64_t number = 0;
    Hash batchHash;
    Address demander;
};
/// F-8.
struct DemandVoided {
    std::uint64_t id = 0;
    Address demander;
};
/// F-9.
struct PromiseBroken {
    Address operatorAddress;
    Address challenger;
    Hash promiseHash;
    std::uint64_t era = 0;
    std::uint64_t sequence = 0;
    Hash promised; ///< txLeaf
    Hash other;    ///< the other txLeaf: promised too, or anchored
    bool anchored = false;
};

using EventBody =
    std::variant<BatchSubmitted, Heartbeat, RolledBack, OperatorRegistered, BidChanged, LeaveAnnounced,
                 SteppedDown, OperatorEjected, OperatorConvicted, EraStarted, TakenOver, Credited,
                 BondReleased, Claimed, EntryAppended, TransactionForced, TokenRegistered, Deposited,
                 Withdrawn, Escaped, DepositReturned, Committed, FraudProven, SignatureDemanded,
                 SignatureAnswered, SignatureWithheld, DemandVoided, PromiseBroken>;

/// A log as the L1 node gives it.
struct L1Log {
    Address address;
    std::vector<Hash> topics;
    Bytes data;
    std::uint64_t blockNumber = 0;
    Hash blockHash;
    Hash txHash;
    std::uint64_t logIndex = 0; ///< in the block
};

/// An event of our contracts and where it stands on L1.
struct L1Event {
    EventBody body;
    std::uint64_t blockNumber = 0;
    Hash blockHash;
    Hash txHash;
    std::uint64_t logIndex = 0;
};

/// The event of a log; nothing where the emitter is not one of ours or the topic is not known.
/// Error "l1.bad-event" where one of our contracts' events does not decode: a wrong contract or node.
Result<std::optional<L1Event>> decodeEvent(const L1Log& log, const Addresses& addresses);

/// "BatchSubmitted", ...
std::string_view eventName(const EventBody& body);
/// The same, by the place in the variant.
std::string_view eventNameAt(std::size_t index);

} // namespace aw::l1
