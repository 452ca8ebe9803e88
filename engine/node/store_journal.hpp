#pragma once

#include "base/clock.hpp"
#include "l1/intent.hpp"
#include "store/store.hpp"

#include <mutex>

namespace aw::node {

/// Keeps an operator's L1 transactions in its store: the newest 10,000, and those of the last day. Works on
/// the strand of the store; close() from any thread.
class StoreJournal final : public l1::IntentJournal {
public:
    StoreJournal(std::shared_ptr<store::Store> store, const Address& account,
                 std::shared_ptr<const Clock> clock)
        : m_account(account)
        , m_clock(std::move(clock))
        , m_store(std::move(store)) {}

    /// Errors also "node.stopped", after close().
    Result<Kept> load(std::int64_t spentSinceMs) override;
    Result<void> put(std::span<const l1::Intent> intents) override;
    /// Lets go of the store.
    void close();

private:
    static constexpr std::size_t kKept = 10'000, kAtHand = 500;
    static constexpr unsigned kPutsUntilPruned = 256;

    Address m_account;
    std::shared_ptr<const Clock> m_clock;
    std::mutex m_mutex;
    // Guarded by m_mutex:
    std::shared_ptr<store::Store> m_store; ///< null once closed
    unsigned m_puts = 0;
};

} // namespace aw::node
