#include "l1/intent_book.hpp"

#include "base/units.hpp"

#include <algorithm>
#include <limits>

/// What is signed and sent next, and what it may cost.
namespace aw::l1 {

namespace {

/// L1 blocks for which an estimate of gas is taken to hold.
constexpr std::uint64_t kGasHolds = 5;
/// Replacements that the pool may ask for at once; further ones are not before it was sent again.
constexpr std::size_t kHastyAttempts = 4;
/// What keeps an operator in its place may use the whole budget, everything else so many hundredths of it.
constexpr unsigned kRoutineShare = 75, kWhole = 100;

bool isUrgent(L1TxKind kind) {
    switch (kind) {
    case L1TxKind::heartbeat:
    case L1TxKind::handOver:
    case L1TxKind::challenge:
    case L1TxKind::answer:
    case L1TxKind::cancellation:
        return true;
    case L1TxKind::batch:
    case L1TxKind::registration:
    case L1TxKind::bid:
    case L1TxKind::deposit:
    case L1TxKind::withdrawal:
    case L1TxKind::other:
        return false;
    }
    return false;
}

Error notWaiting(const Intent& intent, const std::string& why) {
    return {ErrorCode::l1txNotWaiting,
            "L1 transaction " + std::to_string(intent.id) + " (" + intent.label + ") " + why + "."};
}

Wei limited(const U256& wei) {
    return wei > U256(std::numeric_limits<Wei>::max()) ? std::numeric_limits<Wei>::max()
                                                       : static_cast<Wei>(wei);
}

} // namespace

std::optional<Fees> IntentBook::feesUnder(std::uint64_t nonce) const {
    std::optional<Fees> highest;
    for (const auto& [id, entry] : m_entries) {
        if (entry.intent.settled || entry.intent.nonce != nonce) continue;
        for (const auto& attempt : entry.intent.attempts) {
            if (!highest) highest = attempt.fees;
            highest->maxFeeWei = std::max(highest->maxFeeWei, attempt.fees.maxFeeWei);
            highest->tipWei = std::max(highest->tipWei, attempt.fees.tipWei);
        }
    }
    return highest;
}

// What has a nonce before it is signed takes the place of what was signed under it.
Result<Fees> IntentBook::firstFees(const Entry& entry, const AccountFacts& facts) const {
    const auto& nonce = entry.intent.nonce;
    const auto before = nonce ? feesUnder(*nonce) : std::nullopt;
    return before ? replacementFees(*before, facts.price, m_options.caps)
                  : feesFor(facts.price, m_options.caps);
}

U256 IntentBook::committed(std::optional<std::uint64_t> without) const {
    std::map<std::uint64_t, U256> byNonce;
    for (const auto& [id, entry] : m_entries) {
        if (!isOpen(entry) || entry.intent.nonce == without) continue;
        auto& most = byNonce[*entry.intent.nonce];
        most = std::max(most, mostCost(entry.intent.gasLimit, entry.intent.attempts.back().fees));
    }
    U256 sum = 0;
    for (const auto& [nonce, most] : byNonce)
        sum += most;
    return sum;
}

Result<void> IntentBook::checkBudget(L1TxKind kind, std::optional<std::uint64_t> nonce, const U256& cost,
                                     std::int64_t nowMs) const {
    const auto whole = U256(m_options.caps.dayBudgetWei);
    const auto limit = isUrgent(kind) ? whole : U256(whole * kRoutineShare / kWhole);
    const auto spent = U256(spentDayWei(nowMs));
    const auto waiting = committed(nonce);
    if (spent + waiting + cost <= limit) return {};
    return Error{ErrorCode::l1txBudget,
                 "It may cost " + base::formatEther(cost) + " ETH; the fees of the last 24 hours are " +
                     base::formatEther(spent) + " ETH, those of what is under way up to " +
                     base::formatEther(waiting) + " ETH, and " + base::formatEther(limit) +
                     " ETH of the day's budget are for this kind. It waits; to pay more, raise the budget."};
}

std::uint64_t IntentBook::nextNonce(const AccountFacts& facts) const {
    auto next = facts.noncePending;
    for (const auto& [id, entry] : m_entries)
        if (!entry.intent.settled && entry.intent.nonce) next = std::max(next, *entry.intent.nonce + 1);
    return next;
}

bool IntentBook::hasFreshGas(const Entry& entry, const AccountFacts& facts) const {
    const auto& intent = entry.intent;
    return intent.kind == L1TxKind::cancellation ||
           (intent.gasLimit != 0 && facts.head <= entry.gasAtHead.value_or(facts.head) + kGasHolds);
}

std::vector<std::uint64_t> IntentBook::unestimated(const AccountFacts& facts) const {
    std::vector<std::uint64_t> ids;
    for (const auto& [id, entry] : m_entries) {
        const auto& intent = entry.intent;
        const bool waits = !intent.settled && !intent.end && !intent.isSigned();
        if (waits && !hasFreshGas(entry, facts) && firstFees(entry, facts)) ids.push_back(id);
    }
    return ids;
}

void IntentBook::setGas(std::uint64_t id, std::uint64_t gasLimit, std::uint64_t head) {
    auto* entry = entryOf(id);
    if (!entry || entry->intent.isSigned()) return;
    entry->intent.gasLimit = gasLimit;
    entry->gasAtHead = head;
}

void IntentBook::refuse(std::uint64_t id, Error why) {
    auto* entry = entryOf(id);
    if (!entry || entry->intent.isSigned() || entry->intent.settled) return;
    setProblem(*entry, std::move(why));
    entry->intent.end = L1TxState::failed;
    settle(*entry);
}

bool IntentBook::wantsReplacement(const Entry& entry, const AccountFacts& facts) const {
    const auto& intent = entry.intent;
    if (!isOpen(entry) || isGivenUp(entry) || entry.doubtful || entry.suspicion) return false;
    if (entry.raise)
        return intent.attempts.size() < kHastyAttempts ||
               facts.steadyMs >= entry.sentMs + m_options.resendAfterMs;
    // What comes after the next in line waits for that one, not for its own fee.
    return entry.sent && *intent.nonce == facts.nonceLatest &&
           facts.head >= std::max(entry.sentAtHead, m_lineSince) + m_options.stuckBlocks;
}

std::optional<IntentBook::Signing> IntentBook::nextSigning(const AccountFacts& facts) {
    for (auto& [id, entry] : m_entries) {
        auto& intent = entry.intent;
        if (intent.settled || intent.end || intent.inclusion) continue;
        const bool isFirst = !intent.isSigned();
        if (!isFirst && !wantsReplacement(entry, facts)) continue;
        // What was to take this nonce comes too late.
        if (intent.nonce && facts.nonceLatest > *intent.nonce) continue;
        const auto fees = isFirst ? firstFees(entry, facts)
                                  : replacementFees(*feesUnder(*intent.nonce), facts.price, m_options.caps);
        if (!fees) {
            setProblem(entry, fees.error());
            continue;
        }
        if (isFirst && !hasFreshGas(entry, facts)) continue;
        const auto within =
            checkBudget(intent.kind, intent.nonce, mostCost(intent.gasLimit, *fees), facts.nowMs);
        if (!within) {
            setProblem(entry, within.error());
            continue;
        }
        return Signing{id, intent.nonce.value_or(nextNonce(facts)), intent.gasLimit, *fees};
    }
    return std::nullopt;
}

void IntentBook::addAttempt(const Signing& signing, const Hash& hash, std::int64_t nowMs) {
    auto* entry = entryOf(signing.id);
    if (!entry) return;
    auto& intent = entry->intent;
    intent.nonce = signing.nonce;
    intent.gasLimit = signing.gasLimit;
    intent.attempts.push_back({hash, signing.fees, nowMs});
    intent.problem.reset();
    entry->sent = entry->raise = entry->turnedAway = false;
    entry->changed = true;
}

std::vector<std::uint64_t> IntentBook::due(const AccountFacts& facts) const {
    std::vector<std::pair<std::uint64_t, std::uint64_t>> byNonce;
    for (const auto& [id, entry] : m_entries) {
        if (!isOpen(entry) || isGivenUp(entry) || entry.doubtful || entry.outdated) continue;
        const auto nonce = *entry.intent.nonce;
        // Signed just now, the nonce may be used up meanwhile; L1 says so.
        const bool isLost = facts.noncePending <= nonce &&
                            facts.steadyMs >= entry.sentMs + m_options.resendAfterMs && !entry.suspicion;
        if (!entry.sent || isLost) byNonce.emplace_back(nonce, id);
    }
    std::ranges::sort(byNonce);
    std::vector<std::uint64_t> ids;
    for (const auto& [nonce, id] : byNonce)
        ids.push_back(id);
    return ids;
}

void IntentBook::noteSent(std::uint64_t id, SendOutcome outcome, std::optional<Error> error,
                          const AccountFacts& facts) {
    auto* entry = entryOf(id);
    if (!entry) return;
    if (!entry->sent) entry->sentAtHead = facts.head;
    entry->sent = true;
    entry->sentMs = facts.steadyMs;
    auto& intent = entry->intent;
    switch (outcome) {
    case SendOutcome::accepted:
        if (!intent.accepted) entry->changed = true;
        intent.accepted = true;
        // A cap or the budget may still be in the way of what it would need.
        if (intent.problem && intent.problem->code != ErrorCode::l1txFeeCap &&
            intent.problem->code != ErrorCode::l1txBudget)
            setProblem(*entry, std::nullopt);
        break;
    case SendOutcome::underpriced:
        entry->raise = entry->turnedAway = true;
        break;
    case SendOutcome::nonceUsed:
        entry->turnedAway = true;
        break;
    case SendOutcome::refused:
        setProblem(*entry, std::move(error));
        break;
    case SendOutcome::unknown:
        break;
    }
}

Result<const IntentBook::Entry*> IntentBook::raisable(std::uint64_t id, const AccountFacts& facts) const {
    const auto found = m_entries.find(id);
    if (found == m_entries.end())
        return Error{ErrorCode::l1txUnknown,
                     "No L1 transaction of this operator has the number " + std::to_string(id) + "."};
    const auto& entry = found->second;
    const auto& intent = entry.intent;
    if (isGivenUp(entry) || intent.end == L1TxState::cancelled)
        return Error{ErrorCode::l1txCancelled, "L1 transaction " + std::to_string(id) + " (" + intent.label +
                                                   ") was taken back already."};
    if (intent.inclusion)
        return notWaiting(intent, "is in L1 block " + std::to_string(intent.inclusion->block) + " already");
    if (intent.end || intent.settled) return notWaiting(intent, "has failed already");
    if (intent.nonce && intent.isSigned() && facts.nonceLatest > *intent.nonce)
        return notWaiting(intent, "is mined, or another transaction has its nonce; L1 is being asked");
    return &entry;
}

Result<IntentBook::Signing> IntentBook::speedUp(std::uint64_t id, const AccountFacts& facts) const {
    const auto entry = raisable(id, facts);
    if (!entry) return entry.error();
    const auto& intent = (*entry)->intent;
    if (!intent.isSigned()) return notWaiting(intent, "was not sent yet: it gets the fees of the day then");
    const auto fees = replacementFees(*feesUnder(*intent.nonce), facts.price, m_options.caps);
    if (!fees) return fees.error();
    if (const auto within =
            checkBudget(intent.kind, intent.nonce, mostCost(intent.gasLimit, *fees), facts.nowMs);
        !within)
        return within.error();
    return Signing{id, *intent.nonce, intent.gasLimit, *fees};
}

Result<std::optional<IntentBook::Signing>> IntentBook::planCancel(std::uint64_t id,
                                                                  const AccountFacts& facts) const {
    const auto entry = raisable(id, facts);
    if (!entry) return entry.error();
    const auto& intent = (*entry)->intent;
    if (intent.kind == L1TxKind::cancellation)
        return notWaiting(intent, "takes another one's place; it can be sped up, not taken back");
    if (!intent.isSigned()) return std::optional<Signing>();
    const auto fees = replacementFees(*feesUnder(*intent.nonce), facts.price, m_options.caps);
    if (!fees) return fees.error();
    if (const auto within =
            checkBudget(L1TxKind::cancellation, intent.nonce, mostCost(kPlainGas, *fees), facts.nowMs);
        !within)
        return within.error();
    return std::optional(Signing{0, *intent.nonce, kPlainGas, *fees});
}

void IntentBook::cancel(std::uint64_t id, std::int64_t nowMs) {
    auto* entry = entryOf(id);
    if (!entry) return;
    setProblem(*entry, Error{ErrorCode::l1txCancelled, entry->intent.label + " was taken back."});
    if (entry->intent.isSigned()) {
        takeNonceOf(*entry, nowMs);
        return;
    }
    entry->intent.end = L1TxState::cancelled;
    settle(*entry);
}

Wei IntentBook::pendingWei() const {
    U256 sum = committed(std::nullopt);
    for (const auto& [id, entry] : m_entries) {
        const auto& intent = entry.intent;
        if (intent.settled || intent.end || intent.inclusion) continue;
        sum += U256(intent.value);
        // Not signed yet: at the most that may be paid.
        if (!intent.isSigned()) sum += m_options.caps.maxFeeWei * intent.gasLimit;
    }
    return limited(sum);
}

} // namespace aw::l1
