#include "feed/log.hpp"

#include "feed/frame.hpp"

namespace aw::feed {

Log::Log(Domain domain, std::shared_ptr<const crypto::SecretKey> key, std::uint64_t logId,
         std::size_t keepItems, std::size_t keepBytes)
    : m_domain(domain)
    , m_key(std::move(key))
    , m_logId(logId)
    , m_keepItems(keepItems)
    , m_keepBytes(keepBytes) {}

std::uint64_t Log::pass() {
    m_head = {};
    m_kept.clear();
    m_bytes = 0;
    return ++m_lastSeq;
}

Result<std::uint64_t> Log::append(const Item& item) {
    Envelope envelope{.logId = m_logId,
                      .seq = m_lastSeq + 1,
                      .previous = m_head,
                      .item = encodeItem(item),
                      .signature = {}};
    if (envelope.item.size() > kMaxItemBytes)
        return Error{ErrorCode::feedTooLarge,
                     "an item of " + std::to_string(envelope.item.size()) +
                         " bytes does not fit a frame of the feed; make smaller blocks."};
    const auto hash = envelopeHash(m_domain, envelope);
    envelope.signature = m_key->sign(hash);
    m_kept.push_back(std::make_shared<const Bytes>(encodeFrame(EnvelopeFrame{std::move(envelope)})));
    m_bytes += m_kept.back()->size();
    m_head = hash;
    ++m_lastSeq;
    // The newest stays whatever its size: connected subscribers have not had it yet.
    while (m_kept.size() > 1 && (m_kept.size() > m_keepItems || m_bytes > m_keepBytes))
        dropFirst();
    return m_lastSeq;
}

void Log::release(std::uint64_t held, std::size_t spare) {
    while (m_kept.size() > spare && firstKept() + spare <= held)
        dropFirst();
}

void Log::dropFirst() {
    m_bytes -= m_kept.front()->size();
    m_kept.pop_front();
}

std::shared_ptr<const Bytes> Log::frame(std::uint64_t seq) const {
    if (seq < firstKept() || seq > m_lastSeq) return nullptr;
    return m_kept[static_cast<std::size_t>(seq - firstKept())];
}

} // namespace aw::feed
