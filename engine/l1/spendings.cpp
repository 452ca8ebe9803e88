#include "l1/spendings.hpp"

#include <algorithm>

namespace aw::l1 {

void Spendings::load(std::vector<IntentJournal::Spending> spendings) {
    m_spendings.assign(spendings.begin(), spendings.end());
}

void Spendings::add(const IntentJournal::Spending& spending) {
    while (!m_spendings.empty() && m_spendings.front().atMs + kDayMs < spending.atMs)
        m_spendings.pop_front();
    m_spendings.push_back(spending);
}

void Spendings::remove(std::uint64_t id) {
    std::erase_if(m_spendings, [id](const auto& spending) { return spending.id == id; });
}

Wei Spendings::ofDay(std::int64_t nowMs) const {
    Wei sum = 0;
    for (const auto& spending : m_spendings)
        if (spending.atMs + kDayMs > nowMs) sum += spending.costWei;
    return sum;
}

std::int64_t Spendings::sinceMs(std::int64_t nowMs) const {
    for (const auto& spending : m_spendings)
        if (spending.atMs + kDayMs > nowMs) return spending.atMs;
    return 0;
}

} // namespace aw::l1
