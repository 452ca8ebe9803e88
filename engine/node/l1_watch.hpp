#pragma once

#include "l1/contracts.hpp"
#include "l1/follower.hpp"
#include "l1/health.hpp"
#include "node/runtime.hpp"
#include "operators/operator_set.hpp"

namespace aw::node {

/// How L1 stands: its newest block, whether it is heard of, and the operators as it ranks them; from these
/// follows what this operator may do now. On the node's strand.
class L1Watch {
public:
    /// L1 knows the hashes of its last 256 blocks; some pass until a batch lands.
    static constexpr std::uint64_t kBindableBlocks = 250;

    L1Watch(Runtime& runtime, l1::RpcPtr rpc);

    /// L1 was asked; `detail`: why it did not answer.
    void noteAnswer(bool answered, const std::string& detail);
    /// Blocks of L1 that were taken, ascending, not empty.
    void noteHeads(std::span<const l1::L1Block> blocks);
    /// An operator began an era; returns whose era it was before, zero before the first.
    Address startEra(const Address& operatorAddress) { return std::exchange(m_eraOperator, operatorAddress); }
    /// L1 replaced everything above this block.
    void noteReorg(std::uint64_t lastKept) { m_health.forgetAbove(lastKept); }
    /// L1 was read to its head.
    void setSynced(bool synced);
    /// Reads the operators again. Where L1 does not answer, they stay what they were.
    Task<void> refresh();
    /// To be called now and then: notices that L1 has gone silent, and that it has not.
    void checkSilence();

    const l1::L1Block& head() const { return m_head; }
    std::uint64_t headSeenAtMs() const { return m_headSeenAtMs; } ///< system clock
    std::uint64_t blockTimeMs() const { return m_health.blockTimeMs(); }
    bool isConnected() const { return m_connected; }
    bool isSynced() const { return m_synced; }
    /// Whether nothing was heard of L1 for half of a heartbeat (or what the configuration says): who goes on
    /// then may have been replaced without knowing it.
    bool isSilent() const { return m_silent; }
    /// Milliseconds without a new L1 block that are too many; 0 while unknown.
    std::uint64_t silenceLimitMs() const;

    const operators::OperatorSet& operators() const { return m_operators; }
    const operators::Timing& timing() const { return m_timing; }
    const l1::Contracts& contracts() const { return m_contracts; }
    const l1::RpcPtr& rpc() const { return m_rpc; }
    /// What so much gas costs at L1's price of now; 0 where L1 does not say it.
    Task<Wei> costOf(std::uint64_t gas) const;
    const Wei& ownBalanceWei() const { return m_balanceWei; }

    /// Whether this operator is the current one, as far as it knows, and may rely on it.
    bool mayAct() const;
    bool isCurrent() const { return m_operators.current == m_runtime.address(); }
    /// Its bid in the present epoch.
    std::uint64_t bidNow() const;
    /// The bid of the current operator: L2's base fee. 0 where nobody is.
    std::uint64_t currentBaseFeeWei() const;
    /// Whether the epoch ends soon and another one begins the next (so that the last batch still lands).
    bool handOverNear() const;
    /// The L1 block that a batch may bind now, when its base fee is this one; nothing where L1
    /// takes none.
    std::optional<l1::L1Block> bindable(std::uint64_t baseFeeWei, const l1::L1Block& made) const;

private:
    Runtime& m_runtime;
    l1::RpcPtr m_rpc;
    l1::Contracts m_contracts;
    l1::L1Health m_health;
    operators::Timing m_timing;
    operators::OperatorSet m_operators;
    Address m_eraOperator; ///< by L1's events
    l1::L1Block m_head;
    std::uint64_t m_headSeenAtMs = 0;
    bool m_connected = false, m_synced = false, m_silent = false;
    Wei m_balanceWei;
};

} // namespace aw::node
