#pragma once

#include "api/values.hpp"
#include "l1/deployment.hpp"
#include "node/node_view.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace aw::lab {

/// The rollup and the L1 below it; fixed once both are there.
struct RollupInfo {
    std::string l1Client; ///< as web3_clientVersion says
    std::string l1Endpoint;
    std::uint64_t l1ChainId = 0;
    l1::Deployment deployment;
};

/// A node of this process at the moment of a snapshot.
struct LocalNode {
    Address address;
    std::string name;
    std::uint16_t rpcPort = 0;
    std::shared_ptr<const node::NodeView> view; ///< null while it is down
};

/// Whose view counts: the viewpoint's while that is up and has read L1; else that of an operator in good
/// standing that has, of any that has, of any that is up, the first of each. Null where every node is down.
const LocalNode* observerOf(const std::vector<LocalNode>& nodes, const Address& viewpoint);

/// Puts together what a front end sees of a rollup with nodes in this process: all that is true of any opened
/// rollup, and nothing of the Lab. Pure.
class SnapshotBuilder {
public:
    /// `names`: of operators that are not in this process, and of keys that are no longer used.
    SnapshotBuilder(RollupInfo rollup, std::vector<LocalNode> nodes, std::map<Address, std::string> names);

    /// Name of an operator; the beginning of its address where nobody named it.
    std::string nameOf(const Address& address) const;

    /// As one of the nodes sees it. Where that node is unknown or down, what the nodes do not say is left
    /// out: heads, batches and everything else of L1. Version, time, phase, steps, events and samples are the
    /// caller's.
    api::Snapshot build(const Address& viewpoint) const;

private:
    void addRollup(api::Snapshot& snapshot) const;
    void addView(api::Snapshot& snapshot, const LocalNode& node) const;
    void addOperators(api::Snapshot& snapshot) const;
    const LocalNode* nodeOf(const Address& address) const;

    RollupInfo m_rollup;
    std::vector<LocalNode> m_nodes;
    std::map<Address, std::string> m_names;
};

} // namespace aw::lab
