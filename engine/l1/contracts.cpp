#include "l1/contracts.hpp"

#include "base/hex.hpp"
#include "codec/abi.hpp"

#include <array>
#include <limits>

namespace aw::l1 {

using codec::abi::Decoder;
using codec::abi::Encoder;

namespace {

Error undecodable(const Address& contract) {
    return {ErrorCode::l1BadAnswer, "The contract " + base::toHex(contract.view()) +
                                        " did not answer as expected: is the rollup deployed on this L1?"};
}

RpcRequest viewRequest(const Address& to, const Bytes& data, std::optional<std::uint64_t> atBlock) {
    boost::json::object call{{"to", base::toHex(to.view())}, {"data", base::toHex(data)}};
    RpcRequest request{.method = "eth_call", .params = {}};
    request.params.push_back(std::move(call));
    request.params.push_back(atBlock ? boost::json::value(base::toQuantity(*atBlock))
                                     : boost::json::value("latest"));
    return request;
}

Result<Bytes> bytesOf(const RpcAnswer& answer, const Address& contract) {
    if (answer.error) {
        if (answer.error->data.empty() && answer.error->message.find("revert") == std::string::npos)
            return rpcError("eth_call", *answer.error);
        return Error{ErrorCode::l1Reverted, describeRevert(answer.error->data)};
    }
    if (!answer.result.is_string()) return undecodable(contract);
    auto bytes = base::fromHex(std::string_view(answer.result.as_string()));
    if (!bytes) return undecodable(contract);
    return std::move(*bytes);
}

Result<OperatorView> readOperator(Decoder fields, const Address& contract) {
    OperatorView view;
    view.address = fields.address();
    const auto status = fields.number64();
    view.eligible = fields.boolean();
    view.bondWei = fields.number128();
    view.claimableWei = fields.number128();
    view.bidWei = fields.number64();
    view.nextBidWei = fields.number64();
    view.nextBidEpoch = fields.number64();
    view.eligibleFromEpoch = fields.number64();
    view.leavesAtEpoch = fields.number64();
    view.standsDownUntilEpoch = fields.number64();
    const auto order = fields.number64();
    view.lastBatch = fields.number64();
    view.lastBatchAt = fields.number64();
    view.url = fields.text();
    if (!fields.ok() || status > static_cast<std::uint64_t>(OperatorStatus::convicted) ||
        order > std::numeric_limits<std::uint32_t>::max())
        return undecodable(contract);
    view.status = static_cast<OperatorStatus>(status);
    view.order = static_cast<std::uint32_t>(order);
    return view;
}

Result<Clock> readClock(const Bytes& bytes, const Address& contract) {
    Decoder decoder(bytes);
    Clock result;
    result.epoch = decoder.number64();
    result.era = decoder.number64();
    result.silentBlocks = decoder.number64();
    result.lastActionAt = decoder.number64();
    if (!decoder.ok()) return undecodable(contract);
    return result;
}

Result<std::vector<OperatorView>> readOperators(const Bytes& bytes, const Address& contract) {
    Decoder decoder(bytes);
    std::vector<OperatorView> result;
    const auto tuples = decoder.dynamicTuples();
    for (const auto& tuple : tuples) {
        auto each = readOperator(tuple, contract);
        if (!each) return each.error();
        result.push_back(std::move(*each));
    }
    if (!decoder.ok()) return undecodable(contract);
    return result;
}

Result<Address> readAddress(const Bytes& bytes, const Address& contract) {
    Decoder decoder(bytes);
    const auto result = decoder.address();
    if (!decoder.ok()) return undecodable(contract);
    return result;
}

} // namespace

Contracts::Contracts(RpcPtr rpc, Addresses addresses)
    : m_rpc(std::move(rpc))
    , m_addresses(addresses) {}

Task<Result<Bytes>> Contracts::view(Address to, Bytes data, At atBlock) const {
    auto request = viewRequest(to, data, atBlock);
    // Kept apart from *this: a view may outlive the object it was asked of.
    const auto rpc = m_rpc;
    const auto answer = co_await rpc->ask(std::move(request.method), std::move(request.params));
    if (!answer) co_return answer.error();
    co_return bytesOf(*answer, to);
}

Task<Result<std::uint64_t>> Contracts::view64(Address to, Bytes data, At atBlock) const {
    const auto bytes = co_await view(to, std::move(data), atBlock);
    if (!bytes) co_return bytes.error();
    Decoder decoder(*bytes);
    const auto value = decoder.number64();
    if (!decoder.ok()) co_return undecodable(to);
    co_return value;
}

Task<Result<Wei>> Contracts::view128(Address to, Bytes data) const {
    const auto bytes = co_await view(to, std::move(data), {});
    if (!bytes) co_return bytes.error();
    Decoder decoder(*bytes);
    const auto value = decoder.number128();
    if (!decoder.ok()) co_return undecodable(to);
    co_return value;
}

Task<Result<bool>> Contracts::viewBool(Address to, Bytes data) const {
    const auto bytes = co_await view(to, std::move(data), {});
    if (!bytes) co_return bytes.error();
    Decoder decoder(*bytes);
    const auto value = decoder.boolean();
    if (!decoder.ok()) co_return undecodable(to);
    co_return value;
}

Task<Result<Hash>> Contracts::viewHash(Address to, Bytes data) const {
    const auto bytes = co_await view(to, std::move(data), {});
    if (!bytes) co_return bytes.error();
    Decoder decoder(*bytes);
    const auto value = decoder.hash();
    if (!decoder.ok()) co_return undecodable(to);
    co_return value;
}

Task<Result<Tip>> Contracts::tip(At atBlock) const {
    const auto rollup = m_addresses.rollup;
    const auto bytes = co_await view(rollup, Encoder().call("tip()"), atBlock);
    if (!bytes) co_return bytes.error();
    Decoder decoder(*bytes);
    Tip result;
    result.number = decoder.number64();
    result.hash = decoder.hash();
    result.stateRoot = decoder.hash();
    result.inboxCursor = decoder.number64();
    result.l1BlockNumber = decoder.number64();
    if (!decoder.ok()) co_return undecodable(rollup);
    co_return result;
}

Task<Result<Clock>> Contracts::clock(At atBlock) const {
    const auto operators = m_addresses.operators;
    const auto bytes = co_await view(operators, Encoder().call("clock()"), atBlock);
    if (!bytes) co_return bytes.error();
    co_return readClock(*bytes, operators);
}

Task<Result<std::vector<OperatorView>>> Contracts::operators(At atBlock) const {
    const auto contract = m_addresses.operators;
    const auto bytes = co_await view(contract, Encoder().call("all()"), atBlock);
    if (!bytes) co_return bytes.error();
    co_return readOperators(*bytes, contract);
}

Task<Result<std::vector<Address>>> Contracts::ladder(At atBlock) const {
    const auto contract = m_addresses.operators;
    const auto bytes = co_await view(contract, Encoder().call("ladder()"), atBlock);
    if (!bytes) co_return bytes.error();
    Decoder decoder(*bytes);
    auto result = decoder.addresses();
    if (!decoder.ok()) co_return undecodable(contract);
    co_return result;
}

Task<Result<Address>> Contracts::currentOperator(At atBlock) const {
    const auto contract = m_addresses.operators;
    const auto bytes = co_await view(contract, Encoder().call("currentOperator()"), atBlock);
    if (!bytes) co_return bytes.error();
    co_return readAddress(*bytes, contract);
}

Task<Result<Standing>> Contracts::standing() const {
    constexpr int kAttempts = 3;
    const auto rpc = m_rpc;
    const auto contract = m_addresses.operators;
    for (int attempt = 1;; ++attempt) {
        std::vector<RpcRequest> requests;
        requests.push_back({.method = "eth_blockNumber", .params = {}});
        for (const std::string_view call : {"all()", "clock()", "currentOperator()"})
            requests.push_back(viewRequest(contract, Encoder().call(call), {}));
        requests.push_back({.method = "eth_blockNumber", .params = {}});
        const auto answers = co_await rpc->batch(std::move(requests));
        if (!answers) co_return answers.error();
        const auto& before = answers->front();
        const auto& after = answers->back();
        if (before.error) co_return rpcError("eth_blockNumber", *before.error);
        if (attempt < kAttempts && before.result != after.result) continue;
        std::array<Bytes, 3> bytes;
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            auto each = bytesOf((*answers)[i + 1], contract);
            if (!each) co_return each.error();
            bytes[i] = std::move(*each);
        }
        auto operators = readOperators(bytes[0], contract);
        if (!operators) co_return operators.error();
        const auto time = readClock(bytes[1], contract);
        if (!time) co_return time.error();
        const auto who = readAddress(bytes[2], contract);
        if (!who) co_return who.error();
        Standing standing{.operators = std::move(*operators), .clock = *time, .current = *who};
        co_return standing;
    }
}

