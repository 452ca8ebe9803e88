#include "models/attention.hpp"

#include "models/format.hpp"
#include "models/lookup.hpp"
#include "models/texts.hpp"

#include <QCoreApplication>

#include <algorithm>

namespace aw::models {

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

void addFrauds(const api::Snapshot& snapshot, std::vector<Notice>& notices) {
    for (const auto& challenge : snapshot.challenges) {
        if (isUnderWay(challenge)) {
            notices.push_back({Tone::warn,
                               Texts::tr("The challenge of batch %1 is under way").arg(challenge.batch),
                               texts::stage(challenge.stage),
                               PageId::challenges,
                               challenge.batch,
                               {},
                               {},
                               challenge.batchHash});
        } else if (needsChallenge(snapshot, challenge)) {
            const auto left = challenge.deadlineL1Block - snapshot.heads.l1.number;
            notices.push_back({Tone::bad,
                               Texts::tr("Batch %1 claims a wrong root").arg(challenge.batch),
                               Texts::tr("Segment %1. Yours: %2. %3 left.")
                                   .arg(challenge.segment)
                                   .arg(format::shortHash(challenge.ownRoot),
                                        format::blockSpan(left, snapshot.l1.blockTimeMs)),
                               PageId::challenges,
                               challenge.batch,
                               {},
                               {},
                               challenge.batchHash});
        }
    }
}

void addTakeover(const api::Snapshot& snapshot, std::vector<Notice>& notices) {
    const auto* current = currentOperator(snapshot);
    if (!current) return;
    const auto heartbeat = snapshot.parameters.heartbeatBlocks;
    const bool down = current->local && !current->running;
    if (!down && (heartbeat == 0 || snapshot.clock.silentBlocks * 2 <= heartbeat)) return;
    const auto* next = nextReady(snapshot);
    const auto left =
        heartbeat > snapshot.clock.silentBlocks ? heartbeat - snapshot.clock.silentBlocks + 1 : 0;
    const QString name = QString::fromStdString(current->name);
    notices.push_back(
        {down ? Tone::bad : Tone::warn,
         down ? Texts::tr("%1 is down").arg(name) : Texts::tr("%1 is silent").arg(name),
         next ? Texts::tr("%1 may take over in %2.")
                    .arg(QString::fromStdString(next->name), format::blockSpan(left, snapshot.l1.blockTimeMs))
              : Texts::tr("No backup is ready to take over."),
         PageId::operators, 0, current->address});
}

/// A notice about the viewpoint's L1 transactions, or about one of them.
Notice anchorNotice(const api::Snapshot& snapshot, Tone tone, const QString& title, const QString& text,
                    const api::L1Transaction* tx) {
    Notice notice{tone, title, text, PageId::anchors, 0, snapshot.viewpoint};
    if (tx) notice.l1Tx = tx->id;
    return notice;
}

void addRunway(const api::Snapshot& snapshot, std::vector<Notice>& notices) {
    if (!isRunwayShort(snapshot)) return;
    const auto& account = *snapshot.l1Account;
    const QString balance = format::etherUnit(account.balanceWei);
    notices.push_back(anchorNotice(
        snapshot, runwayTone(account),
        account.balanceWei == 0 ? Texts::tr("The L1 account is empty")
                                : Texts::tr("L1 funds last %1").arg(format::days(account.runwayDays)),
        account.balanceWei == 0
            ? Texts::tr("Nothing can be anchored. Send ETH to %1.").arg(format::shortAddress(account.address))
            : Texts::tr("%1 at the spending of the last 24 hours. Send ETH to %2.")
                  .arg(balance, format::shortAddress(account.address)),
        nullptr));
}

/// One notice for all that share a trouble: the oldest of them is the one to look at.
void addL1Txs(const api::Snapshot& snapshot, std::vector<Notice>& notices) {
    std::vector<const api::L1Transaction*> failed, held, stuck;
    for (const auto& tx : snapshot.l1Txs) {
        if (isFailureOpen(snapshot, tx)) failed.push_back(&tx);
        if (isHeldBack(tx)) held.push_back(&tx);
        if (isStuck(snapshot, tx)) stuck.push_back(&tx);
    }
    const auto reason = [](const api::L1Transaction& tx) {
        return tx.problem ? texts::problem(tx) : texts::standing(tx);
    };
    if (!failed.empty()) {
        const auto& tx = *failed.front();
        notices.push_back(anchorNotice(
            snapshot, Tone::bad,
            failed.size() == 1
                ? Texts::tr("%1: failed on L1").arg(texts::purpose(tx))
                : Texts::tr("%n L1 transactions failed", nullptr, static_cast<int>(failed.size())),
            reason(tx), &tx));
    }
    if (!stuck.empty()) {
        const auto& tx = *stuck.front();
        notices.push_back(anchorNotice(
            snapshot, Tone::warn,
            stuck.size() == 1
                ? Texts::tr("%1: not mined yet").arg(texts::purpose(tx))
                : Texts::tr("%n L1 transactions are not mined", nullptr, static_cast<int>(stuck.size())),
            Texts::tr("In L1's pool for %1 at %2. Speed it up, or cancel it.")
                .arg(format::blocks(blocksInPool(snapshot, tx)), format::feeUnit(tx.maxFeeWei)),
            &tx));
    }
    if (!held.empty()) {
        const auto& tx = *held.front();
        notices.push_back(anchorNotice(
            snapshot, Tone::warn,
            held.size() == 1
                ? Texts::tr("%1: waits to be sent to L1").arg(texts::purpose(tx))
                : Texts::tr("%n L1 transactions wait to be sent", nullptr, static_cast<int>(held.size())),
            reason(tx), &tx));
    }
}

void addFunds(const api::Snapshot& snapshot, std::vector<Notice>& notices) {
    if (snapshot.batches.empty()) return;
    const Wei cost = snapshot.batches.back().costWei;
    if (cost == 0) return;
    for (const auto& entry : snapshot.operators) {
        if (!entry.local || entry.status != api::OperatorStatus::registered) continue;
        // A node that is down says nothing of its funds.
        if (!isMeasured(entry)) continue;
        // Its runway was told, in days.
        if (entry.address == snapshot.viewpoint && isRunwayShort(snapshot)) continue;
        const Wei batches = entry.l1BalanceWei / cost;
        if (batches >= kLowFundsBatches) continue;
        notices.push_back({Tone::warn,
                           Texts::tr("L1 funds of %1 run low").arg(QString::fromStdString(entry.name)),
                           Texts::tr("%1 last for about %2 batches.")
                               .arg(format::etherUnit(entry.l1BalanceWei))
                               .arg(static_cast<unsigned>(batches)),
                           PageId::operators, 0, entry.address});
    }
}

void addOut(const api::Snapshot& snapshot, std::vector<Notice>& notices) {
    for (const auto& entry : snapshot.operators) {
        if (entry.status != api::OperatorStatus::ejected && entry.status != api::OperatorStatus::convicted)
            continue;
        // A convicted key never comes back, and another's operator is for its owner to look after.
        if (!entry.local) continue;
        notices.push_back({Tone::warn, Texts::tr("%1 is out").arg(QString::fromStdString(entry.name)),
                           Texts::tr("It can rejoin with a fresh bond."), PageId::operators, 0,
                           entry.address});
    }
}

void addCalm(const api::Snapshot& snapshot, bool allWell, std::vector<Notice>& notices) {
    const auto* next = nextReady(snapshot);
    const QString drill = next ? Texts::tr("%1 is ready to take over, %2 behind.")
                                     .arg(QString::fromStdString(next->name), format::blocks(next->lagBlocks))
                               : Texts::tr("No backup is ready to take over.");
    notices.push_back({next ? Tone::ok : Tone::warn,
                       allWell && next ? Texts::tr("All is well") : Texts::tr("Takeover drill"), drill,
                       PageId::operators, 0, next ? next->address : Address{}});
}

} // namespace

