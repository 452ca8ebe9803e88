#include "node/l1_account.hpp"

#include "l1/spendings.hpp"
#include "node/document_fields.hpp"

#include <algorithm>
#include <limits>

namespace aw::node {

namespace json = boost::json;

namespace {

constexpr std::size_t kShown = 500;
/// The least span over which spending is told to be a rate.
constexpr std::int64_t kLeastSpanMs = 60'000;

/// Fees are within caps of 128 bits.
Wei wei(const U256& amount) {
    return amount > U256(std::numeric_limits<Wei>::max()) ? std::numeric_limits<Wei>::max()
                                                          : static_cast<Wei>(amount);
}

api::L1Transaction shown(const l1::Intent& intent, std::uint64_t head) {
    api::L1Transaction tx{.id = intent.id,
                          .kind = intent.kind,
                          .state = intent.state(),
                          .label = intent.label,
                          .batch = intent.batch,
                          .nonce = intent.nonce,
                          .to = intent.to.value_or(Address{}),
                          .valueWei = intent.value,
                          .dataBytes = intent.dataBytes,
                          .gasLimit = intent.gasLimit,
                          .createdAtMs = intent.createdAtMs,
                          .reorgs = intent.reorgs,
                          .problem = intent.problem};
    if (intent.isSigned()) {
        const auto& newest = intent.attempts.back();
        tx.maxFeeWei = wei(newest.fees.maxFeeWei);
        tx.tipWei = wei(newest.fees.tipWei);
        tx.hash = intent.inclusion ? intent.inclusion->txHash : newest.hash;
        if (intent.accepted) tx.sentAtMs = newest.signedAtMs;
        for (const auto& attempt : intent.attempts)
            if (attempt.hash != tx.hash) tx.replacedHashes.push_back(attempt.hash);
    }
    if (const auto& in = intent.inclusion) {
        tx.l1Block = in->block;
        tx.confirmations = head >= in->block ? head - in->block + 1 : 0;
        tx.gasUsed = in->gasUsed;
        tx.effectiveGasPriceWei = wei(in->gasPriceWei);
        tx.costWei = in->costWei();
    }
    return tx;
}

json::object documentOf(const api::L1Transaction& tx) {
    json::array replaced;
    for (const auto& hash : tx.replacedHashes)
        replaced.emplace_back(hex(hash));
    return {{"id", tx.id},
            {"kind", api::name(tx.kind)},
            {"state", api::name(tx.state)},
            {"label", tx.label},
            {"batch", tx.batch},
            {"nonce", tx.nonce ? json::value(*tx.nonce) : nullptr},
            {"to", tx.to.isZero() ? json::value(nullptr) : json::value(hex(tx.to))},
            {"valueWei", tx.valueWei.str()},
            {"dataBytes", tx.dataBytes},
            {"gasLimit", tx.gasLimit},
            {"maxFeeWei", tx.maxFeeWei.str()},
            {"tipWei", tx.tipWei.str()},
            {"hash", tx.hash.isZero() ? json::value(nullptr) : json::value(hex(tx.hash))},
            {"replacedHashes", std::move(replaced)},
            {"createdAtMs", tx.createdAtMs},
            {"sentAtMs", tx.sentAtMs},
            {"l1Block", tx.l1Block},
            {"confirmations", tx.confirmations},
            {"gasUsed", tx.gasUsed},
            {"effectiveGasPriceWei", tx.effectiveGasPriceWei.str()},
            {"costWei", tx.costWei.str()},
            {"reorgs", tx.reorgs},
            {"problem", tx.problem ? json::value(json::object{{"code", name(tx.problem->code)},
                                                              {"detail", tx.problem->detail}})
                                   : json::value(nullptr)}};
}

} // namespace

std::vector<api::L1Transaction> l1Transactions(const l1::AccountView& account, std::uint64_t head) {
    const auto& intents = account.intents;
    std::vector<api::L1Transaction> txs;
    for (auto at = intents.size() - std::min(intents.size(), kShown); at < intents.size(); ++at)
        txs.push_back(shown(intents[at], head));
    return txs;
}

api::L1Account l1Account(const l1::AccountView& account, const Wei& balanceWei,
                         const std::deque<api::Batch>& batches, std::int64_t nowMs) {
    api::L1Account shown{.address = account.address,
                         .balanceWei = balanceWei,
                         .pendingWei = account.pendingWei,
                         .spentDayWei = account.spentDayWei,
                         .dayBudgetWei = account.caps.dayBudgetWei,
                         .maxFeeCapWei = wei(account.caps.maxFeeWei),
                         .tipCapWei = wei(account.caps.tipWei),
                         .baseFeeWei = wei(account.baseFeeWei)};
    if (account.spentDayWei > 0) {
        const auto span = std::clamp(nowMs - account.spendingSinceMs, kLeastSpanMs, l1::Spendings::kDayMs);
        shown.runwayDays = balanceWei.convert_to<double>() / account.spentDayWei.convert_to<double>() *
                           static_cast<double>(span) / static_cast<double>(l1::Spendings::kDayMs);
    }
    Wei cost = 0, fees = 0;
    std::uint64_t txs = 0;
    for (const auto& batch : batches) {
        // Of one whose receipt was not read nothing can be told.
        if (batch.operatorAddress != account.address || batch.status == api::BatchStatus::rolledBack ||
            batch.timeMs + l1::Spendings::kDayMs < nowMs || batch.costWei == 0)
            continue;
        cost += batch.costWei;
        fees += batch.feesWei;
        txs += batch.txs;
    }
    if (txs > 0) {
        shown.costPerTransferWei = cost / txs;
        shown.feesPerTransferWei = fees / txs;
    }
    return shown;
}

json::object l1Document(const std::vector<api::L1Transaction>& txs, const api::L1Account& account) {
    json::array list;
    for (const auto& tx : txs)
        list.push_back(documentOf(tx));
    return {{"account", json::object{{"address", hex(account.address)},
                                     {"balanceWei", account.balanceWei.str()},
                                     {"pendingWei", account.pendingWei.str()},
                                     {"spentDayWei", account.spentDayWei.str()},
                                     {"dayBudgetWei", account.dayBudgetWei.str()},
                                     {"maxFeeCapWei", account.maxFeeCapWei.str()},
                                     {"tipCapWei", account.tipCapWei.str()},
                                     {"runwayDays", account.runwayDays},
                                     {"baseFeeWei", account.baseFeeWei.str()},
                                     {"costPerTransferWei", account.costPerTransferWei.str()},
                                     {"feesPerTransferWei", account.feesPerTransferWei.str()}}},
            {"transactions", std::move(list)}};
}

json::object newestOf(const json::object& document, std::size_t limit) {
    const auto& all = document.at("transactions").get_array();
    const auto count = std::min(limit, all.size());
    json::array newest(all.end() - static_cast<std::ptrdiff_t>(count), all.end());
    return {{"account", document.at("account")}, {"transactions", std::move(newest)}};
}

} // namespace aw::node
