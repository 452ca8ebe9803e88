#include "crypto/keccak.hpp"

#include "crypto/keccak_sponge.hpp"

namespace aw::crypto {

Hash keccak256(ByteView data) {
    const auto& code = keccakCodeOfOne();
    if (data.size() == kTreeInput) {
        Hash hash;
        code.tree(data.data(), 1, hash.bytes.data());
        return hash;
    }
    KeccakSponge sponge(code);
    sponge.absorb(data);
    return sponge.finish();
}

Hash keccak256(std::initializer_list<ByteView> pieces) {
    KeccakSponge sponge(keccakCodeOfOne());
    for (const auto piece : pieces)
        sponge.absorb(piece);
    return sponge.finish();
}

} // namespace aw::crypto
