#include "codec/transaction_fields.hpp"

#include "crypto/keys.hpp"

namespace aw::codec {

Result<rlp::Item> transactionList(ByteView bytes, std::size_t count) {
    auto list = rlp::decode(bytes);
    if (!list && list.error().code == "rlp.trailing-bytes")
        return Error{"tx.trailing-bytes", list.error().detail};
    if (!list) return malformedTransaction(list.error().detail);
    if (!list->isList) return malformedTransaction("The transaction is no list of fields.");
    if (list->items.size() != count)
        return malformedTransaction("A signed transaction of this type has " + std::to_string(count) +
                                    " fields, got " + std::to_string(list->items.size()) + ".");
    return list;
}

Result<Address> transactionSender(const Hash& signingHash, const Signature& signature) {
    const auto sender = crypto::recover(signingHash, signature);
    if (!sender && sender.error().code == "signature.high-s")
        return Error{"tx.high-s", sender.error().detail};
    if (!sender) return Error{"tx.bad-signature", sender.error().detail};
    return *sender;
}

} // namespace aw::codec
