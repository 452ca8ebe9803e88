#pragma once

#include "base/bytes.hpp"
#include "codec/rlp.hpp"

#include <algorithm>
#include <optional>
#include <string>

/// Fields of signed transactions, for the decoders of this folder.
namespace aw::codec {

inline Error malformedTransaction(std::string detail) { return {ErrorCode::txMalformed, std::move(detail)}; }

/// Reads the fields of a transaction's list one after another and keeps the first error; what is read after
/// it is zero.
class FieldReader {
public:
    /// The list must outlive this object and have every position that is asked for.
    explicit FieldReader(const rlp::Item& list)
        : m_list(list) {}

    /// A number below 2^bits; `tooLarge` is the code where it is not. Errors: "tx.leading-zero",
    /// "tx.malformed".
    U256 wide(std::size_t position, unsigned bits, std::string_view name, ErrorCode tooLarge) {
        return base::readU256(digits(position, bits, name, tooLarge));
    }
    std::uint64_t narrow(std::size_t position, std::string_view name, ErrorCode tooLarge) {
        std::uint64_t value = 0;
        for (const auto byte : digits(position, 64, name, tooLarge))
            value = value << 8 | byte;
        return value;
    }

    /// The address `to`; nullopt where it is empty: the transaction creates a contract.
    std::optional<Address> recipient(std::size_t position) {
        if (m_error) return std::nullopt;
        const auto& item = m_list.items[position];
        if (item.isList) {
            fail(malformedTransaction("The field to is no address."));
        } else if (item.payload.size() == Address::kSize) {
            return Address::from(item.payload);
        } else if (!item.payload.empty()) {
            fail(malformedTransaction("The field to has not 20 bytes."));
        }
        return std::nullopt;
    }

    ByteView data(std::size_t position) {
        if (m_error) return {};
        const auto& item = m_list.items[position];
        if (!item.isList) return item.payload;
        fail(malformedTransaction("The field data is a list."));
        return {};
    }

    /// r ‖ s ‖ parity, of positions r and r + 1.
    Signature signature(std::size_t r, std::uint8_t parity) {
        Signature signature;
        const auto put = [&](ByteView digits, std::size_t end) {
            std::ranges::copy(digits, signature.bytes.data() + (end - digits.size()));
        };
        put(digits(r, 256, "r", ErrorCode::txBadSignature), 32);
        put(digits(r + 1, 256, "s", ErrorCode::txBadSignature), 64);
        signature.bytes[64] = parity;
        return signature;
    }

    /// yParity of typed transactions. Error "tx.y-parity".
    std::uint8_t yParity(std::size_t position) {
        const auto parity = digits(position, 256, "yParity", ErrorCode::txYParity);
        if (!m_error && (parity.size() > 1 || (parity.size() == 1 && parity[0] != 1)))
            fail({ErrorCode::txYParity, "yParity is neither 0 nor 1."});
        return parity.empty() ? 0 : 1;
    }

    U256 fail(Error error) {
        if (!m_error) m_error = std::move(error);
        return 0;
    }
    const std::optional<Error>& error() const { return m_error; }

private:
    /// The digits of a number below 2^bits, a multiple of 8 bits; empty for 0 and after an error.
    ByteView digits(std::size_t position, unsigned bits, std::string_view name, ErrorCode tooLarge) {
        if (m_error) return {};
        const auto found = m_list.items[position].digits();
        if (found && found->size() <= bits / 8) return *found;
        const bool wrongForm = !found && found.error().code != ErrorCode::rlpTooLarge;
        if (wrongForm && found.error().code == ErrorCode::rlpLeadingZero)
            fail({ErrorCode::txLeadingZero, "The field " + std::string(name) + " has leading zeros."});
        else if (wrongForm)
            fail(malformedTransaction("The field " + std::string(name) + " is no number."));
        else
            fail({tooLarge,
                  "The field " + std::string(name) + " does not fit " + std::to_string(bits) + " bits."});
        return {};
    }

    const rlp::Item& m_list;
    std::optional<Error> m_error;
};

/// The one list of `count` fields that fills the bytes; it points into them. Errors: "tx.trailing-bytes",
/// "tx.malformed".
Result<rlp::Item> transactionList(ByteView bytes, std::size_t count);

/// Who signed. Errors: "tx.high-s", "tx.bad-signature".
Result<Address> transactionSender(const Hash& signingHash, const Signature& signature);

} // namespace aw::codec
