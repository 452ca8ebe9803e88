#include "lab/demo_impl.hpp"

#include "base/hex.hpp"
#include "base/log.hpp"
#include "lab/bad_root.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>

/// What a front end may ask for.
namespace aw::lab {

namespace {

const Wei kBadRootWei = Wei(1'000'000'000'000'000'000ULL) * 1000;
constexpr std::chrono::seconds kFailOverTimeout{60};
constexpr std::chrono::seconds kSeesItself{5};

Error nobodyRuns() {
    return {ErrorCode::labNotRunning, "Every operator is stopped; restart one of them first."};
}

} // namespace

/// Runs a coroutine on the strand and reports its result; nothing is reported from within the call.
template<class Work>
void Demo::command(api::Done done, Work work) {
    boost::asio::co_spawn(
        m_pace.strand(),
        [this, done = std::move(done), work = std::move(work)]() mutable -> Task<void> {
            Result<void> result = Error{ErrorCode::labNotRunning, "The demo is not running yet."};
            if (m_phase == api::Phase::running) {
                try {
                    result = co_await work();
                } catch (const std::exception& error) {
                    result = Error{ErrorCode::labFailed, error.what()};
                }
            }
            co_await boost::asio::post(m_pace.strand(), boost::asio::use_awaitable);
            m_changed = true;
            if (done) done(std::move(result));
        },
        boost::asio::detached);
}

void Demo::setViewpoint(const Address& operatorAddress, api::Done done) {
    command(std::move(done), [this, operatorAddress]() -> Task<Result<void>> {
        const auto changed = m_fleet.setViewpoint(operatorAddress);
        if (changed) m_sampler.changeSource();
        co_return changed;
    });
}

void Demo::dryRunChallenge(std::uint64_t batch, std::function<void(Result<api::DryRun>)> done) {
    boost::asio::co_spawn(
        m_pace.strand(),
        [this, batch, done = std::move(done)]() -> Task<void> {
            auto* member = m_fleet.observer();
            if (!member) {
                done(nobodyRuns());
                co_return;
            }
            const auto node = member->node;
            auto dryRun = co_await node->dryRunChallenge(batch);
            done(std::move(dryRun));
        },
        boost::asio::detached);
}

void Demo::challenge(std::uint64_t batch, api::Done done) {
    command(std::move(done), [this, batch]() -> Task<Result<void>> {
        auto* member = m_fleet.observer();
        if (!member) co_return nobodyRuns();
        const auto node = member->node;
        if (const auto proven = co_await node->challenge(batch); !proven) co_return proven;
        // Done is what this viewpoint has read back from L1.
        const bool seen = co_await m_pace.waitUntil(
            [&] {
                const auto view = node->view();
                const auto found = std::find_if(view->challenges.rbegin(), view->challenges.rend(),
                                                [&](const api::Challenge& c) { return c.batch == batch; });
                return found != view->challenges.rend() && found->stage == api::ChallengeStage::rolledBack;
            },
            std::chrono::seconds(20));
        if (!seen)
            co_return Error{ErrorCode::challengeUnseen,
                            "The proof landed on L1, but the roll-back has not been seen yet."};
        co_return Result<void>();
    });
}

Task<Result<api::DryRun>> Demo::dryRunFailOverNow() {
    auto* watching = m_fleet.observer();
    auto* current = m_fleet.current();
    if (!watching || !current) co_return nobodyRuns();
    if (const auto node = current->node) {
        auto stepDown = co_await node->dryRunStepDown();
        co_return stepDown;
    }

    api::DryRun dryRun;
    const auto view = watching->node->view();
    const auto& clock = view->clock;
    for (const auto& shown : view->operators)
        if (shown.eligible && shown.rank == 1) {
            dryRun.deadlineL1Block = view->heads.l1.number - clock.silentBlocks + shown.mayActAtSilent + 1;
            dryRun.blocksLeft =
                dryRun.deadlineL1Block - std::min(dryRun.deadlineL1Block, view->heads.l1.number);
            dryRun.refusal = Error{ErrorCode::failoverTooEarly,
                                   current->name + " is down. L1 lets " + m_fleet.nameOf(shown.address) +
                                       " take over at L1 block " + std::to_string(dryRun.deadlineL1Block) +
                                       "; it does so by itself."};
            co_return dryRun;
        }
    dryRun.refusal =
        Error{ErrorCode::failoverNobodyReady,
              current->name + " is down and no other operator is eligible; restart it or let one rejoin."};
    co_return dryRun;
}

void Demo::dryRunFailOver(std::function<void(Result<api::DryRun>)> done) {
    boost::asio::co_spawn(
        m_pace.strand(),
        [this, done = std::move(done)]() -> Task<void> { done(co_await dryRunFailOverNow()); },
        boost::asio::detached);
}

Task<Result<void>> Demo::failOverNow() {
    auto* current = m_fleet.current();
    if (!current) co_return nobodyRuns();
    const auto before = current->address();
    const auto anyReady = [&] {
        const auto now = snapshot();
        return std::any_of(now->operators.begin(), now->operators.end(),
                           [&](const api::Operator& o) { return !o.current && o.eligible && o.ready; });
    };
    if (!anyReady())
        co_return Error{ErrorCode::failoverNobodyReady,
                        "No backup is ready to take over; the Operators page says what each one lacks."};
    if (current->node) {
        // Who watches may see it a moment before the operator itself does.
        const auto node = current->node;
        co_await m_pace.waitUntil([node] { return node->view()->current; }, kSeesItself);
        if (const auto done = co_await node->stepDown(); !done) co_return done;
    }
    const auto eraBefore = snapshot()->clock.era;
    const bool taken = co_await m_pace.waitUntil(
        [&] {
            const auto now = snapshot();
            const auto other = std::find_if(now->operators.begin(), now->operators.end(),
                                            [](const api::Operator& o) { return o.current; });
            return other != now->operators.end() && other->address != before &&
                   now->clock.silentBlocks <= 1 && now->clock.era >= eraBefore;
        },
        kFailOverTimeout);
    if (!taken)
        co_return Error{ErrorCode::failoverSlow, "No other operator has acted on L1 within a minute."};
    co_return Result<void>();
}

void Demo::failOver(api::Done done) {
    command(std::move(done), [this] { return failOverNow(); });
}

void Demo::setBid(const Address& operatorAddress, std::uint64_t bidWei, api::Done done) {
    command(std::move(done), [this, operatorAddress, bidWei]() -> Task<Result<void>> {
        const auto member = m_fleet.runningMember(operatorAddress);
        if (!member) co_return member.error();
        const auto node = (*member)->node;
        const auto bid = co_await node->setBid(bidWei);
        co_return bid;
    });
}

void Demo::rejoin(const Address& operatorAddress, api::Done done) {
    command(std::move(done), [this, operatorAddress] { return m_fleet.rejoin(operatorAddress); });
}

template<class Ask>
void Demo::dryRun(const Address& operatorAddress, DryRunDone done, Ask ask) {
    boost::asio::co_spawn(
        m_pace.strand(),
        [this, operatorAddress, done = std::move(done), ask]() -> Task<void> {
            const auto member = m_fleet.runningMember(operatorAddress);
            if (!member) {
                done(member.error());
                co_return;
            }
            const auto node = (*member)->node;
            auto dryRun = co_await ask(*node);
            done(std::move(dryRun));
        },
        boost::asio::detached);
}

void Demo::dryRunSpeedUp(const Address& operatorAddress, std::uint64_t id, DryRunDone done) {
    dryRun(operatorAddress, std::move(done), [id](node::Node& node) { return node.dryRunSpeedUp(id); });
}

void Demo::speedUp(const Address& operatorAddress, std::uint64_t id, api::Done done) {
    command(std::move(done), [this, operatorAddress, id]() -> Task<Result<void>> {
        const auto member = m_fleet.runningMember(operatorAddress);
        if (!member) co_return member.error();
        const auto node = (*member)->node;
        const auto raised = co_await node->speedUp(id);
        co_return raised;
    });
}

void Demo::dryRunCancel(const Address& operatorAddress, std::uint64_t id, DryRunDone done) {
    dryRun(operatorAddress, std::move(done), [id](node::Node& node) { return node.dryRunCancel(id); });
}

void Demo::cancel(const Address& operatorAddress, std::uint64_t id, api::Done done) {
    command(std::move(done), [this, operatorAddress, id]() -> Task<Result<void>> {
        const auto member = m_fleet.runningMember(operatorAddress);
        if (!member) co_return member.error();
        const auto node = (*member)->node;
        const auto cancelled = co_await node->cancel(id);
        co_return cancelled;
    });
}

void Demo::claimWithdrawal(const Address& owner, const Address& token, std::function<void(Paid)> done) {
    boost::asio::co_spawn(
        m_pace.strand(),
        [this, owner, token, done = std::move(done)]() -> Task<void> {
            auto* member = m_fleet.observer();
            if (!member) {
                done(nobodyRuns());
                co_return;
            }
            const auto node = member->node;
            auto paid = co_await node->claimWithdrawal(owner, token);
            done(std::move(paid));
        },
        boost::asio::detached);
}

void Demo::setLoad(bool running, double tps, api::Done done) {
    command(std::move(done), [this, running, tps]() -> Task<Result<void>> {
        if (!(tps >= 0 && tps <= 5000))
            co_return Error{ErrorCode::loadOutOfBounds,
                            "The load is between 0 and 5000 transfers per second."};
        m_load.set(running, tps);
        addEvent(api::EventCode::load,
                 {{"running", running ? "1" : "0"}, {"tps", std::to_string(static_cast<int>(tps))}});
        co_return Result<void>();
    });
}

void Demo::injectBadRoot(const Address& operatorAddress, api::Done done) {
    command(std::move(done), [this, operatorAddress]() -> Task<Result<void>> {
        const auto member = m_fleet.runningMember(operatorAddress);
        if (!member) co_return member.error();
        if (*member != m_fleet.current())
            co_return Error{ErrorCode::labNotCurrent,
                            (*member)->name + " does not anchor now; only the current operator can."};
        (*member)->node->inject(std::make_shared<BadRoot>(operatorAddress, kBadRootWei));
        addEvent(api::EventCode::faultArmed, {{"operator", (*member)->name}, {"fault", "bad-root"}});
        co_return Result<void>();
    });
}

void Demo::crash(const Address& operatorAddress, api::Done done) {
    command(std::move(done), [this, operatorAddress]() -> Task<Result<void>> {
        if (const auto crashed = m_fleet.crash(operatorAddress); !crashed) co_return crashed;
        addEvent(api::EventCode::operatorCrashed, {{"operator", m_fleet.nameOf(operatorAddress)}});
        co_return Result<void>();
    });
}

void Demo::restart(const Address& operatorAddress, api::Done done) {
    command(std::move(done), [this, operatorAddress]() -> Task<Result<void>> {
        const auto restarted = co_await m_fleet.restart(operatorAddress);
        if (!restarted) co_return restarted;
        addEvent(api::EventCode::operatorRestarted, {{"operator", m_fleet.nameOf(operatorAddress)}});
        co_return Result<void>();
    });
}

} // namespace aw::lab
