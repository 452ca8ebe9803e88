#include "models/texts.hpp"

#include "models/format.hpp"
#include "models/lookup.hpp"

#include <QCoreApplication>
#include <QHash>

namespace aw::models::texts {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(Texts)
};

QString argument(const api::Event& event, const char* key) {
    const auto it = event.args.find(key);
    return it == event.args.end() ? QString(QChar(0x2014)) : QString::fromStdString(it->second);
}

} // namespace

QString event(const api::Event& event) {
    using enum api::EventCode;
    const auto arg = [&](const char* key) { return argument(event, key); };
    switch (event.code) {
    case batchAnchored:
        return Texts::tr("%1 anchored batch %2.").arg(arg("operator"), arg("batch"));
    case batchFinal:
        return Texts::tr("Batch %1 is final.").arg(arg("batch"));
    case fraudDetected:
        return Texts::tr("Batch %1 of %2 claims a wrong root.").arg(arg("batch"), arg("operator"));
    case challengeCommitted:
        return Texts::tr("The challenge of batch %1 is committed on L1.").arg(arg("batch"));
    case convicted:
        return Texts::tr("L1 convicted %1: its bond is lost.").arg(arg("operator"));
    case rolledBack:
        return Texts::tr("The chain was rolled back to before batch %1.").arg(arg("batch"));
    case takeover:
        return Texts::tr("%1 took over from %2.").arg(arg("successor"), arg("operator"));
    case operatorEjected:
        return Texts::tr("L1 ejected %1.").arg(arg("operator"));
    case steppedDown:
        return Texts::tr("%1 stepped down.").arg(arg("operator"));
    case operatorCrashed:
        return Texts::tr("The node of %1 crashed.").arg(arg("operator"));
    case operatorRestarted:
        return Texts::tr("The node of %1 is running again.").arg(arg("operator"));
    case operatorRegistered:
        return Texts::tr("%1 registered with its bond.").arg(arg("operator"));
    case bidChanged:
        return Texts::tr("%1 changed its bid.").arg(arg("operator"));
    case epoch:
        return Texts::tr("Epoch %1 began.").arg(arg("epoch"));
    case faultArmed:
        return Texts::tr("%1 will claim a wrong root in its next batch.").arg(arg("operator"));
    case l1Lost:
        return Texts::tr("The connection to L1 is lost.");
    case l1Back:
        return Texts::tr("L1 is responding again.");
    case l1Reorg:
        return Texts::tr("L1 was reorganised from block %1. Later blocks are being read again.")
            .arg(arg("block"));
    case l1Switched:
        return Texts::tr("%1 switched to another L1 endpoint: %2.").arg(arg("operator"), arg("endpoint"));
    case l1Silent:
        return Texts::tr(
                   "%1 has heard nothing from L1 for %2 s. It accepts no transactions until L1 responds.")
            .arg(arg("operator"), arg("seconds"));
    case l1Heard:
        return Texts::tr("%1 is following L1 again and accepts transactions.").arg(arg("operator"));
    case rewound:
        return Texts::tr(
                   "%1 went back to L1 block %2 after a reorganisation and executed %3 transactions again.")
            .arg(arg("operator"), arg("block"), arg("txs"));
    case anchorFailed:
        return Texts::tr("%1 could not anchor batch %2 and is trying again. %3")
            .arg(arg("operator"), arg("batch"), arg("detail"));
    case diskRefused:
        return Texts::tr("The disk of %1 is not writable: it produces no blocks until that is fixed. %2")
            .arg(arg("operator"), arg("detail"));
    case diskBack:
        return Texts::tr("The disk of %1 is writable again.").arg(arg("operator"));
    case signatureDemanded:
        return Texts::tr("A signature of batch %1 was demanded. It must be posted on L1 by block %2.")
            .arg(arg("batch"), arg("block"));
    case signatureAnswered:
        return Texts::tr("%1 posted the demanded signature.").arg(arg("operator"));
    case signatureWithheld:
        return Texts::tr("No signature was posted for batch %1: its operator is convicted.")
            .arg(arg("batch"));
    case signatureMissing:
        return Texts::tr("%1 does not have the demanded signature of its batch %2.")
            .arg(arg("operator"), arg("batch"));
    case promiseBroken:
        return Texts::tr("%1 broke a promise to a user: its bond is lost.").arg(arg("operator"));
    case feedFault:
        return Texts::tr("A message from %1 on the feed was rejected. %2")
            .arg(arg("operator"), arg("detail"));
    case feedBlockWrong:
        return Texts::tr("A block from %1 does not match its transactions. %2")
            .arg(arg("operator"), arg("detail"));
    case load: {
        const QString tps = arg("tps");
        if (arg("running") == QStringLiteral("0")) return Texts::tr("The load was switched off.");
        return tps == QString(QChar(0x2014)) ? Texts::tr("The load changed.")
                                             : Texts::tr("The load is set to %1 tx/s.").arg(tps);
    }
    }
    return {};
}

