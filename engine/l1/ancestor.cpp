#include "l1/ancestor.hpp"

#include <algorithm>

namespace aw::l1 {

namespace {

constexpr std::size_t kNewest = 8, kAtOnce = 16;

// Ascending: the newest, one by one, then at doubling distances down to the first.
std::vector<std::size_t> firstPlaces(std::size_t size) {
    std::vector<std::size_t> places;
    for (std::size_t distance = 1; distance < size;
         distance = distance < kNewest ? distance + 1 : distance * 2)
        places.push_back(size - distance);
    places.push_back(0);
    std::ranges::reverse(places);
    return places;
}

// Ascending, evenly between two places, without them.
std::vector<std::size_t> between(std::size_t low, std::size_t high) {
    const auto gap = high - low - 1;
    const auto count = std::min(gap, kAtOnce);
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < count; ++i)
        places.push_back(low + 1 + (i * gap + gap / 2) / count);
    return places;
}

} // namespace

Task<Result<std::optional<std::size_t>>> newestInChain(RpcPtr rpc, std::span<const L1Block> blocks) {
    if (blocks.empty()) co_return std::optional<std::size_t>{};
    auto places = firstPlaces(blocks.size());
    std::optional<std::size_t> low; // in the chain
    auto high = blocks.size();      // not in the chain
    while (!places.empty()) {
        std::vector<std::uint64_t> numbers;
        for (const auto place : places)
            numbers.push_back(blocks[place].number);
        const auto found = co_await blocksIfThere(rpc, std::move(numbers));
        if (!found) co_return found.error();
        for (auto i = places.size(); i-- > 0;) {
            const auto& there = (*found)[i];
            if (there && there->hash == blocks[places[i]].hash) {
                low = places[i];
                break;
            }
            high = places[i];
        }
        if (!low) co_return std::optional<std::size_t>{};
        places = between(*low, high);
    }
    co_return low;
}

} // namespace aw::l1
