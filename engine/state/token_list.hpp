#pragma once

#include "base/assert.hpp"
#include "base/types.hpp"

#include <optional>
#include <unordered_map>
#include <vector>

namespace aw::state {

/// The tokens that L1 has registered (D-3): numbered from 1 in the order of their registration, never
/// changed. Number 0 is ETH and not in the list.
class TokenList {
public:
    TokenList() = default;
    explicit TokenList(const std::vector<Address>& addresses) {
        for (const auto& address : addresses)
            add(address);
    }

    std::uint32_t count() const { return static_cast<std::uint32_t>(m_addresses.size()); }
    /// The L1 address of a token; nullopt for ETH and where there is none of this number.
    std::optional<Address> address(std::uint32_t token) const {
        if (token == 0 || token > m_addresses.size()) return std::nullopt;
        return m_addresses[token - 1];
    }
    /// The number of the token at an L1 address.
    std::optional<std::uint32_t> find(const Address& address) const {
        const auto found = m_numbers.find(address);
        return found == m_numbers.end() ? std::nullopt : std::optional(found->second);
    }

    /// Appends the token at an L1 address that is not in the list; returns its number.
    std::uint32_t add(const Address& address) {
        base::expects(!m_numbers.contains(address), "L1 registers a token once");
        m_addresses.push_back(address);
        m_numbers.emplace(address, count());
        return count();
    }

private:
    std::vector<Address> m_addresses;
    std::unordered_map<Address, std::uint32_t, FixedBytesHasher> m_numbers;
};

} // namespace aw::state
