#include "feed/log_checker.hpp"

namespace aw::feed {
namespace {

FeedFault protocolFault(std::string detail) {
    return {{ErrorCode::feedProtocol, std::move(detail)}, std::nullopt};
}

FeedFault equivocation(const Envelope& first, const Envelope& second) {
    return {{ErrorCode::feedEquivocation, "the operator signed two different histories of its log at entry " +
                                              std::to_string(second.seq) + "."},
            Equivocation{first, second}};
}

} // namespace

LogChecker::LogChecker(Domain domain, Address publisher, std::size_t rememberBytes)
    : m_domain(domain)
    , m_publisher(publisher)
    , m_rememberBytes(rememberBytes) {}

void LogChecker::begin(std::uint64_t logId, const LogPosition& accepted) {
    if (logId != m_logId) {
        m_remembered.clear();
        m_rememberedBytes = 0;
    }
    m_logId = logId;
    m_parts.reset();
    m_next = accepted.logId == logId ? accepted : LogPosition{.logId = logId, .nextSeq = 0, .head = {}};
}

const Envelope* LogChecker::remembered(std::uint64_t seq) const {
    if (m_remembered.empty() || seq < m_remembered.front().seq || seq > m_remembered.back().seq)
        return nullptr;
    return &m_remembered[static_cast<std::size_t>(seq - m_remembered.front().seq)];
}

void LogChecker::remember(const Envelope& envelope) {
    if (remembered(envelope.seq)) return;
    if (!m_remembered.empty() && envelope.seq != m_remembered.back().seq + 1) {
        m_remembered.clear();
        m_rememberedBytes = 0;
    }
    m_remembered.push_back(envelope);
    m_rememberedBytes += sizeof(Envelope) + envelope.item.size();
    while (m_remembered.size() > 1 && m_rememberedBytes > m_rememberBytes) {
        m_rememberedBytes -= sizeof(Envelope) + m_remembered.front().item.size();
        m_remembered.pop_front();
    }
}

CheckResult LogChecker::check(const Envelope& envelope) {
    if (envelope.logId != m_logId || envelope.seq == 0)
        return protocolFault("an entry of another log than the one that the publisher named.");
    if (m_parts) return protocolFault("an entry of the log inside a snapshot.");
    const auto* known = remembered(envelope.seq);
    if (!known || *known != envelope) {
        // A difference means nothing until the signature holds.
        if (const auto genuine = verifyEnvelope(m_domain, envelope, m_publisher); !genuine)
            return FeedFault{genuine.error(), std::nullopt};
        if (known && envelopeHash(m_domain, *known) != envelopeHash(m_domain, envelope))
            return equivocation(*known, envelope);
    }
    if (m_next.nextSeq == 0)
        return protocolFault("an entry of a log that this side does not know, without snapshot.");
    if (envelope.seq < m_next.nextSeq) return CheckedFrame{};
    if (envelope.seq > m_next.nextSeq)
        return CheckedFrame{.step = CheckedFrame::Step::gap, .items = {}, .reached = {}};
    if (envelope.previous != m_next.head) {
        if (const auto* before = remembered(envelope.seq - 1)) return equivocation(*before, envelope);
        return protocolFault("entry " + std::to_string(envelope.seq) +
                             " of the log does not follow the one before it.");
    }
    auto item = decodeItem(envelope.item);
    if (!item) return FeedFault{item.error(), std::nullopt};
    remember(envelope);
    m_next = {.logId = m_logId, .nextSeq = envelope.seq + 1, .head = envelopeHash(m_domain, envelope)};
    CheckedFrame taken{.step = CheckedFrame::Step::take, .items = {}, .reached = m_next};
    taken.items.push_back({.logId = m_logId,
                           .seq = envelope.seq,
                           .snapshot = false,
                           .snapshotFirst = false,
                           .item = std::move(*item)});
    return taken;
}

CheckResult LogChecker::check(const SnapshotFrame& frame) {
    if (frame.logId != m_logId)
        return protocolFault("a snapshot of another log than the one that the publisher named.");
    const auto signer = crypto::recover(snapshotHash(m_domain, frame), frame.signature);
    if (!signer || *signer != m_publisher)
        return FeedFault{
            {ErrorCode::feedForged, "a snapshot was not signed by the operator that it is said to be of."},
            std::nullopt};
    if (frame.part == 0) m_parts = Parts{.seq = frame.seq, .head = frame.head, .next = 0, .started = false};
    if (!m_parts || frame.part != m_parts->next || frame.seq != m_parts->seq || frame.head != m_parts->head)
        return protocolFault("part " + std::to_string(frame.part) + " of a snapshot is out of order.");
    if (const auto* known = remembered(frame.seq); known && envelopeHash(m_domain, *known) != frame.head)
        return protocolFault("a snapshot contradicts entry " + std::to_string(frame.seq) + " of the log.");

    CheckedFrame taken{.step = CheckedFrame::Step::take, .items = {}, .reached = {}};
    taken.items.reserve(frame.items.size());
    for (const auto& bytes : frame.items) {
        auto item = decodeItem(bytes);
        if (!item) return FeedFault{item.error(), std::nullopt};
        taken.items.push_back({.logId = m_logId,
                               .seq = frame.seq,
                               .snapshot = true,
                               .snapshotFirst = !std::exchange(m_parts->started, true),
                               .item = std::move(*item)});
    }
    ++m_parts->next;
    if (frame.last) {
        m_parts.reset();
        m_next = {.logId = m_logId, .nextSeq = frame.seq + 1, .head = frame.head};
        taken.reached = m_next;
    }
    return taken;
}

} // namespace aw::feed
