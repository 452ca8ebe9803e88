#pragma once

#include "crypto/keys.hpp"
#include "feed/message.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <memory>

namespace aw::feed {

struct PublisherLimits {
    std::size_t keepItems = 65'536;                ///< most envelopes kept for subscribers
    std::size_t keepBytes = std::size_t{64} << 20; ///< most bytes of them
    std::size_t keepHeldItems = 4'096;             ///< most of those that all have, kept for who comes back
    std::size_t maxSubscribers = 64;               ///< operators that are connected; more are refused
    std::size_t maxStrangers =
        32; ///< connections that have not said who they are; a newer one ends the oldest
    std::size_t snapshotPartBytes = std::size_t{1} << 20; ///< size at which a snapshot is cut into parts
    std::chrono::milliseconds writeTimeout{10'000};       ///< a frame that takes longer ends the connection
    std::chrono::milliseconds ackTimeout{10'000};         ///< who acknowledges nothing of it is disconnected
    std::chrono::milliseconds handshakeTimeout{5'000};    ///< from accept to hello
    std::chrono::milliseconds headInterval{500};          ///< between two heads while nothing is appended
    std::chrono::milliseconds graceAfterLast{60'000}; ///< the log is still signed after the last one has gone
    std::chrono::milliseconds snapshotInterval{2'000}; ///< between two snapshots for one operator
};

/// Gathers the items of a snapshot.
using SnapshotJob = std::function<std::vector<Item>()>;

using MakeItem = std::function<Item()>;

/// A connected subscriber.
struct FeedPeer {
    Address operatorAddress;
    std::uint64_t heldSeq = 0;  ///< taken there
    std::uint64_t lagItems = 0; ///< lastSeq - heldSeq
    std::uint64_t l2Head = 0;   ///< last L2 block it recomputed
};

/// The log of one operator and the WebSocket server that streams it.
///
/// Thread rule: everything, callbacks included, on `strand`, except the constructor. Sessions read from the
/// kept log, so a slow reader costs no memory: one whose next envelope is no longer kept, or whose socket
/// takes nothing for `writeTimeout`, is disconnected and gets a snapshot when it comes back.
class Publisher {
public:
    struct Callbacks {
        /// Makes what gathers all pending transactions and all blocks that are not on L1 as of now, in the
        /// order in which a subscriber must take them. What it makes is called on a thread of the
        /// publisher's, while the log goes on. Required.
        std::function<SnapshotJob()> snapshot;
        /// Whether this operator may subscribe and counts (it is in the running on L1). Empty: everybody may.
        std::function<bool(const Address&)> admit;
        /// A subscriber has taken all that is numbered above `after` up to `seq`; `kept`: and holds it, until
        /// it is executed.
        std::function<void(const Address&, std::uint64_t after, std::uint64_t seq, bool kept)> onAck;
        /// A subscriber came or went.
        std::function<void(std::size_t connected)> onPeers;
    };

    /// `strand` serialises this object; the key signs the log.
    Publisher(boost::asio::any_io_executor strand, std::shared_ptr<const crypto::SecretKey> key,
              Domain domain, Callbacks callbacks, PublisherLimits limits = {});
    ~Publisher();
    Publisher(const Publisher&) = delete;
    Publisher& operator=(const Publisher&) = delete;

    /// Opens the port (0: any free one) and returns it. Error "feed.listen".
    Result<std::uint16_t> listen(const std::string& address, std::uint16_t port);
    /// The port that is open; 0 before. From any thread.
    std::uint16_t port() const;

    /// Appends, signed where anybody listens; returns its number. Error "feed.too-large" (kMaxItemBytes).
    Result<std::uint64_t> append(const Item& item);
    /// The same; the item is made only where somebody listens.
    Result<std::uint64_t> append(const MakeItem& make);
    /// Who may subscribe has changed: those that may not any more are disconnected.
    void checkAdmitted();

    /// The L2 head that peers are told.
    void setL2Head(std::uint64_t number);

    std::uint64_t logId() const;
    std::uint64_t lastSeq() const;
    /// Connected operators that have taken everything up to `seq`; each operator counts once.
    std::uint32_t holders(std::uint64_t seq) const;
    /// Connected operators.
    std::uint32_t connected() const;
    std::vector<FeedPeer> peers() const;

    /// Closes the port and every connection; no callback comes after it returns. The destructor does it too.
    void stop();

private:
    class Impl;
    std::shared_ptr<Impl> m_impl;
};

} // namespace aw::feed
