#include "verifier/open_demands.hpp"

#include <algorithm>

namespace aw::verifier {

void OpenDemands::settle(std::uint64_t id) {
    std::erase_if(m_open, [&](const OpenDemand& open) { return open.demand.id == id; });
}

void OpenDemands::rollBack(std::uint64_t number) {
    std::erase_if(m_open, [&](const OpenDemand& open) { return open.demand.number >= number; });
}

bool OpenDemands::overdueBelow(std::uint64_t number, std::uint64_t l1Block) const {
    return std::ranges::any_of(m_open, [&](const OpenDemand& open) {
        return open.demand.number <= number && l1Block > open.demand.overdueAfter;
    });
}

} // namespace aw::verifier
