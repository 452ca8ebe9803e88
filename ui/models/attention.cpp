#include "models/attention.hpp"

#include "models/attention_parts.hpp"
#include "models/format.hpp"
#include "models/lookup.hpp"
#include "models/short_texts.hpp"
#include "models/texts.hpp"

#include <QCoreApplication>

#include <algorithm>
#include <charconv>

namespace aw::models {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(Attention)
};

namespace parts = attention_parts;

/// Transactions that wait for this long while no block is made are a standstill.
constexpr int kStandstillMs = 10'000;

void addFailure(const api::Snapshot& snapshot, parts::Notices& notices) {
    if (snapshot.phase != api::Phase::failed || !snapshot.failure) return;
    notices.push_back({.tone = Tone::bad,
                       .title = Texts::tr("The engine stopped"),
                       .text = texts::error(*snapshot.failure),
                       .act = Texts::tr("Nothing runs any more. Remove the cause and start again."),
                       .button = Texts::tr("Show events"),
                       .page = kEventLog,
                       .key = QStringLiteral("failed")});
}

void addStale(const api::Snapshot& snapshot, std::int64_t nowMs, parts::Notices& notices) {
    if (!isStale(snapshot, nowMs)) return;
    const QString age = format::duration(nowMs - snapshot.heads.l1.seenAtMs);
    notices.push_back({.tone = Tone::bad,
                       .title = Texts::tr("L1 does not answer"),
                       .text = snapshot.l1.connected
                                   ? Texts::tr("No new block for %1.").arg(age)
                                   : Texts::tr("The connection to %1 is lost. What you see is %2 old.")
                                         .arg(QString::fromStdString(snapshot.l1.endpoint), age),
                       .act = Texts::tr("Check the L1 node now: deadlines on L1 keep running."),
                       .button = Texts::tr("Show events"),
                       .page = kEventLog,
                       .key = QStringLiteral("l1")});
}

/// "51 blocks left (51 s)"
QString leftText(const api::Snapshot& snapshot, std::uint64_t blocks) {
    const auto ms = static_cast<std::int64_t>(blocks * snapshot.l1.blockTimeMs);
    return snapshot.l1.blockTimeMs == 0
               ? Texts::tr("%1 left").arg(format::blocks(blocks))
               : Texts::tr("%1 left (%2)").arg(format::blocks(blocks), format::duration(ms));
}

void addFrauds(const api::Snapshot& snapshot, parts::Notices& notices) {
    std::vector<std::pair<std::uint64_t, Notice>> open; // by deadline
    for (const auto& challenge : snapshot.challenges) {
        const QString key = QStringLiteral("fraud:") + format::fullHash(challenge.batchHash);
        if (isUnderWay(challenge)) {
            notices.push_back(
                {.tone = Tone::warn,
                 .title = Texts::tr("The challenge of batch %1 is under way").arg(challenge.batch),
                 .text = texts::stage(challenge.stage),
                 .act = Texts::tr("Nothing to do: L1 decides within a few blocks."),
                 .button = Texts::tr("Watch it"),
                 .page = PageId::challenges,
                 .batch = challenge.batch,
                 .batchHash = challenge.batchHash,
                 .key = key + QStringLiteral(":challenged")});
        } else if (needsChallenge(snapshot, challenge)) {
            const auto left = challenge.deadlineL1Block - snapshot.heads.l1.number;
            const bool again = challenge.stage == api::ChallengeStage::failed;
            open.emplace_back(
                challenge.deadlineL1Block,
                Notice{.tone = Tone::bad,
                       .title =
                           challenge.reason == api::FraudReason::postRoot
                               ? Texts::tr("Batch %1 claims a wrong root").arg(challenge.batch)
                               : Texts::tr("Batch %1: %2").arg(challenge.batch).arg(texts::wrong(challenge)),
                       .text = again
                                   ? Texts::tr("The last challenge failed. %1").arg(texts::reason(challenge))
                                   : texts::reason(challenge),
                       .act = parts::before(snapshot, challenge.deadlineL1Block),
                       .button = Texts::tr("Challenge batch %1 …").arg(challenge.batch),
                       .page = PageId::challenges,
                       .batch = challenge.batch,
                       .batchHash = challenge.batchHash,
                       .key = key,
                       .alarm = Texts::tr("Batch %1, %2, %3")
                                    .arg(QString::number(challenge.batch), texts::wrong(challenge),
                                         leftText(snapshot, left))});
        }
    }
    // What is lost first comes first.
    std::stable_sort(open.begin(), open.end(),
                     [](const auto& one, const auto& other) { return one.first > other.first; });
    for (auto& [deadline, notice] : open)
        notices.insert(notices.begin(), std::move(notice));
}

