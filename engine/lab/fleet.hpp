#pragma once

#include "lab/demo_l1.hpp"
#include "lab/pace.hpp"
#include "lab/snapshot_builder.hpp"
#include "node/node.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace aw::lab {

inline const Wei kOperatorFundsWei =
    Wei(1'000'000'000'000'000'000ULL) * 200; ///< bond, batches and challenges
/// Gives an operator the L2 account that earns the fees.
inline const Wei kOperatorDepositWei = Wei(1'000'000'000'000'000'000ULL);

/// An operator of a demo, with its node while that runs.
struct Member {
    std::string name;
    std::shared_ptr<const crypto::SecretKey> key;
    std::filesystem::path directory;
    std::uint16_t rpcPort = 0, feedPort = 0;
    std::uint64_t bidWei = 0;
    std::shared_ptr<node::Node> node; ///< null while crashed
    std::weak_ptr<node::Node> lastNode;
    std::uint32_t convictions = 0; ///< each made a new key and a new directory
    bool rejoining = false;

    const Address& address() const { return key->address(); }
};

/// The operators of a demo: they are launched, crash, come back, and are found by address. On the demo's
/// strand. Errors of everything that takes an address: "lab.unknown-operator", "lab.retired".
class Fleet {
public:
    /// What a node tells, on the strand. `from`: the node's operator.
    using OnEvent = std::function<void(const Address& from, api::EventCode code,
                                       std::map<std::string, std::string> args)>;

    static constexpr std::size_t kMaxMembers = 8;

    Fleet(boost::asio::io_context& context, Pace& pace, DemoL1& l1, std::filesystem::path workspace,
          OnEvent onEvent);

    /// Whether a workspace holds the directory of an operator already.
    static bool hasMembers(const std::filesystem::path& workspace);

    /// Starts the nodes and registers their operators with a bond each. `rpcPort`: of the first, the others
    /// follow; 0: any free ones. Errors: those of node::Node::open(), "l1.*".
    Task<Result<void>> launch(std::uint32_t members, std::uint16_t rpcPort);
    /// Gives each operator its L2 account. Errors "l1.*".
    Task<Result<void>> deposit();
    /// Whether every node knows an L2 block that is on L1.
    bool allHaveSafeBlock() const;
    /// Stops every node; what they hold of their files goes with forget().
    void stop();
    void forget();

    Result<Member*> member(const Address& address);
    /// Error also: "lab.not-running".
    Result<Member*> runningMember(const Address& address);
    /// The operator that may submit now, as the observer sees it; nullptr where it is not of this fleet.
    Member* current();
    /// Whose view counts, as observerOf() says; nullptr where every node is down.
    Member* observer();
    /// Error also: "lab.not-running".
    Result<void> setViewpoint(const Address& address);
    std::string nameOf(const Address& address) const;
    std::vector<LocalNode> nodes() const;
    /// Keys that L1 convicted and never takes back, as "Aurora (convicted)".
    const std::map<Address, std::string>& retired() const { return m_retired; }

    /// Kills the node without a shutdown. Errors also: "lab.last-operator", "lab.rejoining",
    /// "lab.not-running".
    Result<void> crash(const Address& address);
    /// Starts it again from its directory. Errors also: "lab.running", "lab.rejoining", "lab.still-stopping".
    Task<Result<void>> restart(Address address);
    /// Registers an operator that L1 put out: under its own key, or under a new one where L1 convicted that
    /// (O-1, O-8). Errors also: "lab.registered", "lab.rejoining", "lab.not-running", "lab.slow", "l1.*".
    Task<Result<void>> rejoin(Address address);

private:
    Result<void> open(Member& member);
    Task<Result<void>> stopped(Member& member);
    Task<Result<void>> rejoinWithNewKey(Member& member);

    boost::asio::io_context& m_context;
    Pace& m_pace;
    DemoL1& m_l1;
    std::filesystem::path m_workspace;
    OnEvent m_onEvent;
    std::vector<Member> m_members; ///< fixed once launched
    std::map<Address, std::string> m_retired;
    Address m_viewpoint;
};

} // namespace aw::lab
