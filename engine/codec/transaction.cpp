#include "codec/transaction.hpp"

#include "base/bytes.hpp"
#include "codec/rlp.hpp"
#include "crypto/keccak.hpp"
#include "crypto/keys.hpp"

#include <limits>
#include <optional>

namespace aw::codec {
namespace {

constexpr std::uint8_t kType = 0x02;
constexpr std::uint8_t kTxLeafDomain = 0x03;

/// Positions in the list of a signed transaction (EIP-1559).
enum Field : std::size_t {
    chainId,
    nonce,
    tip,
    maxFee,
    gasLimit,
    to,
    value,
    data,
    accessList,
    yParity,
    r,
    s,
    fieldCount
};

/// The fields that are signed, as RLP items.
Bytes signedFields(const Transaction& tx) {
    Bytes items;
    items.reserve(160);
    rlp::encodeNumber(tx.chainId, items);
    rlp::encodeNumber(tx.nonce, items);
    rlp::encodeNumber(tx.tipWei, items);
    rlp::encodeNumber(tx.maxFeeWei, items);
    rlp::encodeNumber(tx.gasLimit, items);
    rlp::encodeString(tx.to.view(), items);
    rlp::encodeNumber(tx.value, items);
    items.push_back(0x80); // data: empty
    items.push_back(0xc0); // access list: empty
    return items;
}

Bytes envelope(ByteView items) {
    Bytes bytes{kType};
    bytes.reserve(items.size() + 4);
    rlp::encodeList(items, bytes);
    return bytes;
}

Error malformed(std::string detail) { return {"tx.malformed", std::move(detail)}; }

/// A numeric field below 2^bits; `tooLarge` is the code where it is not.
Result<U256> field(const rlp::Item& list, Field position, unsigned bits, std::string_view name,
                   std::string_view tooLarge) {
    const auto number = list.items[position].number();
    if (!number && number.error().code == "rlp.leading-zero")
        return Error{"tx.leading-zero", "The field " + std::string(name) + " has leading zeros."};
    if (!number && number.error().code != "rlp.too-large")
        return malformed("The field " + std::string(name) + " is no number.");
    if (!number || (bits < 256 && (*number >> bits) != 0))
        return Error{tooLarge,
                     "The field " + std::string(name) + " does not fit " + std::to_string(bits) + " bits."};
    return *number;
}

/// Reads the numeric fields of a list one after another and keeps the first error.
class Fields {
public:
    explicit Fields(const rlp::Item& list)
        : m_list(list) {}

