#include "lab/user.hpp"

#include "base/hex.hpp"
#include "codec/abi.hpp"
#include "codec/transaction.hpp"
#include "l1/contracts.hpp"
#include "l1/follower.hpp"
#include "l1/tx_manager.hpp"
#include "lab/blocking.hpp"
#include "lab/demo_token.hpp"

namespace aw::lab {

namespace json = boost::json;

namespace {

/// Of the fourth account of the test mnemonic that every development node funds; it is public.
constexpr std::string_view kSecret = "7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6";
constexpr std::size_t kReceiptsAtOnce = 200;

std::shared_ptr<const crypto::SecretKey> walletKey() {
    return std::make_shared<const crypto::SecretKey>(*crypto::SecretKey::fromBytes(*base::fromHex(kSecret)));
}

template<class... Values>
json::array paramsOf(Values&&... values) {
    json::array list;
    (list.emplace_back(std::forward<Values>(values)), ...);
    return list;
}

Task<Result<std::uint64_t>> quantity(l1::RpcPtr rpc, std::string method, json::array params) {
    const auto answer = co_await rpc->call(method, std::move(params));
    if (!answer) co_return answer.error();
    const auto value =
        base::quantity64FromHex(answer->is_string() ? std::string_view(answer->get_string()) : "");
    if (!value) co_return Error{ErrorCode::l1BadAnswer, "The answer to " + method + " is no number."};
    co_return *value;
}

/// `tx` names the recipient, the value and what is moved of a token; the rest is asked of the operator.
Task<Result<Hash>> sendAsWalletsDo(l1::RpcPtr l2, std::shared_ptr<const crypto::SecretKey> key,
                                   codec::Transaction tx) {
    const auto from = base::toHex(key->address().view());
    auto none = paramsOf();
    const auto chainId = co_await quantity(l2, "eth_chainId", std::move(none));
    if (!chainId) co_return chainId.error();
    auto account = paramsOf(from, "pending");
    const auto nonce = co_await quantity(l2, "eth_getTransactionCount", std::move(account));
    if (!nonce) co_return nonce.error();
    auto nothing = paramsOf();
    const auto price = co_await quantity(l2, "eth_gasPrice", std::move(nothing));
    if (!price) co_return price.error();
    json::object call;
    call["from"] = from;
    call["to"] = base::toHex(tx.to.view());
    call["value"] = base::toQuantity(U256(tx.value));
    call["data"] = base::toHex(codec::callData(tx));
    auto estimate = paramsOf(std::move(call));
    const auto gas = co_await quantity(l2, "eth_estimateGas", std::move(estimate));
    if (!gas) co_return gas.error();
    tx.chainId = *chainId;
    tx.nonce = *nonce;
    tx.maxFeeWei = 2 * *price;
    tx.gasLimit = *gas;
    const auto raw = codec::encodeTransaction(tx, key->sign(codec::signingHash(tx)));
    auto bytes = paramsOf(base::toHex(raw));
    const auto sent = co_await l2->call("eth_sendRawTransaction", std::move(bytes));
    if (!sent) co_return sent.error();
    const auto hash = base::fixedFromHex<Hash>(sent->is_string() ? std::string_view(sent->get_string()) : "");
    if (!hash) co_return Error{ErrorCode::l1BadAnswer, "The answer to eth_sendRawTransaction is no hash."};
    co_return *hash;
}

/// balanceOf() of a token, on either layer.
Task<Result<Wei>> tokenBalanceOf(l1::RpcPtr rpc, Address token, Address owner) {
    json::object call;
    call["to"] = base::toHex(token.view());
    call["data"] = base::toHex(codec::abi::Encoder().address(owner).call("balanceOf(address)"));
    auto params = paramsOf(std::move(call), "latest");
    const auto answer = co_await rpc->call("eth_call", std::move(params));
    if (!answer) co_return answer.error();
    const auto bytes = base::fromHex(answer->is_string() ? std::string_view(answer->get_string()) : "");
    codec::abi::Decoder decoder(bytes ? ByteView(*bytes) : ByteView());
    const auto balance = decoder.number128();
    if (!decoder.ok()) co_return Error{ErrorCode::l1BadAnswer, "The answer to balanceOf() is no number."};
    co_return balance;
}

Task<Result<std::size_t>> countReceipts(l1::RpcPtr l2, std::vector<Hash> hashes) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < hashes.size(); at += kReceiptsAtOnce) {
        std::vector<l1::RpcRequest> requests;
        for (auto i = at; i < std::min(hashes.size(), at + kReceiptsAtOnce); ++i)
            requests.push_back({"eth_getTransactionReceipt", paramsOf(base::toHex(hashes[i].view()))});
        const auto answers = co_await l2->batch(std::move(requests));
        if (!answers) co_return answers.error();
        for (const auto& answer : *answers)
            if (!answer.error && answer.result.is_object()) ++count;
    }
    co_return count;
}

} // namespace

