#include "codec/record.hpp"

#include "base/bytes.hpp"

#include <limits>

namespace aw::codec {
namespace {

enum Tag : std::uint8_t {
    blockEnd = 0x00,
    inboxKnown = 0x01,
    inboxNew = 0x02,
    user = 0x40,
};
constexpr std::uint8_t kFlagMask = 0x07;
constexpr std::uint8_t kNewRecipient = 1;
constexpr std::uint8_t kExit = 2;
constexpr std::uint8_t kFees = 4;

constexpr std::uint8_t kGasLimitGiven = 1;
constexpr std::uint8_t kMaxFeeGiven = 2;
constexpr std::uint8_t kTipGiven = 4;

constexpr unsigned kMaxExponent = 31;
constexpr unsigned kWideMantissa = 7; // n = 7 stands for 16 bytes

Error undecodable(std::size_t offset, std::string_view what) {
    return {"record.undecodable", "The bytes from " + std::to_string(offset) +
                                      " on are no record (T-1): " + std::string(what) + "."};
}

void putVarint(std::uint64_t value, Bytes& out) {
    for (; value >= 0x80; value >>= 7)
        out.push_back(static_cast<std::uint8_t>(value | 0x80));
    out.push_back(static_cast<std::uint8_t>(value));
}

void putAmount(Wei mantissa, Bytes& out) {
    unsigned exponent = 0;
    while (mantissa != 0 && exponent < kMaxExponent && mantissa % 10 == 0) {
        mantissa /= 10;
        ++exponent;
    }
    unsigned size = mantissa == 0 ? 0 : static_cast<unsigned>(msb(mantissa)) / 8 + 1;
    unsigned code = size;
    if (size >= kWideMantissa) {
        code = kWideMantissa;
        size = 16;
    }
    out.push_back(static_cast<std::uint8_t>(exponent << 3 | code));
    for (unsigned i = size; i-- > 0;)
        out.push_back(static_cast<std::uint8_t>(mantissa >> (8 * i)));
}

void putTransfer(const TransferRecord& record, const FeeTemplate& feeTemplate, Bytes& out) {
    const auto tagAt = out.size();
    out.push_back(Tag::user);
    putVarint(record.sender.value, out);
    if (const auto* index = std::get_if<AccountIndex>(&record.recipient)) {
        putVarint(index->value, out);
    } else if (const auto* address = std::get_if<Address>(&record.recipient)) {
        out[tagAt] |= kNewRecipient;
        base::append(out, address->view());
    } else {
        out[tagAt] |= kExit;
    }
    putAmount(record.amount, out);
    if (record.fees == feeTemplate) return;

    out[tagAt] |= kFees;
    const auto maskAt = out.size();
    out.push_back(0);
    const auto put = [&](std::uint8_t bit, std::uint64_t own, std::uint64_t common) {
        if (own == common) return;
        out[maskAt] |= bit;
        putVarint(own, out);
    };
    put(kGasLimitGiven, record.fees.gasLimit, feeTemplate.gasLimit);
    put(kMaxFeeGiven, record.fees.maxFeeWei, feeTemplate.maxFeeWei);
    put(kTipGiven, record.fees.tipWei, feeTemplate.tipWei);
}

/// Reads the parts of one record; after the first part that is not right ok() is false.
class Parser {
public:
    explicit Parser(ByteView bytes)
        : m_reader(bytes) {}

    std::uint8_t byte() { return m_reader.number<std::uint8_t>(); }
    Address address() { return m_reader.fixed<Address>(); }

