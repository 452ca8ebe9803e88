#pragma once

#include "crypto/keccak.hpp"
#include "crypto/keys.hpp"
#include "store/store.hpp"

/// Rows that a store takes: their hashes are right, their contents arbitrary.
namespace aw::test {

inline Hash hashOfNumber(std::uint64_t number) {
    Bytes bytes(8);
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
    return crypto::keccak256(bytes);
}

inline store::StoredTx storedTx(std::uint64_t number) {
    store::StoredTx tx;
    tx.raw = Bytes(100, static_cast<std::uint8_t>(number));
    tx.raw.push_back(static_cast<std::uint8_t>(number >> 8));
    tx.hash = crypto::keccak256(tx.raw);
    tx.signingHash = hashOfNumber(number + 1'000'000);
    tx.sender = Address{{static_cast<std::uint8_t>(number)}};
    tx.nonce = number;
    return tx;
}

/// Block `number` with the transactions given and one inbox entry before them.
inline store::StoredBlock storedBlock(std::uint64_t number, const std::vector<store::StoredTx>& txs) {
    store::StoredBlock block;
    block.header.number = number;
    block.header.parentHash = hashOfNumber(number - 1);
    block.header.timeMs = number * 100;
    block.header.stateRoot = hashOfNumber(number + 10'000);
    block.header.baseFeeWei = 0xffff'ffff'ffff'fff0ULL;
    block.header.feeAccount.value = 0xffff'ffff;
    block.header.txCount = static_cast<std::uint32_t>(txs.size());
    block.hash = transition::blockHash(block.header);
    block.entries.emplace_back(number * 7);
    for (const auto& tx : txs)
        block.entries.emplace_back(tx.hash);
    block.records = Bytes(number % 50, 0x5a);
    block.inboxAfter = number * 7 + 1;
    block.l1Number = number + 3;
    block.l1Hash = hashOfNumber(number + 20'000);
    return block;
}

inline store::StoredBatch storedBatch(std::uint64_t number) {
    store::StoredBatch batch;
    batch.header.number = number;
    batch.header.parentHash = hashOfNumber(number);
    batch.header.operatorAddress = Address{{9}};
    batch.header.bondWei = (Wei(1) << 127) + number;
    batch.header.segmentCount = 3;
    batch.hash = transition::batchHash(batch.header);
    batch.l1TxHash = hashOfNumber(number + 30'000);
    batch.l1Block = number * 2;
    batch.data = Bytes(1000, static_cast<std::uint8_t>(number));
    batch.lastL2Block = number * 10;
    return batch;
}

} // namespace aw::test
