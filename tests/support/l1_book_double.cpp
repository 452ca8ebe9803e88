#include "l1_book_double.hpp"

#include "double_bytes.hpp"

#include <algorithm>
#include <cmath>

namespace aw::test {

using namespace aw::api;

namespace {

constexpr std::uint64_t kSafeBlocks = 4;
constexpr std::uint64_t kTransferGas = 21'000;
constexpr std::size_t kMaxTxs = 500;
const Wei kTip = 50'000'000;

std::uint64_t gasOf(L1TxKind kind) {
    switch (kind) {
    case L1TxKind::batch:
        return 174'800;
    case L1TxKind::challenge:
        return 5'534'200;
    case L1TxKind::registration:
        return 212'000;
    case L1TxKind::cancellation:
        return kTransferGas;
    case L1TxKind::heartbeat:
    case L1TxKind::bid:
    case L1TxKind::handOver:
    case L1TxKind::deposit:
    case L1TxKind::answer:
    case L1TxKind::withdrawal:
    case L1TxKind::other:
        break;
    }
    return 71'400;
}

Wei raised(const Wei& fee) { return fee + (fee + 9) / 10; }

bool isInPool(const L1Transaction& tx) {
    return tx.state == L1TxState::sent || tx.state == L1TxState::replaced || tx.state == L1TxState::reorged;
}

} // namespace

Hash L1BookDouble::hashOf(std::uint64_t seed) { return bytesOf<Hash>(12, seed); }

L1BookDouble::Account* L1BookDouble::find(const Address& who) {
    const auto it = m_accounts.find(who);
    return it == m_accounts.end() ? nullptr : &it->second;
}

const L1Transaction* L1BookDouble::find(const Address& who, std::uint64_t id) const {
    const auto it = m_accounts.find(who);
    if (it == m_accounts.end()) return nullptr;
    for (const auto& tx : it->second.txs)
        if (tx.id == id) return &tx;
    return nullptr;
}

Wei L1BookDouble::priceWei() const {
    const double wave = 1 + 0.28 * std::sin(static_cast<double>(m_block) / 9);
    return Wei(static_cast<std::uint64_t>(950'000'000 * wave)) + kTip;
}

void L1BookDouble::open(const Address& who, std::uint64_t block, std::int64_t nowMs) {
    m_block = block;
    auto& account = m_accounts[who] = {};
    account.balanceWei = eth(1.84);
    account.spentWei = eth(0.0312);
    ask(who, L1TxKind::registration, nowMs).valueWei = eth(10);
}

L1Transaction& L1BookDouble::ask(const Address& who, L1TxKind kind, std::int64_t nowMs, std::uint64_t batch) {
    auto& account = m_accounts.at(who);
    if (account.txs.size() == kMaxTxs) account.txs.erase(account.txs.begin());
    L1Transaction tx;
    tx.id = account.nextId++;
    tx.kind = kind;
    tx.label = std::string(name(kind)) + (batch ? " " + std::to_string(batch) : "");
    tx.batch = batch;
    tx.to = bytesOf<Address>(9, kind == L1TxKind::batch ? 1 : 2);
    tx.dataBytes = kind == L1TxKind::cancellation ? 0 : kind == L1TxKind::batch ? 2'612 : 68;
    tx.gasLimit = gasOf(kind);
    tx.createdAtMs = nowMs;
    return account.txs.emplace_back(std::move(tx));
}

void L1BookDouble::send(Account& account, L1Transaction& tx, std::int64_t nowMs) {
    tx.state = L1TxState::sent;
    if (!tx.nonce) tx.nonce = account.nextNonce++;
    tx.maxFeeWei = priceWei() * 2;
    tx.tipWei = kTip;
    tx.hash = nextHash();
    tx.sentAtMs = nowMs;
}

void L1BookDouble::settle(Account& account, L1Transaction& tx) {
    tx.state = L1TxState::mined;
    tx.l1Block = m_block;
    tx.gasUsed = tx.kind == L1TxKind::cancellation ? kTransferGas : tx.gasLimit * 87 / 100;
    tx.effectiveGasPriceWei = priceWei();
    tx.costWei = tx.effectiveGasPriceWei * tx.gasUsed;
    account.spentWei += tx.costWei;
    account.balanceWei -= std::min(account.balanceWei, tx.costWei);
}

void L1BookDouble::anchored(const Batch& batch) {
    auto* account = find(batch.operatorAddress);
    if (!account) return;
    auto& tx = ask(batch.operatorAddress, L1TxKind::batch, batch.timeMs - 1400, batch.number);
    tx.gasLimit = batch.gasUsed * 115 / 100;
    tx.dataBytes = batch.dataBytes;
    send(*account, tx, batch.timeMs - 1100);
    settle(*account, tx);
    tx.hash = batch.l1TxHash;
    tx.gasUsed = batch.gasUsed;
    tx.costWei = batch.costWei;
}

void L1BookDouble::mine(std::uint64_t block, std::int64_t nowMs) {
    m_block = block;
    for (auto& [who, account] : m_accounts)
        for (auto& tx : account.txs) {
            if (tx.l1Block != 0) tx.confirmations = block - tx.l1Block;
            if (account.held.contains(tx.id)) continue;
            if (tx.state == L1TxState::queued) {
                send(account, tx, nowMs);
            } else if (isInPool(tx) && nowMs > tx.sentAtMs) {
                settle(account, tx);
                // Whatever else stood under its nonce never will be mined.
                for (auto& other : account.txs)
                    if (other.nonce == tx.nonce && other.id != tx.id && other.l1Block == 0)
                        other.state = L1TxState::cancelled;
            } else if (tx.state == L1TxState::mined && tx.confirmations >= kSafeBlocks) {
                tx.state = L1TxState::confirmed;
            }
        }
}

std::uint64_t L1BookDouble::addStuck(const Address& who, std::int64_t nowMs) {
    auto& account = m_accounts.at(who);
    auto& tx = ask(who, L1TxKind::deposit, nowMs - 41'000);
    tx.valueWei = eth(0.25);
    send(account, tx, nowMs - 40'000);
    tx.maxFeeWei = 610'000'000;
    tx.tipWei = 10'000'000;
    account.held.insert(tx.id);
    return tx.id;
}

void L1BookDouble::disturb(const Address& who, std::int64_t nowMs) {
    auto& account = m_accounts.at(who);
    const auto hold = [&](L1Transaction& tx) { account.held.insert(tx.id); };
    {
        auto& tx = ask(who, L1TxKind::challenge, nowMs - 310'000, 2);
        send(account, tx, nowMs - 309'000);
        settle(account, tx);
        tx.l1Block -= 6;
        tx.confirmations = 6;
        tx.state = L1TxState::failed;
        tx.problem = Error{ErrorCode::l1Reverted, "Fraud: AlreadyCommitted(2)."};
        hold(tx);
    }
    {
        auto& tx = ask(who, L1TxKind::bid, nowMs - 190'000);
        send(account, tx, nowMs - 189'000);
        tx.state = L1TxState::cancelled;
        const auto nonce = tx.nonce;
        auto& other = ask(who, L1TxKind::cancellation, nowMs - 170'000);
        other.to = who;
        other.nonce = nonce;
        send(account, other, nowMs - 170'000);
        settle(account, other);
        other.l1Block -= 12;
        other.confirmations = 12;
        other.state = L1TxState::confirmed;
        hold(other);
    }
    addStuck(who, nowMs);
    {
        auto& tx = ask(who, L1TxKind::heartbeat, nowMs - 24'000);
        send(account, tx, nowMs - 23'000);
        for (int i = 0; i < 2; ++i) {
            tx.replacedHashes.push_back(tx.hash);
            tx.hash = nextHash();
            tx.maxFeeWei = raised(tx.maxFeeWei);
            tx.tipWei = raised(tx.tipWei);
        }
        tx.sentAtMs = nowMs - 4'000;
        tx.state = L1TxState::replaced;
        hold(tx);
    }
    {
        auto& tx = ask(who, L1TxKind::answer, nowMs - 21'000, 3);
        send(account, tx, nowMs - 3'000);
        tx.state = L1TxState::reorged;
        tx.reorgs = 1;
        hold(tx);
    }
    {
        auto& tx = ask(who, L1TxKind::withdrawal, nowMs - 15'000);
        tx.problem = Error{ErrorCode::l1txFeeCap, "L1 asks for 61.2 gwei, the cap is 50 gwei."};
        hold(tx);
    }
    {
        auto& tx = ask(who, L1TxKind::bid, nowMs - 9'000);
        tx.problem = Error{ErrorCode::l1txBudget, "0.2498 of 0.25 ETH are spent."};
        hold(tx);
    }
    hold(ask(who, L1TxKind::other, nowMs - 2'000));
}

void L1BookDouble::show(Snapshot& snapshot) const {
    for (auto& entry : snapshot.operators)
        if (const auto it = m_accounts.find(entry.address); it != m_accounts.end())
            entry.l1BalanceWei = it->second.balanceWei;
    snapshot.l1Txs.clear();
    snapshot.l1Account.reset();
    const auto it = m_accounts.find(snapshot.viewpoint);
    if (it == m_accounts.end()) return;
    const auto& own = it->second;
    snapshot.l1Txs = own.txs;
    L1Account account;
    account.address = snapshot.viewpoint;
    account.balanceWei = own.balanceWei;
    for (const auto& tx : own.txs)
        if (tx.state == L1TxState::queued || isInPool(tx))
            account.pendingWei += (tx.maxFeeWei == 0 ? priceWei() * 2 : tx.maxFeeWei) * tx.gasLimit;
    account.spentDayWei = own.spentWei;
    account.dayBudgetWei = eth(0.25);
    account.maxFeeCapWei = m_feeCapWei;
    account.tipCapWei = Wei(3) * 1'000'000'000u;
    if (own.spentWei != 0)
        account.runwayDays = own.balanceWei.convert_to<double>() / own.spentWei.convert_to<double>();
    account.baseFeeWei = priceWei() - kTip;
    Wei cost = 0, fees = 0;
    std::uint64_t txs = 0;
    for (const auto& batch : snapshot.batches) {
        if (batch.operatorAddress != snapshot.viewpoint || batch.status == BatchStatus::rolledBack) continue;
        cost += batch.costWei;
        fees += batch.feesWei;
        txs += batch.txs;
    }
    if (txs > 0) {
        account.costPerTransferWei = cost / txs;
        account.feesPerTransferWei = fees / txs;
    }
    snapshot.l1Account = account;
}

Result<DryRun> L1BookDouble::dryRunSpeedUp(const Address& who, std::uint64_t id) const {
    const auto* tx = find(who, id);
    if (!tx) return Error{ErrorCode::l1txUnknown, "No transaction has this number."};
    if (!isInPool(*tx)) return Error{ErrorCode::l1txNotWaiting, "It is not in the pool."};
    const Wei fee = std::max(raised(tx->maxFeeWei), Wei(priceWei() * 2));
    DryRun run;
    run.gas = tx->gasLimit;
    run.costWei = fee * run.gas;
    if (fee > m_feeCapWei) run.refusal = Error{ErrorCode::l1txFeeCap, "The cap is below the raised fee."};
    return run;
}

Result<void> L1BookDouble::speedUp(const Address& who, std::uint64_t id, std::int64_t nowMs) {
    const auto run = dryRunSpeedUp(who, id);
    if (!run) return run.error();
    if (run->refusal) return *run->refusal;
    auto& account = m_accounts.at(who);
    const auto tx = std::find_if(account.txs.begin(), account.txs.end(),
                                 [&](const auto& entry) { return entry.id == id; });
    tx->replacedHashes.push_back(tx->hash);
    tx->hash = nextHash();
    tx->maxFeeWei = run->costWei / run->gas;
    tx->tipWei = raised(tx->tipWei);
    tx->state = L1TxState::replaced;
    tx->sentAtMs = nowMs;
    tx->problem.reset();
    account.held.erase(id);
    return {};
}

Result<DryRun> L1BookDouble::dryRunCancel(const Address& who, std::uint64_t id) const {
    const auto* tx = find(who, id);
    if (!tx) return Error{ErrorCode::l1txUnknown, "No transaction has this number."};
    DryRun run;
    if (tx->state == L1TxState::queued) return run;
    if (!isInPool(*tx)) return Error{ErrorCode::l1txNotWaiting, "It is not in the pool."};
    const Wei fee = std::max(raised(tx->maxFeeWei), Wei(priceWei() * 2));
    run.gas = kTransferGas;
    run.costWei = fee * run.gas;
    if (fee > m_feeCapWei) run.refusal = Error{ErrorCode::l1txFeeCap, "The cap is below the raised fee."};
    return run;
}

Result<void> L1BookDouble::cancel(const Address& who, std::uint64_t id, std::int64_t nowMs) {
    const auto run = dryRunCancel(who, id);
    if (!run) return run.error();
    if (run->refusal) return *run->refusal;
    auto& account = m_accounts.at(who);
    const auto at = [&] {
        return std::find_if(account.txs.begin(), account.txs.end(),
                            [&](const auto& entry) { return entry.id == id; });
    };
    if (run->gas == 0) {
        at()->state = L1TxState::cancelled;
        at()->problem.reset();
        return {};
    }
    const auto nonce = at()->nonce;
    auto& other = ask(who, L1TxKind::cancellation, nowMs);
    other.to = who;
    other.nonce = nonce;
    send(account, other, nowMs);
    other.maxFeeWei = run->costWei / run->gas;
    return {};
}

} // namespace aw::test
