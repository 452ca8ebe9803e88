#include "store/connection.hpp"

#include <sqlite3.h>

namespace aw::store {

bool Connection::sqliteInTransaction() const { return sqlite3_get_autocommit(m_database->getHandle()) == 0; }

} // namespace aw::store
