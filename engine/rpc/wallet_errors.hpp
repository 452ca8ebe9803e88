#pragma once

#include "base/result.hpp"
#include "rpc/rpc_error.hpp"

namespace aw::rpc {

/// The error that eth_sendRawTransaction answers for a refusal of Backend::submit: code -32000 and a text
/// that starts with the words that wallets look for (those of geth), followed by what is particular. Nothing
/// of the operator's machine is told: no path, no address of an endpoint.
RpcError walletError(const Error& refusal);

} // namespace aw::rpc
