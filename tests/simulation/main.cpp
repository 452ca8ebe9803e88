#include "schedule.hpp"

#include "base/log.hpp"

#include <chrono>
#include <cstdio>
#include <fstream>

/// Operators over a real Ethereum node, and everything that can happen to them, drawn from a seed.
namespace {

using namespace aw;
using namespace aw::simulation;

constexpr const char* kUsage =
    "simulation [--seeds FIRST..LAST] [--steps N] [--keep DIR] [--resume FILE] [--verbose]\n"
    "  --seeds FIRST..LAST  the runs, one for each seed (1..15)\n"
    "  --steps N            acts of a run (25)\n"
    "  --keep DIR           keeps the files of failed runs there\n"
    "  --resume FILE        leaves out the seeds that FILE lists as passed, and adds to it those that pass\n"
    "  --verbose            prints every act\n";

struct Options {
    std::uint64_t first = 1, last = 15;
    unsigned steps = 25;
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
        act = "settle";
        world->settle(random);
        world->checkOperators();
        act = "check";
        world->checkSettled();
    } catch (const std::exception& broken) {
        std::fprintf(stderr, "seed %llu FAILED at step %u (%s) after %.1f s: %s\n",
                     static_cast<unsigned long long>(seed), step, act.c_str(), seconds(), broken.what());
        if (world) std::fprintf(stderr, "%s", world->describe().c_str());
        std::fprintf(stderr, "replay: simulation --seeds %llu..%llu --steps %u --verbose\n",
                     static_cast<unsigned long long>(seed), static_cast<unsigned long long>(seed),
                     options.steps);
        std::error_code failed;
        if (world && !options.keep.empty())
            std::filesystem::copy(
                world->folder(), std::filesystem::path(options.keep) / ("seed-" + std::to_string(seed)),
                std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing,
                failed);
        return false;
    }
    std::printf("seed %llu passed in %.1f s: %zu sent, %zu acknowledged;%s\n",
                static_cast<unsigned long long>(seed), seconds(), world->sent(), world->acknowledged(),
                world->note().c_str());
    std::fflush(stdout);
    return true;
}

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
    unsigned failures = 0;
    for (auto seed = options->first; seed <= options->last; ++seed) {
        if (passed.contains(seed)) continue;
        if (!runSeed(seed, *options))
            ++failures;
        else if (!options->resume.empty())
            std::ofstream(options->resume, std::ios::app) << seed << '\n';
    }
    if (failures != 0) std::fprintf(stderr, "%u seeds failed\n", failures);
    return failures == 0 ? 0 : 1;
}
