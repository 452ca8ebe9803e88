#include "base/bytes.hpp"
#include "store/database.hpp"

#include <algorithm>

/// L2 blocks.
namespace aw::store {

namespace {

constexpr std::uint8_t kTxEntry = 0, kInboxEntry = 1;

Bytes encodeEntries(const std::vector<StoredBlock::Entry>& entries) {
    Bytes out;
    for (const auto& entry : entries) {
        if (const auto* hash = std::get_if<Hash>(&entry)) {
            out.push_back(kTxEntry);
            base::append(out, hash->view());
        } else {
            out.push_back(kInboxEntry);
            base::appendBigEndian(out, std::get<std::uint64_t>(entry));
        }
    }
    return out;
}

std::optional<std::vector<StoredBlock::Entry>> decodeEntries(ByteView bytes) {
    std::vector<StoredBlock::Entry> entries;
    base::ByteReader reader(bytes);
    while (reader.left() > 0) {
        const auto kind = reader.number<std::uint8_t>();
        if (kind == kTxEntry)
            entries.emplace_back(reader.fixed<Hash>());
        else if (kind == kInboxEntry)
            entries.emplace_back(reader.number<std::uint64_t>());
        else
            return {};
        if (!reader.ok()) return {};
    }
    return entries;
}

/// Columns in the order of the schema. Nothing where the row is not what was written.
std::optional<StoredBlock> readBlock(SQLite::Statement& row) {
    StoredBlock block;
    auto& header = block.header;
    header.number = number(row.getColumn(0));
    block.hash = fixed<Hash>(row.getColumn(1));
    header.parentHash = fixed<Hash>(row.getColumn(2));
    header.timeMs = number(row.getColumn(3));
    header.stateRoot = fixed<Hash>(row.getColumn(4));
    header.baseFeeWei = number(row.getColumn(5));
    header.feeAccount.value = row.getColumn(6).getUInt();
    header.txCount = row.getColumn(7).getUInt();
    header.txsHash = fixed<Hash>(row.getColumn(8));
    auto entries = decodeEntries(blob(row.getColumn(9)));
    block.records = blob(row.getColumn(10));
    block.inboxAfter = number(row.getColumn(11));
    block.l1Number = number(row.getColumn(12));
    block.l1Hash = fixed<Hash>(row.getColumn(13));
    if (!entries || transition::blockHash(header) != block.hash) return {};
    block.entries = std::move(*entries);
    return block;
}

std::vector<Hash> txsOf(const StoredBlock& block) {
    std::vector<Hash> hashes;
    for (const auto& entry : block.entries)
        if (const auto* hash = std::get_if<Hash>(&entry)) hashes.push_back(*hash);
    return hashes;
}

Error notNext(const std::string& why) { return {"store.not-next", why + ". Nothing was stored."}; }

} // namespace

Result<void> Store::appendBlock(const StoredBlock& block, std::span<const StoredTx> txs) {
    return m_impl->write([&]() -> Result<void> {
        const auto name = "L2 block " + std::to_string(block.header.number);
        const auto before = lastBlock();
        if (!before) return before.error();
        if (*before && **before + 1 != block.header.number)
            return notNext(name + " does not follow the last stored one, " + std::to_string(**before));
        const auto hashes = txsOf(block);
        if (hashes.size() != block.header.txCount)
            return notNext(name + " names " + std::to_string(hashes.size()) + " transactions and states " +
                           std::to_string(block.header.txCount));

        auto& insert =
            m_impl->prepared("INSERT INTO blocks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        bindTo(insert, 1, block.header.number);
        bindTo(insert, 2, block.hash.view());
        bindTo(insert, 3, block.header.parentHash.view());
        bindTo(insert, 4, block.header.timeMs);
        bindTo(insert, 5, block.header.stateRoot.view());
        bindTo(insert, 6, block.header.baseFeeWei);
        bindTo(insert, 7, std::uint64_t{block.header.feeAccount.value});
        bindTo(insert, 8, std::uint64_t{block.header.txCount});
        bindTo(insert, 9, block.header.txsHash.view());
        bindTo(insert, 10, encodeEntries(block.entries));
        bindTo(insert, 11, block.records);
        bindTo(insert, 12, block.inboxAfter);
        bindTo(insert, 13, block.l1Number);
        bindTo(insert, 14, block.l1Hash.view());
        insert.exec();

        for (const auto& tx : txs)
            if (const auto added = addPending(tx); !added) return added.error();
        for (std::size_t i = 0; i < hashes.size(); ++i) {
            auto& update =
                m_impl->prepared("UPDATE txs SET status = 1, block = ?, position = ? WHERE hash = ?");
            bindTo(update, 1, block.header.number);
            bindTo(update, 2, std::uint64_t{i});
            bindTo(update, 3, hashes[i].view());
            if (update.exec() != 1)
                return notNext("A transaction of " + name + " is neither stored nor given");
        }
        return {};
    });
}

Result<std::optional<StoredBlock>> Store::block(std::uint64_t blockNumber) const {
    auto found = blocks(blockNumber, blockNumber);
    if (!found) return found.error();
    return found->empty() ? std::optional<StoredBlock>() : std::optional(std::move(found->front()));
}

Result<std::optional<StoredBlock>> Store::blockByHash(const Hash& hash) const {
    return m_impl->read([&]() -> Result<std::optional<StoredBlock>> {
        auto& row = m_impl->prepared("SELECT * FROM blocks WHERE hash = ?");
        bindTo(row, 1, hash.view());
        if (!row.executeStep()) return std::optional<StoredBlock>();
        auto found = readBlock(row);
        if (!found) return m_impl->damaged("an L2 block");
        return found;
    });
}

Result<std::vector<StoredBlock>> Store::blocks(std::uint64_t first, std::uint64_t last) const {
    return m_impl->read([&]() -> Result<std::vector<StoredBlock>> {
        auto& rows = m_impl->prepared("SELECT * FROM blocks WHERE number BETWEEN ? AND ? ORDER BY number");
        bindTo(rows, 1, first);
        bindTo(rows, 2, last);
        std::vector<StoredBlock> result;
        while (rows.executeStep()) {
            auto found = readBlock(rows);
            if (!found) return m_impl->damaged("L2 block " + rows.getColumn(0).getString());
            result.push_back(std::move(*found));
        }
        return result;
    });
}

Result<std::optional<std::uint64_t>> Store::lastBlock() const {
    return m_impl->read([&]() -> Result<std::optional<std::uint64_t>> {
        auto& row = m_impl->prepared("SELECT max(number) FROM blocks");
        if (!row.executeStep() || row.getColumn(0).isNull()) return std::optional<std::uint64_t>();
        return std::optional(number(row.getColumn(0)));
    });
}

Result<void> Store::deleteBlocksAbove(std::uint64_t above) {
    return m_impl->write([&]() -> Result<void> {
        auto& free = m_impl->prepared(
            "UPDATE txs SET status = 0, block = 0, position = 0 WHERE status = 1 AND block > ?");
        bindTo(free, 1, above);
        free.exec();
        auto& remove = m_impl->prepared("DELETE FROM blocks WHERE number > ?");
        bindTo(remove, 1, above);
        remove.exec();
        return {};
    });
}

Result<void> Store::pruneBlocksBelow(std::uint64_t below) {
    return m_impl->write([&]() -> Result<void> {
        auto& forget = m_impl->prepared("DELETE FROM txs WHERE status = 1 AND block < ?");
        bindTo(forget, 1, below);
        forget.exec();
        auto& remove = m_impl->prepared("DELETE FROM blocks WHERE number < ?");
        bindTo(remove, 1, below);
        remove.exec();
        return {};
    });
}

} // namespace aw::store
