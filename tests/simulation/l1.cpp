#include "l1.hpp"

#include "l1/transactions.hpp"

namespace aw::simulation {

namespace json = boost::json;

namespace {
/// The last account of the development node, which nothing else here uses.
constexpr std::string_view kSender = "0xa0ee7a142d267c1f36714e4a8f75612f20a79720";
constexpr std::size_t kMarks = 66;
constexpr std::uint64_t kChainId = 31337, kGas = 500'000;
constexpr std::uint64_t kTipWei = 2'000'000'000, kMaxFeeWei = 20'000'000'000;

template<class... Values>
json::array list(Values&&... values) {
    json::array made;
    (made.emplace_back(std::forward<Values>(values)), ...);
    return made;
}
} // namespace

json::value L1::call(std::string method, json::array params) {
    const auto name = method;
    auto answer = m_fleet.wait(m_fleet.rpc->call(std::move(method), std::move(params)));
    if (!answer) throw std::runtime_error(name + ": " + answer.error().detail);
    return std::move(*answer);
}

std::uint64_t L1::number(const std::string& method) {
    return *base::quantity64FromHex(call(method).as_string());
}

std::uint64_t L1::waiting() {
    return *base::quantity64FromHex(call("txpool_status").at("pending").as_string());
}

void L1::takeCommand() {
    call("evm_setAutomine", list(false));
    m_marks.push_back({head(), std::string(call("evm_snapshot").as_string())});
}

void L1::mine(std::uint64_t blocks) {
    for (std::uint64_t i = 0; i < blocks; ++i) {
        call("evm_mine");
        m_marks.push_back({head(), std::string(call("evm_snapshot").as_string())});
    }
    if (m_marks.size() > kMarks)
        m_marks.erase(m_marks.begin(), m_marks.end() - static_cast<std::ptrdiff_t>(kMarks));
}

std::vector<std::string> L1::transactionsAbove(std::uint64_t block) {
    std::vector<std::string> raws;
    for (auto n = block + 1, last = head(); n <= last; ++n) {
        const auto found = call("eth_getBlockByNumber", list(base::toQuantity(U256(n)), false));
        for (const auto& hash : found.at("transactions").as_array()) {
            const auto raw = call("debug_getRawTransaction", list(hash.as_string()));
            if (raw.is_string()) raws.emplace_back(raw.as_string());
        }
    }
    return raws;
}

std::uint64_t L1::reorganise(std::uint64_t depth, unsigned comesBackPercent, Random& random) {
    depth = std::min<std::uint64_t>(depth, m_marks.size() - 1);
    if (depth == 0) return 0;
    const auto mark = m_marks[m_marks.size() - 1 - depth];
    const auto lost = transactionsAbove(mark.block);
    call("evm_revert", list(mark.id));
    m_marks.resize(m_marks.size() - depth);
    m_marks.back().id = std::string(call("evm_snapshot").as_string()); // going back used it up
    // Other blocks, even where they are as empty and of the same second as those before.
    Address miner;
    for (auto& byte : miner.bytes)
        byte = static_cast<std::uint8_t>(random.next());
    call("anvil_setCoinbase", list(base::toHex(miner.view())));
    for (const auto& raw : lost) {
        if (!random.chance(comesBackPercent)) continue;
        json::array params;
        params.emplace_back(raw);
        // What it follows may not be there any more: then it stays away too.
        (void)m_fleet.wait(m_fleet.rpc->ask("eth_sendRawTransaction", std::move(params)));
    }
    mine(depth + 1);
    return depth;
}

void L1::send(const Address& to, const Bytes& data, const Wei& value) {
    json::object tx;
    tx["from"] = kSender;
    tx["to"] = base::toHex(to.view());
    tx["data"] = base::toHex(data);
    tx["value"] = base::toQuantity(U256(value));
    tx["gas"] = base::toQuantity(U256(kGas));
    call("eth_sendTransaction", list(std::move(tx)));
}

void L1::sendAs(const crypto::SecretKey& key, const Address& to, const Bytes& data, const Wei& value) {
    const auto count = [&](const char* block) {
        return *base::quantity64FromHex(
            call("eth_getTransactionCount", list(base::toHex(key.address().view()), block)).as_string());
    };
    const auto nonce = count("pending");
    if (nonce != count("latest")) return;
    const l1::Transaction tx{.chainId = kChainId,
                             .nonce = nonce,
                             .tipWei = kTipWei,
                             .maxFeeWei = kMaxFeeWei,
                             .gasLimit = kGas,
                             .to = to,
                             .value = value,
                             .data = data};
    // Its operator may be faster with this nonce.
    (void)m_fleet.wait(
        m_fleet.rpc->ask("eth_sendRawTransaction", list(base::toHex(l1::signTransaction(tx, key).raw))));
}

void L1::setBalance(const Address& of, const Wei& value) {
    call("anvil_setBalance", list(base::toHex(of.view()), base::toQuantity(U256(value))));
}

} // namespace aw::simulation
