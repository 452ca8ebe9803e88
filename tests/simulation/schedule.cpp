#include "schedule.hpp"

#include "full_disk.hpp"

#include <cstdio>

namespace aw::simulation {

using test::FullDisk;
using test::kEndpointLies;

namespace {

std::chrono::milliseconds ms(std::uint64_t count) { return std::chrono::milliseconds(count); }

unsigned nextOf(unsigned number) { return (number + 1) % World::kOperators; }

std::string named(unsigned number) { return "operator " + std::to_string(number); }

} // namespace

void Schedule::say(const std::string& text) {
    if (m_verbose) std::fprintf(stderr, "  step %u: %s\n", m_step, text.c_str());
}

std::string Schedule::step() {
    ++m_step;
    m_random = Random(Random(m_seed).next() + m_step);
    endFaults();
    const auto kind = m_random.below(100);
    const auto size = m_random.next();
    std::string act;
    if (kind < 32) {
        const auto count = 1 + size % 30;
        m_world.load(count, m_random);
        act = "load " + std::to_string(count);
    } else if (kind < 50) {
        const auto count = 1 + size % 4;
        act = "mine " + std::to_string(count);
        m_world.mineGently(count);
    } else if (kind < 62) {
        act = killOne();
    } else if (kind < 74) {
        act = reorg();
    } else if (kind < 82) {
        act = outage();
    } else if (kind < 86) {
        act = fullDisk();
    } else if (kind < 91) {
        act = partition();
    } else if (kind < 95) {
        act = deposit();
    } else if (kind < 97) {
        act = changeBid();
    } else if (kind < 98 && !m_hasLied) {
        act = lie();
    } else {
        const auto count = 3 + size % 10;
        act = "mine " + std::to_string(count) + " at once";
        m_world.excuseAll();
        m_world.l1().mine(count);
    }
    say(act);
    m_world.challengeFrauds();
    m_world.run(ms(20 + m_random.below(150)));
    m_world.sendAgain(m_random);
    m_world.mineGently(1);
    return act;
}

void Schedule::restart(unsigned number) {
    if (m_world.isRunning(number) || m_world.isGuilty(number)) return;
    say("start " + named(number));
    m_world.start(number);
}

void Schedule::endFaults() {
    for (const auto& ending : m_endings) {
        if (ending.step > m_step) continue;
        if (ending.what == Ending::What::restart) {
            restart(ending.number);
        } else if (ending.what == Ending::What::feed) {
            m_world.feedGate(ending.number).setMode(Gate::Mode::pass);
        } else if (ending.what == Ending::What::pair) {
            m_world.part(ending.number, nextOf(ending.number), false);
        } else if (m_world.isRunning(ending.number)) {
            m_world.excuse(ending.number);
            m_world.l1Gate(ending.number).setMode(Gate::Mode::pass);
            m_world.setEndpoint(ending.number, EndpointLie::none);
        }
    }
    std::erase_if(m_endings, [&](const Ending& ending) { return ending.step <= m_step; });
}

std::string Schedule::killOne() {
    const auto number = anyOperator();
    const auto wait = m_random.below(60);
    const auto rest = static_cast<unsigned>(m_random.below(5));
    const bool again = m_random.chance(30);
    const auto recovering = m_random.below(120);
    const bool inAWrite = m_random.chance(30);
    const auto written = m_random.below(20'000);
    m_world.run(ms(wait));
    std::string act = "kill " + named(number);
    if (inAWrite && m_world.isRunning(number)) {
        act += " in a write";
        m_world.excuseAll(3); // its disk is everybody's
        m_world.killInAWrite(number, written, ms(50));
    } else if (m_world.isRunning(number)) {
        m_world.kill(number);
    }
    if (again && !m_world.isGuilty(number)) {
        act += ", and again " + std::to_string(recovering) + " ms into its recovery";
        m_world.start(number);
        m_world.run(ms(recovering));
        m_world.kill(number);
    }
    if (rest == 0)
        restart(number);
    else
        m_endings.push_back({m_step + rest, number, Ending::What::restart});
    return act;
}

std::string Schedule::reorg() {
    const auto deep = m_random.chance(15);
    const auto depth = deep ? m_random.between(1, 64) : m_random.between(1, 6);
    constexpr unsigned kBack[] = {0, 50, 100};
    const auto back = kBack[m_random.below(3)];
    m_world.excuseAll();
    const auto replaced = m_world.l1().reorganise(depth, back, m_random);
    return "reorganise " + std::to_string(replaced) + " blocks of L1, " + std::to_string(back) +
           " % of their transactions come back";
}

std::string Schedule::outage() {
    const auto number = anyOperator();
    const auto kind = m_random.below(3);
    const auto steps = static_cast<unsigned>(1 + m_random.below(4));
    const auto behind = m_random.below(4);
    const auto lie = static_cast<EndpointLie>(1 + m_random.below(kEndpointLies - 1));
    const auto* what = kind == 0 ? "refuses" : kind == 1 ? "freezes" : textOf(lie);
    if (m_world.isRunning(number)) {
        m_world.excuse(number);
        if (kind == 0) m_world.l1Gate(number).setMode(Gate::Mode::refuse);
        if (kind == 1) m_world.l1Gate(number).setMode(Gate::Mode::freeze);
        if (kind == 2) m_world.setEndpoint(number, lie, m_world.l1().head() - behind);
        m_endings.push_back({m_step + steps, number, Ending::What::l1});
    }
    return "the endpoint of " + named(number) + " " + what + " for " + std::to_string(steps) + " steps";
}

std::string Schedule::fullDisk() {
    const auto time = m_random.between(50, 600);
    m_world.excuseAll(3);
    {
        const FullDisk full;
        m_world.run(ms(time));
    }
    return "all disks full for " + std::to_string(time) + " ms";
}

std::string Schedule::partition() {
    const auto number = anyOperator();
    const auto kind = m_random.below(3);
    const auto steps = static_cast<unsigned>(1 + m_random.below(4));
    const auto forSteps = " for " + std::to_string(steps) + " steps";
    if (kind == 2) {
        m_world.part(number, nextOf(number), true);
        m_endings.push_back({m_step + steps, number, Ending::What::pair});
        return named(number) + " and " + named(nextOf(number)) + " are parted" + forSteps;
    }
    m_world.feedGate(number).setMode(kind == 1 ? Gate::Mode::freeze : Gate::Mode::refuse);
    m_endings.push_back({m_step + steps, number, Ending::What::feed});
    return "the feed of " + named(number) + " reaches nobody" + forSteps;
}

std::string Schedule::deposit() {
    const auto count = m_random.between(1, 3);
    for (std::uint64_t i = 0; i < count; ++i)
        m_world.deposit(m_random);
    return "deposit " + std::to_string(count);
}

std::string Schedule::changeBid() {
    const auto number = anyOperator();
    const auto bid = 900'000'000 + m_random.below(300) * 1'000'000;
    if (m_world.isRunning(number)) m_world.bid(number, bid);
    return named(number) + " bids " + std::to_string(bid);
}

std::string Schedule::lie() {
    // Everybody else is well, so that what is found is answered at once.
    for (unsigned number = 0; number < World::kOperators; ++number)
        restart(number);
    for (auto& ending : m_endings)
        ending.step = m_step;
    endFaults();
    m_world.mineGently(3);
    const auto liar = m_world.numberOf(m_world.l1().currentOperator());
    const auto operators = m_world.l1().operators();
    if (!liar || !m_world.isRunning(*liar) ||
        std::ranges::count_if(operators, &l1::OperatorView::eligible) < 2)
        return "nobody is there to lie and to be followed";
    m_world.excuseAll();
    m_hasLied = m_world.lie(*liar, m_random);
    return named(*liar) + " claims a wrong root, and " + (m_hasLied ? "is convicted" : "does not come to it");
}

} // namespace aw::simulation
