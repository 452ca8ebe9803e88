#pragma once

#include "lab/fleet.hpp"
#include "lab/load.hpp"

#include <deque>
#include <mutex>

namespace aw::lab {

/// The users' transfers of a demo: so many a second, to whoever is the current operator, each sent again
/// until its outcome is known. On the demo's strand but for record().
class DemoLoad {
public:
    /// `record`: keeps the hashes that were acknowledged, for scenarios.
    DemoLoad(Pace& pace, Fleet& fleet, double tps, bool record);

    /// Gives the load its users; run() needs them.
    void setAccounts(std::unique_ptr<LoadAccounts> accounts) { m_accounts = std::move(accounts); }
    const LoadAccounts& accounts() const { return *m_accounts; }
    void set(bool running, double tps);
    /// Sends until end(), or until the demo stops.
    Task<void> run();
    void end() { m_ended = true; }

    std::uint64_t sent() const { return m_sent; }
    /// `acceptedTps`: as measured by the caller.
    api::Load figures(double acceptedTps) const;

    /// What became of the transfers.
    struct Record {
        std::vector<Hash> acknowledged;
        std::uint64_t unknown = 0; ///< never acknowledged, and it is open whether they are executed
    };
    /// Any thread.
    Record record() const;

private:
    Task<void> sendOne(std::shared_ptr<node::Node> node, LoadAccounts::Next next, bool again);

    Pace& m_pace;
    Fleet& m_fleet;
    std::unique_ptr<LoadAccounts> m_accounts;
    bool m_running = false;
    bool m_ended = false;
    double m_tps = 0;
    double m_budget = 0;
    std::size_t m_inFlight = 0;
    std::deque<LoadAccounts::Next> m_unsettled; ///< answered with an open outcome; sent again
    std::uint64_t m_sent = 0, m_refused = 0;

    const bool m_recording;
    mutable std::mutex m_mutex;
    Record m_record; ///< guarded by m_mutex
};

} // namespace aw::lab
