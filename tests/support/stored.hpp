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

/// The owner of an account.
inline Address ownerOfAccount(AccountIndex account) {
    return Address::from(hashOfNumber(account.value + 5'000'000).view().first(Address::kSize));
}

/// A signed transaction of a block; `number` tells it from others.
inline store::BlockTx storedTx(std::uint64_t number, std::uint32_t sender = 1, std::uint32_t recipient = 2,
                               std::uint32_t token = 0) {
    store::BlockTx tx;
    tx.raw = Bytes(100, 0x02);
    base::appendBigEndian(tx.raw, number);
    tx.hash = crypto::keccak256(tx.raw);
    tx.sender = {sender};
    tx.recipient = {recipient};
    tx.token = token;
    return tx;
}

/// The same one while nobody has shown its signature.
inline store::BlockTx unsignedTx(std::uint64_t number, std::uint32_t sender = 1,
                                 std::uint32_t recipient = 2) {
    auto tx = storedTx(number, sender, recipient);
    tx.raw.resize(60);
    base::appendBigEndian(tx.raw, number);
    tx.hash = {};
    return tx;
}

/// The same one before it was in a block.
inline store::PendingTx pendingTx(const store::BlockTx& tx) {
    return {tx.hash, tx.raw, ownerOfAccount(tx.sender)};
}
inline store::PendingTx pendingTx(std::uint64_t number) { return pendingTx(storedTx(number)); }

/// An undo in which the accounts given changed, of a state with `accountCount` accounts.
inline state::Undo undoOfAccounts(std::uint64_t accountCount, const std::vector<std::uint32_t>& changed) {
    state::Undo undo;
    undo.accountCount = accountCount;
    for (const auto index : changed)
        undo.accounts.push_back({.index = {index}, .nonce = index + 1, .balance = Wei(index) * 1'000'000});
    return undo;
}

/// Block `number` with the transactions given.
inline store::StoredBlock storedBlock(std::uint64_t number, const std::vector<store::BlockTx>& txs,
                                      const state::Undo& undo = undoOfAccounts(10, {0, 1, 2})) {
    store::StoredBlock block;
    block.header.number = number;
    block.header.parentHash = hashOfNumber(number - 1);
    block.header.timeMs = number * 100;
    block.header.stateRoot = hashOfNumber(number + 10'000);
    block.header.baseFeeWei = 0xffff'ffff'ffff'fff0ULL;
    block.header.feeAccount.value = 0xffff'ffff;
    for (const auto& tx : txs)
        if (!tx.forced) ++block.header.txCount;
    block.header.txsHash = hashOfNumber(number + 15'000);
    block.hash = transition::blockHash(block.header);
    block.records = Bytes(number * 37 % 3000, 0x5a);
    block.inboxAfter = number * 7 + 1;
    block.l1Number = number + 3;
    block.l1Hash = hashOfNumber(number + 20'000);
    block.undo = state::encodeUndo(undo);
    return block;
}

/// Batch `number` as it was submitted in an L1 block; another era is another batch.
inline store::StoredBatch storedBatch(std::uint64_t number, std::uint64_t l1Block, std::uint64_t era = 1) {
    store::StoredBatch batch;
    batch.header.number = number;
    batch.header.parentHash = hashOfNumber(number);
    batch.header.operatorAddress = Address{{9}};
    batch.header.era = era;
    batch.header.bondWei = (Wei(1) << 127) + number;
    batch.header.segmentCount = 3;
    batch.hash = transition::batchHash(batch.header);
    batch.l1TxHash = hashOfNumber(number + 30'000);
    batch.l1Block = l1Block;
    batch.l1LogIndex = number % 4;
    batch.l1BlockHash = hashOfNumber(l1Block + 40'000);
    batch.timeMs = l1Block * 12'000;
    batch.firstL2Block = number * 10 - 9;
    batch.lastL2Block = number * 10;
    batch.txCount = 77;
    batch.dataBytes = 1000;
    batch.gasUsed = 123'456;
    batch.costWei = (Wei(1) << 90) + number;
    batch.data = Bytes(1000 + number * 700, static_cast<std::uint8_t>(number));
    return batch;
}

} // namespace aw::test
