#include "transition/transition.hpp"

#include "base/protocol.hpp"
#include "crypto/keccak.hpp"
#include "state/hash_batch.hpp"
#include "transition/rules.hpp"

#include <algorithm>

namespace aw::transition {
namespace {

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
    RuleText{Rule::inboxKind,
             "The record is not of the kind of the inbox entry: a deposit, a forced transaction, "
             "one of a token, a withdrawal."},
    RuleText{Rule::forcedAccounts, "The accounts or the nonce are not those of the forced transaction."},
    RuleText{Rule::leftOut, "The forced transaction can be executed and must not be left out."},
    RuleText{Rule::hiddenFromSender,
             "The sender of the forced transaction has the account that it is said to lack."},
    RuleText{Rule::sender, "The sender is not an ETH account of the state."},
    RuleText{Rule::recipient,
             "The recipient is not an account of what moves, or it is the withdrawal address."},
    RuleText{Rule::newRecipient,
             "The new recipient is the withdrawal address, or the state has no room for it."},
    RuleText{Rule::feeAccount, "The fee account is not an ETH account of the state before the record."},
    RuleText{Rule::gasLimit, "The gas limit is below the gas of a transaction of this kind."},
    RuleText{Rule::maxFee, "The max fee is below the base fee."},
    RuleText{Rule::tip, "The tip is above the max fee."},
    RuleText{Rule::nonce, "The sender's nonce is used up."},
    RuleText{Rule::balance, "The sender's ETH balance is below value plus fee."},
    RuleText{Rule::overflow, "A balance or the withdrawn amount would reach 2^128."},
    RuleText{Rule::tokenAccount, "The account of the token is not the sender's, or it is an ETH account."},
    RuleText{Rule::tokenRegistered, "L1 has no token of this number."},
    RuleText{Rule::tokenBalance, "The sender's balance of the token is below the amount."},
    RuleText{Rule::hiddenAccount, "An account is appended though its owner has one of this token."},
};

} // namespace

std::string ruleName(Rule rule) { return "T-" + std::to_string(static_cast<unsigned>(rule)); }

std::string_view ruleText(Rule rule) {
    const auto found = std::ranges::find(kRuleTexts, rule, &RuleText::rule);
    return found == kRuleTexts.end() ? std::string_view{} : found->text;
}

RecordResult applyRecord(const codec::Record& record, const BatchContext& context,
                         const state::StateView& view, const state::InboxEntry* entry) {
    if (const auto* transfer = std::get_if<codec::TransferRecord>(&record))
        return applyTransfer(*transfer, context, view, nullptr);
    if (codec::isInbox(record)) return applyInbox(record, context, view, entry);
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
