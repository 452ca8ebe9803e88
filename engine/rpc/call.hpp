#pragma once

#include "rpc/state_read.hpp"

#include <map>

namespace aw::rpc {

/// The fields of a call that eth_call and eth_estimateGas share.
struct Call {
    std::optional<Address> from, to;
    std::optional<U256> value;
    std::optional<U256> gas;
    std::optional<U256> maxFeeWei; ///< of maxFeePerGas or gasPrice
    std::optional<U256> tipWei;    ///< of maxPriorityFeePerGas or gasPrice
    Bytes data;
    bool hasAccessList = false; ///< one that is not empty
};

/// Reads parameter 1. Refuses with -32602 what has the wrong form and with -32000 what this rollup does not
/// do: another chain's id, blobs, authorizations.
RpcResult<Call> readCall(const Backend& backend, const Params& params);

/// Accounts as a caller wants them to be for one question, by owner.
struct AccountOverride {
    std::optional<U256> balance;
    std::optional<U256> nonce;
};
using StateOverrides = std::map<Address, AccountOverride>;

/// Reads a set of state overrides; empty where not given. Balance and nonce are honoured; code and storage
/// are refused in words (-32000), since nothing has any here.
RpcResult<StateOverrides> stateOverrides(const Params& params, std::size_t index);

/// Reads a set of block overrides and returns its base fee; no other field of a block changes an answer.
RpcResult<std::optional<U256>> baseFeeOverride(const Params& params, std::size_t index);

/// The state that a call is answered from: that of a block, with the overrides on top.
class CallState {
public:
    /// `backend` and `overrides` must outlive this object.
    CallState(const Backend& backend, const BlockRef& block, const StateOverrides& overrides,
              std::optional<U256> baseFeeWei)
        : m_backend(backend)
        , m_block(block)
        , m_overrides(overrides)
        , m_baseFeeWei(std::move(baseFeeWei)) {}

    /// ETH of an owner, in wei.
    RpcResult<U256> balance(const Address& owner) const;
    RpcResult<std::optional<TokenView>> token(const Address& address) const;
    RpcResult<Wei> tokenBalance(const Address& owner, std::uint32_t token) const;
    /// Wei per gas that a transaction in the block had, or would have, to offer.
    U256 baseFeeWei() const;

private:
    const Backend& m_backend;
    BlockRef m_block;
    const StateOverrides& m_overrides;
    std::optional<U256> m_baseFeeWei;
};

/// The refusal of a call whose fees make no sense or are below the base fee; none where no fee is named.
std::optional<RpcError> feeRefusal(const CallState& state, const Call& call);

} // namespace aw::rpc
