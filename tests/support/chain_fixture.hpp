#pragma once

#include "anchor/batch_builder.hpp"
#include "base/protocol.hpp"
#include "crypto/keccak.hpp"
#include "crypto/keys.hpp"
#include "sequencer/block.hpp"

/// A small rollup for tests: a few funded users, blocks and batches made as an operator makes them.
namespace aw::test {

inline constexpr std::uint64_t kChainId = 817001;
inline constexpr std::uint64_t kBaseFee = 1'000'000'000;
inline const Wei kEther = Wei(1'000'000'000'000'000'000ULL);

inline sequencer::TxPtr signedBy(const crypto::SecretKey& key, const codec::Transaction& tx) {
    auto decoded = codec::decodeTransaction(codec::encodeTransaction(tx, key.sign(codec::signingHash(tx))));
    return std::make_shared<const codec::SignedTransaction>(std::move(*decoded));
}

inline sequencer::TxPtr transfer(const crypto::SecretKey& from, std::uint64_t nonce, const Address& to,
                                 const Wei& value, std::uint64_t maxFeeWei = 2 * kBaseFee,
                                 std::uint64_t tipWei = 0, std::uint64_t gasLimit = protocol::kTransferGas) {
    const codec::Transaction tx{.chainId = kChainId,
                                .nonce = nonce,
                                .tipWei = tipWei,
                                .maxFeeWei = maxFeeWei,
                                .gasLimit = gasLimit,
                                .to = to,
                                .value = value};
    return signedBy(from, tx);
}

/// Of the token at an L1 address.
inline sequencer::TxPtr tokenTransfer(const crypto::SecretKey& from, std::uint64_t nonce,
                                      const Address& token, const Address& to, const Wei& amount) {
    return signedBy(from, {.chainId = kChainId,
                           .nonce = nonce,
                           .maxFeeWei = 2 * kBaseFee,
                           .gasLimit = protocol::kWithdrawalGas + protocol::kTokenGas,
                           .to = token,
                           .token = codec::TokenTransfer{.recipient = to, .amount = amount}});
}

/// Makes blocks over a state of its own.
class ChainFixture {
public:
    ChainFixture() {
        for (std::uint64_t i = 0; i < 4; ++i)
            keys.push_back(crypto::SecretKey::derive("chain fixture", i));
        for (const auto& key : keys)
            inbox.emplace_back(state::Deposit{.owner = key.address(), .token = 0, .amount = kEther * 100});
        head.timeMs = 1'000'000;
        head.stateRoot = state.root();
        head.txsHash = crypto::keccak256(ByteView{});
        headHash = transition::blockHash(head);
    }

    transition::InboxReader reader() const {
        return [this](std::uint64_t index) { return index < inbox.size() ? &inbox[index] : nullptr; };
    }

    /// The block that consumes the whole inbox; it makes account i for keys[i].
    sequencer::SealedBlock depositBlock() {
        sequencer::BlockExecutor executor(state, {kChainId, kBaseFee, sequencer::kNoFeeAccount, &tokens});
        while (state.inboxCursor() < inbox.size())
            executor.consume(inbox[state.inboxCursor()]);
        return seal(executor);
    }

    /// A block of transactions; keys[0] earns the fees. Its size tells how many were executable.
    sequencer::SealedBlock block(const std::vector<sequencer::TxPtr>& txs) {
        sequencer::BlockExecutor executor(state, {kChainId, kBaseFee, AccountIndex{0}, &tokens});
        for (const auto& tx : txs)
            executor.execute(tx);
        return seal(executor);
    }

    /// A block of some transactions, what the inbox holds then, and some more.
    sequencer::SealedBlock mixed(const std::vector<sequencer::TxPtr>& before,
                                 const std::vector<sequencer::TxPtr>& after) {
        sequencer::BlockExecutor executor(state, {kChainId, kBaseFee, AccountIndex{0}, &tokens});
        for (const auto& tx : before)
            executor.execute(tx);
        while (state.inboxCursor() < inbox.size())
            executor.consume(inbox[state.inboxCursor()]);
        for (const auto& tx : after)
            executor.execute(tx);
        return seal(executor);
    }

    std::uint64_t nonceOf(std::size_t key) const {
        return state.account(*state.find(keys[key].address(), 0))->nonce;
    }

    /// A block of `count` transfers from user 1 to user 2.
    sequencer::SealedBlock transfers(std::size_t count) {
        std::vector<sequencer::TxPtr> txs;
        const auto nonce = nonceOf(1);
        for (std::size_t i = 0; i < count; ++i)
            txs.push_back(transfer(keys[1], nonce + i, keys[2].address(), kEther / 1000));
        return block(txs);
    }

    std::vector<crypto::SecretKey> keys;
    std::vector<state::InboxEntry> inbox;
    state::TokenList tokens; ///< of L1; empty unless a test adds some
    state::State state;
    transition::BlockHeader head;
    Hash headHash;

private:
    sequencer::SealedBlock seal(sequencer::BlockExecutor& executor) {
        auto sealed = executor.seal(head, headHash, head.timeMs + 200, {});
        head = sealed.header;
        headHash = sealed.hash;
        return sealed;
    }
};

/// The header that L1 would store for a built batch.
inline transition::BatchHeader headerOf(const anchor::BuiltBatch& built, std::uint64_t number,
                                        const Hash& parent, const Hash& preRoot, std::uint64_t inboxBefore) {
    std::vector<Hash> leaves;
    for (const auto& segment : built.segments)
        leaves.push_back(transition::segmentLeaf(segment));
    return {.number = number,
            .parentHash = parent,
            .era = 1,
            .baseFeeWei = built.baseFeeWei,
            .submittedAt = 10 + number,
            .feeAccount = built.feeAccount,
            .feeTemplate = built.feeTemplate,
            .inboxBefore = inboxBefore,
            .inboxAfter = built.inboxAfter,
            .preStateRoot = preRoot,
            .postStateRoot = built.segments.back().postRoot,
            .segmentsHash = transition::segmentsHash(leaves),
            .segmentCount = static_cast<std::uint32_t>(built.segments.size()),
            .bondWei = kEther * 10};
}

} // namespace aw::test
