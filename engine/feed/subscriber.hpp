#pragma once

#include "crypto/keys.hpp"
#include "feed/message.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace aw::feed {

/// Whom to follow, and how.
struct SubscriberConfig {
    std::string url; ///< "ws://host:port"
    Address publisher;
    Domain domain;
    std::chrono::milliseconds backoffMin{200};
    std::chrono::milliseconds backoffMax{3'000};
    std::chrono::milliseconds connectTimeout{5'000};
    std::chrono::milliseconds silenceTimeout{10'000}; ///< without any frame: disconnect and try again
    std::size_t maxBatch = 512; ///< items handed over at once; a snapshot part is not divided
    std::size_t rememberBytes = std::size_t{2} << 20; ///< envelopes kept to show an equivocation with both
};

/// An item that passed every check of the feed, with where it stood.
struct Delivery {
    std::uint64_t logId = 0;
    std::uint64_t seq = 0;      ///< its number; for a snapshot item, the last number that the snapshot covers
    bool snapshot = false;      ///< part of a snapshot: what the publisher holds now, not what is new
    bool snapshotFirst = false; ///< the first item of a snapshot
    Item item;
};

/// What became of items that were handed over.
enum class Taken : std::uint8_t {
    kept,   ///< durable here, and kept until they are executed
    partly, ///< passed, but some of them are not kept: the publisher is told, and the next connection begins
            ///< with a snapshot
    no,     ///< the connection ends; they come again after the back-off
};

/// How the connection stands.
struct SubscriberState {
    bool connected = false;         ///< the log flows
    bool distrusted = false;        ///< equivocation was proven: this object has stopped for good
    std::uint64_t heldSeq = 0;      ///< taken by onItems
    std::uint64_t peerSeq = 0;      ///< the publisher's last number, as it says
    std::uint64_t lagItems = 0;     ///< peerSeq - heldSeq
    std::uint64_t peerL2Head = 0;   ///< the publisher's last L2 block, as it says
    std::optional<Error> lastError; ///< why it is, or was last, disconnected
};

/// Follows the log of one other operator: connects, checks, hands over in order without gaps, acknowledges,
/// and comes back after every failure.
///
/// Thread rule: everything, callbacks included, on `strand`, except the constructor.
class Subscriber {
public:
    struct Callbacks {
        /// Takes items in order; they are acknowledged when it returns, and it is called again only then.
        std::function<boost::asio::awaitable<Taken>(std::vector<Delivery>)> onItems;
        /// Called on each change of connected, and on each head of the peer.
        std::function<void(const SubscriberState&)> onState;
        /// Codes: "feed.equivocation" (with the proof), "feed.forged", "feed.malformed-frame",
        /// "feed.malformed-item", "feed.protocol".
        std::function<void(const Error&, const std::optional<Equivocation>&)> onFault;
    };

    Subscriber(boost::asio::any_io_executor strand, std::shared_ptr<const crypto::SecretKey> key,
               SubscriberConfig config, Callbacks callbacks);
    ~Subscriber();
    Subscriber(const Subscriber&) = delete;
    Subscriber& operator=(const Subscriber&) = delete;

    void start();
    /// Ends the connection for now; the next one begins with a snapshot, after `pause`.
    void startAnew(std::chrono::milliseconds pause);
    /// Tries again at once where it waits to.
    void retry();
    /// Disconnects; no callback starts after it returns. The destructor does it too.
    void stop();

    /// The last L2 block that this side recomputed; the publisher learns it with the next acknowledgement.
    void setL2Head(std::uint64_t number);

    SubscriberState state() const;

private:
    class Impl;
    std::shared_ptr<Impl> m_impl;
};

} // namespace aw::feed
