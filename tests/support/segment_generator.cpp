#include "base/protocol.hpp"
#include "segment_scene.hpp"

#include <algorithm>
#include <limits>
#include <optional>

namespace aw::test {
namespace {

using codec::DepositRecord;
using codec::FeeFields;
using codec::ForcedRecord;
using codec::Record;
using codec::SkippedForcedRecord;
using codec::SkipReason;
using codec::TransferRecord;
using codec::WithdrawalTarget;
using transition::BatchContext;
using transition::Rule;

constexpr std::uint64_t kGwei = 1'000'000'000;
constexpr auto kMax64 = std::numeric_limits<std::uint64_t>::max();

/// Builds a segment record by record over a state that follows.
class Builder {
public:
    Builder(Random& random, GeneratedSegment& segment)
        : m_random(random)
        , m_segment(segment)
        , m_state(segment.before) {}

    std::uint64_t count() const { return m_state.accountCount(); }
    bool full() const { return m_records.size() >= protocol::kSegmentRecords; }
    /// Whether another record may have too many indexes (T-3).
    bool crowded() const { return m_indexes + 3 > protocol::kSegmentIndexes; }
    std::size_t records() const { return m_records.size(); }

    /// Appends the record if it keeps the rules.
    bool addValid(const Record& record) {
        const auto outcome = run(record);
        if (outcome.broken) return false;
        m_state.apply(outcome.diff);
        append(record);
        return true;
    }
    /// Appends the record if the first rule that it breaks is this one.
    bool addBreaking(const Record& record, Rule rule) {
        if (run(record).broken != rule) return false;
        append(record);
        return true;
    }
    void append(const Record& record) {
        m_records.push_back(record);
        m_indexes += codec::indexCount(record);
    }
    /// Encodes what was appended, sometimes with more bits to an index than needed.
    void finish() {
        m_segment.records = codec::encodeRecords(m_records, m_segment.context.feeTemplate);
        if (!m_random.once(4)) return;
        const auto bits = m_segment.records[0] + m_random.below(33 - m_segment.records[0]);
        m_segment.records = {static_cast<std::uint8_t>(bits)};
        for (const auto& record : m_records)
            codec::encodeRecord(record, m_segment.context.feeTemplate, static_cast<unsigned>(bits),
                                m_segment.records);
    }

