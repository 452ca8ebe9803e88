#pragma once

#include "models/attention.hpp"
#include "shell/notifier.hpp"

#include <QHash>

namespace aw::shell {

/// Tells each new matter that is bad through a notifier, once, and takes it back when it is settled. One that
/// comes and goes is told again only after a while.
class AlarmTeller {
public:
    static constexpr std::int64_t kQuietMs = 60'000;

    /// Nothing is told while there is no notifier. It outlives this.
    void setNotifier(Notifier* notifier) { m_notifier = notifier; }
    /// The matters of now; whether one of them is told for the first time.
    bool update(const std::vector<models::Notice>& notices, std::int64_t nowMs);
    /// The matter of a key; null where it is settled.
    const models::Notice* find(const QString& key) const;

private:
    struct Told {
        bool open = false;
        std::int64_t seenAtMs = 0;
    };
    Notifier* m_notifier = nullptr;
    QHash<QString, Told> m_told;
    std::vector<models::Notice> m_open;
};

} // namespace aw::shell
