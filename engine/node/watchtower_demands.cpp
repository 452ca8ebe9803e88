#include "node/watchtower.hpp"

#include "base/hex.hpp"
#include "base/log.hpp"
#include "codec/record.hpp"
#include "node/chain_rows.hpp"

#include <boost/json.hpp>

#include <algorithm>

/// Demands for signatures: whoever holds a signature shows it on L1, so that no honest operator is convicted.
namespace aw::node {

namespace json = boost::json;

namespace {

const log::Logger kLog("watchtower");

std::string documentOf(const l1::SignatureDemanded& demand) {
    return json::serialize(json::object{{"operator", base::toHex(demand.operatorAddress.view())},
                                        {"segment", demand.segment},
                                        {"place", demand.place},
                                        {"signingHash", base::toHex(demand.signingHash.view())},
                                        {"sender", base::toHex(demand.sender.view())}});
}

std::optional<l1::SignatureDemanded> demandOf(const store::StoredDemand& row) {
    boost::system::error_code failed;
    const auto parsed = json::parse(row.document, failed);
    const auto* object = failed ? nullptr : parsed.if_object();
    if (!object) return std::nullopt;
    const auto text = [&](std::string_view name) {
        const auto* value = object->if_contains(name);
        return value && value->is_string() ? std::string(value->get_string()) : std::string();
    };
    const auto number = [&](std::string_view name) {
        const auto* value = object->if_contains(name);
        return value && value->is_number() ? value->to_number<std::uint32_t>() : 0;
    };
    const auto who = base::fixedFromHex<Address>(text("operator"));
    const auto signingHash = base::fixedFromHex<Hash>(text("signingHash"));
    const auto sender = base::fixedFromHex<Address>(text("sender"));
    if (!who || !signingHash || !sender) return std::nullopt;
    l1::SignatureDemanded demand;
    demand.id = row.id;
    demand.number = row.batch;
    demand.operatorAddress = *who;
    demand.segment = number("segment");
    demand.place = static_cast<std::uint8_t>(number("place"));
    demand.signingHash = *signingHash;
    demand.sender = *sender;
    demand.overdueAfter = row.overdueAfter;
    return demand;
}

/// User transactions in the records of a segment.
std::size_t userTxs(ByteView records, const codec::FeeTemplate& feeTemplate) {
    codec::RecordReader reader(records, feeTemplate);
    std::size_t count = 0;
    while (!reader.atEnd()) {
        const auto record = reader.next();
        if (!record) break;
        count += std::holds_alternative<codec::TransferRecord>(*record);
    }
    return count;
}

} // namespace

Result<void> Watchtower::loadDemands() {
    const auto rows = m.store.openDemands();
    if (!rows) return rows.error();
    for (const auto& row : *rows) {
        if (const auto demand = demandOf(row))
            m_demands.push_back({*demand, row.l1Block});
        else
            kLog.warn("a demand for a signature is damaged in the database", {{"id", row.id}});
    }
    return {};
}

bool Watchtower::overdueBelow(std::uint64_t batch, std::uint64_t l1Block) const {
    return std::ranges::any_of(m_demands, [&](const Demand& open) {
        return open.demand.number <= batch && l1Block > open.demand.overdueAfter;
    });
}

void Watchtower::onDemandEvent(const l1::L1Event& event) {
    if (const auto* demanded = std::get_if<l1::SignatureDemanded>(&event.body)) {
        saved(m.store.putDemand({.id = demanded->id,
                                 .batch = demanded->number,
                                 .l1Block = event.blockNumber,
                                 .overdueAfter = demanded->overdueAfter,
                                 .document = documentOf(*demanded)}));
        std::erase_if(m_demands, [&](const Demand& open) { return open.demand.id == demanded->id; });
        m_demands.push_back({*demanded, event.blockNumber});
        m.runtime.emit(api::EventCode::signatureDemanded,
                       {{"batch", std::to_string(demanded->number)},
                        {"address", base::toHex(demanded->operatorAddress.view())},
                        {"block", std::to_string(demanded->overdueAfter)}});
    } else if (const auto* answered = std::get_if<l1::SignatureAnswered>(&event.body)) {
        settle(answered->id, event.blockNumber);
        m.runtime.emit(api::EventCode::signatureAnswered,
                       {{"address", base::toHex(answered->answerer.view())}});
    } else if (const auto* withheld = std::get_if<l1::SignatureWithheld>(&event.body)) {
        settle(withheld->id, event.blockNumber);
        m.runtime.emit(api::EventCode::signatureWithheld, {{"batch", std::to_string(withheld->number)}});
    } else if (const auto* voided = std::get_if<l1::DemandVoided>(&event.body)) {
        settle(voided->id, event.blockNumber);
    } else if (const auto* rolledBack = std::get_if<l1::RolledBack>(&event.body)) {
        // F-8: what was demanded of batches that left the chain is void.
        std::vector<std::uint64_t> ids;
        for (const auto& open : m_demands)
            if (open.demand.number >= rolledBack->number) ids.push_back(open.demand.id);
        for (const auto id : ids)
            settle(id, event.blockNumber);
    }
}

void Watchtower::settle(std::uint64_t id, std::uint64_t l1Block) {
    saved(m.store.settleDemand(id, l1Block));
    std::erase_if(m_demands, [&](const Demand& open) { return open.demand.id == id; });
}

Result<TxPtr> Watchtower::demandedTx(const l1::SignatureDemanded& demand) const {
    const auto batch = m.store.batch(demand.number);
    if (!batch) return batch.error();
    if (!*batch || (*batch)->lastL2Block == 0) return TxPtr();
    const auto data = m.store.batchData((*batch)->hash);
    if (!data) return data.error();
    const auto segments = transition::decodeSegments(*data);
    if (!segments || demand.segment >= segments->size()) return TxPtr();
    std::size_t position = demand.place;
    for (std::uint32_t i = 0; i < demand.segment; ++i)
        position += userTxs((*segments)[i].records, (*batch)->header.feeTemplate);
    for (auto number = (*batch)->firstL2Block; number <= (*batch)->lastL2Block; ++number) {
        const auto rows = m.store.txsOf(number);
        if (!rows) return rows.error();
        for (const auto& row : *rows) {
            if (row.forced || position-- != 0) continue;
            auto tx = txOf(row, m.chain.head().state);
            if (!tx) return tx.error();
            const bool fits = !(*tx)->hash.isZero() && (*tx)->signingHash == demand.signingHash &&
                              (*tx)->sender == demand.sender;
            return fits ? *tx : TxPtr();
        }
    }
    return TxPtr();
}

void Watchtower::answerDemands() {
    const auto patience = m.runtime.parameters().answerBlocks / 2;
    for (auto& open : m_demands) {
        // The operator of the batch answers at once, the others where it lets half of the time pass: one
        // answer is paid for.
        const bool isOwn = open.demand.operatorAddress == m.runtime.address();
        if (open.handled || (!isOwn && m.l1.head().number + patience < open.demand.overdueAfter)) continue;
        const auto tx = demandedTx(open.demand);
        if (!tx) {
            kLog.error("a demanded signature could not be read", tx.error());
            continue; // tried again
        }
        open.handled = true;
        if (*tx) {
            m.runtime.spawn(answer(open.demand.id, open.demand.number, *tx));
        } else if (isOwn) {
            m.runtime.emit(api::EventCode::signatureMissing, {{"operator", m.runtime.config().name},
                                                              {"batch", std::to_string(open.demand.number)}});
        }
    }
}

Task<void> Watchtower::answer(std::uint64_t id, std::uint64_t batch, TxPtr tx) {
    const auto call = l1::calls::answerDemand(id, tx->signature);
    while (!m.runtime.isStopped()) {
        l1::TransactionRequest request;
        request.to = m.runtime.contracts().demands;
        request.data = call;
        request.label = "answer to demand " + std::to_string(id);
        request.kind = api::L1TxKind::answer;
        request.batch = batch;
        request.perishable = true; // a second answer is refused
        const auto sent = co_await m.txManager.send(std::move(request));
        // Where the contract refuses, it is settled: somebody else was faster, or the batch left the chain.
        // What the operator takes back is not asked for again.
        if (sent || sent.error().code == ErrorCode::l1Reverted ||
            sent.error().code == ErrorCode::l1txCancelled)
            co_return;
        kLog.warn("a demand could not be answered", sent.error());
        const bool running = co_await m.runtime.sleep(std::chrono::milliseconds(1000));
        if (!running) co_return;
    }
}

} // namespace aw::node
