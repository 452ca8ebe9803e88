#include "l1/child_process.hpp"

#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <mutex>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

namespace aw::l1 {

namespace {

constexpr std::chrono::seconds kGrace{2};

/// What the child needs, made before the fork: after it only async-signal-safe calls are allowed.
struct Plan {
    std::string program;
    std::vector<std::string> texts;
    std::vector<char*> argv;
    std::string directory;
    int output = -1;
    int nothing = -1; ///< /dev/null
    int failure = -1; ///< closed by a successful exec, else carries errno
};

[[noreturn]] void becomeProgram(const Plan& plan, [[maybe_unused]] pid_t parent) {
#ifdef __linux__
    // The signal comes when the thread that forked ends: the watcher, which lives as long as this child.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(127); // the parent died before the line above
#endif
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    // A terminal's Ctrl+C goes to the parent, which ends the child in order.
    ::setpgid(0, 0);
    if (::dup2(plan.nothing, STDIN_FILENO) >= 0 && ::dup2(plan.output, STDOUT_FILENO) >= 0 &&
        ::dup2(plan.output, STDERR_FILENO) >= 0 && ::chdir(plan.directory.c_str()) == 0)
        ::execv(plan.program.c_str(), plan.argv.data());
    const int error = errno;
    [[maybe_unused]] const auto written = ::write(plan.failure, &error, sizeof error);
    ::_exit(127);
}

class Descriptor {
public:
    explicit Descriptor(int value)
        : m_value(value) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { close(); }
    void close() {
        if (m_value >= 0) ::close(m_value);
        m_value = -1;
    }
    int get() const { return m_value; }

private:
    int m_value;
};

Error startFailed(const std::filesystem::path& program, const std::string& why) {
    return {ErrorCode::processStartFailed,
            "The program " + program.string() + " cannot be started: " + why + "."};
}

} // namespace

struct ChildProcess::Impl {
    mutable std::mutex mutex;
    std::condition_variable changed;
    pid_t pid = -1;       ///< guarded; -1 before the start
    bool started = false; ///< guarded: the watcher has forked, or failed to
    bool running = false; ///< guarded; false once the child was reaped, whose id may then be another's
    std::thread watcher;

    void watch(const Plan& plan) {
        const auto parent = ::getpid();
        const auto child = ::fork();
        if (child == 0) becomeProgram(plan, parent);
        {
            const std::lock_guard lock(mutex);
            pid = child;
            started = true;
            running = child > 0;
        }
        changed.notify_all();
        if (child < 0) return;
        // Waits without reaping first: while the child is not reaped its id is its own, so that a signal
        // under the lock cannot hit another process.
        siginfo_t info{};
        while (::waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOWAIT) != 0 && errno == EINTR) {
        }
        {
            const std::lock_guard lock(mutex);
            ::waitpid(child, nullptr, 0);
            running = false;
        }
        changed.notify_all();
    }

    void signal(int number) {
        const std::lock_guard lock(mutex);
        if (running) ::kill(pid, number);
    }
};

ChildProcess::ChildProcess(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl)) {}

Result<std::unique_ptr<ChildProcess>> ChildProcess::start(const std::filesystem::path& program,
                                                          const std::vector<std::string>& arguments,
                                                          const std::filesystem::path& outputFile,
                                                          const std::filesystem::path& workingDirectory) {
    Plan plan;
    plan.program = program.string();
    plan.directory = workingDirectory.string();
    plan.texts.push_back(plan.program);
    plan.texts.insert(plan.texts.end(), arguments.begin(), arguments.end());
    for (auto& text : plan.texts)
        plan.argv.push_back(text.data());
    plan.argv.push_back(nullptr);

    const Descriptor output(::open(outputFile.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (output.get() < 0)
        return startFailed(program,
                           "its log " + outputFile.string() + " cannot be written: " + std::strerror(errno));
    const Descriptor nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    int ends[2] = {-1, -1};
#ifdef __linux__
    const bool piped = ::pipe2(ends, O_CLOEXEC) == 0;
#else
    const bool piped = ::pipe(ends) == 0 && ::fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0 &&
                       ::fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0;
#endif
    if (!piped || nothing.get() < 0) return startFailed(program, std::strerror(errno));
    const Descriptor readEnd(ends[0]);
    Descriptor writeEnd(ends[1]);
    plan.output = output.get();
    plan.nothing = nothing.get();
    plan.failure = writeEnd.get();

    auto impl = std::make_unique<Impl>();
    auto& state = *impl;
    state.watcher = std::thread([&state, &plan] { state.watch(plan); });
    {
        std::unique_lock lock(state.mutex);
        state.changed.wait(lock, [&state] { return state.started; });
    }
    writeEnd.close();
    int error = 0;
    const auto got = state.pid < 0 ? ssize_t{0} : ::read(readEnd.get(), &error, sizeof error);
    if (state.pid < 0 || got == sizeof error) {
        state.watcher.join();
        return startFailed(program, error ? std::strerror(error) : "the system makes no more processes");
    }
    return std::unique_ptr<ChildProcess>(new ChildProcess(std::move(impl)));
}

ChildProcess::~ChildProcess() {
    if (!m_impl) return;
    m_impl->signal(SIGCONT); // a stopped process would not hear the next one
    m_impl->signal(SIGTERM);
    {
        std::unique_lock lock(m_impl->mutex);
        m_impl->changed.wait_for(lock, kGrace, [this] { return !m_impl->running; });
    }
    m_impl->signal(SIGKILL);
    m_impl->watcher.join();
}

int ChildProcess::id() const {
    const std::lock_guard lock(m_impl->mutex);
    return m_impl->pid;
}

bool ChildProcess::running() const {
    const std::lock_guard lock(m_impl->mutex);
    return m_impl->running;
}

void ChildProcess::kill() { m_impl->signal(SIGKILL); }

void ChildProcess::pause() {
    const std::lock_guard lock(m_impl->mutex);
    if (!m_impl->running || ::kill(m_impl->pid, SIGSTOP) != 0) return;
    // Each thread stops in its own time; the parent is told once all have, or once it ended instead. What is
    // told stays there for whoever reaps.
    siginfo_t info{};
    ::waitid(P_PID, static_cast<id_t>(m_impl->pid), &info, WSTOPPED | WEXITED | WNOWAIT);
}

void ChildProcess::resume() { m_impl->signal(SIGCONT); }

} // namespace aw::l1
