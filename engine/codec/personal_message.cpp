#include "codec/personal_message.hpp"

#include "crypto/keccak.hpp"

#include <string>

namespace aw::codec {

Hash personalMessageHash(ByteView message) {
    const std::string prefix = "\x19"
                               "Ethereum Signed Message:\n" +
                               std::to_string(message.size());
    return crypto::keccak256(
        {ByteView(reinterpret_cast<const std::uint8_t*>(prefix.data()), prefix.size()), message});
}

} // namespace aw::codec
