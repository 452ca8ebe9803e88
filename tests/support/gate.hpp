#pragma once

#include "base/async.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace aw::test {

/// A TCP port that passes on to another one on this machine, or does not. On the context's thread.
class Gate {
public:
    enum class Mode {
        pass,
        refuse, ///< every connection is closed at once
        freeze, ///< connections stand, nothing passes
    };
    /// What an endpoint of JSON-RPC does that lies: asks something else, answers something else. Either may
    /// be empty.
    struct Edits {
        std::function<std::string(std::string request)> request;
        std::function<std::string(const std::string& request, std::string answer)> answer;
    };
    /// Whether a connection is cut whose client has sent these bytes so far, 512 at most.
    using Cut = std::function<bool(std::string_view sent)>;

    explicit Gate(boost::asio::io_context& context);
    ~Gate();
    Gate(const Gate&) = delete;
    Gate& operator=(const Gate&) = delete;

    std::uint16_t port() const;
    /// Where it leads to. Connections that stand are closed.
    void setTarget(std::uint16_t port);
    void setMode(Mode mode);
    Mode mode() const;
    /// What passes is HTTP, and its bodies go through these.
    void setEdits(Edits edits);
    /// Connections that stand are asked about at once, others with each piece that they send.
    void setCut(Cut cut);

private:
    struct Link;
    struct Shared;
    std::shared_ptr<Shared> m_shared;
};

} // namespace aw::test
