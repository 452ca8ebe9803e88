#pragma once

#include "api/codes.hpp"
#include "l1/events.hpp"
#include "l1/json_rpc.hpp"
#include "l1/token_metadata.hpp"
#include "transition/batch.hpp"

#include <optional>
#include <string>
#include <vector>

/// The L1 contracts (engine/contracts/src/interfaces): calls encoded, views decoded, errors named.
namespace aw::l1 {

/// IRollup.Submission.
struct Submission {
    Hash parentHash;
    std::uint64_t l1BlockNumber = 0;
    Hash l1BlockHash;
    std::uint64_t baseFeeWei = 0;
    AccountIndex feeAccount;
    codec::FeeTemplate feeTemplate;
    std::uint64_t inboxAfter = 0;
    bool operator==(const Submission&) const = default;
};

/// IBridge.AccountProof.
struct AccountProof {
    AccountIndex index;
    Address owner;
    std::uint32_t token = 0;
    std::uint64_t nonce = 0;
    Wei balance;
    Wei withdrawn;
    std::uint64_t accountCount = 0;
    std::uint64_t inboxCursor = 0;
    std::uint64_t txCount = 0;
    std::array<Hash, 32> siblings; ///< from the leaf upward
};

/// IFraud.BadSegmentProof.
struct BadSegmentProof {
    transition::BatchHeader header;
    std::vector<Hash> segmentLeaves;
    std::uint32_t index = 0;
    struct Opening {
        Hash postRoot, txRoot, recordsHash;
    } previous; ///< all zero for index 0
    Hash postRoot;
    Hash txRoot;
    Bytes records;
    Bytes witness;
    Hash salt;
};

using api::OperatorStatus;

/// IOperators.OperatorView, member for member.
struct OperatorView {
    Address address;
    OperatorStatus status = OperatorStatus::none;
    bool eligible = false;
    Wei bondWei;
    Wei claimableWei;
    std::uint64_t bidWei = 0;
    std::uint64_t nextBidWei = 0;
    std::uint64_t nextBidEpoch = 0;
    std::uint64_t eligibleFromEpoch = 0;
    std::uint64_t leavesAtEpoch = 0;
    std::uint64_t standsDownUntilEpoch = 0;
    std::uint32_t order = 0;
    std::uint64_t lastBatch = 0;
    std::uint64_t lastBatchAt = 0;
    std::string url;
};

/// IRollup.tip().
struct Tip {
    std::uint64_t number = 0; ///< 0: genesis
    Hash hash;
    Hash stateRoot;
    std::uint64_t inboxCursor = 0;
    std::uint64_t l1BlockNumber = 0;
};

/// IOperators.clock().
struct Clock {
    std::uint64_t epoch = 0;
    std::uint64_t era = 0;
    std::uint64_t silentBlocks = 0;
    std::uint64_t lastActionAt = 0;
};

/// Who there is, how long nobody acted, and who is current.
struct Standing {
    std::vector<OperatorView> operators;
    Clock clock;
    Address current; ///< zero for nobody
};

/// What a dry run of a fraud proof shows.
struct FraudVerdict {
    std::uint8_t reason = 0; ///< as in FraudProven
    std::uint16_t rule = 0;
};

/// Call data of each external function.
namespace calls {
Bytes submitBatch(const Submission& submission, ByteView data);
Bytes heartbeat();
Bytes registerOperator(std::uint64_t bidWei, std::string_view url); ///< `register`, with the bond as value
Bytes setBid(std::uint64_t bidWei);
Bytes leave();
Bytes stepDown();
Bytes releaseBond();
Bytes claim();
Bytes deposit(const Address& to);
Bytes registerToken(const Address& token);
/// The bridge takes what it has an allowance for.
Bytes depositToken(const Address& token, const Address& to, const Wei& amount);
Bytes withdraw(const transition::BatchHeader& header, const AccountProof& proof);
Bytes commitFraud(const Hash& commitment);
Bytes proveBadSegment(const BadSegmentProof& proof);
Bytes checkBadSegment(const BadSegmentProof& proof);
/// Shows a transaction's signature to a demand (F-6).
Bytes answerDemand(std::uint64_t id, const Signature& signature);
Bytes isFinal(const transition::BatchHeader& header);
Bytes isInChain(const transition::BatchHeader& header);
} // namespace calls

/// F-3: what a challenger commits to.
Hash fraudCommitment(const Address& challenger, const Hash& subject, const Hash& salt);
/// F-3: the subject of a challenge of a segment (F-1) by this witness.
Hash segmentSubject(const Hash& batchHash, std::uint32_t segment, ByteView witness);

/// Names a revert: "NotCurrentOperator (caller 0x.., current 0x..)", the text of Error(string), the meaning
/// of Panic(uint256), or the bare bytes where nothing is known of them.
std::string describeRevert(ByteView data);
/// The name alone ("NotCurrentOperator"); empty where unknown.
std::string revertName(ByteView data);

/// Views of the deployed contracts. Errors: those of Rpc; "l1.reverted" with the named error;
/// "l1.bad-answer" where the answer does not decode (no contract there, wrong contract).
class Contracts {
public:
    Contracts(RpcPtr rpc, Addresses addresses);

