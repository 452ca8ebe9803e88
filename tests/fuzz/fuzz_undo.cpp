#include "fuzz.hpp"
#include "state/undo.hpp"

#include <algorithm>

using namespace aw;
using namespace aw::state;

/// What is accepted is encoded as it was given; an account that is found in the bytes alone is the one that
/// the whole has.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView bytes(data, size);
    const auto undo = decodeUndo(bytes);
    if (!undo) return 0;
    fuzz::require(std::ranges::equal(encodeUndo(*undo), bytes));
    for (std::uint32_t i = 0; i < 64; ++i) {
        const auto found = findInUndo(bytes, {i});
        const auto* const expected = undo->find({i});
        fuzz::require(found && found->has_value() == (expected != nullptr));
        if (expected) fuzz::require(**found == *expected);
    }
    return 0;
}
