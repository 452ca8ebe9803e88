#pragma once

#include "crypto/keys.hpp"
#include "feed/message.hpp"

#include <deque>
#include <memory>

namespace aw::feed {

/// The newest part of a signed log, bounded by count and bytes. Not thread-safe.
class Log {
public:
    Log(Domain domain, std::shared_ptr<const crypto::SecretKey> key, std::uint64_t logId,
        std::size_t keepItems, std::size_t keepBytes);

    /// Signs and appends; returns the number. Error "feed.too-large".
    Result<std::uint64_t> append(const Item& item);
    /// The next number is given to an item that nobody listens to: nothing is made, signed or kept of it.
    /// Whoever comes gets a snapshot, and the links begin anew behind it.
    std::uint64_t pass();

    /// Every subscriber holds what is numbered up to `held`: of that the newest `spare` stay, for those that
    /// come back.
    void release(std::uint64_t held, std::size_t spare);

    std::uint64_t logId() const { return m_logId; }
    std::uint64_t lastSeq() const { return m_lastSeq; }
    /// The first number still kept; lastSeq() + 1 where none is.
    std::uint64_t firstKept() const { return m_lastSeq + 1 - m_kept.size(); }
    /// envelopeHash of lastSeq(); zero for an empty log, and where that was passed.
    const Hash& head() const { return m_head; }
    /// The encoded envelope frame; nullptr where it is not kept.
    std::shared_ptr<const Bytes> frame(std::uint64_t seq) const;

private:
    void dropFirst();

    Domain m_domain;
    std::shared_ptr<const crypto::SecretKey> m_key;
    std::uint64_t m_logId;
    std::size_t m_keepItems;
    std::size_t m_keepBytes;
    std::uint64_t m_lastSeq = 0;
    Hash m_head;
    std::size_t m_bytes = 0;
    std::deque<std::shared_ptr<const Bytes>> m_kept;
};

} // namespace aw::feed
