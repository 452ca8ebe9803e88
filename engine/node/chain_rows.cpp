#include "node/chain_rows.hpp"

#include "base/protocol.hpp"

namespace aw::node {

namespace {

Error damaged(std::uint64_t number, const std::string& what) {
    return {ErrorCode::storeCorrupt,
            "L2 block " + std::to_string(number) + " of the database is damaged: " + what +
                ". Move the node's folder away and start again: it rebuilds from L1."};
}

/// The accounts that a record of a transaction names; `next` is the index that a new account gets.
struct Parties {
    AccountIndex sender;
    AccountIndex recipient;
    std::uint32_t token = 0;
};
template<class Record>
Parties partiesOf(const Record& record, std::uint64_t& next, const state::State& after) {
    Parties parties{.sender = record.sender, .recipient = record.sender};
    if (record.tokenAccount)
        if (const auto account = after.account(*record.tokenAccount)) parties.token = account->token;
    if (const auto* known = std::get_if<AccountIndex>(&record.recipient))
        parties.recipient = *known;
    else if (!std::holds_alternative<codec::WithdrawalTarget>(record.recipient))
        parties.recipient = {static_cast<std::uint32_t>(next++)};
    return parties;
}

} // namespace

store::StoredBlock rowOf(const sequencer::SealedBlock& block, std::uint64_t batch) {
    return {.header = block.header,
            .hash = block.hash,
            .records = sequencer::encodedRecords(block),
            .inboxAfter = block.inboxAfter,
            .l1Number = block.l1.number,
            .l1Hash = block.l1.hash,
            .batch = batch,
            .undo = state::encodeUndo(block.undo)};
}

std::vector<store::BlockTx> txRowsOf(const sequencer::SealedBlock& block, const state::State& after,
                                     const InboxLog& inbox) {
    std::vector<store::BlockTx> rows;
    auto next = block.undo.accountCount;
    for (std::size_t i = 0; i < block.entries.size(); ++i) {
        const auto& record = block.records[i];
        if (const auto* transfer = std::get_if<codec::TransferRecord>(&record)) {
            const auto& tx = std::get<TxPtr>(block.entries[i]);
            const auto parties = partiesOf(*transfer, next, after);
            rows.push_back({tx->hash, tx->raw, parties.sender, parties.recipient, parties.token, false});
        } else if (const auto* forced = std::get_if<codec::ForcedRecord>(&record)) {
            const auto parties = partiesOf(*forced, next, after);
            if (const auto tx = inbox.forced(std::get<std::uint64_t>(block.entries[i])))
                rows.push_back({tx->hash, tx->raw, parties.sender, parties.recipient, parties.token, true});
        } else if (const auto* deposit = std::get_if<codec::DepositRecord>(&record)) {
            if (!deposit->account) ++next;
        }
    }
    return rows;
}

TxPtr unsignedTx(const codec::Transaction& tx, const Address& sender) {
    auto raw = codec::signingBytes(tx);
    return std::make_shared<const codec::SignedTransaction>(
        codec::SignedTransaction{.tx = tx,
                                 .signature = {},
                                 .signingHash = codec::signingHash(tx),
                                 .hash = {},
                                 .sender = sender,
                                 .raw = std::move(raw)});
}

Result<TxPtr> txOf(const store::BlockTx& row, const state::State& state) {
    const auto account = state.account(row.sender);
    const Error corrupt{ErrorCode::storeCorrupt,
                        "A transaction of the database is damaged. Move the node's folder "
                        "away and start again: it rebuilds from L1."};
    if (!account) return corrupt;
    if (row.hash.isZero()) {
        const auto tx = codec::parseSigningBytes(row.raw);
        if (!tx) return corrupt;
        return unsignedTx(*tx, account->owner);
    }
    auto parsed = codec::parseTransaction(row.raw);
    if (!parsed || parsed->hash != row.hash) return corrupt;
    parsed->sender = account->owner;
    return TxPtr(std::make_shared<const codec::SignedTransaction>(std::move(*parsed)));
}

Result<std::vector<sequencer::SealedBlock>> readBlocks(const store::Reader& reader, std::uint64_t first,
                                                       std::uint64_t last, const state::State& state) {
    const auto rows = reader.blocks(first, last);
    if (!rows) return rows.error();
    std::vector<sequencer::SealedBlock> blocks;
    for (const auto& row : *rows) {
        const auto txs = reader.txsOf(row.header.number);
        if (!txs) return txs.error();
        auto block = blockOf(row, *txs, state);
        if (!block) return block.error();
        blocks.push_back(std::move(*block));
    }
    return blocks;
}

Result<std::vector<sequencer::SealedBlock>> readRecordedBlocks(const store::Reader& reader,
                                                               std::uint64_t first, std::uint64_t last) {
    const auto rows = reader.blocks(first, last);
    if (!rows) return rows.error();
    std::vector<sequencer::SealedBlock> blocks;
    for (const auto& row : *rows) {
        auto records = recordsOf(row);
        if (!records) return records.error();
        blocks.push_back({.header = row.header,
                          .hash = row.hash,
                          .entries = {},
                          .records = std::move(*records),
                          .inboxAfter = row.inboxAfter,
                          .undo = {},
                          .l1 = {row.l1Number, row.l1Hash}});
    }
    return blocks;
}

Result<std::vector<codec::Record>> recordsOf(const store::StoredBlock& row) {
    codec::RecordReader reader(row.records, sequencer::templateFor(row.header.baseFeeWei));
    std::vector<codec::Record> records;
    while (!reader.atEnd()) {
        auto record = reader.next();
        if (!record) return damaged(row.header.number, record.error().detail);
        records.push_back(std::move(*record));
    }
    if (records.empty() || !std::holds_alternative<codec::BlockEndRecord>(records.back()))
        return damaged(row.header.number, "its records do not end with its end");
    return records;
}

Result<sequencer::SealedBlock> blockOf(const store::StoredBlock& row, const std::vector<store::BlockTx>& txs,
                                       const state::State& state) {
    auto records = recordsOf(row);
    if (!records) return records.error();
    auto undo = state::decodeUndo(row.undo);
    if (!undo) return damaged(row.header.number, undo.error().detail);
    sequencer::SealedBlock block{.header = row.header,
                                 .hash = row.hash,
                                 .entries = {},
                                 .records = std::move(*records),
                                 .inboxAfter = row.inboxAfter,
                                 .undo = std::move(*undo),
                                 .l1 = {row.l1Number, row.l1Hash}};
    auto cursor = block.undo.inboxCursor;
    auto tx = txs.begin();
    for (const auto& record : block.records) {
        if (codec::isInbox(record)) {
            block.entries.emplace_back(cursor++);
        } else if (std::holds_alternative<codec::TransferRecord>(record)) {
            while (tx != txs.end() && tx->forced)
                ++tx;
            if (tx == txs.end()) return damaged(row.header.number, "transactions are missing");
            auto known = txOf(*tx++, state);
            if (!known) return known.error();
            block.entries.emplace_back(std::move(*known));
        }
    }
    return block;
}

TxsByLeaf byLeaf(std::span<const TxPtr> txs) {
    std::vector<Hash> hashes;
    std::vector<Address> senders;
    for (const auto& tx : txs) {
        hashes.push_back(tx->signingHash);
        senders.push_back(tx->sender);
    }
    const auto leaves = codec::txLeaves(hashes, senders);
    TxsByLeaf known;
    for (std::size_t i = 0; i < leaves.size(); ++i)
        known.emplace(leaves[i], txs[i]);
    return known;
}

sequencer::SealedBlock blockOf(const verifier::AnchoredBlock& anchored, const TxsByLeaf& known,
                               std::uint64_t inboxBefore, const sequencer::L1Reference& l1) {
    sequencer::SealedBlock block{.header = anchored.header,
                                 .hash = anchored.hash,
                                 .entries = {},
                                 .records = anchored.records,
                                 .inboxAfter = anchored.inboxAfter,
                                 .undo = anchored.undo,
                                 .l1 = l1};
    auto tx = anchored.txs.begin();
    for (const auto& record : block.records) {
        if (codec::isInbox(record)) {
            block.entries.emplace_back(inboxBefore++);
        } else if (std::holds_alternative<codec::TransferRecord>(record)) {
            const auto found = known.find(tx->executed.leaf);
            block.entries.emplace_back(found == known.end() ? unsignedTx(tx->tx, tx->executed.sender)
                                                            : found->second);
            ++tx;
        }
    }
    return block;
}

std::vector<TxPtr> shownTxs(const sequencer::SealedBlock& block, const InboxLog& inbox) {
    std::vector<TxPtr> txs;
    for (std::size_t i = 0; i < block.entries.size(); ++i) {
        if (const auto* tx = std::get_if<TxPtr>(&block.entries[i])) {
            // What nobody has shown a signature of has no hash that a wallet could ask for.
            if (!(*tx)->hash.isZero()) txs.push_back(*tx);
        } else if (std::holds_alternative<codec::ForcedRecord>(block.records[i])) {
            if (auto forced = inbox.forced(std::get<std::uint64_t>(block.entries[i])))
                txs.push_back(std::move(forced));
        }
    }
    return txs;
}

} // namespace aw::node
