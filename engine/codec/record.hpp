#pragma once

#include "base/result.hpp"
#include "base/types.hpp"

#include <optional>
#include <variant>

/// The record codec, PROTOCOL.md section 5.
namespace aw::codec {

/// The fee fields that records of a batch leave out.
struct FeeTemplate {
    std::uint64_t gasLimit = 0;
    std::uint64_t maxFeeWei = 0;
    std::uint64_t tipWei = 0;
    bool operator==(const FeeTemplate&) const = default;
};

/// Tag 0x00.
struct BlockEndRecord {
    std::uint64_t ticks = 0; ///< of kTickMs since the previous L2 block
    bool operator==(const BlockEndRecord&) const = default;
};

/// Tags 0x01 (account given) and 0x02 (new account).
struct InboxRecord {
    std::optional<AccountIndex> account;
    bool operator==(const InboxRecord&) const = default;
};

/// Withdrawal to L1.
struct ExitTarget {
    bool operator==(const ExitTarget&) const = default;
};

/// Tag 0x40 | flags. Recipient: a known account, a new address, or an exit.
struct TransferRecord {
    AccountIndex sender;
    std::variant<AccountIndex, Address, ExitTarget> recipient;
    Wei amount;
    FeeTemplate fees; ///< complete: what the bytes leave out is filled in from the template
    bool operator==(const TransferRecord&) const = default;
};

using Record = std::variant<BlockEndRecord, InboxRecord, TransferRecord>;

/// Appends the shortest encoding.
void encodeRecord(const Record& record, const FeeTemplate& feeTemplate, Bytes& out);

/// Decodes the record at `offset` and advances it. Error "record.undecodable" (rule T-1).
Result<Record> decodeRecord(ByteView bytes, std::size_t& offset, const FeeTemplate& feeTemplate);

} // namespace aw::codec
