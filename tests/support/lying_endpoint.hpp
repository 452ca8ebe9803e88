#pragma once

#include "gate.hpp"

namespace aw::test {

/// What an endpoint of L1 does that cannot be believed.
enum class EndpointLie {
    none,
    oldHead,     ///< it has not come further than a block
    otherChain,  ///< it says that it is of another chain
    wrongParent, ///< its blocks name parents that are not there
    noLogs,      ///< it leaves out every log
    halfTheLogs, ///< it leaves out the logs of every other block
    swallows,    ///< it takes transactions and passes none on
};
inline constexpr unsigned kEndpointLies = 7;

/// How it is said of an endpoint: "shows old heads".
const char* textOf(EndpointLie lie);

/// The lies of an endpoint, as its Gate tells them.
class LyingEndpoint {
public:
    /// The last block that oldHead shows.
    void setLie(EndpointLie lie, std::uint64_t head = 0) {
        m_lie = lie;
        m_head = head;
    }
    bool isHonest() const { return m_lie == EndpointLie::none; }

    std::string request(std::string body) const;
    std::string answer(const std::string& request, std::string body) const;

private:
    EndpointLie m_lie = EndpointLie::none;
    std::uint64_t m_head = 0;
};

} // namespace aw::test
