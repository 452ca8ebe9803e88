#pragma once

#include "segment_generator.hpp"

/// What a generated segment is built over; for the generator alone.
namespace aw::test {

Address randomAddress(Random& random);
/// An amount of any size, often round, sometimes extreme.
Wei randomAmount(Random& random);

/// The state before, the inbox, L1's tokens and the batch context.
void makeScene(Random& random, GeneratedSegment& segment);
/// Sets the scene for rules that an ordinary one seldom lets break.
void prepareFor(Random& random, transition::Rule rule, GeneratedSegment& segment);

} // namespace aw::test
