#include "node/health_document.hpp"

#include <boost/json/array.hpp>

namespace aw::node {
namespace json = boost::json;

namespace {

/// The strand writes its documents twice a second; four of them missing is no chance.
constexpr std::uint64_t kLateMs = 2000;

std::string seconds(std::uint64_t ms) { return std::to_string(ms / 1000) + " s"; }

void addReason(rpc::Backend::Health& health, std::string reason) {
    health.ok = false;
    auto& reasons = health.detail["reasons"];
    if (!reasons.is_array()) reasons = json::array();
    reasons.get_array().emplace_back(std::move(reason));
}

} // namespace

rpc::Backend::Health healthDocument(const HealthFacts& facts) {
    rpc::Backend::Health health{
        .ok = true,
        .detail = {{"synced", facts.synced},
                   {"l1Connected", facts.l1Connected},
                   {"l1Silent", facts.l1Silent},
                   {"disputed", facts.disputed},
                   {"diskRefused", facts.diskRefused ? name(*facts.diskRefused) : std::string_view()},
                   {"l1Head", facts.l1Head},
                   {"l1NewsMs", facts.l1NewsMs},
                   {"l1SilenceLimitMs", facts.l1SilenceLimitMs},
                   {"l2Head", facts.l2Head},
                   {"pending", facts.pending},
                   {"reasons", json::array()}}};
    if (!facts.synced)
        addReason(health,
                  "syncing: L1 is being read, up to block " + std::to_string(facts.l1Head) + " so far");
    if (!facts.l1Connected) addReason(health, "l1-unreachable: no endpoint of L1 answers");
    if (facts.l1Silent)
        addReason(health, "l1-silent: no new block of L1 for " + seconds(facts.l1NewsMs) +
                              "; without one for " + seconds(facts.l1SilenceLimitMs) +
                              " no transactions are taken");
    if (facts.disputed) addReason(health, "disputed: a batch is wrong, and not rolled back yet");
    if (facts.diskRefused)
        addReason(health, "disk-refused: nothing can be written (" + std::string(name(*facts.diskRefused)) +
                              "), and no transactions are taken");
    return health;
}

rpc::Backend::Health withHeartbeat(rpc::Backend::Health health, std::optional<std::uint64_t> agoMs) {
    health.detail["heartbeatMs"] = agoMs ? json::value(*agoMs) : json::value(nullptr);
    if (!agoMs)
        addReason(health, "starting: the node has not run yet");
    else if (*agoMs > kLateMs)
        addReason(health,
                  "late: the node last ran " + seconds(*agoMs) + " ago; it has too much to do, or hangs");
    return health;
}

} // namespace aw::node
