#pragma once

#include <boost/json/value.hpp>
#include <boost/system/result.hpp>

#include <stdexcept>
#include <string>
#include <string_view>

namespace aw::rpc {

/// Codes of JSON-RPC 2.0 and, below -32000, of Ethereum (EIP-1474).
enum class RpcErrorCode : int {
    parse = -32700,
    invalidRequest = -32600,
    methodNotFound = -32601,
    invalidParams = -32602,
    internal = -32603,
    reverted = 3,      ///< of eth_call and eth_estimateGas, with data
    rejected = -32000, ///< what wallets read the text of
    limitExceeded = -32005,
    responseTooLarge = -32003,
};

/// An error object of a response.
struct RpcError {
    RpcErrorCode code = RpcErrorCode::internal;
    std::string message;
    std::string data = {}; ///< hex; none where empty
};

/// What a method gives.
template<class T>
using RpcResult = boost::system::result<T, RpcError>;
using Reply = RpcResult<boost::json::value>;

/// Called by value() on an error: a program error of the caller, who had to test first.
[[noreturn]] inline void throw_exception_from_error(const RpcError& error, const boost::source_location&) {
    throw std::logic_error(error.message);
}

/// What a contract gives that refuses: Error(string) of Solidity with this reason.
RpcError reverted(std::string_view reason);
inline RpcError invalidParams(std::string message) {
    return {RpcErrorCode::invalidParams, std::move(message)};
}
inline RpcError rejected(std::string message) { return {RpcErrorCode::rejected, std::move(message)}; }

} // namespace aw::rpc
