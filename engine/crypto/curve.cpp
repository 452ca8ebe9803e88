#include "crypto/curve.hpp"

#include "crypto/secret_bytes.hpp"

#include <stdexcept>

namespace aw::crypto {

const secp256k1_context* curveContext() {
    static const secp256k1_context* const instance = [] {
        auto* made = secp256k1_context_create(SECP256K1_CONTEXT_SIGN | SECP256K1_CONTEXT_VERIFY);
        SecretBytes seed(32);
        fillRandom(seed.writable());
        if (secp256k1_context_randomize(made, seed.view().data()) != 1)
            throw std::runtime_error("libsecp256k1 cannot be initialized.");
        return made;
    }();
    return instance;
}

} // namespace aw::crypto
