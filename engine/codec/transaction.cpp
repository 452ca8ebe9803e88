#include "codec/transaction.hpp"

#include "base/bytes.hpp"
#include "base/protocol.hpp"
#include "codec/transaction_fields.hpp"
#include "crypto/keccak.hpp"

#include <algorithm>
#include <array>
#include <limits>

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

constexpr std::array<std::uint8_t, 4> kTransferSelector{0xa9, 0x05, 0x9c, 0xbb}; // transfer(address,uint256)
constexpr std::size_t kCallBytes = 4 + 2 * 32;

/// Type, head of the list and fields, written in one go: room is left in front for the head, which depends on
/// the length of the fields.
class Envelope {
public:
    explicit Envelope(const Transaction& tx) {
        m_bytes.reserve(tx.token ? 320 : 224);
        m_bytes.resize(kRoom);
        rlp::encodeNumber(tx.chainId, m_bytes);
        rlp::encodeNumber(tx.nonce, m_bytes);
        rlp::encodeNumber(tx.tipWei, m_bytes);
        rlp::encodeNumber(tx.maxFeeWei, m_bytes);
        rlp::encodeNumber(tx.gasLimit, m_bytes);
        rlp::encodeString(tx.to.view(), m_bytes);
        rlp::encodeNumber(tx.value, m_bytes);
        if (tx.token)
            rlp::encodeString(callData(tx), m_bytes);
        else
            m_bytes.push_back(0x80); // data: empty
        m_bytes.push_back(0xc0);     // access list: empty
    }
    void sign(const Signature& signature) {
        rlp::encodeNumber(signature.bytes[64], m_bytes);
        rlp::encodeNumber(base::readU256(signature.view().first(32)), m_bytes);
        rlp::encodeNumber(base::readU256(signature.view().subspan(32, 32)), m_bytes);
    }
    /// The whole; nothing can be added after it.
    ByteView close() {
        Bytes head{kType};
        rlp::encodeListHead(m_bytes.size() - kRoom, head);
        const auto start = kRoom - head.size();
        std::ranges::copy(head, m_bytes.begin() + static_cast<std::ptrdiff_t>(start));
        return ByteView(m_bytes).subspan(start);
    }

private:
    static constexpr std::size_t kRoom = 4; // the type, and a head for at most 2^16-1 bytes
    Bytes m_bytes;
};

/// Why a transaction of another type is refused, by its first byte.
Error wrongType(std::uint8_t first) {
    const std::string what = first >= 0xc0   ? "This is a legacy transaction (type 0)"
                             : first == 0x01 ? "This is an EIP-2930 transaction (type 1)"
                             : first == 0x03 ? "This is a blob transaction (type 3)"
                             : first == 0x04 ? "This is a set-code transaction (type 4)"
                                             : "The bytes are no transaction of a known type";
    return {ErrorCode::txWrongType,
            what + "; only EIP-1559 transactions (type 2) are accepted: let the wallet send one."};
}

Result<Transaction> readFields(FieldReader& fields, const rlp::Item& list) {
    Transaction tx;
    tx.chainId = fields.narrow(Field::chainId, "chainId", ErrorCode::txMalformed);
    tx.nonce = fields.narrow(Field::nonce, "nonce", ErrorCode::txNonceTooLarge);
    tx.tipWei = fields.narrow(Field::tip, "maxPriorityFeePerGas", ErrorCode::txFeeTooLarge);
    tx.maxFeeWei = fields.narrow(Field::maxFee, "maxFeePerGas", ErrorCode::txFeeTooLarge);
    tx.gasLimit = fields.narrow(Field::gasLimit, "gasLimit", ErrorCode::txGasTooLarge);
    tx.value = static_cast<Wei>(fields.wide(Field::value, 128, "value", ErrorCode::txValueTooLarge));
    const auto recipient = fields.recipient(Field::to);
    if (!recipient)
        fields.fail(
            {ErrorCode::txNoRecipient, "The transaction creates a contract; the rollup has transfers only."});
    const auto data = fields.data(Field::data);
    tx.token = tokenTransferOf(data);
    if (!data.empty() && !tx.token)
        fields.fail({ErrorCode::txUnknownCall,
                     "The transaction carries data that is no ERC-20 "
                     "transfer(address,uint256) of an amount below 2^128; the rollup has "
                     "transfers only."});
    if (tx.token && tx.value != 0)
        fields.fail({ErrorCode::txValueWithCall,
                     "The transaction transfers a token and carries ETH at once: the "
                     "token's contract would refuse it."});
    if (fields.error()) return *fields.error();
    tx.to = *recipient;

    if (!list.items[Field::accessList].isList) return malformedTransaction("The access list is no list.");
    if (!list.items[Field::accessList].items.empty())
        return Error{ErrorCode::txAccessList, "The access list is not empty; the rollup has no contracts."};
    if (tx.nonce == std::numeric_limits<std::uint64_t>::max())
        return Error{ErrorCode::txNonceTooLarge, "The nonce is 2^64-1 or more (EIP-2681)."};
    if (tx.tipWei > tx.maxFeeWei)
        return Error{ErrorCode::txTipAboveMaxFee, "maxPriorityFeePerGas is above maxFeePerGas."};
    return tx;
}

} // namespace

