#include "lab/l1_reader.hpp"

#include "base/hex.hpp"
#include "l1/contracts.hpp"
#include "l1/follower.hpp"
#include "lab/blocking.hpp"

namespace aw::lab {

struct L1Reader::Impl {
    boost::asio::io_context context;
    Result<std::shared_ptr<l1::JsonRpcClient>> rpc;
    l1::Addresses addresses;

    template<class T>
    Result<T> ask(Task<Result<T>> (*query)(l1::Contracts)) {
        if (!rpc) return rpc.error();
        return runBlocking(context, query(l1::Contracts(*rpc, addresses)));
    }
    template<class T, class Argument>
    Result<T> ask(Task<Result<T>> (*query)(l1::Contracts, Argument), Argument argument) {
        if (!rpc) return rpc.error();
        return runBlocking(context, query(l1::Contracts(*rpc, addresses), argument));
    }
};

L1Reader::L1Reader(const api::Snapshot& demo)
    : m_impl(new Impl{{},
                      Error{ErrorCode::l1Unavailable, ""},
                      {demo.l1.rollup, demo.l1.operators, demo.l1.inbox, demo.l1.bridge, demo.l1.fraud,
                       demo.l1.demands, demo.l1.promises}}) {
    m_impl->rpc = l1::JsonRpcClient::create(m_impl->context.get_executor(), demo.l1.endpoint);
}

L1Reader::~L1Reader() = default;

Result<L1Reader::Tip> L1Reader::tip() {
    return m_impl->ask<Tip>([](l1::Contracts contracts) -> Task<Result<Tip>> {
        const auto tip = co_await contracts.tip();
        if (!tip) co_return tip.error();
        co_return Tip{tip->number, tip->hash, tip->stateRoot};
    });
}

Result<Hash> L1Reader::batchHash(std::uint64_t number) {
    return m_impl->ask<Hash, std::uint64_t>(
        [](l1::Contracts contracts, std::uint64_t n) -> Task<Result<Hash>> {
            co_return co_await contracts.batchHash(n);
        },
        number);
}

Result<Address> L1Reader::currentOperator() {
    return m_impl->ask<Address>([](l1::Contracts contracts) -> Task<Result<Address>> {
        co_return co_await contracts.currentOperator();
    });
}

Result<L1Reader::OperatorOnL1> L1Reader::operatorView(const Address& address) {
    return m_impl->ask<OperatorOnL1, Address>(
        [](l1::Contracts contracts, Address who) -> Task<Result<OperatorOnL1>> {
            const auto all = co_await contracts.operators();
            if (!all) co_return all.error();
            for (const auto& view : *all)
                if (view.address == who) co_return OperatorOnL1{view.status, view.bondWei};
            co_return Error{ErrorCode::l1BadAnswer, "L1 knows no operator of that address."};
        },
        address);
}

Result<Wei> L1Reader::claimable(const Address& address) {
    return m_impl->ask<Wei, Address>(
        [](l1::Contracts contracts, Address who) -> Task<Result<Wei>> {
            co_return co_await contracts.claimable(who);
        },
        address);
}

Result<Wei> L1Reader::balance(const Address& address) {
    if (!m_impl->rpc) return m_impl->rpc.error();
    return runBlocking(m_impl->context, l1::balance(*m_impl->rpc, address));
}

Result<std::string> L1Reader::bridgeRefusal(const Hash& l1TxHash) {
    if (!m_impl->rpc) return m_impl->rpc.error();
    const auto again = [](l1::RpcPtr rpc, Address bridge, Hash txHash) -> Task<Result<std::string>> {
        const auto input = co_await l1::transactionInput(rpc, txHash);
        if (!input) co_return input.error();
        boost::json::object call;
        call["to"] = base::toHex(bridge.view());
        call["data"] = base::toHex(*input);
        boost::json::array params;
        params.emplace_back(std::move(call));
        params.emplace_back("latest");
        const auto answer = co_await rpc->ask("eth_call", std::move(params));
        if (!answer) co_return answer.error();
        co_return answer->error ? l1::revertName(answer->error->data) : std::string();
    };
    return runBlocking(m_impl->context, again(*m_impl->rpc, m_impl->addresses.bridge, l1TxHash));
}

} // namespace aw::lab