std::vector<Notice> attention(const api::Snapshot& snapshot, std::int64_t nowMs) {
    std::vector<Notice> notices;
    if (isStale(snapshot, nowMs))
        notices.push_back({Tone::bad,
                           Texts::tr("L1 does not answer"),
                           Texts::tr("What you see is %1 old. Deadlines on L1 run on.")
                               .arg(format::duration(nowMs - snapshot.heads.l1.seenAtMs)),
                           PageId::overview,
                           0,
                           {}});
    addFrauds(snapshot, notices);
    addTakeover(snapshot, notices);
    addL1Txs(snapshot, notices);
    addOut(snapshot, notices);
    addRunway(snapshot, notices);
    addFunds(snapshot, notices);
    std::stable_sort(notices.begin(), notices.end(), [](const Notice& one, const Notice& other) {
        return one.tone == Tone::bad && other.tone != Tone::bad;
    });
    addCalm(snapshot, notices.empty(), notices);
    return notices;
}

void follow(const Notice& notice, Selection& selection) {
    if (notice.l1Tx)
        selection.selectL1Tx(notice.operatorAddress, *notice.l1Tx);
    else if (notice.batch != 0)
        selection.selectBatch(notice.batch, notice.batchHash);
    else if (!notice.operatorAddress.isZero())
        selection.selectOperator(notice.operatorAddress);
    selection.open(notice.page);
}

Deadline nextDeadline(const api::Snapshot& snapshot) {
    Deadline best;
    const auto now = snapshot.heads.l1.number;
    const auto offer = [&](std::uint64_t blocks, const QString& what, Tone tone) {
        if (best.known && best.blocks <= blocks) return;
        best = {true, blocks, now + blocks, what, tone};
    };
    for (const auto& challenge : snapshot.challenges)
        if (needsChallenge(snapshot, challenge))
            offer(challenge.deadlineL1Block - now, Texts::tr("to challenge %1").arg(challenge.batch),
                  Tone::bad);
    if (best.known) return best;
    const auto heartbeat = snapshot.parameters.heartbeatBlocks;
    const auto silent = snapshot.clock.silentBlocks;
    if (silent * 2 > heartbeat && silent <= heartbeat)
        offer(heartbeat - silent + 1, Texts::tr("to takeover"), Tone::warn);
    if (snapshot.clock.epochEndBlock > now)
        offer(snapshot.clock.epochEndBlock - now, Texts::tr("to epoch %1").arg(snapshot.clock.epoch + 1),
              Tone::plain);
    return best;
}

} // namespace aw::models