    /// A record that mostly keeps the rules.
    Record ordinary() {
        static_assert(std::variant_size_v<Record> == 5, "a new kind of record is to be generated too");
        const auto kind = m_random.below(20);
        if (kind == 0)
            return codec::BlockEndRecord{.ticks = m_random.once(4) ? m_random.bits() : m_random.below(300)};
        if (kind <= 4) return inbox();
        return transfer();
    }
    /// Mostly one that fits the next entry of the inbox.
    Record inbox() {
        const auto* const entry = m_segment.reader()(m_state.inboxCursor());
        if (const auto* forced = entry ? std::get_if<state::ForcedTransaction>(entry) : nullptr) {
            const auto records = recordsOf(*forced);
            for (const auto& record : records)
                if (!run(record).broken && !m_random.once(3)) return record;
            return records[m_random.below(records.size())];
        }
        const auto* const deposit = entry ? std::get_if<state::Deposit>(entry) : nullptr;
        const auto found = deposit ? m_state.find(deposit->owner, deposit->token) : std::nullopt;
        return DepositRecord{.account = m_random.once(15) ? std::nullopt : found};
    }
    /// What a forced transaction can be answered with, right or wrong: executed, and skipped for each
    /// reason.
    std::vector<Record> recordsOf(const state::ForcedTransaction& forced) {
        const auto sender = m_state.find(forced.sender, 0);
        const auto held = forced.token == 0 ? std::nullopt : m_state.find(forced.sender, forced.token);
        std::vector<Record> records{SkippedForcedRecord{.why = SkipReason::noSender}};
        if (!sender) return records;
        records.emplace_back(SkippedForcedRecord{.why = SkipReason::noTokenAccount, .sender = *sender});
        records.emplace_back(SkippedForcedRecord{.why = SkipReason::bySender, .sender = *sender});
        if (held)
            records.emplace_back(SkippedForcedRecord{
                .why = SkipReason::byTokenAccount, .sender = *sender, .tokenAccount = *held});
        ForcedRecord executed{.sender = *sender, .tokenAccount = held, .recipient = codec::NewTarget{}};
        if (const auto known = m_state.find(forced.recipient, forced.token)) executed.recipient = *known;
        if (forced.isWithdrawal()) executed.recipient = WithdrawalTarget{};
        records.emplace_back(executed);
        return records;
    }
    /// Consumes the next entry of the inbox, if that can be done.
    bool passInbox() {
        for (int tries = 0; tries < 10; ++tries)
            if (addValid(inbox())) return true;
        return false;
    }
    TransferRecord transfer() {
        if (m_random.once(3))
            if (const auto record = tokenTransfer()) return *record;
        return ethTransfer();
    }
    TransferRecord ethTransfer() {
        TransferRecord record{
            .sender = anyAccount(), .recipient = anyAccount(), .amount = randomAmount(m_random), .fees = {}};
        const auto shape = m_random.below(10);
        if (shape == 0) record.recipient = record.sender;
        if (shape == 1) record.recipient = randomAddress(m_random);
        if (shape == 2) record.recipient = WithdrawalTarget{};
        if (shape == 3) record.recipient = m_segment.context.feeAccount;
        record.fees = fees(record.gas());
        return record;
    }
    /// Nothing where nobody found holds a token and ETH.
    std::optional<TransferRecord> tokenTransfer() {
        const auto payer = accountWhere([&](const state::Account& account) {
            return account.token != 0 && m_state.find(account.owner, 0);
        });
        if (!payer) return std::nullopt;
        const auto account = *m_state.account(*payer);
        TransferRecord record{.sender = *m_state.find(account.owner, 0),
                              .tokenAccount = payer,
                              .recipient = *payer,
                              .amount = randomAmount(m_random),
                              .fees = {}};
        if (record.amount > account.balance && !m_random.once(4)) record.amount = account.balance / 3;
        const auto shape = m_random.below(8);
        if (shape == 0) record.recipient = randomAddress(m_random);
        if (shape == 1) record.recipient = WithdrawalTarget{};
        if (shape > 2)
            record.recipient = accountWhere([&](const state::Account& other) {
                                   return other.token == account.token;
                               }).value_or(anyAccount());
        record.fees = fees(record.gas());
        return record;
    }

