#include "node/intent_document.hpp"

#include "node/document_fields.hpp"

namespace aw::node {

namespace json = boost::json;

namespace {

json::object documentOf(const l1::Inclusion& inclusion) {
    return {{"tx", hex(inclusion.txHash)},           {"block", inclusion.block},
            {"blockHash", hex(inclusion.blockHash)}, {"success", inclusion.success},
            {"gasUsed", inclusion.gasUsed},          {"gasPrice", inclusion.gasPriceWei.str()},
            {"noticedAtMs", inclusion.noticedAtMs}};
}

std::optional<l1::Inclusion> inclusionOf(const json::value& document) {
    if (!document.is_object()) return {};
    DocumentFields fields(document.get_object());
    l1::Inclusion inclusion{.txHash = fields.fixed<Hash>("tx"),
                            .block = fields.number("block"),
                            .blockHash = fields.fixed<Hash>("blockHash"),
                            .success = fields.flag("success"),
                            .gasUsed = fields.number("gasUsed"),
                            .gasPriceWei = fields.price("gasPrice"),
                            .noticedAtMs = fields.time("noticedAtMs")};
    return fields.ok() ? std::optional(std::move(inclusion)) : std::nullopt;
}

std::optional<l1::Attempt> attemptOf(const json::value& document) {
    if (!document.is_object()) return {};
    DocumentFields fields(document.get_object());
    l1::Attempt attempt{.hash = fields.fixed<Hash>("hash"),
                        .fees = {fields.price("maxFee"), fields.price("tip")},
                        .signedAtMs = fields.time("signedAtMs")};
    return fields.ok() ? std::optional(std::move(attempt)) : std::nullopt;
}

std::optional<Error> problemOf(const json::value& document) {
    if (!document.is_object()) return {};
    DocumentFields fields(document.get_object());
    const auto code = base::errorCode(fields.text("code"));
    auto detail = fields.text("detail");
    return code && fields.ok() ? std::optional(Error{*code, std::move(detail)}) : std::nullopt;
}

bool readLists(DocumentFields& fields, l1::Intent& intent) {
    const auto* attempts = fields.find("attempts");
    if (!attempts || !attempts->is_array()) return false;
    for (const auto& each : attempts->get_array()) {
        auto attempt = attemptOf(each);
        if (!attempt) return false;
        intent.attempts.push_back(std::move(*attempt));
    }
    if (const auto* inclusion = fields.find("inclusion")) {
        intent.inclusion = inclusionOf(*inclusion);
        if (!intent.inclusion) return false;
    }
    if (const auto* problem = fields.find("problem")) {
        intent.problem = problemOf(*problem);
        if (!intent.problem) return false;
    }
    return true;
}

} // namespace

store::StoredL1Intent rowOf(const l1::Intent& intent, const Address& account) {
    json::array attempts;
    for (const auto& attempt : intent.attempts)
        attempts.push_back(json::object{{"hash", hex(attempt.hash)},
                                        {"maxFee", attempt.fees.maxFeeWei.str()},
                                        {"tip", attempt.fees.tipWei.str()},
                                        {"signedAtMs", attempt.signedAtMs}});
    json::object document{{"kind", api::name(intent.kind)},
                          {"label", intent.label},
                          {"batch", intent.batch},
                          {"value", intent.value.str()},
                          {"dataBytes", intent.dataBytes},
                          {"perishable", intent.perishable},
                          {"gasLimit", intent.gasLimit},
                          {"attempts", std::move(attempts)},
                          {"accepted", intent.accepted},
                          {"reorgs", intent.reorgs},
                          {"cancelledBy", intent.cancelledBy},
                          {"unwanted", intent.unwanted}};
    if (intent.to) document["to"] = hex(*intent.to);
    if (intent.lastUsefulBlock) document["lastUsefulBlock"] = *intent.lastUsefulBlock;
    if (intent.nonce) document["nonce"] = *intent.nonce;
    if (intent.inclusion) document["inclusion"] = documentOf(*intent.inclusion);
    if (intent.end) document["end"] = api::name(*intent.end);
    if (intent.problem)
        document["problem"] =
            json::object{{"code", name(intent.problem->code)}, {"detail", intent.problem->detail}};
    return {.id = intent.id,
            .account = account,
            .settled = intent.settled,
            .createdMs = intent.createdAtMs,
            .spentMs = intent.inclusion ? intent.inclusion->noticedAtMs : 0,
            .costWei = intent.inclusion ? intent.inclusion->costWei() : Wei(0),
            .document = json::serialize(document),
            .data = *intent.data};
}

Result<l1::Intent> intentOf(store::StoredL1Intent row) {
    const Error corrupt{ErrorCode::storeCorrupt, "L1 transaction " + std::to_string(row.id) +
                                                     " is damaged in the database. Move the folder away and "
                                                     "start again: the node rebuilds from L1 and its peers."};
    boost::system::error_code failed;
    const auto parsed = json::parse(row.document, failed);
    if (failed || !parsed.is_object()) return corrupt;
    DocumentFields fields(parsed.get_object());
    l1::Intent intent;
    intent.id = row.id;
    intent.settled = row.settled;
    intent.createdAtMs = row.createdMs;
    intent.kind = fields.code<api::L1TxKind>("kind");
    intent.label = fields.text("label");
    intent.batch = fields.number("batch");
    intent.value = fields.wei("value");
    intent.dataBytes = fields.number("dataBytes");
    intent.perishable = fields.flag("perishable");
    intent.gasLimit = fields.number("gasLimit");
    intent.accepted = fields.flag("accepted");
    intent.reorgs = static_cast<std::uint32_t>(fields.number("reorgs"));
    intent.cancelledBy = fields.number("cancelledBy");
    intent.unwanted = fields.flag("unwanted");
    intent.lastUsefulBlock = fields.optionalNumber("lastUsefulBlock");
    intent.nonce = fields.optionalNumber("nonce");
    if (fields.find("to")) intent.to = fields.fixed<Address>("to");
    if (fields.find("end")) intent.end = fields.code<api::L1TxState>("end");
    const bool whole = readLists(fields, intent);
    // What is not settled may have to be signed again.
    if (!whole || !fields.ok() || (!row.settled && row.data.size() != intent.dataBytes)) return corrupt;
    intent.data = std::make_shared<const Bytes>(std::move(row.data));
    return intent;
}

} // namespace aw::node
