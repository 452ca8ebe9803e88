#include "rpc/wallet_errors.hpp"

#include "rpc/public_text.hpp"

#include <algorithm>
#include <array>

namespace aw::rpc {
namespace {

struct Text {
    std::string_view code;
    std::string_view words;
};

/// geth's words (core/error.go, core/txpool/errors.go, core/types/transaction.go) by our codes.
constexpr std::array kTexts{
    Text{"mempool.chain-id", "invalid chain id for signer"},
    Text{"mempool.known", "already known"},
    Text{"mempool.nonce-too-low", "nonce too low"},
    Text{"mempool.nonce-gap", "nonce too high"},
    Text{"mempool.intrinsic-gas", "intrinsic gas too low"},
    Text{"mempool.fee-too-low", "max fee per gas less than block base fee"},
    Text{"mempool.insufficient-funds", "insufficient funds for gas * price + value"},
    Text{"mempool.unknown-token", "execution reverted"},
    Text{"mempool.insufficient-tokens", "execution reverted"},
    Text{"mempool.underpriced", "replacement transaction underpriced"},
    Text{"mempool.full", "txpool is full"},
    Text{"node.l1-silent", "the operator takes no transactions at the moment"},
    Text{"tx.wrong-type", "transaction type not supported"},
    Text{"tx.malformed", "rlp: the transaction is malformed"},
    Text{"tx.trailing-bytes", "rlp: input contains more than one value"},
    Text{"tx.leading-zero", "rlp: non-canonical integer (leading zero bytes)"},
    Text{"tx.no-recipient", "contract creation is not supported"},
    Text{"tx.unknown-call", "transaction data is not supported"},
    Text{"tx.value-with-call", "execution reverted"},
    Text{"tx.access-list", "access lists are not supported"},
    Text{"tx.value-too-large", "rlp: value too large"},
    Text{"tx.fee-too-large", "max fee per gas higher than 2^64-1"},
    Text{"tx.gas-too-large", "rlp: gas limit too large"},
    Text{"tx.nonce-too-large", "nonce has max value"},
    Text{"tx.y-parity", "invalid transaction v, r, s values"},
    Text{"tx.high-s", "invalid transaction v, r, s values"},
    Text{"tx.bad-signature", "invalid sender"},
    Text{"tx.tip-above-max-fee", "max priority fee per gas higher than max fee per gas"},
};

} // namespace

RpcError walletError(const Error& refusal) {
    // What a disk does is the operator's to mend.
    if (refusal.code.starts_with("store.") || refusal.code == "node.not-durable")
        return rejected("the operator could not store the transaction and did not accept it: send it again "
                        "later, or to another operator");
    const auto detail = withoutPaths(refusal.detail);
    const auto known = std::ranges::find(kTexts, refusal.code, &Text::code);
    if (known == kTexts.end()) return rejected(detail);
    if (detail.starts_with(known->words)) return rejected(detail);
    std::string text(known->words);
    if (!detail.empty()) text += ": " + detail;
    return rejected(std::move(text));
}

} // namespace aw::rpc
