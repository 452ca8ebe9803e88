#pragma once

#include "api/values.hpp"

#include <QString>

#include <vector>

namespace aw::models {

/// Events of the console in a file, so that they outlive it. JSON Lines in UTF-8: the first line names format
/// and version, each further one is an event with a checksum of its own, oldest first. Lines are appended;
/// the file is written anew, in one step, when it holds twice as many as are kept. What cannot be read costs
/// no other line: the file as it was is set aside under another name, and the rest goes on. One thread at a
/// time.
class EventStore {
public:
    static constexpr std::size_t kMax = 5000; ///< events that are kept

    /// Nothing is read or made yet.
    explicit EventStore(QString path);

    /// The events of earlier runs, oldest first; their ids are those of their runs. Call once, first.
    std::vector<api::Event> load();
    /// Adds events behind those that are there.
    void append(const std::vector<api::Event>& events);

    const QString& path() const { return m_path; }
    /// Lines that could not be read, and where the file with them is now.
    std::size_t damagedLines() const { return m_damaged; }
    const QString& setAside() const { return m_setAside; }
    /// A newer version of the console wrote the file: it is left alone, and nothing is added.
    bool isNewer() const { return m_newer; }
    /// Why the last writing failed, as the system says; empty where it did not.
    const QString& failure() const { return m_failure; }

private:
    void rewrite();

    QString m_path, m_setAside, m_failure;
    std::vector<api::Event> m_kept; ///< what a file written anew holds
    std::size_t m_lines = 0;        ///< events in the file
    std::size_t m_damaged = 0;
    bool m_newer = false;
    bool m_torn = false; ///< the file may end within a line
};

} // namespace aw::models