Task<Result<std::uint64_t>> Contracts::bidAt(const Address& address, std::uint64_t l1Block) const {
    return view64(m_addresses.operators,
                  Encoder().address(address).number(l1Block).call("bidAt(address,uint64)"));
}

Task<Result<Wei>> Contracts::claimable(const Address& account) const {
    return view128(m_addresses.operators, Encoder().address(account).call("claimable(address)"));
}

Task<Result<Hash>> Contracts::batchHash(std::uint64_t number) const {
    return viewHash(m_addresses.rollup, Encoder().number(number).call("batchHash(uint64)"));
}

Task<Result<bool>> Contracts::isFinal(const transition::BatchHeader& header) const {
    return viewBool(m_addresses.rollup, calls::isFinal(header));
}

Task<Result<bool>> Contracts::isInChain(const transition::BatchHeader& header) const {
    return viewBool(m_addresses.rollup, calls::isInChain(header));
}

Task<Result<std::uint64_t>> Contracts::inboxCount() const {
    return view64(m_addresses.inbox, Encoder().call("count()"));
}

Task<Result<Hash>> Contracts::inboxAcc(std::uint64_t index) const {
    return viewHash(m_addresses.inbox, Encoder().number(index).call("acc(uint64)"));
}

Task<Result<std::uint64_t>> Contracts::inboxOverdueBelow(std::uint64_t cursor) const {
    return view64(m_addresses.inbox, Encoder().number(cursor).call("overdueBelow(uint64)"));
}

