#include "transition/transition.hpp"

#include "base/protocol.hpp"
#include "crypto/keccak.hpp"
#include "state/hash_batch.hpp"

#include <algorithm>
#include <limits>

namespace aw::transition {
namespace {

constexpr std::uint64_t kMaxAccounts = std::uint64_t{1} << 32;

struct RuleText {
    Rule rule;
    std::string_view text;
};
constexpr std::array kRuleTexts{
    RuleText{Rule::decodable, "The bytes are no record."},
    RuleText{Rule::recordLimit, "The segment has more than 64 records."},
    RuleText{Rule::indexLimit, "The records of the segment have more than 128 account indexes."},
    RuleText{Rule::inboxCursor, "The batch consumes more inbox entries than it states."},
    RuleText{Rule::inboxAccount, "The deposit is credited to an account that is not its owner's."},
    RuleText{Rule::inboxNewAccount, "The state has no room for another account."},
    RuleText{Rule::inboxBalance, "The deposit would raise the balance to 2^128 or more."},
    RuleText{Rule::sender, "The sender is not an ETH account of the state."},
    RuleText{Rule::recipient, "The recipient is not an account of what moves, or it is the exit address."},
    RuleText{Rule::newRecipient, "The new recipient is the exit address, or the state has no room for it."},
    RuleText{Rule::feeAccount, "The fee account is not an ETH account of the state before the record."},
    RuleText{Rule::gasLimit, "The gas limit is below the gas of a transaction of this kind."},
    RuleText{Rule::maxFee, "The max fee is below the base fee."},
    RuleText{Rule::tip, "The tip is above the max fee."},
    RuleText{Rule::nonce, "The sender's nonce is used up."},
    RuleText{Rule::balance, "The sender's ETH balance is below value plus fee."},
    RuleText{Rule::overflow, "A balance or the exited amount would reach 2^128."},
    RuleText{Rule::tokenAccount, "The account of the token is not the sender's, or it is an ETH account."},
    RuleText{Rule::tokenRegistered, "L1 has no token of this number."},
    RuleText{Rule::tokenBalance, "The sender's balance of the token is below the amount."},
};

/// Adds; false where the sum does not fit, and then nothing is changed.
bool credit(Wei& amount, const U256& added) {
    const U256 sum = U256(amount) + added;
    if ((sum >> 128) != 0) return false;
    amount = static_cast<Wei>(sum);
    return true;
}

/// The accounts that a record changes; payer, recipient and fee account may be one and the same.
class Changes {
public:
    explicit Changes(const state::StateView& view)
        : m_view(view) {
        m_diff.changes.reserve(4);
    }

    /// The account as changed so far. The index is below the count, or of an account appended here.
    state::Account& account(AccountIndex index) {
        const auto found = std::ranges::find(m_diff.changes, index, &state::Diff::Change::index);
        if (found != m_diff.changes.end()) return found->account;
        return add(index, *m_view.account(index));
    }
    /// The next account; at most one in a record.
    state::Account& append(const Address& owner, std::uint32_t token) {
        return add({static_cast<std::uint32_t>(m_view.accountCount())},
                   {.owner = owner, .token = token, .nonce = 0, .balance = 0, .exited = 0});
    }
    state::Diff take(std::uint64_t inboxConsumed) {
        m_diff.inboxConsumed = inboxConsumed;
        return std::move(m_diff);
    }

private:
    state::Account& add(AccountIndex index, const state::Account& account) {
        return m_diff.changes.emplace_back(state::Diff::Change{index, account}).account;
    }

