#include "l1/intent.hpp"

namespace aw::l1 {

L1TxState Intent::state() const {
    if (inclusion) {
        if (!inclusion->success) return L1TxState::failed;
        return settled ? L1TxState::confirmed : L1TxState::mined;
    }
    if (end) return *end;
    if (reorgs > 0) return L1TxState::reorged;
    if (!accepted) return L1TxState::queued;
    return attempts.size() > 1 ? L1TxState::replaced : L1TxState::sent;
}

bool outlivesRestart(L1TxKind kind) {
    switch (kind) {
    case L1TxKind::batch:
    case L1TxKind::heartbeat:
    case L1TxKind::handOver:
    case L1TxKind::challenge:
    case L1TxKind::answer:
        return false;
    case L1TxKind::registration:
    case L1TxKind::bid:
    case L1TxKind::deposit:
    case L1TxKind::withdrawal:
    case L1TxKind::cancellation:
    case L1TxKind::other:
        return true;
    }
    return true;
}

} // namespace aw::l1
