#include "models/attention_parts.hpp"
#include "models/format.hpp"
#include "models/lookup.hpp"
#include "models/texts.hpp"

#include <QCoreApplication>

namespace aw::models::attention_parts {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(Attention)
};

/// Below so many of its last batches' costs, an operator's L1 funds count as low.
constexpr unsigned kLowFundsBatches = 50;

bool isRunwayShort(const api::Snapshot& snapshot) {
    if (!snapshot.l1Account) return false;
    const auto tone = runwayTone(*snapshot.l1Account);
    return tone == Tone::warn || tone == Tone::bad;
}

/// Several transactions with one trouble are one notice: the oldest of them is the one to look at.
void addTogether(const api::Snapshot& snapshot, const std::vector<const api::L1Transaction*>& txs,
                 const char* key, const QString& several, Notice notice, Notices& notices) {
    if (txs.empty()) return;
    if (txs.size() > 1) notice.title = several;
    notice.page = PageId::anchors;
    notice.operatorAddress = snapshot.viewpoint;
    notice.l1Tx = txs.front()->id;
    notice.key = QLatin1String(key) + QString::number(txs.front()->id);
    notices.push_back(std::move(notice));
}

QString reasonOf(const api::L1Transaction& tx) {
    return tx.problem ? texts::problem(tx) : texts::standing(tx);
}

} // namespace

void addL1Txs(const api::Snapshot& snapshot, Notices& notices) {
    std::vector<const api::L1Transaction*> failed, held, stuck;
    for (const auto& tx : snapshot.l1Txs) {
        if (isFailureOpen(snapshot, tx)) failed.push_back(&tx);
        if (isHeldBack(tx)) held.push_back(&tx);
        if (isStuck(snapshot, tx)) stuck.push_back(&tx);
    }
    const auto count = [](const auto& txs) { return static_cast<int>(txs.size()); };
    if (!failed.empty()) {
        const auto& tx = *failed.front();
        addTogether(snapshot, failed,
                    "failed-tx:", Texts::tr("%n L1 transactions failed", nullptr, count(failed)),
                    {.tone = Tone::bad,
                     .title = Texts::tr("%1: failed on L1").arg(texts::purpose(tx)),
                     .text = reasonOf(tx),
                     .act = Texts::tr("Remove the cause. This goes once one of its kind was mined."),
                     .button = Texts::tr("Show it")},
                    notices);
    }
    if (!stuck.empty()) {
        const auto& tx = *stuck.front();
        addTogether(
            snapshot, stuck, "stuck:", Texts::tr("%n L1 transactions are not mined", nullptr, count(stuck)),
            {.tone = Tone::warn,
             .title = Texts::tr("%1: not mined yet").arg(texts::purpose(tx)),
             .text = Texts::tr("In L1's pool for %1 at %2.")
                         .arg(timed(snapshot, blocksInPool(snapshot, tx)), format::feeUnit(tx.maxFeeWei)),
             .act = Texts::tr("Speed it up now, or cancel it: what follows waits for it."),
             .button = Texts::tr("Speed up or cancel …")},
            notices);
    }
    if (!held.empty()) {
        const auto& tx = *held.front();
        addTogether(snapshot, held,
                    "held:", Texts::tr("%n L1 transactions wait to be sent", nullptr, count(held)),
                    {.tone = Tone::warn,
                     .title = Texts::tr("%1: waits to be sent to L1").arg(texts::purpose(tx)),
                     .text = reasonOf(tx),
                     .act = Texts::tr("It is sent by itself once that is over."),
                     .button = Texts::tr("Show it")},
                    notices);
    }
}

void addRunway(const api::Snapshot& snapshot, Notices& notices) {
    if (!isRunwayShort(snapshot)) return;
    const auto& account = *snapshot.l1Account;
    const bool empty = account.balanceWei == 0;
    const QString send = format::shortAddress(account.address);
    notices.push_back(
        {.tone = runwayTone(account),
         .title = empty ? Texts::tr("The L1 account is empty")
                        : Texts::tr("L1 funds last %1").arg(format::days(account.runwayDays)),
         .text = empty ? Texts::tr("Nothing can be anchored.")
                       : Texts::tr("%1 at the spending of the last 24 hours.")
                             .arg(format::etherUnit(account.balanceWei)),
         .act = empty ? Texts::tr("Send ETH to %1 now.").arg(send)
                      : Texts::tr("Send ETH to %1 within %2.").arg(send, format::days(account.runwayDays)),
         .button = Texts::tr("Show the account"),
         .page = PageId::anchors,
         .operatorAddress = snapshot.viewpoint,
         .key = QStringLiteral("runway:") + format::fullAddress(account.address)});
}

void addFunds(const api::Snapshot& snapshot, Notices& notices) {
    if (snapshot.batches.empty()) return;
    const Wei cost = snapshot.batches.back().costWei;
    if (cost == 0) return;
    for (const auto& entry : snapshot.operators) {
        // Of a node that is down nobody knows the balance.
        if (!entry.local || !entry.running || entry.status != api::OperatorStatus::registered) continue;
        // Its runway was told, in days.
        if (entry.address == snapshot.viewpoint && isRunwayShort(snapshot)) continue;
        const Wei batches = entry.l1BalanceWei / cost;
        if (batches >= kLowFundsBatches) continue;
        notices.push_back(
            {.tone = Tone::warn,
             .title = Texts::tr("L1 funds of %1 run low").arg(QString::fromStdString(entry.name)),
             .text = Texts::tr("%1 last for about %2 batches.")
                         .arg(format::etherUnit(entry.l1BalanceWei))
                         .arg(static_cast<unsigned>(batches)),
             .act = Texts::tr("Send ETH to %1 before they are used up.")
                        .arg(format::shortAddress(entry.address)),
             .button = Texts::tr("Show the operator"),
             .page = PageId::operators,
             .operatorAddress = entry.address,
             .key = QStringLiteral("funds:") + format::fullAddress(entry.address)});
    }
}

} // namespace aw::models::attention_parts
