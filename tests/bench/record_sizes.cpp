#include "base/bytes.hpp"
#include "lab/bench_load.hpp"
#include "sequencer/block.hpp"
#include "transition/transition.hpp"

#include <brotli/encode.h>

#include <array>
#include <functional>
#include <iomanip>
#include <iostream>

/// Prints what other record formats would take for the mix of lab/bench_load.hpp, in bytes per transaction:
/// the table of PROTOCOL.md, section 5. Every format leaves the fees of the template out and counts the 20
/// bytes of a new address.
namespace {

using namespace aw;
using codec::TransferRecord;

void putLeb128(std::uint64_t value, Bytes& out) {
    for (; value >= 0x80; value >>= 7)
        out.push_back(static_cast<std::uint8_t>(value | 0x80));
    out.push_back(static_cast<std::uint8_t>(value));
}

void putFixed(std::uint64_t value, std::size_t size, Bytes& out) {
    for (auto i = size; i-- > 0;)
        out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

/// A byte of exponent and length, then the shortest mantissa.
void putAmountWithHead(Wei mantissa, Bytes& out) {
    unsigned exponent = 0;
    for (; mantissa != 0 && exponent < 31 && mantissa % 10 == 0; ++exponent)
        mantissa /= 10;
    const auto size = mantissa == 0 ? 0U : static_cast<unsigned>(msb(mantissa)) / 8 + 1;
    out.push_back(static_cast<std::uint8_t>(exponent << 3 | std::min(size, 7U)));
    for (auto i = size > 6 ? 16U : size; i-- > 0;)
        out.push_back(static_cast<std::uint8_t>((mantissa >> (8 * i)) & 0xff));
}

/// Of the amount alone in the format of the protocol: its record without the tag and the one bit index.
void putPackedAmount(const Wei& amount, Bytes& out) {
    TransferRecord record{
        .sender = {0}, .recipient = codec::WithdrawalTarget{}, .amount = amount, .fees = {}};
    record.fees.gasLimit = record.gas();
    Bytes bytes;
    codec::encodeRecord(record, {}, 1, bytes);
    base::append(out, ByteView(bytes).subspan(2));
}

using PutIndex = std::function<void(AccountIndex, Bytes&)>;
using PutAmount = std::function<void(const Wei&, Bytes&)>;

void putRecord(const TransferRecord& record, const PutIndex& putIndex, const PutAmount& putAmount,
               Bytes& out) {
    out.push_back(0);
    putIndex(record.sender, out);
    if (record.tokenAccount) putIndex(*record.tokenAccount, out);
    if (const auto* index = std::get_if<AccountIndex>(&record.recipient)) putIndex(*index, out);
    if (const auto* address = std::get_if<Address>(&record.recipient)) base::append(out, address->view());
    putAmount(record.amount, out);
}

std::size_t brotliSize(ByteView bytes) {
    Bytes compressed(BrotliEncoderMaxCompressedSize(bytes.size()));
    auto size = compressed.size();
    BrotliEncoderCompress(BROTLI_MAX_QUALITY, BROTLI_MAX_WINDOW_BITS, BROTLI_MODE_GENERIC, bytes.size(),
                          bytes.data(), &size, compressed.data());
    return size;
}

/// The records of the load, in segments of 64.
std::vector<std::vector<codec::Record>> recordsOf(const lab::BenchLoad& load) {
    const transition::BatchContext context{.l2ChainId = load.chainId,
                                           .baseFeeWei = load.baseFeeWei,
                                           .feeAccount = load.feeAccount,
                                           .feeTemplate = sequencer::templateFor(load.baseFeeWei),
                                           .inboxAfter = 0,
                                           .tokens = &load.tokens};
    std::vector<std::vector<codec::Record>> segments;
    auto state = load.state;
    for (const auto& raw : load.raws) {
        const auto tx = *codec::decodeTransaction(raw);
        const auto record = *sequencer::recordOf(tx, *state.find(tx.sender, 0), state, &load.tokens);
        state.apply(transition::applyRecord(record, context, state, nullptr).diff);
        if (segments.empty() || segments.back().size() == 64) segments.emplace_back();
        segments.back().emplace_back(record);
    }
    return segments;
}

} // namespace

int main() {
    for (const std::uint32_t accounts : {1'000'000U, 10'000'000U}) {
        const auto load = lab::makeBenchLoad(accounts, 16'384);
        const auto feeTemplate = sequencer::templateFor(load.baseFeeWei);
        const auto segments = recordsOf(load);
        std::cout << accounts << " accounts, " << load.raws.size() << " transactions\n";
        const auto row = [&](const std::string& name, std::size_t bytes) {
            std::cout << "  " << std::left << std::setw(64) << name << std::fixed << std::setprecision(2)
                      << static_cast<double>(bytes) / static_cast<double>(load.raws.size()) << "\n";
        };

        Bytes chosen;
        std::size_t bySegment = 0;
        std::size_t indexes = 0;
        for (const auto& records : segments) {
            const auto bytes = codec::encodeRecords(records, feeTemplate);
            base::append(chosen, bytes);
            bySegment += brotliSize(bytes);
            for (const auto& record : records)
                indexes += codec::indexCount(record);
        }
        const auto total = [&](const PutIndex& putIndex, const PutAmount& putAmount) {
            Bytes bytes;
            for (const auto& records : segments)
                for (const auto& record : records)
                    putRecord(std::get<TransferRecord>(record), putIndex, putAmount, bytes);
            return bytes.size();
        };
        const PutIndex leb = [](AccountIndex index, Bytes& out) { putLeb128(index.value, out); };
        const PutIndex wide = [](AccountIndex index, Bytes& out) { putFixed(index.value, 4, out); };
        const std::size_t width = accounts >= 1 << 24 ? 4 : 3;
        const PutIndex whole = [=](AccountIndex index, Bytes& out) { putFixed(index.value, width, out); };
        const PutAmount full = [](const Wei& amount, Bytes& out) { base::appendBigEndian(out, amount); };

        row("indexes of 4 bytes, amounts of 16", total(wide, full));
        row("indexes LEB128, amounts with a head byte", total(leb, putAmountWithHead));
        row("indexes LEB128, amounts by class", total(leb, putPackedAmount));
        row("indexes of the fewest whole bytes, amounts by class", total(whole, putPackedAmount));
        row("indexes of w bits, amounts by class (the protocol)", chosen.size());
        row("  each segment with brotli, level 11", bySegment);
        row("  all segments with brotli, level 11", brotliSize(chosen));
        Bytes raws;
        for (const auto& raw : load.raws)
            base::append(raws, raw);
        row("signed transactions", raws.size());
        row("  all with brotli, level 11", brotliSize(raws));
        std::cout << "  (" << std::setprecision(2)
                  << static_cast<double>(indexes) / static_cast<double>(load.raws.size())
                  << " indexes in a record)\n";
    }
}
