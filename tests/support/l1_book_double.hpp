#pragma once

#include "api/values.hpp"

#include <map>
#include <set>

namespace aw::test {

/// What the operators of the double send to L1: accounts, nonces, fees, and each transaction on its way from
/// queued to confirmed, one step an L1 block. Deterministic; one thread.
class L1BookDouble {
public:
    /// Gives an operator its account, with its registration on the way.
    void open(const Address& who, std::uint64_t block, std::int64_t nowMs);
    /// The next L1 block: moves the base fee and every transaction that is not held.
    void mine(std::uint64_t block, std::int64_t nowMs);
    /// Queues a transaction; the result lives until the next call. `who` must have an account.
    api::L1Transaction& ask(const Address& who, api::L1TxKind kind, std::int64_t nowMs,
                            std::uint64_t batch = 0);
    /// A batch that is in this L1 block.
    void anchored(const api::Batch& batch);
    /// What a unit of gas costs in this L1 block, tip included.
    Wei priceWei() const;
    /// Writes what the viewpoint's operator has into a snapshot, and every operator's balance.
    void show(api::Snapshot& snapshot) const;

    // What a test does to it.
    /// One transaction in every state that L1 knows, beside those that there are: they stay as they are.
    void disturb(const Address& who, std::int64_t nowMs);
    /// A transaction in the pool that no block takes.
    std::uint64_t addStuck(const Address& who, std::int64_t nowMs);
    void setBalance(const Address& who, Wei wei) { m_accounts.at(who).balanceWei = wei; }
    /// Its node is not in this process any more: nothing is known of its account.
    void close(const Address& who) { m_accounts.erase(who); }
    void forgetTxs(const Address& who) { m_accounts.at(who).txs.clear(); }
    void setFeeCap(Wei wei) { m_feeCapWei = wei; }

    Result<api::DryRun> dryRunSpeedUp(const Address& who, std::uint64_t id) const;
    Result<void> speedUp(const Address& who, std::uint64_t id, std::int64_t nowMs);
    Result<api::DryRun> dryRunCancel(const Address& who, std::uint64_t id) const;
    Result<void> cancel(const Address& who, std::uint64_t id, std::int64_t nowMs);

private:
    struct Account {
        std::vector<api::L1Transaction> txs;
        std::set<std::uint64_t> held; ///< stay in their state
        std::uint64_t nextId = 1, nextNonce = 0;
        Wei balanceWei, spentWei;
    };
    Account* find(const Address& who);
    const api::L1Transaction* find(const Address& who, std::uint64_t id) const;
    void send(Account& account, api::L1Transaction& tx, std::int64_t nowMs);
    void settle(Account& account, api::L1Transaction& tx);
    Hash nextHash() { return hashOf(++m_hashes); }
    static Hash hashOf(std::uint64_t seed);

    std::map<Address, Account> m_accounts;
    std::uint64_t m_block = 100;
    std::uint64_t m_hashes = 0;
    Wei m_feeCapWei = Wei(50) * 1'000'000'000u;
};

} // namespace aw::test
