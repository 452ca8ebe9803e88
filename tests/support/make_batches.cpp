#include "anchor/batch_builder.hpp"
#include "base/hex.hpp"
#include "transition/segment.hpp"

#include <boost/json.hpp>

#include <iostream>
#include <iterator>
#include <stdexcept>

/// Makes batches with the engine for a client that brings them to L1 itself. Reads from standard input
///   {"chainId", "baseFeeWei", "tokens": [address...], "entries": [inbox entry...],
///    "batches": [{"consume": inbox entries, "txs": [signed transaction...], "mint": wei}...]}
/// where bytes are hex with 0x and numbers are decimal strings, and writes an array with, of each batch, what
/// submitBatch takes, what its segments open to, the witness of each, the leaves of its transactions, and a
/// proof of every account after it. A batch with "mint" claims as much more for account 0 than is right, and
/// the next one stands on the state before it. The fee account is account 0, once there is one.
namespace {

using namespace aw;
namespace json = boost::json;

template<class T>
T need(Result<T> result) {
    if (!result)
        throw std::runtime_error(std::string(name(result.error().code)) + ": " + result.error().detail);
    return std::move(*result);
}

std::string hex(const auto& value) { return base::toHex(value.view()); }
std::string hex(const Bytes& bytes) { return base::toHex(bytes); }

std::uint64_t numberOf(const json::value& value) { return std::stoull(std::string(value.as_string())); }

template<class Range>
json::array hexList(const Range& hashes) {
    json::array list;
    for (const auto& hash : hashes)
        list.emplace_back(hex(hash));
    return list;
}

class Maker {
public:
    explicit Maker(const json::object& input)
        : m_chainId(numberOf(input.at("chainId")))
        , m_baseFeeWei(numberOf(input.at("baseFeeWei"))) {
        for (const auto& token : input.at("tokens").as_array())
            m_tokens.add(need(base::fixedFromHex<Address>(std::string_view(token.as_string()))));
        for (const auto& entry : input.at("entries").as_array())
            m_entries.push_back(
                need(state::decodeEntry(need(base::fromHex(std::string_view(entry.as_string()))))));
    }

    json::object make(const json::object& wanted) {
        const auto before = m_state;
        auto state = m_state;
        const auto block = execute(wanted, state);
        const Wei mint(std::string(wanted.at("mint").as_string()));
        anchor::Tamper tamper;
        if (mint != 0)
            tamper = [&](state::State& claimed) {
                auto account = *claimed.account(AccountIndex{0});
                account.balance += mint;
                claimed.apply({.changes = {{AccountIndex{0}, account}}});
            };
        const auto reader = [this](std::uint64_t index) {
            return index < m_entries.size() ? &m_entries[index] : nullptr;
        };
        const std::vector blocks{block};
        const auto built = need(anchor::buildBatch(before, blocks, m_chainId, m_tokens, reader, {}, tamper));
        const transition::BatchContext context{.l2ChainId = m_chainId,
                                               .baseFeeWei = built.baseFeeWei,
                                               .feeAccount = built.feeAccount,
                                               .feeTemplate = built.feeTemplate,
                                               .inboxAfter = built.inboxAfter,
                                               .tokens = &m_tokens};
        json::array segments;
        auto replayed = before;
        for (const auto& segment : built.segments) {
            const auto witness = transition::buildWitness(segment.records, context, replayed, reader);
            const auto result = transition::replaySegment(segment.records, context, replayed, reader);
            json::array txs;
            for (const auto& tx : result.txs)
                txs.push_back({{"signingHash", hex(tx.signingHash)},
                               {"sender", hex(tx.sender)},
                               {"leaf", hex(tx.leaf)}});
            segments.push_back({{"leaf", hex(transition::segmentLeaf(segment))},
                                {"postRoot", hex(segment.postRoot)},
                                {"txRoot", hex(segment.txRoot)},
                                {"records", hex(segment.records)},
                                {"witness", hex(witness.encode())},
                                {"txs", std::move(txs)}});
        }
        if (mint == 0) {
            m_state = state;
            m_parent = block.header;
            m_parentHash = block.hash;
        }
        return {{"data", hex(built.data)},
                {"baseFeeWei", std::to_string(built.baseFeeWei)},
                {"feeAccount", built.feeAccount.value},
                {"templateMaxFeeWei", std::to_string(built.feeTemplate.maxFeeWei)},
                {"templateTipWei", std::to_string(built.feeTemplate.tipWei)},
                {"inboxAfter", std::to_string(built.inboxAfter)},
                {"preStateRoot", hex(before.root())},
                {"segments", std::move(segments)},
                {"accounts", accountsOf(state)}};
    }

private:
    sequencer::SealedBlock execute(const json::object& wanted, state::State& state) {
        sequencer::BlockContext context{
            .l2ChainId = m_chainId, .baseFeeWei = m_baseFeeWei, .tokens = &m_tokens};
        if (state.accountCount() != 0) context.feeAccount = AccountIndex{0};
        sequencer::BlockExecutor executor(state, context);
        for (auto left = numberOf(wanted.at("consume")); left > 0; --left)
            if (executor.consume(m_entries.at(state.inboxCursor())))
                throw std::runtime_error("an inbox entry cannot be consumed");
        for (const auto& raw : wanted.at("txs").as_array()) {
            const auto tx = std::make_shared<const codec::SignedTransaction>(
                need(codec::decodeTransaction(need(base::fromHex(std::string_view(raw.as_string()))))));
            if (const auto broken = executor.execute(tx))
                throw std::runtime_error("a transaction breaks " + transition::ruleName(*broken));
        }
        return executor.seal(m_parent, m_parentHash, m_parent.timeMs + 200, {});
    }

    /// As IBridge.AccountProof has it.
    static json::array accountsOf(const state::State& state) {
        json::array accounts;
        for (std::uint32_t i = 0; i < state.accountCount(); ++i) {
            const auto account = *state.account(AccountIndex{i});
            accounts.push_back({{"index", i},
                                {"owner", hex(account.owner)},
                                {"token", account.token},
                                {"nonce", std::to_string(account.nonce)},
                                {"balance", account.balance.str()},
                                {"withdrawn", account.withdrawn.str()},
                                {"accountCount", std::to_string(state.accountCount())},
                                {"inboxCursor", std::to_string(state.inboxCursor())},
                                {"txCount", std::to_string(state.txCount())},
                                {"siblings", hexList(state.proof(AccountIndex{i}))}});
        }
        return accounts;
    }

    std::uint64_t m_chainId;
    std::uint64_t m_baseFeeWei;
    state::TokenList m_tokens;
    std::vector<state::InboxEntry> m_entries;
    state::State m_state;
    transition::BlockHeader m_parent;
    Hash m_parentHash;
};

} // namespace

int main() {
    try {
        const std::string text(std::istreambuf_iterator<char>(std::cin), {});
        const auto input = json::parse(text).as_object();
        Maker maker(input);
        json::array batches;
        for (const auto& wanted : input.at("batches").as_array())
            batches.push_back(maker.make(wanted.as_object()));
        std::cout << json::serialize(batches) << "\n";
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "make_batches: " << error.what() << "\n";
        return 1;
    }
}