struct User::Impl {
    boost::asio::io_context context;
    std::shared_ptr<const crypto::SecretKey> key = walletKey();
    Address bridge;
    Result<std::shared_ptr<l1::JsonRpcClient>> l1, l2;
    std::unique_ptr<l1::TxManager> txManager;
};

User::User(const api::Snapshot& demo)
    : m_impl(new Impl{.context = {},
                      .bridge = demo.l1.bridge,
                      .l1 = Error{ErrorCode::l1Unavailable, ""},
                      .l2 = Error{ErrorCode::l1Unavailable, ""},
                      .txManager = {}}) {
    m_impl->l1 = l1::JsonRpcClient::create(m_impl->context.get_executor(), demo.l1.endpoint);
    m_impl->l2 = l1::JsonRpcClient::create(m_impl->context.get_executor(), demo.rpcUrl);
    if (!m_impl->l1) return;
    l1::TxManagerOptions options;
    options.untilMined = true;
    m_impl->txManager = std::make_unique<l1::TxManager>(m_impl->context.get_executor(), *m_impl->l1,
                                                        m_impl->key, demo.l1.chainId, std::move(options));
}

User::~User() = default;

const Address& User::address() const { return m_impl->key->address(); }

Result<void> User::deposit(Wei amountWei) {
    if (!m_impl->txManager) return m_impl->l1.error();
    const auto sent =
        runBlocking(m_impl->context, m_impl->txManager->send(m_impl->bridge, l1::calls::deposit(address()),
                                                             amountWei, "deposit of a user"));
    if (!sent) return sent.error();
    return {};
}

Result<Wei> User::l1Balance() {
    if (!m_impl->l1) return m_impl->l1.error();
    return runBlocking(m_impl->context, l1::balance(*m_impl->l1, address()));
}

Result<Wei> User::l2Balance() {
    if (!m_impl->l2) return m_impl->l2.error();
    return runBlocking(m_impl->context, l1::balance(*m_impl->l2, address()));
}

Result<Hash> User::send(Address to, Wei valueWei) {
    if (!m_impl->l2) return m_impl->l2.error();
    codec::Transaction tx;
    tx.to = to;
    tx.value = valueWei;
    return runBlocking(m_impl->context, sendAsWalletsDo(*m_impl->l2, m_impl->key, std::move(tx)));
}

Result<Address> User::bringToken() {
    if (!m_impl->txManager) return m_impl->l1.error();
    return runBlocking(m_impl->context, bringDemoToken(*m_impl->txManager, m_impl->bridge, {address()}));
}

Result<Wei> User::l1TokenBalance(const Address& token) {
    if (!m_impl->l1) return m_impl->l1.error();
    return runBlocking(m_impl->context, tokenBalanceOf(*m_impl->l1, token, address()));
}

Result<Wei> User::l2TokenBalance(const Address& token) {
    if (!m_impl->l2) return m_impl->l2.error();
    return runBlocking(m_impl->context, tokenBalanceOf(*m_impl->l2, token, address()));
}

Result<Hash> User::sendToken(const Address& token, const Address& to, Wei amount) {
    if (!m_impl->l2) return m_impl->l2.error();
    codec::Transaction tx;
    tx.to = token;
    tx.token = codec::TokenTransfer{to, std::move(amount)};
    return runBlocking(m_impl->context, sendAsWalletsDo(*m_impl->l2, m_impl->key, std::move(tx)));
}

Result<std::size_t> User::executed(const std::vector<Hash>& hashes) {
    if (!m_impl->l2) return m_impl->l2.error();
    return runBlocking(m_impl->context, countReceipts(*m_impl->l2, hashes));
}

} // namespace aw::lab
