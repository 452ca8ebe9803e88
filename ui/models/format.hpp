#pragma once

#include "api/values.hpp"

#include <QString>

/// Numbers, amounts, times and hashes as text, in the language of the console. GUI thread.
namespace aw::models::format {

/// An integer with the locale's group separators.
QString number(std::uint64_t value);
/// A decimal with at most `digits` places; trailing zeros stay so that a live value keeps its width.
QString decimal(double value, int digits);
/// An amount in ETH without unit; rounded down to `digits` places, "<0.0001" where that would hide it.
QString ether(const Wei& wei, int digits = 4);
/// The same with its unit.
QString etherUnit(const Wei& wei, int digits = 4);
/// wei per gas in gwei without unit.
QString gwei(std::uint64_t wei);
/// The same with its unit; small fees are told in Mwei or wei.
QString feeUnit(std::uint64_t wei);
QString feeUnit(const Wei& wei);
/// A figure apart from its unit.
struct Amount {
    QString value, unit;
};
/// feeUnit() in two.
Amount fee(const Wei& wei);
/// What to divide wei by, and the unit's name, where several fees stand on one scale whose greatest is this.
struct FeeScale {
    double wei = 1;
    QString unit;
};
FeeScale feeScale(double greatestWei);
/// "7.8 kB"
QString bytes(std::uint64_t count);
/// "0.4 s", "14 s", "3 min 20 s", "2 h 5 min", "6 d 23 h"
QString duration(std::int64_t ms);
/// A span in days: "18 h", "3.2 days", "59 days", "999+ days".
QString days(double count);
/// The same in two.
Amount span(double days);
/// "64 %"
QString percent(double share);
/// "12:04:31" in local time.
QString clockTime(std::int64_t ms);
/// The same, with the date where it was another day: "2026-11-28 12:04".
QString moment(std::int64_t ms, std::int64_t nowMs);
/// "2026-11-28T12:04:31.250Z", for other programs.
QString isoTime(std::int64_t ms);
/// "38 blocks" / "1 block"
QString blocks(std::uint64_t count);
/// How long so many L1 blocks take, and how many they are: "6 d 23 h, 50,400 blocks"; the blocks alone where
/// their time is not known.
QString blockSpan(std::uint64_t count, std::uint64_t blockTimeMs);
/// The time alone: "51 s"; empty where it is not known.
QString blockTime(std::uint64_t count, std::uint64_t blockTimeMs);

/// "0x51fe…9a20"; an em dash for zero.
QString shortHash(const Hash& hash);
QString fullHash(const Hash& hash);
QString shortAddress(const Address& address);
QString fullAddress(const Address& address);

} // namespace aw::models::format
