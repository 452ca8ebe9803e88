#pragma once

#include "node/health_document.hpp"
#include "node/l1_account.hpp"
#include "node/node.hpp"

namespace aw::node {

/// The public RPC's view of a node. Reads come from the chain reader, which outlives the node as long as
/// somebody reads; what changes anything goes to the node's strand.
class NodeBackend final : public rpc::Backend {
public:
    NodeBackend(std::weak_ptr<Node> node, std::shared_ptr<const ChainReader> reader,
                const l1::Parameters& parameters, std::shared_ptr<const Clock> clock)
        : m_node(std::move(node))
        , m_reader(std::move(reader))
        , m_clock(std::move(clock))
        , m_l2ChainId(parameters.l2ChainId)
        , m_windowBlocks(parameters.challengeWindowBlocks) {}

    std::string clientVersion() const override { return "anchorwatch/v0.1.0"; }
    std::uint64_t chainId() const override { return m_l2ChainId; }
    rpc::HeadNumbers heads() const override { return m_reader->heads(); }
    rpc::BlockPtr blockByNumber(std::uint64_t number) const override { return m_reader->block(number); }
    rpc::BlockPtr blockByHash(const Hash& hash) const override { return m_reader->block(hash); }
    std::uint64_t nextWithEvents(std::uint64_t first, std::uint64_t last) const override {
        return m_reader->nextWithTokens(first, last);
    }
    std::optional<rpc::TxView> transaction(const Hash& hash) const override {
        return m_reader->transaction(hash);
    }
    Result<rpc::AccountView> account(const Address& owner, std::uint64_t block) const override {
        return m_reader->account(owner, block);
    }
    std::uint64_t pendingNonce(const Address& owner) const override { return m_reader->pendingNonce(owner); }
    Result<std::optional<rpc::TokenView>> token(const Address& address, std::uint64_t block) const override {
        return m_reader->token(address, block);
    }
    Result<Wei> tokenBalance(const Address& owner, std::uint32_t token, std::uint64_t block) const override {
        return m_reader->tokenBalance(owner, token, block);
    }
    std::uint64_t baseFeeWei() const override { return m_reader->baseFeeWei(); }
    std::uint64_t suggestedTipWei() const override { return 0; }
    std::optional<rpc::Syncing> syncing() const override { return m_reader->documents()->syncing; }
    std::size_t peerCount() const override { return m_reader->documents()->peers; }
    Task<Result<Hash>> submit(Bytes rawTx) override {
        const auto node = m_node.lock();
        if (!node) co_return Error{ErrorCode::nodeStopped, "This operator is stopped."};
        co_return co_await node->submit(std::move(rawTx));
    }
    boost::json::value status() const override { return m_reader->documents()->status; }
    boost::json::value batch(BatchNumber number) const override {
        const auto row = m_reader->batch(number.value);
        if (!row) return nullptr;
        return batchDocument(*row, m_reader->documents()->finalBatch,
                             row->header.submittedAt + m_windowBlocks + 1);
    }
    boost::json::value operators() const override { return m_reader->documents()->operators; }
    Health health() const override {
        const auto documents = m_reader->documents();
        const auto now = m_clock->steadyMs();
        std::optional<std::uint64_t> agoMs;
        // What was written in this moment may be of a later one than `now`.
        if (const auto at = documents->writtenAtMs) agoMs = now - std::min(now, *at);
        return withHeartbeat(documents->health, agoMs);
    }
    boost::json::value l1Transactions(std::size_t limit) const override {
        const auto whole = m_reader->documents()->l1Transactions;
        return whole ? newestOf(*whole, limit) : boost::json::value(nullptr);
    }

private:
    std::weak_ptr<Node> m_node;
    std::shared_ptr<const ChainReader> m_reader;
    std::shared_ptr<const Clock> m_clock; ///< the one by which the strand writes its documents
    std::uint64_t m_l2ChainId;
    std::uint64_t m_windowBlocks;
};

} // namespace aw::node
