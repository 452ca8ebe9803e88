#pragma once

#include "l1/account_facts.hpp"
#include "l1/intent.hpp"
#include "l1/spendings.hpp"

namespace aw::l1 {

struct BookOptions {
    FeeCaps caps;
    std::uint64_t stuckBlocks = 5;       ///< L1 blocks after which the fees of the next in line are raised
    std::uint64_t resendAfterMs = 3'000; ///< what the pool does not show is sent again after so long
    /// What is mined is settled at once: for an account that nobody looks after once its work is done.
    bool untilMined = false;
};

/// What became of sending an attempt.
enum class SendOutcome : std::uint8_t {
    accepted,    ///< the pool has it
    nonceUsed,   ///< a block holds a transaction of this nonce: this one, or another
    underpriced, ///< the pool wants more, for one of this nonce or at all
    refused,     ///< for another reason
    unknown      ///< no answer: it may have arrived
};

/// The intents of one account and what is to be done next for each, given what L1 says. It decides and does
/// nothing: no clock, no I/O. A pass over it is observe(), then nextSigning() with addAttempt() as long as
/// there is one, then (once takeChanged() is on the disk) due() with noteSent().
///
/// An intent gets its nonce when it is first signed, and keeps it: only the proof that another transaction
/// has the nonce (a block that was seen to be safe, and no receipt of its own) ends it otherwise
/// ("l1.nonce-taken"). What is given up after it was signed has its nonce taken by an intent of its own, a
/// transfer of nothing to the account, so that what comes after it is not held up.
/// One thread at a time.
class IntentBook {
public:
    IntentBook(Address account, BookOptions options)
        : m_account(account)
        , m_options(options) {}

    /// After a restart: goes on with what was kept. Precondition: nothing was added.
    void load(IntentJournal::Kept kept);
    /// Gives it its id. Its gas was estimated just now.
    std::uint64_t add(Intent intent);
    /// It could not be kept, so that it is not wanted. Precondition: it was just added.
    void forget(std::uint64_t id) { m_entries.erase(id); }
    /// nullptr where it is not at hand (any more).
    const Intent* find(std::uint64_t id) const;
    /// What whoever waits for it is told; nothing while it is open.
    std::optional<Result<Receipt>> outcomeOf(std::uint64_t id) const;

    AccountQuestions questions() const;
    void observe(const AccountFacts& facts);
    /// Everything that L1 said above this block is void.
    void noteReorg(std::uint64_t lastKept);

    /// Unsigned ones whose gas is not known, or was estimated too long ago, and whose price can be paid.
    std::vector<std::uint64_t> unestimated(const AccountFacts& facts) const;
    void setGas(std::uint64_t id, std::uint64_t gasLimit, std::uint64_t head);
    /// L1's contracts refuse an unsigned one: it has failed.
    void refuse(std::uint64_t id, Error why);

    struct Signing {
        std::uint64_t id = 0;
        std::uint64_t nonce = 0;
        std::uint64_t gasLimit = 0;
        Fees fees;
    };
    /// The next to be signed now. What waits for a price or a budget says so in its problem.
    std::optional<Signing> nextSigning(const AccountFacts& facts);
    void addAttempt(const Signing& signing, const Hash& hash, std::int64_t nowMs);
    /// Those whose newest attempt is to be sent now, by nonce.
    std::vector<std::uint64_t> due(const AccountFacts& facts) const;
    void noteSent(std::uint64_t id, SendOutcome outcome, std::optional<Error> error,
                  const AccountFacts& facts);
    /// Why a transaction that was mined failed.
    void explainFailure(std::uint64_t id, Error why);
    /// Mined and failed, and not explained yet.
    std::vector<std::uint64_t> unexplained() const;

    /// What speedUp would sign. Errors "l1tx.unknown", "l1tx.not-waiting", "l1tx.cancelled", "l1tx.fee-cap",
    /// "l1tx.budget".
    Result<Signing> speedUp(std::uint64_t id, const AccountFacts& facts) const;
    /// What cancel would sign; nothing where it was never signed, so that it is simply given up. Errors as of
    /// speedUp().
    Result<std::optional<Signing>> planCancel(std::uint64_t id, const AccountFacts& facts) const;
    /// Precondition: planCancel() gave no error.
    void cancel(std::uint64_t id, std::int64_t nowMs);

