#include "base/hex.hpp"
#include "base/log.hpp"
#include "base/protocol.hpp"
#include "lab/demo_token.hpp"
#include "lab/l1_reader.hpp"
#include "lab/scenarios.hpp"
#include "lab/user.hpp"

#include <algorithm>

/// Nothing goes wrong: what users and operators do every day.
namespace aw::lab {

namespace {

const Wei kEther = Wei(1'000'000'000'000'000'000ULL);
const Wei kDepositWei = kEther * 3, kWithdrawalWei = kEther * 2;
const Wei kTokenPayment = 250'000, kTokenWithdrawal = 400'000;
constexpr Address kPayee{{0xb0, 0xb0}};

std::string ether(const Wei& wei) { return wei.str() + " wei"; }

/// A user moves ETH to layer 2.
bool depositByUser(Play& play, User& user) {
    const auto before = user.l2Balance();
    const auto deposited = user.deposit(kDepositWei);
    if (!play.step("a user deposits on L1", before && deposited,
                   deposited ? ether(kDepositWei) : deposited.error().detail))
        return false;
    return play.waitFor(
        "the deposit is the user's on L2", std::chrono::seconds(30),
        [&](const api::Snapshot&) {
            const auto now = user.l2Balance();
            return now && *now == *before + kDepositWei;
        },
        [&](const api::Snapshot&) {
            const auto now = user.l2Balance();
            return now ? ether(*now) : now.error().detail;
        });
}

/// The user sends the withdrawal as any other transaction.
bool withdrawByUser(Play& play, User& user) {
    const auto sent = user.send(protocol::kWithdrawalAddress, kWithdrawalWei);
    if (!play.step("the user sends a withdrawal to the exit address", sent.has_value(),
                   sent ? base::toHex(sent->view()) : sent.error().detail))
        return false;
    return play.waitFor(
        "the withdrawal is executed on L2", std::chrono::seconds(30),
        [&](const api::Snapshot&) {
            const auto done = user.executed({*sent});
            return done && *done == 1;
        },
        [](const api::Snapshot& s) { return "L2 block " + std::to_string(s.heads.latest.number); });
}

/// The user brings a token of its own to layer 2, pays somebody with it, and withdraws a part.
bool moveTokensOfUser(Play& play, User& user, Address& token) {
    const auto brought = user.bringToken();
    if (!play.step("the user brings an ERC-20 token of its own through the bridge", brought.has_value(),
                   brought ? base::toHex(brought->view()) : brought.error().detail))
        return false;
    token = *brought;
    const auto balanceIs = [&](const Wei& expected) {
        return [&user, &token, expected](const api::Snapshot&) {
            const auto now = user.l2TokenBalance(token);
            return now && *now == expected;
        };
    };
    const auto tell = [&](const api::Snapshot&) {
        const auto now = user.l2TokenBalance(token);
        return now ? now->str() + " units" : now.error().detail;
    };
    if (!play.waitFor("the tokens are the user's on L2", std::chrono::seconds(30),
                      balanceIs(kDemoTokenAmount), tell))
        return false;
    for (const auto& [what, to, amount] :
         {std::tuple("the user pays somebody with tokens", kPayee, kTokenPayment),
          std::tuple("the user withdraws tokens", protocol::kWithdrawalAddress, kTokenWithdrawal)}) {
        const auto sent = user.sendToken(token, to, amount);
        if (!play.step(what, sent.has_value(), sent ? base::toHex(sent->view()) : sent.error().detail))
            return false;
    }
    return play.waitFor("both are executed on L2", std::chrono::seconds(30),
                        balanceIs(kDemoTokenAmount - kTokenPayment - kTokenWithdrawal), tell);
}

Demo::Paid claim(Play& play, const Address& owner, const Address& token = {}) {
    std::promise<Demo::Paid> promise;
    auto future = promise.get_future();
    play.demo().claimWithdrawal(owner, token, [&](Demo::Paid paid) { promise.set_value(std::move(paid)); });
    return future.get();
}

/// Once the batch is final an operator has L1 pay. `token`: zero for ETH.
Demo::Paid waitForPayment(Play& play, User& user, const std::string& what, const Address& token = {}) {
    Demo::Paid paid = Error{ErrorCode::withdrawNotFinal, ""};
    play.waitFor(
        "an operator proves the withdrawal of " + what + " to L1", std::chrono::seconds(120),
        [&](const api::Snapshot&) {
            // L1 may fail to answer once; that is no verdict.
            const bool early = paid.has_error() && paid.error().code != ErrorCode::withdrawNothing;
            if (early) paid = claim(play, user.address(), token);
            return paid.has_value();
        },
        [&](const api::Snapshot&) {
            return paid ? std::to_string(paid->gasUsed) + " gas" : paid.error().detail;
        });
    return paid;
}

/// What was paid is read from L1.
bool payUser(Play& play, User& user) {
    L1Reader l1(*play.now());
    const auto before = l1.balance(user.address());
    const auto paid = waitForPayment(play, user, "ETH");
    if (!paid) return false;
    play.report.figures["claimGas"] = paid->gasUsed;
    const auto after = l1.balance(user.address());
    if (!play.step("L1 says: the user was paid exactly what was withdrawn",
                   before && after && *after - *before == kWithdrawalWei,
                   before && after ? ether(*after - *before) : "L1 did not answer"))
        return false;
    const auto again = claim(play, user.address());
    if (!play.step("a second claim is refused",
                   again.has_error() && again.error().code == ErrorCode::withdrawNothing,
                   again ? "it was paid again" : again.error().detail))
        return false;
    const auto refusal = l1.bridgeRefusal(paid->l1TxHash);
    const auto end = l1.balance(user.address());
    return play.step("L1 says: the same proof pays nothing a second time",
                     refusal && *refusal == "NothingToWithdraw" && end && *end == *after,
                     refusal ? *refusal : refusal.error().detail);
}

bool payTokensToUser(Play& play, User& user, const Address& token) {
    const auto before = user.l1TokenBalance(token);
    if (!waitForPayment(play, user, "tokens", token)) return false;
    const auto after = user.l1TokenBalance(token);
    return play.step("L1 says: the user was paid exactly the tokens that were withdrawn",
                     before && after && *after - *before == kTokenWithdrawal,
                     before && after ? Wei(*after - *before).str() + " units" : "L1 did not answer");
}

} // namespace

void playHappy(Play& play) {
    if (!play.begin()) return;
    const auto before = play.now();
    if (!play.step("an operator is current", Play::current(*before) != nullptr)) return;
    User user(*before);
    Address token;
    if (!depositByUser(play, user) || !withdrawByUser(play, user) || !moveTokensOfUser(play, user, token))
        return;
    const auto cheapest = std::min_element(before->operators.begin(), before->operators.end(),
                                           [](const auto& a, const auto& b) { return a.bidWei < b.bidWei; });
    const auto other = std::find_if(before->operators.begin(), before->operators.end(),
                                    [&](const auto& o) { return o.address != cheapest->address; });
    const auto underbid = cheapest->bidWei / 2;
    if (!play.act(other->name + " bids half of the lowest bid",
                  [&](api::Done done) { play.demo().setBid(other->address, underbid, std::move(done)); }))
        return;
    const auto winner = other->address;
    if (!play.waitFor(
            "the cheaper operator anchors, and its bid is the base fee", std::chrono::seconds(120),
            [&](const api::Snapshot& s) {
                return !s.batches.empty() && s.batches.back().operatorAddress == winner &&
                       s.batches.back().baseFeeWei == underbid && s.batches.back().txs > 0;
            },
            [](const api::Snapshot& s) {
                return s.batches.empty() ? std::string("no batch")
                                         : "base fee " + std::to_string(s.batches.back().baseFeeWei) +
                                               " wei in batch " + std::to_string(s.batches.back().number);
            }))
        return;
    if (!play.waitFor(
            "a batch becomes final", std::chrono::seconds(120),
            [](const api::Snapshot& s) {
                return std::any_of(s.batches.begin(), s.batches.end(),
                                   [](const auto& b) { return b.status == api::BatchStatus::final; });
            },
            [](const api::Snapshot& s) {
                return "final L2 block " + std::to_string(s.heads.finalized.number);
            }))
        return;
    if (!payUser(play, user) || !payTokensToUser(play, user, token)) return;
    const auto end = play.now();
    L1Reader l1(*end);
    const auto tip = l1.tip();
    play.step("L1 says: the tip is the batch whose root every operator recomputed",
              tip &&
                  std::any_of(
                      end->batches.begin(), end->batches.end(),
                      [&](const auto& b) { return b.number <= tip->number && b.ownRoot == b.claimedRoot; }) &&
                  std::none_of(end->batches.begin(), end->batches.end(),
                               [](const auto& b) { return b.status == api::BatchStatus::disputed; }),
              tip ? "tip " + std::to_string(tip->number) : tip.error().detail);
    const auto who = l1.currentOperator();
    play.step("L1 says: the cheaper operator is current", who && *who == winner,
              who ? "" : who.error().detail);
    play.report.figures["bytesPerTransfer"] = end->bytesPerTransfer;
    play.report.figures["gasPerTransfer"] = end->gasPerTransfer;
    play.report.figures["transfers"] = Play::anchoredTxs(*end);
}

} // namespace aw::lab
