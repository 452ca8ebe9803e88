#pragma once

#include "base/hex.hpp"
#include "codec/transaction.hpp"
#include "crypto/keys.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace aw::test {

/// A TCP connection that gives up: no call takes longer than half a second.
class ImpatientSocket {
public:
    ImpatientSocket(std::uint16_t port, const char* from)
        : m_handle(::socket(AF_INET, SOCK_STREAM, 0)) {
        const timeval limit{.tv_sec = 0, .tv_usec = 500'000};
        ::setsockopt(m_handle, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        ::setsockopt(m_handle, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
        auto address = addressOf(from, 0);
        ::bind(m_handle, reinterpret_cast<sockaddr*>(&address), sizeof address);
        address = addressOf("127.0.0.1", port);
        m_good = ::connect(m_handle, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    }
    ~ImpatientSocket() { ::close(m_handle); }
    ImpatientSocket(const ImpatientSocket&) = delete;
    ImpatientSocket& operator=(const ImpatientSocket&) = delete;

    bool isGood() const { return m_good; }
    void send(std::string_view bytes) {
        while (m_good && !bytes.empty()) {
            const auto sent = ::send(m_handle, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            m_good = sent > 0;
            if (m_good) bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
    }
    /// A response of HTTP, or what has come of it.
    std::string receive() {
        std::string text;
        std::array<char, 65536> piece;
        std::size_t wanted = std::string::npos;
        while (m_good && text.size() < wanted) {
            const auto size = ::recv(m_handle, piece.data(), piece.size(), 0);
            m_good = size > 0;
            if (!m_good) break;
            text.append(piece.data(), static_cast<std::size_t>(size));
            const auto head = text.find("\r\n\r\n");
            constexpr std::string_view kLength = "Content-Length: ";
            if (wanted != std::string::npos || head == std::string::npos) continue;
            const auto length = text.find(kLength);
            wanted = head + 4;
            if (length < head) wanted += std::stoul(text.substr(length + kLength.size()));
        }
        return text;
    }

private:
    static sockaddr_in addressOf(const char* text, std::uint16_t port) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        ::inet_pton(AF_INET, text, &address.sin_addr);
        return address;
    }

    const int m_handle;
    bool m_good = false;
};

/// Sixty-four connections of one address that ask for as much as they can, each in its own bad way, until the
/// object is destroyed.
class RpcFlood {
public:
    /// `farTxs`: signed transactions of an account with funds, whose nonces are far too high.
    RpcFlood(std::uint16_t port, const char* from, std::uint64_t chainId, const std::vector<Bytes>& farTxs)
        : m_port(port)
        , m_from(from)
        , m_unfunded(posted(batchOf(unfunded(chainId))))
        , m_far(posted(batchOf(farTxs)))
        , m_logs(posted(repeated(R"({"jsonrpc":"2.0","id":1,"method":"eth_getLogs","params":[{"fromBlock":)"
                                 R"("earliest","toBlock":"latest"}]})",
                                 100)))
        , m_blocks(posted(repeated(
              R"({"jsonrpc":"2.0","id":1,"method":"eth_getBlockByNumber","params":["latest",true]})", 1000)))
        , m_giant(posted("[0" + repeatedText(",0", 2'600'000) + "]")) {
        using Way = void (RpcFlood::*)(ImpatientSocket&);
        struct Kind {
            Way way;
            int connections;
        };
        for (const auto& kind : {Kind{&RpcFlood::unfundedBatches, 20}, Kind{&RpcFlood::searches, 16},
                                 Kind{&RpcFlood::slowReader, 8}, Kind{&RpcFlood::giantBodies, 8},
                                 Kind{&RpcFlood::trickle, 8}, Kind{&RpcFlood::farNonces, 4}})
            for (int i = 0; i < kind.connections; ++i)
                m_threads.emplace_back([this, way = kind.way] { go(way); });
    }
    ~RpcFlood() {
        {
            const std::lock_guard lock(m_mutex);
            m_stop = true;
        }
        m_stopped.notify_all();
        for (auto& thread : m_threads)
            thread.join();
    }

    /// Responses that refuse all of a request (429, 413, 503) or parts of it (-32005).
    std::size_t refusals() const { return m_refusals; }
    std::size_t responses() const { return m_responses; }

private:
    static std::string repeatedText(std::string_view text, std::size_t times) {
        std::string all;
        all.reserve(text.size() * times);
        for (std::size_t i = 0; i < times; ++i)
            all += text;
        return all;
    }
    static std::string repeated(const std::string& request, std::size_t times) {
        return "[" + request + repeatedText("," + request, times - 1) + "]";
    }
    static std::string posted(const std::string& body) {
        return "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
               body;
    }
    static std::string batchOf(const std::vector<Bytes>& txs) {
        std::string body = "[";
        for (const auto& raw : txs)
            body += (body.size() > 1 ? "," : "") +
                    (R"({"jsonrpc":"2.0","id":1,"method":"eth_sendRawTransaction","params":[")" +
                     base::toHex(raw) + "\"]}");
        return body + "]";
    }
    static std::vector<Bytes> unfunded(std::uint64_t chainId) {
        std::vector<Bytes> txs;
        const auto key = crypto::SecretKey::derive("nobody", 1);
        for (std::uint64_t nonce = 0; nonce < 1000; ++nonce) {
            const codec::Transaction tx{.chainId = chainId,
                                        .nonce = nonce,
                                        .maxFeeWei = 2'000'000'000,
                                        .gasLimit = 21'000,
                                        .to = Address{{0x77}},
                                        .value = 1};
            txs.push_back(codec::encodeTransaction(tx, key.sign(codec::signingHash(tx))));
        }
        return txs;
    }

    void go(void (RpcFlood::*way)(ImpatientSocket&)) {
        while (!m_stop) {
            ImpatientSocket socket(m_port, m_from);
            while (!m_stop && socket.isGood())
                (this->*way)(socket);
        }
    }
    void ask(ImpatientSocket& socket, const std::string& message) {
        socket.send(message);
        const auto response = socket.receive();
        if (response.empty()) return;
        ++m_responses;
        const auto status = response.substr(std::min<std::size_t>(response.size(), 9), 3);
        if (status != "200" || response.find("-32005") != std::string::npos) ++m_refusals;
    }

    void unfundedBatches(ImpatientSocket& socket) { ask(socket, m_unfunded); }
    void farNonces(ImpatientSocket& socket) { ask(socket, m_far); }
    void searches(ImpatientSocket& socket) { ask(socket, m_logs); }
    void giantBodies(ImpatientSocket& socket) { ask(socket, m_giant); }
    void slowReader(ImpatientSocket& socket) {
        socket.send(m_blocks);
        pause(5000);
    }
    void trickle(ImpatientSocket& socket) {
        socket.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n\r\n");
        while (!m_stop && socket.isGood()) {
            socket.send("[");
            pause(50);
        }
    }
    void pause(int ms) {
        std::unique_lock lock(m_mutex);
        m_stopped.wait_for(lock, std::chrono::milliseconds(ms), [this] { return m_stop.load(); });
    }

    const std::uint16_t m_port;
    const char* const m_from;
    const std::string m_unfunded, m_far, m_logs, m_blocks, m_giant;
    std::mutex m_mutex;
    std::condition_variable m_stopped;
    std::atomic<bool> m_stop = false; ///< set under m_mutex
    std::atomic<std::size_t> m_refusals = 0, m_responses = 0;
    std::vector<std::thread> m_threads;
};

} // namespace aw::test
