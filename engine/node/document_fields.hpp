#pragma once

#include "api/codes.hpp"
#include "base/hex.hpp"

#include <boost/json.hpp>

#include <optional>
#include <string>

namespace aw::node {

/// As documents write hashes and addresses.
template<class Fixed>
boost::json::string hex(const Fixed& value) {
    return boost::json::string(base::toHex(value.view()));
}

/// Reads the fields of a document that the node keeps; one that is missing or ill-typed marks it as bad.
class DocumentFields {
public:
    explicit DocumentFields(const boost::json::object& object)
        : m_object(object) {}

    std::uint64_t number(std::string_view name) {
        const auto* value = m_object.if_contains(name);
        boost::system::error_code failed;
        const auto number = value ? value->to_number<std::uint64_t>(failed) : 0;
        if (!value || failed) m_ok = false;
        return number;
    }
    std::string text(std::string_view name) {
        const auto* value = m_object.if_contains(name);
        if (!value || !value->is_string()) {
            m_ok = false;
            return {};
        }
        return std::string(value->get_string());
    }
    template<class Fixed>
    Fixed fixed(std::string_view name) {
        const auto value = base::fixedFromHex<Fixed>(text(name));
        if (!value) m_ok = false;
        return value ? *value : Fixed{};
    }
    std::int64_t time(std::string_view name) { return static_cast<std::int64_t>(number(name)); }
    bool flag(std::string_view name) {
        const auto* value = m_object.if_contains(name);
        if (value && value->is_bool()) return value->get_bool();
        m_ok = false;
        return false;
    }
    Wei wei(std::string_view name) { return amount<Wei>(name, kWeiDigits); }
    U256 price(std::string_view name) { return amount<U256>(name, kPriceDigits); }
    /// Nothing where it is missing.
    std::optional<std::uint64_t> optionalNumber(std::string_view name) {
        return m_object.if_contains(name) ? std::optional(number(name)) : std::nullopt;
    }
    /// nullptr where it is missing.
    const boost::json::value* find(std::string_view name) const { return m_object.if_contains(name); }
    template<class Code>
    Code code(std::string_view name) {
        const auto value = api::named<Code>(text(name));
        if (!value) m_ok = false;
        return value.value_or(Code{});
    }
    bool ok() const { return m_ok; }

private:
    /// Decimal digits that always fit.
    static constexpr std::size_t kWeiDigits = 38, kPriceDigits = 77;
    template<class Amount>
    Amount amount(std::string_view name, std::size_t most) {
        const auto digits = text(name);
        if (digits.empty() || digits.size() > most ||
            digits.find_first_not_of("0123456789") != std::string::npos) {
            m_ok = false;
            return 0;
        }
        return Amount(digits);
    }

    const boost::json::object& m_object;
    bool m_ok = true;
};

} // namespace aw::node
