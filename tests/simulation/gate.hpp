#pragma once

#include "base/async.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>

namespace aw::simulation {

/// A TCP port that passes on to another one on this machine, or does not. On the context's thread.
class Gate {
public:
    enum class Mode {
        pass,
        refuse, ///< every connection is closed at once
        freeze, ///< connections stand, nothing passes
    };
    /// Changes an HTTP request on its way, where it is one of JSON-RPC.
    using Edit = std::function<std::string(std::string body)>;

    explicit Gate(boost::asio::io_context& context);
    ~Gate();
    Gate(const Gate&) = delete;
    Gate& operator=(const Gate&) = delete;

    std::uint16_t port() const;
    /// Where it leads to. Connections that stand are closed.
    void setTarget(std::uint16_t port);
    void setMode(Mode mode);
    Mode mode() const;
    /// What passes is HTTP, and each request's body goes through `edit`. Empty: bytes pass as they are.
    void setEdit(Edit edit);

private:
    struct Link;
    struct Shared;
    std::shared_ptr<Shared> m_shared;
};

} // namespace aw::simulation
