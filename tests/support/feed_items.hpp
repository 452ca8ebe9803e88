#pragma once

#include "crypto/keys.hpp"
#include "feed/message.hpp"

namespace aw::test {

inline const feed::Domain kDomain{.rollup = Address{{1, 2, 3}}, .l2ChainId = 900'001};

inline std::shared_ptr<const crypto::SecretKey> feedKey(std::uint64_t index) {
    return std::make_shared<const crypto::SecretKey>(crypto::SecretKey::derive("feed test", index));
}

inline Hash hashOf(std::uint8_t fill) {
    Hash hash;
    hash.bytes.fill(fill);
    return hash;
}

/// Opaque to the feed: it carries the bytes, the node judges them.
inline feed::PendingItem pending(std::uint8_t fill, std::size_t size = 110) { return {{Bytes(size, fill)}}; }

inline feed::BlockItem block(std::uint64_t number) {
    feed::BlockItem item;
    item.header = {.number = number,
                   .parentHash = hashOf(1),
                   .timeMs = 1'700'000'000'000 + number * 100,
                   .stateRoot = hashOf(2),
                   .baseFeeWei = 7,
                   .feeAccount = AccountIndex{5},
                   .txCount = 2,
                   .txsHash = hashOf(3)};
    item.era = 4;
    item.anchoredTip = 12;
    item.l1 = {.number = 99, .hash = hashOf(9)};
    item.entries = {Bytes(100, 0xaa), std::uint64_t{77}, Bytes(101, 0xbb)};
    item.records = {0x02, 0x40, 0x00};
    return item;
}

} // namespace aw::test
