#include "world.hpp"

#include "codec/transaction.hpp"
#include "crypto/keccak.hpp"
#include "store/pending_journal.hpp"
#include "store/store.hpp"

#include <map>

/// What must hold after a run.
namespace aw::simulation {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {
constexpr unsigned kSettleBlocks = 120;
constexpr unsigned kBatchEvery = 15;
constexpr std::chrono::seconds kSettleTime{100};
} // namespace

bool World::isSettled() {
    std::optional<api::Head> head;
    for (const auto number : running()) {
        const auto view = node(number).view();
        if (!view->synced || view->pending != 0 || view->heads.latest.number != view->heads.safe.number)
            return false;
        if (head && head->hash != view->heads.latest.hash) return false;
        head = view->heads.latest;
        if (view->totalTxs != m_txs.size()) return false;
    }
    return true;
}

void World::settle(Random& random) {
    for (unsigned number = 0; number < kOperators; ++number) {
        m_members[number].feedGate->setMode(Gate::Mode::pass);
        part(number, (number + 1) % kOperators, false);
        if (isRunning(number)) {
            l1Gate(number).setMode(Gate::Mode::pass);
            if (!m_members[number].endpoint->isHonest()) setEndpoint(number, EndpointLie::none);
        } else if (!isGuilty(number)) {
            start(number);
        }
    }
    const auto end = std::chrono::steady_clock::now() + kSettleTime;
    for (unsigned i = 0; i < kSettleBlocks && std::chrono::steady_clock::now() < end; ++i) {
        if (i % 4 == 3) {
            sendAgain(random);
            comeBack();
        }
        // Who was not shown the newest batch learns it from the next one.
        if (i % kBatchEvery == kBatchEvery - 1) load(1, random);
        challengeFrauds();
        mineGently(1);
        run(100ms);
        if (isSettled()) return;
    }
    throw Broken("it does not settle");
}

std::string World::describe() {
    std::string text;
    const auto line = [&](const std::string& more) { text += "  " + more + "\n"; };
    line("L1 head " + std::to_string(m_l1.head()) + ", batches " + std::to_string(m_l1.tip().number) +
         ", sent " + std::to_string(m_txs.size()) + ", acknowledged " + std::to_string(acknowledged()));
    for (const auto& shown : m_l1.operators())
        if (const auto number = numberOf(shown.address))
            line("L1 says of operator " + std::to_string(*number) + ": status " +
                 std::to_string(static_cast<int>(shown.status)) + ", eligible " +
                 std::to_string(shown.eligible) + ", bond " + shown.bondWei.str() + ", last batch " +
                 std::to_string(shown.lastBatch));
    for (const auto number : running()) {
        const auto view = node(number).view();
        line("operator " + std::to_string(number) + (view->current ? " (current)" : "") + ": latest " +
             std::to_string(view->heads.latest.number) + ", safe " + std::to_string(view->heads.safe.number) +
             ", L1 " + std::to_string(view->heads.l1.number) + ", pending " + std::to_string(view->pending) +
             ", executed " + std::to_string(view->totalTxs) + ", peers " + std::to_string(view->feedPeers) +
             (view->synced ? "" : ", not synced") + (view->disputed ? ", disputed" : "") + ", hash " +
             base::toHex(view->heads.latest.hash.view()).substr(0, 10));
        std::map<std::string, std::size_t> counts;
        for (const auto& code : m_fleet.events[number].codes)
            ++counts[code];
        std::string events;
        for (const auto& [code, count] : counts)
            events += " " + code + "=" + std::to_string(count);
        line("  told" + events);
        for (const auto& [key, value] : m_fleet.events[number].lastArgs)
            line("  last: " + key + "=" + value);
    }
    std::map<std::string, std::size_t> answers;
    for (const auto& tx : m_txs)
        if (!tx.acknowledged) ++answers[tx.underWay ? "under way" : tx.answer];
    for (const auto& [answer, count] : answers)
        line("not acknowledged: " + std::to_string(count) + " " + answer);
    return text;
}

void World::checkSettled() {
    const auto up = running();
    const auto expected = node(up.front()).view()->heads.safe;
    checkFresh(expected);
    // What they keep is in their files. All of them have the same blocks, as the hash of the last one says.
    std::map<unsigned, Records> all;
    for (const auto number : up) {
        kill(number);
        all.emplace(number, readStore(number));
    }
    const auto history = mergedHistory(all);
    checkHistory(history);
    for (const auto& [number, records] : all)
        checkSignatures(number, records, history);
}

void World::checkFresh(const api::Head& expected) {
    for (auto& member : m_members)
        member.feedGate->setMode(Gate::Mode::refuse);
    Member fresh;
    fresh.key = std::make_shared<const crypto::SecretKey>(crypto::SecretKey::generate());
    fresh.files = m_fleet.directoryOf(kOperators);
    fs::create_directories(fresh.files);
    openGate(fresh);
    auto made = open(fresh, kOperators);
    const bool same = m_fleet.until([&] { return made->view()->heads.safe.hash == expected.hash; });
    const auto got = made->view()->heads.safe;
    made->stop();
    made.reset();
    run(50ms);
    m_deadGates.push_back(std::move(fresh.l1Gate));
    if (!same)
        throw Broken("a fresh node that knows L1 alone comes to block " + std::to_string(got.number) + " " +
                     base::toHex(got.hash.view()) + ", the operators to block " +
                     std::to_string(expected.number) + " " + base::toHex(expected.hash.view()));
}

World::Records World::readStore(unsigned number) const {
    const auto who = "operator " + std::to_string(number);
    const auto opened = store::Store::open(m_members[number].files / "node.sqlite");
    if (!opened) throw Broken("the store of " + who + ": " + opened.error().detail);
    const auto& store = **opened;
    const auto must = [&](auto result) {
        if (!result) throw Broken("the store of " + who + ": " + result.error().detail);
        return std::move(*result);
    };
    Records records;
    const auto last = must(store.lastBlock()).value_or(0);
    for (std::uint64_t block = 1; block <= last; ++block) {
        auto txs = must(store.txsOf(block));
        for (std::uint32_t index = 0; index < txs.size(); ++index) {
            auto& tx = txs[index];
            const auto decoded = tx.hash.isZero() ? Result<codec::SignedTransaction>(Error{})
                                                  : codec::decodeTransaction(tx.raw);
            if (!tx.hash.isZero() && (!decoded || decoded->hash != tx.hash))
                throw Broken("the signature of " + base::toHex(tx.hash.view()) + " in block " +
                             std::to_string(block) + " of " + who + " does not hold");
            records.txs.emplace(store::TxPlace{block, index}, std::move(tx));
        }
    }
    for (const auto& row : must(store.pending()))
        records.pending.insert(row.hash);
    for (const auto& row : must(store::PendingJournal::open(m_members[number].files))->takeFound())
        if (!must(store.place(row.hash))) records.pending.insert(row.hash);
    for (auto& batch : must(store.batches(1, std::numeric_limits<std::int64_t>::max())))
        if (batch.lastL2Block != 0) records.batches.push_back(std::move(batch));
    return records;
}

World::History World::mergedHistory(const std::map<unsigned, Records>& all) const {
    History history;
    std::set<store::TxPlace> places;
    for (const auto& [number, records] : all)
        for (const auto& [place, tx] : records.txs) {
            places.insert(place);
            if (!tx.hash.isZero()) history.emplace(place, *codec::decodeTransaction(tx.raw));
        }
    for (const auto& place : places)
        if (!history.contains(place))
            throw Broken("no operator has the signature of a transaction in block " +
                         std::to_string(place.block));
    return history;
}

void World::checkHistory(const History& history) const {
    std::map<Address, std::uint64_t> nonces;
    std::set<Hash> hashes;
    for (const auto& [place, tx] : history) {
        const auto where = " in block " + std::to_string(place.block);
        const auto hash = base::toHex(tx.hash.view());
        if (!hashes.insert(tx.hash).second) throw Broken(hash + " was executed twice, again" + where);
        if (tx.tx.nonce != nonces[tx.sender]++) throw Broken(hash + where + " is out of its sender's order");
    }
    for (const auto& tx : m_txs)
        if (tx.acknowledged && !hashes.contains(tx.hash))
            throw Broken("acknowledged " + base::toHex(tx.hash.view()) + " (nonce " +
                         std::to_string(tx.nonce) + " of user " + std::to_string(tx.user) + ") was lost");
}

// F-5 to F-7: an operator that cannot show a signature of its own batch loses its bond. What it acknowledged
// it had, and what it ever had it keeps: others may ask for it.
void World::checkSignatures(unsigned number, const Records& records, const History& history) const {
    std::map<Hash, std::string> owed;
    for (const auto& tx : m_txs)
        if (tx.acknowledgedBy.contains(number)) owed.emplace(tx.hash, "acknowledged");
    for (const auto& hash : m_members[number].signaturesHeld)
        owed.emplace(hash, "once held");
    for (const auto& batch : records.batches) {
        if (batch.header.operatorAddress != addressOf(number)) continue;
        const auto first = history.lower_bound({batch.firstL2Block, 0});
        for (auto at = first; at != history.end() && at->first.block <= batch.lastL2Block; ++at)
            owed.emplace(at->second.hash, "anchored");
    }
    for (const auto& [place, tx] : records.txs) {
        const auto& executed = history.at(place);
        const auto why = owed.find(executed.hash);
        if (tx.hash.isZero() && why != owed.end())
            throw Broken("operator " + std::to_string(number) + " cannot show the signature of " +
                         base::toHex(executed.hash.view()) + " in block " + std::to_string(place.block) +
                         ", which it " + why->second);
    }
}

} // namespace aw::simulation
