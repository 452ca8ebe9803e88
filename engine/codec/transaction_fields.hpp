#pragma once

#include "base/bytes.hpp"
#include "codec/rlp.hpp"

#include <optional>
#include <string>

/// Fields of signed transactions, for the decoders of this folder.
namespace aw::codec {

inline Error malformedTransaction(std::string detail) { return {"tx.malformed", std::move(detail)}; }

/// Reads the fields of a transaction's list one after another and keeps the first error; what is read after
/// it is zero.
class FieldReader {
public:
    /// The list must outlive this object and have every position that is asked for.
    explicit FieldReader(const rlp::Item& list)
        : m_list(list) {}

    /// A number below 2^bits; `tooLarge` is the code where it is not. Errors: "tx.leading-zero",
    /// "tx.malformed".
    U256 wide(std::size_t position, unsigned bits, std::string_view name, std::string_view tooLarge) {
        if (m_error) return 0;
        const auto number = m_list.items[position].number();
        if (number && (bits == 256 || (*number >> bits) == 0)) return *number;
        const bool wrongForm = !number && number.error().code != "rlp.too-large";
        if (wrongForm && number.error().code == "rlp.leading-zero")
            return fail({"tx.leading-zero", "The field " + std::string(name) + " has leading zeros."});
        if (wrongForm) return fail(malformedTransaction("The field " + std::string(name) + " is no number."));
        return fail({tooLarge,
                     "The field " + std::string(name) + " does not fit " + std::to_string(bits) + " bits."});
    }
    std::uint64_t narrow(std::size_t position, std::string_view name, std::string_view tooLarge) {
        return static_cast<std::uint64_t>(wide(position, 64, name, tooLarge));
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
        const auto rValue = wide(r, 256, "r", "tx.bad-signature");
        const auto sValue = wide(r + 1, 256, "s", "tx.bad-signature");
        Bytes bytes;
        base::appendBigEndian(bytes, rValue);
        base::appendBigEndian(bytes, sValue);
        bytes.push_back(parity);
        return Signature::from(bytes);
    }

    /// yParity of typed transactions. Error "tx.y-parity".
    std::uint8_t yParity(std::size_t position) {
        const auto parity = wide(position, 256, "yParity", "tx.y-parity");
        if (!m_error && parity > 1) fail({"tx.y-parity", "yParity is neither 0 nor 1."});
        return parity == 1 ? 1 : 0;
    }

    U256 fail(Error error) {
        if (!m_error) m_error = std::move(error);
        return 0;
    }
    const std::optional<Error>& error() const { return m_error; }

private:
    const rlp::Item& m_list;
    std::optional<Error> m_error;
};

/// The one list of `count` fields that fills the bytes; it points into them. Errors: "tx.trailing-bytes",
/// "tx.malformed".
Result<rlp::Item> transactionList(ByteView bytes, std::size_t count);

/// Who signed. Errors: "tx.high-s", "tx.bad-signature".
Result<Address> transactionSender(const Hash& signingHash, const Signature& signature);

} // namespace aw::codec
