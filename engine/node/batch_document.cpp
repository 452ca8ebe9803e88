#include "node/batch_document.hpp"

#include "node/document_fields.hpp"

namespace aw::node {

namespace json = boost::json;

namespace {

Hash hashOf(const json::value& value) {
    const auto text = value.if_string();
    const auto hash = text ? base::fixedFromHex<Hash>(std::string_view(*text)) : Result<Hash>(Hash{});
    return hash ? *hash : Hash{};
}

std::uint32_t number(const json::value& value) {
    return value.is_number() ? value.to_number<std::uint32_t>() : 0;
}

} // namespace

std::string documentOf(const verifier::VerifiedBatch& batch) {
    json::array segments;
    for (const auto& verdict : batch.verdicts)
        segments.push_back(json::array{verdict.bytes, verdict.records, verdict.txs, hex(verdict.claimedRoot),
                                       hex(verdict.ownRoot), verdict.agrees, verdict.replayed});
    Wei fees = 0;
    for (const auto& block : batch.blocks)
        for (const auto& tx : block.txs)
            fees += tx.executed.feeWei;
    return json::serialize(json::object{{"blocks", batch.blocks.size()},
                                        {"txs", batch.txCount},
                                        {"feesWei", fees.str()},
                                        {"inboxEntries", batch.inboxEntries},
                                        {"segments", std::move(segments)}});
}

void readDocument(const std::string& document, api::Batch& batch) {
    boost::system::error_code failed;
    const auto parsed = json::parse(document, failed);
    const auto* object = failed ? nullptr : parsed.if_object();
    const auto* segments = object ? object->if_contains("segments") : nullptr;
    if (!segments || !segments->is_array()) return;
    const auto at = [&](std::string_view name) {
        const auto* value = object->if_contains(name);
        return value ? number(*value) : 0;
    };
    batch.blocks = at("blocks");
    batch.txs = at("txs");
    batch.inboxEntries = at("inboxEntries");
    // Documents of earlier versions do not tell it.
    if (DocumentFields fields(*object); fields.find("feesWei")) batch.feesWei = fields.wei("feesWei");
    for (const auto& entry : segments->get_array()) {
        const auto* fields = entry.if_array();
        if (!fields || fields->size() != 7 || !(*fields)[5].is_bool() || !(*fields)[6].is_bool()) return;
        batch.segmentList.push_back({static_cast<std::uint32_t>(batch.segmentList.size()),
                                     number((*fields)[0]), number((*fields)[1]), number((*fields)[2]),
                                     hashOf((*fields)[3]), hashOf((*fields)[4]), (*fields)[5].get_bool(),
                                     (*fields)[6].get_bool()});
    }
    batch.segments = static_cast<std::uint32_t>(batch.segmentList.size());
    if (!batch.segmentList.empty() && batch.segmentList.back().recomputed)
        batch.ownRoot = batch.segmentList.back().ownRoot;
}

} // namespace aw::node
