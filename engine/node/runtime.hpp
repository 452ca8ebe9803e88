#pragma once

#include "base/async.hpp"
#include "base/clock.hpp"
#include "node/config.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>

#include <atomic>

namespace aw::node {

/// What every role of a node works with: the strand, time, the configuration, and where events go.
///
/// Thread rule: isStopped(), stop(), nowMs(), steadyMs(), post() and config() from any thread; the rest on
/// the strand.
class Runtime {
public:
    using Strand = boost::asio::strand<boost::asio::io_context::executor_type>;

    Runtime(boost::asio::io_context& context, NodeConfig config, EventSink onEvent,
            std::shared_ptr<const Clock> clock);
    Runtime(const Runtime&) = delete;
    Runtime& operator=(const Runtime&) = delete;

    /// Whoever is to live as long as anything runs on the strand; to be set before the first spawn().
    void setOwner(std::weak_ptr<void> owner) { m_owner = std::move(owner); }
    /// Keeps the owner while the result lives.
    std::shared_ptr<void> keepAlive() const { return m_owner.lock(); }

    const Strand& strand() const { return m_strand; }
    boost::asio::io_context& context() const { return m_context; }
    const NodeConfig& config() const { return m_config; }
    const l1::Parameters& parameters() const { return m_config.deployment.parameters; }
    const l1::Addresses& contracts() const { return m_config.deployment.addresses; }
    const Address& address() const { return m_config.key->address(); }

    std::int64_t nowMs() const { return static_cast<std::int64_t>(m_clock->nowMs()); }
    std::uint64_t steadyMs() const { return m_clock->steadyMs(); }
    const std::shared_ptr<const Clock>& clock() const { return m_clock; }

    bool isStopped() const { return m_stopped; }
    /// Whether this call was the one that stopped it.
    bool stop() { return !m_stopped.exchange(true); }

    /// Runs it on the strand to its end; the owner lives as long. An exception is logged.
    void spawn(Task<void> task);
    /// Runs it on the strand, soon, while the owner lives. From any thread.
    template<class Work>
    void post(Work work) const {
        if (auto owner = m_owner.lock())
            boost::asio::post(m_strand,
                              [owner = std::move(owner), work = std::move(work)]() mutable { work(); });
    }
    /// Waits; false where the node was stopped meanwhile.
    Task<bool> sleep(std::chrono::milliseconds duration);

    /// Tells whoever watches, once events are wanted: what is read again of the past is no news.
    void emit(api::EventCode code, std::map<std::string, std::string> args = {});
    void setEventsWanted(bool wanted) { m_eventsWanted = wanted; }

    /// Something that is shown has changed.
    void touch() { m_touched = true; }
    /// Whether it has, since the last call.
    bool takeTouched() { return std::exchange(m_touched, false); }

private:
    boost::asio::io_context& m_context;
    Strand m_strand;
    NodeConfig m_config;
    EventSink m_onEvent;
    std::shared_ptr<const Clock> m_clock;
    std::weak_ptr<void> m_owner;
    std::atomic<bool> m_stopped = false;
    bool m_eventsWanted = false;
    bool m_touched = true;
};

} // namespace aw::node
