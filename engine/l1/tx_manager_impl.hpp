#pragma once

#include "base/async_gate.hpp"
#include "l1/transport.hpp"
#include "l1/tx_manager.hpp"

namespace aw::l1 {

/// The manager's own state; everything on its strand.
struct TxManager::Impl {
    Impl(Strand where, RpcPtr node, std::shared_ptr<const crypto::SecretKey> secret, std::uint64_t chain,
         TxManagerOptions settings)
        : strand(std::move(where))
        , rpc(std::move(node))
        , key(std::move(secret))
        , chainId(chain)
        , options(settings)
        , gate(1) {}

    struct Prices {
        U256 maxFeeWei;
        U256 tipWei;
    };

    Task<Result<std::uint64_t>> estimate(TransactionRequest request);
    Task<Result<Bytes>> call(TransactionRequest request);
    Task<Result<PostedTransaction>> post(TransactionRequest request);
    Task<Result<Receipt>> confirm(PostedTransaction posted);

    Task<Result<std::uint64_t>> upcomingNonce();

    Strand strand;
    RpcPtr rpc;
    std::shared_ptr<const crypto::SecretKey> key;
    std::uint64_t chainId;
    TxManagerOptions options;
    base::AsyncGate gate;                   ///< one transaction takes its nonce at a time
    std::optional<std::uint64_t> nextNonce; ///< nothing: to be asked of L1
    std::uint64_t reorgs = 0;               ///< of L1, as far as told

private:
    enum class Sent { accepted, nonceTaken, feeTooLow, failed, unknown };
    struct SendResult {
        Sent outcome = Sent::failed;
        std::optional<Error> error{}; ///< unless accepted
    };
    Task<Result<Prices>> prices();
    Task<Result<std::uint64_t>> pendingNonce();
    Task<SendResult> sendRaw(Bytes raw, std::string label);
    Task<std::optional<Result<Receipt>>> findReceipt(const PostedTransaction& posted);
    Task<void> replace(PostedTransaction& posted);
    Task<std::string> failureReason(const Transaction& tx, std::uint64_t block);
    boost::json::array callParams(const TransactionRequest& request, boost::json::value block) const;
};

/// What a node's refusal of a call or an estimate means.
Error callError(const std::string& label, std::string_view method, const RpcError& error);

} // namespace aw::l1
