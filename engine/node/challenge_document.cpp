#include "node/challenge_document.hpp"

#include "node/document_fields.hpp"

namespace aw::node {

namespace json = boost::json;

std::string documentOf(const api::Challenge& challenge) {
    json::array history;
    for (const auto& stamp : challenge.history)
        history.push_back(json::object{{"stage", api::name(stamp.stage)},
                                       {"l1Block", stamp.l1Block},
                                       {"atMs", static_cast<std::uint64_t>(stamp.atMs)},
                                       {"l1Tx", hex(stamp.l1TxHash)}});
    return json::serialize(json::object{{"batch", challenge.batch},
                                        {"batchHash", hex(challenge.batchHash)},
                                        {"accused", hex(challenge.accused)},
                                        {"segment", challenge.segment},
                                        {"reason", api::name(challenge.reason)},
                                        {"rule", challenge.rule},
                                        {"claimedRoot", hex(challenge.claimedRoot)},
                                        {"ownRoot", hex(challenge.ownRoot)},
                                        {"deadline", challenge.deadlineL1Block},
                                        {"stage", api::name(challenge.stage)},
                                        {"history", std::move(history)},
                                        {"error", challenge.error},
                                        {"challenger", hex(challenge.challenger)},
                                        {"reward", challenge.rewardWei.str()},
                                        {"burnt", challenge.burntWei.str()},
                                        {"gasUsed", challenge.gasUsed},
                                        {"rolledBackBatches", challenge.rolledBackBatches},
                                        {"rolledBackTxs", challenge.rolledBackTxs}});
}

Result<api::Challenge> challengeOf(const std::string& document) {
    const Error corrupt{ErrorCode::storeCorrupt, "The history of a challenge is damaged in the database."};
    boost::system::error_code failed;
    const auto parsed = json::parse(document, failed);
    if (failed || !parsed.is_object()) return corrupt;
    DocumentFields fields(parsed.get_object());
    api::Challenge challenge;
    challenge.batch = fields.number("batch");
    challenge.batchHash = fields.fixed<Hash>("batchHash");
    challenge.accused = fields.fixed<Address>("accused");
    challenge.segment = static_cast<std::uint32_t>(fields.number("segment"));
    challenge.reason = fields.code<api::FraudReason>("reason");
    challenge.rule = fields.text("rule");
    challenge.claimedRoot = fields.fixed<Hash>("claimedRoot");
    challenge.ownRoot = fields.fixed<Hash>("ownRoot");
    challenge.deadlineL1Block = fields.number("deadline");
    challenge.stage = fields.code<api::ChallengeStage>("stage");
    challenge.error = fields.text("error");
    challenge.challenger = fields.fixed<Address>("challenger");
    challenge.rewardWei = fields.wei("reward");
    challenge.burntWei = fields.wei("burnt");
    challenge.gasUsed = fields.number("gasUsed");
    challenge.rolledBackBatches = fields.number("rolledBackBatches");
    challenge.rolledBackTxs = fields.number("rolledBackTxs");
    const auto* history = parsed.get_object().if_contains("history");
    if (!history || !history->is_array()) return corrupt;
    for (const auto& entry : history->get_array()) {
        if (!entry.is_object()) return corrupt;
        DocumentFields stamp(entry.get_object());
        challenge.history.push_back({stamp.code<api::ChallengeStage>("stage"), stamp.number("l1Block"),
                                     static_cast<std::int64_t>(stamp.number("atMs")),
                                     stamp.fixed<Hash>("l1Tx")});
        if (!stamp.ok()) return corrupt;
    }
    if (!fields.ok()) return corrupt;
    return challenge;
}

} // namespace aw::node
