#include "rpc/wallet_errors.hpp"

#include "rpc/public_text.hpp"

#include <algorithm>
#include <array>

namespace aw::rpc {
namespace {

struct Text {
    ErrorCode code;
    std::string_view words;
};

/// geth's words (core/error.go, core/txpool/errors.go, core/types/transaction.go) by our codes.
constexpr std::array kTexts{
    Text{ErrorCode::mempoolChainId, "invalid chain id for signer"},
    Text{ErrorCode::mempoolKnown, "already known"},
    Text{ErrorCode::mempoolNonceTooLow, "nonce too low"},
    Text{ErrorCode::mempoolNonceGap, "nonce too high"},
    Text{ErrorCode::mempoolIntrinsicGas, "intrinsic gas too low"},
    Text{ErrorCode::mempoolFeeTooLow, "max fee per gas less than block base fee"},
    Text{ErrorCode::mempoolInsufficientFunds, "insufficient funds for gas * price + value"},
    Text{ErrorCode::mempoolUnknownToken, "execution reverted"},
    Text{ErrorCode::mempoolInsufficientTokens, "execution reverted"},
    Text{ErrorCode::mempoolUnderpriced, "replacement transaction underpriced"},
    Text{ErrorCode::mempoolFull, "txpool is full"},
    Text{ErrorCode::mempoolExpired, "transaction expired"},
    Text{ErrorCode::nodeL1Silent, "the operator takes no transactions at the moment"},
    Text{ErrorCode::txWrongType, "transaction type not supported"},
    Text{ErrorCode::txMalformed, "rlp: the transaction is malformed"},
    Text{ErrorCode::txTrailingBytes, "rlp: input contains more than one value"},
    Text{ErrorCode::txLeadingZero, "rlp: non-canonical integer (leading zero bytes)"},
    Text{ErrorCode::txNoRecipient, "contract creation is not supported"},
    Text{ErrorCode::txUnknownCall, "transaction data is not supported"},
    Text{ErrorCode::txValueWithCall, "execution reverted"},
    Text{ErrorCode::txAccessList, "access lists are not supported"},
    Text{ErrorCode::txValueTooLarge, "rlp: value too large"},
    Text{ErrorCode::txFeeTooLarge, "max fee per gas higher than 2^64-1"},
    Text{ErrorCode::txGasTooLarge, "rlp: gas limit too large"},
    Text{ErrorCode::txNonceTooLarge, "nonce has max value"},
    Text{ErrorCode::txYParity, "invalid transaction v, r, s values"},
    Text{ErrorCode::txHighS, "invalid transaction v, r, s values"},
    Text{ErrorCode::txBadSignature, "invalid sender"},
    Text{ErrorCode::txTipAboveMaxFee, "max priority fee per gas higher than max fee per gas"},
};

} // namespace

RpcError walletError(const Error& refusal) {
    // What a disk does is the operator's to mend.
    if (isStoreFailure(refusal.code) || refusal.code == ErrorCode::nodeNotDurable)
        return rejected("the operator could not store the transaction and did not accept it: send it again "
                        "later, or to another operator");
    const auto detail = withoutPaths(refusal.detail);
    if (refusal.code == ErrorCode::nodeBusy)
        return {RpcErrorCode::limitExceeded, "limit exceeded: " + detail};
    const auto known = std::ranges::find(kTexts, refusal.code, &Text::code);
    if (known == kTexts.end()) return rejected(detail);
    if (detail.starts_with(known->words)) return rejected(detail);
    std::string text(known->words);
    if (!detail.empty()) text += ": " + detail;
    return rejected(std::move(text));
}

} // namespace aw::rpc
