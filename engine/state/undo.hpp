#pragma once

#include "base/result.hpp"
#include "state/state.hpp"

#include <optional>
#include <utility>
#include <vector>

/// The way back: what a state was before diffs were applied to it. A node keeps one Undo for each L2 block,
/// to go back block by block (State::revert) and to read balances of the past, where copies of the state
/// would cost a hundred times as much.
namespace aw::state {

/// What a state was before some diffs were applied to it: enough to go back.
struct Undo {
    /// An account before. Its owner and token are not here: they never change (S-1).
    struct Before {
        AccountIndex index;
        std::uint64_t nonce = 0;
        Wei balance;
        Wei withdrawn;
        bool operator==(const Before&) const = default;
    };

    std::uint64_t accountCount = 0; ///< before
    std::uint64_t appended = 0;     ///< accounts that the diffs appended
    std::uint64_t inboxCursor = 0;  ///< before
    std::uint64_t txCount = 0;      ///< before
    std::vector<Before> accounts;   ///< those of before that changed, ascending, each once
    std::vector<std::pair<std::uint32_t, Wei>>
        supplies{}; ///< before, of tokens whose supply changed, ascending
    bool operator==(const Undo&) const = default;

    /// The account as it was; nullptr where it did not change, or was not there yet (accountCount says so).
    const Before* find(AccountIndex index) const;
};

/// The compact form of an Undo, to be kept on disk.
///
/// Layout: version u8 (1) ‖ accountCount ‖ appended ‖ inboxCursor ‖ txCount ‖ number of supplies ‖ number of
/// accounts, then of each supply: gap ‖ amount, then of each account: gap ‖ sizes u8 ‖ nonce, where it is not
/// 0 ‖ balance ‖ amount withdrawn, where it is not 0. A gap counts the numbers (of tokens, of accounts)
/// left out since the one before; the least there are is token 1, account 0. `sizes` has the bytes of the
/// balance in bits 0 to 4, bit 5 where there is a nonce, bit 6 where there is an amount withdrawn, bit 7 is
/// 0. An amount is a byte that counts the bytes after it (the balance's count is in `sizes`) and these,
/// big-endian, the first not 0. All other numbers are LEB128 without bytes to spare. So an Undo has one form.
Bytes encodeUndo(const Undo& undo);

/// Error "undo.malformed" (another version, cut, left over, not in order, a number in another form). Never
/// allocates by what the bytes claim.
Result<Undo> decodeUndo(ByteView bytes);

/// Undo::find() in encoded bytes, without making vectors of them: reads up to the account. Error
/// "undo.malformed" where what it reads is.
Result<std::optional<Undo::Before>> findInUndo(ByteView bytes, AccountIndex index);

/// Collects an Undo while diffs are applied. Belongs to one thread at a time.
class UndoBuilder {
public:
    /// The way back will lead to this state.
    explicit UndoBuilder(const State& before);

    /// Call it for every diff from there on, with the state just before the diff is applied.
    void note(const State& before, const Diff& diff);

    /// The way back from the state after the last diff noted. Nothing can be noted after that.
    Undo take();

private:
    Undo m_undo; ///< in the order of the notes, with repetitions
};

} // namespace aw::state