std::uint64_t numberIn(const api::Event& event, const char* key) {
    const auto it = event.args.find(key);
    std::uint64_t value = 0;
    if (it != event.args.end())
        std::from_chars(it->second.data(), it->second.data() + it->second.size(), value);
    return value;
}

/// A signature that is demanded on L1 and was not shown: whoever anchored the batch is convicted for it.
void addDemands(const api::Snapshot& snapshot, parts::Notices& notices) {
    using enum api::EventCode;
    struct Demand {
        std::uint64_t batch, block;
        bool missing;
    };
    std::vector<Demand> open;
    for (const auto& event : snapshot.events) {
        const auto batch = numberIn(event, "batch");
        const auto same = [&](const Demand& demand) { return demand.batch == batch; };
        if (event.code == signatureDemanded && std::none_of(open.begin(), open.end(), same))
            open.push_back({batch, numberIn(event, "block"), false});
        if (event.code == signatureAnswered || event.code == signatureWithheld) std::erase_if(open, same);
        if (event.code == signatureMissing)
            for (auto& demand : open)
                demand.missing = demand.missing || same(demand);
    }
    for (const auto& demand : open) {
        if (demand.block <= snapshot.heads.l1.number) continue;
        const auto blocks = demand.block - snapshot.heads.l1.number;
        const QString left = parts::timed(snapshot, blocks);
        Notice notice{
            .tone = demand.missing ? Tone::bad : Tone::warn,
            .title = Texts::tr("A signature of batch %1 is demanded").arg(demand.batch),
            .text = demand.missing ? Texts::tr("Its operator does not hold the signature that L1 asks for.")
                                   : Texts::tr("L1 asks its operator to show it."),
            .act = demand.missing
                       ? Texts::tr("Find who has it: %1 are left until L1 convicts.").arg(left)
                       : Texts::tr("Nothing to do: its node answers by itself; %1 are left.").arg(left),
            .button = Texts::tr("Show the batch"),
            .page = PageId::batches,
            .batch = demand.batch,
            .key = QStringLiteral("demand:%1:%2").arg(demand.batch).arg(demand.block)};
        if (demand.missing)
            notice.alarm =
                Texts::tr("Batch %1, %2, %3")
                    .arg(QString::number(demand.batch), texts::fraud(api::FraudKind::withheldSignature),
                         leftText(snapshot, blocks));
        notices.push_back(std::move(notice));
    }
}

void addTakeover(const api::Snapshot& snapshot, parts::Notices& notices) {
    const auto* current = currentOperator(snapshot);
    if (!current) return;
    const auto heartbeat = snapshot.parameters.heartbeatBlocks;
    const bool down = current->local && !current->running;
    if (!down && (heartbeat == 0 || snapshot.clock.silentBlocks * 2 <= heartbeat)) return;
    const auto* next = nextReady(snapshot);
    const auto silent = snapshot.clock.silentBlocks;
    const auto at = next && next->mayActAtSilent > 0 ? next->mayActAtSilent : heartbeat + 1;
    const QString left = parts::timed(snapshot, at > silent ? at - silent : 0);
    const QString name = QString::fromStdString(current->name);
    const QString title = down ? Texts::tr("%1 is down").arg(name) : Texts::tr("%1 is silent").arg(name);
    Notice notice{.tone = down ? Tone::bad : Tone::warn,
                  .title = title,
                  .text = down ? Texts::tr("Its node is not running: nothing is sequenced or anchored.")
                               : Texts::tr("Nothing of it on L1 for %1.").arg(parts::timed(snapshot, silent)),
                  .act = {},
                  .page = PageId::operators,
                  .operatorAddress = current->address,
                  .key = QStringLiteral("down:") + format::fullAddress(current->address)};
    if (next) {
        notice.act = Texts::tr("No need to act: %1 may take over in %2 and does so by itself.")
                         .arg(QString::fromStdString(next->name), left);
        notice.button = Texts::tr("Watch the takeover");
        if (down)
            notice.alarm =
                Texts::tr("%1, %2 may take over in %3").arg(title, QString::fromStdString(next->name), left);
    } else {
        notice.act = down ? Texts::tr("Act now: no backup is ready to take over. Start %1 again.").arg(name)
                          : Texts::tr("Act now: no backup is ready to take over.");
        notice.button =
            down && snapshot.lab ? Texts::tr("Restart %1 …").arg(name) : Texts::tr("Show the operators");
        if (down && snapshot.lab) notice.page = PageId::lab;
        notice.alarm = Texts::tr("%1, no backup is ready").arg(title);
    }
    notices.push_back(std::move(notice));
}

