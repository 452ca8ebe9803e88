#include "codec/record.hpp"

#include "base/assert.hpp"
#include "base/bytes.hpp"
#include "base/protocol.hpp"
#include "codec/varint.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>

namespace aw::codec {
namespace {

enum Tag : std::uint8_t {
    blockEnd = 0x00,
    depositKnown = 0x01,
    depositNew = 0x02,
    forced = 0x40,
    user = 0x80,
};

// Bits of the tag of a user transaction, some of them of a forced one too.
constexpr std::uint8_t kClassMask = 0x07;
constexpr unsigned kTargetShift = 3;
constexpr std::uint8_t kTargetMask = 0x03;
constexpr std::uint8_t kToken = 0x20;
constexpr std::uint8_t kFees = 0x40;

enum Target : std::uint8_t { toKnown = 0, toNew = 1, toL1 = 2 };

constexpr std::uint8_t kGasLimitGiven = 1;
constexpr std::uint8_t kMaxFeeGiven = 2;
constexpr std::uint8_t kTipGiven = 4;

constexpr unsigned kMaxIndexBits = 32;
constexpr unsigned kExponentBits = 5;
constexpr unsigned kMaxExponent = (1U << kExponentBits) - 1;
/// Bytes of an amount by its class.
constexpr std::array<unsigned, 8> kAmountBytes{1, 2, 3, 4, 5, 7, 9, 17};
constexpr unsigned mantissaBits(unsigned amountClass) {
    return 8 * kAmountBytes[amountClass] - kExponentBits;
}

Error undecodable(std::size_t offset, std::string_view what) {
    return {ErrorCode::recordUndecodable, "The bytes from " + std::to_string(offset) +
                                              " on do not decode as a record (T-1): " + std::string(what) +
                                              "."};
}

/// An amount as mantissa x 10^exponent.
struct Amount {
    Wei mantissa;
    unsigned exponent = 0;
    unsigned amountClass = 0;
};

/// Takes decimal zeros off the end.
template<class Integer>
unsigned strip(Integer& value) {
    unsigned exponent = 0;
    while (value != 0 && exponent < kMaxExponent && value % 10 == 0) {
        value /= 10;
        ++exponent;
    }
    return exponent;
}

Amount split(const Wei& value) {
    Amount amount{.mantissa = value};
    unsigned bits = 0;
    if ((value >> 64) == 0) { // most amounts, and much faster
        auto narrow = static_cast<std::uint64_t>(value);
        amount.exponent = strip(narrow);
        amount.mantissa = narrow;
        bits = static_cast<unsigned>(std::bit_width(narrow));
    } else {
        amount.exponent = strip(amount.mantissa);
        bits = static_cast<unsigned>(msb(amount.mantissa)) + 1;
    }
    while (bits > mantissaBits(amount.amountClass))
        ++amount.amountClass;
    return amount;
}

void putAmount(const Amount& amount, Bytes& out) {
    const auto size = kAmountBytes[amount.amountClass];
    std::array<std::uint8_t, 17> bytes{};
    auto rest = amount.mantissa;
    for (auto i = size; i-- > 0 && rest != 0; rest >>= 8)
        bytes[i] = static_cast<std::uint8_t>(rest & 0xff);
    bytes[0] |= static_cast<std::uint8_t>(amount.exponent << (8 - kExponentBits));
    out.insert(out.end(), bytes.begin(), bytes.begin() + size);
}

/// Joins indexes of `bits` bits into one number.
class IndexWriter {
public:
    explicit IndexWriter(unsigned bits)
        : m_bits(bits) {}
    void add(AccountIndex index) {
        base::expects(m_used <= 2 * kMaxIndexBits, "a record has at most three indexes");
        // At most three of 32 bits: the upper 64 bits of the number are in m_high.
        m_high = m_high << m_bits | m_low >> (64 - m_bits);
        m_low = m_low << m_bits | index.value;
        m_used += m_bits;
    }
    void finish(Bytes& out) const {
        for (auto i = (m_used + 7) / 8; i-- > 0;)
            out.push_back(static_cast<std::uint8_t>(i < 8 ? m_low >> (8 * i) : m_high >> (8 * (i - 8))));
    }

private:
    unsigned m_bits;
    unsigned m_used = 0;
    std::uint64_t m_high = 0;
    std::uint64_t m_low = 0;
};

void putIndexes(const Record& record, unsigned bits, Bytes& out) {
    IndexWriter indexes(bits);
    forEachIndex(record, [&](AccountIndex index) { indexes.add(index); });
    indexes.finish(out);
}

Target targetOf(const TransferRecord& record) {
    return std::visit(base::Overloaded{[](const AccountIndex&) { return Target::toKnown; },
                                       [](const Address&) { return Target::toNew; },
                                       [](const WithdrawalTarget&) { return Target::toL1; }},
                      record.recipient);
}
Target targetOf(const ForcedRecord& record) {
    return std::visit(base::Overloaded{[](const AccountIndex&) { return Target::toKnown; },
                                       [](const NewTarget&) { return Target::toNew; },
                                       [](const WithdrawalTarget&) { return Target::toL1; }},
                      record.recipient);
}

/// Bits 3 to 5: what moves and where to.
template<class Transaction>
std::uint8_t kindBits(const Transaction& record) {
    return static_cast<std::uint8_t>(targetOf(record) << kTargetShift | (record.tokenAccount ? kToken : 0));
}

void putTransfer(const TransferRecord& record, const FeeTemplate& feeTemplate, unsigned bits, Bytes& out) {
    const auto amount = split(record.amount);
    auto tag = static_cast<std::uint8_t>(Tag::user | amount.amountClass | kindBits(record));
    std::uint8_t given = 0;
    if (record.fees.gasLimit != record.gas()) given |= kGasLimitGiven;
    if (record.fees.maxFeeWei != feeTemplate.maxFeeWei) given |= kMaxFeeGiven;
    if (record.fees.tipWei != feeTemplate.tipWei) given |= kTipGiven;
    if (given != 0) tag |= kFees;

    out.push_back(tag);
    putIndexes(record, bits, out);
    if (const auto* address = std::get_if<Address>(&record.recipient)) base::append(out, address->view());
    putAmount(amount, out);
    if (given == 0) return;
    out.push_back(given);
    if (given & kGasLimitGiven) putVarint(record.fees.gasLimit, out);
    if (given & kMaxFeeGiven) putVarint(record.fees.maxFeeWei, out);
    if (given & kTipGiven) putVarint(record.fees.tipWei, out);
}

/// Reads the parts of one record; after the first part that is not right ok() is false.
class Parser {
public:
    Parser(ByteView bytes, unsigned bits)
        : m_reader(bytes)
        , m_bits(bits) {}

