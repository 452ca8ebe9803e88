#pragma once

#include "l1/contracts.hpp"
#include "node_fleet.hpp"
#include "random.hpp"

namespace aw::simulation {

/// The Ethereum node of a run, once it makes blocks by command only.
class L1 {
public:
    explicit L1(test::NodeFleet& fleet)
        : m_fleet(fleet)
        , m_contracts(fleet.rpc, fleet.deployment.addresses) {}

    /// From here on no block is made but by mine().
    void takeCommand();
    void mine(std::uint64_t blocks = 1);
    /// Replaces the newest blocks by one more than they are. Of the transactions in them so many percent come
    /// back, in the first of the new blocks. How many blocks were replaced: fewer where there are not so
    /// many.
    std::uint64_t reorganise(std::uint64_t depth, unsigned comesBackPercent, Random& random);
    /// A transaction of a funded account that waits for the next block.
    void send(const Address& to, const Bytes& data, const Wei& value);
    /// The same of an account whose key is given; not where its last one still waits.
    void sendAs(const crypto::SecretKey& key, const Address& to, const Bytes& data, const Wei& value);
    void setBalance(const Address& of, const Wei& value);

    std::uint64_t head() { return number("eth_blockNumber"); }
    /// Transactions that the next block could take.
    std::uint64_t waiting();
    l1::Clock clock() { return *m_fleet.wait(m_contracts.clock()); }
    Address currentOperator() { return *m_fleet.wait(m_contracts.currentOperator()); }
    std::vector<l1::OperatorView> operators() { return *m_fleet.wait(m_contracts.operators()); }
    l1::Tip tip() { return *m_fleet.wait(m_contracts.tip()); }

private:
    boost::json::value call(std::string method, boost::json::array params = {});
    std::uint64_t number(const std::string& method);
    std::vector<std::string> transactionsAbove(std::uint64_t block);

    test::NodeFleet& m_fleet;
    l1::Contracts m_contracts;
    struct Mark {
        std::uint64_t block = 0;
        std::string id;
    };
    std::vector<Mark> m_marks; ///< states to go back to, ascending
};

} // namespace aw::simulation
