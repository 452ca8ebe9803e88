#include "models/format.hpp"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <cmath>
#include <limits>

namespace aw::models::format {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(Format)
};

template<class Fixed>
QString hex(const Fixed& value) {
    return QStringLiteral("0x") +
           QString::fromLatin1(QByteArray(reinterpret_cast<const char*>(value.bytes.data()),
                                          static_cast<qsizetype>(Fixed::kSize))
                                   .toHex());
}

/// The zero-width joint keeps the text font from making a multiplication sign of "0x" and a digit.
QString elide(const QString& text) {
    return text.left(1) + QChar(0x200C) + text.mid(1, 5) + QChar(0x2026) + text.right(4);
}

} // namespace

QString number(std::uint64_t value) { return QLocale().toString(static_cast<qulonglong>(value)); }

QString decimal(double value, int digits) { return QLocale().toString(value, 'f', digits); }

QString ether(const Wei& wei, int digits) {
    const Wei unit("1000000000000000000");
    Wei scale = 1;
    for (int i = 0; i < digits; ++i)
        scale *= 10;
    const Wei whole = wei / unit;
    const Wei part = (wei % unit) * scale / unit;
    const QString point = QLocale().decimalPoint();
    if (wei != 0 && whole == 0 && part == 0)
        return QStringLiteral("<0") + point + QString(digits - 1, u'0') + QStringLiteral("1");
    QString text = QLocale().toString(static_cast<qulonglong>(whole));
    if (digits > 0)
        text += point + QString::number(static_cast<qulonglong>(part)).rightJustified(digits, u'0');
    return text;
}

QString etherUnit(const Wei& wei, int digits) { return ether(wei, digits) + QStringLiteral(" ETH"); }

QString gwei(std::uint64_t wei) {
    const double value = static_cast<double>(wei) / 1e9;
    return QLocale().toString(value, 'f', value >= 10 ? 1 : value >= 0.1 ? 2 : 4);
}

QString feeUnit(std::uint64_t wei) { return feeUnit(Wei(wei)); }

QString feeUnit(const Wei& wei) {
    const auto amount = fee(wei);
    return amount.value + u' ' + amount.unit;
}

Amount fee(const Wei& amount) {
    const Wei most = std::numeric_limits<std::uint64_t>::max();
    const auto wei = static_cast<std::uint64_t>(std::min(amount, most));
    if (wei < 10'000) return {number(wei), QStringLiteral("wei")};
    if (wei < 100'000) return {decimal(static_cast<double>(wei) / 1e3, 1), QStringLiteral("kwei")};
    if (wei < 10'000'000) return {decimal(static_cast<double>(wei) / 1e6, 2), QStringLiteral("Mwei")};
    if (wei >= 1'000'000'000'000) return {number(wei / 1'000'000'000), QStringLiteral("gwei")};
    return {gwei(wei), QStringLiteral("gwei")};
}

FeeScale feeScale(double greatestWei) {
    if (greatestWei < 1e4) return {1, QStringLiteral("wei")};
    if (greatestWei < 1e7) return {1e6, QStringLiteral("Mwei")};
    return {1e9, QStringLiteral("gwei")};
}

QString bytes(std::uint64_t count) {
    if (count < 1000) return number(count) + QStringLiteral(" B");
    if (count < 1'000'000) return decimal(static_cast<double>(count) / 1e3, 1) + QStringLiteral(" kB");
    return decimal(static_cast<double>(count) / 1e6, 2) + QStringLiteral(" MB");
}

QString duration(std::int64_t ms) {
    if (ms < 0) ms = 0;
    if (ms < 10'000) return Texts::tr("%1 s").arg(decimal(static_cast<double>(ms) / 1e3, 1));
    const std::int64_t seconds = ms / 1000;
    if (seconds < 120) return Texts::tr("%1 s").arg(seconds);
    if (seconds < 7200) return Texts::tr("%1 min %2 s").arg(seconds / 60).arg(seconds % 60);
    if (seconds < 172'800) return Texts::tr("%1 h %2 min").arg(seconds / 3600).arg(seconds / 60 % 60);
    return Texts::tr("%1 d %2 h").arg(seconds / 86'400).arg(seconds / 3600 % 24);
}

QString days(double count) {
    const auto amount = span(count);
    return amount.value + u' ' + amount.unit;
}

Amount span(double days) {
    if (days < 2) return {QString::number(static_cast<int>(std::max(0.0, days) * 24)), Texts::tr("h")};
    const QString unit = Texts::tr("days");
    if (days < 10) return {decimal(std::floor(days * 10) / 10, 1), unit};
    if (days < 1000) return {QString::number(static_cast<int>(days)), unit};
    return {QStringLiteral("999+"), unit};
}

QString percent(double share) {
    return Texts::tr("%1 %").arg(static_cast<int>(std::lround(std::min(1.0, std::max(0.0, share)) * 100)));
}

QString clockTime(std::int64_t ms) {
    return QDateTime::fromMSecsSinceEpoch(ms).time().toString(QStringLiteral("HH:mm:ss"));
}

QString isoTime(std::int64_t ms) {
    return QDateTime::fromMSecsSinceEpoch(ms).toUTC().toString(Qt::ISODateWithMs);
}

QString moment(std::int64_t ms, std::int64_t nowMs) {
    const auto time = QDateTime::fromMSecsSinceEpoch(ms);
    return time.date() == QDateTime::fromMSecsSinceEpoch(nowMs).date()
               ? clockTime(ms)
               : time.toString(QStringLiteral("yyyy-MM-dd HH:mm"));
}

QString blocks(std::uint64_t count) {
    return Texts::tr("%Ln blocks", nullptr, static_cast<int>(std::min<std::uint64_t>(count, 1'000'000'000)));
}

QString blockTime(std::uint64_t count, std::uint64_t blockTimeMs) {
    if (blockTimeMs == 0) return {};
    // No tenths: L1 blocks come when they come.
    const auto seconds = (std::min<std::uint64_t>(count, 1'000'000'000) * blockTimeMs + 500) / 1000;
    return seconds < 10 ? Texts::tr("%1 s").arg(seconds)
                        : duration(static_cast<std::int64_t>(seconds) * 1000);
}

QString blockSpan(std::uint64_t count, std::uint64_t blockTimeMs) {
    const QString time = blockTime(count, blockTimeMs);
    return time.isEmpty() ? blocks(count)
                          : Texts::tr("%1, %2", "a time, and how many blocks it is").arg(time, blocks(count));
}

QString shortHash(const Hash& hash) { return hash.isZero() ? QString(QChar(0x2014)) : elide(hex(hash)); }
QString fullHash(const Hash& hash) { return hex(hash); }
QString shortAddress(const Address& address) { return elide(hex(address)); }
QString fullAddress(const Address& address) { return hex(address); }

} // namespace aw::models::format