    const Addresses& addresses() const { return m_addresses; }

    /// All at the newest block, or as of `atBlock` where the L1 node keeps that state.
    using At = std::optional<std::uint64_t>;
    Task<Result<Tip>> tip(At atBlock = {}) const;
    Task<Result<Clock>> clock(At atBlock = {}) const;
    Task<Result<std::vector<OperatorView>>> operators(At atBlock = {}) const;
    Task<Result<std::vector<Address>>> ladder(At atBlock = {}) const;
    Task<Result<Address>> currentOperator(At atBlock = {}) const;
    /// These together, of one block: asked in one message, and again where L1's head moved meanwhile. Where
    /// it moves each time, the last answers are taken as they are.
    Task<Result<Standing>> standing() const;
    Task<Result<std::uint64_t>> bidAt(const Address& address, std::uint64_t l1Block) const;
    Task<Result<Wei>> claimable(const Address& account) const;
    Task<Result<Hash>> batchHash(std::uint64_t number) const; ///< zero above the tip
    Task<Result<bool>> isFinal(const transition::BatchHeader& header) const;
    Task<Result<bool>> isInChain(const transition::BatchHeader& header) const;
    Task<Result<std::uint64_t>> inboxCount() const;
    Task<Result<Hash>> inboxAcc(std::uint64_t index) const;
    Task<Result<std::uint64_t>> inboxOverdueBelow(std::uint64_t cursor) const;
    Task<Result<Wei>> claimed(AccountIndex index) const;
    Task<Result<Wei>> escrow(std::uint32_t token) const;                   ///< 0: ETH
    Task<Result<std::uint64_t>> committedAt(const Hash& commitment) const; ///< 0: not committed
    /// Of an ERC-20 contract; where it refuses, or answers more than 4 KiB, it does not tell.
    Task<Result<TokenMetadata>> tokenMetadata(Address token) const;
    /// Runs a proof dry: what it shows, or "l1.reverted" with why it would fail.
    Task<Result<FraudVerdict>> checkBadSegment(const BadSegmentProof& proof) const;
    Task<Result<std::uint64_t>> operatorsDeployedAt() const; ///< L1 block; epoch 0 begins there

private:
    Task<Result<Bytes>> view(Address to, Bytes data, At atBlock) const;
    Task<Result<std::uint64_t>> view64(Address to, Bytes data, At atBlock = {}) const;
    Task<Result<Wei>> view128(Address to, Bytes data) const;
    Task<Result<bool>> viewBool(Address to, Bytes data) const;
    Task<Result<Hash>> viewHash(Address to, Bytes data) const;

    RpcPtr m_rpc;
    Addresses m_addresses;
};

} // namespace aw::l1
