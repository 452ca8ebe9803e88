#include "node/feed_execution.hpp"

namespace aw::node {

Result<FeedExecution::Executed> FeedExecution::run() const {
    const auto& header = block.header;
    const auto name = "L2 block " + std::to_string(header.number);
    auto state = before.state;
    sequencer::BlockExecutor executor(state, {.l2ChainId = l2ChainId,
                                              .baseFeeWei = header.baseFeeWei,
                                              .feeAccount = header.feeAccount,
                                              .tokens = tokens.get()});
    for (const auto& entry : block.entries) {
        std::optional<transition::Rule> broken;
        if (const auto* tx = std::get_if<sequencer::TxPtr>(&entry)) {
            broken = executor.execute(*tx);
        } else {
            const auto index = std::get<std::uint64_t>(entry);
            const auto* known = index == state.inboxCursor() ? inbox.entry(index) : nullptr;
            if (!known)
                return Error{ErrorCode::feedInbox, name + " consumes inbox entry " + std::to_string(index) +
                                                       ", which L1 has not shown here yet."};
            broken = executor.consume(*known);
        }
        if (broken)
            return Error{ErrorCode::feedNotExecutable,
                         name + " breaks " + transition::ruleName(*broken) + "."};
    }
    auto sealed = executor.seal(before.block, before.blockHash, header.timeMs, block.l1);
    if (sealed.hash != block.hash || sealed.header != header)
        return Error{ErrorCode::feedWrongRoot,
                     name + " says another state root or hash than the one recomputed here."};
    return Executed{std::move(sealed), std::move(state)};
}

} // namespace aw::node
