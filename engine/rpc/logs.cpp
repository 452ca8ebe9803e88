#include "rpc/logs.hpp"

#include "base/hex.hpp"
#include "codec/abi.hpp"
#include "crypto/keccak.hpp"

#include <algorithm>

namespace aw::rpc {
namespace json = boost::json;

namespace {

using base::toHex;
using base::toQuantity;

constexpr std::size_t kMaxAlternatives = 1000; ///< as of geth
constexpr std::size_t kMaxTopics = 4;

Hash topicOf(const Address& address) {
    Hash topic;
    std::ranges::copy(address.bytes, topic.bytes.end() - static_cast<std::ptrdiff_t>(address.bytes.size()));
    return topic;
}

/// One value or a list of them, sorted; null, or an empty list, for any. Where `nullIsAny`, so is a list with
/// null in it.
template<class T>
RpcResult<std::vector<T>> alternatives(const json::value& value, const std::string& name, bool nullIsAny,
                                       RpcResult<T> (*parse)(const json::value&, const std::string&)) {
    std::vector<T> result;
    if (value.is_null()) return result;
    const json::array one{value};
    const auto& list = value.is_array() ? value.get_array() : one;
    if (list.size() > kMaxAlternatives)
        return RpcError{RpcErrorCode::limitExceeded,
                        name + ": at most " + std::to_string(kMaxAlternatives) + " alternatives."};
    for (const auto& item : list) {
        if (item.is_null() && nullIsAny) return std::vector<T>();
        const auto parsed = parse(item, name);
        if (!parsed) return parsed.error();
        result.push_back(*parsed);
    }
    std::ranges::sort(result);
    return result;
}

void addToBloom(Bloom& bloom, ByteView value) {
    const auto hash = crypto::keccak256(value);
    for (std::size_t i = 0; i < 6; i += 2) {
        const auto bit = (std::size_t{hash.bytes[i]} << 8 | hash.bytes[i + 1]) % 2048;
        bloom[255 - bit / 8] |= static_cast<std::uint8_t>(1U << bit % 8);
    }
}

} // namespace

std::optional<Event> eventOf(const codec::SignedTransaction& tx) {
    static const Hash kTransfer = codec::abi::eventTopic("Transfer(address,address,uint256)");
    if (!tx.tx.token) return std::nullopt;
    codec::abi::Encoder data;
    data.number(U256(tx.tx.token->amount));
    return Event{tx.tx.to, {kTransfer, topicOf(tx.sender), topicOf(tx.tx.token->recipient)}, data.encoded()};
}

bool LogFilter::matches(const codec::SignedTransaction& tx) const {
    if (!tx.tx.token) return false;
    if (!addresses.empty() && !std::ranges::binary_search(addresses, tx.tx.to)) return false;
    if (topics.empty()) return true;
    const auto event = eventOf(tx);
    if (topics.size() > event->topics.size()) return false;
    for (std::size_t i = 0; i < topics.size(); ++i)
        if (!topics[i].empty() && !std::ranges::binary_search(topics[i], event->topics[i])) return false;
    return true;
}

RpcResult<LogFilter> logFilter(const json::object& object) {
    LogFilter filter;
    if (const auto* address = object.if_contains("address")) {
        auto addresses = alternatives<Address>(*address, "address", false, addressOf);
        if (!addresses) return addresses.error();
        filter.addresses = std::move(*addresses);
    }
    const auto* topics = object.if_contains("topics");
    if (!topics || topics->is_null()) return filter;
    if (!topics->is_array()) return invalidParams("topics must be a list.");
    if (topics->get_array().size() > kMaxTopics)
        return invalidParams("topics: an event has at most " + std::to_string(kMaxTopics) + ".");
    for (const auto& topic : topics->get_array()) {
        auto hashes =
            alternatives<Hash>(topic, "topic " + std::to_string(filter.topics.size() + 1), true, hashOf);
        if (!hashes) return hashes.error();
        filter.topics.push_back(std::move(*hashes));
    }
    return filter;
}

json::array logsOf(const TxView& view, std::uint64_t logIndex, bool removed) {
    json::array logs;
    const auto event = eventOf(*view.tx);
    if (!event) return logs;
    json::array topics;
    for (const auto& topic : event->topics)
        topics.emplace_back(toHex(topic.view()));
    logs.push_back(json::object{{"address", toHex(event->address.view())},
                                {"topics", std::move(topics)},
                                {"data", toHex(event->data)},
                                {"blockNumber", toQuantity(view.block->header.number)},
                                {"blockHash", toHex(view.block->hash.view())},
                                {"blockTimestamp", toQuantity(view.block->header.timeMs / 1000)},
                                {"transactionHash", toHex(view.tx->hash.view())},
                                {"transactionIndex", toQuantity(std::uint64_t{view.index})},
                                {"logIndex", toQuantity(logIndex)},
                                {"removed", removed}});
    return logs;
}

void appendLogs(json::array& out, const BlockPtr& block, const LogFilter& filter, bool removed) {
    std::uint64_t logIndex = 0;
    for (std::uint32_t i = 0; i < block->txs.size(); ++i) {
        const auto& tx = block->txs[i];
        if (!tx->tx.token) continue;
        if (filter.matches(*tx))
            for (auto& log : logsOf({.tx = tx, .block = block, .index = i}, logIndex, removed))
                out.push_back(std::move(log));
        ++logIndex;
    }
}

Bloom logsBloom(std::span<const TxPtr> txs) {
    Bloom bloom{};
    for (const auto& tx : txs) {
        const auto event = eventOf(*tx);
        if (!event) continue;
        addToBloom(bloom, event->address.view());
        for (const auto& topic : event->topics)
            addToBloom(bloom, topic.view());
    }
    return bloom;
}

} // namespace aw::rpc
