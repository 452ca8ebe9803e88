#pragma once

#include "l1.hpp"
#include "lying_endpoint.hpp"

#include <set>

namespace aw::simulation {

using test::EndpointLie;
using test::Gate;
using test::LyingEndpoint;

/// What broke; its text says it for people.
struct Broken : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The operators of a run, their L1, and the users, whose every acknowledged transaction is remembered.
/// Everything runs on the caller's thread, inside of run() and of the calls that wait.
class World {
public:
    static constexpr unsigned kOperators = 3;
    static constexpr unsigned kUsers = 5;

    explicit World(std::uint64_t seed);
    ~World();

    L1& l1() { return m_l1; }
    void run(std::chrono::milliseconds time);

    // Operators, from 0.
    bool isRunning(unsigned number) const { return m_members[number].node != nullptr; }
    node::Node& node(unsigned number) { return *m_members[number].node; }
    /// Ends it as `kill -9` does: what it goes on from are its files as they are now.
    void kill(unsigned number);
    /// The same in the midst of a write, if it writes within this time: its log grows by so many bytes only.
    void killInAWrite(unsigned number, std::uint64_t bytes, std::chrono::milliseconds time);
    void start(unsigned number);
    /// The operator's way to L1, and the other operators' way to it.
    Gate& l1Gate(unsigned number) { return *m_members[number].l1Gate; }
    Gate& feedGate(unsigned number) { return *m_members[number].feedGate; }
    /// What its endpoint says from now on; `head` is the last block that oldHead shows.
    void setEndpoint(unsigned number, EndpointLie lie, std::uint64_t head = 0);
    /// Cuts every connection between the two, in either direction, until it is called with false.
    void part(unsigned one, unsigned other, bool parted);
    /// Its next batch claims a wrong root. Ends once L1 has convicted it; it does not come back. False where
    /// no such batch landed.
    bool lie(unsigned number, Random& random);
    /// What others found and nobody has shown on L1 yet, or what was shown and a reorg took back.
    void challengeFrauds();
    bool isGuilty(unsigned number) const { return m_members[number].guilty; }
    /// What is done to it now may silence it, so that L1 ejects it with right.
    void excuse(unsigned number, unsigned steps = 8);
    void excuseAll(unsigned steps = 8);
    /// Whoever was ejected registers again, with its bond topped up; where nobody is eligible, one takes
    /// over.
    void comeBack();
    Address addressOf(unsigned number) const { return m_members[number].key->address(); }
    std::optional<unsigned> numberOf(const Address& address) const;

    /// Blocks of L1, each once everybody who can has seen the one before, and the current operator has done
    /// what keeps it from being replaced.
    void mineGently(std::uint64_t blocks);
    /// L1 ejected whom it must not, convicted whom it must not, or holds another bond than it must. To be
    /// called after each step.
    void checkOperators();

    // Users.
    /// So many transfers, signed and handed to running operators, some before the ones that they follow.
    void load(std::size_t count, Random& random);
    /// Hands in once more what was not acknowledged.
    void sendAgain(Random& random);
    /// To a user, by the next block of L1.
    void deposit(Random& random);
    /// An operator changes its bid; it takes what L1 takes for it.
    void bid(unsigned number, std::uint64_t bidWei);
    std::size_t sent() const { return m_txs.size(); }
    std::size_t acknowledged() const;

    /// Ends all faults, and lets everything settle.
    void settle(Random& random);
    /// Everything that must hold once it is settled.
    void checkSettled();
    /// What is told of the operators when something broke.
    std::string describe();
    std::filesystem::path folder() const { return m_fleet.directoryOf(0).parent_path(); }

private:
    struct Member {
        std::shared_ptr<const crypto::SecretKey> key;
        test::NodeFleet::NodePtr node;
        std::unique_ptr<Gate> l1Gate, feedGate;
        std::shared_ptr<LyingEndpoint> endpoint;
        std::set<unsigned> parted;     ///< from whom
        std::set<Hash> signaturesHeld; ///< of transactions, whenever it was killed
        std::filesystem::path files;
        unsigned life = 0;
        unsigned excusedUntil = 0;
        bool guilty = false;
        bool ejected = false;
    };
    struct Sent {
        Bytes raw;
        Hash hash;
        unsigned user = 0;
        std::uint64_t nonce = 0;
        bool acknowledged = false;
        std::set<unsigned> acknowledgedBy;
        bool underWay = false;
        std::string answer;
    };
    void openGate(Member& member);
    std::string urlOf(const Member& member) const;
    void announce(Member& member, std::uint64_t bidWei);
    void checkBond(const l1::OperatorView& shown, unsigned number) const;
    test::NodeFleet::NodePtr open(Member& member, unsigned number);
    void hand(std::size_t index, unsigned number);
    bool isSettled();
    bool canAct(unsigned number);
    bool isConvicted(unsigned number);
    /// An honest operator knows of a wrong batch.
    bool isDisputed() const;
    /// What the store of one operator has.
    struct Records {
        std::map<store::TxPlace, store::BlockTx> txs; ///< executed, of users
        std::set<Hash> pending;
        std::vector<store::StoredBatch> batches; ///< valid ones in the chain
    };
    Records readStore(unsigned number) const;
    using History = std::map<store::TxPlace, codec::SignedTransaction>;
    History mergedHistory(const std::map<unsigned, Records>& all) const;
    void checkHistory(const History& history) const;
    void checkSignatures(unsigned number, const Records& records, const History& history) const;
    void checkFresh(const api::Head& expected);
    std::vector<unsigned> running() const;

    std::uint64_t m_seed;
    test::NodeFleet m_fleet;
    L1 m_l1{m_fleet};
    std::vector<Member> m_members;
    std::vector<std::unique_ptr<Gate>> m_deadGates;
    std::vector<crypto::SecretKey> m_users;
    std::vector<std::uint64_t> m_nonces;
    std::vector<Sent> m_txs;
    unsigned m_step = 0;
};

} // namespace aw::simulation
