#include "base/hex.hpp"
#include "rpc/methods.hpp"
#include "rpc/state_read.hpp"

#include <array>

namespace aw::rpc {
namespace json = boost::json;

namespace {

using base::toQuantity;

Reply getBalance(const Backend& backend, const Params& params) {
    const auto owner = params.address(0);
    if (!owner) return owner.error();
    // The pending block has no order of transactions yet, so its balances are the latest ones.
    return readState(backend, params, 1, [&](const BlockRef& ref) -> Reply {
        const auto account = backend.account(*owner, ref.number);
        if (!account) return stateError(account.error());
        return json::value(toQuantity(U256(account->balance)));
    });
}

Reply getTransactionCount(const Backend& backend, const Params& params) {
    const auto owner = params.address(0);
    if (!owner) return owner.error();
    return readState(backend, params, 1, [&](const BlockRef& ref) -> Reply {
        if (ref.pending) return json::value(toQuantity(backend.pendingNonce(*owner)));
        const auto account = backend.account(*owner, ref.number);
        if (!account) return stateError(account.error());
        return json::value(toQuantity(account->nonce));
    });
}

Reply getCode(const Backend& backend, const Params& params) {
    const auto owner = params.address(0);
    if (!owner) return owner.error();
    return readState(backend, params, 1, [&](const BlockRef& ref) -> Reply {
        const auto token = backend.token(*owner, ref.number);
        if (!token) return stateError(token.error());
        // Nothing has code here; wallets must see a contract where a token answers them.
        return json::value(*token ? "0xfe" : "0x");
    });
}

/// A storage slot as clients write it: up to 32 bytes in hex, also of an odd number of digits, or a number.
bool isStorageSlot(const json::value& value) {
    if (value.is_uint64() || (value.is_int64() && value.get_int64() >= 0)) return true;
    if (!value.is_string()) return false;
    std::string_view digits = value.get_string();
    if (digits.starts_with("0x") || digits.starts_with("0X")) digits.remove_prefix(2);
    constexpr std::size_t kMaxDigits = 64;
    return digits.size() <= kMaxDigits &&
           digits.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

Reply getStorageAt(const Backend& backend, const Params& params) {
    const auto owner = params.address(0);
    if (!owner) return owner.error();
    const auto* slot = params.find(1);
    if (!slot) return invalidParams("missing parameter 2: a storage slot.");
    if (!isStorageSlot(*slot))
        return invalidParams("parameter 2 must be a storage slot: at most 32 bytes in hex.");
    return readState(backend, params, 2, [&](const BlockRef& ref) -> Reply {
        // Nothing has storage here; the block must be one whose state can be told.
        const auto account = backend.account(*owner, ref.number);
        if (!account) return stateError(account.error());
        return json::value(base::toHex(Hash{}.view()));
    });
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
