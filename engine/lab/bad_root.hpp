#pragma once

#include "node/faults.hpp"

namespace aw::lab {

/// The operator's next batch claims a root from a state in which it gave itself ETH; the batches after it go
/// on from there.
class BadRoot final : public node::Faults {
public:
    BadRoot(const Address& operatorAddress, Wei amount)
        : m_operator(operatorAddress)
        , m_amount(std::move(amount)) {}

    const state::State* claimedState() const override { return m_lastBlock == 0 ? nullptr : &m_claimed; }
    anchor::Tamper tamper() override {
        if (m_lastBlock != 0) return {};
        return [this](state::State& state) {
            const auto mine = state.find(m_operator, 0);
            if (!mine) return;
            auto account = *state.account(*mine);
            account.balance += m_amount;
            state.apply({.changes = {{*mine, account}}, .inboxConsumed = 0});
        };
    }
    std::uint64_t lastClaimedBlock() const override { return m_lastBlock; }
    void noteAnchored(const state::State& claimed, std::uint64_t lastBlock) override {
        m_claimed = claimed;
        m_lastBlock = lastBlock;
    }

private:
    Address m_operator;
    Wei m_amount;
    state::State m_claimed;
    std::uint64_t m_lastBlock = 0; ///< 0 until the first false batch landed
};

} // namespace aw::lab
