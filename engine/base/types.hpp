#pragma once

#include <boost/multiprecision/cpp_int.hpp>

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <span>
#include <vector>

namespace aw::base {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

/// Unsigned integers of fixed width that wrap around silently: check before adding.
using U128 = boost::multiprecision::uint128_t;
using U256 = boost::multiprecision::uint256_t;

/// An amount of ETH in wei (or of a token in its smallest unit).
using Wei = U128;

/// N bytes with a meaning; distinct tags make distinct types.
template<class Tag, std::size_t N>
struct FixedBytes {
    static constexpr std::size_t kSize = N;
    std::array<std::uint8_t, N> bytes{};

    auto operator<=>(const FixedBytes&) const = default;
    ByteView view() const { return bytes; }
    bool isZero() const { return *this == FixedBytes{}; }

    /// From exactly N bytes; the caller guarantees the size.
    static FixedBytes from(ByteView source) {
        FixedBytes result;
        std::memcpy(result.bytes.data(), source.data(), N);
        return result;
    }
};

/// A 32-byte hash or root.
using Hash = FixedBytes<struct HashTag, 32>;
/// A 20-byte Ethereum address.
using Address = FixedBytes<struct AddressTag, 20>;
/// A recoverable signature r ‖ s ‖ yParity (0 or 1).
using Signature = FixedBytes<struct SignatureTag, 65>;

/// Hasher for unordered containers; the bytes are already uniformly distributed or hashed (addresses).
struct FixedBytesHasher {
    template<class Tag, std::size_t N>
    std::size_t operator()(const FixedBytes<Tag, N>& value) const noexcept {
        std::size_t result = 0;
        std::memcpy(&result, value.bytes.data() + (N - sizeof result), sizeof result);
        return result;
    }
};

/// An integer with a meaning; distinct tags do not mix.
template<class Tag, class Integer>
struct Number {
    Integer value = 0;
    auto operator<=>(const Number&) const = default;
};

/// Position of an account in the state (PROTOCOL.md S-1).
using AccountIndex = Number<struct AccountIndexTag, std::uint32_t>;
/// Number of a batch on L1; 0 is the genesis.
using BatchNumber = Number<struct BatchNumberTag, std::uint64_t>;

} // namespace aw::base

namespace aw {
using base::AccountIndex;
using base::Address;
using base::BatchNumber;
using base::Bytes;
using base::ByteView;
using base::FixedBytesHasher;
using base::Hash;
using base::Signature;
using base::U128;
using base::U256;
using base::Wei;
} // namespace aw
