#include "l1/follower.hpp"

#include "base/clock.hpp"
#include "l1/ancestor.hpp"

#include <algorithm>
#include <iterator>

namespace aw::l1 {

namespace {

constexpr int kAttempts = 3, kMisfitSteps = 5, kTurns = 16;
constexpr std::size_t kByHash = 8; // newest blocks whose logs are asked for by hash
constexpr std::chrono::milliseconds kFirstBackoff{250}, kLastBackoff{5'000};
// Not errors for callers. L1 changed between two questions about it, or contradicts itself: ask again.
constexpr auto kMoved = ErrorCode::l1Moved;
// A reorg was found, and what it replaced is forgotten: go on from there.
constexpr auto kRewound = ErrorCode::l1Rewound;

Error moved(std::string what) { return {kMoved, std::move(what)}; }
// A block that was there a moment ago and is not now.
Error orMoved(const Error& error, std::string what) {
    return error.code == ErrorCode::l1NoBlock ? moved(std::move(what)) : error;
}
Error rewound() { return {kRewound, {}}; }

std::string named(const L1Block& block) { return "block " + std::to_string(block.number); }

Error otherChain(const L1Block& first) {
    return {ErrorCode::l1OtherChain,
            "Not one L1 block that was followed is in the chain of this L1, not even " + named(first) +
                ": it is another chain, or was started afresh. Check the " +
                "address of L1, or begin anew with an empty workspace."};
}

// What shows that an endpoint cannot be believed.
bool isDistrust(const Error& error) {
    constexpr ErrorCode kCodes[] = {ErrorCode::l1Contradiction, ErrorCode::l1HeadBack,
                                    ErrorCode::l1WrongChain,    ErrorCode::l1OtherChain,
                                    ErrorCode::l1BadAnswer,     ErrorCode::l1BadEvent};
    return std::ranges::find(kCodes, error.code) != std::end(kCodes);
}

// "unknown block", "header not found", "block with this hash could not be found", "missing block".
bool saysNotFound(const Error& error) {
    constexpr std::string_view kWords[] = {"unknown", "not found", "not be found", "missing"};
    return error.code == ErrorCode::l1RpcError && std::ranges::any_of(kWords, [&](std::string_view word) {
               return error.detail.find(word) != std::string::npos;
           });
}

std::vector<std::uint64_t> range(std::uint64_t first, std::uint64_t last) {
    std::vector<std::uint64_t> numbers;
    for (auto n = first; n <= last; ++n)
        numbers.push_back(n);
    return numbers;
}

bool eventsFit(const L1Update& update) {
    return std::ranges::all_of(update.events, [&](const L1Event& event) {
        const auto block =
            std::ranges::lower_bound(update.newBlocks, event.blockNumber, {}, &L1Block::number);
        return block != update.newBlocks.end() && block->hash == event.blockHash;
    });
}

} // namespace

Follower::Follower(RpcPtr rpc, Addresses addresses, FollowerOptions options)
    : m_rpc(std::move(rpc))
    , m_addresses(addresses)
    , m_options(std::move(options))
    , m_logs(m_rpc, m_addresses, m_options.chunkBlocks)
    , m_next(m_options.startBlock) {
    keepOnly(m_options.known);
    m_options.known = {};
    if (m_options.next) m_next = *m_options.next;
}

std::optional<L1Block> Follower::last() const {
    return m_recent.empty() ? std::nullopt : std::optional(m_recent.back());
}

std::optional<Follower::Link> Follower::tip() const {
    if (m_recent.empty()) return m_base;
    return Link{m_recent.back().number, m_recent.back().hash};
}

bool Follower::isFinal(const Error& error) {
    return error.code == ErrorCode::l1OtherChain || error.code == ErrorCode::l1BadEvent;
}

// The newest of the blocks, which are then what was delivered last.
void Follower::keepOnly(std::span<const L1Block> blocks) {
    m_recent.assign(blocks.end() - static_cast<std::ptrdiff_t>(std::min(blocks.size(), kReorgDepth)),
                    blocks.end());
    if (!m_recent.empty()) m_next = m_recent.back().number + 1;
}

Result<void> Follower::loadKnown() {
    if (!m_recent.empty() || m_base || !m_options.next || *m_options.next == 0 || !m_options.older) return {};
    const auto next = m_next;
    const auto known = m_options.older(next - 1, kReorgDepth);
    if (!known) return known.error();
    keepOnly(*known);
    m_next = next;
    return {};
}

Task<Result<std::optional<L1Update>>> Follower::step() {
    int attempts = 0;
    for (int turn = 0; turn < kTurns; ++turn) {
        const auto source = m_rpc->source();
        auto done = co_await tryStep();
        if (done) {
            m_misfits = 0;
            co_return done;
        }
        auto error = done.error();
        if (error.code == kRewound) continue;
        if (error.code == kMoved) {
            // Answers of two endpoints need not fit.
            if (m_rpc->source() != source) continue;
            if (++attempts < kAttempts) continue;
            if (++m_misfits < kMisfitSteps) break;
            m_misfits = 0;
            error = {ErrorCode::l1Contradiction, "The L1 node contradicts itself: " + error.detail + "."};
        }
        m_checkChainId = true;
        if (!isDistrust(error) || !m_rpc->distrust(source, error)) co_return error;
    }
    co_return std::optional<L1Update>{};
}

Task<Result<std::optional<L1Update>>> Follower::tryStep() {
    if (const auto loaded = loadKnown(); !loaded) co_return loaded.error();
    if (const auto checked = co_await checkChainId(); !checked) co_return checked.error();
    const auto latest = co_await latestBlock(m_rpc);
    if (!latest) co_return latest.error();
    if (latest->number < m_next) {
        const auto past = co_await isPast(*latest);
        if (!past) co_return past.error();
        if (*past) co_return std::optional<L1Update>{};
        m_checkChainId = true;
        if (const auto found = co_await rewind(); !found) co_return found.error();
        co_return rewound();
    }

    const bool far = latest->number - m_next >= kReorgDepth;
    Result<L1Update> fetched;
    if (far) {
        const auto last = std::min(m_next + m_logs.chunk() - 1, latest->number - kReorgDepth);
        fetched = co_await catchUp(m_next, last);
    } else {
        fetched = co_await dense(m_next, *latest);
    }
    if (!fetched) co_return fetched.error();
    auto& update = *fetched;
    update.headNumber = latest->number;
    update.catchingUp = far;
    update.reorgedTo = std::exchange(m_reorgedTo, std::nullopt);
    for (const auto& block : update.newBlocks)
        m_recent.push_back(block);
    while (m_recent.size() > kReorgDepth)
        m_recent.pop_front();
    m_base.reset();
    m_next = update.next();
    // Named, as GCC 12 destroys some temporaries of a co_return twice.
    Result<std::optional<L1Update>> result(boost::system::in_place_value, std::move(update));
    co_return result;
}

Task<Result<void>> Follower::checkChainId() {
    if (!m_options.chainId || !m_checkChainId) co_return Result<void>();
    const auto id = co_await chainId(m_rpc);
    if (!id) co_return id.error();
    if (*id != *m_options.chainId)
        co_return Error{ErrorCode::l1WrongChain, "L1 has the chain id " + std::to_string(*id) + ", not " +
                                                     std::to_string(*m_options.chainId) +
                                                     ": it is another chain. Check the address of L1."};
    m_checkChainId = false;
    co_return Result<void>();
}

// Whether a head below what was delivered is of the same chain: of a node that lags behind another of the
// same service, or of a chain that was cut and has not grown again; then the next block tells which.
Task<Result<bool>> Follower::isPast(L1Block latest) {
    const auto end = tip();
    if (!end) co_return true;
    if (latest.number >= end->number) co_return latest.number > end->number || latest.hash == end->hash;
    std::optional<L1Block> known;
    const auto above = std::ranges::upper_bound(m_recent, latest.number, {}, &L1Block::number);
    if (above != m_recent.begin()) {
        known = *std::prev(above);
    } else if (m_options.older) {
        const auto older = m_options.older(latest.number, 1);
        if (!older) co_return older.error();
        if (!older->empty()) known = older->back();
    }
    // Below everything that is known, nothing tells the chain; once it has grown it is looked at again.
    if (known && known->number < latest.number) {
        const auto there = co_await blockByNumber(m_rpc, known->number);
        if (!there) co_return orMoved(there.error(), "its head went back");
        if (there->hash != known->hash) co_return false;
    } else if (known && known->hash != latest.hash) {
        co_return false;
    }
    if (latest.number + kReorgDepth < m_next)
        co_return Error{ErrorCode::l1HeadBack,
                        "The head of L1 went back from block " + std::to_string(m_next - 1) + " to " +
                            std::to_string(latest.number) +
                            ": the node synchronises, lost its newest blocks or was started " +
                            "afresh. Wait for it, or use another endpoint."};
    co_return true;
}

// Finds the newest delivered block that is still in the chain, and forgets those above it.
Task<Result<void>> Follower::rewind() {
    std::vector<L1Block> blocks(m_recent.begin(), m_recent.end());
    if (blocks.empty()) co_return otherChain({m_base ? m_base->number : m_next, {}, {}, 0});
    auto count = 4 * kReorgDepth;
    while (true) {
        const auto place = co_await newestInChain(m_rpc, blocks);
        if (!place) co_return place.error();
        if (*place) {
            keepOnly(std::span(blocks).first(**place + 1));
            break;
        }
        const auto first = blocks.front();
        if (first.number > 0 && m_options.older) {
            auto older = m_options.older(first.number - 1, count);
            if (!older) co_return older.error();
            if (!older->empty()) {
                blocks = std::move(*older);
                count *= 4;
                continue;
            }
        }
        auto below = rewindBelow(first);
        if (const auto found = co_await std::move(below); !found) co_return found.error();
        break;
    }
    m_reorgedTo = std::min(m_reorgedTo.value_or(m_next - 1), m_next - 1);
    co_return Result<void>();
}

// The first block that was delivered is gone too. Its parent was not delivered, and is known by its hash.
Task<Result<void>> Follower::rewindBelow(L1Block first) {
    if (first.number == 0) co_return otherChain(first);
    const auto parent = co_await blockByNumber(m_rpc, first.number - 1);
    if (!parent && parent.error().code != ErrorCode::l1NoBlock) co_return parent.error();
    if (!parent || parent->hash != first.parentHash) co_return otherChain(first);
    m_recent.clear();
    m_base = Link{parent->number, parent->hash};
    m_next = first.number;
    co_return Result<void>();
}

// The blocks with these numbers, of which the first is m_next, if they go on from what was delivered.
Task<Result<std::vector<L1Block>>> Follower::linked(std::vector<std::uint64_t> numbers) {
    const auto end = tip();
    const bool adjacent = !end || end->number + 1 == numbers.front();
    if (!adjacent) numbers.insert(numbers.begin(), end->number);
    auto blocks = co_await blocksByNumber(m_rpc, std::move(numbers));
    if (!blocks) co_return orMoved(blocks.error(), "a block below its head is missing");
    const auto& found = adjacent ? blocks->front().parentHash : blocks->front().hash;
    if (end && found != end->hash) {
        const auto reorgedTo = m_reorgedTo;
        if (const auto done = co_await rewind(); !done) co_return done.error();
        const auto left = tip();
        if (!left || left->number != end->number || left->hash != end->hash) co_return rewound();
        // Nothing was replaced, but what should follow does not.
        m_reorgedTo = reorgedTo;
        co_return moved(named(blocks->front()) + " names a parent that is not in its chain");
    }
    if (!adjacent) blocks->erase(blocks->begin());
    co_return blocks;
}

// Old blocks: only those that carry an event, and the last, by which the next step sees that they are still
// there.
Task<Result<L1Update>> Follower::catchUp(std::uint64_t from, std::uint64_t to) {
    std::vector<std::uint64_t> ends{from};
    if (to != from) ends.push_back(to);
    const auto linkedEnds = co_await linked(std::move(ends));
    if (!linkedEnds) co_return linkedEnds.error();
    auto found = co_await m_logs.read(from, to);
    if (!found) co_return found.error();
    L1Update update;
    if (auto added = addEvents(update, std::move(*found)); !added) co_return added.error();
    // The first block of all too: no reorg above it is then taken for another chain.
    std::vector<std::uint64_t> numbers;
    if (!tip()) numbers.push_back(from);
    for (const auto& event : update.events)
        if (numbers.empty() || numbers.back() != event.blockNumber) numbers.push_back(event.blockNumber);
    if (numbers.empty() || numbers.back() != to) numbers.push_back(to);
    auto blocks = co_await blocksByNumber(m_rpc, std::move(numbers));
    if (!blocks) co_return orMoved(blocks.error(), "a block below its head is missing");
    update.newBlocks = std::move(*blocks);
    // Only if the last block is still the same were the logs those of this chain, and all of them.
    if (update.newBlocks.back() != linkedEnds->back())
        co_return moved(named(linkedEnds->back()) + " changed");
    if (!eventsFit(update)) co_return moved("logs and blocks have different hashes");
    co_return update;
}

// The newest blocks: each, linked to its parent.
Task<Result<L1Update>> Follower::dense(std::uint64_t from, L1Block latest) {
    L1Update update;
    const auto end = tip();
    if (from == latest.number && end && end->number + 1 == from && latest.parentHash == end->hash) {
        update.newBlocks = {latest};
    } else {
        auto blocks = co_await linked(range(from, latest.number));
        if (!blocks) co_return blocks.error();
        update.newBlocks = std::move(*blocks);
    }
    const auto& blocks = update.newBlocks;
    for (std::size_t i = 1; i < blocks.size(); ++i)
        if (blocks[i].parentHash != blocks[i - 1].hash)
            co_return moved(named(blocks[i]) + " does not name the hash of its parent");
    if (blocks.back().hash != latest.hash) co_return moved(named(latest) + " has two hashes");
    auto found = co_await logsOfDense(blocks);
    if (!found) co_return found.error();
    if (auto added = addEvents(update, std::move(*found)); !added) co_return added.error();
    if (!eventsFit(update)) co_return moved("logs and blocks have different hashes");
    co_return update;
}

// By hash, a node answers for that very block or refuses. By range it answers with what it has: then the logs
// are those of this chain only if its last block is still the same.
Task<Result<std::vector<L1Log>>> Follower::logsOfDense(std::span<const L1Block> blocks) {
    const auto split = blocks.size() - std::min(blocks.size(), kByHash);
    std::vector<L1Block> newest(blocks.begin() + static_cast<std::ptrdiff_t>(split), blocks.end());
    auto all = co_await logsOfBlocks(m_rpc, m_addresses, std::move(newest));
    if (!all && saysNotFound(all.error())) co_return moved("the logs of a block that it told of are missing");
    // Refused otherwise: the node does not know this kind of question.
    const bool byRange = !all && all.error().code == ErrorCode::l1RpcError;
    if (!all && !byRange) co_return all.error();
    if (!byRange && split == 0) co_return all;
    const auto last = byRange ? blocks.back() : blocks[split - 1];
    auto rest = co_await m_logs.read(blocks.front().number, last.number);
    if (!rest) co_return rest.error();
    const auto again = co_await blockByNumber(m_rpc, last.number);
    if (!again) co_return orMoved(again.error(), named(last) + " is gone");
    if (again->hash != last.hash) co_return moved(named(last) + " changed");
    if (!byRange) std::ranges::move(*all, std::back_inserter(*rest));
    co_return rest;
}

Result<void> Follower::addEvents(L1Update& update, std::vector<L1Log> logs) const {
    for (auto& log : logs) {
        auto event = decodeEvent(log, m_addresses);
        if (!event) return event.error();
        if (!*event) continue;
        update.events.push_back(std::move(**event));
        update.logs.push_back(std::move(log));
    }
    return {};
}

Task<Error> Follower::run(OnUpdate onUpdate, OnStatus onStatus) {
    std::optional<bool> connected;
    auto backoff = kFirstBackoff;
    const auto report = [&](bool now, const std::string& detail) {
        if (connected == now) return;
        connected = now;
        if (onStatus) onStatus({now, base::SystemClock().steadyMs(), detail});
    };
    while (true) {
        auto done = co_await step();
        if (!done) {
            auto error = done.error();
            if (isFinal(error)) co_return error;
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
