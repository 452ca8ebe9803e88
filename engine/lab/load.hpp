#pragma once

#include "base/result.hpp"
#include "codec/transaction.hpp"
#include "crypto/keys.hpp"

#include <random>
#include <vector>

namespace aw::lab {

/// The users of a demo: real keys whose transfers are signed like a wallet's. Accounts are funded on L2 by
/// the first of them, which was funded by a deposit. Deterministic for a seed. Not thread-safe.
class LoadAccounts {
public:
    LoadAccounts(std::string seed, std::uint32_t count, std::uint64_t l2ChainId);

    std::uint32_t size() const { return static_cast<std::uint32_t>(m_accounts.size()); }
    /// Whom to deposit for on L1.
    const Address& faucet() const { return m_accounts.front().key.address(); }
    const Address& address(std::uint32_t account) const { return m_accounts[account].key.address(); }

    /// The next transaction: a transfer that funds the next account while there are unfunded ones, then
    /// transfers of ordinary amounts between the accounts.
    struct Next {
        std::uint32_t account = 0; ///< who signed
        Bytes raw;
    };
    Next next(std::uint64_t baseFeeWei);

    /// Takes back what next() assumed: the account's next nonce is this one.
    void setNonce(std::uint32_t account, std::uint64_t nonce) { m_accounts[account].nonce = nonce; }
    /// How many accounts have been sent funds.
    std::uint32_t funded() const { return m_funded; }

private:
    struct Account {
        crypto::SecretKey key;
        std::uint64_t nonce = 0;
    };
    Bytes sign(Account& account, const Address& to, const Wei& value, std::uint64_t baseFeeWei);

    std::uint64_t m_l2ChainId;
    std::vector<Account> m_accounts;
    std::uint32_t m_funded = 1;
    std::mt19937_64 m_random;
};

/// What the faucet must hold to fund `count` accounts.
Wei faucetDepositWei(std::uint32_t count);

} // namespace aw::lab
