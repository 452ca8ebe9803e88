#pragma once

#include "api/values.hpp"

#include <QObject>

#include <map>
#include <vector>

namespace aw::models {

/// What the console remembers beyond one snapshot: samples and bids over time, and which lessons were seen.
/// Kept since the console was started. Lives in the GUI thread.
class History : public QObject {
    Q_OBJECT
public:
    struct BidPoint {
        std::int64_t atMs = 0;
        std::uint64_t epoch = 0;
        std::uint64_t bidWei = 0;
    };
    /// The four things to try in a demo.
    struct Lessons {
        bool anchored = false, cheated = false, challenged = false, failedOver = false;
        bool all() const { return anchored && cheated && challenged && failedOver; }
    };

    using QObject::QObject;

    void record(const api::Snapshot& snapshot);
    /// A sample a second, oldest first, of the last hours.
    const std::vector<api::Sample>& samples() const { return m_samples; }
    /// Steps of each operator's bid, oldest first; the first point is where watching began.
    const std::map<Address, std::vector<BidPoint>>& bids() const { return m_bids; }
    const std::vector<BidPoint>& baseFees() const { return m_baseFees; }
    /// The 99th percentile of confirmation over time, in ms, one point a second, oldest first.
    const std::vector<double>& confirmations() const { return m_confirmations; }
    const Lessons& lessons() const { return m_lessons; }

private:
    std::vector<api::Sample> m_samples;
    std::map<Address, std::vector<BidPoint>> m_bids;
    std::vector<BidPoint> m_baseFees;
    std::vector<double> m_confirmations;
    std::int64_t m_confirmedAtMs = 0;
    Lessons m_lessons;
};

} // namespace aw::models
