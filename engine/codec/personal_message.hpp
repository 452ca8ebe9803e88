#pragma once

#include "base/types.hpp"

namespace aw::codec {

/// What wallets sign for a message of people (EIP-191, version 0x45; `personal_sign`):
/// keccak-256("\x19Ethereum Signed Message:\n" ‖ length in decimal digits ‖ message).
Hash personalMessageHash(ByteView message);

} // namespace aw::codec
