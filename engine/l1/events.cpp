#include "l1/events.hpp"

#include "base/bytes.hpp"
#include "codec/abi.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace aw::l1 {

namespace {

using codec::abi::Decoder;
using Emitter = Address Addresses::*;

/// The indexed members, the others, and the bytes of the others.
struct Fields {
    Decoder topics;
    Decoder data;
    ByteView raw;
    bool ok = true;

    template<class Integer>
    Integer narrow(std::uint64_t value) {
        if (value > std::numeric_limits<Integer>::max()) ok = false;
        return static_cast<Integer>(value);
    }
};

struct EventKind {
    std::string_view name;
    std::string signature;
    Emitter emitter;
    std::size_t topicCount; ///< topic 0 included
    EventBody (*decode)(Fields&);
    Hash topic{};
};

EventBody batchSubmitted(Fields& f) {
    BatchSubmitted event;
    const auto number = f.topics.number64();
    event.batchHash = f.topics.hash();
    const auto operatorAddress = f.topics.address();
    using transition::kHeaderWords;
    auto header = transition::decodeHeader(f.raw.first(std::min(f.raw.size(), kHeaderWords * 32)));
    if (!header) {
        f.ok = false;
        return event;
    }
    event.header = *header;
    for (std::size_t i = 0; i < kHeaderWords; ++i)
        f.data.hash();
    event.data = f.data.bytes();
    if (event.header.number != number || event.header.operatorAddress != operatorAddress ||
        transition::batchHash(event.header) != event.batchHash)
        f.ok = false;
    return event;
}

EventBody entryAppended(Fields& f) {
    EntryAppended event;
    event.index = f.topics.number64();
    event.acc = f.data.hash();
    const auto entry = state::decodeEntry(f.data.bytes());
    if (entry)
        event.entry = *entry;
    else
        f.ok = false;
    return event;
}

/// yParity, r, s.
Signature readSignature(Fields& f) {
    Signature signature;
    const auto yParity = f.data.number64();
    const auto r = f.data.hash();
    const auto s = f.data.hash();
    if (yParity > 1) f.ok = false;
    std::ranges::copy(r.bytes, signature.bytes.begin());
    std::ranges::copy(s.bytes, signature.bytes.begin() + Hash::kSize);
    signature.bytes[2 * Hash::kSize] = static_cast<std::uint8_t>(yParity);
    return signature;
}

EventBody transactionForced(Fields& f) {
    TransactionForced event;
    event.index = f.topics.number64();
    event.sender = f.topics.address();
    event.signingHash = f.topics.hash();
    event.signature = readSignature(f);
    return event;
}

EventBody signatureDemanded(Fields& f) {
    return SignatureDemanded{.id = f.topics.number64(),
                             .number = f.topics.number64(),
                             .demander = f.topics.address(),
                             .batchHash = f.data.hash(),
                             .operatorAddress = f.data.address(),
                             .segment = f.narrow<std::uint32_t>(f.data.number64()),
                             .place = f.narrow<std::uint8_t>(f.data.number64()),
                             .signingHash = f.data.hash(),
                             .sender = f.data.address(),
                             .overdueAfter = f.data.number64()};
}

EventBody signatureAnswered(Fields& f) {
    SignatureAnswered event;
    event.id = f.topics.number64();
    event.answerer = f.topics.address();
    event.signature = readSignature(f);
    return event;
}

EventBody promiseBroken(Fields& f) {
    return PromiseBroken{.operatorAddress = f.topics.address(),
                         .challenger = f.topics.address(),
                         .promiseHash = f.topics.hash(),
                         .era = f.data.number64(),
                         .sequence = f.data.number64(),
                         .promised = f.data.hash(),
                         .other = f.data.hash(),
                         .anchored = f.data.boolean()};
}

EventBody committed(Fields& f) { return Committed{f.topics.hash(), f.topics.address()}; }

// Members are read in the order of the braces: the language evaluates them so.
const std::vector<EventKind>& kinds() {
    static const std::vector<EventKind> kKinds = [] {
        std::vector<EventKind> list{
            {"BatchSubmitted",
             "BatchSubmitted(uint64,bytes32,address," + std::string(kBatchHeaderType) + ",bytes)",
             &Addresses::rollup, 4, batchSubmitted},
            {"Heartbeat", "Heartbeat(address,uint64,uint64)", &Addresses::rollup, 2,
             [](Fields& f) -> EventBody {
                 return Heartbeat{f.topics.address(), f.data.number64(), f.data.number64()};
             }},
            {"RolledBack", "RolledBack(uint64,bytes32,bytes32,uint64)", &Addresses::rollup, 3,
             [](Fields& f) -> EventBody {
                 return RolledBack{f.topics.number64(), f.topics.hash(), f.data.hash(), f.data.number64()};
             }},
            {"OperatorRegistered", "OperatorRegistered(address,uint128,uint64,uint64,string)",
             &Addresses::operators, 2,
             [](Fields& f) -> EventBody {
                 return OperatorRegistered{f.topics.address(), f.data.number128(), f.data.number64(),
                                           f.data.number64(), f.data.text()};
             }},
            {"BidChanged", "BidChanged(address,uint64,uint64)", &Addresses::operators, 2,
             [](Fields& f) -> EventBody {
                 return BidChanged{f.topics.address(), f.data.number64(), f.data.number64()};
             }},
            {"LeaveAnnounced", "LeaveAnnounced(address,uint64)", &Addresses::operators, 2,
             [](Fields& f) -> EventBody {
                 return LeaveAnnounced{f.topics.address(), f.data.number64()};
             }},
            {"SteppedDown", "SteppedDown(address,address,uint64,uint64)", &Addresses::operators, 3,
             [](Fields& f) -> EventBody {
                 return SteppedDown{f.topics.address(), f.topics.address(), f.data.number64(),
                                    f.data.number64()};
             }},
            {"OperatorEjected", "OperatorEjected(address,address,uint128,uint64)", &Addresses::operators, 3,
             [](Fields& f) -> EventBody {
                 return OperatorEjected{f.topics.address(), f.topics.address(), f.data.number128(),
                                        f.data.number64()};
             }},
            {"OperatorConvicted", "OperatorConvicted(address,address,uint128,uint128)", &Addresses::operators,
             3,
             [](Fields& f) -> EventBody {
                 return OperatorConvicted{f.topics.address(), f.topics.address(), f.data.number128(),
                                          f.data.number128()};
             }},
            {"EraStarted", "EraStarted(uint64,address,bytes32)", &Addresses::operators, 3,
             [](Fields& f) -> EventBody {
                 return EraStarted{f.topics.number64(), f.topics.address(), f.data.hash()};
             }},
            {"TakenOver", "TakenOver(address,uint64)", &Addresses::operators, 2,
             [](Fields& f) -> EventBody {
                 return TakenOver{f.topics.address(), f.data.number64()};
             }},
            {"Credited", "Credited(address,uint128)", &Addresses::operators, 2,
             [](Fields& f) -> EventBody {
                 return Credited{f.topics.address(), f.data.number128()};
             }},
            {"BondReleased", "BondReleased(address,uint128)", &Addresses::operators, 2,
             [](Fields& f) -> EventBody {
                 return BondReleased{f.topics.address(), f.data.number128()};
             }},
            {"Claimed", "Claimed(address,uint128)", &Addresses::operators, 2,
             [](Fields& f) -> EventBody {
                 return Claimed{f.topics.address(), f.data.number128()};
             }},
            {"EntryAppended", "EntryAppended(uint64,bytes32,bytes)", &Addresses::inbox, 2, entryAppended},
            {"TransactionForced", "TransactionForced(uint64,address,bytes32,uint8,bytes32,bytes32)",
             &Addresses::inbox, 4, transactionForced},
            {"TokenRegistered", "TokenRegistered(uint32,address)", &Addresses::bridge, 3,
             [](Fields& f) -> EventBody {
                 return TokenRegistered{f.narrow<std::uint32_t>(f.topics.number64()), f.topics.address()};
             }},
            {"Deposited", "Deposited(uint64,address,address,uint32,uint128)", &Addresses::bridge, 4,
             [](Fields& f) -> EventBody {
                 return Deposited{f.topics.number64(), f.topics.address(), f.topics.address(),
                                  f.narrow<std::uint32_t>(f.data.number64()), f.data.number128()};
             }},
            {"Withdrawn", "Withdrawn(uint32,address,uint32,uint128)", &Addresses::bridge, 3,
             [](Fields& f) -> EventBody {
                 return Withdrawn{AccountIndex{f.narrow<std::uint32_t>(f.topics.number64())},
                                  f.topics.address(), f.narrow<std::uint32_t>(f.data.number64()),
                                  f.data.number128()};
             }},
            {"Escaped", "Escaped(uint32,address,uint32,uint256)", &Addresses::bridge, 3,
             [](Fields& f) -> EventBody {
                 return Escaped{AccountIndex{f.narrow<std::uint32_t>(f.topics.number64())},
                                f.topics.address(), f.narrow<std::uint32_t>(f.data.number64()),
                                f.data.number()};
             }},
            {"DepositReturned", "DepositReturned(uint64,address,uint32,uint128)", &Addresses::bridge, 3,
             [](Fields& f) -> EventBody {
                 return DepositReturned{f.topics.number64(), f.topics.address(),
                                        f.narrow<std::uint32_t>(f.data.number64()), f.data.number128()};
             }},
            {"Committed", "Committed(bytes32,address)", &Addresses::fraud, 3, committed},
            {"Committed", "Committed(bytes32,address)", &Addresses::promises, 3, committed},
            {"SignatureDemanded",
             "SignatureDemanded(uint64,uint64,address,bytes32,address,uint32,uint8,bytes32,address,uint64)",
             &Addresses::demands, 4, signatureDemanded},
            {"SignatureAnswered", "SignatureAnswered(uint64,address,uint8,bytes32,bytes32)",
             &Addresses::demands, 3, signatureAnswered},
            {"SignatureWithheld", "SignatureWithheld(uint64,uint64,bytes32,address)", &Addresses::demands, 4,
             [](Fields& f) -> EventBody {
                 return SignatureWithheld{f.topics.number64(), f.topics.number64(), f.topics.hash(),
                                          f.data.address()};
             }},
            {"DemandVoided", "DemandVoided(uint64,address)", &Addresses::demands, 3,
             [](Fields& f) -> EventBody {
                 return DemandVoided{f.topics.number64(), f.topics.address()};
             }},
            {"PromiseBroken", "PromiseBroken(address,address,bytes32,uint64,uint64,bytes32,bytes32,bool)",
             &Addresses::promises, 4, promiseBroken},
            {"FraudProven", "FraudProven(uint64,bytes32,address,uint32,uint8,uint16)", &Addresses::fraud, 4,
             [](Fields& f) -> EventBody {
                 return FraudProven{f.topics.number64(),
                                    f.topics.hash(),
                                    f.topics.address(),
                                    f.narrow<std::uint32_t>(f.data.number64()),
                                    f.narrow<std::uint8_t>(f.data.number64()),
                                    f.narrow<std::uint16_t>(f.data.number64())};
             }},
        };
        for (auto& kind : list)
            kind.topic = codec::abi::eventTopic(kind.signature);
        return list;
    }();
    return kKinds;
}

} // namespace