    /// A record meant to break a rule; it may break another or none.
    Record breaking(Rule rule) {
        if (isOfInbox(rule) || m_random.once(3))
            if (const auto record = breakingInbox(rule)) return *record;
        auto record = breaksToken(rule) ? tokenTransfer().value_or(ethTransfer()) : transfer();
        // Over an empty state no sender exists, and only T-20 is within reach.
        if (count() == 0 && rule != Rule::inboxCursor) return record;
        switch (rule) {
        case Rule::inboxCursor:
            return inbox();
        case Rule::inboxAccount:
            return DepositRecord{.account = m_random.once(3) ? anyIndex() : anyAccount()};
        case Rule::inboxBalance:
            return inbox();
        case Rule::hiddenAccount:
            record.recipient = m_state.account(anyAccount())->owner;
            break;
        case Rule::sender:
            record.sender = anyIndex();
            break;
        case Rule::recipient:
            record.recipient = anyIndex();
            break;
        case Rule::newRecipient:
            record.recipient = protocol::kWithdrawalAddress;
            break;
        case Rule::gasLimit:
            record.fees.gasLimit = m_random.below(protocol::kWithdrawalGas);
            break;
        case Rule::maxFee:
            record.fees.maxFeeWei = m_random.below(std::max<std::uint64_t>(m_segment.context.baseFeeWei, 1));
            break;
        case Rule::tip:
            record.fees.tipWei = record.fees.maxFeeWei + 1 + m_random.below(1000);
            break;
        case Rule::tokenAccount:
            record.tokenAccount = anyIndex();
            break;
        case Rule::tokenBalance:
            if (record.tokenAccount)
                record.amount = m_state.account(*record.tokenAccount)->balance + 1 + m_random.below(2);
            break;
        case Rule::balance:
            record.tokenAccount.reset();
            record.amount = m_state.account(record.sender)->balance + m_random.below(2);
            break;
        case Rule::overflow:
            record.sender = richAccount();
            record.tokenAccount.reset();
            record.amount = m_state.account(record.sender)->balance >> 1;
            if (!std::holds_alternative<WithdrawalTarget>(record.recipient)) record.recipient = richAccount();
            break;
        default:
            break;
        }
        return record;
    }

private:
    transition::RecordResult run(const Record& record) const {
        const auto* const entry =
            codec::isInbox(record) ? m_segment.reader()(m_state.inboxCursor()) : nullptr;
        return transition::applyRecord(record, m_segment.context, m_state, entry);
    }
    static bool isOfInbox(Rule rule) {
        return rule == Rule::inboxKind || rule == Rule::forcedAccounts || rule == Rule::notSkippable ||
               rule == Rule::hiddenFromSender;
    }
    /// An inbox record meant to break a rule; nothing where no entry is left.
    std::optional<Record> breakingInbox(Rule rule) {
        const auto* const entry = m_segment.reader()(m_state.inboxCursor());
        if (!entry) return std::nullopt;
        const auto* const forced = std::get_if<state::ForcedTransaction>(entry);
        if (rule == Rule::inboxKind && m_random.once(2)) return anyInboxRecord();
        if (!forced)
            return DepositRecord{.account = m_random.once(2) ? std::optional(anyIndex()) : std::nullopt};
        auto records = recordsOf(*forced);
        auto record = records[m_random.below(records.size())];
        const auto spoilIndexes = [&](auto& named) {
            if (rule == Rule::sender || m_random.once(3)) named.sender = anyIndex();
        };
        if (auto* skipped = std::get_if<SkippedForcedRecord>(&record)) {
            if (rule == Rule::notSkippable || rule == Rule::hiddenFromSender) return record;
            spoilIndexes(*skipped);
            if (skipped->why == SkipReason::byTokenAccount && m_random.once(2))
                skipped->tokenAccount = anyIndex();
        } else {
            auto& executed = std::get<ForcedRecord>(record);
            if (m_random.once(2)) return wrongTarget(executed);
            spoilIndexes(executed);
            if (executed.tokenAccount && m_random.once(2)) executed.tokenAccount = anyIndex();
        }
        return record;
    }
    ForcedRecord wrongTarget(ForcedRecord record) {
        const auto kind = m_random.below(4);
        if (kind == 0) record.recipient = codec::NewTarget{};
        if (kind == 1) record.recipient = WithdrawalTarget{};
        if (kind == 2) record.recipient = anyIndex();
        if (kind == 3) record.tokenAccount = anyIndex();
        return record;
    }
    Record anyInboxRecord() {
        const auto kind = m_random.below(6);
        if (kind == 0) return DepositRecord{.account = anyIndex()};
        if (kind == 1) return DepositRecord{};
        if (kind == 5) return wrongTarget({.sender = anyIndex(), .recipient = anyIndex()});
        SkippedForcedRecord record{.why = static_cast<SkipReason>(3 + m_random.below(4))};
        if (record.why != SkipReason::noSender) record.sender = anyIndex();
        if (record.why == SkipReason::byTokenAccount) record.tokenAccount = anyIndex();
        return record;
    }
    static bool breaksToken(Rule rule) {
        return rule == Rule::tokenAccount || rule == Rule::tokenRegistered || rule == Rule::tokenBalance;
    }
    /// An account of this kind, if one is found soon.
    template<class Predicate>
    std::optional<AccountIndex> accountWhere(const Predicate& wanted) {
        for (int tries = 0; tries < 30; ++tries) {
            const auto index = anyAccount();
            if (const auto account = m_state.account(index); account && wanted(*account)) return index;
        }
        return std::nullopt;
    }
    AccountIndex anyAccount() { return {m_random.index(std::max<std::uint64_t>(count(), 1))}; }
    /// An account near the limits, if one is found.
    AccountIndex richAccount() {
        return accountWhere([](const state::Account& account) {
                   return (account.balance >> 127) + (account.withdrawn >> 127) != 0;
               })
            .value_or(anyAccount());
    }
    AccountIndex anyIndex() {
        if (m_random.once(3)) return {static_cast<std::uint32_t>(m_random.bits())};
        return {m_random.index(count() + 3)};
    }
    FeeFields fees(std::uint64_t gas) {
        FeeFields result{.gasLimit = gas,
                         .maxFeeWei = m_segment.context.feeTemplate.maxFeeWei,
                         .tipWei = m_segment.context.feeTemplate.tipWei};
        if (m_random.once(4)) result.gasLimit += m_random.below(100'000);
        if (m_random.once(4)) result.maxFeeWei = m_segment.context.baseFeeWei + m_random.below(kGwei);
        if (m_random.once(4)) result.tipWei = m_random.below(kGwei);
        if (m_random.once(60))
            result = {.gasLimit = kMax64, .maxFeeWei = kMax64, .tipWei = m_random.once(2) ? kMax64 : 0};
        return result;
    }

    Random& m_random;
    GeneratedSegment& m_segment;
    state::State m_state;
    std::vector<Record> m_records;
    std::uint32_t m_indexes = 0;
};

} // namespace

Hash GeneratedSegment::acc(std::uint64_t index) const {
    if (index > inbox.size()) return {};
    Hash acc;
    for (std::uint64_t i = 0; i < index; ++i)
        acc = state::inboxAcc(acc, state::encodeEntry(inbox[i]));
    return acc;
}

const std::vector<Rule>& breakableRules() {
    static const std::vector<Rule> rules{Rule::inboxCursor,
                                         Rule::inboxAccount,
                                         Rule::inboxBalance,
                                         Rule::inboxKind,
                                         Rule::forcedAccounts,
                                         Rule::notSkippable,
                                         Rule::hiddenFromSender,
                                         Rule::sender,
                                         Rule::recipient,
                                         Rule::newRecipient,
                                         Rule::feeAccount,
                                         Rule::gasLimit,
                                         Rule::maxFee,
                                         Rule::tip,
                                         Rule::nonce,
                                         Rule::balance,
                                         Rule::overflow,
                                         Rule::tokenAccount,
                                         Rule::tokenRegistered,
                                         Rule::tokenBalance,
                                         Rule::hiddenAccount};
    return rules;
}

GeneratedSegment generateSegment(Random& random, Aim aim, Rule rule) {
    GeneratedSegment segment;
    makeScene(random, segment);
    if (aim == Aim::breakRule) prepareFor(random, rule, segment);

    Builder builder(random, segment);
    auto wanted = random.once(4) ? protocol::kSegmentRecords : random.below(protocol::kSegmentRecords);
    if (aim == Aim::breakRule) wanted /= 2;
    for (int tries = 0; tries < 400 && builder.records() < wanted && !builder.crowded(); ++tries)
        builder.addValid(builder.ordinary());
    if (aim == Aim::breakRule) {
        for (int tries = 0; tries < 400; ++tries) {
            if (builder.addBreaking(builder.breaking(rule), rule)) break;
            // Another entry may serve better.
            if (tries % 20 == 19 && builder.records() + 10 < protocol::kSegmentRecords) builder.passInbox();
        }
        for (auto more = random.below(4); more > 0; --more)
            builder.append(builder.ordinary());
    }
    if (aim == Aim::tooMany) {
        while (!builder.full())
            builder.addValid(codec::BlockEndRecord{.ticks = random.below(100)});
        for (auto more = 1 + random.below(3); more > 0; --more)
            builder.append(builder.ordinary());
    }
    builder.finish();
    if (aim == Aim::spoiltBytes) spoil(random, segment.records);
    if (aim == Aim::wildBytes) {
        segment.records.resize(random.below(200));
        for (auto& byte : segment.records)
            byte = static_cast<std::uint8_t>(random.once(3)   ? random.below(8) | 0x80
                                             : random.once(3) ? random.below(8)
                                                              : random.bits());
        if (!segment.records.empty() && !random.once(4))
            segment.records[0] = static_cast<std::uint8_t>(1 + random.below(32));
    }
    return segment;
}

} // namespace aw::test
