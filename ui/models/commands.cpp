#include "models/commands.hpp"

#include "models/format.hpp"

namespace aw::models::commands {

namespace {

QString rpc(const api::Snapshot& snapshot, const QString& call) {
    return QStringLiteral("cast rpc --rpc-url %1 %2").arg(QString::fromStdString(snapshot.rpcUrl), call);
}

QString send(const api::Snapshot& snapshot, const QString& call) {
    return QStringLiteral("cast send --rpc-url %1 %2 %3")
        .arg(QString::fromStdString(snapshot.l1.endpoint), format::fullAddress(snapshot.l1.operators), call);
}

QString wei(const Wei& amount) { return QString::fromStdString(amount.str()); }

} // namespace

QString showBatch(const api::Snapshot& snapshot, std::uint64_t batch) {
    return rpc(snapshot, QStringLiteral("rollup_getBatch 0x%1").arg(batch, 0, 16));
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
QString crash() { return QStringLiteral("anchorwatchd scenario crash-failover"); }

} // namespace aw::models::commands
