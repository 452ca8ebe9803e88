#include "feed/message.hpp"

#include "base/bytes.hpp"
#include "crypto/keccak.hpp"
#include "crypto/keys.hpp"
#include "feed/wire.hpp"

namespace aw::feed {
namespace {

using wire::ListReader;
using wire::ListWriter;

enum class ItemKind : std::uint64_t { pending = 0, block = 1, reset = 2 };

constexpr auto kMalformed = ErrorCode::feedMalformedItem;

ListWriter fieldsOf(const transition::BlockHeader& header) {
    return ListWriter()
        .number(header.number)
        .fixed(header.parentHash)
        .number(header.timeMs)
        .fixed(header.stateRoot)
        .number(header.baseFeeWei)
        .number(header.feeAccount.value)
        .number(header.txCount)
        .fixed(header.txsHash);
}

Bytes encode(const PendingItem& item) {
    ListWriter txs;
    for (const auto& rawTx : item.rawTxs)
        txs.bytes(rawTx);
    return ListWriter().number(static_cast<std::uint64_t>(ItemKind::pending)).list(txs).encoded();
}

Bytes encode(const BlockItem& item) {
    ListWriter entries;
    for (const auto& entry : item.entries) {
        if (const auto* rawTx = std::get_if<Bytes>(&entry))
            entries.bytes(*rawTx);
        else
            entries.list(ListWriter().number(std::get<std::uint64_t>(entry)));
    }
    return ListWriter()
        .number(static_cast<std::uint64_t>(ItemKind::block))
        .list(fieldsOf(item.header))
        .number(item.era)
        .number(item.anchoredTip)
        .number(item.l1.number)
        .fixed(item.l1.hash)
        .list(entries)
        .bytes(item.records)
        .encoded();
}

Bytes encode(const ResetItem& item) {
    return ListWriter()
        .number(static_cast<std::uint64_t>(ItemKind::reset))
        .number(item.era)
        .number(item.batch.value)
        .fixed(item.batchHash)
        .encoded();
}

std::optional<transition::BlockHeader> readHeader(const codec::rlp::Item* list) {
    if (!list) return std::nullopt;
    ListReader reader(*list);
    transition::BlockHeader header;
    header.number = reader.number();
    header.parentHash = reader.fixed<Hash>();
    header.timeMs = reader.number();
    header.stateRoot = reader.fixed<Hash>();
    header.baseFeeWei = reader.number();
    header.feeAccount.value = reader.narrow<std::uint32_t>();
    header.txCount = reader.narrow<std::uint32_t>();
    header.txsHash = reader.fixed<Hash>();
    if (!reader.ok()) return std::nullopt;
    return header;
}

std::optional<BlockEntry> readEntry(const codec::rlp::Item& item) {
    if (item.isList) {
        ListReader reader(item);
        const auto index = reader.number();
        if (!reader.ok()) return std::nullopt;
        return BlockEntry(index);
    }
    if (item.payload.empty() || item.payload.size() > kMaxRawTxBytes) return std::nullopt;
    return BlockEntry(Bytes(item.payload.begin(), item.payload.end()));
}

Result<Item> readPending(ListReader& reader) {
    PendingItem item;
    const auto* txs = reader.list();
    if (!reader.ok() || !txs || txs->items.empty() || txs->items.size() > kMaxPendingTxs)
        return Error{kMalformed, "a pending item must hold a list of 1 to " + std::to_string(kMaxPendingTxs) +
                                     " transactions."};
    item.rawTxs.reserve(txs->items.size());
    for (const auto& tx : txs->items) {
        if (tx.isList || tx.payload.empty() || tx.payload.size() > kMaxRawTxBytes)
            return Error{kMalformed, "a transaction of a pending item must be 1 to " +
                                         std::to_string(kMaxRawTxBytes) + " bytes."};
        item.rawTxs.emplace_back(tx.payload.begin(), tx.payload.end());
    }
    return Item(std::move(item));
}

Result<Item> readBlock(ListReader& reader) {
    BlockItem item;
    const auto header = readHeader(reader.list());
    if (!header) return Error{kMalformed, "the header of a block item is not the eight fields of P-1."};
    item.header = *header;
    item.era = reader.number();
    item.anchoredTip = reader.number();
    item.l1.number = reader.number();
    item.l1.hash = reader.fixed<Hash>();
    const auto* entries = reader.list();
    item.records = reader.copy(kMaxItemBytes);
    if (!entries || !reader.ok()) return Error{kMalformed, "a block item has not the fields of P-1."};
    std::uint64_t txs = 0;
    item.entries.reserve(entries->items.size());
    for (const auto& field : entries->items) {
        auto entry = readEntry(field);
        if (!entry)
            return Error{kMalformed, "entry " + std::to_string(item.entries.size()) +
                                         " of a block item is neither a transaction nor an inbox index."};
        txs += entry->index() == 0 ? 1 : 0;
        item.entries.push_back(std::move(*entry));
    }
    if (txs != item.header.txCount)
        return Error{kMalformed, "a block item holds " + std::to_string(txs) +
                                     " transactions, its header says " + std::to_string(item.header.txCount) +
                                     "."};
    return Item(std::move(item));
}

Result<Item> readReset(ListReader& reader) {
    ResetItem item;
    item.era = reader.number();
    item.batch.value = reader.number();
    item.batchHash = reader.fixed<Hash>();
    if (!reader.ok()) return Error{kMalformed, "a reset item has not the fields of P-1."};
    return Item(item);
}

} // namespace

void appendDomain(Bytes& out, const Domain& domain) {
    base::append(out, domain.rollup.view());
    base::appendBigEndian(out, domain.l2ChainId);
}

Bytes encodeItem(const Item& item) {
    return std::visit([](const auto& value) { return encode(value); }, item);
}

Result<Item> decodeItem(ByteView bytes) {
    if (bytes.size() > kMaxItemBytes)
        return Error{ErrorCode::feedTooLarge, "an item of " + std::to_string(bytes.size()) +
                                                  " bytes, at most " + std::to_string(kMaxItemBytes) +
                                                  " are allowed."};
    const auto list = wire::decodeList(bytes, kMalformed);
    if (!list) return list.error();
    ListReader reader(*list);
    switch (static_cast<ItemKind>(reader.number())) {
    case ItemKind::pending:
        // An empty list reads as kind 0 too; the fields that are missing then refuse it.
        return readPending(reader);
    case ItemKind::block:
        return readBlock(reader);
    case ItemKind::reset:
        return readReset(reader);
    }
    return Error{ErrorCode::feedUnknownItem, "the item is of a kind that this version does not know."};
}

Hash envelopeHash(const Domain& domain, const Envelope& envelope) {
    Bytes preimage{0x08};
    appendDomain(preimage, domain);
    base::appendBigEndian(preimage, envelope.logId);
    base::appendBigEndian(preimage, envelope.seq);
    base::append(preimage, envelope.previous.view());
    base::append(preimage, crypto::keccak256(envelope.item).view());
    return crypto::keccak256(preimage);
}

Result<void> verifyEnvelope(const Domain& domain, const Envelope& envelope, const Address& publisher) {
    const auto signer = crypto::recover(envelopeHash(domain, envelope), envelope.signature);
    if (!signer)
        return Error{ErrorCode::feedForged,
                     "entry " + std::to_string(envelope.seq) +
                         " of the log has no valid signature: " + signer.error().detail};
    if (*signer != publisher)
        return Error{ErrorCode::feedForged, "entry " + std::to_string(envelope.seq) +
                                                " of the log was signed by " +
                                                crypto::checksumAddress(*signer) + ", not by " +
                                                crypto::checksumAddress(publisher) + "."};
    return {};
}

} // namespace aw::feed
