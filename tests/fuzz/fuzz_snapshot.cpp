#include "fuzz.hpp"
#include "state/snapshot_file.hpp"

#include <algorithm>

using namespace aw;
using namespace aw::state;

/// What is accepted has the root that it states and is saved as it was given.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView bytes(data, size);
    const auto state = loadSnapshot(bytes);
    if (!state) return 0;
    Bytes saved;
    saveSnapshot(*state, [&](ByteView piece) { saved.insert(saved.end(), piece.begin(), piece.end()); });
    fuzz::require(std::ranges::equal(saved, bytes));
    return 0;
}
