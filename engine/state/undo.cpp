#include "state/undo.hpp"

#include "base/assert.hpp"
#include "codec/varint.hpp"
#include "state/short_number.hpp"

#include <algorithm>

namespace aw::state {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::uint64_t kMaxNumber = 0xffff'ffff; ///< of an account, of a token
constexpr std::uint8_t kBalanceBytes = 0x1f;
constexpr std::uint8_t kHasNonce = 0x20;
constexpr std::uint8_t kHasWithdrawn = 0x40;
/// A gap and the sizes, or the count of an amount.
constexpr std::size_t kLeastEntrySize = 2;

Error malformed(std::string_view what) {
    return {ErrorCode::undoMalformed, "The bytes are no way back of a state: " + std::string(what) +
                                          ". Rebuild the state from L1 instead."};
}

/// Reads the parts one after another; after the first that is not right ok() is false.
class UndoReader {
public:
    explicit UndoReader(ByteView bytes)
        : m_reader(bytes) {
        m_version = m_reader.number<std::uint8_t>();
        if (m_version != kVersion) m_reader.fail();
        counts.accountCount = codec::readVarint(m_reader);
        counts.appended = codec::readVarint(m_reader);
        counts.inboxCursor = codec::readVarint(m_reader);
        counts.txCount = codec::readVarint(m_reader);
        supplyCount = codec::readVarint(m_reader);
        changedCount = codec::readVarint(m_reader);
        const auto room = m_reader.left() / kLeastEntrySize;
        if (supplyCount > room || changedCount > room - supplyCount || counts.accountCount > kMaxNumber + 1 ||
            counts.appended > kMaxNumber + 1 - counts.accountCount)
            m_reader.fail();
    }

    /// Call it supplyCount times, then nextAccount() changedCount times.
    std::pair<std::uint32_t, Wei> nextSupply() {
        const auto token = nextNumber(m_nextToken, kMaxNumber + 1);
        return {token, readCountedNumber(m_reader, 16)};
    }
    Undo::Before nextAccount() {
        Undo::Before before{.index = {nextNumber(m_nextIndex, counts.accountCount)}};
        const auto sizes = m_reader.number<std::uint8_t>();
        const std::size_t balanceBytes = sizes & kBalanceBytes;
        if (sizes > (kBalanceBytes | kHasNonce | kHasWithdrawn) || balanceBytes > 16) m_reader.fail();
        if (sizes & kHasNonce && (before.nonce = codec::readVarint(m_reader)) == 0) m_reader.fail();
        before.balance = readShortNumber(m_reader, balanceBytes);
        if (sizes & kHasWithdrawn && (before.withdrawn = readCountedNumber(m_reader, 16)) == 0)
            m_reader.fail();
        return before;
    }

    bool ok() const { return m_reader.ok(); }
    /// Why not ok().
    Error error() const {
        return m_version != kVersion ? malformed("they have version " + std::to_string(m_version) +
                                                 ", this program reads " + std::to_string(kVersion))
                                     : malformed("they are cut off or damaged");
    }
    std::size_t left() const { return m_reader.left(); }

    Undo counts; ///< without accounts and supplies
    std::uint64_t supplyCount = 0;
    std::uint64_t changedCount = 0;

private:
    /// The number a gap after `next`, below `end`; `next` becomes the one after it.
    std::uint32_t nextNumber(std::uint64_t& next, std::uint64_t end) {
        const auto gap = codec::readVarint(m_reader);
        if (next >= end || gap >= end - next) {
            m_reader.fail();
            return 0;
        }
        const auto number = next + gap;
        next = number + 1;
        return static_cast<std::uint32_t>(number);
    }

    base::ByteReader m_reader;
    std::uint8_t m_version = 0;
    std::uint64_t m_nextToken = 1;
    std::uint64_t m_nextIndex = 0;
};

/// Ascending, the first note of each alone.
template<class Entry, class Key>
void keepFirst(std::vector<Entry>& entries, Key key) {
    std::ranges::stable_sort(entries, {}, key);
    const auto repeated = std::ranges::unique(entries, {}, key);
    entries.erase(repeated.begin(), repeated.end());
}

/// Most diffs that touch a token move it from one account to another.
bool changesSupply(const State& before, const Diff& diff, std::uint32_t token) {
    Wei sum = 0; // of what is added less what is taken, modulo 2^128
    for (const auto& change : diff.changes)
        if (change.account.token == token) {
            const auto account = before.account(change.index);
            sum += change.account.balance - (account ? account->balance : Wei(0));
        }
    return sum != 0;
}

} // namespace

