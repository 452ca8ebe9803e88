#pragma once

#include "base/clock.hpp"
#include "l1/intent.hpp"
#include "l1/json_rpc.hpp"
#include "l1/transactions.hpp"

#include <functional>

namespace aw::l1 {

struct TxManagerOptions {
    std::uint64_t stuckBlocks = 5;               ///< L1 blocks until the fees of what is next are raised
    std::chrono::milliseconds poll{200};         ///< while something is to be mined; longer each time
    std::chrono::milliseconds timeout{120'000};  ///< how long send(), post() and confirm() wait
    std::chrono::milliseconds resendAfter{3000}; ///< what the pool does not show is sent again
    /// L1 is looked at so often though nothing is to be done: what is shown stays fresh. Nothing: it is not.
    std::optional<std::chrono::milliseconds> idlePoll;
    U256 tipWei = 1'000'000'000;       ///< per gas, where the node suggests none
    std::uint64_t gasCap = 16'777'216; ///< EIP-7825
    FeeCaps caps;
    /// What is mined is done, and not sent again where it leaves L1: for accounts without a journal.
    bool untilMined = false;
    std::shared_ptr<const base::Clock> clock = std::make_shared<base::SystemClock>();
    std::function<void()> onChange; ///< view() is another one; called on the manager's executor
};

struct TransactionRequest {
    std::optional<Address> to; ///< nothing: creates a contract
    Bytes data;
    Wei value;
    std::string label; ///< for logs and errors: "batch 12"
    L1TxKind kind = L1TxKind::other;
    std::uint64_t batch = 0; ///< that it is about; 0 for none
    /// Of use only over the L1 blocks that it was made for, and harmless when it lands twice: when L1 is
    /// reorganised before it is mined, or it is mined and lost again, it is given up ("l1.dropped"), and the
    /// caller makes it anew. Whoever waits for it waits as long as it takes.
    bool perishable = false;
    std::optional<std::uint64_t> lastUsefulBlock; ///< L1 block; of no use in a later one
};

/// A transaction that the node accepted.
struct PostedTransaction {
    std::uint64_t id = 0; ///< of its intent
    Hash hash;            ///< of the newest sending
};

/// What raising fees or taking back would sign.
struct FeeQuote {
    std::uint64_t gas = 0; ///< 0: nothing is signed
    Fees fees;
    U256 costWei; ///< at L1's base fee of now
};

/// What an account shows of itself.
struct AccountView {
    Address address;
    std::vector<Intent> intents; ///< all open ones and the newest 500 that are settled, by id
    FeeCaps caps;
    Wei spentDayWei;                  ///< fees of the last 24 hours, by receipts
    std::int64_t spendingSinceMs = 0; ///< when the first of them was noticed; 0: none
    Wei pendingWei;                   ///< what is not mined costs at most so much, values included
    U256 baseFeeWei;                  ///< of L1's head, as last seen; 0 while unknown

    /// Whether one of this kind may still be mined.
    bool isUnderWay(L1TxKind kind) const;
};

/// Everything that one L1 account sends. Each thing asked for is an intent that is in the journal before it
/// is signed, and each signed version of it before it is sent; IntentBook decides what becomes of it. An
/// intent lives on until it is mined, taken back or proven impossible, over restarts too; those who wait may
/// go. No second manager may use the same account at a time.
///
/// Errors: "l1.reverted" (detail names the contract's error; refused before anything was kept, or mined and
/// failed), "l1.insufficient-funds", "l1.dropped" (TransactionRequest::perishable), "l1.timeout" (it is gone
/// on with), "l1tx.fee-cap" and "l1tx.budget" (the same, and what it waits for), "l1tx.cancelled",
/// "l1.nonce-taken" (somebody else uses the account), "node.stopped", those of Rpc and of the journal.
/// May be called on any thread; its own work, calls of the journal included, runs on a strand of `executor`.
class TxManager {
public:
    TxManager(boost::asio::any_io_executor executor, RpcPtr rpc, std::shared_ptr<const crypto::SecretKey> key,
              std::uint64_t chainId, TxManagerOptions options = {},
              std::shared_ptr<IntentJournal> journal = std::make_shared<NoJournal>());
    ~TxManager();

    const Address& address() const;

    /// Goes on with what the journal has; once, before anything else.
    Result<void> resume();
    /// Nothing is signed or sent any more; whoever waits is told "node.stopped".
    void stop();

    /// Estimates, keeps, signs, sends, waits for the receipt.
    Task<Result<Receipt>> send(Address to, Bytes data, Wei value, std::string label);
    Task<Result<Receipt>> send(TransactionRequest request);

    /// The first half of send(): ends once the node has accepted the transaction.
    Task<Result<PostedTransaction>> post(TransactionRequest request);
    /// The second half: waits until it is mined.
    Task<Result<Receipt>> confirm(std::uint64_t id);

    /// Raises the fees of what is sent and not mined. Errors "l1tx.unknown", "l1tx.not-waiting",
    /// "l1tx.cancelled", "l1tx.fee-cap", "l1tx.budget".
    Task<Result<FeeQuote>> quoteSpeedUp(std::uint64_t id);
    Task<Result<void>> speedUp(std::uint64_t id);
    /// Gives it up, or has its nonce taken by a transfer of nothing. Errors as of speedUp().
    Task<Result<FeeQuote>> quoteCancel(std::uint64_t id);
    Task<Result<void>> cancel(std::uint64_t id);

    /// eth_call and eth_estimateGas from this account.
    Task<Result<Bytes>> call(Address to, Bytes data, Wei value = 0);
    Task<Result<std::uint64_t>> estimate(Address to, Bytes data, Wei value = 0);
    Task<Result<Wei>> balance();
    /// The nonce that the next transaction would get, as L1 counts.
    Task<Result<std::uint64_t>> nextNonce();

    /// L1 has a new block: it is looked at now.
    void noteHead();
    /// L1 replaced everything above this block.
    void noteReorg(std::uint64_t lastKept);

    /// Never null.
    std::shared_ptr<const AccountView> view() const;

private:
    struct Impl;
    std::shared_ptr<Impl> m_impl;
};

} // namespace aw::l1
