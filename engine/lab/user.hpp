#pragma once

#include "api/values.hpp"
#include "base/result.hpp"

#include <memory>
#include <string>
#include <vector>

namespace aw::lab {

/// A user of a demo with a wallet: an account that the demo's L1 funds, and nothing but the public endpoints
/// of L1 and of one operator. Blocking; not thread-safe. Errors: "l1.*", and what an operator refuses as
/// "l1.rpc-error".
class User {
public:
    explicit User(const api::Snapshot& demo);
    ~User();

    const Address& address() const;
    /// Deposits on L1 for itself (D-1).
    Result<void> deposit(Wei amountWei);
    Result<Wei> l1Balance();
    Result<Wei> l2Balance();
    /// Creates a token of its own on L1 and deposits kDemoTokenAmount of it for itself; its address.
    Result<Address> bringToken();
    Result<Wei> l1TokenBalance(const Address& token);
    Result<Wei> l2TokenBalance(const Address& token);
    Result<Hash> sendToken(const Address& token, const Address& to, Wei amount);
    /// Signs a transfer as wallets do, from what the operator answers, and sends it.
    Result<Hash> send(Address to, Wei valueWei);
    /// How many of the L2 transactions were executed, by their receipts at the operator.
    Result<std::size_t> executed(const std::vector<Hash>& hashes);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace aw::lab
