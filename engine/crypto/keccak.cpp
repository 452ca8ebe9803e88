#include "crypto/keccak.hpp"

#include "crypto/keccak_sponge.hpp"

namespace aw::crypto {

Hash keccak256(ByteView data) {
    const auto& code = keccakCodeOfOne();
    if (data.size() == 65) {
        Hash hash;
        const KeccakJob job{.input = data.data() + 1, .out = hash.bytes.data()};
        code.prefixed(data[0], &job, 1);
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
