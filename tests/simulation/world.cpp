#include "world.hpp"

#include "codec/abi.hpp"
#include "codec/transaction.hpp"
#include "crypto/keccak.hpp"
#include "full_disk.hpp"
#include "lab/bad_root.hpp"
#include "subscriber.hpp"

namespace aw::simulation {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using test::NodeFleet;

namespace {
constexpr std::uint64_t kFirstBidWei = 1'000'000'000;
/// Short, so that bids take effect and operators come back within a run; there are places for four (O-1).
constexpr std::uint64_t kEpochBlocks = 36;
/// Steps until an operator that was ejected tries again to register.
constexpr unsigned kComesBackEvery = 3;
/// How long the slowest machine may take for what the current operator owes before a block.
constexpr std::chrono::milliseconds kPatience{6000};

std::uint16_t portOf(const std::string& url) {
    return static_cast<std::uint16_t>(std::stoul(url.substr(url.rfind(':') + 1)));
}

l1::Parameters parameters() {
    auto demo = *l1::parametersOf("demo");
    demo.epochBlocks = kEpochBlocks;
    return demo;
}
} // namespace

World::World(std::uint64_t seed)
    : m_seed(seed)
    , m_fleet(parameters()) {
    for (unsigned user = 0; user < kUsers; ++user) {
        m_users.push_back(crypto::SecretKey::derive("simulation " + std::to_string(seed), 100 + user));
        m_nonces.push_back(0);
        *m_fleet.wait(m_fleet.txManager->send(m_fleet.deployment.addresses.bridge,
                                              l1::calls::deposit(m_users.back().address()),
                                              NodeFleet::kEtherWei * 100, "deposit for a user"));
    }
    for (unsigned number = 0; number < kOperators; ++number) {
        Member member;
        member.key = std::make_shared<const crypto::SecretKey>(
            crypto::SecretKey::derive("simulation " + std::to_string(seed), number));
        member.feedGate = std::make_unique<Gate>(m_fleet.context);
        m_l1.setBalance(member.key->address(), NodeFleet::kEtherWei * 1000);
        announce(member, kFirstBidWei + number * 10'000'000);
        *m_fleet.wait(m_fleet.txManager->send(m_fleet.deployment.addresses.bridge,
                                              l1::calls::deposit(member.key->address()), NodeFleet::kEtherWei,
                                              "deposit for an operator"));
        m_members.push_back(std::move(member));
    }
    m_l1.takeCommand();
    for (unsigned number = 0; number < kOperators; ++number)
        start(number);
    mineGently(4);
}

World::~World() = default;

void World::run(std::chrono::milliseconds time) {
    m_fleet.context.restart();
    m_fleet.context.run_for(time);
}

std::string World::urlOf(const Member& member) const {
    return "ws://127.0.0.1:" + std::to_string(member.feedGate->port());
}

void World::announce(Member& member, std::uint64_t bidWei) {
    l1::TxManager txManager(m_fleet.context.get_executor(), m_fleet.rpc, member.key, 31337,
                            NodeFleet::quickly());
    *m_fleet.wait(txManager.send(m_fleet.deployment.addresses.operators,
                                 l1::calls::registerOperator(bidWei, urlOf(member)),
                                 m_fleet.deployment.parameters.minBondWei, "register"));
}

NodeFleet::NodePtr World::open(Member& member, unsigned number) {
    return m_fleet.open(number, [&](node::NodeConfig& config) {
        config.directory = member.files;
        config.key = member.key;
        config.l1Urls = {"http://127.0.0.1:" + std::to_string(member.l1Gate->port())};
        config.anchorInterval = 300ms;
        config.backupTimeout = 700ms;
        config.l1Poll = 30ms;
        config.checkpointTxs = 40;
    });
}

void World::openGate(Member& member) {
    member.l1Gate = std::make_unique<Gate>(m_fleet.context);
    member.endpoint = std::make_shared<LyingEndpoint>();
    const auto endpoint = member.endpoint;
    member.l1Gate->setEdits(
        {[endpoint](std::string request) { return endpoint->request(std::move(request)); },
         [endpoint](const std::string& request, std::string answer) {
             return endpoint->answer(request, std::move(answer));
         }});
    member.l1Gate->setTarget(portOf(m_fleet.anvil->url()));
}

void World::setEndpoint(unsigned number, EndpointLie lie, std::uint64_t head) {
    m_members[number].endpoint->setLie(lie, head);
    // Who lies is another machine, as a rule.
    m_members[number].l1Gate->setTarget(portOf(m_fleet.anvil->url()));
}

void World::part(unsigned one, unsigned other, bool parted) {
    for (const auto& [from, to] : {std::pair(one, other), std::pair(other, one)}) {
        auto& cutOff = m_members[from].parted;
        if (parted)
            cutOff.insert(to);
        else
            cutOff.erase(to);
        m_members[from].feedGate->setCut([this, from = from](std::string_view sent) {
            const auto subscriber = subscriberOf(sent);
            const auto who = subscriber ? numberOf(*subscriber) : std::nullopt;
            return who && m_members[from].parted.contains(*who);
        });
    }
}

void World::start(unsigned number) {
    auto& member = m_members[number];
    if (member.files.empty()) {
        member.files = m_fleet.directoryOf(number) / "0";
        fs::create_directories(member.files);
    }
    openGate(member);
    member.node = open(member, number);
    member.feedGate->setTarget(member.node->feedPort());
}

void World::kill(unsigned number) {
    auto& member = m_members[number];
    // Nothing else of the process runs meanwhile: these are its files as the system has them at this moment.
    const auto copy = m_fleet.directoryOf(number) / std::to_string(++member.life);
    fs::create_directories(copy);
    for (const auto& entry : fs::directory_iterator(member.files)) {
        const auto name = entry.path().filename().string();
        if (name.ends_with("-shm") || name.ends_with(".lock")) continue;
        std::error_code gone; // a checkpoint that is being written changes its name
        fs::copy_file(entry.path(), copy / name, gone);
    }
    // What still runs of it reaches nobody.
    member.l1Gate->setMode(Gate::Mode::refuse);
    member.feedGate->setTarget(0);
    m_deadGates.push_back(std::move(member.l1Gate));
    member.node->stop();
    member.node.reset();
    member.files = copy;
    for (auto& tx : m_txs)
        tx.underWay = false;
    excuse(number);
    const auto records = readStore(number);
    for (const auto& [place, tx] : records.txs)
        if (!tx.hash.isZero()) member.signaturesHeld.insert(tx.hash);
    member.signaturesHeld.insert(records.pending.begin(), records.pending.end());
}

void World::killInAWrite(unsigned number, std::uint64_t bytes, std::chrono::milliseconds time) {
    std::error_code none;
    const auto size = fs::file_size(m_members[number].files / "node.sqlite-wal", none);
    {
        const test::FullDisk full((none ? 0 : size) + bytes);
        run(time);
    }
    kill(number);
}

void World::comeBack() {
    const auto& operators = m_fleet.deployment.addresses.operators;
    const auto& whole = m_fleet.deployment.parameters.minBondWei;
    const auto shownAll = m_l1.operators();
    const bool isNobody = std::ranges::none_of(shownAll, &l1::OperatorView::eligible);
    bool takesOver = isNobody;
    for (const auto& shown : shownAll) {
        const auto number = numberOf(shown.address);
        if (!number || isGuilty(*number)) continue;
        const bool isOut = shown.status == api::OperatorStatus::ejected;
        if (!isOut && !takesOver) continue;
        const auto bidWei = kFirstBidWei + *number * 10'000'000;
        const auto url = urlOf(m_members[*number]);
        const auto call = takesOver
                              ? codec::abi::Encoder().number(bidWei).text(url).call("takeOver(uint64,string)")
                              : l1::calls::registerOperator(bidWei, url);
        m_l1.sendAs(*m_members[*number].key, operators, call, whole - std::min(whole, shown.bondWei));
        takesOver = false;
        excuse(*number);
    }
    if (isNobody) excuseAll();
}

void World::excuse(unsigned number, unsigned steps) {
    auto& until = m_members[number].excusedUntil;
    until = std::max(until, m_step + steps);
}

void World::excuseAll(unsigned steps) {
    for (unsigned number = 0; number < kOperators; ++number)
        excuse(number, steps);
}

std::optional<unsigned> World::numberOf(const Address& address) const {
    for (unsigned number = 0; number < kOperators; ++number)
        if (addressOf(number) == address) return number;
    return std::nullopt;
}

std::vector<unsigned> World::running() const {
    std::vector<unsigned> numbers;
    for (unsigned number = 0; number < kOperators; ++number)
        if (m_members[number].node) numbers.push_back(number);
    return numbers;
}

bool World::canAct(unsigned number) {
    const auto& member = m_members[number];
    return member.node && member.l1Gate->mode() == Gate::Mode::pass && member.endpoint->isHonest();
}

void World::mineGently(std::uint64_t blocks) {
    for (std::uint64_t i = 0; i < blocks; ++i) {
        const auto head = m_l1.head();
        m_fleet.until(
            [&] {
                for (const auto number : running())
                    if (canAct(number) &&
                        (!node(number).view()->synced || node(number).view()->heads.l1.number != head))
                        return false;
                return true;
            },
            std::chrono::duration_cast<std::chrono::seconds>(kPatience));
        // A heartbeat is due.
        const auto current = numberOf(m_l1.currentOperator());
        if (current && canAct(*current) &&
            m_l1.clock().silentBlocks + 2 >= m_fleet.deployment.parameters.heartbeatBlocks) {
            const auto end = std::chrono::steady_clock::now() + kPatience;
            while (m_l1.waiting() == 0 && std::chrono::steady_clock::now() < end)
                run(20ms);
        }
        m_l1.mine();
        run(30ms);
    }
}

void World::checkOperators() {
    ++m_step;
    for (const auto& shown : m_l1.operators()) {
        const auto number = numberOf(shown.address);
        if (!number) continue;
        auto& member = m_members[*number];
        const auto name = "operator " + std::to_string(*number);
        if (shown.status == api::OperatorStatus::convicted && !member.guilty)
            throw Broken(name + ", which is honest, was convicted");
        const bool ejected = shown.status == api::OperatorStatus::ejected;
        if (ejected && !member.ejected && member.excusedUntil < m_step)
            throw Broken(name + " was ejected although nothing kept it from acting");
        member.ejected = ejected;
        if (!member.guilty) checkBond(shown, *number);
    }
    if (m_step % kComesBackEvery == 0) comeBack();
}

void World::checkBond(const l1::OperatorView& shown, unsigned number) const {
    // O-4: who was ejected, with an excuse, has paid for its silence, once. What it brings when it comes back
    // makes the bond whole again.
    const auto& parameters = m_fleet.deployment.parameters;
    auto expected = parameters.minBondWei;
    if (shown.status == api::OperatorStatus::ejected)
        expected -= expected * parameters.silencePenaltyBps / 10'000;
    if (shown.bondWei != expected)
        throw Broken("the bond of operator " + std::to_string(number) + ", which is honest, is " +
                     shown.bondWei.str() + " wei and not " + expected.str());
}

void World::load(std::size_t count, Random& random) {
    const auto first = m_txs.size();
    for (std::size_t i = 0; i < count; ++i) {
        const auto user = static_cast<unsigned>(random.below(kUsers));
        Address to;
        if (random.chance(70)) {
            to = m_users[random.below(kUsers)].address();
        } else {
            for (auto& byte : to.bytes)
                byte = static_cast<std::uint8_t>(random.next());
        }
        const codec::Transaction tx{.chainId = m_fleet.deployment.parameters.l2ChainId,
                                    .nonce = m_nonces[user],
                                    .tipWei = random.below(1000),
                                    .maxFeeWei = 4'000'000'000,
                                    .gasLimit = protocol::kTransferGas,
                                    .to = to,
                                    .value = NodeFleet::kEtherWei / 10'000};
        auto raw = codec::encodeTransaction(tx, m_users[user].sign(codec::signingHash(tx)));
        const auto hash = crypto::keccak256(raw);
        m_txs.push_back({.raw = std::move(raw), .hash = hash, .user = user, .nonce = m_nonces[user]++});
    }
    std::vector<std::size_t> order;
    for (auto index = first; index < m_txs.size(); ++index)
        order.push_back(index);
    if (random.chance(30)) random.shuffle(order);
    const auto up = running();
    for (const auto index : order) {
        const auto pick = random.next();
        if (!up.empty()) hand(index, up[pick % up.size()]);
    }
}

void World::hand(std::size_t index, unsigned number) {
    auto& tx = m_txs[index];
    if (tx.acknowledged || tx.underWay) return;
    tx.underWay = true;
    const auto life = m_members[number].life;
    boost::asio::co_spawn(
        m_fleet.context, node(number).submit(tx.raw),
        [this, index, number, life](const std::exception_ptr& failure, const Result<Hash>& answer) {
            // Who was killed meanwhile has said nothing.
            if (m_members[number].life != life) return;
            auto& answered = m_txs[index];
            answered.underWay = false;
            if (failure) return;
            answered.acknowledged = answered.acknowledged || answer.has_value();
            if (answer) answered.acknowledgedBy.insert(number);
            answered.answer = answer ? "ok" : std::string(name(answer.error().code));
        });
}

void World::sendAgain(Random& random) {
    const auto up = running();
    if (up.empty()) return;
    for (std::size_t index = 0; index < m_txs.size(); ++index)
        if (!m_txs[index].acknowledged) hand(index, up[random.below(up.size())]);
}

void World::deposit(Random& random) {
    m_l1.send(m_fleet.deployment.addresses.bridge,
              l1::calls::deposit(m_users[random.below(kUsers)].address()), NodeFleet::kEtherWei / 1000);
}

void World::bid(unsigned number, std::uint64_t bidWei) {
    boost::asio::co_spawn(m_fleet.context, node(number).setBid(bidWei),
                          [](const std::exception_ptr&, const Result<void>&) {});
}

bool World::isConvicted(unsigned number) {
    return std::ranges::any_of(m_l1.operators(), [&](const l1::OperatorView& shown) {
        return shown.address == addressOf(number) && shown.status == api::OperatorStatus::convicted;
    });
}

bool World::isDisputed() const {
    return std::ranges::any_of(m_members, [](const Member& member) {
        return member.node && !member.guilty && member.node->view()->disputed;
    });
}

bool World::lie(unsigned number, Random& random) {
    constexpr unsigned kBlocks = 40, kUntilItLands = 15, kInFlight = 3;
    m_members[number].guilty = true;
    node(number).inject(std::make_shared<lab::BadRoot>(addressOf(number), NodeFleet::kEtherWei));
    for (unsigned i = 0; i < kBlocks; ++i) {
        load(2, random); // so that there is something to put into a batch
        mineGently(1);
        challengeFrauds();
        if (isConvicted(number)) {
            kill(number);
            return true;
        }
        if (i < kUntilItLands || isDisputed()) continue;
        // Where its bid has changed, or it is not current any more, no batch of it lands.
        if (isRunning(number)) kill(number);
        if (i < kUntilItLands + kInFlight) continue;
        m_members[number].guilty = false;
        start(number);
        return false;
    }
    throw Broken("operator " + std::to_string(number) + " claimed a wrong root and was not convicted");
}

void World::challengeFrauds() {
    for (const auto number : running()) {
        if (m_members[number].guilty || !canAct(number)) continue;
        const auto view = node(number).view();
        if (!view->disputed) continue;
        for (const auto& challenge : view->challenges) {
            const auto stage = challenge.stage;
            if (stage != api::ChallengeStage::detected && stage != api::ChallengeStage::failed) continue;
            boost::asio::co_spawn(m_fleet.context, node(number).challenge(challenge.batch),
                                  [](const std::exception_ptr&, const Result<void>&) {});
        }
        return; // one is enough
    }
}

std::size_t World::acknowledged() const {
    return static_cast<std::size_t>(std::ranges::count_if(m_txs, &Sent::acknowledged));
}

} // namespace aw::simulation
