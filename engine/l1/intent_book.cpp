#include "l1/intent_book.hpp"

#include <algorithm>
#include <ranges>

/// What L1 says, and what follows from it.
namespace aw::l1 {

namespace {

Error dropped(const Intent& intent, const std::string& why) {
    return {ErrorCode::l1Dropped, intent.label + " was given up: " + why + "."};
}

bool isAskedAnew(const Intent& intent) { return intent.perishable || !outlivesRestart(intent.kind); }

} // namespace

void IntentBook::load(IntentJournal::Kept kept) {
    m_lastId = kept.lastId;
    m_spendings.load(std::move(kept.spendings));
    for (auto& intent : kept.intents) {
        m_lastId = std::max(m_lastId, intent.id);
        Entry entry{.intent = std::move(intent), .gasAtHead = 0};
        auto& loaded = entry.intent;
        // Of what was signed L1 may know, whether or not it was sent: L1 is asked before anything is done.
        if (!loaded.settled && loaded.isSigned()) entry.doubtful = isAskedAnew(loaded) && !loaded.inclusion;
        const bool forgotten = !loaded.settled && !loaded.isSigned() && !loaded.end && isAskedAnew(loaded);
        const auto id = loaded.id;
        auto& held = m_entries.emplace(id, std::move(entry)).first->second;
        if (forgotten) giveUp(held, dropped(held.intent, "it was not sent when the operator stopped"));
    }
    trim();
}

std::uint64_t IntentBook::add(Intent intent) {
    const auto id = ++m_lastId;
    intent.id = id;
    m_entries.emplace(id, Entry{.intent = std::move(intent), .changed = true});
    return id;
}

IntentBook::Entry* IntentBook::entryOf(std::uint64_t id) {
    const auto found = m_entries.find(id);
    return found == m_entries.end() ? nullptr : &found->second;
}

const Intent* IntentBook::find(std::uint64_t id) const {
    const auto found = m_entries.find(id);
    return found == m_entries.end() ? nullptr : &found->second.intent;
}

std::vector<IntentBook::Entry*> IntentBook::sharing(const Entry& entry) {
    std::vector<Entry*> others;
    for (auto& [id, other] : m_entries)
        if (&other != &entry && !other.intent.settled && entry.intent.nonce &&
            other.intent.nonce == entry.intent.nonce)
            others.push_back(&other);
    return others;
}

bool IntentBook::isOpen(const Entry& entry) {
    const auto& intent = entry.intent;
    return !intent.settled && !intent.end && !intent.inclusion && intent.isSigned();
}

bool IntentBook::isGivenUp(const Entry& entry) {
    return entry.intent.unwanted || entry.intent.cancelledBy != 0;
}

std::optional<Result<Receipt>> IntentBook::outcomeOf(std::uint64_t id) const {
    const auto found = m_entries.find(id);
    if (found == m_entries.end())
        return Result<Receipt>(Error{ErrorCode::l1txUnknown, "L1 transaction " + std::to_string(id) +
                                                                 " is none of this operator's newest."});
    const auto& [intent, receipt] = std::tie(found->second.intent, found->second.receipt);
    if (intent.inclusion && intent.inclusion->success) {
        if (receipt) return Result<Receipt>(*receipt);
        Receipt known;
        known.txHash = intent.inclusion->txHash;
        known.blockNumber = intent.inclusion->block;
        known.blockHash = intent.inclusion->blockHash;
        known.success = true;
        known.gasUsed = intent.inclusion->gasUsed;
        known.effectiveGasPriceWei = intent.inclusion->gasPriceWei;
        return Result<Receipt>(std::move(known));
    }
    if (found->second.unexplained) return std::nullopt;
    if (!intent.inclusion && !intent.end && !intent.unwanted) return std::nullopt;
    if (intent.problem) return Result<Receipt>(*intent.problem);
    return Result<Receipt>(Error{ErrorCode::l1txCancelled, intent.label + " was taken back."});
}

AccountQuestions IntentBook::questions() const {
    AccountQuestions questions;
    std::optional<std::uint64_t> lowest, highest;
    for (const auto& [id, entry] : m_entries) {
        if (!entry.intent.settled && entry.intent.inclusion) {
            const auto block = entry.intent.inclusion->block;
            lowest = std::min(lowest.value_or(block), block);
            highest = std::max(highest.value_or(block), block);
        }
        if (!isOpen(entry)) continue;
        for (const auto& attempt : entry.intent.attempts) {
            questions.receipts.push_back(attempt.hash);
            if (entry.doubtful) questions.known.push_back(attempt.hash);
        }
        if (entry.suspicion) questions.blocks.push_back(entry.suspicion->block);
    }
    // The highest shows a reorganisation first; the lowest is settled next.
    if (highest) questions.blocks.push_back(*highest);
    if (highest && lowest != highest) questions.blocks.push_back(*lowest);
    return questions;
}

void IntentBook::observe(const AccountFacts& facts) {
    if (facts.nonceLatest != m_line || m_lineSince > facts.head) {
        m_line = facts.nonceLatest;
        m_lineSince = facts.head;
    }
    // What is mined comes first: it says what became of the others under its nonce.
    for (auto& [id, entry] : m_entries)
        if (!entry.intent.settled && !entry.intent.inclusion && isOpen(entry)) includeMined(entry, facts);
    // A cancellation that is added meanwhile comes last, and is looked at too.
    for (auto& [id, entry] : m_entries) {
        const auto& intent = entry.intent;
        if (intent.settled) continue;
        if (!entry.gasAtHead) entry.gasAtHead = facts.head;
        if (intent.inclusion) {
            observeMined(entry, facts);
        } else if (isOpen(entry)) {
            observeUnmined(entry, facts);
        } else if (!intent.end) {
            expire(entry, facts);
        }
    }
    observeGap(facts);
    trim();
}

void IntentBook::observeMined(Entry& entry, const AccountFacts& facts) {
    const auto& inclusion = *entry.intent.inclusion;
    const auto asked = facts.blocks.find(inclusion.block);
    // An endpoint that is behind can say nothing of it.
    if (asked == facts.blocks.end() || (!asked->second && facts.head < inclusion.block)) return;
    if (asked->second != inclusion.blockHash)
        leave(entry);
    else if (inclusion.block <= facts.safe)
        settle(entry);
}

void IntentBook::includeMined(Entry& entry, const AccountFacts& facts) {
    for (const auto& attempt : entry.intent.attempts) {
        const auto answer = facts.receipts.find(attempt.hash);
        if (answer != facts.receipts.end() && answer->second) return include(entry, *answer->second, facts);
    }
}

// No receipt is of one of its attempts.
void IntentBook::observeUnmined(Entry& entry, const AccountFacts& facts) {
    // What was not answered may be the one that is mined.
    for (const auto& attempt : entry.intent.attempts)
        if (!facts.receipts.contains(attempt.hash)) return;
    if (facts.nonceLatest > *entry.intent.nonce)
        observeTaken(entry, facts);
    else
        observeMissing(entry, facts);
}

// No attempt is in a block, and the nonce is used up: by another transaction, or the receipts are late.
void IntentBook::observeTaken(Entry& entry, const AccountFacts& facts) {
    for (const auto* other : sharing(entry))
        if (other->intent.inclusion) return;
    auto& intent = entry.intent;
    const auto again = entry.suspicion ? facts.blocks.find(entry.suspicion->block) : facts.blocks.end();
    const bool stands = again != facts.blocks.end() && again->second == entry.suspicion->hash;
    if (!entry.suspicion || (again != facts.blocks.end() && !stands)) {
        entry.suspicion = Suspicion{facts.head, facts.headHash, facts.steadyMs};
        return;
    }
    if (stands && entry.suspicion->block <= facts.safe) {
        setProblem(entry, Error{ErrorCode::l1NonceTaken,
                                intent.label +
                                    " was not mined: another transaction of the account has its "
                                    "nonce " +
                                    std::to_string(*intent.nonce) + ". Is its key in use elsewhere?"});
        intent.end = intent.kind == L1TxKind::cancellation ? L1TxState::cancelled : L1TxState::failed;
        settle(entry);
        return;
    }
    const bool waited = facts.head > entry.suspicion->block ||
                        facts.steadyMs - entry.suspicion->sinceMs >= m_options.resendAfterMs;
    if (intent.perishable && !intent.unwanted && waited)
        giveUp(entry, dropped(intent, "another transaction of the account seems to have its nonce"));
}

// In no block, and its nonce is free: it is in the pool, or was lost.
void IntentBook::observeMissing(Entry& entry, const AccountFacts& facts) {
    auto& intent = entry.intent;
    entry.suspicion.reset();
    if (entry.doubtful) {
        bool allAnswered = true, isKnown = false;
        for (const auto& attempt : intent.attempts) {
            const auto answer = facts.known.find(attempt.hash);
            if (answer == facts.known.end())
                allAnswered = false;
            else if (answer->second)
                isKnown = true;
        }
        if (!isKnown && !allAnswered) return;
        entry.doubtful = false;
        if (isKnown) {
            intent.accepted = entry.changed = entry.sent = true;
            entry.sentMs = facts.steadyMs;
            entry.sentAtHead = facts.head;
        } else if (!isGivenUp(entry)) {
            giveUp(entry, dropped(intent, "L1 did not know it when the operator started again"));
        }
    }
    const bool isLate = intent.lastUsefulBlock && *intent.lastUsefulBlock < facts.head;
    // Another program sent something under this nonce first.
    const bool isRival = entry.turnedAway && !intent.accepted && facts.noncePending > *intent.nonce;
    if (intent.perishable && !isGivenUp(entry)) {
        if (entry.outdated)
            giveUp(entry, dropped(intent, "L1 was reorganised before it was mined"));
        else if (isLate)
            giveUp(entry, dropped(intent, "L1 did not include it in time"));
        else if (isRival)
            giveUp(entry, dropped(intent, "another transaction of the account has its nonce"));
    }
    if (intent.unwanted && intent.cancelledBy == 0 && !isRival) takeNonceOf(entry, facts.nowMs);
}

void IntentBook::expire(Entry& entry, const AccountFacts& facts) {
    auto& intent = entry.intent;
    if (entry.outdated)
        giveUp(entry, dropped(intent, "L1 was reorganised before it was sent"));
    else if (intent.lastUsefulBlock && *intent.lastUsefulBlock < facts.head)
        giveUp(entry, dropped(intent, "it expired before it was sent"));
}

// A nonce that nobody here has holds up everything after it: L1 lost its transaction beyond what is settled.
void IntentBook::observeGap(const AccountFacts& facts) {
    const auto gap = facts.noncePending;
    if (gap != facts.nonceLatest || facts.head < m_lineSince + m_options.stuckBlocks) return;
    bool isHeldUp = false;
    for (const auto& [id, entry] : m_entries) {
        const auto& intent = entry.intent;
        if (intent.settled || !intent.nonce) continue;
        if (*intent.nonce == gap) return;
        if (isOpen(entry) && *intent.nonce > gap) isHeldUp = true;
    }
    if (!isHeldUp) return;
    Intent filler;
    filler.kind = L1TxKind::cancellation;
    filler.label = "fill nonce " + std::to_string(gap);
    filler.to = m_account;
    filler.gasLimit = kPlainGas;
    filler.nonce = gap;
    filler.createdAtMs = facts.nowMs;
    add(std::move(filler));
}

void IntentBook::include(Entry& entry, const Receipt& receipt, const AccountFacts& facts) {
    auto& intent = entry.intent;
    entry.receipt = receipt;
    entry.receipt->logs.clear();
    entry.suspicion.reset();
    entry.doubtful = entry.outdated = entry.raise = false;
    U256 offered = 0;
    for (const auto& attempt : intent.attempts)
        if (attempt.hash == receipt.txHash) offered = attempt.fees.maxFeeWei;
    intent.accepted = true;
    intent.end.reset();
    // It cannot have cost more than was signed for, whatever is said.
    intent.inclusion = Inclusion{.txHash = receipt.txHash,
                                 .block = receipt.blockNumber,
                                 .blockHash = receipt.blockHash,
                                 .success = receipt.success,
                                 .gasUsed = std::min(receipt.gasUsed, intent.gasLimit),
                                 .gasPriceWei = std::min(receipt.effectiveGasPriceWei, offered),
                                 .noticedAtMs = facts.nowMs};
    intent.problem.reset();
    entry.unexplained = !receipt.success;
    entry.changed = true;
    m_spendings.add({intent.id, facts.nowMs, intent.inclusion->costWei()});
    for (auto* other : sharing(entry)) {
        if (other->intent.inclusion) continue;
        other->intent.end = L1TxState::cancelled;
        other->changed = true;
    }
    // What failed is explained first, for which its data are needed.
    if (receipt.success && (m_options.untilMined || receipt.blockNumber <= facts.safe)) settle(entry);
}

void IntentBook::leave(Entry& entry) {
    auto& intent = entry.intent;
    // Whoever waited was told that it failed, and may have asked again.
    if (!intent.inclusion->success) intent.unwanted = true;
    m_spendings.remove(intent.id);
    intent.inclusion.reset();
    entry.receipt.reset();
    ++intent.reorgs;
    entry.sent = entry.unexplained = false;
    entry.outdated = intent.perishable;
    entry.changed = true;
    for (auto* other : sharing(entry)) {
        if (other->intent.end != L1TxState::cancelled) continue;
        other->intent.end.reset();
        other->changed = true;
    }
}

void IntentBook::noteReorg(std::uint64_t lastKept) {
    for (auto& [id, entry] : m_entries) {
        if (entry.intent.settled) continue;
        if (entry.suspicion && entry.suspicion->block > lastKept) entry.suspicion.reset();
        if (!entry.intent.inclusion) {
            entry.outdated = entry.outdated || entry.intent.perishable;
            entry.sent = false; // the pool may have lost it too
        } else if (entry.intent.inclusion->block > lastKept) {
            leave(entry);
        }
    }
}

void IntentBook::settle(Entry& entry) {
    auto group = sharing(entry);
    group.push_back(&entry);
    for (auto* each : group) {
        auto& intent = each->intent;
        if (!intent.inclusion && !intent.end) intent.end = L1TxState::cancelled;
        intent.settled = each->changed = true;
        intent.data = std::make_shared<const Bytes>();
    }
}

void IntentBook::giveUp(Entry& entry, Error why) {
    setProblem(entry, std::move(why));
    entry.intent.unwanted = entry.changed = true;
    if (entry.intent.isSigned()) return;
    entry.intent.end = L1TxState::cancelled;
    settle(entry);
}

void IntentBook::takeNonceOf(Entry& entry, std::int64_t nowMs) {
    Intent cancellation;
    cancellation.kind = L1TxKind::cancellation;
    cancellation.label = "cancel " + entry.intent.label;
    cancellation.batch = entry.intent.batch;
    cancellation.to = m_account;
    cancellation.gasLimit = kPlainGas;
    cancellation.nonce = entry.intent.nonce;
    cancellation.createdAtMs = nowMs;
    entry.changed = true;
    entry.intent.cancelledBy = add(std::move(cancellation));
}

void IntentBook::setProblem(Entry& entry, std::optional<Error> problem) {
    auto& present = entry.intent.problem;
    // Its figures change with every block; that alone is not worth a write.
    const bool same =
        present.has_value() == problem.has_value() && (!present || present->code == problem->code);
    if (!same) entry.changed = true;
    present = std::move(problem);
}

void IntentBook::trim() {
    auto settled = static_cast<std::size_t>(
        std::ranges::count_if(m_entries, [](const auto& each) { return each.second.intent.settled; }));
    for (auto each = m_entries.begin(); settled > kKeptSettled && each != m_entries.end();) {
        const bool goes = each->second.intent.settled && !each->second.changed;
        if (goes) --settled;
        each = goes ? m_entries.erase(each) : std::next(each);
    }
}

std::vector<Intent> IntentBook::takeChanged() {
    std::vector<Intent> changed;
    for (auto& [id, entry] : m_entries)
        if (std::exchange(entry.changed, false)) changed.push_back(entry.intent);
    return changed;
}

void IntentBook::restoreChanged(std::span<const Intent> intents) {
    for (const auto& intent : intents)
        if (auto* entry = entryOf(intent.id)) entry->changed = true;
}

std::vector<Intent> IntentBook::intents() const {
    std::vector<Intent> all;
    for (const auto& [id, entry] : m_entries)
        all.push_back(entry.intent);
    return all;
}

bool IntentBook::isWaiting() const {
    return std::ranges::any_of(m_entries, [](const auto& each) {
        const auto& intent = each.second.intent;
        return !intent.settled && !intent.end && !intent.inclusion;
    });
}

bool IntentBook::isUnsettled() const {
    return std::ranges::any_of(m_entries, [](const auto& each) { return !each.second.intent.settled; });
}

std::vector<std::uint64_t> IntentBook::unexplained() const {
    std::vector<std::uint64_t> ids;
    for (const auto& [id, entry] : m_entries)
        if (entry.unexplained) ids.push_back(id);
    return ids;
}

void IntentBook::explainFailure(std::uint64_t id, Error why) {
    auto* entry = entryOf(id);
    if (!entry || !entry->unexplained) return;
    entry->unexplained = false;
    setProblem(*entry, std::move(why));
    if (m_options.untilMined) settle(*entry);
}

} // namespace aw::l1
