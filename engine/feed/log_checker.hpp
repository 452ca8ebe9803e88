#pragma once

#include "feed/frame.hpp"
#include "feed/subscriber.hpp"

#include <deque>

namespace aw::feed {

/// Up to where a log was taken.
struct LogPosition {
    std::uint64_t logId = 0;
    std::uint64_t nextSeq = 0; ///< first that is lacking; 0 for nothing known
    Hash head;                 ///< envelopeHash of nextSeq - 1
};

/// What a publisher's message amounts to.
struct CheckedFrame {
    enum class Step {
        take, ///< `items` are next; with them, `reached`
        skip, ///< known already
        gap,  ///< something before it is missing
    };
    Step step = Step::skip;
    std::vector<Delivery> items;
    std::optional<LogPosition> reached; ///< empty inside a snapshot
};

/// A message that ends the connection.
struct FeedFault {
    Error error;
    std::optional<Equivocation> proof;
};

using CheckResult = std::variant<CheckedFrame, FeedFault>;

/// Holds one operator's log to rules P-2, P-5 and P-7: signatures, numbers, links. No network, no clock; not
/// thread-safe. It remembers envelopes across connections, to show both sides of an equivocation.
class LogChecker {
public:
    LogChecker(Domain domain, Address publisher, std::size_t rememberBytes);

    /// A connection begins, whose welcome named `logId`; what follows `accepted` is expected, or a snapshot.
    void begin(std::uint64_t logId, const LogPosition& accepted);

    /// Faults: "feed.forged", "feed.equivocation" with proof, "feed.malformed-item", "feed.unknown-item",
    /// "feed.protocol".
    CheckResult check(const Envelope& envelope);
    CheckResult check(const SnapshotFrame& frame);

    std::uint64_t nextSeq() const { return m_next.nextSeq; }
    std::uint64_t logId() const { return m_logId; }

private:
    const Envelope* remembered(std::uint64_t seq) const;
    void remember(const Envelope& envelope);

    Domain m_domain;
    Address m_publisher;
    std::size_t m_rememberBytes;
    std::uint64_t m_logId = 0;
    LogPosition m_next;
    struct Parts {
        std::uint64_t seq = 0;
        Hash head;
        std::uint32_t next = 0;
        bool started = false; ///< an item was handed over
    };
    std::optional<Parts> m_parts;      ///< a snapshot is under way
    std::deque<Envelope> m_remembered; ///< of one log, seqs without gaps
    std::size_t m_rememberedBytes = 0;
};

} // namespace aw::feed
