#pragma once

#include "l1/intent.hpp"

#include <functional>
#include <map>

namespace aw::test {

/// Keeps intents as a disk would: what is put stays for the next TxManager.
class MemoryJournal final : public l1::IntentJournal {
public:
    std::map<std::uint64_t, l1::Intent> rows;
    std::optional<Error> failure; ///< of put, where set
    std::function<bool()> isGone; ///< the process was killed: nothing is kept any more
    std::uint64_t lastId = 0;

    Result<Kept> load(std::int64_t) override {
        Kept kept{.intents = {}, .spendings = {}, .lastId = lastId};
        for (const auto& [id, intent] : rows) {
            kept.intents.push_back(intent);
            if (intent.inclusion)
                kept.spendings.push_back({id, intent.inclusion->noticedAtMs, intent.inclusion->costWei()});
        }
        return kept;
    }
    Result<void> put(std::span<const l1::Intent> intents) override {
        if (isGone && isGone()) return Error{ErrorCode::storeFailed, "The process was killed."};
        if (failure) return *failure;
        for (const auto& intent : intents) {
            rows.insert_or_assign(intent.id, intent);
            lastId = std::max(lastId, intent.id);
        }
        return {};
    }
};

} // namespace aw::test
