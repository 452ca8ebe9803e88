#include "rpc/call.hpp"

#include "base/hex.hpp"

#include <boost/json/object.hpp>

namespace aw::rpc {
namespace json = boost::json;

namespace {

/// The member, or nullptr where it is absent, null, or an empty list or object.
const json::value* meant(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    if (!value || value->is_null()) return nullptr;
    if (const auto* list = value->if_array(); list && list->empty()) return nullptr;
    if (const auto* members = value->if_object(); members && members->empty()) return nullptr;
    return value;
}

std::optional<RpcError> chainRefusal(const Backend& backend, const std::optional<U256>& chainId) {
    if (!chainId || *chainId == backend.chainId()) return std::nullopt;
    return rejected("chainId does not match node's (have=" + chainId->str() +
                    ", want=" + std::to_string(backend.chainId()) + ")");
}

/// Reads gasPrice, or maxFeePerGas and maxPriorityFeePerGas, into the call.
std::optional<RpcError> readFees(const json::object& object, Call& call) {
    const auto gasPrice = quantityField(object, "gasPrice");
    if (!gasPrice) return gasPrice.error();
    const auto maxFee = quantityField(object, "maxFeePerGas");
    if (!maxFee) return maxFee.error();
    const auto tip = quantityField(object, "maxPriorityFeePerGas");
    if (!tip) return tip.error();
    if (*gasPrice && (*maxFee || *tip))
        return invalidParams("both gasPrice and (maxFeePerGas or maxPriorityFeePerGas) specified");
    call.maxFeeWei = *gasPrice ? *gasPrice : *maxFee;
    call.tipWei = *gasPrice ? *gasPrice : *tip;
    return std::nullopt;
}

RpcResult<AccountOverride> accountOverride(const json::value& value, const std::string& name) {
    if (!value.is_object()) return invalidParams("the override of " + name + " must be an object.");
    AccountOverride result;
    for (const auto& member : value.get_object()) {
        const std::string_view key = member.key();
        if (member.value().is_null()) continue;
        if (key == "balance" || key == "nonce") {
            auto number = quantityField(value.get_object(), key);
            if (!number) return number.error();
            (key == "balance" ? result.balance : result.nonce) = std::move(*number);
        } else if (key == "code" || key == "state" || key == "movePrecompileToAddress") {
            return rejected("the state override \"" + std::string(key) + "\" of " + name +
                            " is not supported: no code runs on this rollup; balance and nonce can be "
                            "overridden.");
        } else if (key == "stateDiff") {
            if (meant(value.get_object(), key))
                return rejected("the state override \"stateDiff\" of " + name +
                                " is not supported: nothing has storage on this rollup; balance and nonce "
                                "can be overridden.");
        } else {
            return invalidParams("the override of " + name + " has an unknown field \"" +
                                 std::string(key.substr(0, 64)) + "\".");
        }
    }
    return result;
}

} // namespace

RpcResult<Call> readCall(const Backend& backend, const Params& params) {
    const auto object = params.object(0);
    if (!object) return object.error();
    Call call;
    const auto from = addressField(**object, "from");
    if (!from) return from.error();
    const auto to = addressField(**object, "to");
    if (!to) return to.error();
    auto value = quantityField(**object, "value");
    if (!value) return value.error();
    auto gas = quantityField(**object, "gas");
    if (!gas) return gas.error();
    const auto chainId = quantityField(**object, "chainId");
    if (!chainId) return chainId.error();
    if (auto refusal = chainRefusal(backend, *chainId)) return std::move(*refusal);
    if (auto refusal = readFees(**object, call)) return std::move(*refusal);
    for (const std::string_view name : {"blobVersionedHashes", "blobs", "authorizationList"})
        if (meant(**object, name))
            return rejected(std::string(name) + " is not supported: transactions here are of type 2.");
    auto data = dataField(**object);
    if (!data) return data.error();
    call.from = *from;
    call.to = *to;
    call.value = std::move(*value);
    call.gas = std::move(*gas);
    call.data = std::move(*data);
    call.hasAccessList = meant(**object, "accessList") != nullptr;
    return call;
}

RpcResult<StateOverrides> stateOverrides(const Params& params, std::size_t index) {
    constexpr std::size_t kMaxOverrides = 1000;
    StateOverrides result;
    if (!params.has(index)) return result;
    const auto object = params.object(index);
    if (!object) return object.error();
    if ((*object)->size() > kMaxOverrides)
        return RpcError{RpcErrorCode::limitExceeded,
                        "at most " + std::to_string(kMaxOverrides) + " accounts can be overridden."};
    for (const auto& member : **object) {
        const auto owner = addressOf(json::value(member.key()), "the account of an override");
        if (!owner) return owner.error();
        auto account = accountOverride(member.value(), base::toHex(owner->view()));
        if (!account) return account.error();
        result[*owner] = std::move(*account);
    }
    return result;
}

RpcResult<std::optional<U256>> baseFeeOverride(const Params& params, std::size_t index) {
    if (!params.has(index)) return std::optional<U256>();
    const auto object = params.object(index);
    if (!object) return object.error();
    return quantityField(**object, "baseFeePerGas");
}

RpcResult<U256> CallState::balance(const Address& owner) const {
    const auto changed = m_overrides.find(owner);
    if (changed != m_overrides.end() && changed->second.balance) return *changed->second.balance;
    const auto account = m_backend.account(owner, m_block.number);
    if (!account) return stateError(account.error());
    return U256(account->balance);
}

RpcResult<std::optional<TokenView>> CallState::token(const Address& address) const {
    auto token = m_backend.token(address, m_block.number);
    if (!token) return stateError(token.error());
    return std::move(*token);
}

RpcResult<Wei> CallState::tokenBalance(const Address& owner, std::uint32_t token) const {
    auto balance = m_backend.tokenBalance(owner, token, m_block.number);
    if (!balance) return stateError(balance.error());
    return std::move(*balance);
}

U256 CallState::baseFeeWei() const {
    if (m_baseFeeWei) return *m_baseFeeWei;
    const auto block = m_block.number < m_backend.heads().latest ? findBlock(m_backend, m_block) : nullptr;
    return block ? block->header.baseFeeWei : m_backend.baseFeeWei();
}

std::optional<RpcError> feeRefusal(const CallState& state, const Call& call) {
    const auto maxFee = call.maxFeeWei.value_or(0);
    const auto tip = call.tipWei.value_or(0);
    if (maxFee == 0 && (tip == 0 || !call.maxFeeWei)) return std::nullopt;
    const auto address = base::toHex(call.from.value_or(Address{}).view());
    if (tip > maxFee)
        return rejected("max priority fee per gas higher than max fee per gas: address " + address +
                        ", maxPriorityFeePerGas: " + tip.str() + ", maxFeePerGas: " + maxFee.str());
    const auto baseFee = state.baseFeeWei();
    if (maxFee < baseFee)
        return rejected("max fee per gas less than block base fee: address " + address +
                        ", maxFeePerGas: " + maxFee.str() + ", baseFee: " + baseFee.str());
    return std::nullopt;
}

} // namespace aw::rpc
