#include "node/runtime.hpp"

#include "base/log.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>

namespace aw::node {

namespace {
const log::Logger kLog("node");
} // namespace

Runtime::Runtime(boost::asio::io_context& context, NodeConfig config, EventSink onEvent,
                 std::shared_ptr<const Clock> clock)
    : m_context(context)
    , m_strand(boost::asio::make_strand(context))
    , m_config(std::move(config))
    , m_onEvent(std::move(onEvent))
    , m_clock(std::move(clock)) {}

void Runtime::spawn(Task<void> task) {
    boost::asio::co_spawn(
        m_strand,
        [owner = m_owner.lock(), task = std::move(task)]() mutable -> Task<void> {
            co_await std::move(task);
        },
        [](const std::exception_ptr& failure) {
            if (!failure) return;
            try {
                std::rethrow_exception(failure);
            } catch (const std::exception& error) {
                kLog.error("a task of the node ended", {{"detail", std::string(error.what())}});
            }
        });
}

Task<bool> Runtime::sleep(std::chrono::milliseconds duration) {
    boost::asio::steady_timer timer(m_strand, duration);
    co_await timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    co_return !m_stopped;
}

void Runtime::emit(api::EventCode code, std::map<std::string, std::string> args) {
    kLog.info(api::name(code), {{"operator", m_config.name}});
    if (m_eventsWanted && m_onEvent) m_onEvent(code, std::move(args));
}

} // namespace aw::node
