#include "codec/transaction.hpp"
#include "store/block_rows.hpp"
#include "store/parts.hpp"
#include "store/pending_rows.hpp"
#include "store/store.hpp"

#include <algorithm>

/// L2 blocks that go: rewound, or pruned.
namespace aw::store {

namespace {

/// Index entries are removed in their order, so that each page of an index is read and written once, and as
/// many at a time.
constexpr std::size_t kEntriesAtATime = 65'536;

/// What points at blocks and transactions that are being removed.
class Removal {
public:
    explicit Removal(Connection& connection)
        : m_connection(connection) {}

    void note(std::uint64_t id, const BlockTx& tx) {
        m_senders.push_back({tx.sender.value, id});
        m_recipients.push_back({tx.recipient.value, id});
        if (!tx.hash.isZero()) m_hashes.push_back({hashKey(tx.hash), id});
    }
    void note(std::uint64_t block, const state::Undo& undo, std::vector<std::uint32_t> parties) {
        for (const auto account : otherChanges(undo, std::move(parties)))
            m_accounts.push_back({account, block});
        for (const auto& [token, supply] : undo.supplies)
            m_supplies.push_back({token, block});
    }
    bool isFull() const { return m_senders.size() + m_accounts.size() >= kEntriesAtATime; }

    void flush() {
        removeAll("DELETE FROM txs_by_hash WHERE key = ? AND id = ?", m_hashes);
        removeAll("DELETE FROM txs_by_sender WHERE account = ? AND id = ?", m_senders);
        removeAll("DELETE FROM txs_by_recipient WHERE account = ? AND id = ?", m_recipients);
        removeAll("DELETE FROM other_changes WHERE account = ? AND block = ?", m_accounts);
        removeAll("DELETE FROM supply_changes WHERE token = ? AND block = ?", m_supplies);
    }

private:
    void removeAll(const char* sql, std::vector<TxKey>& keys) {
        std::ranges::sort(keys);
        for (const auto& key : keys)
            m_connection.exec(sql, key.key, key.id);
        keys.clear();
    }

