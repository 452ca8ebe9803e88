#include "crypto/keccak.hpp"
#include "naive_tree.hpp"
#include "state/state.hpp"
#include "values.hpp"

#include <QTest>

#include <random>
#include <thread>

using namespace aw;
using namespace aw::state;
using aw::test::hexOf;
using aw::test::naiveNode;
using aw::test::rootFromProof;

namespace {

Account accountOf(std::uint64_t number, const Wei& balance = 1) {
    Bytes seed(8);
    for (unsigned i = 0; i < 8; ++i)
        seed[i] = static_cast<std::uint8_t>(number >> (8 * i));
    return {.owner = Address::from(crypto::keccak256(seed).view().first(20)),
            .token = 0,
            .nonce = number,
            .balance = balance,
            .withdrawn = 0};
}

/// A state beside the plain list of its accounts.
struct Pair {
    State state;
    std::vector<Account> accounts;

    void append(const Account& account) {
        state.apply(
            {.changes = {{{static_cast<std::uint32_t>(accounts.size())}, account}}, .inboxConsumed = 0});
        accounts.push_back(account);
    }
    void change(std::uint32_t index, const Wei& balance) {
        accounts[index].balance = balance;
        state.apply({.changes = {{{index}, accounts[index]}}, .inboxConsumed = 0});
    }
    Hash expectedTree() const { return naiveNode(accounts, 32, 0); }
};

} // namespace

