#include "stored.hpp"
#include "values.hpp"

#include <QTemporaryDir>
#include <QTest>

#include <map>
#include <random>

using namespace aw;
using namespace aw::store;
using aw::test::codeOf;

namespace {

/// A state and all that came before it, kept the simple way: whole.
struct NaiveState {
    std::vector<state::Account> accounts; ///< without owner and token, which a store does not tell
    std::map<std::uint32_t, Wei> supplies;
};

/// A chain of random blocks beside its store: states()[n] is the state after block n.
class Model {
public:
    explicit Model(unsigned seed)
        : m_random(seed) {
        NaiveState genesis;
        genesis.accounts.resize(3);
        for (auto& account : genesis.accounts)
            account.balance = 1'000;
        m_states.push_back(genesis);
    }

    std::uint64_t head() const { return m_states.size() - 1; }
    const std::vector<NaiveState>& states() const { return m_states; }
    std::uint64_t below(std::uint64_t end) { return m_random() % end; }
    void rewind(std::uint64_t lastKept) { m_states.resize(lastKept + 1); }

    struct Block {
        StoredBlock block;
        std::vector<BlockTx> txs;
    };
    Block next() {
        auto after = m_states.back();
        const auto count = after.accounts.size();
        std::map<std::uint32_t, state::Account> before;
        const auto change = [&](std::uint64_t index) -> state::Account& {
            if (index < count) before.emplace(static_cast<std::uint32_t>(index), after.accounts[index]);
            return after.accounts[index];
        };
        std::vector<BlockTx> txs;
        for (auto left = below(5); left > 0; --left) {
            const auto sender = static_cast<std::uint32_t>(below(count));
            auto recipient = static_cast<std::uint32_t>(below(after.accounts.size() + 1));
            if (below(3) == 0) recipient = sender;
            if (recipient == after.accounts.size()) after.accounts.emplace_back();
            ++change(sender).nonce;
            change(sender).withdrawn += below(2) * 7;
            change(recipient).balance += below(1'000);
            const auto token = static_cast<std::uint32_t>(below(3));
            txs.push_back(test::storedTx(++m_txs, sender, recipient, token));
            txs.back().forced = below(4) == 0;
        }
        // Fees, deposits, accounts of tokens: neither sender nor recipient.
        for (auto left = below(3); left > 0; --left)
            change(below(count)).balance += 1 + below(100);
        if (below(4) == 0) after.accounts.emplace_back().balance = 5;
        state::Undo undo{.accountCount = count, .appended = after.accounts.size() - count, .accounts = {}};
        for (const auto& [index, account] : before)
            undo.accounts.push_back({{index}, account.nonce, account.balance, account.withdrawn});
        for (std::uint32_t token = 1; token < 4; ++token)
            if (below(6) == 0) {
                undo.supplies.emplace_back(token, after.supplies[token]);
                after.supplies[token] += 1 + below(9);
            }
        m_states.push_back(after);
        return {test::storedBlock(head(), txs, undo), txs};
    }

private:
    std::mt19937_64 m_random;
    std::vector<NaiveState> m_states;
    std::uint64_t m_txs = 0;
};

/// What a reader says of the past, where it says nothing taken from now. Empty text where all is right.
QString difference(const Reader& reader, const Model& model, std::uint64_t from) {
    const auto& now = model.states().back();
    std::size_t accounts = 0;
    for (const auto& state : model.states())
        accounts = std::max(accounts, state.accounts.size());
    for (auto block = from; block <= model.head(); ++block) {
        const auto& then = model.states()[block];
        const auto where = " after block " + QString::number(block);
        for (std::uint32_t i = 0; i < accounts; ++i) {
            const auto told = reader.accountAt({i}, block);
            if (!told) return QString::fromStdString(told.error().detail) + where;
            const auto expected = i < then.accounts.size() ? then.accounts[i] : state::Account{};
            const auto present = i < now.accounts.size() ? now.accounts[i] : state::Account{};
            if (told->value_or(present) != expected) return "account " + QString::number(i) + where;
        }
        for (std::uint32_t token = 1; token < 4; ++token) {
            const auto told = reader.supplyAt(token, block);
            if (!told) return QString::fromStdString(told.error().detail) + where;
            const auto supply = [&](const NaiveState& state) {
                const auto found = state.supplies.find(token);
                return found == state.supplies.end() ? Wei(0) : found->second;
            };
            if (told->value_or(supply(now)) != supply(then)) return "token " + QString::number(token) + where;
        }
        const auto count = reader.accountCountAt(block);
        if (!count || count->value_or(now.accounts.size()) != then.accounts.size())
            return "the number of accounts" + where;
    }
    return {};
}

} // namespace

/// State of the past.
class TestStoreHistory : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Store> m_store;

