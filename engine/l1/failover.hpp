#pragma once

#include "base/clock.hpp"
#include "l1/endpoint_choice.hpp"
#include "l1/json_rpc.hpp"

#include <functional>
#include <mutex>

namespace aw::l1 {

struct FailoverOptions {
    std::uint64_t chainId = 0; ///< which every endpoint must have
    EndpointPolicy policy;
    std::shared_ptr<const base::Clock> clock = std::make_shared<base::SystemClock>();
    /// Another endpoint is in use: places in the list, and why, as a sentence that may be shown and logged.
    /// Called on whatever thread noticed, with no lock held; must not block.
    std::function<void(std::size_t from, std::size_t to, const std::string& reason)> onSwitch;
};

/// Several endpoints of one L1 as one Rpc. The first of the list is preferred; the one in use stays in use
/// until it gives a reason to leave it:
/// - it cannot be reached, does not answer in time, answers what is no JSON-RPC, refuses the key, or limits
/// the
///   rate ("l1.unavailable", "l1.timeout", "l1.bad-answer", "l1.rate-limited");
/// - it has another chain id: asked before its first use, again after each new connection to it, and now and
///   then;
/// - its head lags behind that of another endpoint which has its head block too, or stands still while
///   another's grows (compared every `policy.compareEveryMs`, while calls are made);
/// - somebody who reads it calls distrust().
/// An endpoint that was left rests, longer each time. A preferred one is taken again once it was good for a
/// while (`policy.returnAfterMs`), longer each time too. With every endpoint at rest the one whose rest ends
/// first is asked all the same: there is always an attempt.
///
/// What is repeated. A call of a standard method (eth_, net_, web3_) that the endpoint did not serve for one
/// of the reasons above is put to the next one at once; each endpoint is asked once for a call, each with the
/// call's whole time. Whatever the node itself answers, its refusals included, goes to the caller.
/// eth_sendRawTransaction goes to one endpoint only, and to a second only where the first gave no answer, or
/// refused it unread for the rate. The bytes are the same, and so are hash and nonce: L1 takes the
/// transaction at most once, wherever it arrived. The caller may then see "already known" or "nonce too low"
/// for its own transaction, and TxManager looks for that. Each second sending is logged. Methods of other
/// names (anvil_mine, ...) may change the node and are never repeated.
///
/// URLs carry keys: texts and logs name an endpoint by maskedUrl() alone.
///
/// Errors: those of Rpc of the last endpoint asked, "l1.wrong-chain" where none has the right chain id. May
/// be called on any thread; the comparison of heads runs on `executor`. Calls keep it alive.
class FailoverRpc final : public Rpc, public std::enable_shared_from_this<FailoverRpc> {
public:
    /// Errors: "l1.bad-url", "l1.no-endpoint" where the list is empty.
    static Result<std::shared_ptr<FailoverRpc>> create(boost::asio::any_io_executor executor,
                                                       const std::vector<std::string>& urls,
                                                       FailoverOptions options);
    /// Over endpoints that exist. Precondition: at least one.
    static std::shared_ptr<FailoverRpc> over(boost::asio::any_io_executor executor,
                                             std::vector<RpcPtr> endpoints, FailoverOptions options);

    Task<Result<RpcAnswer>> ask(std::string method, boost::json::array params,
                                std::chrono::milliseconds timeout = kDefaultTimeout) override;
    Task<Result<std::vector<RpcAnswer>>> batch(std::vector<RpcRequest> requests,
                                               std::chrono::milliseconds timeout = kDefaultTimeout) override;
    /// Of the endpoint in use: may carry a key.
    const std::string& url() const override;
    std::uint64_t source() const override;
    bool distrust(std::uint64_t source, const Error& why) override;

    /// What is known of an endpoint.
    struct Status {
        std::string name; ///< masked; with its place where two would be called the same
        bool inUse = false;
        bool good = false;                 ///< as last seen
        std::string detail;                ///< why not
        std::optional<std::uint64_t> head; ///< as last compared
    };
    std::vector<Status> status() const;

    /// Asks every endpoint that does not rest for chain id and head, and changes to another where that is
    /// due. Calls start it by themselves when it is time; at most one runs.
    Task<void> compare();

private:
    struct Endpoint {
        RpcPtr rpc;
        std::string name;
        std::optional<std::uint64_t> checkedAt; ///< Rpc::connections() when the chain id was right
        std::uint64_t checkedAtMs = 0;          ///< steady
    };
    using Answers = Result<std::vector<RpcAnswer>>;

    FailoverRpc(boost::asio::any_io_executor executor, std::vector<RpcPtr> endpoints,
                FailoverOptions options);
    Task<Answers> put(std::vector<RpcRequest> requests, std::chrono::milliseconds timeout, bool asBatch);
    Task<Answers> askOne(std::size_t place, std::vector<RpcRequest> requests,
                         std::chrono::milliseconds timeout, bool asBatch);
    bool needsCheck(std::size_t place, bool before) const;
    Task<Result<void>> checkChainId(std::size_t place, std::chrono::milliseconds timeout);
    Task<Result<EndpointHead>> probe(std::size_t place);
    Task<bool> hasBlock(std::size_t place, EndpointHead block);
    void failed(std::size_t place, const Error& why);
    void served(std::size_t place);
    void announce(const std::optional<EndpointSwitch>& change) const;
    void compareWhenDue();
    std::uint64_t nowMs() const { return m_options.clock->steadyMs(); }

    boost::asio::any_io_executor m_executor;
    FailoverOptions m_options;
    std::vector<Endpoint>
        m_endpoints; ///< the list, rpc and name never change; the rest is guarded by m_mutex
    mutable std::mutex m_mutex;
    EndpointChoice m_choice;      ///< guarded by m_mutex
    bool m_comparing = false;     ///< guarded by m_mutex
    std::uint64_t m_comparedAtMs; ///< steady; guarded by m_mutex
};

} // namespace aw::l1