    U256 wide(Field position, unsigned bits, std::string_view name, std::string_view tooLarge) {
        if (m_error) return 0;
        auto number = field(m_list, position, bits, name, tooLarge);
        if (number) return *number;
        m_error = number.error();
        return 0;
    }
    std::uint64_t narrow(Field position, std::string_view name, std::string_view tooLarge) {
        return static_cast<std::uint64_t>(wide(position, 64, name, tooLarge));
    }
    const std::optional<Error>& error() const { return m_error; }

private:
    const rlp::Item& m_list;
    std::optional<Error> m_error;
};

Result<Transaction> readFields(const rlp::Item& list) {
    Fields fields(list);
    Transaction tx;
    tx.chainId = fields.narrow(Field::chainId, "chainId", "tx.malformed");
    tx.nonce = fields.narrow(Field::nonce, "nonce", "tx.nonce-too-large");
    tx.tipWei = fields.narrow(Field::tip, "maxPriorityFeePerGas", "tx.fee-too-large");
    tx.maxFeeWei = fields.narrow(Field::maxFee, "maxFeePerGas", "tx.fee-too-large");
    tx.gasLimit = fields.narrow(Field::gasLimit, "gasLimit", "tx.gas-too-large");
    tx.value = static_cast<Wei>(fields.wide(Field::value, 128, "value", "tx.value-too-large"));
    if (fields.error()) return *fields.error();

    const auto& recipient = list.items[Field::to];
    if (recipient.isList) return malformed("The field to is no address.");
    if (recipient.payload.empty())
        return Error{"tx.no-recipient", "The transaction creates a contract; the rollup has transfers only."};
    if (recipient.payload.size() != Address::kSize) return malformed("The field to has not 20 bytes.");
    tx.to = Address::from(recipient.payload);

    if (list.items[Field::data].isList) return malformed("The field data is a list.");
    if (!list.items[Field::data].payload.empty())
        return Error{"tx.data-not-empty", "The transaction carries data; the rollup has transfers only."};
    if (!list.items[Field::accessList].isList) return malformed("The access list is no list.");
    if (!list.items[Field::accessList].items.empty())
        return Error{"tx.access-list", "The access list is not empty; the rollup has no contracts."};
    if (tx.nonce == std::numeric_limits<std::uint64_t>::max())
        return Error{"tx.nonce-too-large", "The nonce is 2^64-1 or more (EIP-2681)."};
    if (tx.tipWei > tx.maxFeeWei)
        return Error{"tx.tip-above-max-fee", "maxPriorityFeePerGas is above maxFeePerGas."};
    return tx;
}

Result<Signature> readSignature(const rlp::Item& list) {
    Fields fields(list);
    const auto parity = fields.wide(Field::yParity, 256, "yParity", "tx.y-parity");
    const auto rValue = fields.wide(Field::r, 256, "r", "tx.bad-signature");
    const auto sValue = fields.wide(Field::s, 256, "s", "tx.bad-signature");
    if (fields.error()) return *fields.error();
    if (parity > 1) return Error{"tx.y-parity", "yParity is neither 0 nor 1."};
    Bytes bytes;
    base::appendBigEndian(bytes, rValue);
    base::appendBigEndian(bytes, sValue);
    bytes.push_back(static_cast<std::uint8_t>(parity));
    return Signature::from(bytes);
}

} // namespace

Hash signingHash(const Transaction& tx) { return crypto::keccak256(envelope(signedFields(tx))); }

Hash txLeaf(const Hash& signingHash, const Address& sender) {
    return crypto::keccak256({ByteView(&kTxLeafDomain, 1), signingHash.view(), sender.view()});
}

Result<SignedTransaction> decodeTransaction(ByteView raw) {
    if (raw.empty()) return malformed("The transaction is empty.");
    if (raw[0] != kType)
        return Error{"tx.wrong-type", "Only EIP-1559 transactions (type 2) are accepted; update the wallet."};
    const auto list = rlp::decode(raw.subspan(1));
    if (!list && list.error().code == "rlp.trailing-bytes")
        return Error{"tx.trailing-bytes", list.error().detail};
    if (!list) return malformed(list.error().detail);
    if (!list->isList) return malformed("The transaction is no list of fields.");
    if (list->items.size() != Field::fieldCount)
        return malformed("A signed EIP-1559 transaction has 12 fields, got " +
                         std::to_string(list->items.size()) + ".");
    const auto tx = readFields(*list);
    if (!tx) return tx.error();
    const auto signature = readSignature(*list);
    if (!signature) return signature.error();

    SignedTransaction result{.tx = *tx,
                             .signature = *signature,
                             .signingHash = signingHash(*tx),
                             .hash = crypto::keccak256(raw),
                             .sender = {},
                             .raw = Bytes(raw.begin(), raw.end())};
    const auto sender = crypto::recover(result.signingHash, *signature);
    if (!sender && sender.error().code == "signature.high-s")
        return Error{"tx.high-s", sender.error().detail};
    if (!sender) return Error{"tx.bad-signature", sender.error().detail};
    result.sender = *sender;
    return result;
}

Bytes encodeTransaction(const Transaction& tx, const Signature& signature) {
    auto items = signedFields(tx);
    rlp::encodeNumber(signature.bytes[64], items);
    rlp::encodeNumber(base::readU256(signature.view().first(32)), items);
    rlp::encodeNumber(base::readU256(signature.view().subspan(32, 32)), items);
    return envelope(items);
}

} // namespace aw::codec
