#pragma once

#include "l1/account_facts.hpp"
#include "l1/intent_book.hpp"
#include "l1/json_rpc.hpp"

namespace aw::l1 {

/// Blocks below the head that stand for safe where an endpoint does not name its safe block: two epochs of a
/// mainnet.
inline constexpr std::uint64_t kConfirmDepth = 64;

/// What a node's refusal of a call, an estimate or a transaction means.
Error callError(const std::string& label, std::string_view method, const RpcError& error);

/// Asks L1 of an account and sends for it. On the executor of the caller.
class AccountReader {
public:
    AccountReader(RpcPtr rpc, Address account, U256 tipWei)
        : m_rpc(std::move(rpc))
        , m_account(account)
        , m_tipWei(std::move(tipWei)) {}

    /// In one batch, all but the times. Errors: those of Rpc, "l1.bad-answer".
    Task<Result<AccountFacts>> read(AccountQuestions questions) const;

    struct Sent {
        SendOutcome outcome = SendOutcome::unknown;
        std::optional<Error> error{}; ///< unless accepted
    };
    /// eth_sendRawTransaction.
    Task<Sent> send(Bytes raw, std::string label) const;

private:
    RpcPtr m_rpc;
    Address m_account;
    U256 m_tipWei; ///< where L1 suggests none
};

} // namespace aw::l1
