#include "l1/transactions.hpp"

#include "base/bytes.hpp"
#include "codec/rlp.hpp"
#include "crypto/keccak.hpp"

namespace aw::l1 {

namespace {

// EIP-1559: the fields that are signed, without the list's own header.
Bytes fields(const Transaction& tx) {
    using namespace codec::rlp;
    Bytes out;
    encodeNumber(tx.chainId, out);
    encodeNumber(tx.nonce, out);
    encodeNumber(tx.tipWei, out);
    encodeNumber(tx.maxFeeWei, out);
    encodeNumber(tx.gasLimit, out);
    encodeString(tx.to ? tx.to->view() : ByteView{}, out);
    encodeNumber(U256(tx.value), out);
    encodeString(tx.data, out);
    encodeList({}, out);
    return out;
}

Bytes typed(const Bytes& items) {
    Bytes out{0x02};
    codec::rlp::encodeList(items, out);
    return out;
}

} // namespace

SignedTransaction signTransaction(const Transaction& tx, const crypto::SecretKey& key) {
    auto items = fields(tx);
    const auto signature = key.sign(crypto::keccak256(typed(items)));
    const ByteView bytes = signature.view();
    codec::rlp::encodeNumber(bytes[64], items);
    codec::rlp::encodeNumber(base::readU256(bytes.first(32)), items);
    codec::rlp::encodeNumber(base::readU256(bytes.subspan(32, 32)), items);
    SignedTransaction result{tx, {}, typed(items)};
    result.hash = crypto::keccak256(result.raw);
    return result;
}

} // namespace aw::l1
