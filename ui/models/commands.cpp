#include "models/commands.hpp"

#include "models/format.hpp"

namespace aw::models::commands {

namespace {

constexpr std::uint64_t kTransferGas = 21'000;

QString rpc(const api::Snapshot& snapshot, const QString& call) {
    return QStringLiteral("cast rpc --rpc-url %1 %2").arg(QString::fromStdString(snapshot.rpcUrl), call);
}

QString send(const api::Snapshot& snapshot, const QString& call) {
    return QStringLiteral("cast send --rpc-url %1 %2 %3")
        .arg(QString::fromStdString(snapshot.l1.endpoint), format::fullAddress(snapshot.l1.operators), call);
}

QString wei(const Wei& amount) { return QString::fromStdString(amount.str()); }

/// Under the nonce of a transaction that is in the pool: pools take 10 % more, in fee and tip.
QString instead(const api::L1Transaction& tx, std::uint64_t gas, const Wei& feeWei) {
    const Wei raised = tx.tipWei + (tx.tipWei + 9) / 10;
    return QStringLiteral("--nonce %1 --gas-limit %2 --gas-price %3 --priority-gas-price %4")
        .arg(*tx.nonce)
        .arg(gas)
        .arg(wei(feeWei), wei(std::min(raised, feeWei)));
}

bool wasSent(const api::L1Transaction& tx) { return tx.nonce && !tx.hash.isZero(); }

} // namespace

QString showL1Tx(const api::Snapshot& snapshot, const api::L1Transaction& tx) {
    if (tx.hash.isZero()) return {};
    return QStringLiteral("cast tx --rpc-url %1 %2")
        .arg(QString::fromStdString(snapshot.l1.endpoint), format::fullHash(tx.hash));
}

QString speedUp(const api::Snapshot& snapshot, const api::L1Transaction& tx, const Wei& feeWei) {
    if (!wasSent(tx)) return {};
    const QString url = QString::fromStdString(snapshot.l1.endpoint);
    QString call = QStringLiteral("cast send --rpc-url %1 %2").arg(url, format::fullAddress(tx.to));
    // Its bytes are on L1's node already.
    if (tx.dataBytes > 0)
        call += QStringLiteral(" \"$(cast tx --rpc-url %1 %2 input)\"").arg(url, format::fullHash(tx.hash));
    if (tx.valueWei != 0) call += QStringLiteral(" --value ") + wei(tx.valueWei);
    return call + u' ' + instead(tx, tx.gasLimit, feeWei);
}

QString cancel(const api::Snapshot& snapshot, const Address& self, const api::L1Transaction& tx,
               const Wei& feeWei) {
    if (!wasSent(tx)) return {};
    return QStringLiteral("cast send --rpc-url %1 %2 --value 0 %3")
        .arg(QString::fromStdString(snapshot.l1.endpoint), format::fullAddress(self),
             instead(tx, kTransferGas, feeWei));
}

QString showBatch(const api::Snapshot& snapshot, const api::Batch& batch) {
    if (batch.status != api::BatchStatus::rolledBack)
        return rpc(snapshot, QStringLiteral("rollup_getBatch 0x%1").arg(batch.number, 0, 16));
    // Its number is its successor's now; L1 has its data still.
    if (batch.l1TxHash.isZero()) return {};
    return QStringLiteral("cast tx --rpc-url %1 %2")
        .arg(QString::fromStdString(snapshot.l1.endpoint), format::fullHash(batch.l1TxHash));
}

QString showOperators(const api::Snapshot& snapshot) {
    return rpc(snapshot, QStringLiteral("rollup_getOperators"));
}

QString stepDown(const api::Snapshot& snapshot) { return send(snapshot, QStringLiteral("'stepDown()'")); }

QString setBid(const api::Snapshot& snapshot, std::uint64_t bidWei) {
    return send(snapshot, QStringLiteral("'setBid(uint64)' %1").arg(bidWei));
}

QString registerOperator(const api::Snapshot& snapshot, const api::Operator& entry) {
    return send(snapshot, QStringLiteral("'register(uint64,string)' %1 %2 --value %3")
                              .arg(QString::number(entry.bidWei), QString::fromStdString(entry.url),
                                   wei(snapshot.parameters.minBondWei)));
}

QString load(double tps) { return QStringLiteral("anchorwatchd demo --tps %1").arg(tps, 0, 'f', 0); }
QString injectBadRoot() { return QStringLiteral("anchorwatchd scenario bad-root"); }
QString transfer(const api::Snapshot& snapshot) {
    if (!snapshot.lab || snapshot.lab->wallets.size() < 2 || snapshot.rpcUrl.empty()) return {};
    const auto& wallets = snapshot.lab->wallets;
    return QStringLiteral("cast send --rpc-url %1 %2 --value 1gwei --private-key %3")
        .arg(QString::fromStdString(snapshot.rpcUrl), format::fullAddress(wallets[1].address),
             QString::fromStdString(wallets[0].secretKey));
}
QString crash() { return QStringLiteral("anchorwatchd scenario crash-failover"); }

} // namespace aw::models::commands
