#include "l1/failover.hpp"

#include "base/hex.hpp"
#include "base/log.hpp"
#include "l1/endpoint.hpp"
#include "l1/queries.hpp"
#include "l1/refusals.hpp"

#include <boost/asio/detached.hpp>

#include <algorithm>
#include <cassert>

namespace aw::l1 {

namespace {

const log::Logger kLog("l1.failover");
constexpr std::chrono::milliseconds kProbeTimeout{5'000};
// Endpoints that close the connection after each answer are not asked for the chain id after each.
constexpr std::uint64_t kRecheckMs = 1'000;
constexpr std::string_view kSend = "eth_sendRawTransaction";

// What says that an endpoint does not serve at all, whatever was asked.
bool isOutage(const Error& error) {
    constexpr ErrorCode kCodes[] = {ErrorCode::l1Unavailable, ErrorCode::l1Timeout, ErrorCode::l1BadAnswer,
                                    ErrorCode::l1RateLimited, ErrorCode::l1WrongChain};
    return std::ranges::find(kCodes, error.code) != std::end(kCodes);
}

bool isStandard(const RpcRequest& request) {
    return request.method.starts_with("eth_") || request.method.starts_with("net_") ||
           request.method.starts_with("web3_");
}

// The first refusal for the rate; later answers are then unusable.
std::optional<Error> rateLimit(const std::vector<RpcRequest>& requests,
                               const std::vector<RpcAnswer>& answers) {
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const auto& refused = answers[i].error;
        const auto& method = requests[i].method;
        if (refused && refusalOf(method, *refused) == Refusal::rateLimited) return rpcError(method, *refused);
    }
    return {};
}

} // namespace

Result<std::shared_ptr<FailoverRpc>> FailoverRpc::create(boost::asio::any_io_executor executor,
                                                         const std::vector<std::string>& urls,
                                                         FailoverOptions options) {
    if (urls.empty())
        return Error{ErrorCode::l1NoEndpoint, "No L1 endpoint is given. Give at least one, such as "
                                              "http://127.0.0.1:8545."};
    std::vector<RpcPtr> endpoints;
    for (const auto& url : urls) {
        auto client = JsonRpcClient::create(executor, url);
        if (!client) return client.error();
        endpoints.push_back(std::move(*client));
    }
    return over(std::move(executor), std::move(endpoints), std::move(options));
}

std::shared_ptr<FailoverRpc> FailoverRpc::over(boost::asio::any_io_executor executor,
                                               std::vector<RpcPtr> endpoints, FailoverOptions options) {
    return std::shared_ptr<FailoverRpc>(
        new FailoverRpc(std::move(executor), std::move(endpoints), std::move(options)));
}

FailoverRpc::FailoverRpc(boost::asio::any_io_executor executor, std::vector<RpcPtr> endpoints,
                         FailoverOptions options)
    : m_executor(std::move(executor))
    , m_options(std::move(options))
    , m_choice(endpoints.size(), m_options.policy)
    , m_comparedAtMs(m_options.clock->steadyMs()) {
    std::vector<std::string> names;
    for (const auto& endpoint : endpoints)
        names.push_back(maskedUrl(endpoint->url()));
    for (std::size_t i = 0; i < endpoints.size(); ++i) {
        const bool unique = std::ranges::count(names, names[i]) == 1;
        auto name = unique ? names[i] : names[i] + " (" + std::to_string(i + 1) + ")";
        m_endpoints.push_back({std::move(endpoints[i]), std::move(name), {}, 0});
    }
}

Task<Result<RpcAnswer>> FailoverRpc::ask(std::string method, boost::json::array params,
                                         std::chrono::milliseconds timeout) {
    std::vector<RpcRequest> requests;
    requests.push_back({std::move(method), std::move(params)});
    auto answers = co_await put(std::move(requests), timeout, false);
    if (!answers) co_return answers.error();
    co_return std::move(answers->front());
}

Task<Result<std::vector<RpcAnswer>>> FailoverRpc::batch(std::vector<RpcRequest> requests,
                                                        std::chrono::milliseconds timeout) {
    if (requests.empty()) co_return std::vector<RpcAnswer>{};
    co_return co_await put(std::move(requests), timeout, true);
}

Task<FailoverRpc::Answers> FailoverRpc::put(std::vector<RpcRequest> requests,
                                            std::chrono::milliseconds timeout, bool asBatch) {
    const auto self = shared_from_this();
    compareWhenDue();
    const bool standard = std::ranges::all_of(requests, isStandard);
    const bool sends =
        std::ranges::any_of(requests, [](const RpcRequest& each) { return each.method == kSend; });
    const bool heavy =
        std::ranges::any_of(requests, [](const RpcRequest& each) { return each.method == "eth_getLogs"; });
    std::vector<bool> tried(m_endpoints.size());
    Answers answers = Error{ErrorCode::l1NoEndpoint, "No L1 endpoint is left to ask."};
    while (true) {
        std::optional<std::size_t> place;
        {
            const std::lock_guard lock(m_mutex);
            place = m_choice.next(tried, nowMs());
        }
        if (!place) co_return answers;
        if (sends && std::ranges::count(tried, true) > 0)
            kLog.warn("a transaction is sent to a second endpoint",
                      {{"endpoint", m_endpoints[*place].name},
                       {"why", answers ? "the first limits the rate" : answers.error().detail}});
        tried[*place] = true;
        answers = co_await askOne(*place, requests, timeout, asBatch);
        if (!answers) {
            const auto error = answers.error();
            // A range of logs may be too much for any endpoint: that is the caller's to make smaller.
            if (!isOutage(error) || (heavy && error.code == ErrorCode::l1Timeout)) co_return answers;
            failed(*place, error);
            if (!standard && error.code != ErrorCode::l1WrongChain) co_return answers;
            continue;
        }
        const auto limited = rateLimit(requests, *answers);
        if (!limited) {
            served(*place);
            co_return answers;
        }
        failed(*place, *limited);
        // Of a batch, some may have been done.
        if (!standard || (sends && requests.size() > 1)) co_return answers;
    }
}

// Whether the chain id must be asked for: before the first call and after an outage; after a call that needed
// a new connection.
bool FailoverRpc::needsCheck(std::size_t place, bool before) const {
    const std::lock_guard lock(m_mutex);
    const auto& endpoint = m_endpoints[place];
    if (!endpoint.checkedAt) return true;
    if (before || *endpoint.checkedAt == endpoint.rpc->connections()) return false;
    return nowMs() - endpoint.checkedAtMs >= kRecheckMs;
}

Task<FailoverRpc::Answers> FailoverRpc::askOne(std::size_t place, std::vector<RpcRequest> requests,
                                               std::chrono::milliseconds timeout, bool asBatch) {
    const auto rpc = m_endpoints[place].rpc;
    if (needsCheck(place, true)) {
        const auto checked = co_await checkChainId(place, timeout);
        if (!checked) co_return checked.error();
    }
    std::vector<RpcAnswer> answers;
    if (asBatch) {
        auto several = co_await rpc->batch(std::move(requests), timeout);
        if (!several) co_return several.error();
        answers = std::move(*several);
    } else {
        auto& request = requests.front();
        auto one = co_await rpc->ask(std::move(request.method), std::move(request.params), timeout);
        if (!one) co_return one.error();
        answers.push_back(std::move(*one));
    }
    if (needsCheck(place, false)) {
        const auto checked = co_await checkChainId(place, timeout);
        if (!checked) co_return checked.error();
    }
    co_return answers;
}

Task<Result<void>> FailoverRpc::checkChainId(std::size_t place, std::chrono::milliseconds timeout) {
    const auto rpc = m_endpoints[place].rpc;
    auto answer = co_await rpc->call("eth_chainId", {}, timeout);
    if (!answer) co_return answer.error();
    const Error noNumber{ErrorCode::l1BadAnswer, "The L1 node at " + m_endpoints[place].name +
                                                     " tells no chain id that is a number."};
    const auto id = answer->is_string() ? base::quantity64FromHex(std::string_view(answer->as_string()))
                                        : Result<std::uint64_t>(noNumber);
    if (!id) co_return noNumber;
    if (*id != m_options.chainId)
        co_return Error{ErrorCode::l1WrongChain, "The L1 node at " + m_endpoints[place].name +
                                                     " has the chain id " + std::to_string(*id) + ", not " +
                                                     std::to_string(m_options.chainId) +
                                                     ": it is of another chain. Check its address."};
    const std::lock_guard lock(m_mutex);
    m_endpoints[place].checkedAt = rpc->connections();
    m_endpoints[place].checkedAtMs = nowMs();
    co_return Result<void>();
}

void FailoverRpc::failed(std::size_t place, const Error& why) {
    std::optional<EndpointSwitch> change;
    {
        const std::lock_guard lock(m_mutex);
        m_endpoints[place].checkedAt.reset();
        change = m_choice.failed(place, why.detail, nowMs());
    }
    announce(change);
}

void FailoverRpc::served(std::size_t place) {
    std::optional<EndpointSwitch> change;
    {
        const std::lock_guard lock(m_mutex);
        change = m_choice.served(place, nowMs());
    }
    announce(change);
}

void FailoverRpc::announce(const std::optional<EndpointSwitch>& change) const {
    if (!change) return;
    kLog.warn("another L1 endpoint is used", {{"from", m_endpoints[change->from].name},
                                              {"to", m_endpoints[change->to].name},
                                              {"why", change->reason}});
    if (m_options.onSwitch) m_options.onSwitch(change->from, change->to, change->reason);
}

const std::string& FailoverRpc::url() const {
    const std::lock_guard lock(m_mutex);
    return m_endpoints[m_choice.current()].rpc->url();
}

std::uint64_t FailoverRpc::source() const {
    const std::lock_guard lock(m_mutex);
    return m_choice.switches();
}

bool FailoverRpc::distrust(std::uint64_t source, const Error& why) {
    std::optional<EndpointSwitch> change;
    {
        const std::lock_guard lock(m_mutex);
        if (source != m_choice.switches()) return true;
        m_endpoints[m_choice.current()].checkedAt.reset();
        change = m_choice.distrusted(m_choice.current(), why.detail, nowMs());
    }
    announce(change);
    return change.has_value();
}

std::vector<FailoverRpc::Status> FailoverRpc::status() const {
    const std::lock_guard lock(m_mutex);
    std::vector<Status> all;
    for (std::size_t i = 0; i < m_endpoints.size(); ++i) {
        const auto& failure = m_choice.failureOf(i);
        const auto& head = m_choice.headOf(i);
        all.push_back({m_endpoints[i].name, i == m_choice.current(), failure.empty(), failure,
                       head ? std::optional(head->number) : std::nullopt});
    }
    return all;
}

void FailoverRpc::compareWhenDue() {
    {
        const std::lock_guard lock(m_mutex);
        if (m_endpoints.size() == 1 || m_comparing) return;
        if (nowMs() - m_comparedAtMs < m_options.policy.compareEveryMs) return;
    }
    auto run = [](std::shared_ptr<FailoverRpc> self) -> Task<void> { co_await self->compare(); };
    boost::asio::co_spawn(m_executor, run(shared_from_this()), boost::asio::detached);
}

Task<void> FailoverRpc::compare() {
    const auto self = shared_from_this();
    std::vector<std::size_t> places;
    {
        const std::lock_guard lock(m_mutex);
        if (std::exchange(m_comparing, true)) co_return;
        // The one in use last: it is not behind for having been asked first.
        for (std::size_t i = 0; i < m_endpoints.size(); ++i)
            if (i != m_choice.current() && !m_choice.isResting(i, nowMs())) places.push_back(i);
        places.push_back(m_choice.current());
    }
    struct Ending {
        FailoverRpc& rpc;
        ~Ending() {
            const std::lock_guard lock(rpc.m_mutex);
            rpc.m_comparing = false;
            rpc.m_comparedAtMs = rpc.nowMs();
        }
    } const ending{*this};

    for (const auto place : places) {
        const auto head = co_await probe(place);
        if (!head) {
            failed(place, head.error());
            continue;
        }
        served(place);
        const std::lock_guard lock(m_mutex);
        m_choice.saw(place, *head, nowMs());
    }
    std::optional<std::size_t> ahead;
    std::optional<EndpointHead> mine;
    {
        const std::lock_guard lock(m_mutex);
        ahead = m_choice.ahead(nowMs());
        mine = m_choice.headOf(m_choice.current());
    }
    if (ahead && mine) {
        const bool extends = co_await hasBlock(*ahead, *mine);
        if (!extends) ahead.reset();
    }
    std::optional<EndpointSwitch> change;
    {
        const std::lock_guard lock(m_mutex);
        change = m_choice.decide(ahead, nowMs());
    }
    announce(change);
}

Task<Result<EndpointHead>> FailoverRpc::probe(std::size_t place) {
    const auto checked = co_await checkChainId(place, kProbeTimeout);
    if (!checked) co_return checked.error();
    const auto head = co_await latestBlock(m_endpoints[place].rpc);
    if (!head) co_return head.error();
    co_return EndpointHead{head->number, head->hash};
}

Task<bool> FailoverRpc::hasBlock(std::size_t place, EndpointHead block) {
    const auto there = co_await blockByNumber(m_endpoints[place].rpc, block.number);
    co_return there && there->hash == block.hash;
}

} // namespace aw::l1
