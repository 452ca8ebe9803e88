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
    auto header = transition::decodeHeader(f.raw);
    if (!header) {
        f.ok = false;
        return event;
    }
    event.header = *header;
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

EventBody transactionForced(Fields& f) {
    TransactionForced event;
    event.index = f.topics.number64();
    event.sender = f.topics.address();
    event.signingHash = f.topics.hash();
    const auto yParity = f.data.number64();
    const auto r = f.data.hash();
    const auto s = f.data.hash();
    if (yParity > 1) f.ok = false;
    std::ranges::copy(r.bytes, event.signature.bytes.begin());
    std::ranges::copy(s.bytes, event.signature.bytes.begin() + Hash::kSize);
    event.signature.bytes[2 * Hash::kSize] = static_cast<std::uint8_t>(yParity);
    return event;
}

// Members are read in the order of the braces: the language evaluates them so.
const std::vector<EventKind>& kinds() {
    static const std::vector<EventKind> kKinds = [] {
        std::vector<EventKind> list{
            {"BatchSubmitted", "BatchSubmitted(uint64,bytes32,address," + std::string(kBatchHeaderType) + ")",
             &Addresses::rollup, 4, batchSubmitted},
            {"Heartbeat", "Heartbeat(address,uint64)", &Addresses::rollup, 2,
             [](Fields& f) -> EventBody {
                 return Heartbeat{f.topics.address(), f.data.number64()};
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
            {"EraStarted", "EraStarted(uint64,address)", &Addresses::operators, 3,
             [](Fields& f) -> EventBody {
                 return EraStarted{f.topics.number64(), f.topics.address()};
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
            {"Committed", "Committed(bytes32,address)", &Addresses::fraud, 3,
             [](Fields& f) -> EventBody {
                 return Committed{f.topics.hash(), f.topics.address()};
             }},
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
        const Error malformed{"l1.bad-event",
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

std::string_view eventName(const EventBody& body) {
    static_assert(std::variant_size_v<EventBody> == 19);
    static constexpr std::array<std::string_view, 19> kNames{
        "BatchSubmitted", "Heartbeat",   "RolledBack",      "OperatorRegistered", "BidChanged",
        "LeaveAnnounced", "SteppedDown", "OperatorEjected", "OperatorConvicted",  "EraStarted",
        "BondReleased",   "Claimed",     "EntryAppended",   "TransactionForced",  "TokenRegistered",
        "Deposited",      "Withdrawn",   "Committed",       "FraudProven"};
    return kNames[body.index()];
}

} // namespace aw::l1
