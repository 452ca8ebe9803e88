#pragma once

#include "api/values.hpp"
#include "verifier/verifier.hpp"

/// What a node found in a batch, as it is kept with the batch in the store.
namespace aw::node {

/// Segments and their roots, what is wrong if anything is; JSON.
std::string documentOf(const verifier::VerifiedBatch& batch);

/// Fills what the document tells: counts, segments, own root. What does not decode is left out.
void readDocument(const std::string& document, api::Batch& batch);

} // namespace aw::node