    /// To be kept before anything is sent. Then they count as unchanged.
    std::vector<Intent> takeChanged();
    /// They could not be kept: they are still changed.
    void restoreChanged(std::span<const Intent> intents);

    /// All open ones and the newest that are settled, by id.
    std::vector<Intent> intents() const;
    /// Whether one that is not mined yet is to be looked after.
    bool isWaiting() const;
    /// Whether a mined one may still leave L1.
    bool isUnsettled() const;
    Wei spentDayWei(std::int64_t nowMs) const { return m_spendings.ofDay(nowMs); }
    /// Since when spendings are known, system clock; 0 where there was none.
    std::int64_t spendingSinceMs(std::int64_t nowMs) const { return m_spendings.sinceMs(nowMs); }
    /// What is unmined costs at most so much, values included.
    Wei pendingWei() const;

    /// Settled intents that are kept at hand.
    static constexpr std::size_t kKeptSettled = 500;
    /// Gas of a transfer of nothing to oneself.
    static constexpr std::uint64_t kPlainGas = 21'000;

private:
    struct Suspicion {
        std::uint64_t block = 0; ///< L1's head when another transaction was seen to have the nonce
        Hash hash;
        std::uint64_t sinceMs = 0; ///< steady
    };
    struct Entry {
        Intent intent;
        std::optional<Receipt> receipt;     ///< without logs
        std::optional<Suspicion> suspicion; ///< no attempt was found, and the nonce is used up
        std::uint64_t sentAtHead = 0;       ///< of the newest attempt
        std::uint64_t sentMs = 0;           ///< steady
        /// L1's head when its gas was estimated; nothing: since the last look.
        std::optional<std::uint64_t> gasAtHead;
        bool sent = false;        ///< the newest attempt, since the start of the process
        bool doubtful = false;    ///< of before a restart: gone on with only where L1 knows it
        bool outdated = false;    ///< perishable, and L1 was reorganised since
        bool raise = false;       ///< the pool wants more
        bool turnedAway = false;  ///< the pool refused it for its nonce or its price
        bool unexplained = false; ///< mined and failed
        bool changed = false;
    };

    Entry* entryOf(std::uint64_t id);
    std::vector<Entry*> sharing(const Entry& entry);
    /// Signed, in no block, and nothing has ended it.
    static bool isOpen(const Entry& entry);
    /// Nobody wants it any more: it is neither sent nor replaced.
    static bool isGivenUp(const Entry& entry);
    bool hasFreshGas(const Entry& entry, const AccountFacts& facts) const;
    void observeMined(Entry& entry, const AccountFacts& facts);
    void includeMined(Entry& entry, const AccountFacts& facts);
    void observeUnmined(Entry& entry, const AccountFacts& facts);
    void observeTaken(Entry& entry, const AccountFacts& facts);
    void observeMissing(Entry& entry, const AccountFacts& facts);
    void observeGap(const AccountFacts& facts);
    void expire(Entry& entry, const AccountFacts& facts);
    void include(Entry& entry, const Receipt& receipt, const AccountFacts& facts);
    void leave(Entry& entry);
    void settle(Entry& entry);
    void giveUp(Entry& entry, Error why);
    void takeNonceOf(Entry& entry, std::int64_t nowMs);
    void trim();
    void setProblem(Entry& entry, std::optional<Error> problem);

    Result<Fees> firstFees(const Entry& entry, const AccountFacts& facts) const;
    std::optional<Fees> feesUnder(std::uint64_t nonce) const;
    bool wantsReplacement(const Entry& entry, const AccountFacts& facts) const;
    Result<void> checkBudget(L1TxKind kind, std::optional<std::uint64_t> nonce, const U256& cost,
                             std::int64_t nowMs) const;
    U256 committed(std::optional<std::uint64_t> without) const;
    Result<const Entry*> raisable(std::uint64_t id, const AccountFacts& facts) const;
    std::uint64_t nextNonce(const AccountFacts& facts) const;

    Address m_account;
    BookOptions m_options;
    std::map<std::uint64_t, Entry> m_entries; ///< by id
    std::uint64_t m_lastId = 0;
    Spendings m_spendings;
    std::uint64_t m_line = 0;      ///< the nonce that L1 takes next, as last seen
    std::uint64_t m_lineSince = 0; ///< L1's head when that was first seen
};

} // namespace aw::l1
