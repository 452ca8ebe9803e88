#include "sequencer/block.hpp"

#include "base/bytes.hpp"
#include "base/protocol.hpp"
#include "crypto/keccak.hpp"

#include <limits>

namespace aw::sequencer {

codec::FeeTemplate templateFor(std::uint64_t baseFeeWei) {
    // ethers and cast state twice the base fee plus the tip, and this rollup suggests no tip.
    return {.maxFeeWei = 2 * baseFeeWei, .tipWei = 0};
}

Bytes encodedRecords(const SealedBlock& block) {
    return codec::encodeRecords(block.records, templateFor(block.header.baseFeeWei));
}

std::optional<codec::TransferRecord> recordOf(const codec::SignedTransaction& signedTx, AccountIndex sender,
                                              const state::State& state, const state::TokenList* tokens) {
    const auto& tx = signedTx.tx;
    codec::TransferRecord record{
        .sender = sender,
        .recipient = codec::WithdrawalTarget{},
        .amount = tx.amount(),
        .fees = {.gasLimit = tx.gasLimit, .maxFeeWei = tx.maxFeeWei, .tipWei = tx.tipWei}};
    std::uint32_t token = 0;
    if (tx.token) {
        const auto number = tokens ? tokens->find(tx.to) : std::nullopt;
        if (!number) return std::nullopt;
        token = *number;
        record.tokenAccount = state.find(signedTx.sender, token);
        if (!record.tokenAccount) return std::nullopt;
    }
    if (tx.recipient() == protocol::kWithdrawalAddress) return record;
    if (const auto known = state.find(tx.recipient(), token))
        record.recipient = *known;
    else
        record.recipient = tx.recipient();
    return record;
}

std::vector<codec::Record> inboxRecords(const state::InboxEntry& entry, const state::State& state) {
    using codec::SkippedForcedRecord;
    using codec::SkipReason;
    if (const auto* deposit = std::get_if<state::Deposit>(&entry))
        return {codec::DepositRecord{state.find(deposit->owner, deposit->token)}};
    const auto& forced = std::get<state::ForcedTransaction>(entry);
    const auto sender = state.find(forced.sender, 0);
    if (!sender) return {SkippedForcedRecord{.why = SkipReason::noSender}};
    codec::ForcedRecord executed{.sender = *sender, .recipient = codec::NewTarget{}};
    if (forced.token != 0) {
        executed.tokenAccount = state.find(forced.sender, forced.token);
        if (!executed.tokenAccount)
            return {SkippedForcedRecord{.why = SkipReason::noTokenAccount, .sender = *sender}};
    }
    if (forced.isWithdrawal())
        executed.recipient = codec::WithdrawalTarget{};
    else if (const auto known = state.find(forced.recipient, forced.token))
        executed.recipient = *known;
    std::vector<codec::Record> records{executed,
                                       SkippedForcedRecord{.why = SkipReason::bySender, .sender = *sender}};
    if (executed.tokenAccount)
        records.emplace_back(SkippedForcedRecord{
            .why = SkipReason::byTokenAccount, .sender = *sender, .tokenAccount = *executed.tokenAccount});
    return records;
}

void loadAhead(std::span<const TxPtr> txs, const state::State& state, const state::TokenList* tokens) {
    std::vector<state::AccountKey> keys;
    keys.reserve(3 * txs.size());
    for (const auto& tx : txs) {
        keys.push_back({tx->sender, 0});
        std::uint32_t token = 0;
        if (tx->tx.token) {
            const auto number = tokens ? tokens->find(tx->tx.to) : std::nullopt;
            if (!number) continue;
            token = *number;
            keys.push_back({tx->sender, token});
        }
        keys.push_back({tx->tx.recipient(), token});
    }
    state.prefetch(std::span<const state::AccountKey>(keys));
}

BlockExecutor::BlockExecutor(state::State& state, const BlockContext& context)
    : m_state(state)
    , m_context(context)
    , m_undo(state) {}

std::optional<transition::Rule> BlockExecutor::apply(const codec::Record& record,
                                                     const state::InboxEntry* entry) {
    const transition::BatchContext context{.l2ChainId = m_context.l2ChainId,
                                           .baseFeeWei = m_context.baseFeeWei,
                                           .feeAccount = m_context.feeAccount,
                                           .feeTemplate = templateFor(m_context.baseFeeWei),
                                           .inboxAfter = std::numeric_limits<std::uint64_t>::max(),
                                           .tokens = m_context.tokens};
    const auto result = transition::applyRecord(record, context, m_state, entry);
    if (result.broken) return result.broken;
    m_undo.note(m_state, result.diff);
    m_state.apply(result.diff);
    m_block.records.push_back(record);
    if (result.tx) ++m_block.header.txCount;
    return std::nullopt;
}

std::optional<transition::Rule> BlockExecutor::execute(const TxPtr& signedTx) {
    const auto sender = m_state.find(signedTx->sender, 0);
    if (!sender) return transition::Rule::balance;
    if (m_state.account(*sender)->nonce != signedTx->tx.nonce) return transition::Rule::nonce;
    const auto record = recordOf(*signedTx, *sender, m_state, m_context.tokens);
    if (!record) return transition::Rule::tokenAccount;
    const auto refusal = apply(*record, nullptr);
    if (!refusal) m_block.entries.emplace_back(signedTx);
    return refusal;
}

std::optional<transition::Rule> BlockExecutor::consume(const state::InboxEntry& entry) {
    const auto index = m_state.inboxCursor();
    std::optional<transition::Rule> refusal;
    for (const auto& record : inboxRecords(entry, m_state)) {
        const auto broken = apply(record, &entry);
        if (!broken) {
            m_block.entries.emplace_back(index);
            return std::nullopt;
        }
        if (!refusal) refusal = broken;
    }
    return refusal;
}

Bytes BlockExecutor::joinedTxLeaves() const {
    std::vector<Hash> hashes;
    std::vector<Address> senders;
    for (const auto& entry : m_block.entries)
        if (const auto* tx = std::get_if<TxPtr>(&entry)) {
            hashes.push_back((*tx)->signingHash);
            senders.push_back((*tx)->sender);
        }
    Bytes joined;
    for (const auto& leaf : codec::txLeaves(hashes, senders))
        base::append(joined, leaf.view());
    return joined;
}

SealedBlock BlockExecutor::seal(const transition::BlockHeader& parent, const Hash& parentHash,
                                std::uint64_t timeMs, const L1Reference& l1) {
    const auto elapsed = timeMs > parent.timeMs ? timeMs - parent.timeMs : 0;
    const auto ticks = (elapsed + protocol::kTickMs - 1) / protocol::kTickMs;
    m_block.records.emplace_back(codec::BlockEndRecord{ticks});
    auto& header = m_block.header;
    header.number = parent.number + 1;
    header.parentHash = parentHash;
    header.timeMs = parent.timeMs + ticks * protocol::kTickMs;
    header.stateRoot = m_state.root();
    header.baseFeeWei = m_context.baseFeeWei;
    header.feeAccount = m_context.feeAccount;
    header.txsHash = crypto::keccak256(joinedTxLeaves());
    m_block.hash = transition::blockHash(header);
    m_block.inboxAfter = m_state.inboxCursor();
    m_block.undo = m_undo.take();
    m_block.l1 = l1;
    return std::move(m_block);
}

} // namespace aw::sequencer