Tone tone(api::Severity severity) {
    switch (severity) {
    case api::Severity::good:
        return Tone::ok;
    case api::Severity::warning:
        return Tone::warn;
    case api::Severity::bad:
        return Tone::bad;
    case api::Severity::info:
        return Tone::muted;
    }
    return Tone::muted;
}

QString startStep(const std::string& id) {
    if (id == "l1") return Texts::tr("Start a local L1 chain");
    if (id == "contracts") return Texts::tr("Deploy the rollup's contracts");
    if (id == "operators") return Texts::tr("Start and register the operators");
    if (id == "funding") return Texts::tr("Fund the users with deposits on L1");
    if (id == "load") return Texts::tr("Send the first transactions");
    return QString::fromStdString(id);
}

QString status(const api::Batch& batch) {
    switch (batch.status) {
    case api::BatchStatus::window:
        return Texts::tr("in its window");
    case api::BatchStatus::final:
        return Texts::tr("final");
    case api::BatchStatus::disputed:
        return Texts::tr("wrong root");
    case api::BatchStatus::rolledBack:
        return Texts::tr("rolled back");
    }
    return {};
}

Tone tone(const api::Batch& batch) {
    switch (batch.status) {
    case api::BatchStatus::window:
        return Tone::anchored;
    case api::BatchStatus::final:
        return Tone::ok;
    case api::BatchStatus::disputed:
        return Tone::bad;
    case api::BatchStatus::rolledBack:
        return Tone::muted;
    }
    return Tone::plain;
}

QString rootVerdict(const api::Batch& batch) {
    if (rootDiffers(batch)) return Texts::tr("differs");
    return batch.ownRoot.isZero() ? Texts::tr("not recomputed") : Texts::tr("agrees");
}

QString standing(const api::Operator& entry) {
    switch (entry.status) {
    case api::OperatorStatus::convicted:
        return Texts::tr("convicted");
    case api::OperatorStatus::ejected:
        return Texts::tr("ejected");
    case api::OperatorStatus::left:
        return Texts::tr("left");
    case api::OperatorStatus::none:
        return Texts::tr("not registered");
    case api::OperatorStatus::registered:
        break;
    }
    if (entry.local && !entry.running)
        return entry.current ? Texts::tr("active, but down") : Texts::tr("down");
    if (entry.current) return Texts::tr("active");
    if (entry.ready) return Texts::tr("backup, ready");
    if (entry.standsDownUntilEpoch != 0 && !entry.eligible) return Texts::tr("stepped down");
    return Texts::tr("backup, not ready");
}

Tone standingTone(const api::Operator& entry) {
    if (entry.status != api::OperatorStatus::registered) return Tone::bad;
    if (entry.local && !entry.running) return Tone::bad;
    if (entry.current) return Tone::ok;
    return entry.ready ? Tone::info : Tone::warn;
}

