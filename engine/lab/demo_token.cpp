#include "lab/demo_token.hpp"

#include "codec/abi.hpp"
#include "l1/deployment.hpp"

#include <algorithm>

namespace aw::lab {

Task<Result<Address>> bringDemoToken(l1::TxManager& txManager, Address bridge, std::vector<Address> owners) {
    auto code = l1::creationCode("DemoToken");
    if (!code) co_return code.error();
    l1::TransactionRequest creation;
    creation.data = std::move(*code);
    creation.label = "the demo's token";
    const auto created = co_await txManager.send(std::move(creation));
    if (!created) co_return created.error();
    if (!created->contractAddress)
        co_return Error{ErrorCode::l1DeployFailed, "The receipt of the demo's token names no contract."};
    const auto token = *created->contractAddress;
    std::vector<Hash> words(owners.size());
    for (std::size_t i = 0; i < owners.size(); ++i)
        std::ranges::copy(owners[i].bytes, words[i].bytes.begin() + 12);
    auto call = codec::abi::Encoder()
                    .address(bridge)
                    .hashes(words)
                    .number(U256(kDemoTokenAmount))
                    .call("bringToLayer2(address,address[],uint256)");
    const auto brought = co_await txManager.send(token, std::move(call), 0, "the demo's token for layer 2");
    if (!brought) co_return brought.error();
    co_return token;
}

} // namespace aw::lab
