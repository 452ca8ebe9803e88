#include "base/hex.hpp"
#include "crypto/keccak.hpp"
#include "rpc/methods.hpp"

#include <array>

namespace aw::rpc {
namespace json = boost::json;

namespace {

Reply clientVersion(const Backend& backend, const Params&) { return json::value(backend.clientVersion()); }

Reply web3Sha3(const Backend&, const Params& params) {
    const auto bytes = params.bytes(0);
    if (!bytes) return bytes.error();
    return json::value(base::toHex(crypto::keccak256(*bytes).view()));
}

Reply netVersion(const Backend& backend, const Params&) {
    return json::value(std::to_string(backend.chainId()));
}

Reply netListening(const Backend&, const Params&) { return json::value(true); }

Reply chainId(const Backend& backend, const Params&) {
    return json::value(base::toQuantity(backend.chainId()));
}

Reply netPeerCount(const Backend& backend, const Params&) {
    return json::value(base::toQuantity(std::uint64_t{backend.peerCount()}));
}

Reply syncing(const Backend& backend, const Params&) {
    const auto progress = backend.syncing();
    if (!progress) return json::value(false);
    return json::value{{"startingBlock", base::toQuantity(progress->startingBlock)},
                       {"currentBlock", base::toQuantity(progress->currentBlock)},
                       {"highestBlock", base::toQuantity(progress->highestBlock)}};
}

Reply rollupStatus(const Backend& backend, const Params&) { return backend.status(); }

Reply rollupBatch(const Backend& backend, const Params& params) {
    const auto number = params.quantity(0);
    if (!number) return number.error();
    return backend.batch(BatchNumber{*number});
}

Reply rollupOperators(const Backend& backend, const Params&) { return backend.operators(); }

constexpr std::uint64_t kMostL1Transactions = 500, kUsualL1Transactions = 50;

Reply rollupL1Transactions(const Backend& backend, const Params& params) {
    auto limit = kUsualL1Transactions;
    if (params.has(0)) {
        const auto given = params.quantity(0);
        if (!given) return given.error();
        if (*given == 0 || *given > kMostL1Transactions)
            return invalidParams("parameter 1 is how many transactions are told: from 1 to " +
                                 std::to_string(kMostL1Transactions) + ", not " + std::to_string(*given));
        limit = *given;
    }
    return backend.l1Transactions(limit);
}

constexpr std::array kMethods{
    NamedMethod{"web3_clientVersion", clientVersion},
    NamedMethod{"web3_sha3", web3Sha3},
    NamedMethod{"net_version", netVersion},
    NamedMethod{"net_listening", netListening},
    NamedMethod{"net_peerCount", netPeerCount},
    NamedMethod{"eth_chainId", chainId},
    NamedMethod{"eth_syncing", syncing},
    NamedMethod{"rollup_status", rollupStatus},
    NamedMethod{"rollup_getBatch", rollupBatch},
    NamedMethod{"rollup_getOperators", rollupOperators},
    NamedMethod{"rollup_getL1Transactions", rollupL1Transactions},
};

} // namespace

std::span<const NamedMethod> nodeMethods() { return kMethods; }

} // namespace aw::rpc
