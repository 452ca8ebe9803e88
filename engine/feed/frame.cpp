#include "feed/frame.hpp"

#include "base/bytes.hpp"
#include "crypto/keccak.hpp"
#include "feed/wire.hpp"

namespace aw::feed {
namespace {

using wire::ListReader;
using wire::ListWriter;

enum class FrameKind : std::uint64_t { challenge, hello, envelope, snapshot, head, ack, resend, welcome };

constexpr auto kMalformed = ErrorCode::feedMalformedFrame;

ListWriter start(FrameKind kind) { return ListWriter().number(static_cast<std::uint64_t>(kind)); }

Bytes encode(const ChallengeFrame& frame) {
    return start(FrameKind::challenge).number(frame.version).fixed(frame.nonce).encoded();
}

Bytes encode(const HelloFrame& frame) {
    return start(FrameKind::hello)
        .fixed(frame.operatorAddress)
        .number(frame.logId)
        .number(frame.nextSeq)
        .fixed(frame.nonce)
        .fixed(frame.signature)
        .encoded();
}

Bytes encode(const EnvelopeFrame& frame) {
    const auto& envelope = frame.envelope;
    return start(FrameKind::envelope)
        .number(envelope.logId)
        .number(envelope.seq)
        .fixed(envelope.previous)
        .bytes(envelope.item)
        .fixed(envelope.signature)
        .encoded();
}

Bytes encode(const SnapshotFrame& frame) {
    ListWriter items;
    for (const auto& item : frame.items)
        items.bytes(item);
    return start(FrameKind::snapshot)
        .number(frame.logId)
        .number(frame.seq)
        .fixed(frame.head)
        .number(frame.part)
        .number(frame.last ? 1 : 0)
        .list(items)
        .fixed(frame.signature)
        .encoded();
}

Bytes encode(const HeadFrame& frame) {
    return start(FrameKind::head).number(frame.logId).number(frame.seq).number(frame.l2Head).encoded();
}

Bytes encode(const AckFrame& frame) {
    return start(FrameKind::ack)
        .number(frame.logId)
        .number(frame.seq)
        .number(frame.l2Head)
        .number(frame.kept ? 1 : 0)
        .encoded();
}

Bytes encode(const ResendFrame& frame) {
    return start(FrameKind::resend).number(frame.logId).number(frame.fromSeq).encoded();
}

Bytes encode(const WelcomeFrame& frame) {
    return start(FrameKind::welcome).number(frame.logId).fixed(frame.signature).encoded();
}

ChallengeFrame readChallenge(ListReader& reader) {
    ChallengeFrame frame;
    frame.version = reader.number();
    frame.nonce = reader.fixed<Hash>();
    return frame;
}

HelloFrame readHello(ListReader& reader) {
    HelloFrame frame;
    frame.operatorAddress = reader.fixed<Address>();
    frame.logId = reader.number();
    frame.nextSeq = reader.number();
    frame.nonce = reader.fixed<Hash>();
    frame.signature = reader.fixed<Signature>();
    return frame;
}

EnvelopeFrame readEnvelope(ListReader& reader) {
    EnvelopeFrame frame;
    frame.envelope.logId = reader.number();
    frame.envelope.seq = reader.number();
    frame.envelope.previous = reader.fixed<Hash>();
    frame.envelope.item = reader.copy(kMaxItemBytes);
    frame.envelope.signature = reader.fixed<Signature>();
    return frame;
}

SnapshotFrame readSnapshot(ListReader& reader) {
    SnapshotFrame frame;
    frame.logId = reader.number();
    frame.seq = reader.number();
    frame.head = reader.fixed<Hash>();
    frame.part = reader.narrow<std::uint32_t>();
    frame.last = reader.boolean();
    if (const auto* items = reader.list()) {
        ListReader inner(*items);
        frame.items.reserve(items->items.size());
        while (!inner.atEnd()) {
            const auto* item = inner.any();
            // A list among the items leaves the signature unread, so that the frame is refused as malformed.
            if (!item || item->isList) return frame;
            frame.items.emplace_back(item->payload.begin(), item->payload.end());
        }
    }
    frame.signature = reader.fixed<Signature>();
    return frame;
}

HeadFrame readHead(ListReader& reader) {
    HeadFrame frame;
    frame.logId = reader.number();
    frame.seq = reader.number();
    frame.l2Head = reader.number();
    return frame;
}

AckFrame readAck(ListReader& reader) {
    AckFrame frame;
    frame.logId = reader.number();
    frame.seq = reader.number();
    frame.l2Head = reader.number();
    frame.kept = reader.boolean();
    return frame;
}

ResendFrame readResend(ListReader& reader) {
    ResendFrame frame;
    frame.logId = reader.number();
    frame.fromSeq = reader.number();
    return frame;
}

WelcomeFrame readWelcome(ListReader& reader) {
    WelcomeFrame frame;
    frame.logId = reader.number();
    frame.signature = reader.fixed<Signature>();
    return frame;
}

std::optional<Frame> readFrame(FrameKind kind, ListReader& reader) {
    switch (kind) {
    case FrameKind::challenge:
        return readChallenge(reader);
    case FrameKind::hello:
        return readHello(reader);
    case FrameKind::envelope:
        return readEnvelope(reader);
    case FrameKind::snapshot:
        return readSnapshot(reader);
    case FrameKind::head:
        return readHead(reader);
    case FrameKind::ack:
        return readAck(reader);
    case FrameKind::resend:
        return readResend(reader);
    case FrameKind::welcome:
        return readWelcome(reader);
    }
    return std::nullopt;
}

} // namespace

Bytes encodeFrame(const Frame& frame) {
    return std::visit([](const auto& value) { return encode(value); }, frame);
}

Result<Frame> decodeFrame(ByteView bytes) {
    if (bytes.size() > kMaxFrameBytes)
        return Error{ErrorCode::feedTooLarge, "a frame of " + std::to_string(bytes.size()) +
                                                  " bytes, at most " + std::to_string(kMaxFrameBytes) +
                                                  " are allowed."};
    const auto list = wire::decodeList(bytes, kMalformed);
    if (!list) return list.error();
    ListReader reader(*list);
    const auto kind = reader.number();
    auto frame = readFrame(static_cast<FrameKind>(kind), reader);
    if (!frame)
        return Error{ErrorCode::feedUnknownFrame,
                     "a message of kind " + std::to_string(kind) + ", which this version does not know."};
    if (!reader.ok())
        return Error{kMalformed, "a message of kind " + std::to_string(kind) + " has not the fields of P-3."};
    return std::move(*frame);
}

Hash helloHash(const Domain& domain, const Address& publisher, const Hash& nonce, const HelloFrame& hello) {
    Bytes preimage{0x0a};
    appendDomain(preimage, domain);
    base::append(preimage, publisher.view());
    base::append(preimage, nonce.view());
    base::append(preimage, hello.operatorAddress.view());
    base::appendBigEndian(preimage, hello.logId);
    base::appendBigEndian(preimage, hello.nextSeq);
    base::append(preimage, hello.nonce.view());
    return crypto::keccak256(preimage);
}

Hash welcomeHash(const Domain& domain, const Address& subscriber, const Hash& nonce, std::uint64_t logId) {
    Bytes preimage{0x0b};
    appendDomain(preimage, domain);
    base::append(preimage, subscriber.view());
    base::append(preimage, nonce.view());
    base::appendBigEndian(preimage, logId);
    return crypto::keccak256(preimage);
}

Hash snapshotHash(const Domain& domain, const SnapshotFrame& frame) {
    Bytes hashes;
    hashes.reserve(frame.items.size() * Hash::kSize);
    for (const auto& item : frame.items)
        base::append(hashes, crypto::keccak256(item).view());
    Bytes preimage{0x09};
    appendDomain(preimage, domain);
    base::appendBigEndian(preimage, frame.logId);
    base::appendBigEndian(preimage, frame.seq);
    base::append(preimage, frame.head.view());
    base::appendBigEndian(preimage, frame.part);
    preimage.push_back(frame.last ? 1 : 0);
    base::append(preimage, crypto::keccak256(hashes).view());
    return crypto::keccak256(preimage);
}

} // namespace aw::feed
