#include "segment_generator.hpp"

#include "base/protocol.hpp"
#include "crypto/keccak.hpp"

#include <algorithm>
#include <limits>
#include <optional>

namespace aw::test {
namespace {

using codec::ExitTarget;
using codec::FeeFields;
using codec::InboxRecord;
using codec::Record;
using codec::TransferRecord;
using transition::BatchContext;
using transition::Rule;

constexpr std::uint64_t kGwei = 1'000'000'000;
constexpr auto kMax64 = std::numeric_limits<std::uint64_t>::max();
const Wei kMax128 = std::numeric_limits<Wei>::max();

Address randomAddress(Random& random) {
    Address address;
    for (auto& byte : address.bytes)
        byte = static_cast<std::uint8_t>(random.bits());
    return address;
}

/// An amount of any size, often round, sometimes extreme.
Wei randomAmount(Random& random) {
    if (random.once(12)) return random.wei();
    if (random.once(12)) return random.once(2) ? kMax128 : Wei(0);
    Wei amount = random.below(1'000'000);
    for (auto zeros = random.below(16); zeros > 0; --zeros)
        amount *= 10;
    return amount;
}

/// An account of the state before: mostly of ordinary wealth, sometimes at a limit.
state::Account randomAccount(Random& random) {
    state::Account account{.owner = randomAddress(random),
                           .token = 0,
                           .nonce = random.below(300),
                           .balance = Wei(random.bits()) * 1'000'000,
                           .exited = random.once(3) ? Wei(random.bits()) : Wei(0)};
    if (random.once(3)) account.token = static_cast<std::uint32_t>(1 + random.below(4));
    if (random.once(25)) account.owner = protocol::kExitAddress;
    if (random.once(25)) account.nonce = kMax64 - random.below(2);
    if (random.once(25)) account.balance = 0;
    if (random.once(25)) account.balance = kMax128 - random.below(1000);
    if (random.once(25)) account.exited = kMax128 - random.below(1000);
    return account;
}

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
        const auto kind = m_random.below(20);
        if (kind == 0)
            return codec::BlockEndRecord{.ticks = m_random.once(4) ? m_random.bits() : m_random.below(300)};
        if (kind <= 2) return deposit();
        return transfer();
    }
    InboxRecord deposit() {
        const auto* const entry = m_segment.reader()(m_state.inboxCursor());
        const auto found = entry ? m_state.find(entry->owner, entry->token) : std::nullopt;
        return InboxRecord{.account = m_random.once(15) ? std::nullopt : found};
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
        if (shape == 2) record.recipient = ExitTarget{};
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
        if (shape == 1) record.recipient = ExitTarget{};
        if (shape > 2)
            record.recipient = accountWhere([&](const state::Account& other) {
                                   return other.token == account.token;
                               }).value_or(anyAccount());
        record.fees = fees(record.gas());
        return record;
    }

