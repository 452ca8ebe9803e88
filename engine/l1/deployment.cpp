#include "l1/deployment.hpp"

#include "base/hex.hpp"
#include "base/protocol.hpp"
#include "codec/abi.hpp"
#include "l1/embedded.hpp"
#include "l1/follower.hpp"

#include <boost/json/parse.hpp>

#include <charconv>
#include <limits>

namespace aw::l1 {

namespace json = boost::json;

namespace {

Error badProfile(std::string_view profile, std::string_view name) {
    return {ErrorCode::l1NoProfile, "resources/contracts/parameters.json has no usable " + std::string(name) +
                                        " in the profile " + std::string(profile) + "."};
}

/// A member that is a number or, where JSON's numbers are too small, a decimal string.
template<class Integer>
bool readMember(const json::object& object, std::string_view name, Integer& out) {
    const auto* value = object.if_contains(name);
    if (!value) return false;
    if constexpr (std::is_same_v<Integer, Wei>) {
        if (!value->is_string()) return false;
        const std::string text(value->as_string());
        if (text.empty() || text.size() > 38 || text.find_first_not_of("0123456789") != std::string::npos)
            return false;
        out = Wei(text);
        return true;
    } else {
        if (!value->is_int64() || value->as_int64() < 0) return false;
        const auto number = static_cast<std::uint64_t>(value->as_int64());
        if (number > std::numeric_limits<Integer>::max()) return false;
        out = static_cast<Integer>(number);
        return true;
    }
}

/// In the order of artifacts().
std::vector<Bytes> constructorArguments(const Addresses& at, const Parameters& p) {
    using codec::abi::Encoder;
    std::vector<Bytes> arguments;
    arguments.push_back(
        Encoder().address(at.bridge).address(at.rollup).number(p.inboxDeadlineBlocks).encoded());
    arguments.push_back(Encoder().address(at.inbox).address(at.rollup).encoded());
    arguments.push_back(Encoder()
                            .address(at.rollup)
                            .address(at.fraud)
                            .address(at.demands)
                            .address(at.promises)
                            .number(p.epochBlocks)
                            .number(p.heartbeatBlocks)
                            .number(U256(p.minBondWei))
                            .number(p.minBidWei)
                            .number(p.maxBidWei)
                            .number(p.silencePenaltyBps)
                            .number(p.rewardBps)
                            .encoded());
    arguments.push_back(Encoder()
                            .address(at.operators)
                            .address(at.inbox)
                            .address(at.fraud)
                            .address(at.demands)
                            .number(p.l2ChainId)
                            .number(p.challengeWindowBlocks)
                            .number(p.escapeBlocks)
                            .encoded());
    arguments.push_back(
        Encoder().address(at.rollup).address(at.operators).address(at.inbox).address(at.bridge).encoded());
    arguments.push_back(Encoder()
                            .address(at.rollup)
                            .address(at.operators)
                            .number(p.demandCutoffBlocks)
                            .number(p.answerBlocks)
                            .number(U256(p.demandBondWei))
                            .encoded());
    arguments.push_back(Encoder().address(at.rollup).address(at.operators).encoded());
    return arguments;
}

/// Where each contract of artifacts() comes to.
std::vector<Address> inOrder(const Addresses& at) {
    return {at.inbox, at.bridge, at.operators, at.rollup, at.fraud, at.demands, at.promises};
}

} // namespace

const std::vector<Artifact>& artifacts() {
    static const std::vector<Artifact> kArtifacts{
        {"Inbox", embedded::kInbox},      {"Bridge", embedded::kBridge}, {"Operators", embedded::kOperators},
        {"Rollup", embedded::kRollup},    {"Fraud", embedded::kFraud},   {"Demands", embedded::kDemands},
        {"Promises", embedded::kPromises}};
    return kArtifacts;
}

Result<Bytes> creationCode(std::string_view name) {
    const Error bad{ErrorCode::l1BadArtifact,
                    "The compiled contract " + std::string(name) +
                        " in this program is not usable: build the contracts and the program again."};
    std::string_view text = name == "DemoToken" ? embedded::kDemoToken : std::string_view();
    for (const auto& artifact : artifacts())
        if (artifact.name == name) text = artifact.json;
    boost::system::error_code failed;
    const auto parsed = json::parse(text, failed);
    const auto* object = failed ? nullptr : parsed.if_object();
    const auto* bytecode = object ? object->if_contains("bytecode") : nullptr;
    if (!bytecode || !bytecode->is_string()) return bad;
    auto bytes = base::fromHex(std::string_view(bytecode->as_string()));
    if (!bytes || bytes->empty()) return bad;
    return bytes;
}

Result<Parameters> parametersOf(std::string_view profile) {
    boost::system::error_code failed;
    const auto parsed = json::parse(embedded::kParameters, failed);
    const auto* root = failed ? nullptr : parsed.if_object();
    const auto* found = root ? root->if_contains(profile) : nullptr;
    if (!found || !found->is_object()) return badProfile(profile, "entry");
    const auto& object = found->as_object();
    Parameters p;
    std::uint32_t segmentRecords = 0;
    // The first member that is not usable; empty where all are.
    std::string_view unusable;
    const auto read = [&](std::string_view name, auto& member) {
        if (unusable.empty() && !readMember(object, name, member)) unusable = name;
    };
    read("segmentRecords", segmentRecords);
    read("l2ChainId", p.l2ChainId);
    read("challengeWindowBlocks", p.challengeWindowBlocks);
    read("demandCutoffBlocks", p.demandCutoffBlocks);
    read("answerBlocks", p.answerBlocks);
    read("epochBlocks", p.epochBlocks);
    read("heartbeatBlocks", p.heartbeatBlocks);
    read("inboxDeadlineBlocks", p.inboxDeadlineBlocks);
    read("escapeBlocks", p.escapeBlocks);
    read("minBondWei", p.minBondWei);
    read("demandBondWei", p.demandBondWei);
    read("minBidWei", p.minBidWei);
    read("maxBidWei", p.maxBidWei);
    read("silencePenaltyBps", p.silencePenaltyBps);
    read("rewardBps", p.rewardBps);
    if (unusable.empty() && segmentRecords != protocol::kSegmentRecords) unusable = "segmentRecords";
    if (!unusable.empty()) return badProfile(profile, unusable);
    return p;
}

Addresses predictAddresses(const Address& deployer, std::uint64_t firstNonce) {
    const auto created = [&](std::uint64_t place) {
        return crypto::createAddress(deployer, firstNonce + place);
    };
    return {.rollup = created(3),
            .operators = created(2),
            .inbox = created(0),
            .bridge = created(1),
            .fraud = created(4),
            .demands = created(5),
            .promises = created(6)};
}

Task<Result<Deployment>> deploy(RpcPtr rpc, TxManager& txManager, Parameters parameters) {
    const auto l1ChainId = co_await chainId(rpc);
    if (!l1ChainId) co_return l1ChainId.error();
    const auto firstNonce = co_await txManager.nextNonce();
    if (!firstNonce) co_return firstNonce.error();
    Deployment deployment{.addresses = predictAddresses(txManager.address(), *firstNonce),
                          .parameters = parameters,
                          .l1ChainId = *l1ChainId,
                          .deployedAtHash = {}};
    const auto& at = deployment.addresses;
    const auto expected = inOrder(at);
    const auto arguments = constructorArguments(at, parameters);

    // All are under way before the first is waited for: they may share an L1 block.
    std::vector<PostedTransaction> posted;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const auto name = artifacts()[i].name;
        auto code = creationCode(name);
        if (!code) co_return code.error();
        code->insert(code->end(), arguments[i].begin(), arguments[i].end());
        TransactionRequest creation;
        creation.data = std::move(*code);
        creation.label = "deploy " + std::string(name);
        auto sent = co_await txManager.post(std::move(creation));
        if (!sent) co_return sent.error();
        posted.push_back(std::move(*sent));
    }
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const auto done = co_await txManager.confirm(posted[i].id);
        if (!done) co_return done.error();
        if (done->contractAddress != expected[i])
            co_return Error{ErrorCode::l1DeployFailed,
                            "The contract " + std::string(artifacts()[i].name) +
                                " came to another address than predicted: the account " +
                                base::toHex(txManager.address().view()) +
                                " sent something else meanwhile. Deploy again."};
        deployment.gasUsed += done->gasUsed;
        if (expected[i] == at.operators) deployment.deployedAtBlock = done->blockNumber;
    }
    const auto block = co_await blockByNumber(rpc, deployment.deployedAtBlock);
    if (!block) co_return block.error();
    deployment.deployedAtHash = block->hash;
    deployment.deployedAtTimeMs = block->timeMs;
    co_return deployment;
}

} // namespace aw::l1
