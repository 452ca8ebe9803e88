#include "node/disk.hpp"

#include "base/log.hpp"

namespace aw::node {

namespace {
const log::Logger kLog("node");
/// Between two attempts to write to a disk that refused.
constexpr std::uint64_t kRetryMs = 1000;
/// Of the trial write: as much as a full block takes, so that what fits then fits the next block.
constexpr std::size_t kTrialBytes = std::size_t{256} * 1024;
constexpr std::string_view kTrialKey = "disk-trial";
} // namespace

bool Disk::note(const Result<void>& written) {
    if (written) return true;
    if (!m_error) {
        kLog.error("the disk is not writable", written.error());
        m_runtime.emit(api::EventCode::diskRefused,
                       {{"operator", m_runtime.config().name}, {"detail", written.error().detail}});
    }
    m_error = written.error();
    m_retryAtMs = m_runtime.steadyMs() + kRetryMs;
    m_runtime.touch();
    return false;
}

bool Disk::works() {
    if (!m_error) return true;
    if (m_runtime.steadyMs() < m_retryAtMs) return false;
    auto tried = m_store.setMeta(kTrialKey, std::string(kTrialBytes, ' '));
    if (tried) tried = m_store.setMeta(kTrialKey, "");
    if (!note(tried)) return false;
    m_error.reset();
    m_runtime.touch();
    kLog.info("the disk is writable again", {{"operator", m_runtime.config().name}});
    m_runtime.emit(api::EventCode::diskBack, {{"operator", m_runtime.config().name}});
    return true;
}

} // namespace aw::node
