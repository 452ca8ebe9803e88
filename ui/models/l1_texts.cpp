#include "models/texts.hpp"

#include "models/lookup.hpp"

#include <QCoreApplication>

namespace aw::models::texts {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(L1Texts)
};

} // namespace

QString kind(api::L1TxKind kind) {
    switch (kind) {
    case api::L1TxKind::batch:
        return Texts::tr("Batch");
    case api::L1TxKind::heartbeat:
        return Texts::tr("Heartbeat");
    case api::L1TxKind::registration:
        return Texts::tr("Registration");
    case api::L1TxKind::bid:
        return Texts::tr("Bid");
    case api::L1TxKind::handOver:
        return Texts::tr("Hand-over");
    case api::L1TxKind::deposit:
        return Texts::tr("Deposit");
    case api::L1TxKind::challenge:
        return Texts::tr("Challenge");
    case api::L1TxKind::answer:
        return Texts::tr("Answer");
    case api::L1TxKind::withdrawal:
        return Texts::tr("Withdrawal");
    case api::L1TxKind::cancellation:
        return Texts::tr("Cancellation");
    case api::L1TxKind::other:
        return Texts::tr("Other");
    }
    return {};
}

QString purpose(const api::L1Transaction& tx) {
    if (tx.batch == 0) return kind(tx.kind);
    switch (tx.kind) {
    case api::L1TxKind::batch:
        return Texts::tr("Batch %1").arg(tx.batch);
    case api::L1TxKind::challenge:
        return Texts::tr("Challenge of batch %1").arg(tx.batch);
    case api::L1TxKind::answer:
        return Texts::tr("Answer for batch %1").arg(tx.batch);
    case api::L1TxKind::heartbeat:
    case api::L1TxKind::registration:
    case api::L1TxKind::bid:
    case api::L1TxKind::handOver:
    case api::L1TxKind::deposit:
    case api::L1TxKind::withdrawal:
    case api::L1TxKind::cancellation:
    case api::L1TxKind::other:
        break;
    }
    return kind(tx.kind);
}

QString state(const api::L1Transaction& tx) {
    switch (tx.state) {
    case api::L1TxState::queued:
        return isHeldBack(tx) ? Texts::tr("waits") : Texts::tr("queued");
    case api::L1TxState::sent:
        return Texts::tr("sent");
    case api::L1TxState::replaced:
        return Texts::tr("replaced");
    case api::L1TxState::mined:
        return Texts::tr("mined");
    case api::L1TxState::confirmed:
        return Texts::tr("confirmed");
    case api::L1TxState::reorged:
        return Texts::tr("reorged");
    case api::L1TxState::failed:
        return Texts::tr("failed");
    case api::L1TxState::cancelled:
        return Texts::tr("cancelled");
    }
    return {};
}

Tone tone(const api::L1Transaction& tx) {
    switch (tx.state) {
    case api::L1TxState::queued:
        return isHeldBack(tx) ? Tone::warn : Tone::muted;
    case api::L1TxState::sent:
    case api::L1TxState::replaced:
        return tx.problem ? Tone::warn : Tone::info;
    case api::L1TxState::mined:
        return Tone::anchored;
    case api::L1TxState::confirmed:
        return Tone::ok;
    case api::L1TxState::reorged:
        return Tone::warn;
    case api::L1TxState::failed:
        return Tone::bad;
    case api::L1TxState::cancelled:
        return Tone::muted;
    }
    return Tone::plain;
}

QString standing(const api::L1Transaction& tx) {
    switch (tx.state) {
    case api::L1TxState::queued:
        return Texts::tr("It is saved on disk and not sent yet.");
    case api::L1TxState::sent:
        return Texts::tr("It is in L1's pool and waits for a block.");
    case api::L1TxState::replaced:
        return Texts::tr("It is in L1's pool, resent with higher fees.");
    case api::L1TxState::mined:
        return Texts::tr("It is in a block that L1 can still reorganise.");
    case api::L1TxState::confirmed:
        return Texts::tr("It is in a block that L1 calls safe.");
    case api::L1TxState::reorged:
        return Texts::tr("A reorganisation removed it from L1; it is being sent again.");
    case api::L1TxState::failed:
        return tx.l1Block != 0 ? Texts::tr("L1 mined it, but it reverted.") : Texts::tr("L1 refused it.");
    case api::L1TxState::cancelled:
        return tx.nonce ? Texts::tr("A cancellation used its nonce.")
                        : Texts::tr("It was dropped before it was sent.");
    }
    return {};
}

QString problem(const api::L1Transaction& tx) {
    if (!tx.problem) return {};
    // standing() says already that it was reverted.
    if (tx.problem->code == ErrorCode::l1Reverted && tx.l1Block != 0 && !tx.problem->detail.empty())
        return Texts::tr("The contract says: %1").arg(QString::fromStdString(tx.problem->detail));
    return error(*tx.problem);
}

} // namespace aw::models::texts
