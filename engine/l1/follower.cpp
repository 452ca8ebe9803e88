#include "l1/follower.hpp"

#include "base/clock.hpp"

#include <algorithm>
#include <iterator>

namespace aw::l1 {

namespace {

constexpr int kAttempts = 3;
constexpr std::chrono::milliseconds kFirstBackoff{250}, kLastBackoff{5'000};
// Not an error for callers: L1 changed between two questions about it, ask again.
constexpr std::string_view kMoved = "l1.moved";

Error moved() { return {kMoved, "L1 changed while it was read."}; }

/// A block that was there a moment ago and is not now.
Error gone(const Error& error) { return error.code == "l1.no-block" ? moved() : error; }

Error tooDeep() {
    return {"l1.reorg-too-deep", "L1 replaced more than " + std::to_string(kReorgDepth) +
                                     " blocks, or is another chain than before: rebuild from L1."};
}

std::vector<std::uint64_t> range(std::uint64_t first, std::uint64_t last) {
    std::vector<std::uint64_t> numbers;
    for (auto n = first; n <= last; ++n)
        numbers.push_back(n);
    return numbers;
}

} // namespace

Follower::Follower(RpcPtr rpc, Addresses addresses, FollowerOptions options)
    : m_rpc(std::move(rpc))
    , m_addresses(addresses)
    , m_options(std::move(options))
    , m_next(m_options.startBlock)
    , m_chunk(m_options.chunkBlocks = std::max<std::uint64_t>(1, m_options.chunkBlocks))
    , m_recent(m_options.known.begin(), m_options.known.end()) {
    if (!m_recent.empty()) m_next = m_recent.back().number + 1;
}

std::optional<L1Block> Follower::last() const {
    return m_recent.empty() ? std::nullopt : std::optional(m_recent.back());
}

Task<Result<std::optional<L1Update>>> Follower::step() {
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        auto done = co_await tryStep();
        if (done || done.error().code != kMoved) co_return done;
    }
    co_return std::optional<L1Update>{};
}

Task<Result<std::optional<L1Update>>> Follower::tryStep() {
    const auto latest = co_await latestBlock(m_rpc);
    if (!latest) co_return latest.error();
    if (!m_recent.empty() && latest->number < m_next) {
        const auto same = std::ranges::find(m_recent, latest->number, &L1Block::number);
        if (latest->number + kReorgDepth < m_next) co_return tooDeep();
        // A node that lags behind another of the same service, or a chain that was cut and has not grown
        // again: the next block tells which.
        if (same == m_recent.end() || *same == *latest) co_return std::optional<L1Update>{};
        if (const auto found = co_await rewind(); !found) co_return found.error();
    }
    if (latest->number < m_next) co_return std::optional<L1Update>{};

    const bool far = latest->number - m_next >= kReorgDepth;
    Result<L1Update> fetched = Error{};
    if (far) {
        const auto last = std::min(m_next + m_chunk - 1, latest->number - kReorgDepth);
        fetched = co_await catchUp(m_next, last);
    } else {
        fetched = co_await dense(m_next, *latest);
    }
    if (!fetched) co_return fetched.error();
    auto& update = *fetched;
    update.headNumber = latest->number;
    update.reorgedTo = std::exchange(m_reorgedTo, std::nullopt);
    for (const auto& block : update.newBlocks)
        m_recent.push_back(block);
    while (m_recent.size() > kReorgDepth)
        m_recent.pop_front();
    // Named, as GCC 12 destroys some temporaries of a co_return twice.
    Result<std::optional<L1Update>> result(boost::system::in_place_value, std::move(update));
    co_return result;
}

// Finds the newest delivered block that is still in the chain, and forgets those above it.
Task<Result<void>> Follower::rewind() {
    constexpr std::size_t kStep = 32;
    auto end = m_recent.size();
    while (end > 0) {
        const auto begin = end > kStep ? end - kStep : 0;
        std::vector<std::uint64_t> numbers;
        for (auto i = begin; i < end; ++i)
            numbers.push_back(m_recent[i].number);
        const auto lowest = co_await blockByNumber(m_rpc, numbers.front());
        if (!lowest && lowest.error().code != "l1.no-block") co_return lowest.error();
        if (lowest && lowest->hash == m_recent[begin].hash) {
            // The ancestor is in this stretch; blocks above the new head do not exist.
            for (auto i = end; i-- > begin;) {
                const auto block = co_await blockByNumber(m_rpc, m_recent[i].number);
                if (!block && block.error().code != "l1.no-block") co_return block.error();
                if (!block || block->hash != m_recent[i].hash) continue;
                m_recent.resize(i + 1);
                m_next = m_recent.back().number + 1;
                m_reorgedTo = std::min(m_reorgedTo.value_or(m_recent.back().number), m_recent.back().number);
                co_return Result<void>();
            }
            co_return moved();
        }
        end = begin;
    }
    co_return tooDeep();
}

// In as many parts as it takes: services limit the range or the number of logs of an answer, each in its own
// way, and batches make them large.
Task<Result<std::vector<L1Log>>> Follower::logsOf(std::uint64_t from, std::uint64_t to) {
    std::vector<L1Log> all;
    while (from <= to) {
        const auto last = std::min(to, from + m_chunk - 1);
        auto part = co_await logs(m_rpc, m_addresses, from, last);
        if (part) {
            std::ranges::move(*part, std::back_inserter(all));
            m_chunk = std::min(m_options.chunkBlocks, m_chunk + m_chunk / 8 + 1);
            from = last + 1;
            continue;
        }
        const auto& code = part.error().code;
        if (last == from || (code != "l1.rpc-error" && code != "l1.too-large")) co_return part.error();
        m_chunk = (last - from + 1) / 2;
    }
    co_return all;
}

// Old blocks, which no reorg reaches: only those that carry an event.
Task<Result<L1Update>> Follower::catchUp(std::uint64_t from, std::uint64_t to) {
    auto found = co_await logsOf(from, to);
    if (!found) co_return found.error();
    L1Update update;
    std::vector<std::uint64_t> numbers;
    for (const auto& log : *found) {
        auto event = decodeEvent(log, m_addresses);
        if (!event) co_return event.error();
        if (!*event) continue;
        if (numbers.empty() || numbers.back() != log.blockNumber) numbers.push_back(log.blockNumber);
        update.events.push_back(std::move(**event));
    }
    auto blocks = co_await blocksByNumber(m_rpc, numbers);
    if (!blocks) co_return blocks.error();
    update.newBlocks = std::move(*blocks);
    if (!eventsFit(update)) co_return moved();
    m_next = to + 1;
    co_return update;
}

// The newest blocks: each, linked to its parent.
Task<Result<L1Update>> Follower::dense(std::uint64_t from, L1Block latest) {
    L1Update update;
    if (from < latest.number) {
        auto blocks = co_await blocksByNumber(m_rpc, range(from, latest.number - 1));
        if (!blocks) co_return gone(blocks.error());
        update.newBlocks = std::move(*blocks);
    }
    update.newBlocks.push_back(latest);
    for (std::size_t i = 1; i < update.newBlocks.size(); ++i)
        if (update.newBlocks[i].parentHash != update.newBlocks[i - 1].hash) co_return moved();
    if (!m_recent.empty() && m_recent.back().number + 1 == from &&
        m_recent.back().hash != update.newBlocks.front().parentHash) {
        const auto found = co_await rewind();
        if (!found) co_return found.error();
        co_return moved();
    }
    auto found = co_await logsOf(from, latest.number);
    if (!found) co_return found.error();
    for (const auto& log : *found) {
        auto event = decodeEvent(log, m_addresses);
        if (!event) co_return event.error();
        if (*event) update.events.push_back(std::move(**event));
    }
    if (!eventsFit(update)) co_return moved();
    // Only if the last block is still there were the logs those of this chain.
    const auto again = co_await blockByNumber(m_rpc, latest.number);
    if (!again) co_return gone(again.error());
    if (again->hash != latest.hash) co_return moved();
    m_next = latest.number + 1;
    co_return update;
}

bool Follower::eventsFit(const L1Update& update) {
    return std::ranges::all_of(update.events, [&](const L1Event& event) {
        const auto block =
            std::ranges::lower_bound(update.newBlocks, event.blockNumber, {}, &L1Block::number);
        return block != update.newBlocks.end() && block->hash == event.blockHash;
    });
}

Task<Error> Follower::run(OnUpdate onUpdate, OnStatus onStatus) {
    std::optional<bool> connected;
    auto backoff = kFirstBackoff;
    const auto report = [&](bool now, const std::string& detail) {
        if (connected == now) return;
        connected = now;
        if (onStatus) onStatus({now, static_cast<std::int64_t>(base::SystemClock().nowMs()), detail});
    };
    while (true) {
        auto done = co_await step();
        if (!done) {
            const auto error = done.error();
            if (error.code == "l1.reorg-too-deep" || error.code == "l1.bad-event") co_return error;
            report(false, error.detail);
            co_await base::sleepFor(backoff);
            backoff = std::min(backoff * 2, kLastBackoff);
            continue;
        }
        report(true, "");
        backoff = kFirstBackoff;
        if (*done) {
            auto update = std::move(**done);
            co_await onUpdate(std::move(update));
        } else {
            co_await base::sleepFor(m_options.poll);
        }
    }
}

} // namespace aw::l1
