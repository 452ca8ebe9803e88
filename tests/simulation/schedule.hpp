#pragma once

#include "world.hpp"

namespace aw::simulation {

/// What happens in a run: drawn from the seed alone, act by act, so that the same seed has the same acts.
class Schedule {
public:
    Schedule(World& world, std::uint64_t seed, bool verbose)
        : m_world(world)
        , m_seed(seed)
        , m_verbose(verbose) {}

    /// One act, and what earlier ones brought with them. Its name.
    std::string step();

private:
    void say(const std::string& text);
    unsigned anyOperator() { return static_cast<unsigned>(m_random.below(World::kOperators)); }
    void endFaults();
    std::string killOne();
    std::string reorg();
    std::string outage();
    std::string fullDisk();
    std::string partition();
    std::string deposit();
    std::string changeBid();
    std::string lie();
    void restart(unsigned number);

    World& m_world;
    std::uint64_t m_seed;
    /// Of this step alone: how much of it is used depends on what the operators do, and must not change what
    /// happens in the steps after.
    Random m_random{0};
    bool m_verbose;
    unsigned m_step = 0;
    bool m_hasLied = false; ///< one lie is enough of a run
    /// Something that ends by itself, by the step at which it does.
    struct Ending {
        unsigned step = 0;
        unsigned number = 0;
        enum class What { restart, l1, feed, pair } what = What::restart; ///< pair: with the next operator
    };
    std::vector<Ending> m_endings;
};

} // namespace aw::simulation
