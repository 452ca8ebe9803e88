#include "base/hex.hpp"
#include "base/protocol.hpp"
#include "codec/abi.hpp"
#include "rpc/methods.hpp"

#include <array>

namespace aw::rpc {
namespace json = boost::json;

namespace {

using base::toQuantity;
using codec::abi::Decoder, codec::abi::Encoder;

/// The fields of a call that eth_call and eth_estimateGas share.
struct Call {
    std::optional<Address> from, to;
    std::optional<U256> value;
    Bytes data;
};

RpcResult<Call> readCall(const Params& params) {
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

/// The refusal of a token's contract where the caller could not make this transfer.
std::optional<RpcError> transferRefusal(const Backend& backend, const TokenView& token, const Call& call) {
    const auto transfer = codec::tokenTransferOf(call.data);
    if (call.value.value_or(0) != 0) return reverted("ERC20: a token takes no ETH");
    if (!transfer) return reverted("ERC20: a transfer needs an address and an amount below 2^128");
    const auto from = call.from.value_or(Address{});
    if (backend.tokenBalance(from, token.number) < transfer->amount)
        return reverted("ERC20: transfer amount exceeds balance");
    return std::nullopt;
}

using Question = RpcResult<Bytes> (*)(const Backend&, const TokenView&, const Call&);

Bytes word(const U256& value) { return Encoder().number(value).encoded(); }

/// What the contract on L1 said.
template<Bytes l1::TokenMetadata::*field>
RpcResult<Bytes> metadata(const Backend&, const TokenView& token, const Call&) {
    if (!token.metadata) return rejected("the token is being looked up on L1: try again in a moment");
    const auto& answer = (*token.metadata).*field;
    if (answer.empty()) return reverted("ERC20: the token's contract on L1 does not tell");
    return answer;
}

RpcResult<Bytes> balanceOf(const Backend& backend, const TokenView& token, const Call& call) {
    Decoder arguments(ByteView(call.data).subspan(4));
    const auto owner = arguments.address();
    if (!arguments.ok()) return reverted("ERC20: balanceOf needs an address");
    return word(U256(backend.tokenBalance(owner, token.number)));
}

RpcResult<Bytes> transfer(const Backend& backend, const TokenView& token, const Call& call) {
    if (auto refusal = transferRefusal(backend, token, call)) return std::move(*refusal);
    return Encoder().boolean(true).encoded();
}

RpcResult<Bytes> totalSupply(const Backend&, const TokenView& token, const Call&) {
    return word(U256(token.supply));
}

/// Nobody can be allowed to move the tokens of others.
RpcResult<Bytes> allowance(const Backend&, const TokenView&, const Call&) { return word(0); }
RpcResult<Bytes> noAllowances(const Backend&, const TokenView&, const Call&) {
    return reverted("ERC20: allowances are not supported on this rollup; use transfer");
}

Question questionOf(ByteView data) {
    struct Known {
        std::array<std::uint8_t, 4> selector;
        Question question;
    };
    using codec::abi::selector;
    static const std::array kKnown{
        Known{selector("balanceOf(address)"), balanceOf},
        Known{selector("totalSupply()"), totalSupply},
        Known{selector("name()"), metadata<&l1::TokenMetadata::name>},
        Known{selector("symbol()"), metadata<&l1::TokenMetadata::symbol>},
        Known{selector("decimals()"), metadata<&l1::TokenMetadata::decimals>},
        Known{selector("transfer(address,uint256)"), transfer},
        Known{selector("allowance(address,address)"), allowance},
        Known{selector("approve(address,uint256)"), noAllowances},
        Known{selector("transferFrom(address,address,uint256)"), noAllowances},
    };
    for (const auto& known : kKnown)
        if (data.size() >= 4 && std::equal(known.selector.begin(), known.selector.end(), data.begin()))
            return known.question;
    return nullptr;
}

Reply ethCall(const Backend& backend, const Params& params) {
    const auto call = readCall(params);
    if (!call) return call.error();
    const auto ref = blockRef(backend, params, 1);
    if (!ref) return ref.error();
    if (!call->to) return rejected("contract creation is not supported: this rollup has no contracts");
    const auto token = backend.token(*call->to);
    if (!token) return json::value("0x"); // what calling an address without code gives
    if (!ref->pending && ref->number != backend.heads().latest)
        return rejected("state of block " + std::to_string(ref->number) + " is not kept; use latest");
    const auto question = questionOf(call->data);
    if (!question) return reverted("");
    const auto answer = question(backend, *token, *call);
    if (!answer) return answer.error();
    return json::value(base::toHex(*answer));
}

Reply estimateGas(const Backend& backend, const Params& params) {
    const auto call = readCall(params);
    if (!call) return call.error();
    if (!call->to) return rejected("contract creation is not supported: name a recipient in `to`");
    const auto token = backend.token(*call->to);
    const auto moved = codec::tokenTransferOf(call->data);
    if (token && !call->data.empty()) {
        const auto question = questionOf(call->data);
        if (!question) return reverted("");
        if (question == noAllowances) return noAllowances(backend, *token, *call).error();
        if (question != transfer) return rejected("this call changes nothing: ask it with eth_call");
        // Without a sender there is nobody whose balance could be too small.
        if (!moved || call->from)
            if (const auto refusal = transferRefusal(backend, *token, *call)) return *refusal;
    } else if (!call->data.empty()) {
        return rejected(
            "transaction data is not supported: only transfers of ETH and of ERC-20 tokens are "
            "executed here" +
            std::string(moved ? ", and no token is registered at " + base::toHex(call->to->view()) : ""));
    }
    const auto value = call->value.value_or(U256(0));
    if (call->from && U256(backend.account(*call->from).balance) < value)
        return rejected("insufficient funds for transfer");
    const auto& recipient = moved ? moved->recipient : *call->to;
    return json::value(
        toQuantity(protocol::gasOfKind(recipient == protocol::kWithdrawalAddress, moved.has_value())));
}

constexpr std::array kMethods{NamedMethod{"eth_call", ethCall}, NamedMethod{"eth_estimateGas", estimateGas}};

} // namespace

RpcError reverted(std::string_view reason) {
    if (reason.empty()) return {ErrorCode::reverted, "execution reverted", "0x"};
    return {ErrorCode::reverted, "execution reverted: " + std::string(reason),
            base::toHex(Encoder().text(reason).call("Error(string)"))};
}

std::span<const NamedMethod> callMethods() { return kMethods; }

} // namespace aw::rpc
