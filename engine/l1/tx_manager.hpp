#pragma once

#include "l1/json_rpc.hpp"
#include "l1/transactions.hpp"

namespace aw::l1 {

struct TxManagerOptions {
    std::uint64_t stuckBlocks = 5;              ///< then the fee is raised by 12.5 % or to today's price
    std::chrono::milliseconds poll{200};        ///< for receipts
    std::chrono::milliseconds timeout{120'000}; ///< of send() and confirm()
    U256 tipWei = 1'000'000'000;                ///< used where the node suggests none
    std::uint64_t gasCap = 16'777'216;          ///< EIP-7825
};

struct TransactionRequest {
    std::optional<Address> to; ///< nothing: creates a contract
    Bytes data;
    Wei value;
    std::string label; ///< for logs and errors: "submitBatch 12"
    /// Of use only over the L1 blocks that it was made for, and harmless when it lands twice: when L1 is
    /// reorganised before its receipt came, the caller makes it anew ("l1.dropped").
    bool abandonOnReorg = false;
};

/// A transaction that the node accepted and that is not confirmed yet.
struct PostedTransaction {
    SignedTransaction current;
    std::vector<Hash> hashes; ///< of every replacement, oldest first
    std::string label;
    bool abandonOnReorg = false;
    std::uint64_t reorgs = 0; ///< that were known when it was posted
};

/// Everything that one L1 account sends, in order: it owns the account's nonce. No second one may use the
/// same account at a time. A payload gets one nonce and keeps it: it is sent again, and replaced at a higher
/// fee, but never posted twice.
/// Errors: "l1.reverted" (detail names the contract's error; nothing was sent, or it was mined and failed),
/// "l1.insufficient-funds", "l1.dropped" (TransactionRequest::abandonOnReorg), "l1.timeout" (it may still be
/// mined), "l1.nonce-taken" (somebody else uses the account), "l1.rpc-error", those of Rpc. May be called on
/// any thread; its own work runs on a strand of `executor`. Lives until its calls have ended.
class TxManager {
public:
    TxManager(boost::asio::any_io_executor executor, RpcPtr rpc, std::shared_ptr<const crypto::SecretKey> key,
              std::uint64_t chainId, TxManagerOptions options = {});
    ~TxManager();

    const Address& address() const;

    /// Estimates, signs, sends, waits for the receipt.
    Task<Result<Receipt>> send(Address to, Bytes data, Wei value, std::string label);
    Task<Result<Receipt>> send(TransactionRequest request);

    /// The first half of send(): ends once the node has accepted the transaction.
    Task<Result<PostedTransaction>> post(TransactionRequest request);
    /// The second half: waits for the receipt, replacing what is stuck.
    Task<Result<Receipt>> confirm(PostedTransaction posted);

    /// eth_call and eth_estimateGas from this account.
    Task<Result<Bytes>> call(Address to, Bytes data, Wei value = 0);
    Task<Result<std::uint64_t>> estimate(Address to, Bytes data, Wei value = 0);
    Task<Result<Wei>> balance();
    /// The nonce that the next transaction will get.
    Task<Result<std::uint64_t>> nextNonce();
    /// L1 was reorganised: which nonces are used up is asked anew, and what is given up then is.
    void noteReorg();

private:
    struct Impl;
    std::shared_ptr<Impl> m_impl;
};

} // namespace aw::l1