QString notReady(const api::Operator& entry) {
    if (entry.status == api::OperatorStatus::convicted)
        return Texts::tr("L1 convicted it of fraud: its bond is lost.");
    if (entry.status == api::OperatorStatus::ejected)
        return Texts::tr("L1 ejected it for silence: a part of its bond is lost.");
    if (entry.standsDownUntilEpoch != 0 && !entry.eligible)
        return Texts::tr("It handed over. It may become active again from epoch %1.")
            .arg(entry.standsDownUntilEpoch);
    if (entry.ready || !entry.notReady) return {};
    switch (*entry.notReady) {
    case api::NotReady::stopped:
        return Texts::tr("Its node is stopped.");
    case api::NotReady::notEligible:
        return Texts::tr("L1 does not count it as eligible now.");
    case api::NotReady::l1Silent:
        return Texts::tr("It has heard nothing from L1 for too long.");
    case api::NotReady::syncing:
        return Texts::tr("It is deriving its state from L1: block %1 of %2.")
            .arg(format::number(entry.derivedL1Block), format::number(entry.seenL1Block));
    case api::NotReady::disputed:
        return Texts::tr("It follows a batch with a wrong root.");
    case api::NotReady::lagging:
        return Texts::tr("It is %n L2 blocks behind.", nullptr, static_cast<int>(entry.lagBlocks));
    case api::NotReady::noPeers:
        return Texts::tr("It receives no feed from other operators.");
    case api::NotReady::lowFunds:
        return Texts::tr("Its L1 balance is too low to submit batches.");
    case api::NotReady::diskRefused:
        return Texts::tr("Its disk is not writable.");
    }
    return {};
}

QString stage(api::ChallengeStage stage) {
    switch (stage) {
    case api::ChallengeStage::detected:
        return Texts::tr("Detected");
    case api::ChallengeStage::committing:
        return Texts::tr("Committing");
    case api::ChallengeStage::committed:
        return Texts::tr("Committed");
    case api::ChallengeStage::proving:
        return Texts::tr("Proving");
    case api::ChallengeStage::convicted:
        return Texts::tr("Convicted");
    case api::ChallengeStage::rolledBack:
        return Texts::tr("Rolled back");
    case api::ChallengeStage::failed:
        return Texts::tr("Failed");
    case api::ChallengeStage::expired:
        return Texts::tr("Expired");
    }
    return {};
}

Tone tone(api::ChallengeStage stage) {
    switch (stage) {
    case api::ChallengeStage::detected:
    case api::ChallengeStage::failed:
    case api::ChallengeStage::expired:
        return Tone::bad;
    case api::ChallengeStage::rolledBack:
        return Tone::ok;
    case api::ChallengeStage::committing:
    case api::ChallengeStage::committed:
    case api::ChallengeStage::proving:
    case api::ChallengeStage::convicted:
        return Tone::warn;
    }
    return Tone::plain;
}

QString reason(const api::Challenge& challenge) {
    const auto segment = challenge.segment;
    switch (challenge.reason) {
    case api::FraudReason::rule:
        return Texts::tr("A record of segment %1 breaks rule %2.")
            .arg(segment)
            .arg(QString::fromStdString(challenge.rule));
    case api::FraudReason::postRoot:
        return Texts::tr("The state root after segment %1 differs from the replayed one.").arg(segment);
    case api::FraudReason::txRoot:
        return Texts::tr("The transactions of segment %1 do not match its txRoot.").arg(segment);
    case api::FraudReason::cursor:
        return Texts::tr("The batch does not process the L1 inbox as its header says.");
    }
    return {};
}

QString fraud(api::FraudKind kind) {
    switch (kind) {
    case api::FraudKind::badSegment:
        return Texts::tr("wrong segment");
    case api::FraudKind::hiddenAccount:
        return Texts::tr("hidden account");
    case api::FraudKind::withheldSignature:
        return Texts::tr("withheld signature");
    case api::FraudKind::brokenPromise:
        return Texts::tr("broken promise");
    }
    return {};
}

QString environment(api::Environment environment) {
    switch (environment) {
    case api::Environment::demo:
        return Texts::tr("DEMO");
    case api::Environment::test:
        return Texts::tr("TEST");
    case api::Environment::real:
        return Texts::tr("REAL");
    }
    return {};
}

} // namespace aw::models::texts