/// Transactions wait, the active operator is up, and still no block is made.
void addStandstill(const api::Snapshot& snapshot, std::int64_t nowMs, parts::Notices& notices) {
    const auto* current = currentOperator(snapshot);
    if (!current || (current->local && !current->running) || isStale(snapshot, nowMs)) return;
    const auto since = nowMs - snapshot.heads.latest.seenAtMs;
    if (snapshot.phase != api::Phase::running || snapshot.pending == 0 || snapshot.txPerSecond > 0 ||
        snapshot.heads.latest.seenAtMs == 0 || since <= kStandstillMs)
        return;
    notices.push_back({.tone = Tone::warn,
                       .title = Texts::tr("Transactions wait and no block is made"),
                       .text = Texts::tr("%1 pending, the last L2 block is %2 old.")
                                   .arg(format::number(snapshot.pending), format::duration(since)),
                       .act = Texts::tr("Look at %1 now; fail over where it stays like this.")
                                  .arg(QString::fromStdString(current->name)),
                       .button = Texts::tr("Fail over …"),
                       .page = PageId::operators,
                       .operatorAddress = current->address,
                       .key = QStringLiteral("standstill")});
}

/// Local operators that cannot do their part, though nothing is wrong with the active one.
void addOut(const api::Snapshot& snapshot, parts::Notices& notices) {
    for (const auto& entry : snapshot.operators) {
        // What is not ours we cannot bring back; a convicted key's operator comes back under another.
        if (!entry.local) continue;
        const QString name = QString::fromStdString(entry.name);
        const QString address = format::fullAddress(entry.address);
        if (entry.notReady == api::NotReady::diskRefused)
            notices.push_back({.tone = Tone::bad,
                               .title = Texts::tr("The disk of %1 is not writable").arg(name),
                               .text = Texts::tr("Its node makes no blocks until that ends."),
                               .act = Texts::tr("Act now: free space, or mount the disk writable."),
                               .button = Texts::tr("Show the operator"),
                               .page = PageId::operators,
                               .operatorAddress = entry.address,
                               .key = QStringLiteral("disk:") + address});
        const bool ejected = entry.status == api::OperatorStatus::ejected;
        if (!ejected && entry.status != api::OperatorStatus::convicted) continue;
        notices.push_back({.tone = Tone::warn,
                           .title = Texts::tr("%1 is out").arg(name),
                           .text = ejected ? Texts::tr("L1 ejected it for silence.")
                                           : Texts::tr("L1 convicted it of fraud."),
                           .act = Texts::tr("No hurry: it can rejoin with a fresh bond at any time."),
                           .button = Texts::tr("Rejoin …"),
                           .page = PageId::operators,
                           .operatorAddress = entry.address,
                           .key = QStringLiteral("out:") + address});
    }
}

void addCalm(const api::Snapshot& snapshot, bool allWell, parts::Notices& notices) {
    const auto* next = nextReady(snapshot);
    const QString drill = next ? Texts::tr("%1 is ready to take over, %2 behind.")
                                     .arg(QString::fromStdString(next->name), format::blocks(next->lagBlocks))
                               : Texts::tr("No backup is ready to take over.");
    notices.push_back({.tone = next ? Tone::ok : Tone::warn,
                       .title = allWell && next ? Texts::tr("All is well") : Texts::tr("Takeover readiness"),
                       .text = drill,
                       .act = next ? Texts::tr("Nothing to do.")
                                   : Texts::tr("Get one ready: without it a crash stops the service."),
                       .button = Texts::tr("Show the operators"),
                       .page = PageId::operators,
                       .operatorAddress = next ? next->address : Address{},
                       .key = QStringLiteral("calm")});
}

} // namespace

namespace attention_parts {

QString timed(const api::Snapshot& snapshot, std::uint64_t blocks) {
    const auto ms = static_cast<std::int64_t>(blocks * snapshot.l1.blockTimeMs);
    if (snapshot.l1.blockTimeMs == 0) return format::blocks(blocks);
    return Texts::tr("%1 (%2)", "blocks and the time that they take")
        .arg(format::blocks(blocks), format::duration(ms));
}

QString before(const api::Snapshot& snapshot, std::uint64_t l1Block) {
    const auto now = snapshot.heads.l1.number;
    return Texts::tr("Act before L1 block %1: %2 left.")
        .arg(format::number(l1Block), timed(snapshot, l1Block > now ? l1Block - now : 0));
}

} // namespace attention_parts

std::vector<Notice> attention(const api::Snapshot& snapshot, std::int64_t nowMs) {
    parts::Notices notices;
    addFrauds(snapshot, notices);
    addDemands(snapshot, notices);
    addFailure(snapshot, notices);
    addStale(snapshot, nowMs, notices);
    addTakeover(snapshot, notices);
    addStandstill(snapshot, nowMs, notices);
    parts::addL1Txs(snapshot, notices);
    addOut(snapshot, notices);
    parts::addRunway(snapshot, notices);
    parts::addFunds(snapshot, notices);
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
