#include "node/challenge_document.hpp"

#include "base/hex.hpp"

#include <boost/json.hpp>

namespace aw::node {

namespace json = boost::json;

namespace {

template<class Fixed>
json::string hex(const Fixed& value) {
    return json::string(base::toHex(value.view()));
}

/// Reads the fields of an object; one that is missing or ill-typed marks it as bad.
class Fields {
public:
    explicit Fields(const json::object& object)
        : m_object(object) {}

    std::uint64_t number(std::string_view name) {
        const auto* value = m_object.if_contains(name);
        boost::system::error_code failed;
        const auto number = value ? value->to_number<std::uint64_t>(failed) : 0;
        if (!value || failed) m_ok = false;
        return number;
    }
    std::string text(std::string_view name) {
        const auto* value = m_object.if_contains(name);
        if (!value || !value->is_string()) {
            m_ok = false;
            return {};
        }
        return std::string(value->get_string());
    }
    template<class Fixed>
    Fixed fixed(std::string_view name) {
        const auto value = base::fixedFromHex<Fixed>(text(name));
        if (!value) m_ok = false;
        return value ? *value : Fixed{};
    }
    Wei wei(std::string_view name) {
        const auto digits = text(name);
        if (digits.empty() || digits.size() > 38 ||
            digits.find_first_not_of("0123456789") != std::string::npos) {
            m_ok = false;
            return 0;
        }
        return Wei(digits);
    }
    template<class Code>
    Code code(std::string_view name) {
        const auto value = api::named<Code>(text(name));
        if (!value) m_ok = false;
        return value.value_or(Code{});
    }
    bool ok() const { return m_ok; }

private:
    const json::object& m_object;
    bool m_ok = true;
};

} // namespace

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
    Fields fields(parsed.get_object());
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
        Fields stamp(entry.get_object());
        challenge.history.push_back({stamp.code<api::ChallengeStage>("stage"), stamp.number("l1Block"),
                                     static_cast<std::int64_t>(stamp.number("atMs")),
                                     stamp.fixed<Hash>("l1Tx")});
        if (!stamp.ok()) return corrupt;
    }
    if (!fields.ok()) return corrupt;
    return challenge;
}

} // namespace aw::node