class TestStateState : public QObject {
    Q_OBJECT

private slots:
    void aSupplyIsTheSumOfTheBalances() {
        Pair pair;
        for (std::uint32_t i = 0; i < 300; ++i) {
            auto account = accountOf(i, i);
            account.token = i % 3;
            pair.append(account);
        }
        const auto before = pair.state;
        const auto largest = std::numeric_limits<Wei>::max();
        pair.change(1, 0);
        pair.change(4, largest - 1'000'000);
        pair.change(4, 7);
        const auto sum = [&](std::uint32_t token) {
            Wei total = 0;
            for (const auto& account : pair.accounts)
                if (account.token == token) total += account.balance;
            return total;
        };
        QCOMPARE(pair.state.supply(1), sum(1));
        QCOMPARE(pair.state.supply(2), sum(2));
        QCOMPARE(before.supply(1), sum(1) - 7 + 4 + 1);
        QCOMPARE(pair.state.supply(3), Wei(0));
        QCOMPARE(pair.state.supply(0xffff'ffff), Wei(0));
    }

    void s6Genesis() {
        const State state;
        Bytes bytes(57);
        bytes[0] = 0x02;
        QCOMPARE(hexOf(state.root()), hexOf(crypto::keccak256(bytes)));
        QVERIFY(state.treeRoot().isZero());
        QVERIFY(!state.account({0}));
        QVERIFY(!state.find(accountOf(0).owner, 0));
        QCOMPARE(state.accountCount(), std::uint64_t{0});
    }

    void loadingAheadChangesNothing() {
        Pair pair;
        const auto loadAhead = [&] {
            std::vector<AccountKey> keys;
            std::vector<AccountIndex> indexes;
            for (std::uint32_t i = 0; i < 200; ++i) { // 100 are there
                keys.push_back({accountOf(i).owner, i % 3});
                indexes.push_back({i});
            }
            pair.state.prefetch(std::span<const AccountKey>(keys));
            pair.state.prefetch(std::span<const AccountIndex>(indexes));
        };
        loadAhead();
        for (std::uint64_t i = 0; i < 100; ++i)
            pair.append(accountOf(i));
        loadAhead();
        QCOMPARE(hexOf(pair.state.treeRoot()), hexOf(pair.expectedTree()));
        QVERIFY(pair.state.find(accountOf(42).owner, 0) == AccountIndex{42});
        QVERIFY(!pair.state.find(accountOf(142).owner, 0));
    }

    void rootsEqualThePlainTreeAtEveryCount() {
        Pair pair;
        for (std::uint64_t i = 0; i < 300; ++i) {
            pair.append(accountOf(i));
            QCOMPARE(hexOf(pair.state.treeRoot()), hexOf(pair.expectedTree()));
            QVERIFY(pair.state.root() == stateRoot(pair.expectedTree(), i + 1, 0, 0));
        }
    }

    void manyChangesBetweenRootsGiveTheSameRoot() {
        std::mt19937 random(7);
        Pair pair;
        for (int round = 0; round < 60; ++round) {
            const auto grow = random() % 90;
            for (std::uint32_t i = 0; i < grow; ++i)
                pair.append(accountOf(pair.accounts.size()));
            for (int i = 0; i < 20 && !pair.accounts.empty(); ++i)
                pair.change(static_cast<std::uint32_t>(random() % pair.accounts.size()), random());
            QCOMPARE(hexOf(pair.state.treeRoot()), hexOf(pair.expectedTree()));
        }
        QVERIFY(pair.accounts.size() > 1500);
        for (std::uint32_t i = 0; i < pair.accounts.size(); ++i)
            QVERIFY(*pair.state.account({i}) == pair.accounts[i]);
    }

    void oneDiffMayChangeAndAppend() {
        Pair pair;
        for (std::uint64_t i = 0; i < 4; ++i)
            pair.append(accountOf(i));
        auto first = *pair.state.account({1});
        first.balance = 99;
        pair.state.apply({.changes = {{{1}, first}, {{4}, accountOf(4)}}, .inboxConsumed = 3, .txs = 2});
        QCOMPARE(pair.state.accountCount(), std::uint64_t{5});
        QCOMPARE(pair.state.inboxCursor(), std::uint64_t{3});
        QCOMPARE(pair.state.txCount(), std::uint64_t{2});
        QVERIFY(pair.state.account({1})->balance == 99);
        QVERIFY(*pair.state.account({4}) == accountOf(4));
        QVERIFY(!pair.state.account({5}));
    }

    void findsEveryOwnerAndToken() {
        Pair pair;
        for (std::uint64_t i = 0; i < 2000; ++i) {
            auto account = accountOf(i / 2);
            account.token = static_cast<std::uint32_t>(i % 2);
            pair.append(account);
        }
        for (std::uint32_t i = 0; i < 2000; ++i)
            QVERIFY(pair.state.find(pair.accounts[i].owner, pair.accounts[i].token) == AccountIndex{i});
        QVERIFY(!pair.state.find(accountOf(5000).owner, 0));
        QVERIFY(!pair.state.find(accountOf(1).owner, 2));
    }

    void theFirstOfTwoAccountsIsFound() {
        Pair pair;
        for (std::uint64_t i = 0; i < 40; ++i)
            pair.append(accountOf(i));
        pair.append(accountOf(3)); // S-5: fraud, but the state has to hold it to prove that
        QVERIFY(pair.state.find(accountOf(3).owner, 0) == AccountIndex{3});
        for (std::uint64_t i = 100; i < 300; ++i)
            pair.append(accountOf(i));
        QVERIFY(pair.state.find(accountOf(3).owner, 0) == AccountIndex{3});
    }

    void aCopyIsASnapshot() {
        Pair pair;
        for (std::uint64_t i = 0; i < 200; ++i)
            pair.append(accountOf(i));
        const State snapshot = pair.state; // not hashed yet: the copy carries what is to be hashed
        const auto before = pair.expectedTree();
        pair.change(5, 1234);
        pair.append(accountOf(200));
        QCOMPARE(hexOf(pair.state.treeRoot()), hexOf(pair.expectedTree()));
        QCOMPARE(hexOf(snapshot.treeRoot()), hexOf(before));
        QVERIFY(snapshot.account({5})->balance == 1);
        QVERIFY(!snapshot.account({200}));
        QVERIFY(!snapshot.find(accountOf(200).owner, 0));
        QVERIFY(pair.state.find(accountOf(200).owner, 0));

        pair.state = snapshot;
        QCOMPARE(hexOf(pair.state.treeRoot()), hexOf(before));
        QVERIFY(!pair.state.find(accountOf(200).owner, 0));
        State moved = std::move(pair.state);
        QCOMPARE(hexOf(moved.treeRoot()), hexOf(before));
    }

    void copiesWorkOnDifferentThreads() {
        Pair pair;
        for (std::uint64_t i = 0; i < 3000; ++i)
            pair.append(accountOf(i));
        pair.state.root();
        std::vector<State> copies(4, pair.state);
        std::vector<std::thread> threads;
        for (auto& copy : copies)
            threads.emplace_back([&copy] {
                for (std::uint32_t i = 0; i < 3000; ++i) {
                    auto account = *copy.account({i});
                    account.balance = i;
                    copy.apply({.changes = {{{i}, account}}, .inboxConsumed = 0});
                    if (i % 500 == 0) copy.root();
                }
            });
        for (auto& thread : threads)
            thread.join();
        for (const auto& copy : copies)
            QVERIFY(copy.root() == copies.front().root());
        QVERIFY(copies.front().root() != pair.state.root());
        QCOMPARE(hexOf(pair.state.treeRoot()), hexOf(pair.expectedTree()));
    }

    void proofsOpenTheRoot() {
        Pair pair;
        for (std::uint64_t i = 0; i < 77; ++i)
            pair.append(accountOf(i));
        for (std::uint32_t i = 0; i < 77; ++i)
            QVERIFY(rootFromProof(i, leafHash(pair.accounts[i]), pair.state.proof({i})) ==
                    pair.state.treeRoot());
        // An index without an account opens to the empty leaf, near and far.
        for (const std::uint32_t index : {77U, 127U, 128U, 100'000U, 0xffffffffU})
            QVERIFY(rootFromProof(index, {}, pair.state.proof({index})) == pair.state.treeRoot());
        auto siblings = pair.state.proof({5});
        siblings[0].bytes[0] ^= 1;
        QVERIFY(rootFromProof(5, leafHash(pair.accounts[5]), siblings) != pair.state.treeRoot());
    }
};

QTEST_APPLESS_MAIN(TestStateState)
#include "tst_state_state.moc"
