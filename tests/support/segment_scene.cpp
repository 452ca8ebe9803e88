#include "segment_scene.hpp"

#include "base/protocol.hpp"

#include <limits>
#include <optional>

namespace aw::test {
namespace {

using transition::Rule;

constexpr std::uint64_t kGwei = 1'000'000'000;
constexpr auto kMax64 = std::numeric_limits<std::uint64_t>::max();
const Wei kMax128 = std::numeric_limits<Wei>::max();

/// An account of the state before: mostly of ordinary wealth, sometimes at a limit.
state::Account randomAccount(Random& random) {
    state::Account account{.owner = randomAddress(random),
                           .token = 0,
                           .nonce = random.below(300),
                           .balance = Wei(random.bits()) * 1'000'000,
                           .withdrawn = random.once(3) ? Wei(random.bits()) : Wei(0)};
    if (random.once(3)) account.token = static_cast<std::uint32_t>(1 + random.below(4));
    if (random.once(25)) account.owner = protocol::kWithdrawalAddress;
    if (random.once(25)) account.nonce = kMax64 - random.below(2);
    if (random.once(25)) account.balance = 0;
    if (random.once(25)) account.balance = kMax128 - random.below(1000);
    if (random.once(25)) account.withdrawn = kMax128 - random.below(1000);
    return account;
}

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
    diff.txs = random.once(3) ? 0 : random.bits() >> random.below(64) >> 1;
    segment.before.apply(diff);
}

std::optional<state::Account> anyAccount(Random& random, const state::State& state) {
    return state.accountCount() == 0 ? std::nullopt : state.account({random.index(state.accountCount())});
}

state::Deposit randomDeposit(Random& random, const state::State& before) {
    state::Deposit deposit{.owner = randomAddress(random),
                           .token = random.index(3),
                           .amount = Wei(1) + random.below(1'000'000'000)};
    const auto account = anyAccount(random, before);
    if (account && account->owner != protocol::kWithdrawalAddress && !random.once(3)) {
        deposit.owner = account->owner;
        deposit.token = account->token;
    }
    if (random.once(10)) deposit.amount = kMax128;
    return deposit;
}

/// Mostly one that could be executed over the state before, each reason against it now and then.
state::ForcedTransaction randomForced(Random& random, const GeneratedSegment& segment) {
    const auto& before = segment.before;
    const auto baseFee = segment.context.baseFeeWei;
    state::ForcedTransaction forced{.sender = randomAddress(random), .recipient = randomAddress(random)};
    Wei held = 0;
    if (const auto holder = anyAccount(random, before); holder && !random.once(12)) {
        forced.sender = holder->owner;
        forced.token = holder->token;
        held = holder->balance;
        if (const auto payer = before.find(holder->owner, 0)) forced.nonce = before.account(*payer)->nonce;
    }
    if (random.once(12)) forced.token = static_cast<std::uint32_t>(random.below(6));
    if (random.once(12)) forced.nonce += random.once(2) ? 1 : kMax64;
    const auto other = anyAccount(random, before);
    if (other && !random.once(4)) forced.recipient = other->owner;
    if (random.once(5)) forced.recipient = protocol::kWithdrawalAddress;
    if (random.once(10)) forced.recipient = forced.sender;
    forced.amount = random.once(5) ? randomAmount(random) : held / (2 + random.below(8));
    forced.maxFeeWei = baseFee > kMax64 - kGwei ? kMax64 : baseFee + random.below(kGwei);
    forced.tipWei = random.once(3) ? random.below(1 + forced.maxFeeWei % kMax64) : 0;
    forced.gasLimit = forced.gas() + (random.once(3) ? random.below(100'000) : 0);
    if (random.once(15)) forced.maxFeeWei = random.below(2 * kGwei);
    if (random.once(15)) forced.maxFeeWei = kMax64;
    return forced;
}

void makeInbox(Random& random, GeneratedSegment& segment) {
    const auto size = segment.before.inboxCursor() + random.below(12);
    while (segment.inbox.size() < size) {
        if (random.once(2))
            segment.inbox.emplace_back(randomDeposit(random, segment.before));
        else
            segment.inbox.emplace_back(randomForced(random, segment));
    }
    segment.context.inboxAfter = segment.inbox.size();
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
}

/// L1's tokens: mostly all those that the accounts are of.
void makeTokens(Random& random, std::uint64_t count, GeneratedSegment& segment) {
    const auto tokens = std::make_shared<state::TokenList>();
    while (tokens->count() < count)
        tokens->add(randomAddress(random));
    segment.tokens = tokens;
    segment.context.tokens = tokens.get();
}

bool isOfDeposits(Rule rule) { return rule == Rule::inboxAccount || rule == Rule::inboxBalance; }

bool isOfForced(Rule rule) {
    return rule == Rule::inboxKind || rule == Rule::forcedAccounts || rule == Rule::notSkippable ||
           rule == Rule::hiddenFromSender;
}

} // namespace

Address randomAddress(Random& random) {
    Address address;
    for (auto& byte : address.bytes)
        byte = static_cast<std::uint8_t>(random.bits());
    return address;
}

Wei randomAmount(Random& random) {
    if (random.once(12)) return random.wei();
    if (random.once(12)) return random.once(2) ? kMax128 : Wei(0);
    Wei amount = random.below(1'000'000);
    for (auto zeros = random.below(16); zeros > 0; --zeros)
        amount *= 10;
    return amount;
}

void makeScene(Random& random, GeneratedSegment& segment) {
    makeState(random, segment);
    makeContext(random, segment);
    makeInbox(random, segment);
    makeTokens(random, random.once(8) ? random.below(5) : 4, segment);
}

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
    // Any other rule may be broken by a forced transaction too.
    const auto entries = isOfDeposits(rule) || isOfForced(rule) ? 12 : random.below(6);
    if (rule == Rule::inboxCursor) return;
    for (std::uint64_t i = 0; i < entries; ++i) {
        if (isOfDeposits(rule)) {
            auto deposit = randomDeposit(random, segment.before);
            deposit.amount = rule == Rule::inboxBalance ? kMax128 : Wei(random.bits()) + 1;
            segment.inbox.emplace_back(deposit);
            continue;
        }
        auto forced = randomForced(random, segment);
        // What L1 refuses to take (I-3): the rules hold all the same.
        if (rule == Rule::gasLimit) forced.gasLimit = random.below(protocol::kWithdrawalGas);
        if (rule == Rule::tip) forced.tipWei = forced.maxFeeWei + 1 + random.below(1000);
        if (rule == Rule::overflow && random.once(2)) forced.recipient = protocol::kWithdrawalAddress;
        segment.inbox.emplace_back(forced);
    }
    context.inboxAfter = segment.inbox.size();
}

} // namespace aw::test
