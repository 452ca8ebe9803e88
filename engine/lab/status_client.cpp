#include "lab/status_client.hpp"

#include "l1/json_rpc.hpp"
#include "lab/blocking.hpp"

namespace aw::lab {

namespace {

Result<boost::json::object> fetch(const std::string& url, std::string method, boost::json::array params,
                                  const std::string& option) {
    boost::asio::io_context context;
    const auto rpc = l1::JsonRpcClient::create(context.get_executor(), url);
    if (!rpc)
        return Error{ErrorCode::nodeBadUrl,
                     "\"" + url +
                         "\" is no URL; give the JSON-RPC address of an operator, such as "
                         "http://127.0.0.1:8645."};
    const auto ask = [](l1::RpcPtr client, std::string asked,
                        boost::json::array given) -> Task<Result<boost::json::value>> {
        co_return co_await client->call(std::move(asked), std::move(given), std::chrono::milliseconds(5000));
    };
    auto status = runBlocking(context, ask(*rpc, std::move(method), std::move(params)));
    if (!status) {
        if (status.error().code == ErrorCode::l1Unavailable || status.error().code == ErrorCode::l1Timeout)
            return Error{ErrorCode::nodeUnavailable,
                         "No operator answers at " + url +
                             ". Start one (\"anchorwatchd demo\"), or name its JSON-RPC address with " +
                             option + "."};
        return status.error();
    }
    if (!status->is_object())
        return Error{ErrorCode::nodeNotReady,
                     "The operator at " + url + " is still starting; try again in a moment."};
    return status->get_object();
}

} // namespace

Result<boost::json::object> fetchStatus(const std::string& url, const std::string& option) {
    return fetch(url, "rollup_status", {}, option);
}

Result<boost::json::object> fetchL1Transactions(const std::string& url, std::uint64_t limit,
                                                const std::string& option) {
    boost::json::array params;
    params.emplace_back(limit);
    return fetch(url, "rollup_getL1Transactions", std::move(params), option);
}

} // namespace aw::lab
