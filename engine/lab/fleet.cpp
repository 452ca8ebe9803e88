#include "lab/fleet.hpp"

#include "base/hex.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <array>

namespace aw::lab {

namespace {

constexpr std::array<const char*, Fleet::kMaxMembers> kNames{"Aurora",   "Borealis", "Cygnus", "Draco",
                                                             "Eridanus", "Fornax",   "Grus",   "Hydra"};
/// Nothing is real there: L1 may be as dear as somebody wants to see it.
const l1::FeeCaps kDemoCaps{.maxFeeWei = 10'000'000'000'000ULL,
                            .tipWei = 1'000'000'000'000ULL,
                            .dayBudgetWei = Wei(1'000'000'000'000'000'000ULL) * 1000};
constexpr std::uint64_t kFirstBidWei = 310'000'000, kBidStepWei = 20'000'000;

Error isRejoining(const std::string& name) {
    return {ErrorCode::labRejoining, name + " is joining again already; wait until it has."};
}

} // namespace

Fleet::Fleet(boost::asio::io_context& context, Pace& pace, DemoL1& l1, std::filesystem::path workspace,
             OnEvent onEvent)
    : m_context(context)
    , m_pace(pace)
    , m_l1(l1)
    , m_workspace(std::move(workspace))
    , m_onEvent(std::move(onEvent)) {}

bool Fleet::hasMembers(const std::filesystem::path& workspace) {
    std::error_code failed;
    return std::any_of(kNames.begin(), kNames.end(),
                       [&](const char* name) { return std::filesystem::exists(workspace / name, failed); });
}

Result<void> Fleet::open(Member& member) {
    std::error_code failed;
    std::filesystem::create_directories(member.directory, failed);
    const auto& rollup = m_l1.info();
    node::NodeConfig config;
    config.name = member.name;
    config.directory = member.directory;
    config.l1Urls = {rollup.l1Endpoint};
    config.l1ChainId = rollup.l1ChainId;
    config.deployment = rollup.deployment;
    config.key = member.key;
    config.l1Caps = kDemoCaps;
    config.rpcPort = member.rpcPort;
    config.feedPort = member.feedPort;
    const auto address = member.address();
    auto opened = node::Node::open(
        m_context, std::move(config),
        [this, address](api::EventCode code, std::map<std::string, std::string> args) {
            boost::asio::post(m_pace.strand(), [this, address, code, args = std::move(args)] {
                m_onEvent(address, code, args);
            });
        });
    if (!opened) return opened.error();
    member.node = std::move(*opened);
    member.lastNode = member.node;
    member.rpcPort = member.node->rpcPort();
    member.feedPort = member.node->feedPort();
    member.node->start();
    return {};
}

Task<Result<void>> Fleet::launch(std::uint32_t members, std::uint16_t rpcPort) {
    for (std::uint32_t i = 0; i < members; ++i) {
        Member member;
        member.name = kNames[i % kNames.size()];
        member.key = std::make_shared<const crypto::SecretKey>(crypto::SecretKey::generate());
        member.directory = m_workspace / member.name;
        member.rpcPort = rpcPort == 0 ? std::uint16_t{0} : static_cast<std::uint16_t>(rpcPort + i);
        member.bidWei = kFirstBidWei + i * kBidStepWei;
        const auto funded =
            co_await m_l1.bank().send(member.address(), {}, kOperatorFundsWei, "fund " + member.name);
        if (!funded) co_return funded.error();
        m_members.push_back(std::move(member));
        if (const auto opened = open(m_members.back()); !opened) co_return opened;
    }
    for (auto& member : m_members) {
        const auto joined =
            co_await member.node->registerOperator(member.bidWei, m_l1.deployment().parameters.minBondWei);
        if (!joined) co_return joined;
    }
    // A backup watches better than the one that is watched.
    m_viewpoint = m_members[std::min<std::size_t>(1, m_members.size() - 1)].address();
    co_return Result<void>();
}

Task<Result<void>> Fleet::deposit() {
    for (auto& member : m_members) {
        const auto sent = co_await member.node->deposit(member.address(), kOperatorDepositWei);
        if (!sent) co_return sent;
    }
    co_return Result<void>();
}

bool Fleet::allHaveSafeBlock() const {
    return std::all_of(m_members.begin(), m_members.end(), [](const Member& member) {
        return member.node && member.node->view()->heads.safe.number != 0;
    });
}

void Fleet::stop() {
    for (auto& member : m_members)
        if (member.node) member.node->stop();
}

void Fleet::forget() {
    for (auto& member : m_members)
        member.node.reset();
}

Result<Member*> Fleet::member(const Address& address) {
    for (auto& member : m_members)
        if (member.address() == address) return &member;
    if (const auto retired = m_retired.find(address); retired != m_retired.end())
        return Error{ErrorCode::labRetired,
                     retired->second + " is a key that L1 never takes back; its operator goes on under a "
                                       "new one."};
    return Error{ErrorCode::labUnknownOperator,
                 "No operator of this demo has the address " + base::toHex(address.view()) + "."};
}

Result<Member*> Fleet::runningMember(const Address& address) {
    const auto found = member(address);
    if (found && !(*found)->node)
        return Error{ErrorCode::labNotRunning, (*found)->name + " is not running; restart it first."};
    return found;
}

std::string Fleet::nameOf(const Address& address) const {
    return SnapshotBuilder(m_l1.info(), nodes(), m_retired).nameOf(address);
}

std::vector<LocalNode> Fleet::nodes() const {
    std::vector<LocalNode> all;
    for (const auto& member : m_members)
        all.push_back({.address = member.address(),
                       .name = member.name,
                       .rpcPort = member.rpcPort,
                       .view = member.node ? member.node->view() : nullptr});
    return all;
}

Member* Fleet::observer() {
    const auto all = nodes();
    const auto* node = observerOf(all, m_viewpoint);
    return node ? *member(node->address) : nullptr;
}

Member* Fleet::current() {
    auto* watching = observer();
    if (!watching) return nullptr;
    const auto view = watching->node->view();
    for (const auto& shown : view->operators)
        if (shown.current)
            if (const auto found = member(shown.address)) return *found;
    return nullptr;
}

Result<void> Fleet::setViewpoint(const Address& address) {
    const auto found = runningMember(address);
    if (!found) return found.error();
    m_viewpoint = address;
    return {};
}

Result<void> Fleet::crash(const Address& address) {
    const auto found = runningMember(address);
    if (!found) return found.error();
    auto& member = **found;
    if (member.rejoining) return isRejoining(member.name);
    const auto running = std::count_if(m_members.begin(), m_members.end(),
                                       [](const Member& other) { return other.node != nullptr; });
    if (running == 1)
        return Error{ErrorCode::labLastOperator,
                     member.name + " is the last one that runs; nobody could watch."};
    member.node->stop();
    member.node.reset();
    return {};
}

Task<Result<void>> Fleet::stopped(Member& member) {
    const auto last = member.lastNode;
    // By reference: GCC 12 destroys a capture twice in a closure that is a temporary of co_await.
    const bool gone = co_await m_pace.waitUntil([&] { return last.expired(); }, std::chrono::seconds(20));
    if (gone) co_return Result<void>();
    co_return Error{ErrorCode::labStillStopping, member.name + " is still releasing its files; try again."};
}

Task<Result<void>> Fleet::restart(Address address) {
    const auto found = member(address);
    if (!found) co_return found.error();
    auto& member = **found;
    if (member.rejoining) co_return isRejoining(member.name);
    if (member.node) co_return Error{ErrorCode::labRunning, member.name + " runs already."};
    const auto gone = co_await stopped(member);
    if (!gone) co_return gone;
    co_return open(member);
}

} // namespace aw::lab
