#pragma once

#include "crypto/public_key.hpp"

#include <memory>
#include <stop_token>

namespace aw::crypto {

/// A signature whose signer is asked for.
struct RecoveryJob {
    Hash hash;
    Signature signature;
};

/// A signature that is to be compared with a key; see verify() for what is not looked at.
struct VerifyJob {
    Hash hash;
    Signature signature;
    const PublicKey* key = nullptr; ///< never nullptr; outlives the call
};

/// Threads that recover or verify many signatures at a time. The results stand in the order of the jobs and
/// depend on nothing else.
///
/// Thread rule: all functions may be called from any thread, several at a time too; callers then share the
/// threads in order of arrival. A call blocks its thread until it is done. The destructor waits for the calls
/// that are under way, which end with "recovery.stopped".
class RecoveryPool {
public:
    /// `threads` is at least 1: the owner knows how many cores it may take.
    explicit RecoveryPool(std::size_t threads);
    ~RecoveryPool();
    RecoveryPool(const RecoveryPool&) = delete;
    RecoveryPool& operator=(const RecoveryPool&) = delete;

    std::size_t threads() const;

    /// recover() of each job. Errors of the call: "recovery.cancelled" where `cancel` was requested before
    /// all was done, "recovery.stopped".
    Result<std::vector<Result<Address>>> recover(std::span<const RecoveryJob> jobs,
                                                 const std::stop_token& cancel = {});
    /// verify() of each job. Errors of the call as of recover.
    Result<std::vector<Result<void>>> verify(std::span<const VerifyJob> jobs,
                                             const std::stop_token& cancel = {});

    /// Ends all calls soon, those to come too. Does not wait.
    void stop();

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace aw::crypto
