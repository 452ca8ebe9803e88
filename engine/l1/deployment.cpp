#include "l1/deployment.hpp"

#include "base/hex.hpp"
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
    return {"l1.no-profile", "resources/contracts/parameters.json has no usable " + std::string(name) +
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

std::vector<Bytes> constructorArguments(const Addresses& at, const Parameters& p) {
    using codec::abi::Encoder;
    std::vector<Bytes> arguments;
    arguments.push_back(Encoder().address(at.bridge).number(p.inboxDeadlineBlocks).encoded());
    arguments.push_back(Encoder().address(at.inbox).address(at.rollup).encoded());
    arguments.push_back(Encoder()
                            .address(at.rollup)
                            .address(at.fraud)
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
                            .number(p.l2ChainId)
                            .number(p.challengeWindowBlocks)
                            .encoded());
    arguments.push_back(
        Encoder().address(at.rollup).address(at.operators).address(at.inbox).address(at.bridge).encoded());
    return arguments;
}

} // namespace

const std::vector<Artifact>& artifacts() {
    static const std::vector<Artifact> kArtifacts{{"Inbox", embedded::kInbox},
                                                  {"Bridge", embedded::kBridge},
                                                  {"Operators", embedded::kOperators},
                                                  {"Rollup", embedded::kRollup},
                                                  {"Fraud", embedded::kFraud}};
    return kArtifacts;
}

Result<Bytes> creationCode(std::string_view name) {
    const Error bad{"l1.bad-artifact",
                    "The compiled contract " + std::string(name) +
                        " in this program is not usable: build the contracts and the program again."};
    for (const auto& artifact : artifacts()) {
        if (artifact.name != name) continue;
        boost::system::error_code failed;
        const auto parsed = json::parse(artifact.json, failed);
        const auto* object = failed ? nullptr : parsed.if_object();
        const auto* bytecode = object ? object->if_contains("bytecode") : nullptr;
        if (!bytecode || !bytecode->is_string()) return bad;
        auto bytes = base::fromHex(std::string_view(bytecode->as_string()));
        if (!bytes || bytes->empty()) return bad;
        return bytes;
    }
    return bad;
}

Result<Parameters> parametersOf(std::string_view profile) {
    boost::system::error_code failed;
    const auto parsed = json::parse(embedded::kParameters, failed);
    const auto* root = failed ? nullptr : parsed.if_object();
    const auto* found = root ? root->if_contains(profile) : nullptr;
    if (!found || !found->is_object()) return badProfile(profile, "entry");
    const auto& object = found->as_object();
    Parameters p;
    if (!readMember(object, "l2ChainId", p.l2ChainId)) return badProfile(profile, "l2ChainId");
    if (!readMember(object, "challengeWindowBlocks", p.challengeWindowBlocks))
        return badProfile(profile, "challengeWindowBlocks");
    if (!readMember(object, "epochBlocks", p.epochBlocks)) return badProfile(profile, "epochBlocks");
    if (!readMember(object, "heartbeatBlocks", p.heartbeatBlocks))
        return badProfile(profile, "heartbeatBlocks");
    if (!readMember(object, "inboxDeadlineBlocks", p.inboxDeadlineBlocks))
        return badProfile(profile, "inboxDeadlineBlocks");
    if (!readMember(object, "minBondWei", p.minBondWei)) return badProfile(profile, "minBondWei");
    if (!readMember(object, "minBidWei", p.minBidWei)) return badProfile(profile, "minBidWei");
    if (!readMember(object, "maxBidWei", p.maxBidWei)) return badProfile(profile, "maxBidWei");
    if (!readMember(object, "silencePenaltyBps", p.silencePenaltyBps))
        return badProfile(profile, "silencePenaltyBps");
    if (!readMember(object, "rewardBps", p.rewardBps)) return badProfile(profile, "rewardBps");
    return p;
}

Addresses predictAddresses(const Address& deployer, std::uint64_t firstNonce) {
    return {.rollup = crypto::createAddress(deployer, firstNonce + 3),
            .operators = crypto::createAddress(deployer, firstNonce + 2),
            .inbox = crypto::createAddress(deployer, firstNonce),
            .bridge = crypto::createAddress(deployer, firstNonce + 1),
            .fraud = crypto::createAddress(deployer, firstNonce + 4)};
}

Task<Result<Deployment>> deploy(RpcPtr rpc, TransactionDesk& desk, Parameters parameters) {
    const auto l1ChainId = co_await chainId(rpc);
    if (!l1ChainId) co_return l1ChainId.error();
    const auto firstNonce = co_await desk.nextNonce();
    if (!firstNonce) co_return firstNonce.error();
    Deployment deployment{.addresses = predictAddresses(desk.address(), *firstNonce),
                          .parameters = parameters,
                          .l1ChainId = *l1ChainId,
                          .deployedAtHash = {}};
    const auto& at = deployment.addresses;
    const std::vector<Address> expected{at.inbox, at.bridge, at.operators, at.rollup, at.fraud};
    const auto arguments = constructorArguments(at, parameters);

    // All five are under way before the first is waited for: they may share an L1 block.
    std::vector<PostedTransaction> posted;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const auto name = artifacts()[i].name;
        auto code = creationCode(name);
        if (!code) co_return code.error();
        code->insert(code->end(), arguments[i].begin(), arguments[i].end());
        TransactionRequest creation;
        creation.data = std::move(*code);
        creation.label = "deploy " + std::string(name);
        auto sent = co_await desk.post(std::move(creation));
        if (!sent) co_return sent.error();
        posted.push_back(std::move(*sent));
    }
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const auto done = co_await desk.confirm(posted[i]);
        if (!done) co_return done.error();
        if (done->contractAddress != expected[i])
            co_return Error{"l1.deploy-failed", "The contract " + std::string(artifacts()[i].name) +
                                                    " came to another address than predicted: the account " +
                                                    base::toHex(desk.address().view()) +
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