    std::uint64_t varint(unsigned maxBytes, std::uint64_t maxValue) {
        std::uint64_t value = 0;
        for (unsigned i = 0; i < maxBytes; ++i) {
            const auto digit = byte();
            if (!m_reader.ok()) return 0;
            const unsigned shift = 7 * i;
            const std::uint64_t bits = digit & 0x7fU;
            if (bits << shift >> shift != bits) return fail();
            value |= bits << shift;
            if (digit >= 0x80) continue;
            if ((digit == 0 && i != 0) || value > maxValue) return fail();
            return value;
        }
        return fail();
    }
    std::uint64_t varint64() { return varint(10, std::numeric_limits<std::uint64_t>::max()); }
    AccountIndex index() {
        return {static_cast<std::uint32_t>(varint(5, std::numeric_limits<std::uint32_t>::max()))};
    }

    Wei amount() {
        const auto head = byte();
        const unsigned code = head & 7U;
        const auto mantissa = base::readU256(m_reader.take(code == kWideMantissa ? 16 : code));
        // The mantissa is below 2^128 and 10^31 below 2^103: the product fits.
        const U256 value = mantissa * boost::multiprecision::pow(U256(10), head >> 3U);
        if ((value >> 128) != 0) {
            fail();
            return 0;
        }
        return static_cast<Wei>(value);
    }

    FeeTemplate fees(bool given, const FeeTemplate& feeTemplate) {
        auto result = feeTemplate;
        if (!given) return result;
        const auto mask = byte();
        if (mask > (kGasLimitGiven | kMaxFeeGiven | kTipGiven)) fail();
        if (mask & kGasLimitGiven) result.gasLimit = varint64();
        if (mask & kMaxFeeGiven) result.maxFeeWei = varint64();
        if (mask & kTipGiven) result.tipWei = varint64();
        return result;
    }

    std::uint64_t fail() {
        m_failed = true;
        return 0;
    }
    bool ok() const { return !m_failed && m_reader.ok(); }
    std::size_t left() const { return m_reader.left(); }

private:
    base::ByteReader m_reader;
    bool m_failed = false;
};

TransferRecord readTransfer(Parser& parser, std::uint8_t flags, const FeeTemplate& feeTemplate) {
    TransferRecord record;
    record.sender = parser.index();
    if (flags & kExit) {
        if (flags & kNewRecipient) parser.fail();
        record.recipient = ExitTarget{};
    } else if (flags & kNewRecipient) {
        record.recipient = parser.address();
    } else {
        record.recipient = parser.index();
    }
    record.amount = parser.amount();
    record.fees = parser.fees((flags & kFees) != 0, feeTemplate);
    return record;
}

} // namespace

void encodeRecord(const Record& record, const FeeTemplate& feeTemplate, Bytes& out) {
    if (const auto* end = std::get_if<BlockEndRecord>(&record)) {
        out.push_back(Tag::blockEnd);
        putVarint(end->ticks, out);
    } else if (const auto* inbox = std::get_if<InboxRecord>(&record)) {
        out.push_back(inbox->account ? Tag::inboxKnown : Tag::inboxNew);
        if (inbox->account) putVarint(inbox->account->value, out);
    } else {
        putTransfer(std::get<TransferRecord>(record), feeTemplate, out);
    }
}

Result<Record> decodeRecord(ByteView bytes, std::size_t& offset, const FeeTemplate& feeTemplate) {
    if (offset >= bytes.size()) return undecodable(offset, "the segment has ended");
    Parser parser(bytes.subspan(offset));
    const auto tag = parser.byte();
    Record record;
    if ((tag & ~kFlagMask) == Tag::user) {
        record = readTransfer(parser, tag & kFlagMask, feeTemplate);
    } else if (tag == Tag::blockEnd) {
        record = BlockEndRecord{.ticks = parser.varint64()};
    } else if (tag == Tag::inboxKnown) {
        record = InboxRecord{.account = parser.index()};
    } else if (tag == Tag::inboxNew) {
        record = InboxRecord{};
    } else {
        return undecodable(offset, "unknown tag");
    }
    if (!parser.ok()) return undecodable(offset, "a field is cut off, too large or not in its shortest form");
    offset = bytes.size() - parser.left();
    return record;
}

} // namespace aw::codec
