#include "fuzz.hpp"
#include "state/witness.hpp"

#include <algorithm>

using namespace aw;
using namespace aw::state;

/// What is accepted is encoded as it was given, is in order, and is folded without harm.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView bytes(data, size);
    const auto witness = Witness::decode(bytes);
    if (!witness) return 0;
    fuzz::require(std::ranges::equal(witness->encode(), bytes));
    fuzz::require(witness->check().has_value());
    const auto roots = foldWitness(*witness, witness->leaves);
    if (roots) fuzz::require(roots->before == roots->after);
    return 0;
}
