#pragma once

#include "crypto/keys.hpp"
#include "feed/message.hpp"

/// The WebSocket frames of the feed (P-3). One RLP list in one binary message.
namespace aw::feed {

inline constexpr std::uint64_t kFeedVersion = 2;

/// Publisher, first: what the subscriber's hello must sign, so that nobody counts as a holder in another's
/// name.
struct ChallengeFrame {
    std::uint64_t version = kFeedVersion;
    Hash nonce;
    bool operator==(const ChallengeFrame&) const = default;
};

/// Subscriber: who it is and from where it wants the log.
struct HelloFrame {
    Address operatorAddress;
    std::uint64_t logId = 0;   ///< of the log it knows; 0 for none
    std::uint64_t nextSeq = 0; ///< first it lacks; 0 for none
    Hash nonce;                ///< what the welcome must sign
    Signature signature;       ///< over helloHash
    bool operator==(const HelloFrame&) const = default;
};

/// Publisher: an entry of the log.
struct EnvelopeFrame {
    Envelope envelope;
    bool operator==(const EnvelopeFrame&) const = default;
};

/// Publisher: a part of what was pending or not on L1 when the log stood at `seq`; the log goes on behind it.
struct SnapshotFrame {
    std::uint64_t logId = 0;
    std::uint64_t seq = 0;    ///< last number covered; 0 for an empty log
    Hash head;                ///< envelopeHash of `seq`; zero for 0
    std::uint32_t part = 0;   ///< from 0
    bool last = false;        ///< no part follows
    std::vector<Bytes> items; ///< encoded
    Signature signature;      ///< the publisher's, over snapshotHash
    bool operator==(const SnapshotFrame&) const = default;
};

/// Publisher, periodically: how far its log and its L2 chain go.
struct HeadFrame {
    std::uint64_t logId = 0;
    std::uint64_t seq = 0;
    std::uint64_t l2Head = 0;
    bool operator==(const HeadFrame&) const = default;
};

/// Subscriber: everything up to `seq` was taken; `l2Head` is the last L2 block it recomputed.
struct AckFrame {
    std::uint64_t logId = 0;
    std::uint64_t seq = 0;
    std::uint64_t l2Head = 0;
    /// Whether all of it since the last acknowledgement is durable there and kept until it is executed.
    bool kept = true;
    bool operator==(const AckFrame&) const = default;
};

/// Subscriber: a gap; send again from here.
struct ResendFrame {
    std::uint64_t logId = 0;
    std::uint64_t fromSeq = 0;
    bool operator==(const ResendFrame&) const = default;
};

/// Publisher: the hello was accepted, and this is the log of now.
struct WelcomeFrame {
    std::uint64_t logId = 0;
    Signature signature; ///< over welcomeHash
    bool operator==(const WelcomeFrame&) const = default;
};

using Frame = std::variant<ChallengeFrame, HelloFrame, EnvelopeFrame, SnapshotFrame, HeadFrame, AckFrame,
                           ResendFrame, WelcomeFrame>;

Bytes encodeFrame(const Frame& frame);
/// Errors: "feed.malformed-frame", "feed.unknown-frame", "feed.too-large".
Result<Frame> decodeFrame(ByteView bytes);

/// What a hello signs: the publisher's nonce and the publisher it is meant for.
Hash helloHash(const Domain& domain, const Address& publisher, const Hash& nonce, const HelloFrame& hello);
/// What a welcome signs: the nonce of the hello that it answers.
Hash welcomeHash(const Domain& domain, const Address& subscriber, const Hash& nonce, std::uint64_t logId);
/// What a snapshot part signs.
Hash snapshotHash(const Domain& domain, const SnapshotFrame& frame);

} // namespace aw::feed
