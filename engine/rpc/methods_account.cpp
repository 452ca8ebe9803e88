#include "base/hex.hpp"
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
RpcResult<StateAt> stateAt(const Backend& backend, const Params& params, std::size_t index) {
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
    // Nothing has code here; wallets must see a contract where a token answers them.
    return json::value(backend.token(*owner) ? "0xfe" : "0x");
}

Reply getStorageAt(const Backend& backend, const Params& params) {
    const auto owner = params.address(0);
    if (!owner) return owner.error();
    if (!params.has(1)) return invalidParams("missing parameter 2: a storage slot.");
    const auto ref = blockRef(backend, params, 2);
    if (!ref) return ref.error();
    return json::value(base::toHex(Hash{}.view()));
}

Reply accounts(const Backend&, const Params&) { return json::value(json::array()); }

constexpr std::array kMethods{
    NamedMethod{"eth_getBalance", getBalance}, NamedMethod{"eth_getTransactionCount", getTransactionCount},
    NamedMethod{"eth_getCode", getCode},       NamedMethod{"eth_getStorageAt", getStorageAt},
    NamedMethod{"eth_accounts", accounts},
};

} // namespace

std::span<const NamedMethod> accountMethods() { return kMethods; }

} // namespace aw::rpc
