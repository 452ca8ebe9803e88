#include "base/hex.hpp"
#include "base/protocol.hpp"
#include "rpc/methods.hpp"

#include <array>

namespace aw::rpc {
namespace json = boost::json;

namespace {

using base::toQuantity;

/// What a state query is answered from.
enum class StateAt { latest, pending, genesis };

/// Only the latest state is kept; that of the genesis is known to be empty (S-6). Everything else is refused
/// rather than answered wrongly.
Outcome<StateAt> stateAt(const Backend& backend, const Params& params, std::size_t index) {
    const auto ref = blockRef(backend, params, index);
    if (!ref) return ref.error();
    if (ref->pending) return StateAt::pending;
    const auto latest = backend.heads().latest;
    if (ref->number == latest) return StateAt::latest;
    if (ref->number == 0) return StateAt::genesis;
    if (ref->number > latest)
        return rejected("block " + std::to_string(ref->number) + " is not known yet; the latest is " +
                        std::to_string(latest));
    return rejected("state of block " + std::to_string(ref->number) + " is not kept; use latest");
}

Reply getBalance(const Backend& backend, const Params& params) {
    const auto owner = params.address(0);
    if (!owner) return owner.error();
    const auto at = stateAt(backend, params, 1);
    if (!at) return at.error();
    if (*at == StateAt::genesis) return json::value("0x0");
    // The pending block has no order of transactions yet, so its balances are the latest ones.
    return json::value(toQuantity(U256(backend.account(*owner).balance)));
}

Reply getTransactionCount(const Backend& backend, const Params& params) {
    const auto owner = params.address(0);
    if (!owner) return owner.error();
    const auto at = stateAt(backend, params, 1);
    if (!at) return at.error();
    if (*at == StateAt::genesis) return json::value("0x0");
    const auto account = backend.account(*owner);
    return json::value(toQuantity(*at == StateAt::pending ? account.pendingNonce : account.nonce));
}

Reply getCode(const Backend& backend, const Params& params) {
    const auto owner = params.address(0);
    if (!owner) return owner.error();
    const auto ref = blockRef(backend, params, 1);
    if (!ref) return ref.error();
    return json::value("0x"); // no account of the rollup has code, at any block
}

Reply getStorageAt(const Backend& backend, const Params& params) {
    const auto owner = params.address(0);
    if (!owner) return owner.error();
    if (!params.has(1)) return invalidParams("missing parameter 2: a storage slot.");
    const auto ref = blockRef(backend, params, 2);
    if (!ref) return ref.error();
    return json::value(base::toHex(Hash{}.view()));
}

/// The fields of a call that eth_call and eth_estimateGas share.
struct Call {
    std::optional<Address> from, to;
    std::optional<U256> value;
    Bytes data;
};

Outcome<Call> readCall(const Params& params) {
    const auto object = params.object(0);
    if (!object) return object.error();
    const auto from = addressField(**object, "from");
    if (!from) return from.error();
    const auto to = addressField(**object, "to");
    if (!to) return to.error();
    const auto value = quantityField(**object, "value");
    if (!value) return value.error();
    auto data = dataField(**object);
    if (!data) return data.error();
    return Call{*from, *to, *value, std::move(*data)};
}

Reply ethCall(const Backend& backend, const Params& params) {
    const auto call = readCall(params);
    if (!call) return call.error();
    const auto ref = blockRef(backend, params, 1);
    if (!ref) return ref.error();
    if (!call->to) return rejected("contract creation is not supported: this rollup has no contracts");
    return json::value("0x"); // what calling an address without code gives
}

Reply estimateGas(const Backend& backend, const Params& params) {
    const auto call = readCall(params);
    if (!call) return call.error();
    if (!call->to) return rejected("contract creation is not supported: name a recipient in `to`");
    const auto token = codec::tokenTransferOf(call->data);
    if (!call->data.empty() && !token)
        return rejected("transaction data is not supported: only transfers of ETH and of ERC-20 tokens are "
                        "executed here");
    const auto value = call->value.value_or(U256(0));
    if (call->from && U256(backend.account(*call->from).balance) < value)
        return rejected("insufficient funds for transfer");
    const auto& recipient = token ? token->recipient : *call->to;
    return json::value(
        toQuantity(protocol::gasOfKind(recipient == protocol::kExitAddress, token.has_value())));
}

Reply accounts(const Backend&, const Params&) { return json::value(json::array()); }

constexpr std::array kMethods{
    NamedMethod{"eth_getBalance", getBalance}, NamedMethod{"eth_getTransactionCount", getTransactionCount},
    NamedMethod{"eth_getCode", getCode},       NamedMethod{"eth_getStorageAt", getStorageAt},
    NamedMethod{"eth_call", ethCall},          NamedMethod{"eth_estimateGas", estimateGas},
    NamedMethod{"eth_accounts", accounts},
};

} // namespace

std::span<const NamedMethod> accountMethods() { return kMethods; }

} // namespace aw::rpc
