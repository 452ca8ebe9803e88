#pragma once

#include "api/values.hpp"
#include "models/event_store.hpp"
#include "models/word_filter.hpp"

#include <QAbstractTableModel>

#include <deque>
#include <memory>
#include <thread>
#include <vector>

namespace aw::models {

/// The event log, newest first: what the engine tells, and what was kept of earlier runs. Holds the newest
/// EventStore::kMax. GUI thread.
class EventModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Time, L1Block, Grade, Text, kColumns };

    using QAbstractTableModel::QAbstractTableModel;

    ~EventModel() override;

    /// From now on events are kept in that file. What it has of earlier runs is read on a thread, and shown
    /// then. Once.
    void keepIn(const QString& path);
    bool isReading() const { return m_reader.joinable(); }
    /// Adds what the snapshot has beyond the last one.
    void update(const api::Snapshot& snapshot);
    /// What is to be said about the file, in a sentence; empty where all is well.
    QString problem() const;
    const api::Event& eventAt(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
    /// Whether it was told by this run's engine: what an earlier one told is of another chain.
    bool isOfThisRun(int row) const { return row < m_fresh; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    /// What the file has is shown.
    void fileRead();

private:
    void takeRead();
    std::vector<api::Event> thisRun() const;
    void trim();

    std::deque<api::Event> m_rows;
    std::unique_ptr<EventStore> m_store; ///< null where nothing is kept, and until the file is read
    std::uint64_t m_lastId = 0;          ///< of this run's events
    int m_fresh = 0;                     ///< so many rows at the top are of this run
    std::int64_t m_nowMs = 0;
    // While the file is read they are the thread's:
    std::unique_ptr<EventStore> m_reading;
    std::vector<api::Event> m_earlier;
    std::thread m_reader;
};

/// Keeps the events that matter at least so much, and whose words the filter finds.
class EventFilter : public WordFilter {
    Q_OBJECT
public:
    using WordFilter::WordFilter;
    void setLeast(api::Severity severity);
    api::Severity least() const { return m_least; }

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    api::Severity m_least = api::Severity::info;
};

} // namespace aw::models