    void reopen() {
        m_store.reset();
        m_store = std::move(*Store::open(m_directory->filePath("node.db").toStdString()));
    }
    void append(Model& model) {
        const auto next = model.next();
        QCOMPARE(codeOf(m_store->appendBlock(next.block, next.txs)), QString("ok"));
    }

private slots:
    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        reopen();
    }
    void cleanup() { m_store.reset(); }

    void isRightAtEveryBlock_data() {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 6; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void isRightAtEveryBlock() {
        QFETCH(unsigned, seed);
        Model model(seed);
        auto reader = std::move(*m_store->reader());
        std::uint64_t from = 0;
        for (int step = 0; step < 40; ++step) {
            const auto kind = model.below(20);
            if (kind == 0 && model.head() > 0) {
                const auto kept = model.head() - 1 - model.below(std::min<std::uint64_t>(model.head(), 9));
                QCOMPARE(codeOf(m_store->rewindBlocks(kept, test::ownerOfAccount)), QString("ok"));
                model.rewind(kept);
                from = std::min(from, kept);
            } else if (kind == 1) {
                const auto below = from + model.below(4);
                QCOMPARE(codeOf(m_store->pruneHistory(below)), QString("ok"));
                from = std::max(from, std::min(below, model.head()));
            } else if (kind == 2) {
                reader.reset();
                reopen();
                reader = std::move(*m_store->reader());
            } else {
                append(model);
            }
            QCOMPARE(*reader->historyFrom(), from);
            QCOMPARE(difference(*reader, model, from), QString());
        }
    }

    void isRightInAChainThatIsLong() {
        Model model(77);
        for (int i = 0; i < 150; ++i)
            append(model);
        QCOMPARE(difference(*m_store, model, 0), QString());
        QVERIFY(m_store->rewindBlocks(40, test::ownerOfAccount));
        model.rewind(40);
        for (int i = 0; i < 60; ++i)
            append(model);
        QCOMPARE(difference(*m_store, model, 0), QString());
    }

    void tellsWhatItCannotTell() {
        Model model(5);
        for (int i = 0; i < 10; ++i)
            append(model);
        QVERIFY(m_store->pruneHistory(6));
        QCOMPARE(*m_store->historyFrom(), std::uint64_t{6});
        QCOMPARE(codeOf(m_store->accountAt({0}, 5)), ErrorCode::storePruned);
        QCOMPARE(codeOf(m_store->supplyAt(1, 5)), ErrorCode::storePruned);
        QCOMPARE(codeOf(m_store->accountCountAt(5)), ErrorCode::storePruned);
        QCOMPARE(difference(*m_store, model, 6), QString());
        QVERIFY((*m_store->block(6))->undo.empty());
        QVERIFY(!(*m_store->block(7))->undo.empty());
        // Of the head and above it nothing changed since.
        QVERIFY(!m_store->accountAt({0}, 10)->has_value());
        QVERIFY(!m_store->accountAt({0}, ~std::uint64_t{0})->has_value());
        // What is pruned stays so, and more than all cannot be.
        QVERIFY(m_store->pruneHistory(3));
        QCOMPARE(*m_store->historyFrom(), std::uint64_t{6});
        QVERIFY(m_store->pruneHistory(100));
        QCOMPARE(*m_store->historyFrom(), std::uint64_t{10});
        append(model);
        QCOMPARE(difference(*m_store, model, 10), QString());
    }

    void beginsWithTheFirstBlock() {
        QCOMPARE(*m_store->historyFrom(), std::uint64_t{0});
        const auto undo = test::undoOfAccounts(10, {1});
        QVERIFY(m_store->appendBlock(test::storedBlock(50, {}, undo), {}));
        QCOMPARE(*m_store->historyFrom(), std::uint64_t{49});
        QCOMPARE((*m_store->accountAt({1}, 49))->nonce, std::uint64_t{2});
        QCOMPARE(codeOf(m_store->accountAt({1}, 48)), ErrorCode::storePruned);
        // A block that does not say what it changed is a beginning.
        auto silent = test::storedBlock(51, {});
        silent.undo.clear();
        QVERIFY(m_store->appendBlock(silent, {}));
        QCOMPARE(*m_store->historyFrom(), std::uint64_t{51});
    }

    void goesWithPrunedBlocks() {
        Model model(9);
        for (int i = 0; i < 12; ++i)
            append(model);
        QVERIFY(m_store->pruneBlocks(5));
        QCOMPARE(*m_store->historyFrom(), std::uint64_t{4});
        QCOMPARE(difference(*m_store, model, 4), QString());
        QVERIFY(m_store->rewindBlocks(8, test::ownerOfAccount));
        model.rewind(8);
        QCOMPARE(difference(*m_store, model, 4), QString());
    }
};

QTEST_APPLESS_MAIN(TestStoreHistory)
#include "tst_store_history.moc"