const Undo::Before* Undo::find(AccountIndex index) const {
    const auto found = std::ranges::lower_bound(accounts, index, {}, &Before::index);
    return found != accounts.end() && found->index == index ? &*found : nullptr;
}

Bytes encodeUndo(const Undo& undo) {
    Bytes out;
    out.reserve(32 + 20 * undo.supplies.size() + 14 * undo.accounts.size());
    out.push_back(kVersion);
    for (const std::uint64_t count :
         {undo.accountCount, undo.appended, undo.inboxCursor, undo.txCount,
          std::uint64_t{undo.supplies.size()}, std::uint64_t{undo.accounts.size()}})
        codec::putVarint(count, out);
    std::uint64_t next = 1;
    for (const auto& [token, amount] : undo.supplies) {
        base::expects(token >= next, "the supplies are in the order of their tokens");
        codec::putVarint(token - next, out);
        next = std::uint64_t{token} + 1;
        appendShortNumber(out, amount);
    }
    next = 0;
    for (const auto& account : undo.accounts) {
        base::expects(account.index.value >= next && account.index.value < undo.accountCount,
                      "the accounts were there before, and are in order");
        codec::putVarint(account.index.value - next, out);
        next = std::uint64_t{account.index.value} + 1;
        const ShortNumber balance(account.balance);
        out.push_back(static_cast<std::uint8_t>(balance.size() | (account.nonce != 0 ? kHasNonce : 0) |
                                                (account.withdrawn != 0 ? kHasWithdrawn : 0)));
        if (account.nonce != 0) codec::putVarint(account.nonce, out);
        base::append(out, balance.view());
        if (account.withdrawn != 0) appendShortNumber(out, account.withdrawn);
    }
    return out;
}

Result<Undo> decodeUndo(ByteView bytes) {
    UndoReader reader(bytes);
    if (!reader.ok()) return reader.error();
    auto undo = reader.counts;
    undo.supplies.reserve(reader.supplyCount);
    undo.accounts.reserve(reader.changedCount);
    for (std::uint64_t i = 0; i < reader.supplyCount && reader.ok(); ++i)
        undo.supplies.push_back(reader.nextSupply());
    for (std::uint64_t i = 0; i < reader.changedCount && reader.ok(); ++i)
        undo.accounts.push_back(reader.nextAccount());
    if (!reader.ok()) return reader.error();
    if (reader.left() != 0)
        return malformed("there are " + std::to_string(reader.left()) + " bytes after the end");
    return undo;
}

Result<std::optional<Undo::Before>> findInUndo(ByteView bytes, AccountIndex index) {
    UndoReader reader(bytes);
    for (std::uint64_t i = 0; i < reader.supplyCount && reader.ok(); ++i)
        reader.nextSupply();
    for (std::uint64_t i = 0; i < reader.changedCount && reader.ok(); ++i) {
        const auto before = reader.nextAccount();
        if (!reader.ok() || before.index > index) break;
        if (before.index == index) return std::optional(before);
    }
    if (!reader.ok()) return reader.error();
    return std::optional<Undo::Before>{};
}

UndoBuilder::UndoBuilder(const State& before)
    : m_undo{.accountCount = before.accountCount(),
             .inboxCursor = before.inboxCursor(),
             .txCount = before.txCount(),
             .accounts = {}} {}

void UndoBuilder::note(const State& before, const Diff& diff) {
    base::expects(before.accountCount() == m_undo.accountCount + m_undo.appended,
                  "every diff since the first was noted");
    for (const auto& change : diff.changes) {
        const auto account = before.account(change.index);
        if (!account)
            ++m_undo.appended;
        else if (change.index.value < m_undo.accountCount)
            m_undo.accounts.push_back({change.index, account->nonce, account->balance, account->withdrawn});
        const auto token = change.account.token;
        if (token == 0 || !changesSupply(before, diff, token)) continue;
        if (m_undo.supplies.empty() || m_undo.supplies.back().first != token)
            m_undo.supplies.emplace_back(token, before.supply(token));
    }
}

Undo UndoBuilder::take() {
    keepFirst(m_undo.accounts, &Undo::Before::index);
    keepFirst(m_undo.supplies, &std::pair<std::uint32_t, Wei>::first);
    return std::move(m_undo);
}

} // namespace aw::state
