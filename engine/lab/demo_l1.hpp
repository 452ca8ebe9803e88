#pragma once

#include "l1/anvil.hpp"
#include "lab/pace.hpp"
#include "lab/snapshot_builder.hpp"

#include <memory>

namespace aw::lab {

/// The L1 of a demo: an anvil of its own, the contracts on it, and the account that pays for both. On the
/// demo's strand.
class DemoL1 {
public:
    explicit DemoL1(boost::asio::io_context& context)
        : m_context(context) {}

    /// Errors: those of l1::AnvilProcess::start(), "l1.*".
    Task<Result<void>> start(const Strand& strand, std::filesystem::path directory);
    /// Errors "l1.*".
    Task<Result<void>> deployContracts();
    /// Ends anvil.
    void stop() { m_anvil.reset(); }

    /// Whether anvil ended by itself after it had started; what ended it cannot be known.
    bool ended() const { return m_anvil && !m_anvil->running(); }
    const RollupInfo& info() const { return m_info; }
    const l1::Deployment& deployment() const { return m_info.deployment; }
    const l1::RpcPtr& rpc() const { return m_rpc; }
    /// Of anvil's first account: deploys and funds.
    l1::TxManager& bank() { return *m_bank; }

private:
    boost::asio::io_context& m_context;
    std::unique_ptr<l1::AnvilProcess> m_anvil;
    l1::RpcPtr m_rpc;
    std::unique_ptr<l1::TxManager> m_bank;
    RollupInfo m_info;
};

} // namespace aw::lab
