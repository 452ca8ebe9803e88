#pragma once

#include "api/values.hpp"

#include <deque>

namespace aw::lab {

/// Whether an event befalls one node; everything else happens on the chain that all nodes see, and is told
/// once.
bool concernsOneNode(api::EventCode code);

/// The newest events, numbered. Not thread-safe.
class EventLog {
public:
    static constexpr std::size_t kMax = 500;

    void add(std::int64_t atMs, std::uint64_t l1Block, api::EventCode code,
             std::map<std::string, std::string> args);
    const std::deque<api::Event>& events() const { return m_events; }

private:
    std::deque<api::Event> m_events;
    std::uint64_t m_next = 1;
};

} // namespace aw::lab
