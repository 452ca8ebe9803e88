#include "schedule.hpp"

#include "base/log.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>

/// Operators over a real Ethereum node, and everything that can happen to them, drawn from a seed.
namespace {

using namespace aw;
using namespace aw::simulation;

constexpr const char* kUsage =
    "simulation [--seeds FIRST..LAST] [--steps N] [--jobs N] [--keep DIR] [--resume FILE] [--verbose]\n"
    "  --seeds FIRST..LAST  the runs, one for each seed (1..15)\n"
    "  --steps N            acts of a run (25)\n"
    "  --jobs N             runs at a time (1)\n"
    "  --keep DIR           keeps the files of failed runs there\n"
    "  --resume FILE        leaves out the seeds that FILE lists as passed, and adds to it those that pass\n"
    "  --verbose            prints every act\n";

struct Options {
    std::uint64_t first = 1, last = 15;
    unsigned steps = 25, jobs = 1;
    std::string keep, resume;
    bool verbose = false;
};

std::optional<std::uint64_t> numberOf(const std::string& text) {
    if (text.empty() || text.size() > 18 || text.find_first_not_of("0123456789") != std::string::npos)
        return std::nullopt;
    return std::stoull(text);
}

std::optional<Options> parse(const std::vector<std::string>& arguments) {
    Options options;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const auto& name = arguments[i];
        if (name == "--verbose") {
            options.verbose = true;
            continue;
        }
        if (i + 1 == arguments.size()) return std::nullopt;
        const auto& value = arguments[++i];
        if (name == "--seeds") {
            const auto dots = value.find("..");
            const auto first = numberOf(value.substr(0, dots));
            const auto last = dots == std::string::npos ? first : numberOf(value.substr(dots + 2));
            if (!first || !last || *first > *last) return std::nullopt;
            options.first = *first;
            options.last = *last;
        } else if (name == "--steps") {
            const auto steps = numberOf(value);
            if (!steps || *steps == 0 || *steps > 100'000) return std::nullopt;
            options.steps = static_cast<unsigned>(*steps);
        } else if (name == "--jobs") {
            const auto jobs = numberOf(value);
            if (!jobs || *jobs == 0 || *jobs > 64) return std::nullopt;
            options.jobs = static_cast<unsigned>(*jobs);
        } else if (name == "--keep") {
            options.keep = value;
        } else if (name == "--resume") {
            options.resume = value;
        } else {
            return std::nullopt;
        }
    }
    return options;
}

void sayHowToReplay(std::uint64_t seed, const Options& options) {
    std::fprintf(stderr, "replay: simulation --seeds %llu..%llu --steps %u --verbose\n",
                 static_cast<unsigned long long>(seed), static_cast<unsigned long long>(seed), options.steps);
}

void keepFiles(const World& world, std::uint64_t seed, const std::string& folder) {
    std::error_code failed;
    std::filesystem::copy(
        world.folder(), std::filesystem::path(folder) / ("seed-" + std::to_string(seed)),
        std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing, failed);
    if (failed) std::fprintf(stderr, "the files could not be kept: %s\n", failed.message().c_str());
}

bool runSeed(std::uint64_t seed, const Options& options) {
    const auto begin = std::chrono::steady_clock::now();
    Random random(~seed); // of what is no part of the schedule
    unsigned step = 0;
    std::string act = "set up";
    std::unique_ptr<World> world;
    const auto seconds = [&] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    };
    try {
        world = std::make_unique<World>(seed);
        Schedule schedule(*world, seed, options.verbose);
        for (step = 1; step <= options.steps; ++step) {
            act = schedule.step();
            world->checkOperators();
        }
        const auto acted = seconds();
        act = "settle";
        world->settle(random);
        world->checkOperators();
        const auto settled = seconds();
        act = "check";
        world->checkSettled();
        std::printf("seed %llu passed in %.1f s (%.1f to settle): %zu sent, %zu acknowledged\n",
                    static_cast<unsigned long long>(seed), seconds(), settled - acted, world->sent(),
                    world->acknowledged());
        return true;
    } catch (const std::exception& broken) {
        std::fprintf(stderr, "seed %llu FAILED at step %u (%s) after %.1f s: %s\n",
                     static_cast<unsigned long long>(seed), step, act.c_str(), seconds(), broken.what());
        if (world) std::fprintf(stderr, "%s", world->describe().c_str());
        if (world && !options.keep.empty()) keepFiles(*world, seed, options.keep);
        return false;
    }
}

/// Each run is a process of its own: what one does to its files, its limits and itself is no other's.
class Runs {
public:
    explicit Runs(const Options& options)
        : m_options(options) {}

    void start(std::uint64_t seed) {
        if (m_seeds.size() == m_options.jobs) wait();
        const auto process = ::fork();
        if (process == 0) {
            ::alarm(kLimitSeconds);
            const bool passed = runSeed(seed, m_options);
            std::fflush(stdout);
            std::_Exit(passed ? 0 : 1);
        }
        if (process < 0) throw std::runtime_error("no process can be started");
        m_seeds[process] = seed;
    }
    /// How many runs failed, once all have ended.
    unsigned failures() {
        while (!m_seeds.empty())
            wait();
        return m_failures;
    }

private:
    void wait() {
        int status = 0;
        const auto process = ::wait(&status);
        const auto run = m_seeds.find(process);
        if (run == m_seeds.end()) return;
        const auto seed = run->second;
        m_seeds.erase(run);
        if (status == 0) {
            if (!m_options.resume.empty()) std::ofstream(m_options.resume, std::ios::app) << seed << '\n';
            return;
        }
        ++m_failures;
        if (WIFSIGNALED(status))
            std::fprintf(stderr, "seed %llu FAILED: it was ended by signal %d%s\n",
                         static_cast<unsigned long long>(seed), WTERMSIG(status),
                         WTERMSIG(status) == SIGALRM ? ", as it took too long" : "");
        sayHowToReplay(seed, m_options);
    }

    static constexpr unsigned kLimitSeconds = 300;
    const Options& m_options;
    std::map<pid_t, std::uint64_t> m_seeds;
    unsigned m_failures = 0;
};

std::set<std::uint64_t> passedIn(const std::string& file) {
    std::set<std::uint64_t> seeds;
    std::ifstream in(file);
    for (std::uint64_t seed = 0; in >> seed;)
        seeds.insert(seed);
    return seeds;
}

} // namespace

int main(int argc, char** argv) {
    const auto options = parse({argv + 1, argv + argc});
    if (!options) {
        std::fprintf(stderr, "%s", kUsage);
        return 64;
    }
    if (const auto anvil = l1::findAnvil(); !anvil) {
        std::fprintf(stderr, "%s\n", anvil.error().detail.c_str());
        return 69;
    }
    const auto passed = options->resume.empty() ? std::set<std::uint64_t>() : passedIn(options->resume);
    Runs runs(*options);
    for (auto seed = options->first; seed <= options->last; ++seed)
        if (!passed.contains(seed)) runs.start(seed);
    const auto failures = runs.failures();
    if (failures != 0) std::fprintf(stderr, "%u seeds failed\n", failures);
    return failures == 0 ? 0 : 1;
}