    std::uint8_t byte() { return m_reader.number<std::uint8_t>(); }
    Address address() { return m_reader.fixed<Address>(); }

    std::uint64_t varint() { return readVarint(m_reader); }

    /// Up to three indexes.
    void indexes(std::span<AccountIndex> results) {
        base::expects(results.size() <= 3, "a record has at most three indexes");
        const auto count = static_cast<unsigned>(results.size());
        const auto bytes = m_reader.take((count * m_bits + 7) / 8);
        if (bytes.empty()) return;
        std::uint64_t high = 0;
        std::uint64_t low = 0;
        for (const auto byte : bytes) {
            high = high << 8 | low >> 56;
            low = low << 8 | byte;
        }
        const std::uint64_t mask = (std::uint64_t{1} << m_bits) - 1;
        for (auto i = count; i-- > 0;) {
            results[i].value = static_cast<std::uint32_t>(low & mask);
            low = low >> m_bits | high << (64 - m_bits);
            high >>= m_bits;
        }
        if (low != 0 || high != 0) fail();
    }

    Wei amount(unsigned amountClass) {
        const auto bytes = m_reader.take(kAmountBytes[amountClass]);
        if (bytes.empty()) return 0;
        const unsigned exponent = bytes[0] >> (8 - kExponentBits);
        U256 value = base::readU256(bytes) & ((U256(1) << mantissaBits(amountClass)) - 1);
        // The mantissa is below 2^131 and 10^31 below 2^103: the product fits.
        if (exponent != 0) value *= boost::multiprecision::pow(U256(10), exponent);
        if ((value >> 128) != 0) {
            fail();
            return 0;
        }
        return static_cast<Wei>(value);
    }

    void fees(FeeFields& fees) {
        const auto mask = byte();
        if (mask > (kGasLimitGiven | kMaxFeeGiven | kTipGiven)) fail();
        if (mask & kGasLimitGiven) fees.gasLimit = varint();
        if (mask & kMaxFeeGiven) fees.maxFeeWei = varint();
        if (mask & kTipGiven) fees.tipWei = varint();
    }

