#include "base/protocol.hpp"
#include "lab/load.hpp"
#include "values.hpp"

#include <QTest>

#include <map>
#include <set>

using namespace aw;
using namespace aw::lab;
using aw::test::codeOf;

/// The users whose transfers load a demo.
class TestLabLoad : public QObject {
    Q_OBJECT

    static constexpr std::uint64_t kChainId = 817001, kBaseFee = 300'000'000;

    static codec::SignedTransaction decoded(const LoadAccounts::Next& next) {
        auto tx = codec::decodeTransaction(next.raw);
        if (!tx) throw std::runtime_error(tx.error().detail);
        return std::move(*tx);
    }

private slots:
    void theSameSeedGivesTheSameTransactions() {
        LoadAccounts first("seed", 10, kChainId), second("seed", 10, kChainId), other("seen", 10, kChainId);
        QCOMPARE(first.faucet(), second.faucet());
        QVERIFY(first.faucet() != other.faucet());
        for (int i = 0; i < 100; ++i) {
            const auto a = first.next(kBaseFee), b = second.next(kBaseFee), c = other.next(kBaseFee);
            QCOMPARE(a.account, b.account);
            QVERIFY(a.raw == b.raw);
            QVERIFY(a.raw != c.raw);
        }
    }

    void theFaucetFundsEveryoneFirst() {
        LoadAccounts accounts("seed", 5, kChainId);
        QCOMPARE(accounts.funded(), 1u);
        Wei spent;
        for (std::uint32_t account = 1; account < 5; ++account) {
            const auto next = accounts.next(kBaseFee);
            const auto tx = decoded(next);
            QCOMPARE(next.account, 0u);
            QCOMPARE(tx.sender, accounts.faucet());
            QCOMPARE(tx.tx.to, accounts.address(account));
            QCOMPARE(tx.tx.nonce, std::uint64_t(account - 1));
            spent += tx.tx.value + Wei(tx.tx.gasLimit) * tx.tx.maxFeeWei;
        }
        QCOMPARE(accounts.funded(), 5u);
        QVERIFY(faucetDepositWei(5) > spent);
    }

    void transfersAreOrdinaryAndBetweenTheAccounts() {
        LoadAccounts accounts("seed", 5, kChainId);
        std::map<Address, std::uint64_t> nonces;
        std::set<Address> members;
        for (std::uint32_t i = 0; i < accounts.size(); ++i)
            members.insert(accounts.address(i));
        for (int i = 0; i < 200; ++i) {
            const auto next = accounts.next(kBaseFee);
            const auto tx = decoded(next);
            QCOMPARE(tx.sender, accounts.address(next.account));
            QVERIFY(members.contains(tx.tx.to) && tx.tx.to != tx.sender);
            QCOMPARE(tx.tx.chainId, kChainId);
            QCOMPARE(tx.tx.gasLimit, std::uint64_t(protocol::kTransferGas));
            QCOMPARE(tx.tx.maxFeeWei, 2 * kBaseFee);
            QVERIFY(tx.tx.value > 0);
            QCOMPARE(tx.tx.nonce, nonces[tx.sender]++); // without gaps
        }
    }

    void aNonceThatWasTakenBackIsUsedNext() {
        LoadAccounts accounts("seed", 3, kChainId);
        QCOMPARE(decoded(accounts.next(kBaseFee)).tx.nonce, std::uint64_t(0));
        QCOMPARE(decoded(accounts.next(kBaseFee)).tx.nonce, std::uint64_t(1));
        accounts.setNonce(0, 7);
        for (;;) {
            const auto next = accounts.next(kBaseFee);
            if (next.account != 0) continue;
            QCOMPARE(decoded(next).tx.nonce, std::uint64_t(7));
            break;
        }
    }
};

QTEST_APPLESS_MAIN(TestLabLoad)
#include "tst_lab_load.moc"
