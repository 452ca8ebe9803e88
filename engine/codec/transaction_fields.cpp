#include "codec/transaction_fields.hpp"

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

Result<Address> transactionSender(const Hash& signingHash, const Signature& signature) {
    const auto sender = crypto::recover(signingHash, signature);
    if (!sender && sender.error().code == ErrorCode::signatureHighS)
        return Error{ErrorCode::txHighS, sender.error().detail};
    if (!sender) return Error{ErrorCode::txBadSignature, sender.error().detail};
    return *sender;
}

} // namespace aw::codec
