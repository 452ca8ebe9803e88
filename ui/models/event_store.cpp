#include "models/event_store.hpp"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

namespace aw::models {

namespace {

constexpr int kVersion = 1;
constexpr qint64 kLongestLine = 64 * 1024;
const QString kFormat = QStringLiteral("anchorwatch-events");
const QString kSum = QStringLiteral("sum");

QByteArray textOf(const QJsonObject& object) { return QJsonDocument(object).toJson(QJsonDocument::Compact); }

/// Of the line without it: Qt writes an object's keys in order, so that the same event gives the same text.
QString checksum(const QJsonObject& object) {
    return QString::fromLatin1(
        QCryptographicHash::hash(textOf(object), QCryptographicHash::Sha256).toHex().left(8));
}

QByteArray header() {
    return textOf({{QStringLiteral("format"), kFormat}, {QStringLiteral("version"), kVersion}}) + '\n';
}

QByteArray lineOf(const api::Event& event) {
    QJsonObject args;
    for (const auto& [key, value] : event.args)
        args.insert(QString::fromStdString(key), QString::fromStdString(value));
    const auto code = api::name(event.code);
    QJsonObject object{
        {QStringLiteral("atMs"), static_cast<qint64>(event.atMs)},
        {QStringLiteral("code"), QString::fromUtf8(code.data(), static_cast<qsizetype>(code.size()))},
        {QStringLiteral("id"), static_cast<qint64>(event.id)},
        {QStringLiteral("l1Block"), static_cast<qint64>(event.l1Block)}};
    if (!args.isEmpty()) object.insert(QStringLiteral("args"), args);
    object.insert(kSum, checksum(object));
    return textOf(object) + '\n';
}

std::optional<api::Event> eventOf(QJsonObject object) {
    const QString sum = object.take(kSum).toString();
    const auto code = api::eventCode(object.value(QStringLiteral("code")).toString().toStdString());
    if (sum.isEmpty() || sum != checksum(object) || !code) return std::nullopt;
    api::Event event{.id = static_cast<std::uint64_t>(object.value(QStringLiteral("id")).toInteger()),
                     .atMs = object.value(QStringLiteral("atMs")).toInteger(),
                     .l1Block =
                         static_cast<std::uint64_t>(object.value(QStringLiteral("l1Block")).toInteger()),
                     .code = *code,
                     .args = {}};
    const auto args = object.value(QStringLiteral("args")).toObject();
    for (auto it = args.begin(); it != args.end(); ++it)
        event.args[it.key().toStdString()] = it.value().toString().toStdString();
    return event;
}

/// A name beside the file that nothing has yet.
QString freeName(const QString& path) {
    for (int i = 1;; ++i)
        if (const QString name = QStringLiteral("%1.damaged-%2").arg(path).arg(i); !QFileInfo::exists(name))
            return name;
}

} // namespace

EventStore::EventStore(QString path)
    : m_path(std::move(path)) {}

std::vector<api::Event> EventStore::load() {
    QFile file(m_path);
    if (!file.exists()) return {};
    if (!file.open(QIODevice::ReadOnly)) {
        m_failure = file.errorString();
        return {};
    }
    bool first = true;
    while (!file.atEnd()) {
        const QByteArray line = file.readLine(kLongestLine);
        const auto object = QJsonDocument::fromJson(line).object();
        if (std::exchange(first, false) && object.value(QStringLiteral("format")).toString() == kFormat) {
            m_newer = object.value(QStringLiteral("version")).toInt() > kVersion;
            if (m_newer) return {};
            continue;
        }
        auto event = line.endsWith('\n') ? eventOf(object) : std::nullopt;
        if (event)
            m_kept.push_back(std::move(*event));
        else
            ++m_damaged;
    }
    file.close();
    m_lines = m_kept.size();
    if (m_kept.size() > kMax) m_kept.erase(m_kept.begin(), m_kept.end() - static_cast<std::ptrdiff_t>(kMax));
    if (m_damaged > 0) {
        const QString aside = freeName(m_path);
        if (QFile::copy(m_path, aside))
            m_setAside = aside;
        else
            return m_kept; // what cannot be set aside stays as it is
    }
    if (m_damaged > 0) rewrite();
    return m_kept;
}

void EventStore::rewrite() {
    QSaveFile file(m_path);
    bool good = file.open(QIODevice::WriteOnly);
    if (good) {
        file.write(header());
        for (const auto& event : m_kept)
            file.write(lineOf(event));
        good = file.commit();
    }
    m_failure = good ? QString() : file.errorString();
    if (!good) return;
    m_lines = m_kept.size();
    m_torn = false;
}

void EventStore::append(const std::vector<api::Event>& events) {
    if (m_newer || events.empty()) return;
    m_kept.insert(m_kept.end(), events.begin(), events.end());
    if (m_kept.size() > kMax) m_kept.erase(m_kept.begin(), m_kept.end() - static_cast<std::ptrdiff_t>(kMax));
    QDir().mkpath(QFileInfo(m_path).path());
    QFile file(m_path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Append)) {
        m_failure = file.errorString();
        return;
    }
    QByteArray text;
    if (file.size() == 0)
        text = header();
    else if (m_torn)
        text = "\n";
    for (const auto& event : events)
        text += lineOf(event);
    m_torn = file.write(text) != text.size() || !file.flush();
    m_failure = m_torn ? file.errorString() : QString();
    file.close();
    m_lines += events.size();
    if (m_lines > 2 * kMax) rewrite();
}

} // namespace aw::models
