#include "sequencer/block_plan.hpp"

#include <algorithm>

namespace aw::sequencer {

namespace {
/// More would push each other out of the processor's caches again.
constexpr std::size_t kAhead = 512;

/// Whether a transaction that was refused may be executed later on.
bool waits(const codec::SignedTransaction& tx, transition::Rule broken, const state::State& state) {
    if (broken == transition::Rule::maxFee) return true;
    const auto sender = broken == transition::Rule::nonce ? state.find(tx.sender, 0) : std::nullopt;
    return sender && tx.tx.nonce > state.account(*sender)->nonce;
}
} // namespace

PlannedBlock makeBlock(BlockPlan plan) {
    PlannedBlock made{.block = {}, .after = std::move(plan.state), .refused = {}};
    auto& state = made.after;
    BlockExecutor executor(state, {.l2ChainId = plan.l2ChainId,
                                   .baseFeeWei = plan.baseFeeWei,
                                   .feeAccount = plan.feeAccount,
                                   .tokens = plan.tokens.get()});
    for (const auto& entry : plan.inbox)
        if (executor.size() >= plan.maxEntries || executor.consume(entry)) break;
    for (std::size_t i = 0; i < plan.txs.size() && executor.size() < plan.maxEntries; ++i) {
        if (i % kAhead == 0)
            loadAhead(std::span(plan.txs).subspan(i, std::min(kAhead, plan.txs.size() - i)), state,
                      plan.tokens.get());
        const auto& tx = plan.txs[i];
        if (const auto broken = executor.execute(tx))
            made.refused.push_back({tx, *broken, waits(*tx, *broken, state)});
    }
    if (!executor.empty()) made.block = executor.seal(plan.parent, plan.parentHash, plan.timeMs, plan.l1);
    return made;
}

} // namespace aw::sequencer