std::uint64_t Transaction::gas() const {
    return protocol::gasOfKind(recipient() == protocol::kWithdrawalAddress, token.has_value());
}

Bytes callData(const Transaction& tx) {
    if (!tx.token) return {};
    Bytes data;
    data.reserve(kCallBytes);
    base::append(data, kTransferSelector);
    data.resize(4 + 32 - Address::kSize);
    base::append(data, tx.token->recipient.view());
    base::appendBigEndian(data, U256(tx.token->amount));
    return data;
}

std::optional<TokenTransfer> tokenTransferOf(ByteView data) {
    const auto isZero = [](std::uint8_t byte) { return byte == 0; };
    if (data.size() != kCallBytes || !std::ranges::equal(data.first(4), kTransferSelector) ||
        !std::ranges::all_of(data.subspan(4, 12), isZero) ||
        !std::ranges::all_of(data.subspan(36, 16), isZero))
        return std::nullopt;
    return TokenTransfer{.recipient = Address::from(data.subspan(16, Address::kSize)),
                         .amount = base::readU128(data.subspan(52, 16))};
}

Hash signingHash(const Transaction& tx) { return crypto::keccak256(Envelope(tx).close()); }

Bytes signingBytes(const Transaction& tx) {
    Envelope envelope(tx);
    const auto whole = envelope.close();
    return {whole.begin(), whole.end()};
}

std::vector<Hash> txLeaves(std::span<const Hash> signingHashes, std::span<const Address> senders) {
    constexpr std::size_t kInput = 1 + Hash::kSize + Address::kSize;
    std::vector<std::array<std::uint8_t, kInput>> inputs(signingHashes.size());
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        inputs[i][0] = kTxLeafDomain;
        std::ranges::copy(signingHashes[i].bytes, inputs[i].begin() + 1);
        std::ranges::copy(senders[i].bytes, inputs[i].begin() + 1 + Hash::kSize);
    }
    const std::vector<ByteView> views(inputs.begin(), inputs.end());
    std::vector<Hash> leaves(inputs.size());
    crypto::keccak256Each(views, leaves);
    return leaves;
}

Hash txLeaf(const Hash& signingHash, const Address& sender) {
    return crypto::keccak256({ByteView(&kTxLeafDomain, 1), signingHash.view(), sender.view()});
}

Result<SignedTransaction> parseTransaction(ByteView raw) {
    if (raw.empty()) return malformedTransaction("The transaction is empty.");
    if (raw[0] != kType) return wrongType(raw[0]);
    const auto list = transactionList(raw.subspan(1), Field::fieldCount);
    if (!list) return list.error();
    FieldReader fields(*list);
    const auto tx = readFields(fields, *list);
    if (!tx) return tx.error();
    const auto signature = fields.signature(Field::r, fields.yParity(Field::yParity));
    if (fields.error()) return *fields.error();
    return SignedTransaction{.tx = *tx,
                             .signature = signature,
                             .signingHash = signingHash(*tx),
                             .hash = crypto::keccak256(raw),
                             .sender = {},
                             .raw = Bytes(raw.begin(), raw.end())};
}

Result<Transaction> parseSigningBytes(ByteView bytes) {
    if (bytes.empty()) return malformedTransaction("The transaction is empty.");
    if (bytes[0] != kType) return wrongType(bytes[0]);
    const auto list = transactionList(bytes.subspan(1), Field::yParity);
    if (!list) return list.error();
    FieldReader fields(*list);
    return readFields(fields, *list);
}

Result<SignedTransaction> decodeTransaction(ByteView raw) {
    auto result = parseTransaction(raw);
    if (!result) return result;
    const auto sender = transactionSender(result->signingHash, result->signature);
    if (!sender) return sender.error();
    result->sender = *sender;
    return result;
}

Bytes encodeTransaction(const Transaction& tx, const Signature& signature) {
    Envelope envelope(tx);
    envelope.sign(signature);
    const auto whole = envelope.close();
    return {whole.begin(), whole.end()};
}

} // namespace aw::codec
