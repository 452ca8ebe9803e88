#pragma once

#include "l1/intent_book.hpp"
#include "values.hpp"

namespace aw::test {

/// An IntentBook and an L1 that says what a test wants; each pass is what TxManager makes of the book.
struct BookScene {
    explicit BookScene(l1::BookOptions options = {})
        : book(Address{{1}}, std::move(options)) {
        facts.head = 100;
        facts.safe = 90;
        facts.price = {kGwei, kGwei};
        facts.nowMs = 1'000'000'000'000;
        facts.steadyMs = 1'000;
    }

    static inline const U256 kGwei = 1'000'000'000;

    std::uint64_t ask(l1::L1TxKind kind, bool perishable = false) {
        l1::Intent intent;
        intent.kind = kind;
        intent.label = api::name(kind);
        intent.to = Address{{9}};
        intent.value = 7;
        intent.gasLimit = 100'000;
        intent.perishable = perishable;
        intent.createdAtMs = facts.nowMs;
        return book.add(std::move(intent));
    }
    std::uint64_t deposit() { return ask(l1::L1TxKind::deposit); }
    std::uint64_t batch() { return ask(l1::L1TxKind::batch, true); }

    /// L1 answers everything that is asked: what `mined` holds is in blocks, all else is in none.
    void answer() {
        const auto questions = book.questions();
        facts.receipts.clear();
        facts.blocks.clear();
        facts.known.clear();
        facts.headHash = hashOf(facts.head);
        for (const auto& hash : questions.receipts)
            facts.receipts[hash] = mined.contains(hash) ? std::optional(mined.at(hash)) : std::nullopt;
        for (const auto number : questions.blocks)
            facts.blocks[number] = number <= facts.head ? std::optional(hashOf(number)) : std::nullopt;
        for (const auto& hash : questions.known)
            facts.known[hash] = pooled.contains(hash) || mined.contains(hash);
    }
    /// One look at L1 and what follows; returns how many attempts were signed.
    std::size_t pass() {
        answer();
        return act();
    }
    std::size_t act() {
        book.observe(facts);
        std::size_t count = 0;
        while (const auto signing = book.nextSigning(facts)) {
            Hash hash;
            hash.bytes[0] = static_cast<std::uint8_t>(++attempts);
            hash.bytes[1] = static_cast<std::uint8_t>(attempts >> 8U);
            signings.push_back(*signing);
            book.addAttempt(*signing, hash, facts.nowMs);
            ++count;
        }
        dueNow = book.due(facts);
        for (const auto id : dueNow) {
            const auto& intent = *book.find(id);
            if (outcome == l1::SendOutcome::accepted) {
                pooled[intent.attempts.back().hash] = *intent.nonce;
                facts.noncePending = std::max(facts.noncePending, *intent.nonce + 1);
            }
            book.noteSent(id, outcome, Error{ErrorCode::l1RpcError, "refused"}, facts);
        }
        return count;
    }
    void blocks(std::uint64_t count) {
        facts.head += count;
        facts.safe += count;
        facts.steadyMs += count * 1'000;
    }
    /// The newest attempt of an intent is in the next block.
    void mine(std::uint64_t id, bool success = true) {
        blocks(1);
        const auto& intent = *book.find(id);
        l1::Receipt receipt;
        receipt.txHash = intent.attempts.back().hash;
        receipt.blockNumber = facts.head;
        receipt.blockHash = hashOf(facts.head);
        receipt.success = success;
        receipt.gasUsed = 50'000;
        receipt.effectiveGasPriceWei = kGwei * 2;
        mined[receipt.txHash] = receipt;
        facts.nonceLatest = std::max(facts.nonceLatest, *intent.nonce + 1);
        facts.noncePending = std::max(facts.noncePending, facts.nonceLatest);
    }
    /// The blocks above are replaced by as many others; nothing of ours is in them.
    void reorg(std::uint64_t lastKept, std::uint64_t nonceAfter) {
        ++salt;
        saltFrom = lastKept + 1;
        std::erase_if(mined, [&](const auto& each) { return each.second.blockNumber > lastKept; });
        pooled.clear();
        facts.nonceLatest = facts.noncePending = nonceAfter;
    }
    Hash hashOf(std::uint64_t number) const {
        Hash hash;
        hash.bytes[0] = static_cast<std::uint8_t>(number);
        hash.bytes[1] = static_cast<std::uint8_t>(number >> 8U);
        if (number >= saltFrom) hash.bytes[31] = static_cast<std::uint8_t>(salt);
        return hash;
    }
    l1::L1TxState stateOf(std::uint64_t id) const { return book.find(id)->state(); }
    ErrorCode problemOf(std::uint64_t id) const {
        const auto& problem = book.find(id)->problem;
        return problem ? problem->code : ErrorCode::labFailed;
    }

    l1::IntentBook book;
    l1::AccountFacts facts;
    std::map<Hash, l1::Receipt> mined;
    std::map<Hash, std::uint64_t> pooled;
    std::vector<l1::IntentBook::Signing> signings;
    std::vector<std::uint64_t> dueNow; ///< sent in the last pass
    l1::SendOutcome outcome = l1::SendOutcome::accepted;
    std::size_t attempts = 0;
    unsigned salt = 0;
    std::uint64_t saltFrom = 0;
};

inline QString textOf(l1::L1TxState state) { return QString::fromStdString(std::string(api::name(state))); }

/// What came of it, by the name of its error; "ok" where it was mined, "open" while nothing did.
inline QString outcomeOf(const l1::IntentBook& book, std::uint64_t id) {
    const auto outcome = book.outcomeOf(id);
    return outcome ? codeOf(*outcome) : QStringLiteral("open");
}

} // namespace aw::test

#define COMPARE_STATE(scene, id, state)                                                                      \
    QCOMPARE(aw::test::textOf((scene).stateOf(id)), aw::test::textOf(aw::l1::L1TxState::state))
