#include "transition/transition.hpp"

#include "base/assert.hpp"
#include "base/protocol.hpp"
#include "crypto/keccak.hpp"
#include "state/hash_batch.hpp"
#include "transition/rules.hpp"

namespace aw::transition {
std::string ruleName(Rule rule) { return "T-" + std::to_string(static_cast<unsigned>(rule)); }

std::string_view ruleText(Rule rule) {
    switch (rule) {
    case Rule::decodable:
        return "The bytes do not decode as a record.";
    case Rule::recordLimit:
        return "The segment has more than 64 records.";
    case Rule::indexLimit:
        return "The records of the segment have more than 128 account indexes.";
    case Rule::inboxCursor:
        return "The batch consumes more inbox entries than it states.";
    case Rule::inboxAccount:
        return "The deposit is credited to an account that is not its owner's.";
    case Rule::inboxNewAccount:
        return "The state has no room for another account.";
    case Rule::inboxBalance:
        return "The deposit would raise the balance to 2^128 or more.";
    case Rule::inboxKind:
        return "The record is not of the kind of the inbox entry: a deposit, a forced transaction, "
               "one of a token, a withdrawal.";
    case Rule::forcedAccounts:
        return "The accounts or the nonce are not those of the forced transaction.";
    case Rule::notSkippable:
        return "The forced transaction can be executed and must not be skipped.";
    case Rule::hiddenFromSender:
        return "The sender of the forced transaction has the account that it is said to lack.";
    case Rule::sender:
        return "The sender is not an ETH account of the state.";
    case Rule::recipient:
        return "The recipient is not an account of what moves, or it is the withdrawal address.";
    case Rule::newRecipient:
        return "The new recipient is the withdrawal address, or the state has no room for it.";
    case Rule::feeAccount:
        return "The fee account is not an ETH account of the state before the record.";
    case Rule::gasLimit:
        return "The gas limit is below the gas of a transaction of this kind.";
    case Rule::maxFee:
        return "The max fee is below the base fee.";
    case Rule::tip:
        return "The tip is above the max fee.";
    case Rule::nonce:
        return "The sender's nonce is used up.";
    case Rule::balance:
        return "The sender's ETH balance is below value plus fee.";
    case Rule::overflow:
        return "A balance or the withdrawn amount would reach 2^128.";
    case Rule::tokenAccount:
        return "The account of the token is not the sender's, or it is an ETH account.";
    case Rule::tokenRegistered:
        return "L1 has no token of this number.";
    case Rule::tokenBalance:
        return "The sender's balance of the token is below the amount.";
    case Rule::hiddenAccount:
        return "An account is appended though its owner has one of this token.";
    }
    return {};
}

RecordResult applyRecord(const codec::Record& record, const BatchContext& context,
                         const state::StateView& view, const state::InboxEntry* entry) {
    return std::visit(
        base::Overloaded{
            [](const codec::BlockEndRecord&) { return RecordResult{}; },
            [&](const codec::DepositRecord& deposit) { return applyDeposit(deposit, context, view, entry); },
            [&](const codec::SkippedForcedRecord& skipped) {
                return applySkippedForced(skipped, context, view, entry);
            },
            [&](const codec::ForcedRecord& forced) { return applyForced(forced, context, view, entry); },
            [&](const codec::TransferRecord& transfer) { return applyTransfer(transfer, context, view); }},
        record);
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
    base::expects(txLeaves.size() <= protocol::kSegmentRecords, "a segment has at most K transactions");
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
