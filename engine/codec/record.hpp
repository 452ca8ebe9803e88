#pragma once

#include "base/overloaded.hpp"
#include "base/result.hpp"
#include "base/types.hpp"

#include <optional>
#include <span>
#include <variant>

/// The record codec, PROTOCOL.md section 5.
namespace aw::codec {

/// The fees of a batch that its records leave out.
struct FeeTemplate {
    std::uint64_t maxFeeWei = 0; ///< maxFeePerGas
    std::uint64_t tipWei = 0;    ///< maxPriorityFeePerGas
    bool operator==(const FeeTemplate&) const = default;
};

/// The fee fields of a user transaction. What the bytes leave out is the gas of the kind and the
/// batch's template.
struct FeeFields {
    std::uint64_t gasLimit = 0;
    std::uint64_t maxFeeWei = 0; ///< maxFeePerGas
    std::uint64_t tipWei = 0;    ///< maxPriorityFeePerGas
    bool operator==(const FeeFields&) const = default;
};

/// Tag 0x00.
struct BlockEndRecord {
    std::uint64_t ticks = 0; ///< of kTickMs since the previous L2 block
    bool operator==(const BlockEndRecord&) const = default;
};

/// Tags 0x01 (account given) and 0x02 (new account).
struct DepositRecord {
    std::optional<AccountIndex> account;
    bool operator==(const DepositRecord&) const = default;
};

/// Why a forced transaction is skipped; the values are the tags.
enum class SkipReason : std::uint8_t {
    noSender = 0x03,       ///< its sender has no ETH account
    noTokenAccount = 0x04, ///< its sender has no account of the token that moves
    bySender = 0x05,       ///< as the sender's ETH account shows
    byTokenAccount = 0x06, ///< as the sender's accounts show
};

/// Tags 0x03 to 0x06: a forced transaction (I-3) that is not executed.
struct SkippedForcedRecord {
    SkipReason why = SkipReason::noSender;
    AccountIndex sender;       ///< the ETH account; 0 where there is none
    AccountIndex tokenAccount; ///< of the token that moves, for byTokenAccount; else 0
    bool operator==(const SkippedForcedRecord&) const = default;
};

/// A new account, whose owner stands in the inbox entry.
struct NewTarget {
    bool operator==(const NewTarget&) const = default;
};

/// Withdrawal to L1.
struct WithdrawalTarget {
    bool operator==(const WithdrawalTarget&) const = default;
};

/// Tag 0x40 | bits: a forced transaction (I-3) that is executed; all else stands in the inbox entry.
struct ForcedRecord {
    AccountIndex sender; ///< the ETH account, which pays the fee
    std::optional<AccountIndex> tokenAccount =
        std::nullopt; ///< the sender's account of the token; nullopt: ETH moves
    std::variant<AccountIndex, NewTarget, WithdrawalTarget> recipient;
    bool operator==(const ForcedRecord&) const = default;
};

/// Tag 0x80 | bits: a user transaction.
struct TransferRecord {
    AccountIndex sender; ///< the ETH account, which pays the fee
    std::optional<AccountIndex> tokenAccount =
        std::nullopt; ///< the sender's account of the token; nullopt: ETH moves
    std::variant<AccountIndex, Address, WithdrawalTarget>
        recipient; ///< a known account, a new one's owner, or L1
    Wei amount;
    FeeFields fees;
    bool operator==(const TransferRecord&) const = default;

    bool isWithdrawal() const { return std::holds_alternative<WithdrawalTarget>(recipient); }
    ///
    std::uint64_t gas() const;
};

using Record = std::variant<BlockEndRecord, DepositRecord, SkippedForcedRecord, ForcedRecord, TransferRecord>;

/// Whether the record consumes an inbox entry.
inline bool isInbox(const Record& record) {
    return std::visit(base::Overloaded{[](const BlockEndRecord&) { return false; },
                                       [](const DepositRecord&) { return true; },
                                       [](const SkippedForcedRecord&) { return true; },
                                       [](const ForcedRecord&) { return true; },
                                       [](const TransferRecord&) { return false; }},
                      record);
}

/// Calls `take` with each account index of a record, in the order in which they are written.
template<class Take>
void forEachIndex(const Record& record, const Take& take) {
    const auto ofTransaction = [&](const auto& tx) {
        take(tx.sender);
        if (tx.tokenAccount) take(*tx.tokenAccount);
        if (const auto* recipient = std::get_if<AccountIndex>(&tx.recipient)) take(*recipient);
    };
    std::visit(base::Overloaded{[](const BlockEndRecord&) {},
                                [&](const DepositRecord& deposit) {
                                    if (deposit.account) take(*deposit.account);
                                },
                                [&](const SkippedForcedRecord& skipped) {
                                    if (skipped.why != SkipReason::noSender) take(skipped.sender);
                                    if (skipped.why == SkipReason::byTokenAccount) take(skipped.tokenAccount);
                                },
                                [&](const ForcedRecord& forced) { ofTransaction(forced); },
                                [&](const TransferRecord& transfer) { ofTransaction(transfer); }},
               record);
}

/// How many account indexes stand in a record.
unsigned indexCount(const Record& record);

/// Bits that the account indexes of a record need, 1 to 32.
unsigned indexBits(const Record& record);

/// Appends the shortest encoding. `bits`, 1 to 32, must hold the record's indexes.
void encodeRecord(const Record& record, const FeeTemplate& feeTemplate, unsigned bits, Bytes& out);

/// The records of a segment: the bits of an index, then each record.
Bytes encodeRecords(std::span<const Record> records, const FeeTemplate& feeTemplate);

/// Decodes the records of a segment one after another. The bytes must outlive it.
class RecordReader {
public:
    RecordReader(ByteView records, const FeeTemplate& feeTemplate);

    /// Whether all is read; never where the bits of an index are missing or wrong.
    bool atEnd() const { return m_bits != 0 && m_offset == m_records.size(); }
    /// Bits of an account index; 0 where the bytes do not say it well.
    unsigned bits() const { return m_bits; }
    /// Bytes read so far.
    std::size_t offset() const { return m_offset; }
    /// The next record. Error "record.undecodable" (rule T-1), and nothing is read then.
    Result<Record> next();

private:
    ByteView m_records;
    FeeTemplate m_feeTemplate;
    unsigned m_bits = 0;
    std::size_t m_offset = 0;
};

} // namespace aw::codec
