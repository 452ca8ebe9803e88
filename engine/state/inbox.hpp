#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "base/types.hpp"

#include <variant>

/// The inbox on L1, PROTOCOL.md section 3.
namespace aw::state {

/// I-2.
struct Deposit {
    Address owner;
    std::uint32_t token = 0;
    Wei amount;
    bool operator==(const Deposit&) const = default;
};

/// I-3. L1 has checked the signature and what can never be executed.
struct ForcedTransaction {
    Address sender;
    std::uint64_t nonce = 0;
    std::uint64_t tipWei = 0;    ///< maxPriorityFeePerGas
    std::uint64_t maxFeeWei = 0; ///< maxFeePerGas
    std::uint64_t gasLimit = 0;
    std::uint32_t token = 0; ///< 0: ETH
    Address recipient;       ///< kWithdrawalAddress for a withdrawal
    Wei amount;
    bool operator==(const ForcedTransaction&) const = default;

    bool isWithdrawal() const;
    /// L2 gas that it takes.
    std::uint64_t gas() const;
};

using InboxEntry = std::variant<Deposit, ForcedTransaction>;

/// The 41 bytes of I-2 or the 93 of I-3.
Bytes encodeEntry(const InboxEntry& entry);
/// Error "inbox.malformed".
Result<InboxEntry> decodeEntry(ByteView bytes);
/// The entry that begins where the reader stands, which goes behind it. Error "inbox.malformed".
Result<InboxEntry> readEntry(base::ByteReader& reader);

/// acc(i+1) of I-1.
Hash inboxAcc(const Hash& before, ByteView entry);

} // namespace aw::state
