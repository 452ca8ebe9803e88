#include "shell/alarm_teller.hpp"

#include <algorithm>

namespace aw::shell {

bool AlarmTeller::update(const std::vector<models::Notice>& notices, std::int64_t nowMs) {
    m_open.clear();
    std::copy_if(notices.begin(), notices.end(), std::back_inserter(m_open),
                 [](const models::Notice& notice) { return notice.tone == models::Tone::bad; });
    bool told = false;
    for (const auto& notice : m_open) {
        const bool known = m_told.contains(notice.key);
        m_told[notice.key] = {.open = true, .seenAtMs = nowMs};
        if (known) continue;
        told = true;
        if (m_notifier)
            m_notifier->notify(notice.key, notice.title,
                               QStringList{notice.text, notice.act}.join(u' ').trimmed());
    }
    for (auto it = m_told.begin(); it != m_told.end();) {
        const bool open = find(it.key()) != nullptr;
        if (!open && it->open && m_notifier) m_notifier->withdraw(it.key());
        it->open = open;
        it = !open && nowMs - it->seenAtMs >= kQuietMs ? m_told.erase(it) : std::next(it);
    }
    return told;
}

const models::Notice* AlarmTeller::find(const QString& key) const {
    const auto it = std::find_if(m_open.begin(), m_open.end(),
                                 [&](const models::Notice& notice) { return notice.key == key; });
    return it == m_open.end() ? nullptr : &*it;
}

} // namespace aw::shell
