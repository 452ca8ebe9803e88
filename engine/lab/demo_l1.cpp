#include "lab/demo_l1.hpp"

#include "base/hex.hpp"
#include "crypto/keys.hpp"
#include "l1/follower.hpp"
#include "l1/tx_manager.hpp"

namespace aw::lab {

namespace {
/// Of the first account of the test mnemonic that every development node funds; it is public.
constexpr std::string_view kAnvilFirstKey =
    "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
} // namespace

Task<Result<void>> DemoL1::start(const Strand& strand, std::filesystem::path directory) {
    l1::AnvilOptions options;
    options.directory = std::move(directory);
    auto anvil = co_await l1::AnvilProcess::start(strand, options);
    if (!anvil) co_return anvil.error();
    m_anvil = std::move(*anvil);
    auto rpc = l1::JsonRpcClient::create(m_context.get_executor(), m_anvil->url());
    if (!rpc) co_return rpc.error();
    m_rpc = std::move(*rpc);
    const auto client = co_await m_rpc->call("web3_clientVersion", {});
    if (!client) co_return client.error();
    if (client->is_string()) m_info.l1Client = std::string(client->get_string());
    const auto chainId = co_await l1::chainId(m_rpc);
    if (!chainId) co_return chainId.error();
    m_info.l1Endpoint = m_anvil->url();
    m_info.l1ChainId = *chainId;
    auto key = std::make_shared<const crypto::SecretKey>(
        *crypto::SecretKey::fromBytes(*base::fromHex(kAnvilFirstKey)));
    l1::TxManagerOptions sending;
    sending.untilMined = true;
    m_bank = std::make_unique<l1::TxManager>(m_context.get_executor(), m_rpc, std::move(key),
                                             m_info.l1ChainId, std::move(sending));
    co_return Result<void>();
}

Task<Result<void>> DemoL1::deployContracts() {
    const auto parameters = l1::parametersOf("demo");
    if (!parameters) co_return parameters.error();
    auto deployment = co_await l1::deploy(m_rpc, *m_bank, *parameters);
    if (!deployment) co_return deployment.error();
    m_info.deployment = std::move(*deployment);
    co_return Result<void>();
}

} // namespace aw::lab
