#include "rpc/commitments.hpp"

#include "base/hex.hpp"
#include "codec/rlp.hpp"
#include "rpc/format.hpp"
#include "rpc/list_root.hpp"

namespace aw::rpc {
namespace {

namespace rlp = codec::rlp;

constexpr std::uint8_t kTypeOfTransactions = 2;

Bytes signedBytes(const codec::SignedTransaction& tx) {
    return codec::encodeTransaction(tx.tx, tx.signature);
}

/// type || rlp([status, gas used so far in the block, bloom, events]) (EIP-2718).
Bytes receiptBytes(const TxPtr& tx, std::uint64_t cumulativeGas) {
    Bytes events;
    if (const auto event = eventOf(*tx)) {
        Bytes topics, members;
        for (const auto& topic : event->topics)
            rlp::encodeString(topic.view(), topics);
        rlp::encodeString(event->address.view(), members);
        rlp::encodeList(topics, members);
        rlp::encodeString(event->data, members);
        rlp::encodeList(members, events);
    }
    Bytes members;
    rlp::encodeNumber(std::uint64_t{1}, members);
    rlp::encodeNumber(cumulativeGas, members);
    rlp::encodeString(logsBloom({&tx, 1}), members);
    rlp::encodeList(events, members);
    Bytes receipt{kTypeOfTransactions};
    rlp::encodeList(members, receipt);
    return receipt;
}

/// The header's length in RLP; what the rollup does not have is zero at its width, as in headerJson.
std::size_t headerSize(const BlockView& block) {
    Bytes members;
    for (int hash = 0; hash < 5; ++hash) // parent, uncles, and the roots of state, transactions and receipts
        rlp::encodeString(Hash{}.view(), members);
    rlp::encodeString(block.feeRecipient.view(), members);
    rlp::encodeString(Bloom{}, members);
    rlp::encodeNumber(std::uint64_t{0}, members); // difficulty
    rlp::encodeNumber(block.header.number, members);
    rlp::encodeNumber(blockGasLimit(), members);
    rlp::encodeNumber(gasUsedOf(block), members);
    rlp::encodeNumber(block.header.timeMs / 1000, members);
    rlp::encodeString({}, members);            // extra data
    rlp::encodeString(Hash{}.view(), members); // mix hash
    rlp::encodeString(Bytes(8), members);      // nonce
    rlp::encodeNumber(block.header.baseFeeWei, members);
    Bytes header;
    rlp::encodeList(members, header);
    return header.size();
}

std::size_t listSize(std::size_t itemsSize) {
    Bytes head;
    rlp::encodeListHead(itemsSize, head);
    return head.size() + itemsSize;
}

} // namespace

Commitments commitmentsOf(const BlockView& block) {
    std::vector<Bytes> txs, receipts;
    txs.reserve(block.txs.size());
    receipts.reserve(block.txs.size());
    std::uint64_t gas = 0;
    Bytes head;
    std::size_t txsSize = 0;
    for (const auto& tx : block.txs) {
        gas += gasUsedOf(*tx);
        txs.push_back(signedBytes(*tx));
        receipts.push_back(receiptBytes(tx, gas));
        // In the list of a block a typed transaction stands as a text: its length, then itself.
        head.clear();
        rlp::encodeString(txs.back(), head);
        txsSize += head.size();
    }
    const std::size_t uncles = 1;
    return {.logsBloom = logsBloom(block.txs),
            .transactionsRoot = listRoot(txs),
            .receiptsRoot = listRoot(receipts),
            .sizeBytes = listSize(headerSize(block) + listSize(txsSize) + uncles)};
}

} // namespace aw::rpc
