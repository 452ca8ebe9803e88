#pragma once

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/types.h>

/// A program with a demo in it, run as a user runs it, with a temporary directory of its own.
namespace aw::test {

class DemoProcess {
public:
    /// `program`: its path.
    DemoProcess(const QString& program, const QStringList& arguments,
                const QProcessEnvironment& environment = QProcessEnvironment::systemEnvironment()) {
        auto own = environment;
        own.insert(QStringLiteral("TMPDIR"), m_temporary.path());
        m_process.setProcessEnvironment(own);
        m_process.start(program, arguments);
        if (!m_process.waitForStarted()) qFatal("%s could not be started", qPrintable(program));
    }
    ~DemoProcess() {
        if (m_process.state() == QProcess::NotRunning) return;
        m_process.kill();
        m_process.waitForFinished();
    }

    QProcess& process() { return m_process; }
    const QString& out() const { return m_out; }
    /// What it leaves in the temporary directory.
    QStringList left() const {
        return QDir(m_temporary.path())
            .entryList({QStringLiteral("anchorwatch-*")}, QDir::Dirs | QDir::NoDotAndDotDot);
    }
    /// Reads until the words were printed; false where it ended or the limit passed before.
    bool waitForOutput(const QString& words, int limitMs = 120'000) {
        QElapsedTimer since;
        since.start();
        while (!m_out.contains(words)) {
            if (m_process.state() == QProcess::NotRunning || since.elapsed() > limitMs) return false;
            m_process.waitForReadyRead(200);
            m_out += QString::fromUtf8(m_process.readAllStandardOutput());
        }
        return true;
    }
    bool waitForWorkspace(int limitMs = 60'000) {
        return QTest::qWaitFor([this] { return !left().isEmpty(); }, limitMs);
    }
    void signal(int number) { ::kill(static_cast<pid_t>(m_process.processId()), number); }
    /// False where it did not end by itself in time.
    bool waitForEnd(int limitMs = 60'000) {
        return m_process.state() == QProcess::NotRunning || m_process.waitForFinished(limitMs);
    }
    /// The process of anvil that it started; 0 where there is none.
    pid_t anvil() const {
        for (const auto& entry : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs)) {
            QFile stat(QStringLiteral("/proc/%1/stat").arg(entry));
            if (!stat.open(QIODevice::ReadOnly)) continue;
            // pid (name) state parent ...
            const QString text = QString::fromUtf8(stat.readAll());
            const auto rest = text.mid(text.lastIndexOf(u')') + 2).split(u' ');
            if (rest.size() > 1 && rest[1].toLongLong() == m_process.processId() &&
                text.contains(QStringLiteral("(anvil)")))
                return static_cast<pid_t>(entry.toInt());
        }
        return 0;
    }

private:
    QTemporaryDir m_temporary;
    QProcess m_process;
    QString m_out;
};

} // namespace aw::test
