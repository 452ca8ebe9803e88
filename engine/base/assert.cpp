#include "base/assert.hpp"

#include <cstdio>
#include <cstdlib>

namespace aw::base {

void assertFailed(const char* what, const std::source_location& where) {
    std::fprintf(stderr, "%s:%u: %s: does not hold: %s\n", where.file_name(),
                 static_cast<unsigned>(where.line()), where.function_name(), what);
    std::abort();
}

} // namespace aw::base
