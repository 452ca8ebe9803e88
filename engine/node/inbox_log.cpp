#include "node/inbox_log.hpp"

#include "state/token_list.hpp"

namespace aw::node {

Result<InboxLog::TxPtr> forcedTransaction(const state::ForcedTransaction& entry, const Signature& signature,
                                          std::uint64_t l2ChainId, const state::TokenList& tokens) {
    codec::Transaction tx{.chainId = l2ChainId,
                          .nonce = entry.nonce,
                          .tipWei = entry.tipWei,
                          .maxFeeWei = entry.maxFeeWei,
                          .gasLimit = entry.gasLimit,
                          .to = entry.recipient,
                          .value = entry.amount};
    if (entry.token != 0) {
        const auto address = tokens.address(entry.token);
        if (!address)
            return Error{ErrorCode::inboxUnknownToken, "The forced transaction moves token " +
                                                           std::to_string(entry.token) +
                                                           ", which L1 has not registered."};
        tx.to = *address;
        tx.value = 0;
        tx.token = {.recipient = entry.recipient, .amount = entry.amount};
    }
    auto decoded = codec::decodeTransaction(codec::encodeTransaction(tx, signature));
    if (!decoded || decoded->sender != entry.sender)
        return Error{ErrorCode::inboxOtherSignature,
                     "The signature of the forced transaction is not that of its sender."};
    return InboxLog::TxPtr(std::make_shared<const codec::SignedTransaction>(std::move(*decoded)));
}

} // namespace aw::node
