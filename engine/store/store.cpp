#include "store/store.hpp"

#include "store/connection.hpp"
#include "store/lock_file.hpp"

/// Opening and closing.
namespace aw::store {

Reader::Reader(std::unique_ptr<Connection> connection)
    : m_connection(std::move(connection)) {}

Reader::~Reader() = default;

Store::Store(std::unique_ptr<Connection> connection, std::unique_ptr<LockFile> lock)
    : Reader(std::move(connection))
    , m_lock(std::move(lock)) {}

Store::~Store() {
    // The lock is held until the file is closed.
    m_connection.reset();
}

Result<std::unique_ptr<Store>> Store::open(const std::filesystem::path& file) {
    auto lock = LockFile::take(file);
    if (!lock) return lock.error();
    auto database = openDatabase(file);
    if (!database) return database.error();
    return std::unique_ptr<Store>(new Store(std::make_unique<Connection>(file, std::move(*database)),
                                            std::make_unique<LockFile>(std::move(*lock))));
}

Result<std::unique_ptr<Reader>> Store::reader() const {
    const auto& file = m_connection->file();
    auto database = openForReading(file);
    if (!database) return database.error();
    return std::unique_ptr<Reader>(new Reader(std::make_unique<Connection>(file, std::move(*database))));
}

Result<void> Store::atomically(const std::function<Result<void>()>& work) {
    return m_connection->write([&]() -> Result<void> { return work(); });
}

} // namespace aw::store
