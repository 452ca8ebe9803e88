#include "store/store.hpp"

#include "store/database.hpp"

/// Opening, transactions, L1 blocks, facts and fences.
namespace aw::store {

namespace {

constexpr std::int64_t kKeptL1Blocks = 256;

L1Block readL1Block(SQLite::Statement& row) {
    return {number(row.getColumn(0)), fixed<Hash>(row.getColumn(1)), fixed<Hash>(row.getColumn(2)),
            number(row.getColumn(3))};
}

} // namespace

Store::Store(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl)) {}

Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(const std::filesystem::path& file) {
    auto database = openDatabase(file);
    if (!database) return database.error();
    auto impl = std::make_unique<Impl>();
    impl->file = file;
    impl->database = std::move(*database);
    return std::unique_ptr<Store>(new Store(std::move(impl)));
}

Result<void> Store::atomically(const std::function<Result<void>()>& work) {
    return m_impl->write([&]() -> Result<void> { return work(); });
}

Result<void> Store::addL1Blocks(std::span<const L1Block> blocks) {
    if (blocks.empty()) return {};
    return m_impl->write([&]() -> Result<void> {
        for (const auto& block : blocks) {
            auto& insert =
                m_impl->prepared("INSERT OR REPLACE INTO l1_blocks (number, hash, parent_hash, time_ms) "
                                 "VALUES (?, ?, ?, ?)");
            bindTo(insert, 1, block.number);
            bindTo(insert, 2, block.hash.view());
            bindTo(insert, 3, block.parentHash.view());
            bindTo(insert, 4, block.timeMs);
            insert.exec();
        }
        auto& trim = m_impl->prepared("DELETE FROM l1_blocks WHERE number NOT IN "
                                      "(SELECT number FROM l1_blocks ORDER BY number DESC LIMIT ?)");
        trim.bind(1, kKeptL1Blocks);
        trim.exec();
        return {};
    });
}

Result<void> Store::deleteL1BlocksAbove(std::uint64_t above) {
    return m_impl->write([&]() -> Result<void> {
        auto& remove = m_impl->prepared("DELETE FROM l1_blocks WHERE number > ?");
        bindTo(remove, 1, above);
        remove.exec();
        return {};
    });
}

Result<std::vector<L1Block>> Store::recentL1Blocks() const {
    return m_impl->read([&]() -> Result<std::vector<L1Block>> {
        auto& rows =
            m_impl->prepared("SELECT number, hash, parent_hash, time_ms FROM l1_blocks ORDER BY number");
        std::vector<L1Block> blocks;
        while (rows.executeStep())
            blocks.push_back(readL1Block(rows));
        return blocks;
    });
}

Result<std::optional<L1Block>> Store::l1Cursor() const {
    return m_impl->read([&]() -> Result<std::optional<L1Block>> {
        auto& rows = m_impl->prepared(
            "SELECT number, hash, parent_hash, time_ms FROM l1_blocks ORDER BY number DESC LIMIT 1");
        if (!rows.executeStep()) return std::optional<L1Block>();
        return std::optional(readL1Block(rows));
    });
}

Result<void> Store::setMeta(std::string_view key, std::string_view value) {
    return m_impl->write([&]() -> Result<void> {
        auto& put = m_impl->prepared("INSERT INTO meta (key, value) VALUES (?, ?) "
                                     "ON CONFLICT (key) DO UPDATE SET value = excluded.value");
        put.bind(1, std::string(key));
        put.bind(2, std::string(value));
        put.exec();
        return {};
    });
}

Result<std::optional<std::string>> Store::meta(std::string_view key) const {
    return m_impl->read([&]() -> Result<std::optional<std::string>> {
        auto& rows = m_impl->prepared("SELECT value FROM meta WHERE key = ?");
        rows.bind(1, std::string(key));
        if (!rows.executeStep()) return std::optional<std::string>();
        return std::optional(rows.getColumn(0).getString());
    });
}

Result<std::uint64_t> Store::raiseFence(std::string_view key, std::uint64_t value) {
    // Compared here and not in SQL, whose numbers are signed.
    return m_impl->write([&]() -> Result<std::uint64_t> {
        const auto before = fence(key);
        if (!before || *before >= value) return before;
        auto& put = m_impl->prepared("INSERT INTO fences (key, value) VALUES (?, ?) "
                                     "ON CONFLICT (key) DO UPDATE SET value = excluded.value");
        put.bind(1, std::string(key));
        bindTo(put, 2, value);
        put.exec();
        return value;
    });
}

Result<std::uint64_t> Store::fence(std::string_view key) const {
    return m_impl->read([&]() -> Result<std::uint64_t> {
        auto& rows = m_impl->prepared("SELECT value FROM fences WHERE key = ?");
        rows.bind(1, std::string(key));
        return rows.executeStep() ? number(rows.getColumn(0)) : std::uint64_t{0};
    });
}

} // namespace aw::store
