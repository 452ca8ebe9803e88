#include "codec/any_transaction.hpp"
#include "codec/transaction.hpp"
#include "fuzz.hpp"

using namespace aw;
using namespace aw::codec;

/// What the rollup accepts is encoded as it was given, and the wider decoder reads the same in it.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView raw(data, size);
    const auto any = decodeAnyTransaction(raw);
    const auto accepted = decodeTransaction(raw);
    if (!accepted) return 0;
    fuzz::require(encodeTransaction(accepted->tx, accepted->signature) == accepted->raw);
    fuzz::require(any && any->kind == TransactionKind::dynamicFee);
    fuzz::require(any->sender == accepted->sender && any->hash == accepted->hash &&
                  any->signingHash == accepted->signingHash && any->signature == accepted->signature);
    fuzz::require(any->nonce == accepted->tx.nonce && any->to == accepted->tx.to &&
                  any->value == U256(accepted->tx.value));
    return 0;
}
