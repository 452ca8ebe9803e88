#pragma once

#include "api/values.hpp"
#include "base/result.hpp"

#include <memory>

namespace aw::lab {

/// Reads verdicts from L1 by a client of its own, so that they do not depend on what any operator believes.
/// Blocking; not thread-safe. Errors: "l1.*".
class L1Reader {
public:
    /// Takes endpoint and addresses of a demo.
    explicit L1Reader(const api::Snapshot& demo);
    ~L1Reader();

    struct Tip {
        std::uint64_t number = 0;
        Hash hash;
        Hash stateRoot;
    };
    Result<Tip> tip();
    Result<Hash> batchHash(std::uint64_t number);
    Result<Address> currentOperator();
    struct OperatorOnL1 {
        api::OperatorStatus status = api::OperatorStatus::none;
        Wei bondWei;
    };
    Result<OperatorOnL1> operatorView(const Address& address);
    Result<Wei> claimable(const Address& address);
    Result<Wei> balance(const Address& address);
    /// What L1 answers to the same call to the bridge once more: the name of its error, or empty where it
    /// would take it again.
    Result<std::string> bridgeRefusal(const Hash& l1TxHash);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace aw::lab
