#include "lab/event_log.hpp"

#include <utility>

namespace aw::lab {

bool concernsOneNode(api::EventCode code) {
    using enum api::EventCode;
    switch (code) {
    case diskRefused:
    case diskBack:
    case l1Switched:
    case l1Silent:
    case l1Heard:
    case signatureMissing:
        return true;
    case batchAnchored:
    case batchFinal:
    case fraudDetected:
    case challengeCommitted:
    case convicted:
    case rolledBack:
    case takeover:
    case operatorEjected:
    case steppedDown:
    case operatorRegistered:
    case bidChanged:
    case epoch:
    case anchorFailed:
    case feedFault:
    case feedBlockWrong:
    case promiseBroken:
    case signatureDemanded:
    case signatureAnswered:
    case signatureWithheld:
    case l1Lost:
    case l1Back:
    case l1Reorg:
    case rewound:
    case operatorCrashed:
    case operatorRestarted:
    case faultArmed:
    case load:
        return false;
    }
    return false;
}

void EventLog::add(std::int64_t atMs, std::uint64_t l1Block, api::EventCode code,
                   std::map<std::string, std::string> args) {
    m_events.push_back(
        {.id = m_next++, .atMs = atMs, .l1Block = l1Block, .code = code, .args = std::move(args)});
    while (m_events.size() > kMax)
        m_events.pop_front();
}

} // namespace aw::lab
