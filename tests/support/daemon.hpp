#pragma once

#include <boost/json.hpp>

#include <QProcess>
#include <QString>
#include <QStringList>

/// anchorwatchd, run as a user runs it.
namespace aw::test {

struct Run {
    int exitCode = -1; ///< -1 where it could not be run
    QString out;
    QString err;

    boost::json::object json() const { return boost::json::parse(out.trimmed().toStdString()).as_object(); }
};

inline Run runDaemon(const QStringList& arguments, const QByteArray& input = {}) {
    constexpr int kMostMs = 100'000;
    QProcess process;
    process.start(qEnvironmentVariable("AW_ANCHORWATCHD"), arguments);
    if (!process.waitForStarted()) return {};
    process.write(input);
    process.closeWriteChannel();
    process.waitForFinished(kMostMs);
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

} // namespace aw::test
