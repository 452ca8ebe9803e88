#pragma once

#include "base/types.hpp"

#include <secp256k1.h>

/// libsecp256k1, for the files of this folder.
namespace aw::crypto {

/// The one context of the process: randomized against side channels, read-only afterwards and so shared by
/// all threads.
const secp256k1_context* curveContext();

} // namespace aw::crypto
