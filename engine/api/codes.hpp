#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

/// Each thing that the engine and a front end speak of by a code, once: the enumeration here, its name for
/// programs (JSON, logs, command line) and what goes with it in one table in codes.cpp. Texts for people are
/// made in ui. Values only; any thread. Layers between `transition` and `node` may use this file, and of api
/// this file alone.
///
/// A new enumerator does not compile until it stands in its table and in every switch over it: there is no
/// `default` in any of them.
namespace aw::api {

/// How much an event matters to the user.
enum class Severity : std::uint8_t { info, good, warning, bad };

/// What happened. In parentheses the arguments of api::Event::args; `operator` and `successor` are names,
/// numbers are decimal.
enum class EventCode : std::uint8_t {
    batchAnchored,      ///< a batch is on L1 and was replayed here (batch, operator, txs)
    batchFinal,         ///< its challenge window is over (batch)
    fraudDetected,      ///< own replay differs from a batch's claim (batch, operator, segment)
    challengeCommitted, ///< the commitment of a challenge is on L1 (batch)
    convicted,          ///< L1 convicted an operator (operator, reward, burnt)
    rolledBack,         ///< L1 rolled the chain back to before a batch (batch, batches)
    takeover,           ///< another operator began an era (operator, successor, era)
    operatorEjected,    ///< L1 ejected an operator for silence (operator, successor, penalty, silent)
    steppedDown,        ///< an operator handed over of its own accord (operator, successor)
    operatorRegistered, ///< (operator)
    bidChanged,         ///< (operator, bid, epoch)
    epoch,              ///< an epoch began (epoch)
    anchorFailed,       ///< a batch could not be sent to L1 and is tried again (operator, batch, detail)
    feedFault,          ///< something sent over the feed was refused (operator, detail)
    feedBlockWrong,     ///< a block from the feed is not what its transactions give (operator, detail)
    promiseBroken,      ///< L1 convicted an operator of a broken promise (operator)
    signatureDemanded,  ///< somebody demands a signature on L1 (batch, block)
    signatureAnswered,  ///< a demanded signature was shown (batch, operator)
    signatureWithheld,  ///< nobody showed it in time: its operator is convicted (batch)
    signatureMissing,   ///< this operator lacks a signature that is demanded (operator, batch)
    l1Lost,             ///< the connection to L1 failed (operator, detail)
    l1Back,             ///< L1 answers again (operator)
    l1Reorg,            ///< L1 was reorganised after a block (operator, block)
    l1Switched,         ///< the node uses another L1 endpoint now (operator, endpoint, detail)
    l1Silent,           ///< no news of L1 for so long that nothing is acknowledged (operator, seconds)
    l1Heard,            ///< news of L1 again after l1Silent (operator)
    rewound,            ///< the node went back to a fork of L1 and derived again (operator, block, txs)
    diskRefused,        ///< the node's disk takes no writes, so it makes no blocks (operator, detail)
    diskBack,           ///< it does again (operator)
    operatorCrashed,    ///< Lab: a node was killed (operator)
    operatorRestarted,  ///< Lab: it was started again (operator)
    faultArmed,         ///< Lab: the next batch will claim a wrong root (operator)
    load,               ///< Lab: the load was set (running, tps)
};

/// Where an operator stands on L1; the values of IOperators.OperatorStatus.
enum class OperatorStatus : std::uint8_t { none, registered, left, ejected, convicted };

/// Why the first bad segment of a batch is bad; the values of `reason` in IFraud.FraudProven.
enum class FraudReason : std::uint8_t {
    rule = 1, ///< a record breaks a rule of section 6 of PROTOCOL.md
    postRoot, ///< another state root follows from the segment
    txRoot,   ///< the txRoot names other transactions
    cursor,   ///< the inbox cursor or the root of the header is another
};

/// What an operator can be convicted of for what it did, as opposed to silence (PROTOCOL.md, section 8).
enum class FraudKind : std::uint8_t { badSegment, hiddenAccount, withheldSignature, brokenPromise };

/// Where a batch stands. `disputed`: own root differs. `rolledBack`: no longer in the chain.
enum class BatchStatus : std::uint8_t { window, final, disputed, rolledBack };

/// The life of a fraud and its challenge, in order. `expired`: the window closed unchallenged.
enum class ChallengeStage : std::uint8_t {
    detected,
    committing,
    committed,
    proving,
    convicted,
    rolledBack,
    failed,
    expired
};

/// Why an operator could not take over now; the first that holds, in this order.
enum class NotReady : std::uint8_t {
    stopped,     ///< its node is not running
    notEligible, ///< L1 does not count it in this epoch (O-2)
    l1Silent,    ///< it has had no news of L1 for half a heartbeat
    syncing,     ///< it still derives its state from L1
    disputed,    ///< it follows a batch whose root differs from its own
    lagging,     ///< it lacks batches or L2 blocks that others have
    noPeers,     ///< no feed from any other operator
    lowFunds,    ///< its L1 balance does not cover a takeover
    diskRefused, ///< its disk takes no writes
};

/// What an L1 transaction of an operator is for.
enum class L1TxKind : std::uint8_t {
    batch,        ///< anchors a batch
    heartbeat,    ///< says that the operator is there
    registration, ///< joins the competition, or tops its bond up
    bid,          ///< changes the standing bid
    handOver,     ///< steps down
    deposit,      ///< to the bridge
    challenge,    ///< commits to or proves a fraud
    answer,       ///< shows a demanded signature
    withdrawal,   ///< pays a withdrawal out
    cancellation, ///< takes the nonce of another one that is no longer wanted
    other,
};

/// Where an L1 transaction stands.
enum class L1TxState : std::uint8_t {
    queued,    ///< kept on the disk, not yet taken by L1's pool
    sent,      ///< in the pool
    replaced,  ///< in the pool at raised fees
    mined,     ///< in a block that a reorganisation can still take away
    confirmed, ///< in a block of L1 that is safe
    reorged,   ///< was mined, left L1 in a reorganisation, and is sent again
    failed,    ///< mined and reverted, or refused by L1
    cancelled, ///< its nonce was used up by a cancellation, or it was given up before it was sent
};

std::string_view name(Severity severity);
std::string_view name(EventCode code);
std::string_view name(OperatorStatus status);
std::string_view name(FraudReason reason);
std::string_view name(FraudKind kind);
std::string_view name(BatchStatus status);
std::string_view name(ChallengeStage stage);
std::string_view name(NotReady reason);
std::string_view name(L1TxKind kind);
std::string_view name(L1TxState state);

Severity severity(EventCode code);

/// Every enumerator of one of the enumerations above that have a name, in order of value.
template<class Code>
std::vector<Code> every() {
    std::vector<Code> all;
    for (unsigned value = 0; value < 256; ++value)
        if (const auto code = static_cast<Code>(value); !name(code).empty()) all.push_back(code);
    return all;
}

/// The enumerator of a name; nullopt where no enumerator has it.
template<class Code>
std::optional<Code> named(std::string_view text) {
    for (const auto code : every<Code>())
        if (name(code) == text) return code;
    return std::nullopt;
}

inline std::optional<EventCode> eventCode(std::string_view text) { return named<EventCode>(text); }

} // namespace aw::api
