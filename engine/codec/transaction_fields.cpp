#include "codec/transaction_fields.hpp"

#include "codec/transaction.hpp"
#include "crypto/keys.hpp"

namespace aw::codec {

Result<rlp::Item> transactionList(ByteView bytes, std::size_t count) {
    auto list = rlp::decode(bytes);
    if (!list && list.error().code == ErrorCode::rlpTrailingBytes)
        return Error{ErrorCode::txTrailingBytes, list.error().detail};
    if (!list) return malformedTransaction(list.error().detail);
    if (!list->isList) return malformedTransaction("The transaction is no list of fields.");
    if (list->items.size() != count)
        return malformedTransaction("A signed transaction of this type has " + std::to_string(count) +
                                    " fields, got " + std::to_string(list->items.size()) + ".");
    return list;
}

Result<Address> senderOf(Result<Address> recovered) {
    if (recovered) return recovered;
    const bool isHighS = recovered.error().code == ErrorCode::signatureHighS;
    return Error{isHighS ? ErrorCode::txHighS : ErrorCode::txBadSignature, recovered.error().detail};
}

Result<Address> transactionSender(const Hash& signingHash, const Signature& signature) {
    return senderOf(crypto::recover(signingHash, signature));
}

} // namespace aw::codec
