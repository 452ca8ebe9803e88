#include "fake_backend.hpp"
#include "fuzz.hpp"
#include "rpc/dispatcher.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>

using namespace aw;

namespace {

/// A backend for each input: none depends on those before it.
std::string answer(const std::string& message) {
    const auto backend = std::make_shared<test::FakeBackend>();
    const auto clock = std::make_shared<base::ManualClock>();
    const rpc::Limits limits;
    boost::asio::io_context io;
    const auto reads = std::make_shared<rpc::ReadPool>(1, limits.maxWaitingReads);
    const rpc::Dispatcher dispatcher({backend, std::make_shared<rpc::Filters>(limits, clock), reads, reads,
                                      std::make_shared<rpc::ByteBudget>(limits.maxUnsentBytes)},
                                     limits);
    const std::atomic<bool> hasLeft = false;
    const rpc::Caller caller{.client = std::make_shared<rpc::Client>(limits.loopback, true, clock),
                             .hasLeft = hasLeft};
    std::string response;
    boost::asio::co_spawn(io, dispatcher.handle(message, caller),
                          [&](const std::exception_ptr& failure, rpc::Answer answer) {
                              fuzz::require(!failure);
                              response = std::move(answer.text);
                          });
    io.run();
    reads->stop();
    return response;
}

} // namespace

/// JSON-RPC messages as anybody can send them. Whatever is sent, the response is JSON or nothing.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto response = answer(std::string(fuzz::textOf({data, size})));
    if (response.empty()) return 0;
    boost::system::error_code failure;
    const auto value = boost::json::parse(response, failure);
    fuzz::require(!failure && (value.is_object() || value.is_array()));
    return 0;
}
