#include "rpc/wallet_errors.hpp"

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
    const auto known = std::ranges::find(kTexts, refusal.code, &Text::code);
    if (known == kTexts.end()) return rejected(refusal.detail);
    if (refusal.detail.starts_with(known->words)) return rejected(refusal.detail);
    std::string text(known->words);
    if (!refusal.detail.empty()) text += ": " + refusal.detail;
    return rejected(std::move(text));
}

} // namespace aw::rpc
