#include "l1/contracts.hpp"
#include "lab/fleet.hpp"

#include <algorithm>

/// How an operator that L1 put out comes back.
namespace aw::lab {

namespace {
constexpr std::chrono::seconds kSyncTimeout{30};
const Wei kGasMoneyWei = Wei(1'000'000'000'000'000'000ULL); ///< for the registration and some batches
} // namespace

Task<Result<void>> Fleet::rejoin(Address address) {
    const auto found = member(address);
    if (!found) co_return found.error();
    auto& member = **found;
    if (member.rejoining)
        co_return Error{ErrorCode::labRejoining,
                        member.name + " is joining again already; wait until it has."};
    // What L1 says, not what a node has seen of it.
    const l1::Contracts contracts(m_l1.rpc(), m_l1.deployment().addresses);
    const auto views = co_await contracts.operators();
    if (!views) co_return views.error();
    const auto view =
        std::find_if(views->begin(), views->end(), [&](const auto& v) { return v.address == address; });
    const auto status = view == views->end() ? api::OperatorStatus::none : view->status;
    if (status == api::OperatorStatus::registered)
        co_return Error{ErrorCode::labRegistered,
                        member.name + " is registered on L1; there is nothing to rejoin."};
    if (status == api::OperatorStatus::convicted) {
        member.rejoining = true;
        const auto done = co_await rejoinWithNewKey(member);
        member.rejoining = false;
        co_return done;
    }
    if (!member.node)
        co_return Error{ErrorCode::labNotRunning,
                        member.name + " is not running; restart it first, then rejoin."};
    const auto node = member.node;
    // O-8: what is left of its bond counts.
    const auto& whole = m_l1.deployment().parameters.minBondWei;
    const Wei held = view == views->end() ? Wei(0) : view->bondWei;
    const Wei bond = held < whole ? Wei(whole - held) : Wei(0);
    member.rejoining = true;
    const auto funded = co_await m_l1.bank().send(address, {}, bond + kGasMoneyWei, "new bond");
    Result<void> registered = funded ? Result<void>() : Result<void>(funded.error());
    if (funded) registered = co_await node->registerOperator(member.bidWei, bond);
    member.rejoining = false;
    co_return registered;
}

Task<Result<void>> Fleet::rejoinWithNewKey(Member& member) {
    // O-1: a convicted key does not come back. The operator does, under another one, from an empty directory:
    // what it had is on L1 and at its peers.
    if (member.node) {
        member.node->stop();
        member.node.reset();
    }
    const auto gone = co_await stopped(member);
    if (!gone) co_return gone;
    const auto before = member.key;
    const auto directory = member.directory;
    member.key = std::make_shared<const crypto::SecretKey>(crypto::SecretKey::generate());
    member.directory = m_workspace / (member.name + "-" + std::to_string(member.convictions + 2));
    const auto opened = open(member);
    if (!opened) {
        member.key = before;
        member.directory = directory;
        co_return opened;
    }
    ++member.convictions;
    m_retired[before->address()] = member.name + " (convicted" +
                                   (member.convictions == 1 ? "" : " " + std::to_string(member.convictions)) +
                                   ")";
    const auto node = member.node;
    const auto funded =
        co_await m_l1.bank().send(node->address(), {}, kOperatorFundsWei, "fund " + member.name);
    if (!funded) co_return funded.error();
    const auto registered =
        co_await node->registerOperator(member.bidWei, m_l1.deployment().parameters.minBondWei);
    if (!registered) co_return registered;
    const auto deposited = co_await node->deposit(node->address(), kOperatorDepositWei);
    if (!deposited) co_return deposited;
    const bool seen = co_await m_pace.waitUntil(
        [&] {
            const auto view = node->view();
            return view->synced &&
                   std::any_of(view->operators.begin(), view->operators.end(), [&](const auto& shown) {
                       return shown.address == node->address() &&
                              shown.status == api::OperatorStatus::registered;
                   });
        },
        kSyncTimeout);
    if (m_viewpoint == before->address()) m_viewpoint = node->address();
    if (seen) co_return Result<void>();
    co_return Error{ErrorCode::labSlow,
                    member.name + " registered on L1 with a new key, but its node has not read that "
                                  "yet; wait for it to catch up."};
}

} // namespace aw::lab
