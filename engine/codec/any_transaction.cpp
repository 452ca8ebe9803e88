#include "codec/any_transaction.hpp"

#include "codec/transaction_fields.hpp"
#include "crypto/keccak.hpp"

#include <limits>

namespace aw::codec {
namespace {

/// Positions in the lists of the three kinds; `signedCount` fields are signed, the signature follows.
struct Layout {
    std::size_t chainId;
    std::size_t nonce;
    std::size_t tip; ///< where the kind has a gas price: the same as maxFee
    std::size_t maxFee;
    std::size_t gasLimit;
    std::size_t to;
    std::size_t value;
    std::size_t data;
    std::size_t accessList;
    std::size_t signedCount;
};
constexpr std::size_t kNone = ~std::size_t{0};
constexpr Layout kLegacy{kNone, 0, 1, 1, 2, 3, 4, 5, kNone, 6};
constexpr Layout kAccessList{0, 1, 2, 2, 3, 4, 5, 6, 7, 8};
constexpr Layout kDynamicFee{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

const Layout& layoutOf(TransactionKind kind) {
    switch (kind) {
    case TransactionKind::legacy:
        return kLegacy;
    case TransactionKind::accessList:
        return kAccessList;
    case TransactionKind::dynamicFee:
        break;
    }
    return kDynamicFee;
}

Result<TransactionKind> kindOf(ByteView raw) {
    if (raw.empty()) return malformedTransaction("The transaction is empty.");
    if (raw[0] >= 0xc0) return TransactionKind::legacy;
    if (raw[0] == 1) return TransactionKind::accessList;
    if (raw[0] == 2) return TransactionKind::dynamicFee;
    return Error{ErrorCode::txWrongType, "The first byte " + std::to_string(raw[0]) +
                                             " is that of no transaction of type 0, 1 or 2."};
}

Result<std::vector<AnyTransaction::Access>> readAccessList(const rlp::Item& list) {
    const Error wrong{ErrorCode::txAccessList,
                      "The access list is not a list of pairs of an address and storage keys (EIP-2930)."};
    if (!list.isList) return wrong;
    std::vector<AnyTransaction::Access> result;
    for (const auto& entry : list.items) {
        if (!entry.isList || entry.items.size() != 2) return wrong;
        const auto& address = entry.items[0];
        const auto& keys = entry.items[1];
        if (address.isList || address.payload.size() != Address::kSize || !keys.isList) return wrong;
        AnyTransaction::Access access{.address = Address::from(address.payload), .storageKeys = {}};
        for (const auto& key : keys.items) {
            if (key.isList || key.payload.size() != Hash::kSize) return wrong;
            access.storageKeys.push_back(Hash::from(key.payload));
        }
        result.push_back(std::move(access));
    }
    return result;
}

/// What is signed: the fields as they stand in the list, which is canonical. `chainId` is that of EIP-155.
Hash signingHashOf(TransactionKind kind, const rlp::Item& list, const std::optional<std::uint64_t>& chainId) {
    // The signed fields stand at the front: the last of them ends where v or yParity begins, which was read
    // and so has at most 32 bytes.
    const auto& next = list.items[layoutOf(kind).signedCount].payload;
    const std::ptrdiff_t headSize = next.size() == 1 && next[0] < 0x80 ? 0 : 1;
    const auto end = next.data() - list.payload.data() - headSize;
    Bytes items(list.payload.begin(), list.payload.begin() + end);
    if (kind == TransactionKind::legacy && chainId) {
        rlp::encodeNumber(*chainId, items);
        rlp::encodeNumber(0, items);
        rlp::encodeNumber(0, items);
    }
    Bytes envelope;
    if (kind != TransactionKind::legacy) envelope.push_back(static_cast<std::uint8_t>(kind));
    rlp::encodeList(items, envelope);
    return crypto::keccak256(envelope);
}

/// Parity of a legacy transaction's v, and its chain id.
std::uint8_t readV(FieldReader& fields, std::size_t position, std::optional<std::uint64_t>& chainId) {
    constexpr unsigned kBits = 256;
    const auto v = fields.wide(position, kBits, "v", ErrorCode::txBadV);
    if (fields.error()) return 0;
    if (v == 27 || v == 28) return v == 28 ? 1 : 0;
    if (v < 35) {
        fields.fail({ErrorCode::txBadV, "v is " + v.str() + ": neither 27 or 28 nor 35 or more (EIP-155)."});
        return 0;
    }
    const U256 chain = (v - 35) / 2;
    if (chain > std::numeric_limits<std::uint64_t>::max()) {
        fields.fail({ErrorCode::txChainIdTooLarge, "The chain id in v does not fit 64 bits."});
        return 0;
    }
    chainId = static_cast<std::uint64_t>(chain);
    return (v - 35) % 2 == 1 ? 1 : 0;
}

/// Rules between fields, and EIP-2681.
void checkLimits(FieldReader& fields, const AnyTransaction& tx) {
    if (fields.error()) return;
    if (tx.nonce == std::numeric_limits<std::uint64_t>::max())
        fields.fail({ErrorCode::txNonceTooLarge, "The nonce is 2^64-1 or more (EIP-2681)."});
    if (tx.tipWei > tx.maxFeeWei)
        fields.fail({ErrorCode::txTipAboveMaxFee, "maxPriorityFeePerGas is above maxFeePerGas."});
    if (tx.gasLimit != 0 && tx.maxFeeWei > std::numeric_limits<U256>::max() / tx.gasLimit)
        fields.fail(
            {ErrorCode::txFeeTooLarge, "The gas limit times the price of gas does not fit 256 bits."});
}

} // namespace

std::string_view transactionKindName(TransactionKind kind) {
    switch (kind) {
    case TransactionKind::legacy:
        return "legacy";
    case TransactionKind::accessList:
        return "access list (EIP-2930)";
    case TransactionKind::dynamicFee:
        return "dynamic fee (EIP-1559)";
    }
    return "unknown";
}

Result<AnyTransaction> decodeAnyTransaction(ByteView raw) {
    const auto kind = kindOf(raw);
    if (!kind) return kind.error();
    const auto& at = layoutOf(*kind);
    const bool legacy = *kind == TransactionKind::legacy;
    const auto list = transactionList(legacy ? raw : raw.subspan(1), at.signedCount + 3);
    if (!list) return list.error();

    AnyTransaction tx;
    tx.kind = *kind;
    FieldReader fields(*list);
    if (!legacy) tx.chainId = fields.narrow(at.chainId, "chainId", ErrorCode::txChainIdTooLarge);
    tx.nonce = fields.narrow(at.nonce, "nonce", ErrorCode::txNonceTooLarge);
    const bool hasTip = at.tip != at.maxFee;
    tx.tipWei =
        fields.wide(at.tip, 256, hasTip ? "maxPriorityFeePerGas" : "gasPrice", ErrorCode::txFeeTooLarge);
    tx.maxFeeWei =
        fields.wide(at.maxFee, 256, hasTip ? "maxFeePerGas" : "gasPrice", ErrorCode::txFeeTooLarge);
    tx.gasLimit = fields.narrow(at.gasLimit, "gasLimit", ErrorCode::txGasTooLarge);
    tx.to = fields.recipient(at.to);
    tx.value = fields.wide(at.value, 256, "value", ErrorCode::txValueTooLarge);
    const auto data = fields.data(at.data);
    tx.data.assign(data.begin(), data.end());
    const auto parity = legacy ? readV(fields, at.signedCount, tx.chainId) : fields.yParity(at.signedCount);
    tx.signature = fields.signature(at.signedCount + 1, parity);
    checkLimits(fields, tx);
    if (fields.error()) return *fields.error();
    if (!legacy) {
        auto accessList = readAccessList(list->items[at.accessList]);
        if (!accessList) return accessList.error();
        tx.accessList = std::move(*accessList);
    }

    tx.signingHash = signingHashOf(*kind, *list, tx.chainId);
    tx.hash = crypto::keccak256(raw);
    const auto sender = transactionSender(tx.signingHash, tx.signature);
    if (!sender) return sender.error();
    tx.sender = *sender;
    return tx;
}

Result<void> checkChain(const AnyTransaction& tx, std::uint64_t chainId) {
    if (!tx.chainId || *tx.chainId == chainId) return {};
    return Error{ErrorCode::txWrongChain, "The transaction is for chain " + std::to_string(*tx.chainId) +
                                              ", not for chain " + std::to_string(chainId) + "."};
}

} // namespace aw::codec
