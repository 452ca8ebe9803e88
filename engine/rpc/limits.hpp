#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace aw::rpc {

/// What the clients of one address (of IPv4, or a /64 of IPv6) may use together. Costs are in units of about
/// ten microseconds of one core (method_cost.hpp). A rate of 0 is no limit.
struct Allowance {
    std::size_t connections = 64;
    std::uint32_t requestsPerSecond = 500; ///< HTTP requests and WebSocket messages
    std::uint32_t requestBurst = 1000;
    std::uint32_t costPerSecond = 20'000; ///< a fifth of a core
    std::uint32_t costBurst = 100'000;
    std::size_t heldBytes = std::size_t{32} << 20; ///< requests being read and answers not sent yet
    std::size_t waitingReads = 32;                 ///< reads of blocks, and searches, that wait for a thread

    /// Those of this machine: the operator's own programs, the console and benchmarks, which may use what the
    /// machine has. What bounds them is what bounds all addresses together.
    static Allowance ofLoopback() {
        return {.connections = 448,
                .requestsPerSecond = 200'000,
                .requestBurst = 200'000,
                .costPerSecond = 2'000'000,
                .costBurst = 4'000'000,
                .heldBytes = std::size_t{96} << 20,
                .waitingReads = 128};
    }
};

/// Bounds of the public server. Body and batch are geth's.
struct Limits {
    std::size_t maxBodyBytes = std::size_t{5} << 20;
    std::size_t maxBatch = 1000;
    std::size_t maxDepth = 32;                            ///< nesting of JSON
    std::size_t maxParsedBytes = std::size_t{32} << 20;   ///< memory that one parsed message takes
    std::size_t maxResponseBytes = std::size_t{25} << 20; ///< the rest of a batch is refused with -32003
    std::size_t maxConnections = 512;
    /// Connections beyond, which are told so (or how the node is, /health) and closed.
    std::size_t maxTurnedAway = 64;
    std::size_t maxInFlight = 64;                      ///< unanswered messages of one WebSocket
    std::size_t maxSubscriptions = 64;                 ///< of one WebSocket
    std::size_t maxQueueBytes = std::size_t{32} << 20; ///< unsent to one WebSocket; then it is closed
    std::size_t maxRequestBytes = std::size_t{64}
                                  << 20; ///< requests being read and worked on, of all clients
    std::size_t maxUnsentBytes = std::size_t{128} << 20; ///< answers and notifications, of all clients
    std::size_t maxFilters = 4096;                       ///< of all clients together
    std::size_t maxFilterTerms = 200'000;                ///< addresses and topics of all filters
    std::size_t maxKeptResults = 65'536;                 ///< that wait for the filters to be polled
    std::uint64_t maxLogBlocks = 10'000;                 ///< of one eth_getLogs
    std::size_t maxLogResults = 10'000;
    /// What one search or history may cost (method_cost.hpp), a quarter of a second: others wait for its
    /// thread.
    std::uint64_t maxReadUnits = 25'000;

    Allowance remote;
    Allowance loopback = Allowance::ofLoopback();
    std::size_t maxAddresses =
        16'384; ///< that are remembered; then the one that was idle longest is forgotten
    /// Addresses of reverse proxies: of what they pass on, the last address of X-Forwarded-For is the client.
    /// Without it all clients behind a proxy share the allowance of the proxy's address.
    std::vector<std::string> trustedProxies;

    unsigned searchThreads =
        0; ///< beside one for reads; 0: one, or two on a machine with more than two cores
    std::size_t maxWaitingReads = 256; ///< of all clients, and as many searches

    std::chrono::milliseconds filterLifetime{300'000}; ///< since a filter was last used; geth's
    std::chrono::milliseconds headerTimeout{30'000};   ///< idle between requests included
    /// A message and an answer may take as long, and so much longer as minBytesPerSecond needs for them.
    std::chrono::milliseconds bodyTimeout{10'000};
    std::chrono::milliseconds writeTimeout{30'000};
    std::size_t minBytesPerSecond = 16 * 1024;
    std::chrono::milliseconds webSocketIdle{300'000}; ///< pings keep a living peer
    std::chrono::milliseconds closeTimeout{5'000};    ///< for the farewell of a WebSocket, or of a refusal
    /// Before a client that asks for too much is told so: who asks on and on keeps nobody busy.
    std::chrono::milliseconds refusalDelay{250};
    std::chrono::milliseconds sweepInterval{250}; ///< how often it is looked for what is over time
};

} // namespace aw::rpc
