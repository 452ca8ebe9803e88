#pragma once

#include "base/hex.hpp"

#include <boost/json/value.hpp>

#include <string_view>

namespace aw::l1 {

/// Reads the members of a JSON object as Ethereum writes them. What is missing or misshapen gives a zero
/// value and makes ok() false.
class JsonFields {
public:
    explicit JsonFields(const boost::json::value& value)
        : m_object(value.if_object())
        , m_ok(m_object) {}

    const boost::json::value* find(std::string_view name) const {
        return m_object ? m_object->if_contains(name) : nullptr;
    }
    bool has(std::string_view name) const {
        const auto* value = find(name);
        return value && !value->is_null();
    }
    std::uint64_t number64(std::string_view name) { return take(base::quantity64FromHex(text(name))); }
    U256 number(std::string_view name) { return take(base::quantityFromHex(text(name))); }
    Hash hash(std::string_view name) { return take(base::fixedFromHex<Hash>(text(name))); }
    Address address(std::string_view name) { return take(base::fixedFromHex<Address>(text(name))); }
    Bytes bytes(std::string_view name) { return take(base::fromHex(text(name))); }
    bool ok() const { return m_ok; }
    void fail() { m_ok = false; }

private:
    std::string_view text(std::string_view name) {
        const auto* value = find(name);
        if (!value || !value->is_string()) {
            m_ok = false;
            return "0x";
        }
        return value->as_string();
    }
    template<class T>
    T take(Result<T> value) {
        if (value) return std::move(*value);
        m_ok = false;
        return T{};
    }

    const boost::json::object* m_object;
    bool m_ok;
};

} // namespace aw::l1
