#include "base/hex.hpp"
#include "base/protocol.hpp"
#include "codec/abi.hpp"
#include "rpc/call.hpp"
#include "rpc/methods.hpp"

#include <array>

namespace aw::rpc {
namespace json = boost::json;

namespace {

using base::toQuantity;
using codec::abi::Decoder, codec::abi::Encoder;

/// The refusal of a token's contract where the caller could not make this transfer.
std::optional<RpcError> transferRefusal(const CallState& state, const TokenView& token, const Call& call) {
    const auto transfer = codec::tokenTransferOf(call.data);
    if (call.value.value_or(0) != 0) return reverted("ERC20: a token takes no ETH");
    if (!transfer) return reverted("ERC20: a transfer needs an address and an amount below 2^128");
    const auto balance = state.tokenBalance(call.from.value_or(Address{}), token.number);
    if (!balance) return balance.error();
    if (*balance < transfer->amount) return reverted("ERC20: transfer amount exceeds balance");
    return std::nullopt;
}

using Question = RpcResult<Bytes> (*)(const CallState&, const TokenView&, const Call&);

Bytes word(const U256& value) { return Encoder().number(value).encoded(); }

/// What the contract on L1 said.
template<Bytes l1::TokenMetadata::*field>
RpcResult<Bytes> metadata(const CallState&, const TokenView& token, const Call&) {
    if (!token.metadata) return rejected("the token is being looked up on L1: try again in a moment");
    const auto& answer = (*token.metadata).*field;
    if (answer.empty()) return reverted("ERC20: the token's contract on L1 does not tell");
    return answer;
}

RpcResult<Bytes> balanceOf(const CallState& state, const TokenView& token, const Call& call) {
    Decoder arguments(ByteView(call.data).subspan(4));
    const auto owner = arguments.address();
    if (!arguments.ok()) return reverted("ERC20: balanceOf needs an address");
    const auto balance = state.tokenBalance(owner, token.number);
    if (!balance) return balance.error();
    return word(U256(*balance));
}

RpcResult<Bytes> transfer(const CallState& state, const TokenView& token, const Call& call) {
    if (auto refusal = transferRefusal(state, token, call)) return std::move(*refusal);
    return Encoder().boolean(true).encoded();
}

RpcResult<Bytes> totalSupply(const CallState&, const TokenView& token, const Call&) {
    return word(U256(token.supply));
}

/// Nobody can be allowed to move the tokens of others.
RpcResult<Bytes> allowance(const CallState&, const TokenView&, const Call&) { return word(0); }
RpcResult<Bytes> noAllowances(const CallState&, const TokenView&, const Call&) {
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

/// The refusal of a call that its sender could not pay for. Without a sender there is nobody whose balance
/// could be too small. `gas`: what the call is to be paid for.
std::optional<RpcError> fundsRefusal(const CallState& state, const Call& call, const U256& gas) {
    if (!call.from) return std::nullopt;
    const auto balance = state.balance(*call.from);
    if (!balance) return balance.error();
    using Wide = boost::multiprecision::uint512_t;
    const auto value = call.value.value_or(0);
    const auto wanted = Wide(gas) * Wide(call.maxFeeWei.value_or(0)) + Wide(value);
    const auto known = " address " + base::toHex(call.from->view()) + " have " + balance->str();
    if (*balance < value)
        return rejected("insufficient funds for transfer:" + known + " want " + value.str());
    if (Wide(*balance) < wanted)
        return rejected("insufficient funds for gas * price + value:" + known + " want " + wanted.str());
    return std::nullopt;
}

Reply answerCall(const CallState& state, const Call& call) {
    if (!call.to) return rejected("contract creation is not supported: this rollup has no contracts");
    const auto token = state.token(*call.to);
    if (!token) return token.error();
    const auto gas = call.gas.value_or(protocol::kTransferGas);
    if (gas < protocol::kTransferGas)
        return rejected("intrinsic gas too low: have " + gas.str() + ", want " +
                        std::to_string(protocol::kTransferGas));
    if (auto refusal = feeRefusal(state, call)) return std::move(*refusal);
    if (auto refusal = fundsRefusal(state, call, gas)) return std::move(*refusal);
    if (!*token) return json::value("0x"); // what calling an address without code gives
    const auto question = questionOf(call.data);
    if (!question) return reverted("");
    const auto answer = question(state, **token, call);
    if (!answer) return answer.error();
    return json::value(base::toHex(*answer));
}

/// The gas that a transaction takes which does what the call says, or why there can be none.
RpcResult<std::uint64_t> gasOf(const CallState& state, const Call& call) {
    if (!call.to) return rejected("contract creation is not supported: name a recipient in `to`");
    if (call.hasAccessList) return rejected("access lists are not supported: leave it out");
    const auto token = state.token(*call.to);
    if (!token) return token.error();
    const auto moved = codec::tokenTransferOf(call.data);
    if (*token && !call.data.empty()) {
        const auto question = questionOf(call.data);
        if (!question) return reverted("");
        if (question == noAllowances) return noAllowances(state, **token, call).error();
        if (question != transfer) return rejected("this call changes nothing: ask it with eth_call");
        // Without a sender there is nobody whose balance could be too small.
        if (!moved || call.from)
            if (auto refusal = transferRefusal(state, **token, call)) return std::move(*refusal);
    } else if (!call.data.empty()) {
        return rejected(
            "transaction data is not supported: only transfers of ETH and of ERC-20 tokens are "
            "executed here" +
            std::string(moved ? ", and no token is registered at " + base::toHex(call.to->view()) : ""));
    }
    const auto& recipient = moved ? moved->recipient : *call.to;
    return protocol::gasOfKind(recipient == protocol::kWithdrawalAddress, moved.has_value());
}

Reply answerEstimate(const CallState& state, const Call& call) {
    const auto gas = gasOf(state, call);
    if (!gas) return gas.error();
    if (auto refusal = feeRefusal(state, call)) return std::move(*refusal);
    if (auto refusal = fundsRefusal(state, call, 0)) return std::move(*refusal);
    std::optional<U256> allowance;
    if (call.gas.value_or(0) != 0) allowance = call.gas;
    if (const auto maxFee = call.maxFeeWei.value_or(0); call.from && maxFee != 0) {
        const auto balance = state.balance(*call.from);
        if (!balance) return balance.error();
        const U256 payable = (*balance - call.value.value_or(0)) / maxFee;
        if (!allowance || payable < *allowance) allowance = payable;
    }
    if (allowance && *allowance < *gas)
        return rejected("gas required exceeds allowance (" + allowance->str() + ")");
    return json::value(toQuantity(*gas));
}

using Answer = Reply (*)(const CallState&, const Call&);

/// Parameters: the call, the block, overrides of the state, overrides of the block.
template<Answer answer>
Reply atBlock(const Backend& backend, const Params& params) {
    const auto call = readCall(backend, params);
    if (!call) return call.error();
    const auto overrides = stateOverrides(params, 2);
    if (!overrides) return overrides.error();
    const auto baseFee = baseFeeOverride(params, 3);
    if (!baseFee) return baseFee.error();
    return readState(backend, params, 1, [&](const BlockRef& ref) {
        return answer(CallState(backend, ref, *overrides, *baseFee), *call);
    });
}

constexpr std::array kMethods{NamedMethod{"eth_call", atBlock<answerCall>},
                              NamedMethod{"eth_estimateGas", atBlock<answerEstimate>}};

} // namespace

RpcError reverted(std::string_view reason) {
    if (reason.empty()) return {RpcErrorCode::reverted, "execution reverted", "0x"};
    return {RpcErrorCode::reverted, "execution reverted: " + std::string(reason),
            base::toHex(Encoder().text(reason).call("Error(string)"))};
}

std::span<const NamedMethod> callMethods() { return kMethods; }

} // namespace aw::rpc
