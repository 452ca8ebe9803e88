#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace aw::l1 {

/// A child process that never outlives this one, whatever ends this one. The one place for what differs
/// between operating systems. Thread-safe.
class ChildProcess {
public:
    /// Starts a program with its standard output and error going to a file. Error "process.start-failed".
    static Result<std::unique_ptr<ChildProcess>> start(const std::filesystem::path& program,
                                                       const std::vector<std::string>& arguments,
                                                       const std::filesystem::path& outputFile,
                                                       const std::filesystem::path& workingDirectory);
    /// Asks it to end, and ends it after two seconds.
    ~ChildProcess();
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    int id() const;
    bool running() const;
    void kill();  ///< ends it without asking; running() is false soon after
    void pause(); ///< it keeps its connections and does nothing; returns once it has stopped
    void resume();

private:
    struct Impl;
    explicit ChildProcess(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace aw::l1