    /// A record meant to break a rule; it may break another or none.
    Record breaking(Rule rule) {
        auto record = breaksToken(rule) ? tokenTransfer().value_or(ethTransfer()) : transfer();
        // Over an empty state no sender exists, and only T-20 is within reach.
        if (count() == 0 && rule != Rule::inboxCursor) return record;
        switch (rule) {
        case Rule::inboxCursor:
            return deposit();
        case Rule::inboxAccount:
            return InboxRecord{.account = m_random.once(3) ? anyIndex() : anyAccount()};
        case Rule::inboxBalance:
            return deposit();
        case Rule::sender:
            record.sender = anyIndex();
            break;
        case Rule::recipient:
            record.recipient = anyIndex();
            break;
        case Rule::newRecipient:
            record.recipient = protocol::kExitAddress;
            break;
        case Rule::gasLimit:
            record.fees.gasLimit = m_random.below(protocol::kExitGas);
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
            if (!std::holds_alternative<ExitTarget>(record.recipient)) record.recipient = richAccount();
            break;
        default:
            break;
        }
        return record;
    }

private:
    transition::Outcome run(const Record& record) const {
        const auto* const entry =
            std::holds_alternative<InboxRecord>(record) ? m_segment.reader()(m_state.inboxCursor()) : nullptr;
        return transition::applyRecord(record, m_segment.context, m_state, entry);
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
                   return (account.balance >> 127) + (account.exited >> 127) != 0;
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

void makeState(Random& random, GeneratedSegment& segment) {
    // Often small, where trees are lopsided; sometimes a power of two and its neighbours.
    auto count = random.once(3) ? random.below(6) : random.below(301);
    if (random.once(6)) count = (std::uint64_t{1} << random.below(9)) - 1 + random.below(3);
    state::Diff diff;
    for (std::uint32_t i = 0; i < count; ++i) {
        auto account = randomAccount(random);
        // Mostly somebody's who holds ETH too.
        if (account.token != 0 && i > 0 && !random.once(4))
            account.owner = diff.changes[random.index(i)].account.owner;
        diff.changes.push_back({{i}, account});
    }
    // What the inbox held before has been consumed.
    diff.inboxConsumed = random.below(4);
    segment.before.apply(diff);
}

void makeInbox(Random& random, GeneratedSegment& segment) {
    const auto count = segment.before.accountCount();
    const auto size = segment.before.inboxCursor() + random.below(8);
    while (segment.inbox.size() < size) {
        state::InboxEntry entry{.owner = randomAddress(random),
                                .token = random.index(3),
                                .amount = Wei(1) + random.below(1'000'000'000)};
        const auto account =
            count > 0 ? segment.before.account({random.index(count)}) : std::optional<state::Account>{};
        if (account && account->owner != protocol::kExitAddress && !random.once(3)) {
            entry.owner = account->owner;
            entry.token = account->token;
        }
        if (random.once(10)) entry.amount = kMax128;
        segment.inbox.push_back(entry);
    }
}

void makeContext(Random& random, GeneratedSegment& segment) {
    const auto count = segment.before.accountCount();
    auto& context = segment.context;
    context.l2ChainId = random.once(4) ? random.bits() : 817001;
    context.baseFeeWei = random.once(10) ? 0 : random.below(2 * kGwei);
    if (random.once(40)) context.baseFeeWei = kMax64 - random.below(2);
    context.feeTemplate = {.maxFeeWei = context.baseFeeWei > kMax64 / 2 ? kMax64 : 2 * context.baseFeeWei,
                           .tipWei = random.once(3) ? random.below(1000) : 0};
    context.feeAccount = {random.index(count + 1)};
    for (int tries = 0; tries < 20 && count > 0; ++tries) {
        const auto account = segment.before.account(context.feeAccount);
        if (account && account->token == 0 && account->balance < (Wei(1) << 127)) break;
        context.feeAccount = {random.index(count)};
    }
    context.inboxAfter = segment.inbox.size();
}

/// L1's tokens: mostly all those that the accounts are of.
void makeTokens(Random& random, std::uint64_t count, GeneratedSegment& segment) {
    const auto tokens = std::make_shared<state::TokenList>();
    while (tokens->count() < count)
        tokens->add(randomAddress(random));
    segment.tokens = tokens;
    segment.context.tokens = tokens.get();
}

/// Sets the scene for rules that an ordinary one seldom lets break.
void prepareFor(Random& random, Rule rule, GeneratedSegment& segment) {
    const auto count = segment.before.accountCount();
    auto& context = segment.context;
    if (rule == Rule::tokenRegistered) makeTokens(random, random.below(3), segment);
    if (rule == Rule::inboxCursor) // never beyond the inbox: L1 refuses that batch
        context.inboxAfter =
            std::min<std::uint64_t>(segment.inbox.size(), segment.before.inboxCursor() + random.below(2));
    if (rule == Rule::feeAccount) {
        context.feeAccount = {static_cast<std::uint32_t>(count + random.below(2))};
        for (std::uint32_t i = 0; i < count && random.below(8) != 0; ++i)
            if (segment.before.account({i})->token != 0) context.feeAccount = {i};
    }
    if (rule != Rule::inboxAccount && rule != Rule::inboxBalance) return;
    for (std::uint32_t i = 0; i < std::min<std::uint64_t>(count, 8); ++i) {
        const auto account = *segment.before.account({random.index(count)});
        if (account.owner == protocol::kExitAddress) continue;
        const Wei amount = rule == Rule::inboxBalance ? kMax128 : Wei(random.bits()) + 1;
        segment.inbox.push_back({.owner = account.owner, .token = account.token, .amount = amount});
    }
    context.inboxAfter = segment.inbox.size();
}

} // namespace

Hash GeneratedSegment::acc(std::uint64_t index) const {
    if (index > inbox.size()) return {};
    Hash acc;
    for (std::uint64_t i = 0; i < index; ++i)
        acc = state::inboxAcc(acc, inbox[i].encode());
    return acc;
}

const std::vector<Rule>& breakableRules() {
    static const std::vector<Rule> rules{
        Rule::inboxCursor, Rule::inboxAccount, Rule::inboxBalance,    Rule::sender,
        Rule::recipient,   Rule::newRecipient, Rule::feeAccount,      Rule::gasLimit,
        Rule::maxFee,      Rule::tip,          Rule::nonce,           Rule::balance,
        Rule::overflow,    Rule::tokenAccount, Rule::tokenRegistered, Rule::tokenBalance};
    return rules;
}

GeneratedSegment generateSegment(Random& random, Aim aim, Rule rule) {
    GeneratedSegment segment;
    makeState(random, segment);
    makeInbox(random, segment);
    makeContext(random, segment);
    makeTokens(random, random.once(8) ? random.below(5) : 4, segment);
    if (aim == Aim::breakRule) prepareFor(random, rule, segment);

    Builder builder(random, segment);
    auto wanted = random.once(4) ? protocol::kSegmentRecords : random.below(protocol::kSegmentRecords);
    if (aim == Aim::breakRule) wanted /= 2;
    for (int tries = 0; tries < 400 && builder.records() < wanted && !builder.crowded(); ++tries)
        builder.addValid(builder.ordinary());
    if (aim == Aim::breakRule) {
        for (int tries = 0; tries < 400; ++tries)
            if (builder.addBreaking(builder.breaking(rule), rule)) break;
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
            byte = static_cast<std::uint8_t>(random.once(3) ? random.below(8) | 0x80 : random.bits());
        if (!segment.records.empty() && !random.once(4))
            segment.records[0] = static_cast<std::uint8_t>(1 + random.below(32));
    }
    return segment;
}

void spoil(Random& random, Bytes& bytes) {
    for (auto times = 1 + random.below(3); times > 0; --times) {
        const auto at = static_cast<std::ptrdiff_t>(random.below(bytes.size() + 1));
        const auto kind = random.below(4);
        const auto byte = static_cast<std::uint8_t>(random.bits());
        if (kind == 0 || bytes.empty())
            bytes.insert(bytes.begin() + at, byte);
        else if (kind == 1)
            bytes.resize(static_cast<std::size_t>(at));
        else if (at < static_cast<std::ptrdiff_t>(bytes.size()))
            bytes[static_cast<std::size_t>(at)] ^= static_cast<std::uint8_t>(1U << random.below(8));
    }
}

Bytes spoilWitness(Random& random, const GeneratedSegment& segment, const state::Witness& witness) {
    auto spoilt = witness;
    const auto any = [&](auto& list) {
        return list.begin() + static_cast<std::ptrdiff_t>(random.below(list.size()));
    };
    switch (random.below(9)) {
    case 0:
        if (!spoilt.leaves.empty()) spoilt.leaves.erase(any(spoilt.leaves));
        break;
    case 1:
        if (!spoilt.leaves.empty()) any(spoilt.leaves)->account.balance += 1 + random.below(1000);
        break;
    case 2:
        if (!spoilt.siblings.empty()) spoilt.siblings.erase(any(spoilt.siblings));
        break;
    case 3:
        spoilt.siblings.insert(spoilt.siblings.begin() +
                                   static_cast<std::ptrdiff_t>(random.below(spoilt.siblings.size() + 1)),
                               Hash{});
        break;
    case 4:
        if (!spoilt.entries.empty()) spoilt.entries.pop_back();
        break;
    case 5:
        spoilt.entries.push_back(
            {.owner = segment.inbox.empty() ? randomAddress(random) : segment.inbox[0].owner,
             .token = 0,
             .amount = 1 + random.below(100)});
        break;
    case 6:
        if (random.once(2))
            ++spoilt.preCursor;
        else
            ++spoilt.preCount;
        break;
    case 7: {
        // Every account of the state: more than needed, and well-formed.
        std::vector<AccountIndex> all;
        for (std::uint32_t i = 0; i < segment.before.accountCount(); ++i)
            all.push_back({i});
        const auto entries = spoilt.entries;
        auto state = segment.before;
        const auto result =
            transition::replaySegment(segment.records, segment.context, state, segment.reader());
        spoilt = segment.before.witness(all, result.appended);
        spoilt.entries = entries;
        break;
    }
    default: {
        auto bytes = witness.encode();
        spoil(random, bytes);
        return bytes;
    }
    }
    return spoilt.encode();
}

} // namespace aw::test
