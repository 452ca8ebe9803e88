#include "api/codes.hpp"

namespace aw::api {

namespace {

struct EventRow {
    std::string_view name;
    Severity severity = Severity::info;
};

constexpr EventRow row(EventCode code) {
    using enum EventCode;
    using enum Severity;
    switch (code) {
    case batchAnchored:
        return {"batch-anchored", info};
    case batchFinal:
        return {"batch-final", good};
    case fraudDetected:
        return {"fraud-detected", bad};
    case challengeCommitted:
        return {"challenge-committed", info};
    case convicted:
        return {"convicted", good};
    case rolledBack:
        return {"rolled-back", warning};
    case takeover:
        return {"takeover", info};
    case operatorEjected:
        return {"operator-ejected", warning};
    case steppedDown:
        return {"stepped-down", info};
    case operatorRegistered:
        return {"operator-registered", info};
    case bidChanged:
        return {"bid-changed", info};
    case epoch:
        return {"epoch", info};
    case anchorFailed:
        return {"anchor-failed", warning};
    case feedFault:
        return {"feed-fault", warning};
    case feedBlockWrong:
        return {"feed-block-wrong", bad};
    case promiseBroken:
        return {"promise-broken", bad};
    case signatureDemanded:
        return {"signature-demanded", warning};
    case signatureAnswered:
        return {"signature-answered", good};
    case signatureWithheld:
        return {"signature-withheld", bad};
    case signatureMissing:
        return {"signature-missing", bad};
    case l1Lost:
        return {"l1-lost", bad};
    case l1Back:
        return {"l1-back", good};
    case l1Reorg:
        return {"l1-reorg", warning};
    case l1Switched:
        return {"l1-switched", warning};
    case l1Silent:
        return {"l1-silent", bad};
    case l1Heard:
        return {"l1-heard", good};
    case rewound:
        return {"rewound", warning};
    case diskRefused:
        return {"disk-refused", bad};
    case diskBack:
        return {"disk-back", good};
    case operatorCrashed:
        return {"operator-crashed", bad};
    case operatorRestarted:
        return {"operator-restarted", good};
    case faultArmed:
        return {"fault-armed", warning};
    case load:
        return {"load", info};
    }
    return {};
}

} // namespace

std::string_view name(EventCode code) { return row(code).name; }
Severity severity(EventCode code) { return row(code).severity; }

std::string_view name(Severity severity) {
    switch (severity) {
    case Severity::info:
        return "info";
    case Severity::good:
        return "good";
    case Severity::warning:
        return "warning";
    case Severity::bad:
        return "bad";
    }
    return {};
}

std::string_view name(OperatorStatus status) {
    switch (status) {
    case OperatorStatus::none:
        return "none";
    case OperatorStatus::registered:
        return "registered";
    case OperatorStatus::left:
        return "left";
    case OperatorStatus::ejected:
        return "ejected";
    case OperatorStatus::convicted:
        return "convicted";
    }
    return {};
}

std::string_view name(FraudReason reason) {
    switch (reason) {
    case FraudReason::rule:
        return "rule";
    case FraudReason::postRoot:
        return "post-root";
    case FraudReason::txRoot:
        return "tx-root";
    case FraudReason::cursor:
        return "cursor";
    }
    return {};
}

std::string_view name(FraudKind kind) {
    switch (kind) {
    case FraudKind::badSegment:
        return "bad-segment";
    case FraudKind::hiddenAccount:
        return "hidden-account";
    case FraudKind::withheldSignature:
        return "withheld-signature";
    case FraudKind::brokenPromise:
        return "broken-promise";
    }
    return {};
}

std::string_view name(BatchStatus status) {
    switch (status) {
    case BatchStatus::window:
        return "window";
    case BatchStatus::final:
        return "final";
    case BatchStatus::disputed:
        return "disputed";
    case BatchStatus::rolledBack:
        return "rolled-back";
    }
    return {};
}

std::string_view name(ChallengeStage stage) {
    switch (stage) {
    case ChallengeStage::detected:
        return "detected";
    case ChallengeStage::committing:
        return "committing";
    case ChallengeStage::committed:
        return "committed";
    case ChallengeStage::proving:
        return "proving";
    case ChallengeStage::convicted:
        return "convicted";
    case ChallengeStage::rolledBack:
        return "rolled-back";
    case ChallengeStage::failed:
        return "failed";
    case ChallengeStage::expired:
        return "expired";
    }
    return {};
}

std::string_view name(NotReady reason) {
    switch (reason) {
    case NotReady::stopped:
        return "stopped";
    case NotReady::notEligible:
        return "not-eligible";
    case NotReady::l1Silent:
        return "l1-silent";
    case NotReady::syncing:
        return "syncing";
    case NotReady::disputed:
        return "disputed";
    case NotReady::lagging:
        return "lagging";
    case NotReady::noPeers:
        return "no-peers";
    case NotReady::lowFunds:
        return "low-funds";
    case NotReady::diskRefused:
        return "disk-refused";
    }
    return {};
}

std::string_view name(L1TxKind kind) {
    switch (kind) {
    case L1TxKind::batch:
        return "batch";
    case L1TxKind::heartbeat:
        return "heartbeat";
    case L1TxKind::registration:
        return "registration";
    case L1TxKind::bid:
        return "bid";
    case L1TxKind::handOver:
        return "hand-over";
    case L1TxKind::deposit:
        return "deposit";
    case L1TxKind::challenge:
        return "challenge";
    case L1TxKind::answer:
        return "answer";
    case L1TxKind::withdrawal:
        return "withdrawal";
    case L1TxKind::cancellation:
        return "cancellation";
    case L1TxKind::other:
        return "other";
    }
    return {};
}

std::string_view name(L1TxState state) {
    switch (state) {
    case L1TxState::queued:
        return "queued";
    case L1TxState::sent:
        return "sent";
    case L1TxState::replaced:
        return "replaced";
    case L1TxState::mined:
        return "mined";
    case L1TxState::confirmed:
        return "confirmed";
    case L1TxState::reorged:
        return "reorged";
    case L1TxState::failed:
        return "failed";
    case L1TxState::cancelled:
        return "cancelled";
    }
    return {};
}

} // namespace aw::api