Result<std::optional<L1Event>> decodeEvent(const L1Log& log, const Addresses& addresses) {
    if (log.topics.empty()) return std::optional<L1Event>{};
    for (const auto& kind : kinds()) {
        if (kind.topic != log.topics.front() || addresses.*kind.emitter != log.address) continue;
        const Error malformed{ErrorCode::l1BadEvent,
                              "The event " + std::string(kind.name) + " in L1 block " +
                                  std::to_string(log.blockNumber) +
                                  " does not decode: the contract there is not of this version."};
        if (log.topics.size() != kind.topicCount) return malformed;
        Bytes indexed;
        for (std::size_t i = 1; i < log.topics.size(); ++i)
            base::append(indexed, log.topics[i].view());
        Fields fields{Decoder(indexed), Decoder(log.data), log.data};
        L1Event event{kind.decode(fields), log.blockNumber, log.blockHash, log.txHash, log.logIndex};
        if (!fields.ok || !fields.topics.ok() || !fields.data.ok()) return malformed;
        return std::optional(std::move(event));
    }
    return std::optional<L1Event>{};
}

std::string_view eventNameAt(std::size_t index) {
    static constexpr std::array kNames{
        "BatchSubmitted",    "Heartbeat",         "RolledBack",    "OperatorRegistered",
        "BidChanged",        "LeaveAnnounced",    "SteppedDown",   "OperatorEjected",
        "OperatorConvicted", "EraStarted",        "TakenOver",     "Credited",
        "BondReleased",      "Claimed",           "EntryAppended", "TransactionForced",
        "TokenRegistered",   "Deposited",         "Withdrawn",     "Escaped",
        "DepositReturned",   "Committed",         "FraudProven",   "SignatureDemanded",
        "SignatureAnswered", "SignatureWithheld", "DemandVoided",  "PromiseBroken"};
    static_assert(kNames.size() == std::variant_size_v<EventBody>);
    return kNames[index];
}

std::string_view eventName(const EventBody& body) { return eventNameAt(body.index()); }

} // namespace aw::l1