    const state::StateView& m_view;
    state::Diff m_diff;
};

Outcome broken(Rule rule) { return {.broken = rule, .diff = {}, .tx = std::nullopt}; }

/// T-10 to T-13.
Outcome applyInbox(const codec::InboxRecord& record, const BatchContext& context,
                   const state::StateView& view, const state::InboxEntry* entry) {
    if (view.inboxCursor() >= context.inboxAfter || !entry) return broken(Rule::inboxCursor);
    Changes changes(view);
    if (record.account) {
        const auto account = view.account(*record.account);
        if (!account || account->owner != entry->owner || account->token != entry->token)
            return broken(Rule::inboxAccount);
    } else if (view.accountCount() >= kMaxAccounts) {
        return broken(Rule::inboxNewAccount);
    }
    auto& credited =
        record.account ? changes.account(*record.account) : changes.append(entry->owner, entry->token);
    if (!credit(credited.balance, U256(entry->amount))) return broken(Rule::inboxBalance);
    return {.broken = std::nullopt, .diff = changes.take(1), .tx = std::nullopt};
}

/// What moves, and where the signature says it goes.
struct Movement {
    std::uint32_t token = 0;
    Address tokenAddress; ///< L1 address of a token
    Wei held;             ///< the payer's balance of the token
    Address recipient;
};

/// T-30 and T-31: fills in the token.
std::optional<Rule> resolveToken(const codec::TransferRecord& record, const BatchContext& context,
                                 const state::StateView& view, const Address& owner, Movement& movement) {
    if (!record.tokenAccount) return std::nullopt;
    const auto account = view.account(*record.tokenAccount);
    if (!account || account->token == 0 || account->owner != owner) return Rule::tokenAccount;
    const auto address = context.tokens ? context.tokens->address(account->token) : std::nullopt;
    if (!address) return Rule::tokenRegistered;
    movement.token = account->token;
    movement.tokenAddress = *address;
    movement.held = account->balance;
    return std::nullopt;
}

/// T-21 and T-22: fills in the recipient.
std::optional<Rule> resolveRecipient(const codec::TransferRecord& record, const state::StateView& view,
                                     Movement& movement) {
    if (const auto* index = std::get_if<AccountIndex>(&record.recipient)) {
        const auto account = view.account(*index);
        if (!account || account->token != movement.token || account->owner == protocol::kExitAddress)
            return Rule::recipient;
        movement.recipient = account->owner;
    } else if (const auto* address = std::get_if<Address>(&record.recipient)) {
        if (*address == protocol::kExitAddress || view.accountCount() >= kMaxAccounts)
            return Rule::newRecipient;
        movement.recipient = *address;
    } else {
        movement.recipient = protocol::kExitAddress;
    }
    return std::nullopt;
}

/// T-24 to T-27.
std::optional<Rule> checkTerms(const codec::FeeFields& fees, std::uint64_t gas, std::uint64_t baseFeeWei,
                               std::uint64_t nonce) {
    if (fees.gasLimit < gas) return Rule::gasLimit;
    if (fees.maxFeeWei < baseFeeWei) return Rule::maxFee;
    if (fees.tipWei > fees.maxFeeWei) return Rule::tip;
    if (nonce == std::numeric_limits<std::uint64_t>::max()) return Rule::nonce;
    return std::nullopt;
}

/// The transaction that the sender signed.
codec::Transaction signedTransaction(const codec::TransferRecord& record, const BatchContext& context,
                                     std::uint64_t nonce, const Movement& movement) {
    codec::Transaction tx{.chainId = context.l2ChainId,
                          .nonce = nonce,
                          .tipWei = record.fees.tipWei,
                          .maxFeeWei = record.fees.maxFeeWei,
                          .gasLimit = record.fees.gasLimit,
                          .to = movement.recipient,
                          .value = record.amount};
    if (movement.token != 0) {
        tx.to = movement.tokenAddress;
        tx.value = 0;
        tx.token = {.recipient = movement.recipient, .amount = record.amount};
    }
    return tx;
}

/// T-20 to T-32. The accounts are read in the order in which L1 reads them, so that a witness which lacks one
/// is malformed here exactly where it is there.
Outcome applyTransfer(const codec::TransferRecord& record, const BatchContext& context,
                      const state::StateView& view) {
    const auto sender = view.account(record.sender);
    if (!sender || sender->token != 0) return broken(Rule::sender);
    Movement movement;
    if (const auto rule = resolveToken(record, context, view, sender->owner, movement)) return broken(*rule);
    if (const auto rule = resolveRecipient(record, view, movement)) return broken(*rule);
    const auto collector = view.account(context.feeAccount);
    if (!collector || collector->token != 0) return broken(Rule::feeAccount);
    if (const auto rule = checkTerms(record.fees, record.gas(), context.baseFeeWei, sender->nonce))
        return broken(*rule);

    const bool token = record.tokenAccount.has_value();
    const U256 priceWei =
        std::min(U256(record.fees.maxFeeWei), U256(context.baseFeeWei) + record.fees.tipWei);
    const U256 feeWei = priceWei * record.gas();
    if (U256(sender->balance) < feeWei + (token ? U256(0) : U256(record.amount)))
        return broken(Rule::balance);
    if (token && movement.held < record.amount) return broken(Rule::tokenBalance);

    Changes changes(view);
    auto& feePayer = changes.account(record.sender);
    feePayer.balance -= static_cast<Wei>(feeWei);
    ++feePayer.nonce;
    auto& payer = token ? changes.account(*record.tokenAccount) : feePayer;
    payer.balance -= record.amount;
    if (record.isExit()) {
        if (!credit(payer.exited, U256(record.amount))) return broken(Rule::overflow);
    } else if (const auto* index = std::get_if<AccountIndex>(&record.recipient)) {
        if (!credit(changes.account(*index).balance, U256(record.amount))) return broken(Rule::overflow);
    } else {
        changes.append(movement.recipient, movement.token).balance = record.amount;
    }
    if (!credit(changes.account(context.feeAccount).balance, feeWei)) return broken(Rule::overflow);

    return {.broken = std::nullopt,
            .diff = changes.take(0),
            .tx = UserTransaction{.tx = signedTransaction(record, context, sender->nonce, movement),
                                  .sender = sender->owner,
                                  .feeWei = static_cast<Wei>(feeWei)}};
}

} // namespace

std::string ruleName(Rule rule) { return "T-" + std::to_string(static_cast<unsigned>(rule)); }

std::string_view ruleText(Rule rule) {
    const auto found = std::ranges::find(kRuleTexts, rule, &RuleText::rule);
    return found == kRuleTexts.end() ? std::string_view{} : found->text;
}

Outcome applyRecord(const codec::Record& record, const BatchContext& context, const state::StateView& view,
                    const state::InboxEntry* entry) {
    if (const auto* inbox = std::get_if<codec::InboxRecord>(&record))
        return applyInbox(*inbox, context, view, entry);
    if (const auto* transfer = std::get_if<codec::TransferRecord>(&record))
        return applyTransfer(*transfer, context, view);
    return {};
}

std::vector<ExecutedTransaction> withHashes(std::span<const UserTransaction> txs) {
    std::vector<Bytes> bytes;
    std::vector<Address> senders;
    for (const auto& executed : txs) {
        bytes.push_back(codec::signingBytes(executed.tx));
        senders.push_back(executed.sender);
    }
    const std::vector<ByteView> views(bytes.begin(), bytes.end());
    std::vector<Hash> hashes(txs.size());
    crypto::keccak256Each(views, hashes);
    const auto leaves = codec::txLeaves(hashes, senders);
    std::vector<ExecutedTransaction> result;
    for (std::size_t i = 0; i < txs.size(); ++i)
        result.push_back(
            {.signingHash = hashes[i], .sender = senders[i], .leaf = leaves[i], .feeWei = txs[i].feeWei});
    return result;
}

Hash txRoot(const std::vector<Hash>& txLeaves) {
    auto nodes = txLeaves;
    nodes.resize(protocol::kSegmentRecords);
    state::NodeBatch hashes;
    for (auto width = nodes.size(); width > 1; width /= 2) {
        std::vector<Hash> above(width / 2);
        for (std::size_t i = 0; i < above.size(); ++i)
            if (!nodes[2 * i].isZero() || !nodes[2 * i + 1].isZero()) hashes.add(&nodes[2 * i], above[i]);
        hashes.flush();
        nodes = std::move(above);
    }
    return nodes.front();
}

} // namespace aw::transition
