#pragma once

#include "store/values.hpp"

namespace aw::l1 {
using store::TokenMetadata;
} // namespace aw::l1
