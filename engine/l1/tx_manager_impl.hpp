#pragma once

#include "base/async_gate.hpp"
#include "l1/account_reader.hpp"
#include "l1/intent_book.hpp"
#include "l1/pulse.hpp"
#include "l1/transport.hpp"
#include "l1/tx_manager.hpp"

#include <atomic>

namespace aw::l1 {

/// The manager's own state; everything on its strand, but for `stopped` and `view`.
struct TxManager::Impl : std::enable_shared_from_this<TxManager::Impl> {
    Impl(Strand where, RpcPtr node, std::shared_ptr<const crypto::SecretKey> secret, std::uint64_t chain,
         TxManagerOptions settings, std::shared_ptr<IntentJournal> kept);

    Task<Result<std::uint64_t>> estimate(TransactionRequest request);
    Task<Result<Bytes>> call(TransactionRequest request);
    Task<Result<Receipt>> send(TransactionRequest request);
    Task<Result<PostedTransaction>> post(TransactionRequest request);
    Task<Result<Receipt>> confirm(std::uint64_t id);
    Task<Result<FeeQuote>> quoteSpeedUp(std::uint64_t id);
    Task<Result<void>> speedUp(std::uint64_t id);
    Task<Result<FeeQuote>> quoteCancel(std::uint64_t id);
    Task<Result<void>> cancel(std::uint64_t id);
    Task<Result<std::uint64_t>> upcomingNonce();

    Result<void> resume();
    /// There is something to be done.
    void wake();

    Strand strand;
    RpcPtr rpc;
    std::shared_ptr<const crypto::SecretKey> key;
    std::uint64_t chainId;
    TxManagerOptions options;
    AccountReader reader;
    std::atomic<bool> stopped = false;
    IntentBook book;
    std::shared_ptr<const AccountView> view; ///< by std::atomic_load and std::atomic_store

private:
    Task<void> run();
    /// One look at L1 and what follows from it; whether to look again at once.
    Task<bool> pass();
    Task<Result<std::uint64_t>> ask(TransactionRequest request);
    /// Estimated, with some room. Error "l1.reverted" too where it is more than a transaction may have.
    Task<Result<std::uint64_t>> gasLimitFor(TransactionRequest request);
    Task<void> estimateAgain(AccountFacts facts);
    Task<void> explainFailures();
    void sign(const IntentBook::Signing& signing);
    void signAll(const AccountFacts& facts);
    Task<bool> sendDue(AccountFacts facts);
    Task<std::string> failureReason(Intent intent);
    Result<void> save();
    void publish();
    std::chrono::milliseconds delay() const;
    SignedTransaction signedVersion(const Intent& intent, std::uint64_t nonce, std::uint64_t gasLimit,
                                    const Fees& fees) const;
    /// What whoever waited too long for an intent is told.
    Error impatience(std::uint64_t id) const;
    Task<Result<PostedTransaction>> waitForPool(std::uint64_t id);
    boost::json::array callParams(const TransactionRequest& request, boost::json::value block) const;
    FeeQuote quoteOf(const IntentBook::Signing& signing, const AccountFacts& facts) const;
    /// A look at L1 that a command is based on.
    Task<Result<AccountFacts>> look();

    std::shared_ptr<IntentJournal> journal;
    base::AsyncGate gate; ///< one pass or command at a time
    Pulse work;           ///< wakes the loop
    Pulse news;           ///< wakes those who wait
    bool running = false; ///< the loop
    bool awake = false;   ///< something happened since its last look
    unsigned quiet = 0;   ///< looks that showed nothing new
    bool unseen = false;  ///< something that `view` does not show yet
    bool unkept = false;  ///< the journal refused the last time
    U256 baseFeeWei;      ///< as last seen
};

} // namespace aw::l1