Task<Result<Wei>> Contracts::claimed(AccountIndex index) const {
    return view128(m_addresses.bridge, Encoder().number(index.value).call("claimed(uint32)"));
}

Task<Result<Wei>> Contracts::escrow(std::uint32_t token) const {
    return view128(m_addresses.bridge, Encoder().number(token).call("escrow(uint32)"));
}

Task<Result<std::uint64_t>> Contracts::committedAt(const Hash& commitment) const {
    return view64(m_addresses.fraud, Encoder().hash(commitment).call("committedAt(bytes32)"));
}

Task<Result<std::uint64_t>> Contracts::operatorsDeployedAt() const {
    return view64(m_addresses.operators, Encoder().call("deployedAt()"));
}

Task<Result<TokenMetadata>> Contracts::tokenMetadata(Address token) const {
    constexpr std::size_t kMostBytes = 4096;
    struct Question {
        std::string_view signature;
        Bytes TokenMetadata::*field;
    };
    constexpr std::array kQuestions{Question{"name()", &TokenMetadata::name},
                                    Question{"symbol()", &TokenMetadata::symbol},
                                    Question{"decimals()", &TokenMetadata::decimals}};
    TokenMetadata metadata;
    for (const auto& question : kQuestions) {
        auto answer = co_await view(token, Encoder().call(question.signature), {});
        if (!answer && answer.error().code != ErrorCode::l1Reverted) co_return answer.error();
        if (answer && answer->size() <= kMostBytes) metadata.*question.field = std::move(*answer);
    }
    co_return metadata;
}

Task<Result<FraudVerdict>> Contracts::checkBadSegment(const BadSegmentProof& proof) const {
    const auto contract = m_addresses.fraud;
    const auto bytes = co_await view(contract, calls::checkBadSegment(proof), {});
    if (!bytes) co_return bytes.error();
    Decoder decoder(*bytes);
    const auto reason = decoder.number64();
    const auto rule = decoder.number64();
    if (!decoder.ok() || reason > 0xff || rule > 0xffff) co_return undecodable(contract);
    co_return FraudVerdict{static_cast<std::uint8_t>(reason), static_cast<std::uint16_t>(rule)};
}

} // namespace aw::l1
