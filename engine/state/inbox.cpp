#include "state/inbox.hpp"

#include "base/protocol.hpp"
#include "crypto/keccak.hpp"

namespace aw::state {
namespace {

constexpr std::uint8_t kInboxDomain = 0x05;
constexpr std::uint8_t kDeposit = 0x00;
constexpr std::uint8_t kForced = 0x01;
constexpr std::size_t kDepositBytes = 41;
constexpr std::size_t kForcedBytes = 93;

Error malformed(std::string what) { return {ErrorCode::inboxMalformed, std::move(what)}; }

void put(const Deposit& deposit, Bytes& out) {
    out.reserve(out.size() + kDepositBytes);
    out.push_back(kDeposit);
    base::append(out, deposit.owner.view());
    base::appendBigEndian(out, deposit.token);
    base::appendBigEndian(out, deposit.amount);
}

void put(const ForcedTransaction& forced, Bytes& out) {
    out.reserve(out.size() + kForcedBytes);
    out.push_back(kForced);
    base::append(out, forced.sender.view());
    base::appendBigEndian(out, forced.nonce);
    base::appendBigEndian(out, forced.tipWei);
    base::appendBigEndian(out, forced.maxFeeWei);
    base::appendBigEndian(out, forced.gasLimit);
    base::appendBigEndian(out, forced.token);
    base::append(out, forced.recipient.view());
    base::appendBigEndian(out, forced.amount);
}

} // namespace

bool ForcedTransaction::isWithdrawal() const { return recipient == protocol::kWithdrawalAddress; }

std::uint64_t ForcedTransaction::gas() const { return protocol::gasOfKind(isWithdrawal(), token != 0); }

Bytes encodeEntry(const InboxEntry& entry) {
    Bytes bytes;
    std::visit([&](const auto& kind) { put(kind, bytes); }, entry);
    return bytes;
}

Result<InboxEntry> readEntry(base::ByteReader& reader) {
    const auto kind = reader.number<std::uint8_t>();
    if (!reader.ok() || kind > kForced)
        return malformed("The bytes are no inbox entry: they begin with neither 0x00 nor 0x01 (I-2, I-3).");
    if (kind == kDeposit) {
        Deposit deposit;
        deposit.owner = reader.fixed<Address>();
        deposit.token = reader.number<std::uint32_t>();
        deposit.amount = reader.number128();
        if (!reader.ok()) return malformed("The deposit has fewer than 41 bytes (I-2).");
        if (deposit.amount == 0 || deposit.owner.isZero() || deposit.owner == protocol::kWithdrawalAddress)
            return malformed("The bytes are no deposit: wrong owner or amount (I-2).");
        return InboxEntry(deposit);
    }
    ForcedTransaction forced;
    forced.sender = reader.fixed<Address>();
    forced.nonce = reader.number<std::uint64_t>();
    forced.tipWei = reader.number<std::uint64_t>();
    forced.maxFeeWei = reader.number<std::uint64_t>();
    forced.gasLimit = reader.number<std::uint64_t>();
    forced.token = reader.number<std::uint32_t>();
    forced.recipient = reader.fixed<Address>();
    forced.amount = reader.number128();
    if (!reader.ok()) return malformed("The forced transaction has fewer than 93 bytes (I-3).");
    return InboxEntry(forced);
}

Result<InboxEntry> decodeEntry(ByteView bytes) {
    base::ByteReader reader(bytes);
    auto entry = readEntry(reader);
    if (entry && reader.left() > 0)
        return malformed(std::to_string(reader.left()) + " bytes are left over after an inbox entry.");
    return entry;
}

Hash inboxAcc(const Hash& before, ByteView entry) {
    return crypto::keccak256({ByteView(&kInboxDomain, 1), before.view(), entry});
}

} // namespace aw::state