    void fail() { m_reader.fail(); }
    bool ok() const { return m_reader.ok(); }
    std::size_t left() const { return m_reader.left(); }

private:
    base::ByteReader m_reader;
    unsigned m_bits;
};

SkippedForcedRecord readSkipped(Parser& parser, std::uint8_t tag) {
    SkippedForcedRecord record{.why = static_cast<SkipReason>(tag)};
    if (record.why == SkipReason::noSender) return record;
    std::array<AccountIndex, 2> indexes;
    parser.indexes(std::span(indexes).first(record.why == SkipReason::byTokenAccount ? 2 : 1));
    record.sender = indexes[0];
    record.tokenAccount = indexes[1];
    return record;
}

/// What a user transaction and a forced one have in common: bits 3 to 5 and the indexes. Leaves the recipient
/// as it is where it is a new account.
template<class Transaction>
void readIndexes(Parser& parser, std::uint8_t tag, Transaction& record) {
    const auto target = static_cast<std::uint8_t>(tag >> kTargetShift & kTargetMask);
    if (target > Target::toL1) parser.fail();
    const bool token = (tag & kToken) != 0;
    std::array<AccountIndex, 3> indexes;
    std::size_t count = 1;
    const auto tokenAt = token ? count++ : 0;
    const auto recipientAt = target == Target::toKnown ? count++ : 0;
    parser.indexes(std::span(indexes).first(count));
    record.sender = indexes[0];
    if (token) record.tokenAccount = indexes[tokenAt];
    if (target == Target::toKnown) record.recipient = indexes[recipientAt];
    if (target == Target::toL1) record.recipient = WithdrawalTarget{};
}

bool goesToNew(std::uint8_t tag) { return (tag >> kTargetShift & kTargetMask) == Target::toNew; }

ForcedRecord readForced(Parser& parser, std::uint8_t tag) {
    ForcedRecord record;
    if ((tag & kClassMask) != 0) parser.fail();
    readIndexes(parser, tag, record);
    if (goesToNew(tag)) record.recipient = NewTarget{};
    return record;
}

TransferRecord readTransfer(Parser& parser, std::uint8_t tag, const FeeTemplate& feeTemplate) {
    TransferRecord record;
    readIndexes(parser, tag, record);
    if (goesToNew(tag)) record.recipient = parser.address();
    record.amount = parser.amount(tag & kClassMask);
    record.fees = {
        .gasLimit = record.gas(), .maxFeeWei = feeTemplate.maxFeeWei, .tipWei = feeTemplate.tipWei};
    if (tag & kFees) parser.fees(record.fees);
    return record;
}

} // namespace

std::uint64_t TransferRecord::gas() const {
    return protocol::gasOfKind(isWithdrawal(), tokenAccount.has_value());
}

unsigned indexCount(const Record& record) {
    unsigned count = 0;
    forEachIndex(record, [&](AccountIndex) { ++count; });
    return count;
}

unsigned indexBits(const Record& record) {
    unsigned bits = 1;
    forEachIndex(record, [&](AccountIndex index) {
        bits = std::max(bits, static_cast<unsigned>(std::bit_width(index.value)));
    });
    return bits;
}

void encodeRecord(const Record& record, const FeeTemplate& feeTemplate, unsigned bits, Bytes& out) {
    base::expects(bits <= kMaxIndexBits && indexBits(record) <= bits, "the bits hold the record's indexes");
    const auto put = [&](std::uint8_t tag) {
        out.push_back(tag);
        putIndexes(record, bits, out);
    };
    std::visit(
        base::Overloaded{
            [&](const BlockEndRecord& end) {
                put(Tag::blockEnd);
                putVarint(end.ticks, out);
            },
            [&](const DepositRecord& deposit) { put(deposit.account ? Tag::depositKnown : Tag::depositNew); },
            [&](const SkippedForcedRecord& skipped) { put(static_cast<std::uint8_t>(skipped.why)); },
            [&](const ForcedRecord& forced) {
                put(static_cast<std::uint8_t>(Tag::forced | kindBits(forced)));
            },
            [&](const TransferRecord& transfer) { putTransfer(transfer, feeTemplate, bits, out); }},
        record);
}

Bytes encodeRecords(std::span<const Record> records, const FeeTemplate& feeTemplate) {
    unsigned bits = 1;
    for (const auto& record : records)
        bits = std::max(bits, indexBits(record));
    Bytes out;
    out.reserve(1 + records.size() * 12);
    out.push_back(static_cast<std::uint8_t>(bits));
    for (const auto& record : records)
        encodeRecord(record, feeTemplate, bits, out);
    return out;
}

RecordReader::RecordReader(ByteView records, const FeeTemplate& feeTemplate)
    : m_records(records)
    , m_feeTemplate(feeTemplate) {
    if (records.empty() || records[0] == 0 || records[0] > kMaxIndexBits) return;
    m_bits = records[0];
    m_offset = 1;
}

Result<Record> RecordReader::next() {
    if (m_bits == 0) return undecodable(0, "the first byte says no number of bits from 1 to 32");
    if (atEnd()) return undecodable(m_offset, "the segment has ended");
    static_assert(std::variant_size_v<Record> == 5, "a new kind of record needs a tag that is read here");
    Parser parser(m_records.subspan(m_offset), m_bits);
    const auto tag = parser.byte();
    Record record;
    if (tag >= Tag::user) {
        record = readTransfer(parser, tag, m_feeTemplate);
    } else if (tag >= Tag::forced) {
        record = readForced(parser, tag);
    } else if (tag == Tag::blockEnd) {
        record = BlockEndRecord{.ticks = parser.varint()};
    } else if (tag == Tag::depositKnown) {
        std::array<AccountIndex, 1> account;
        parser.indexes(account);
        record = DepositRecord{.account = account[0]};
    } else if (tag == Tag::depositNew) {
        record = DepositRecord{};
    } else if (tag >= static_cast<std::uint8_t>(SkipReason::noSender) &&
               tag <= static_cast<std::uint8_t>(SkipReason::byTokenAccount)) {
        record = readSkipped(parser, tag);
    } else {
        return undecodable(m_offset, "unknown tag");
    }
    if (!parser.ok())
        return undecodable(m_offset, "a field is cut off, too large or not in its shortest form");
    m_offset = m_records.size() - parser.left();
    return record;
}

} // namespace aw::codec
