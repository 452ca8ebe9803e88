#include "node/node.hpp"

#include "base/log.hpp"
#include "codec/transaction.hpp"

/// Demands for signatures: whoever holds a signature shows it on L1, so that no honest operator is convicted.
namespace aw::node {

namespace {
const log::Logger kLog("node");
}

void Node::onDemandEvent(const l1::L1Event& event) {
    if (const auto* demanded = std::get_if<l1::SignatureDemanded>(&event.body)) {
        m_demands.add(*demanded);
        emit(api::EventCode::signatureDemanded, {{"batch", std::to_string(demanded->number)},
                                                 {"address", base::toHex(demanded->operatorAddress.view())},
                                                 {"block", std::to_string(demanded->overdueAfter)}});
    } else if (const auto* answered = std::get_if<l1::SignatureAnswered>(&event.body)) {
        m_demands.settle(answered->id);
        emit(api::EventCode::signatureAnswered, {{"address", base::toHex(answered->answerer.view())}});
    } else if (const auto* withheld = std::get_if<l1::SignatureWithheld>(&event.body)) {
        m_demands.settle(withheld->id);
        emit(api::EventCode::signatureWithheld, {{"batch", std::to_string(withheld->number)}});
    } else if (const auto* voided = std::get_if<l1::DemandVoided>(&event.body)) {
        m_demands.settle(voided->id);
    }
}

void Node::answerDemands() {
    const auto patience = m_config.deployment.parameters.answerBlocks / 2;
    for (auto& open : m_demands.all()) {
        // The operator of the batch answers at once, the others where it lets half of the time pass: one
        // answer is paid for.
        const bool isOwn = open.demand.operatorAddress == address();
        if (open.handled || (!isOwn && m_l1Head.number + patience < open.demand.overdueAfter)) continue;
        open.handled = true;
        const auto tx = m_chain.knownByLeaf(codec::txLeaf(open.demand.signingHash, open.demand.sender));
        if (tx) {
            spawn(answerDemand(open.demand.id, tx));
        } else if (isOwn) {
            emit(api::EventCode::signatureMissing,
                 {{"operator", m_config.name}, {"batch", std::to_string(open.demand.number)}});
        }
    }
}

boost::asio::awaitable<void> Node::answerDemand(std::uint64_t id, sequencer::TxPtr tx) {
    const auto answer = l1::calls::answerDemand(id, tx->signature);
    while (!m_stopped) {
        const auto sent = co_await m_txManager->send(m_config.deployment.addresses.demands, answer, 0,
                                                     "answer to demand " + std::to_string(id));
        // Where the contract refuses, it is settled: somebody else was faster, or the batch left the chain.
        if (sent || sent.error().code == "l1.reverted") co_return;
        kLog.warn("a demand could not be answered", sent.error());
        const bool running = co_await sleep(std::chrono::milliseconds(1000));
        if (!running) co_return;
    }
}

} // namespace aw::node