    Connection& m_connection;
    std::vector<TxKey> m_hashes, m_senders, m_recipients;
    std::vector<TxKey> m_accounts, m_supplies; ///< the id is a block
};

std::vector<std::uint32_t> partiesOf(Connection& connection, TxRange range) {
    auto& rows = connection.query("SELECT sender, recipient FROM txs WHERE id >= ? AND id < ?", range.first,
                                  range.end());
    std::vector<std::uint32_t> parties;
    while (rows.executeStep())
        for (const int column : {0, 1})
            parties.push_back(rows.getColumn(column).getUInt());
    return parties;
}

/// Notes what the index of changes has of a block.
Result<void> noteChanges(Connection& connection, Removal& removal, std::uint64_t block, TxRange range) {
    const auto bytes = undoOf(connection, block);
    if (!bytes) return bytes.error();
    if (bytes->empty()) return {};
    const auto undo = state::decodeUndo(*bytes);
    if (!undo) return connection.damaged("what L2 block " + std::to_string(block) + " changed");
    removal.note(block, *undo, partiesOf(connection, range));
    return {};
}

/// Whether entries of the indexes of txs are removed too. Where blocks are rewound they stay: to find them
/// all would take most of the time, and others, often the same ones, get these ids again.
enum class Entries { stay, go };

/// Removes the blocks first..last, which exist, the last one first; `taken` gets each block's transactions.
template<class Taken>
Result<void> removeBlocks(Connection& connection, std::uint64_t first, std::uint64_t last, Entries entries,
                          Taken taken) {
    const auto lowest = txRangeOf(connection, first), highest = txRangeOf(connection, last);
    if (!lowest || !highest) return connection.damaged("the table of L2 blocks");
    Removal removal(connection);
    for (auto block = last + 1; block-- > first;) {
        const auto range = txRangeOf(connection, block);
        if (!range) return connection.damaged("the table of L2 blocks");
        auto txs = readTxs(connection, *range);
        if (!txs) return txs.error();
        if (const auto noted = noteChanges(connection, removal, block, *range); !noted) return noted;
        for (std::size_t i = 0; entries == Entries::go && i < txs->size(); ++i)
            removal.note(range->first + i, (*txs)[i]);
        if (const auto done = taken(std::move(*txs)); !done) return done;
        if (removal.isFull()) removal.flush();
    }
    removal.flush();
    connection.exec("DELETE FROM txs WHERE id >= ? AND id < ?", lowest->first, highest->end());
    connection.exec("DELETE FROM txs_of_tokens WHERE id >= ? AND id < ?", lowest->first, highest->end());
    removeParts(connection, kRecordParts, first, last);
    removeParts(connection, kUndoParts, first, last);
    connection.exec("DELETE FROM block_batches WHERE block BETWEEN ? AND ?", first, last);
    connection.exec("DELETE FROM blocks WHERE number BETWEEN ? AND ?", first, last);
    return {};
}

/// The signed transactions of users, with their senders' addresses.
Result<std::vector<PendingTx>> pendingOf(Connection& connection, std::vector<BlockTx> txs,
                                         const Store::OwnerOf& ownerOf) {
    std::vector<PendingTx> pending;
    for (auto& tx : txs) {
        if (tx.forced || tx.hash.isZero()) continue;
        Address sender;
        if (ownerOf) {
            sender = ownerOf(tx.sender);
        } else {
            const auto decoded = codec::decodeTransaction(tx.raw);
            if (!decoded) return connection.damaged("a transaction (" + decoded.error().detail + ")");
            sender = decoded->sender;
        }
        pending.push_back({tx.hash, std::move(tx.raw), sender});
    }
    return pending;
}

} // namespace

Result<void> Store::rewindBlocks(std::uint64_t lastKept, const OwnerOf& ownerOf) {
    auto& connection = *m_connection;
    return connection.write([&]() -> Result<void> {
        const auto ends = endsOf(connection);
        if (!ends || lastKept >= ends->lastBlock) return {};
        const auto removed =
            removeBlocks(connection, std::max(ends->firstBlock, lastKept + 1), ends->lastBlock, Entries::stay,
                         [&](std::vector<BlockTx> txs) -> Result<void> {
                             const auto pending = pendingOf(connection, std::move(txs), ownerOf);
                             if (!pending) return pending.error();
                             putPendingFirst(connection, *pending);
                             return {};
                         });
        if (!removed) return removed;
        if (getNumber(connection, kHistoryFrom) > lastKept) setNumber(connection, kHistoryFrom, lastKept);
        return {};
    });
}

Result<void> Store::pruneHistory(std::uint64_t below) {
    auto& connection = *m_connection;
    return connection.write([&]() -> Result<void> {
        const auto ends = endsOf(connection);
        const auto from = getNumber(connection, kHistoryFrom);
        if (!ends || std::min(below, ends->lastBlock) <= from) return {};
        const auto to = std::min(below, ends->lastBlock);
        Removal removal(connection);
        for (auto block = std::max(from + 1, ends->firstBlock); block <= to; ++block) {
            const auto range = txRangeOf(connection, block);
            if (!range) return connection.damaged("the table of L2 blocks");
            if (const auto noted = noteChanges(connection, removal, block, *range); !noted) return noted;
            if (removal.isFull()) removal.flush();
        }
        removal.flush();
        removeParts(connection, kUndoParts, 0, to);
        setNumber(connection, kHistoryFrom, to);
        return {};
    });
}

Result<void> Store::pruneBlocks(std::uint64_t below) {
    auto& connection = *m_connection;
    return connection.write([&]() -> Result<void> {
        const auto ends = endsOf(connection);
        if (!ends) return {};
        // The last one stays: it says which is next.
        const auto kept = std::min(below, ends->lastBlock);
        if (kept <= ends->firstBlock) return {};
        const auto removed = removeBlocks(connection, ends->firstBlock, kept - 1, Entries::go,
                                          [](const auto&) -> Result<void> { return {}; });
        if (!removed) return removed;
        if (getNumber(connection, kHistoryFrom) < kept - 1) setNumber(connection, kHistoryFrom, kept - 1);
        return {};
    });
}

} // namespace aw::store
